//! Choices left open: every combination is tried, and the best is taken.

use crate::evaluate::{Decision, Release, Verdict, decide_by};
use crate::model::condition::{FactId, Facts};
use crate::model::fact::Fact;
use crate::model::value::{Day, Value};
use crate::model::{FlowId, LaneId, Row, RuleSet};
use crate::shipment::{Origin, Shipment};

/// At most so many alternatives are named for each choice.
const MOST_ALTERNATIVES: usize = 5;

/// How good an outcome is: the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    verdict: Verdict,
    refusals: u32,
    not_offered: usize,
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

/// Another way to go: what to change, and what the rules say then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The choices that are different, the one it is an alternative to first.
    pub change: Vec<(FactId, Value)>,
    /// What the rules say.
    pub decision: Decision,
}

/// A search over the choices of one shipment.
pub(crate) struct Search<'r, 's> {
    rule_set: &'r RuleSet,
    shipment: &'s Shipment,
    /// The rows that can still apply, whatever is chosen.
    rows: Vec<&'r Row>,
}

impl<'r, 's> Search<'r, 's> {
    pub(crate) fn new(rule_set: &'r RuleSet, shipment: &'s Shipment) -> Self {
        let may_change =
            |id: FactId| rule_set.choices().contains(&id) || shipment.dependents().contains(&id);
        let in_play = |row: &&Row| row.rule.condition.within.may_hold(&shipment.facts, may_change);
        Self { rule_set, shipment, rows: rule_set.rows().iter().filter(in_play).collect() }
    }

    /// The best of all combinations of what is open.
    pub(crate) fn best(&self) -> Outcome {
        self.best_with(None)
    }

    /// The best with one choice fixed, what is open chosen anew.
    fn best_with(&self, fixed: Option<(FactId, Value)>) -> Outcome {
        let open: Vec<(FactId, Vec<Value>)> = self
            .choices()
            .filter(|(id, _)| self.is_open(*id) && fixed.is_none_or(|(fixed, _)| fixed != *id))
            .map(|(id, fact)| (id, self.values(fact)))
            .collect();
        let mut facts = self.shipment.facts.clone();
        if let Some((id, value)) = fixed {
            facts.set(id, value);
        }
        let mut best = None;
        try_all(self.rule_set, &open, &mut facts, &mut best, |facts| {
            self.shipment.settle(self.rule_set, facts);
            decide_by(self.rule_set, self.rows.iter().copied(), facts)
        });
        best.unwrap_or_else(|| {
            let decision = decide_by(self.rule_set, self.rows.iter().copied(), &mut facts);
            Outcome { rank: rank(self.rule_set, &decision, &facts), facts, decision }
        })
    }

    /// For each choice its other values that are not refused, best first.
    pub(crate) fn alternatives(&self, taken: &Outcome) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        for (id, fact) in self.choices() {
            let now = taken.facts.get(id);
            let mut others: Vec<(Outcome, Value)> = self
                .values(fact)
                .into_iter()
                .filter(|value| *value != now)
                .map(|value| (self.best_with(Some((id, value))), value))
                .filter(|(outcome, _)| outcome.decision.verdict != Verdict::Refused)
                .collect();
            others.sort_by_key(|(outcome, _)| outcome.rank);
            others.truncate(MOST_ALTERNATIVES);
            alternatives.extend(others.into_iter().map(|(outcome, value)| {
                let chosen_anew = self.choices().filter(|(other, _)| {
                    *other != id
                        && self.is_open(*other)
                        && outcome.facts.get(*other) != taken.facts.get(*other)
                });
                let anew = chosen_anew.map(|(other, _)| (other, outcome.facts.get(other)));
                let change = std::iter::once((id, value)).chain(anew).collect();
                Alternative { change, decision: outcome.decision }
            }));
        }
        alternatives
    }

    fn choices(&self) -> impl Iterator<Item = (FactId, &'r Fact)> {
        self.rule_set.choices().iter().map(|id| (*id, &self.rule_set[*id]))
    }

    fn is_open(&self, id: FactId) -> bool {
        self.shipment.origin(id) == Origin::Chosen
    }

    /// The values that a choice can have on the day of the shipment.
    fn values(&self, fact: &Fact) -> Vec<Value> {
        let mut values = Vec::new();
        values_on(fact, self.shipment.day(), &mut values);
        values
    }
}

/// Puts the values that a choice can have on a day into `values`, in the order of the file.
pub(crate) fn values_on(fact: &Fact, day: Day, values: &mut Vec<Value>) {
    let domain = fact.domain();
    values.clear();
    values.extend(
        (domain.least..=domain.greatest)
            .map(Value)
            .filter(|value| fact.name(*value).is_none_or(|name| name.is_in_force(day))),
    );
}

/// Tries every combination of what is open and leaves the best in `best`, whose buffers it uses.
///
/// `decide` settles the facts that follow from a combination, and decides it.
pub(crate) fn try_all(
    rule_set: &RuleSet,
    open: &[(FactId, Vec<Value>)],
    facts: &mut Facts,
    best: &mut Option<Outcome>,
    mut decide: impl FnMut(&mut Facts) -> Decision,
) {
    let combinations = open.iter().map(|(_, values)| values.len()).product::<usize>();
    for combination in 0..combinations.max(1) {
        // The last choice changes with every combination, the first most slowly.
        let mut rest = combination;
        for (id, values) in open.iter().rev() {
            let count = values.len().max(1);
            if let Some(value) = values.get(rest % count) {
                facts.set(*id, *value);
            }
            rest /= count;
        }
        let decision = decide(facts);
        let rank = rank(rule_set, &decision, facts);
        match best {
            // Only a better one replaces the first: ties go to the order of the file.
            Some(best) if combination > 0 && rank >= best.rank => {}
            Some(best) => {
                best.facts.copy_from(facts);
                (best.rank, best.decision) = (rank, decision);
            }
            None => *best = Some(Outcome { rank, facts: facts.clone(), decision }),
        }
    }
}

fn rank(rule_set: &RuleSet, decision: &Decision, facts: &Facts) -> Rank {
    let choices = rule_set.choices().iter();
    let names = choices.filter_map(|id| rule_set[*id].name(facts.get(*id)));
    Rank {
        verdict: decision.verdict,
        refusals: decision.refusals,
        not_offered: names.filter(|name| !name.offered).count(),
        lane: decision.lane,
        release: decision.release,
        flow: decision.flow,
    }
}
