//! Which rules a verb uses.

use std::path::PathBuf;

use clap::Args;

use crate::cli::work::LimitArgs;

/// Which rules to use.
#[derive(Debug, Clone, Args)]
pub(crate) struct RulesArgs {
    /// Use the rules of this file (`-`: standard input) [default: ADVISOR_RULES, else built-in]
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}
