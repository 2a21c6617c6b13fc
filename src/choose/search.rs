//! A search over the choices of one shipment.

use rust_decimal::Decimal;

use crate::charge::Bill;
use crate::evaluate::{Decision, Release, Verdict, decide_by};
use crate::model::condition::{FactId, Facts};
use crate::model::fact::Fact;
use crate::model::value::Value;
use crate::model::{FlowId, LaneId, Row, RuleSet};
use crate::shipment::{Origin, Shipment, each_way, in_force_on, offered};

/// What makes a way better than another, once nothing refuses it and no preference tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// A lighter lane, then an earlier release.
    #[default]
    Lightest,
    /// Less to pay, then a lighter lane; what is not known comes last.
    Cheapest,
}

/// How good an outcome is: the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    verdict: Verdict,
    refusals: u32,
    /// The places of what is chosen by preference, as one number.
    preference: i64,
    /// How dear it is, where that counts.
    cost: Option<(u8, Option<FactId>, Decimal)>,
    lane: Option<LaneId>,
    release: Option<Release>,
    flow: Option<FlowId>,
}

/// One combination of choices, and what the rules say of it.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    rank: Rank,
    pub(crate) facts: Facts,
    pub(crate) decision: Decision,
}

/// Another value of a choice, and what comes of it with the open choices chosen anew.
pub(crate) struct Other {
    pub(crate) fact: FactId,
    pub(crate) value: Value,
    /// The other open choices that are made differently then.
    pub(crate) anew: Vec<(FactId, Value)>,
    pub(crate) outcome: Outcome,
}

/// A search over the choices of one shipment.
pub(crate) struct Search<'r, 's> {
    rule_set: &'r RuleSet,
    shipment: &'s Shipment,
    prefer: Prefer,
    /// The rows that can still apply, whatever is chosen.
    rows: Vec<&'r Row>,
}

impl<'r, 's> Search<'r, 's> {
    pub(crate) fn new(rule_set: &'r RuleSet, shipment: &'s Shipment, prefer: Prefer) -> Self {
        let may_change =
            |id: FactId| rule_set.choices().contains(&id) || shipment.dependents().contains(&id);
        let in_play = |row: &&Row| row.rule.condition.within.may_hold(&shipment.facts, may_change);
        let rows = rule_set.rows().iter().filter(in_play).collect();
        Self { rule_set, shipment, prefer, rows }
    }

    /// The rules by which is chosen.
    pub(crate) fn rule_set(&self) -> &'r RuleSet {
        self.rule_set
    }

    /// What makes a way better than another.
    pub(crate) fn prefer(&self) -> Prefer {
        self.prefer
    }

    /// The best of all combinations of what is open.
    pub(crate) fn best(&self) -> Outcome {
        self.best_with(None).unwrap_or_else(|| {
            // A shipment that was read can be: what is left open has a way.
            let mut facts = self.shipment.facts.clone();
            let decision = decide_by(self.rule_set, self.rows.iter().copied(), &mut facts);
            Outcome { rank: rank(self.rule_set, self.prefer, &decision, &facts), facts, decision }
        })
    }

    /// The rows that can still apply, whatever is chosen.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'r Row> {
        self.rows.iter().copied()
    }

    /// The rows that hold for these facts, in the order of the file.
    pub(crate) fn fired(&self, facts: &Facts) -> Vec<&'r Row> {
        self.rows.iter().copied().filter(|row| row.rule.condition.holds(facts)).collect()
    }

    /// The best with one choice fixed, what is open chosen anew; none if there is no such shipment.
    fn best_with(&self, fixed: Option<(FactId, Value)>) -> Option<Outcome> {
        let open: Vec<(FactId, Vec<Value>)> = self
            .choices()
            .filter(|(id, _)| self.is_open(*id) && fixed.is_none_or(|(fixed, _)| fixed != *id))
            .map(|(id, fact)| (id, offered(fact, &self.shipment.facts)))
            .collect();
        let mut facts = self.shipment.facts.clone();
        if let Some((id, value)) = fixed {
            facts.set(id, value);
        }
        let mut best = None;
        try_all(self.rule_set, self.prefer, &open, &mut facts, &mut best, |facts| {
            self.shipment.settle(self.rule_set, facts);
            let rows = self.rows.iter().copied();
            let can_be = self.rule_set.is_possible(facts);
            can_be.then(|| decide_by(self.rule_set, rows, facts))
        });
        best
    }

    /// For each choice its other values, offered or not, in the order of the file; none of which there
    /// is no such shipment.
    pub(crate) fn others(&self, taken: &Outcome) -> Vec<Other> {
        let values = self.choices().flat_map(|(id, fact)| {
            let now = taken.facts.get(id);
            let in_force =
                in_force_on(fact, self.shipment.day()).filter(move |value| *value != now);
            in_force.map(move |value| (id, value))
        });
        let others = values.filter_map(|(fact, value)| {
            let outcome = self.best_with(Some((fact, value)))?;
            let anew = self.choices().map(|(id, _)| (id, outcome.facts.get(id)));
            let anew = anew.filter(|(id, value)| {
                *id != fact && self.is_open(*id) && taken.facts.get(*id) != *value
            });
            let anew = anew.collect();
            Some(Other { fact, value, anew, outcome })
        });
        others.collect()
    }

    fn choices(&self) -> impl Iterator<Item = (FactId, &'r Fact)> {
        self.rule_set.choices().iter().map(|id| (*id, &self.rule_set[*id]))
    }

    pub(crate) fn is_open(&self, id: FactId) -> bool {
        self.shipment.origin(id) == Origin::Chosen
    }
}

/// Tries every combination of what is open and leaves the best in `best`, whose buffers it uses;
/// false if none can be.
///
/// `decide` settles the facts that follow from a combination, and decides it if it can be.
pub(crate) fn try_all(
    rule_set: &RuleSet,
    prefer: Prefer,
    open: &[(FactId, Vec<Value>)],
    facts: &mut Facts,
    best: &mut Option<Outcome>,
    mut decide: impl FnMut(&mut Facts) -> Option<Decision>,
) -> bool {
    let mut any = false;
    each_way(open, facts, |facts| {
        let Some(decision) = decide(facts) else { return };
        let rank = rank(rule_set, prefer, &decision, facts);
        match best {
            // Only a better one replaces the first: ties go to the order of the file.
            Some(best) if any && rank >= best.rank => {}
            Some(best) => {
                best.facts.copy_from(facts);
                (best.rank, best.decision) = (rank, decision);
            }
            None => *best = Some(Outcome { rank, facts: facts.clone(), decision }),
        }
        any = true;
    });
    any
}

fn rank(rule_set: &RuleSet, prefer: Prefer, decision: &Decision, facts: &Facts) -> Rank {
    let cost = || Bill::new(rule_set, decision, facts).dearness();
    rank_by(rule_set, decision, facts, (prefer == Prefer::Cheapest).then(cost))
}

/// How good an outcome is, with how dear it is where that counts.
pub(super) fn rank_by(
    rule_set: &RuleSet,
    decision: &Decision,
    facts: &Facts,
    cost: Option<(u8, Option<FactId>, Decimal)>,
) -> Rank {
    let preferred = rule_set.choices().iter().filter(|id| rule_set.by_preference().contains(id));
    // No file has more combinations of choices than a number can count.
    let preference = preferred.fold(0_i64, |places, id| {
        let count = rule_set[*id].domain().greatest.saturating_add(1);
        places.saturating_mul(count).saturating_add(facts.get(*id).0)
    });
    Rank {
        verdict: decision.verdict,
        refusals: decision.refusals,
        preference,
        cost,
        lane: decision.lane,
        release: decision.release,
        flow: decision.flow,
    }
}
