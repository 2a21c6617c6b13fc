//! What else could be done: every other value of every choice, and what it changes.

use crate::advise::reason::{Refusal, refusals};
use crate::charge::Bill;
use crate::choose::{Other, Outcome, Prefer, Search};
use crate::evaluate::{Decision, Release, Verdict};
use crate::model::LaneId;
use crate::model::condition::FactId;
use crate::model::fact::Offered;
use crate::model::value::Value;
use crate::model::wording::Wording;

/// Another way to go: what to change, and what comes of it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Alternative<'r> {
    /// The choices that are different, the one it is an alternative to first.
    pub change: Vec<(FactId, Value)>,
    /// Whether the advisor would choose it by itself; else it is another kind of business.
    pub offered: bool,
    /// What the rules say.
    pub decision: Decision,
    /// What it costs.
    pub bill: Bill<'r>,
    /// How it compares with what was taken.
    pub compared: Comparison,
}

/// How one way compares with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// A lighter lane, or an earlier release.
    Better,
    /// Lane, release, checks, documents and money are the same.
    Same,
    /// Lane and release are the same, something else is not.
    Different,
    /// A stricter lane, or a later release.
    Worse,
}

/// A value of a choice by preference that would have come first.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PassedOver<'r> {
    /// The choice.
    pub fact: FactId,
    /// The value.
    pub value: Value,
    /// Why it was not taken.
    pub closed: Closed<'r>,
}

/// Why a way is closed.
#[derive(Debug, Clone)]
pub enum Closed<'r> {
    /// These rules refuse it.
    Refused(Vec<Refusal<'r>>),
    /// No flow takes it.
    NoPath,
    /// It is not offered for such a shipment, for this reason.
    NotOffered(Option<&'r Wording>),
}

impl<'r> Alternative<'r> {
    /// Another answer as a way beside this one, with what has to be changed for it.
    pub(crate) fn beside(
        (now, bill): (&Decision, &Bill<'r>),
        change: Vec<(FactId, Value)>,
        (decision, then): (Decision, Bill<'r>),
    ) -> Self {
        let compared = compared((&decision, &then), (now, bill));
        Self { change, offered: true, decision, bill: then, compared }
    }
}

/// The values that would have come first, with what closes each.
pub(super) fn passed_over<'r>(
    search: &Search<'r, '_>,
    taken: &Outcome,
    others: &[Other],
) -> Vec<PassedOver<'r>> {
    let rule_set = search.rule_set();
    let first = others.iter().filter(|other| {
        rule_set.by_preference().contains(&other.fact)
            && search.is_open(other.fact)
            && other.value < taken.facts.get(other.fact)
    });
    let passed = first.filter_map(|other| {
        let offered = rule_set[other.fact].name(other.value).map(|name| &name.offered);
        let facts = &other.outcome.facts;
        let closed = match (offered, other.outcome.decision.verdict) {
            (Some(Offered::Never), _) => return None,
            (Some(Offered::If { condition, because }), _) if !condition.holds(facts) => {
                Closed::NotOffered(because.as_ref())
            }
            (_, Verdict::Refused) => Closed::Refused(refusals(&search.fired(facts))),
            (_, Verdict::NoPath) => Closed::NoPath,
            (_, Verdict::Clearable) => return None,
        };
        Some(PassedOver { fact: other.fact, value: other.value, closed })
    });
    passed.collect()
}

/// The other values that are not refused: better ones first, then by what they cost.
pub(super) fn alternatives<'r>(
    search: &Search<'r, '_>,
    taken: &Outcome,
    others: Vec<Other>,
) -> Vec<Alternative<'r>> {
    let rule_set = search.rule_set();
    let now = Bill::new(rule_set, &taken.decision, &taken.facts);
    let open = others.into_iter().filter(|one| one.outcome.decision.verdict != Verdict::Refused);
    let mut alternatives: Vec<Alternative<'r>> = open
        .map(|other| {
            let Outcome { facts, decision, .. } = other.outcome;
            let name = rule_set[other.fact].name(other.value);
            let bill = Bill::new(rule_set, &decision, &facts);
            Alternative {
                change: std::iter::once((other.fact, other.value)).chain(other.anew).collect(),
                offered: name.is_none_or(|name| name.offered.holds(&facts)),
                compared: compared((&decision, &bill), (&taken.decision, &now)),
                decision,
                bill,
            }
        })
        .collect();
    alternatives.sort_by_key(|one| {
        let to_pay = one.bill.to_pay();
        let cheapest = search.prefer() == Prefer::Cheapest;
        let cost = (to_pay.is_none(), to_pay);
        // What is not known comes last.
        (cheapest.then_some(cost), goodness(&one.decision), cost)
    });
    alternatives
}

fn compared(one: (&Decision, &Bill<'_>), other: (&Decision, &Bill<'_>)) -> Comparison {
    let ((decision, bill), (taken, now)) = (one, other);
    match goodness(decision).cmp(&goodness(taken)) {
        std::cmp::Ordering::Less => Comparison::Better,
        std::cmp::Ordering::Greater => Comparison::Worse,
        std::cmp::Ordering::Equal => {
            let same = decision.checks == taken.checks && decision.documents == taken.documents;
            if same && bill.is_same(now) { Comparison::Same } else { Comparison::Different }
        }
    }
}

/// What makes a way better: the least is the best.
pub(super) fn goodness(decision: &Decision) -> (Verdict, Option<LaneId>, Option<Release>) {
    (decision.verdict, decision.lane, decision.release)
}
