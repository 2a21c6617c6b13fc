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

/// What is printed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  advisor rules > my-rules.toml
  advisor rules --section flows")]
pub(crate) struct PrintArgs {
    /// Print a worked example of this section of a rules file instead, with the keys that are
    /// required (`all`: of every section)
    #[arg(long, value_name = "NAME")]
    pub(crate) section: Option<String>,
}
