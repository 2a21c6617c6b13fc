//! Which rules a verb uses.

use std::path::PathBuf;

use clap::Args;

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
