//! The command line of `advisor list`.

use clap::{Args, ValueEnum};

use crate::cli::{FactArgs, RulesArgs};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  advisor list goods
  advisor list categories --on 2014-11-30 --format plain")]
pub(crate) struct ListArgs {
    /// What to list: goods, ports, categories, modes, flows, lanes, checks, documents, steps,
    /// facts, deadlines, rules, taxes, rates, sources, or a fact of the rules that has names, such as origin
    #[arg(value_name = "WHAT")]
    pub(crate) what: Option<String>,

    /// Only what is called like this; of the rules, the id of one prints it whole
    #[arg(value_name = "WORDS")]
    pub(crate) search: Vec<String>,

    /// Only what is in force on this date, like 2026-11-23
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    #[command(flatten)]
    pub(crate) rules: RulesArgs,

    /// How to print the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ListFormat,

    // Last, for the heading of the facts would hold for whatever follows.
    #[command(flatten)]
    pub(crate) facts: FactArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
    /// The ids, one a line
    Plain,
}
