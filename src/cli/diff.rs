//! The command line of `advisor diff`.

use std::path::PathBuf;

use advisor::analyze::Budget;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
#[command(
    after_help = "Shipments are counted over everything that can be said of them, their dates \
aside; what one file alone has words for is listed, and not compared.
Exit codes: 0 no shipment is answered otherwise, 1 some are, 2 the call is wrong, 3 a file is not \
valid, 4 could not read a file, 5 the search was given up. Of several, the first of 4, 3, 1, 5.

Examples:
  advisor rules | advisor diff - built-in:guangzhou.toml
  advisor diff built-in:guangzhou.toml built-in:guangzhou.toml --on 2026-11-23"
)]
pub(crate) struct DiffArgs {
    /// The rules as they were (`-`: standard input; `built-in:guangzhou.toml`: the program's own)
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The rules as they are to be; left out where one file is compared with itself
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<PathBuf>,

    /// Compare what holds on this date only, like 2026-11-23; given twice, one date with the other
    /// [default: all dates]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Vec<String>,

    /// Compare a file with itself, less the rules that cite this source and no other
    #[arg(long, value_name = "SOURCE", conflicts_with = "new")]
    pub(crate) without: Option<String>,

    /// The same for each source, as a table
    #[arg(long, conflicts_with_all = ["new", "without", "format", "fail_on"])]
    pub(crate) sources: bool,

    /// Which changes end with 1
    #[arg(long, value_name = "WHICH", default_value = "any")]
    pub(crate) fail_on: FailOn,

    /// How many steps one part of the search may take before it is given up
    #[arg(long, value_name = "STEPS", default_value_t = Budget::USUAL.question, hide_short_help = true)]
    pub(crate) budget: u64,

    /// How many steps the whole search may take
    #[arg(long, value_name = "STEPS", default_value_t = Budget::USUAL.total, hide_short_help = true)]
    pub(crate) budget_total: u64,

    /// How many threads search [default: as many as there are cores]
    #[arg(long, value_name = "NUMBER", hide_short_help = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) jobs: Option<u16>,

    /// The largest rules file to read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, hide_short_help = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=4095))]
    pub(crate) rules_limit: u32,

    /// How to print what changes
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
    /// A comment for a pull request
    Markdown,
    /// Annotations of GitHub Actions
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// All, and those of words and of what a call means
    Any,
    /// Those for the worse
    Worse,
    /// Refused, without a path, a stricter lane or a later release
    Stricter,
    /// Refused, and was not
    Refused,
    /// None
    Never,
}
