//! The command line: what can be asked. Touches neither files nor the terminal.

mod batch;
mod check;
pub(crate) mod chinese;
mod compare;
mod diff;
mod explain;
mod facts;
mod list;
mod rows;
mod rules;
mod test;
mod work;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use batch::BatchArgs;
pub(crate) use check::{CheckArgs, CheckFormat};
pub(crate) use compare::{CompareArgs, CompareFormat};
pub(crate) use diff::{DiffArgs, DiffFormat, FailOn};
pub(crate) use explain::{ExplainArgs, ExplainFormat};
pub(crate) use facts::FactArgs;
pub(crate) use list::{ListArgs, ListFormat};
pub(crate) use rows::{RowEncoding, RowFormat, RowsArgs};
pub(crate) use rules::{PrintArgs, RulesArgs};
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
    pub(crate) verb: Option<Verb>,

    /// When to color what is printed
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,

    /// The language of what people read [default: that of the locale; else English]
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<LangArg>,
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
    /// Print the built-in rules, to start your own from, or a worked example of a section
    Rules(PrintArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    /// English
    En,
    /// Chinese
    Zh,
    /// Names in every language of the rules
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
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

    /// The date of the declaration, whose rules hold, like 2026-11-23 [default: today, or the arrival
    /// if that is later]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    /// When the goods arrive where they clear customs, like 2026-12-01 or 2026-12-01T08:30: adds the
    /// dates of what is due; facts that count days from or to the arrival follow
    #[arg(long, value_name = "DATE")]
    pub(crate) arrival: Option<String>,

    #[command(flatten)]
    pub(crate) rules: RulesArgs,

    /// What is said of one line of a shipment that has several, like "goods=honey value=300"; may be
    /// repeated
    #[arg(long = "line", value_name = "FACTS")]
    pub(crate) lines: Vec<String>,

    /// Take lines from this file: CSV under the names of facts, or a JSON array of objects
    #[arg(long = "lines", value_name = "FILE")]
    pub(crate) lines_file: Option<std::path::PathBuf>,

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PreferArg {
    /// A lighter lane, then an earlier release
    Lightest,
    /// Less to pay, then a lighter lane
    Cheapest,
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
    /// The dates as a calendar (RFC 5545); needs `--arrival`
    Ics,
}
