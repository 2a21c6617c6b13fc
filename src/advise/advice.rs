//! One answer, whole: the best path of a shipment, and why it is that one.

use crate::advise::alternatives::{self, Alternative, PassedOver};
use crate::advise::path::{PathStep, members, path};
use crate::advise::reason::{Reason, ReasonKind, Refusal, reasons, refusals};
use crate::advise::warning::{self, Warning};
use crate::charge::{Bill, Missing};
use crate::choose::{Prefer, Search};
use crate::evaluate::Decision;
use crate::model::condition::{FactId, Facts};
use crate::model::{Check, Document, Flow, Lane, RuleSet};
use crate::shipment::Shipment;

/// The answer for one shipment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Advice<'r> {
    /// The rules it comes from.
    pub rule_set: &'r RuleSet,
    /// What was said of the shipment.
    pub shipment: Shipment,
    /// Every fact with the value it was decided with.
    pub facts: Facts,
    /// What the rules say.
    pub decision: Decision,
    /// The steps, from filing to release and after; none without a flow.
    pub path: Vec<PathStep<'r>>,
    /// What it costs.
    pub bill: Bill<'r>,
    /// The rules that refuse the shipment.
    pub refusals: Vec<Refusal<'r>>,
    /// The rules that led here; for a refused shipment the refusals alone.
    pub reasons: Vec<Reason<'r>>,
    /// Where the answer may mislead.
    pub warnings: Vec<Warning<'r>>,
    /// For each choice the values that would have come first, and why they were not taken.
    pub passed_over: Vec<PassedOver<'r>>,
    /// What else could be done, the better ways first.
    pub alternatives: Vec<Alternative<'r>>,
}

/// Finds the best path of a shipment and says why it is that one.
#[must_use]
pub fn advise(rule_set: &RuleSet, shipment: Shipment) -> Advice<'_> {
    advise_with(rule_set, shipment, Prefer::Lightest)
}

/// The same, with what makes a way better than another.
#[must_use]
pub fn advise_with(rule_set: &RuleSet, shipment: Shipment, prefer: Prefer) -> Advice<'_> {
    let search = Search::new(rule_set, &shipment, prefer);
    let taken = search.best();
    let others = search.others(&taken);
    let passed_over = alternatives::passed_over(&search, &taken, &others);
    let alternatives = alternatives::alternatives(&search, &taken, others);
    let fired = search.fired(&taken.facts);
    let (facts, decision) = (taken.facts, taken.decision);
    let flow = decision.flow.map(|flow| &rule_set[flow]);
    let bill = Bill::new(rule_set, &decision, &facts);
    let mut reasons = reasons(rule_set, &fired, flow, decision.verdict);
    let charges = [("tax", &bill.tax), ("late fee", &bill.late_fee)];
    for (word, charge) in charges.into_iter().filter_map(|(word, one)| Some((word, one.as_ref()?)))
    {
        let effect = format!("{word} {}", charge.rule.id);
        let (rule, kind) = (charge.rule, ReasonKind::Tax);
        reasons.push(Reason { rule, kind, lane: None, effect });
    }
    let warnings = warning::warnings(rule_set, &facts, &bill, prefer);
    Advice {
        rule_set,
        path: flow.map(|flow| path(rule_set, flow, &decision, &facts)).unwrap_or_default(),
        refusals: refusals(&fired),
        bill,
        reasons,
        warnings,
        passed_over,
        alternatives,
        shipment,
        facts,
        decision,
    }
}

impl<'r> Advice<'r> {
    /// The lane of the shipment; none for a refused one.
    #[must_use]
    pub fn lane(&self) -> Option<&'r Lane> {
        self.decision.lane.map(|lane| &self.rule_set[lane])
    }

    /// The flow it takes.
    #[must_use]
    pub fn flow(&self) -> Option<&'r Flow> {
        self.decision.flow.map(|flow| &self.rule_set[flow])
    }

    /// All checks, in the order of the rules file.
    pub fn checks(&self) -> impl Iterator<Item = &'r Check> {
        members(self.rule_set.checks(), self.decision.checks)
    }

    /// All documents, in the order of the rules file.
    pub fn documents(&self) -> impl Iterator<Item = &'r Document> {
        members(self.rule_set.documents(), self.decision.documents)
    }

    /// The documents that are not at hand, by what is known of the shipment.
    pub fn missing_documents(&self) -> impl Iterator<Item = &'r Document> {
        let (rule_set, facts) = (self.rule_set, &self.facts);
        self.documents().filter(|document| rule_set.is_at_hand(document, facts) == Some(false))
    }

    /// The number facts that were not said and that an amount cannot be computed without.
    #[must_use]
    pub fn amounts_missing(&self) -> Vec<FactId> {
        let missing = self.bill.charges().flat_map(|charge| &charge.missing);
        let missing = missing.filter_map(|missing| match missing {
            Missing::Fact(id) => Some(*id),
            Missing::Entry(_) | Missing::Size => None,
        });
        let mut missing: Vec<FactId> = missing.collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }
}
