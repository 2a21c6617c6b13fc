//! The command line: what can be asked. Touches neither files nor the terminal.

mod check;
mod compare;
mod diff;
mod explain;
mod facts;
mod list;
mod test;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use check::{CheckArgs, CheckFormat};
pub(crate) use compare::{CompareArgs, CompareFormat};
pub(crate) use diff::{DiffArgs, DiffFormat};
pub(crate) use explain::{ExplainArgs, ExplainFormat};
pub(crate) use facts::FactArgs;
pub(crate) use list::{ListArgs, ListFormat};
pub(crate) use test::{TestArgs, TestFormat};

/// Tells how a shipment will clear customs, and what to do to clear it sooner.
#[derive(Debug, Parser)]
#[command(name = "advisor", version, max_term_width = 100)]
#[command(after_help = "The answers are advice from a rules file, not law.

Examples:
  advisor route --goods milk-powder --port airport
  advisor list goods")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// When to color what is printed
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Find the path of one shipment through customs
    Route(Box<RouteArgs>),
    /// Explain an answer: why, why not, what to change, what to ask, how far it reaches
    Explain(Box<ExplainArgs>),
    /// Compare all values of one fact, such as port or mode, side by side
    Compare(Box<CompareArgs>),
    /// Answer many shipments: CSV or JSON lines in, the same with the answer out
    Batch(Box<BatchArgs>),
    /// List the vocabulary: goods, ports, categories, rules …
    List(Box<ListArgs>),
    /// Prove rules files: errors, findings, and a shipment that shows each
    Check(Box<CheckArgs>),
    /// Run the tests of rules files: what their owners expect of shipments
    Test(Box<TestArgs>),
    /// Tell what a change of rules does to shipments: which, how many, by which rules
    Diff(Box<DiffArgs>),
    /// Print the built-in rules, to start your own from
    #[command(after_help = "Examples:
  advisor rules | head -30
  advisor rules > my-rules.toml")]
    Rules,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Which rules to use.
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Use the rules of this file (`-`: standard input) [default: ADVISOR_RULES, else built-in]
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,

    /// The largest rules file to read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, hide_short_help = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=4095))]
    pub(crate) rules_limit: u32,
}

#[derive(Debug, Args)]
#[command(
    after_help = "What is not said is assumed where the rules have a default; port, mode and \
the like are chosen for you.
Exit codes: 0 there is a path, 1 there is none, 2 the call is wrong, 3 the rules file is not valid, \
4 could not read or write.

Examples:
  advisor route --goods milk-powder --port airport
  advisor route --hs 2204.21 --mode 9610 --value 1000 --on 2024-06-01 --format json"
)]
pub(crate) struct RouteArgs {
    /// What goods they are, the same as `--goods`
    #[arg(value_name = "GOODS")]
    pub(crate) first: Option<String>,

    /// Where they clear customs, the same as `--port`
    #[arg(value_name = "PORT")]
    pub(crate) second: Option<String>,

    /// The date of the declaration, like 2026-11-23 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    #[command(flatten)]
    pub(crate) rules: RulesArgs,

    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: RouteFormat,

    /// What makes one way better than another, where nothing refuses both
    #[arg(long, value_name = "WHAT", default_value = "lightest")]
    pub(crate) prefer: PreferArg,

    /// Add the rules that led to the answer, and their sources
    #[arg(long)]
    pub(crate) why: bool,

    /// Print everything: every fact, every rule, every other way
    #[arg(long)]
    pub(crate) all: bool,

    // Last, for the heading of the facts would hold for whatever follows.
    #[command(flatten)]
    pub(crate) facts: FactArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Columns are named after the facts (`advisor list facts`); `hs` is the HS \
code, `on` the date of the row. An empty cell is not said. Added are verdict, lane, flow, release, \
chosen, tax, late_fee, rules and error; a row that cannot be answered says why in `error`. On \
request also warnings, checks, documents, refused_because and until (the last day on which the \
answer is the same).
Exit codes: 0 all rows were answered, 2 the call is wrong, 3 a row is bad (once all rows are out) \
or the rules file is not valid, 4 could not read or write, 130 or 143 interrupted.

Examples:
  advisor batch orders.csv --output answers.csv
  advisor batch --map sku_group=goods --set port=airport - < orders.jsonl | head")]
pub(crate) struct BatchArgs {
    /// The shipments (`-`: standard input)
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: PathBuf,

    /// How the input is written [default: told by its name, else by its first byte]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<RowFormat>,

    /// How the bytes of the input are to be read; answers are written in UTF-8
    #[arg(long, value_name = "NAME", default_value = "utf-8")]
    pub(crate) encoding: RowEncoding,

    /// How to write the answers [default: as the input]
    #[arg(long, visible_alias = "format", value_name = "FORMAT")]
    pub(crate) output_format: Option<RowFormat>,

    /// What separates the cells of CSV: one character, or `tab` [default: told by the header]
    #[arg(long, value_name = "CHAR")]
    pub(crate) delimiter: Option<String>,

    /// Take a fact from a column with another name; may be repeated
    #[arg(long = "map", value_name = "COLUMN=FACT")]
    pub(crate) maps: Vec<String>,

    /// A fact that is the same in every row; may be repeated
    #[arg(long = "set", value_name = "FACT=VALUE")]
    pub(crate) sets: Vec<String>,

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// Cells under a header
    Csv,
    /// A JSON object a line
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PreferArg {
    /// A lighter lane, then an earlier release
    Lightest,
    /// Less to pay, then a lighter lane
    Cheapest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowEncoding {
    /// As most files are
    #[value(name = "utf-8")]
    Utf8,
    /// As Chinese spreadsheets save CSV
    Gbk,
    /// As spreadsheets save Unicode text
    #[value(name = "utf-16")]
    Utf16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RouteFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
    /// A key and a value a line, separated by a tab
    Plain,
    /// The path as a Mermaid flowchart
    Mermaid,
}
