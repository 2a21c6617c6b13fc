//! One shipment after another: what is said of it, and what the rules make of it.

use crate::choose::{self, Outcome, Prefer};
use crate::engine::amount::Amount;
use crate::engine::answer::Answer;
use crate::engine::compiled::Engine;
use crate::engine::decide::{can_be, decide_left};
use crate::engine::found::Found;
use crate::engine::memo::Memo;
use crate::evaluate::Verdict;
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::value::{Day, Value};
use crate::shipment::{InputErrors, Said, offered_into};

/// Decides shipments one after another; its buffers are used again and again.
#[derive(Debug)]
pub struct Decider<'e, 'r> {
    engine: &'e Engine<'r>,
    said: Said,
    /// The values of each open choice.
    values: Vec<(FactId, Vec<Value>)>,
    best: Option<Outcome>,
    grid: Bits,
    memo: Memo,
    found: Found,
}

/// The conditions of the grid that are left.
#[derive(Debug, Clone, Default)]
struct Bits {
    /// Once all settled facts are known.
    settled: Vec<u64>,
    /// Once all facts are.
    left: Vec<u64>,
}

impl<'r> Engine<'r> {
    /// Begins to decide shipments.
    #[must_use]
    pub fn decider(&self) -> Decider<'_, 'r> {
        Decider::new(self)
    }
}

impl<'e, 'r> Decider<'e, 'r> {
    fn new(engine: &'e Engine<'r>) -> Self {
        let choices = engine.rule_set.choices().iter();
        Self {
            engine,
            said: Said::new(&engine.intake),
            values: choices.map(|id| (*id, Vec::new())).collect(),
            best: None,
            grid: Bits::default(),
            memo: Memo::default(),
            found: Found::default(),
        }
    }

    /// Begins with a shipment of which only the date is known.
    pub fn begin(&mut self, day: Day) {
        self.said.begin(&self.engine.intake, Ok(day));
    }

    /// Says that `fact` has the value that `text` names.
    pub fn give(&mut self, fact: FactId, text: &str) {
        let read = self.engine.spellings.get(fact.index()).and_then(|one| one.read(text));
        let value = read.map_or_else(|| self.engine.parse(fact, text), Ok);
        self.said.give(&self.engine.intake, fact, value);
    }

    /// Decides the shipment of which all has been said.
    ///
    /// # Errors
    /// All that is wrong with what was said, and what has to be said and was not.
    pub fn decide(&mut self) -> Result<Answer<'_, 'r>, InputErrors> {
        self.said.settle(&self.engine.intake)?;
        let rule_set = self.engine.rule_set;
        let key = if self.memo.pays() { self.key() } else { None };
        let mut slot = key.and_then(|key| self.memo.find(key));
        if slot.is_none() {
            self.find();
            slot = key.and_then(|key| self.memo.keep(key, &self.found));
        }
        let found = slot.and_then(|slot| self.memo.get(slot)).unwrap_or(&self.found);
        let Some(decision) = found.decision else {
            return Err(self.said.impossible(rule_set));
        };
        for (fact, value) in found.chosen.iter().chain(&found.followed) {
            self.said.facts.set(*fact, *value);
        }
        let slices = &self.engine.slices;
        Ok(Answer {
            rule_set,
            decision,
            slice: slices.fact.map_or(&[], |fact| slices.of(self.said.facts.get(fact))),
            ids: &self.engine.ids,
            facts: &self.said.facts,
            said: &self.said,
            found,
            slot,
        })
    }

    /// What the decision depends on.
    fn key(&self) -> Option<u128> {
        let mut key = 0_u128;
        for part in self.engine.key.as_ref()? {
            let value = self.said.facts.get(part.fact);
            let code = if self.said.is_unsettled(part.fact) {
                1
            } else if value == Value::NOT_GIVEN {
                0
            } else if part.by_class {
                2 + self.engine.slices.class(value)
            } else {
                self.engine.atom(part.fact, value).map_or(2, |atom| 2 + atom)
            };
            key = key << part.bits | u128::from(code);
        }
        Some(key)
    }

    /// Decides anew, into `found`: nothing where there is no such shipment.
    fn find(&mut self) {
        let engine = self.engine;
        let rule_set = engine.rule_set;
        self.grid.settle(engine, &self.said);
        let Said { facts, open, following, .. } = &mut self.said;
        let found = &mut self.found;
        found.chosen.clear();
        found.followed.clear();
        if !open.is_empty() {
            for (id, list) in open.iter().zip(&mut self.values) {
                list.0 = *id;
                offered_into(&rule_set[*id], facts, &mut list.1);
            }
            let lists = self.values.get(..open.len()).unwrap_or_default();
            let (grid, following) = (&mut self.grid, &*following);
            let best = &mut self.best;
            let any = choose::try_all(rule_set, Prefer::Lightest, lists, facts, best, |facts| {
                follow(rule_set, following, facts);
                let moving = open.iter().chain(following);
                grid.narrow(engine, moving, facts);
                let can_be = can_be(engine, &grid.left, facts);
                can_be.then(|| decide_left(engine, &grid.left, facts, None))
            });
            if let Some(best) = best.as_ref().filter(|_| any) {
                facts.copy_from(&best.facts);
            }
            let value = |id: &FactId| (*id, facts.get(*id));
            found.chosen.extend(open.iter().map(value));
            found.followed.extend(following.iter().map(value));
        }
        let moving = open.iter().chain(&*following);
        self.grid.narrow(engine, moving, facts);
        found.decision = None;
        if !can_be(engine, &self.grid.left, facts) {
            return;
        }
        let decision = decide_left(engine, &self.grid.left, facts, Some(found));
        found.decision = Some(decision);
        let tax = decision.tax.map(|tax| &rule_set[tax]);
        found.amount = Amount::new(rule_set, tax, facts);
        let fee = rule_set.daily_fee().map(|fee| &fee.rule.condition);
        let fee = fee.filter(|_| decision.verdict != Verdict::Refused);
        found.fee = fee.is_some_and(|condition| condition.holds(facts));
    }
}

/// Fills in the defaults that follow from what was chosen.
fn follow(rule_set: &RuleSet, following: &[FactId], facts: &mut Facts) {
    for id in following {
        facts.set(*id, rule_set.default_of(&rule_set[*id], facts));
    }
}

impl Bits {
    /// Leaves what can hold once the settled facts are known.
    fn settle(&mut self, engine: &Engine<'_>, said: &Said) {
        self.settled.clear();
        self.settled.extend_from_slice(engine.grid.all());
        for id in engine.asked.iter().filter(|id| !said.is_unsettled(**id)) {
            engine.grid.narrow(*id, engine.atom(*id, said.facts.get(*id)), &mut self.settled);
        }
    }

    /// Leaves what can hold once all facts are known.
    fn narrow<'f>(
        &mut self,
        engine: &Engine<'_>,
        moving: impl Iterator<Item = &'f FactId>,
        facts: &Facts,
    ) {
        self.left.clear();
        self.left.extend_from_slice(&self.settled);
        for id in moving {
            engine.grid.narrow(*id, engine.atom(*id, facts.get(*id)), &mut self.left);
        }
    }
}
