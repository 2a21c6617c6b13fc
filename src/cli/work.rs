//! How much work a verb may do.

use advisor::analyze::Budget;
use clap::Args;

/// How large a rules file may be.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct LimitArgs {
    /// The largest rules file to read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, hide_short_help = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=4095))]
    pub(crate) rules_limit: u32,
}

/// What proofs may cost.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ProofArgs {
    /// How many steps one question may take before it is given up
    #[arg(long, value_name = "STEPS", default_value_t = Budget::USUAL.question, hide_short_help = true)]
    budget: u64,

    /// How many steps all questions about a file may take
    #[arg(long, value_name = "STEPS", default_value_t = Budget::USUAL.total, hide_short_help = true)]
    budget_total: u64,

    /// How many threads prove [default: as many as there are cores]
    #[arg(long, value_name = "NUMBER", hide_short_help = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) jobs: Option<u16>,
}

impl ProofArgs {
    /// The budget of all proofs.
    pub(crate) fn budget(self) -> Budget {
        Budget { question: self.budget, total: self.budget_total }
    }
}
