//! The whole answer for one shipment: what people read, built over a decision.

mod alternatives;
mod assumptions;
mod brief;
pub(crate) mod warning;

use crate::charge::{Bill, Missing};
use crate::choose::{Prefer, Search};
use crate::evaluate::{Decision, Verdict};
use crate::model::condition::{FactId, Facts};
use crate::model::id_set::IdSet;
use crate::model::ids::{Id, numbered};
use crate::model::{
    Check, Document, Effect, Flow, Lane, LaneId, Row, Rule, RuleKind, RuleSet, Step,
};
use crate::shipment::Shipment;

pub use crate::advise::alternatives::{Alternative, Closed, Comparison, PassedOver};
pub use crate::advise::assumptions::Assumption;
pub use crate::advise::brief::Brief;
pub use crate::advise::warning::Warning;

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

/// One step of a path, with what takes place in it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PathStep<'r> {
    /// The step.
    pub step: &'r Step,
    /// What has to be done, for this very shipment.
    pub title: &'r str,
    /// The same in Chinese.
    pub zh: Option<&'r str>,
    /// How long it takes, indicatively.
    pub takes: Option<&'r str>,
    /// What customs does in it.
    pub checks: Vec<&'r Check>,
    /// What is handed in.
    pub documents: Vec<&'r Document>,
}

/// A rule by which a shipment cannot go this way.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Refusal<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What to do instead.
    pub remedy: &'r str,
}

/// What kind of thing a reason speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReasonKind {
    /// The category's own lane.
    Category,
    /// An inspection.
    Inspection,
    /// The flow.
    Flow,
    /// A charge.
    Tax,
    /// A refusal.
    Refusal,
}

/// A rule that led to the answer, and what it did.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reason<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What kind of rule.
    pub kind: ReasonKind,
    /// The lane to which it raises.
    pub lane: Option<LaneId>,
    /// What it did, in ids.
    pub effect: String,
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

fn members<I: Id, T>(all: &[T], set: IdSet<I>) -> impl Iterator<Item = &T> {
    numbered(all).filter(move |(id, _)| set.contains(*id)).map(|(_, entry)| entry)
}

/// The steps of a flow, with what takes place in each.
pub(crate) fn path<'r>(
    rule_set: &'r RuleSet,
    flow: &'r Flow,
    decision: &Decision,
    facts: &Facts,
) -> Vec<PathStep<'r>> {
    let steps = flow.steps.iter().map(|id| {
        let step = &rule_set[*id];
        let checks: Vec<&Check> = members(rule_set.checks(), decision.checks)
            .filter(|check| step.holds.contains(&check.kind))
            .collect();
        let documents: Vec<&Document> = members(rule_set.documents(), decision.documents)
            .filter(|document| {
                document.steps.iter().find(|one| flow.steps.contains(one)) == Some(id)
            })
            .collect();
        PathStep { checks, documents, ..step_text(step, facts) }
    });
    let left_out =
        |one: &PathStep<'_>| one.step.optional && one.checks.is_empty() && one.documents.is_empty();
    steps.filter(|one| !left_out(one)).collect()
}

/// What a step says of a shipment, without checks and documents.
fn step_text<'r>(step: &'r Step, facts: &Facts) -> PathStep<'r> {
    let (checks, documents, takes) = (Vec::new(), Vec::new(), step.takes.as_deref());
    match step.cases.iter().find(|case| case.condition.holds(facts)) {
        Some(case) => {
            let (title, zh) = (case.title.as_str(), case.zh.as_deref());
            PathStep { step, title, zh, takes: case.takes.as_deref().or(takes), checks, documents }
        }
        None => {
            let (title, zh) = (step.title.as_str(), step.zh.as_deref());
            PathStep { step, title, zh, takes, checks, documents }
        }
    }
}

fn refusals<'r>(fired: &[&'r Row]) -> Vec<Refusal<'r>> {
    let refusal = |row: &&'r Row| match &row.effect {
        Effect::Refuse { remedy } => Some(Refusal { rule: &row.rule, remedy }),
        Effect::Require { .. } => None,
    };
    fired.iter().filter_map(refusal).collect()
}

fn reasons<'r>(
    rule_set: &'r RuleSet,
    fired: &[&'r Row],
    flow: Option<&'r Flow>,
    verdict: Verdict,
) -> Vec<Reason<'r>> {
    let of_rows = fired
        .iter()
        .filter(|row| verdict != Verdict::Refused || matches!(row.effect, Effect::Refuse { .. }));
    let mut reasons: Vec<Reason<'r>> = of_rows
        .map(|row| Reason {
            rule: &row.rule,
            kind: match row.kind {
                RuleKind::Category => ReasonKind::Category,
                RuleKind::Inspection => ReasonKind::Inspection,
                RuleKind::Refusal => ReasonKind::Refusal,
            },
            lane: match row.effect {
                Effect::Require { lane, .. } => lane,
                Effect::Refuse { .. } => None,
            },
            effect: effect_in_ids(rule_set, &row.effect),
        })
        .collect();
    reasons.extend(flow.map(|flow| Reason {
        rule: &flow.rule,
        kind: ReasonKind::Flow,
        lane: None,
        effect: format!("flow {}", flow.rule.id),
    }));
    reasons
}

/// What a row does, in the ids of the rules file.
#[must_use]
pub fn effect_in_ids(rule_set: &RuleSet, effect: &Effect) -> String {
    let Effect::Require { lane, checks, documents } = effect else {
        return "refused".to_owned();
    };
    let lane = lane.map(|lane| format!("lane {}", rule_set[lane].id));
    let listed = |word: &str, ids: Vec<&str>| match ids.as_slice() {
        [] => None,
        ids => Some(format!("{word} {}", ids.join(", "))),
    };
    let checks = members(rule_set.checks(), *checks).map(|check| check.id.as_str()).collect();
    let documents =
        members(rule_set.documents(), *documents).map(|document| document.id.as_str()).collect();
    let parts =
        lane.into_iter().chain(listed("checks", checks)).chain(listed("documents", documents));
    parts.collect::<Vec<_>>().join("; ")
}
