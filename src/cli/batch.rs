//! What `batch` takes.

use std::path::PathBuf;

use clap::Args;

use crate::cli::rows::{RowFormat, RowsArgs};
use crate::cli::rules::RulesArgs;

#[derive(Debug, Args)]
#[command(after_help = "Columns are named after the facts (`advisor list facts`); `hs` is the HS \
code, `on` the date of the row. An empty cell is not said. Added are verdict, lane, flow, release, \
chosen, tax, late_fee, rules and error; a row that cannot be answered says why in `error`. On \
request also warnings, checks, documents, refused_because, until (the last day on which the answer \
is the same), regime (the tax regime), change (the one thing otherwise that helps most), \
change_lane, change_release and change_saves.
Exit codes: 0 all rows were answered, 2 the call is wrong, 3 a row is bad (once all rows are out) \
or the rules file is not valid, 4 could not read or write, 130 or 143 interrupted.

Examples:
  advisor batch orders.csv --output answers.csv
  advisor batch --map sku_group=goods --set port=airport - < orders.jsonl | head")]
pub(crate) struct BatchArgs {
    /// The shipments (`-`: standard input)
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: PathBuf,

    #[command(flatten)]
    pub(crate) rows: RowsArgs,

    /// How to write the answers [default: as the input]
    #[arg(long, visible_alias = "format", value_name = "FORMAT")]
    pub(crate) output_format: Option<RowFormat>,

    /// The columns to add, separated by commas; `default` stands for the first nine
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,

    /// What the names of added columns begin with
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(crate) prefix: String,

    /// Keep a spreadsheet from computing cells: those that begin like a formula get an apostrophe
    #[arg(long)]
    pub(crate) csv_safe: bool,

    /// The date of rows without one of their own, like 2026-11-23 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    /// How many threads answer rows [default: as many as there are cores]
    #[arg(long, value_name = "NUMBER")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) jobs: Option<u16>,

    /// Refuse columns that are no facts and nearly called as some
    #[arg(long)]
    pub(crate) strict: bool,

    /// Say nothing but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// End with 0 even if a row is bad
    #[arg(long)]
    pub(crate) keep_going: bool,

    /// Write the rows to this file, which appears once it is whole
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write the summary to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) summary: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) rules: RulesArgs,
}
