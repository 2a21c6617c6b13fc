//! The command line of `advisor compare`.

use clap::{Args, ValueEnum};

use crate::cli::{FactArgs, PreferArg, RulesArgs};

#[derive(Debug, Args)]
#[command(
    after_help = "Each value is answered as `advisor route` would, with the choices that are \
left open made anew.
Exit codes: 0 compared, 2 the call is wrong, 3 the rules file is not valid, 4 could not read or \
write.

Examples:
  advisor compare port --goods milk-powder --value 300
  advisor compare mode --goods wine --port airport --format csv"
)]
pub(crate) struct CompareArgs {
    /// The fact whose values are compared: a list of names, or yes and no
    #[arg(value_name = "FACT")]
    pub(crate) fact: String,

    /// The date of the declaration, like 2026-11-23 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    #[command(flatten)]
    pub(crate) rules: RulesArgs,

    /// How to print the comparison
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: CompareFormat,

    /// What makes one way better than another, where nothing refuses both
    #[arg(long, value_name = "WHAT", default_value = "lightest")]
    pub(crate) prefer: PreferArg,

    // Last, for the heading of the facts would hold for whatever follows.
    #[command(flatten)]
    pub(crate) facts: FactArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
    /// A record for each value
    Csv,
}
