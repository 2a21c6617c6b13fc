//! What was proven, for the findings to tell.

use crate::analyze::budget::Short;
use crate::analyze::prove::{Extra, Proofs};
use crate::analyze::question::{Listed, Question};
use crate::analyze::why::Why;
use crate::finding::Finding;
use crate::lexicon::in_words;
use crate::model::{Rule, RuleKind, RuleSet};

/// What was proven, and of what.
pub(crate) struct Proven<'a> {
    pub(crate) rule_set: &'a RuleSet,
    pub(crate) proofs: &'a Proofs,
    pub(crate) extra: Extra,
}

impl Proven<'_> {
    pub(super) fn listed(&self, entry: Listed) -> (&'static str, &Rule) {
        match entry {
            Listed::Flow(flow) => ("flow", &self.rule_set[flow].rule),
            Listed::Tax(tax) => ("tax", &self.rule_set[tax].rule),
        }
    }

    /// The impossibilities of the file that keep shipments from something.
    pub(super) fn stated(&self, why: &Why) -> Vec<&Rule> {
        let all = self.rule_set.impossibilities();
        why.stated.iter().filter_map(|at| all.get(*at)).collect()
    }

    /// Adds the shipment that shows an answer, or says what budget may find one.
    pub(super) fn shown(&self, finding: Finding, question: Question, help: &str) -> Finding {
        match self.proofs.explanation(question) {
            Ok(explanation) => finding.witness(explanation.witness.clone()).help(help),
            Err(short) => finding.help(format!("{help}; {}", more(short, "show a shipment"))),
        }
    }
}

pub(super) fn impossibilities_in_words(rules: &[&Rule]) -> String {
    let names = in_words(rules.iter().map(|rule| rule.id.as_str()), "and");
    if rules.len() == 1 {
        format!("impossibility {names}")
    } else {
        format!("impossibilities {names}")
    }
}

/// What more of a budget may do.
pub(super) fn more(short: Short, what: &str) -> String {
    format!("a larger `{}` may {what}", short.flag())
}

pub(super) fn word(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Category => "category",
        RuleKind::Inspection => "inspection",
        RuleKind::Refusal => "refusal",
    }
}
