//! Findings that stand on a proof: one file for each.
//!
//! A finding asks [`Proofs`] what its questions came to, and says it in words. To add one, write its
//! file, name it in [`ALL`] and in [`codes`](crate::codes), and put its questions in `prove`.

mod always_refused;
mod date_gap;
mod dead_rule;
mod no_path;
mod overlap;
mod rate_gap;
mod redundant_rule;
mod undecided;
mod unreachable_lane;
mod unused;

use crate::analyze::budget::Short;
use crate::analyze::prove::{Extra, Proofs};
use crate::analyze::question::{Listed, Question};
use crate::finding::Finding;
use crate::model::{Rule, RuleKind, RuleSet};

/// What was proven, and of what.
pub(crate) struct Proven<'a> {
    pub(crate) rule_set: &'a RuleSet,
    pub(crate) proofs: &'a Proofs,
    pub(crate) extra: Extra,
}

/// All findings that stand on a proof.
const ALL: [fn(&Proven<'_>) -> Vec<Finding>; 10] = [
    always_refused::findings,
    date_gap::findings,
    dead_rule::findings,
    no_path::findings,
    overlap::findings,
    rate_gap::findings,
    redundant_rule::findings,
    undecided::findings,
    unreachable_lane::findings,
    unused::findings,
];

/// Tells everything that was proven.
pub(crate) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    ALL.iter().flat_map(|tell| tell(proven)).collect()
}

impl Proven<'_> {
    fn listed(&self, entry: Listed) -> (&'static str, &Rule) {
        match entry {
            Listed::Flow(flow) => ("flow", &self.rule_set[flow].rule),
            Listed::Tax(tax) => ("tax", &self.rule_set[tax].rule),
        }
    }

    /// Adds the shipment that shows an answer, or says what budget may find one.
    fn shown(&self, finding: Finding, question: Question, help: &str) -> Finding {
        match self.proofs.explanation(question) {
            Ok(explanation) => finding.witness(explanation.witness.clone()).help(help),
            Err(short) => finding.help(format!("{help}; {}", more(short, "show a shipment"))),
        }
    }
}

/// What more of a budget may do.
fn more(short: Short, what: &str) -> String {
    format!("a larger `{}` may {what}", short.flag())
}

fn word(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Category => "category",
        RuleKind::Inspection => "inspection",
        RuleKind::Refusal => "refusal",
    }
}
