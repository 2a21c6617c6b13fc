//! Choices of a shipment of several lines: made once, for all of them.

use rust_decimal::Decimal;

use crate::charge::LinesBill;
use crate::choose::search::{Prefer, Rank, Search, rank_by};
use crate::evaluate::{LinesDecision, decide_lines_by};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::value::Value;
use crate::shipment::{Shipment, each_way, in_force_on, offered_to_all};

/// One combination of choices, and what the rules say of the lines then.
#[derive(Debug, Clone)]
pub(crate) struct LinesOutcome {
    rank: Rank,
    /// Of each line.
    pub(crate) facts: Vec<Facts>,
    pub(crate) decided: LinesDecision,
}

/// Another value of a choice, with the other open choices that are made differently then.
pub(crate) struct LinesOther {
    pub(crate) change: Vec<(FactId, Value)>,
    pub(crate) outcome: LinesOutcome,
}

/// A search over the choices of several lines.
pub(crate) struct LinesSearch<'r, 's> {
    rule_set: &'r RuleSet,
    lines: &'s [Shipment],
    prefer: Prefer,
    each: Vec<Search<'r, 's>>,
}

impl<'r, 's> LinesSearch<'r, 's> {
    pub(crate) fn new(rule_set: &'r RuleSet, lines: &'s [Shipment], prefer: Prefer) -> Self {
        let each = lines.iter().map(|line| Search::new(rule_set, line, prefer)).collect();
        Self { rule_set, lines, prefer, each }
    }

    /// What there is of each line beside what is chosen.
    pub(crate) fn each(&self) -> &[Search<'r, 's>] {
        &self.each
    }

    /// The best of all combinations of what is open; none if there is no such shipment.
    pub(crate) fn best(&self) -> Option<LinesOutcome> {
        self.best_with(None)
    }

    /// The facts of each line, with what it has of the totals.
    pub(crate) fn own(&self, facts: &[Facts]) -> Vec<Facts> {
        self.lines.iter().zip(facts).map(|(line, facts)| line.own_of(facts)).collect()
    }

    fn is_open(&self, id: FactId) -> bool {
        self.each.first().is_some_and(|line| line.is_open(id))
    }

    fn best_with(&self, fixed: Option<(FactId, Value)>) -> Option<LinesOutcome> {
        let rule_set = self.rule_set;
        let choices = rule_set.choices().iter().copied();
        let open = choices.clone().filter(|id| self.is_open(*id));
        let open = open.filter(|id| fixed.is_none_or(|(fixed, _)| fixed != *id));
        let open: Vec<(FactId, Vec<Value>)> =
            open.map(|id| (id, offered_to_all(rule_set, id, self.lines))).collect();
        let mut best: Option<LinesOutcome> = None;
        let mut chosen = self.lines.first()?.facts.clone();
        if let Some((id, value)) = fixed {
            chosen.set(id, value);
        }
        each_way(&open, &mut chosen, |chosen| {
            let facts = self.lines.iter().map(|line| {
                let mut facts = line.facts.clone();
                choices.clone().for_each(|id| facts.set(id, chosen.get(id)));
                line.settle(rule_set, &mut facts);
                facts
            });
            let mut facts: Vec<Facts> = facts.collect();
            if !facts.iter().all(|facts| rule_set.is_possible(facts)) {
                return;
            }
            let rows = |at: usize| self.each.get(at).into_iter().flat_map(Search::rows);
            let decided = decide_lines_by(rule_set, &mut facts, rows);
            let cost = (self.prefer == Prefer::Cheapest).then(|| {
                let to_pay = LinesBill::new(rule_set, &decided, &facts, &self.own(&facts)).to_pay();
                to_pay.map_or((2, None, Decimal::ZERO), |to_pay| (0, None, to_pay))
            });
            let rank = rank_by(rule_set, &decided.whole, chosen, cost);
            // Only a better one replaces the first: ties go to the order of the file.
            if best.as_ref().is_none_or(|best| rank < best.rank) {
                best = Some(LinesOutcome { rank, facts, decided });
            }
        });
        best
    }

    /// For each choice its other values, offered or not, in the order of the file; none of which there
    /// is no such shipment.
    pub(crate) fn others(&self, taken: &LinesOutcome) -> Vec<LinesOther> {
        let (Some(first), Some(now)) = (self.lines.first(), taken.facts.first()) else {
            return Vec::new();
        };
        let rule_set = self.rule_set;
        let choices = || rule_set.choices().iter().copied();
        let values = choices().flat_map(|id| {
            let in_force = in_force_on(&rule_set[id], first.day());
            in_force.filter(move |value| *value != now.get(id)).map(move |value| (id, value))
        });
        let others = values.filter_map(|(id, value)| {
            let outcome = self.best_with(Some((id, value)))?;
            let then = outcome.facts.first()?;
            let anew = choices().filter(|other| *other != id && self.is_open(*other));
            let anew = anew.map(|other| (other, then.get(other)));
            let anew = anew.filter(|(other, value)| now.get(*other) != *value);
            let change = std::iter::once((id, value)).chain(anew).collect();
            Some(LinesOther { change, outcome })
        });
        others.collect()
    }
}
