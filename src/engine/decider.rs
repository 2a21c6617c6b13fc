//! One shipment after another: what is said of it, and what the rules make of it.

use std::collections::HashMap;

use crate::choose::{self, Outcome};
use crate::engine::amount::Amount;
use crate::engine::answer::{Answer, Found};
use crate::engine::decide::decide_left;
use crate::engine::memo::Memo;
use crate::engine::{Engine, Unsaid};
use crate::evaluate::{Gathered, Verdict};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::Kind;
use crate::model::value::{Day, Value};
use crate::shipment::{self, WrongCall};

/// So many HS codes are remembered at most.
const MOST_CODES: usize = 65_536;

/// Decides shipments one after another; its buffers are used again and again.
#[derive(Debug)]
pub struct Decider<'e, 'r> {
    engine: &'e Engine<'r>,
    facts: Facts,
    given: Vec<bool>,
    day: Day,
    hs: Option<Value>,
    /// The code that said so.
    code: String,
    codes: HashMap<Box<str>, Value>,
    /// Facts whose values are not settled before the choices are made: choices, and what follows.
    open: Vec<FactId>,
    following: Vec<FactId>,
    unsettled: Vec<bool>,
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

impl<'e, 'r> Decider<'e, 'r> {
    pub(super) fn new(engine: &'e Engine<'r>) -> Self {
        let count = engine.rule_set.fact_count();
        let choices = engine.rule_set.choices().iter();
        Self {
            engine,
            facts: engine.blank.clone(),
            given: vec![false; count],
            day: engine.rule_set.first_date(),
            hs: None,
            code: String::new(),
            codes: HashMap::new(),
            open: Vec::new(),
            following: Vec::new(),
            unsettled: vec![false; count],
            values: choices.map(|id| (*id, Vec::new())).collect(),
            best: None,
            grid: Bits::default(),
            memo: Memo::default(),
            found: Found::default(),
        }
    }

    /// Begins with a shipment of which only the date is known.
    ///
    /// # Errors
    /// The rule set does not speak of that date.
    pub fn begin(&mut self, day: Day) -> Result<(), WrongCall> {
        shipment::not_too_early(self.engine.rule_set, day)?;
        self.facts.copy_from(&self.engine.blank);
        self.facts.set(FactId::DATE, day.value());
        self.given.fill(false);
        self.day = day;
        self.hs = None;
        Ok(())
    }

    /// Says that `fact` has the value that `text` names.
    ///
    /// # Errors
    /// There is no such value, it is not in force, or the fact was given before.
    pub fn give(&mut self, fact: FactId, text: &str) -> Result<(), WrongCall> {
        let read = self.engine.spellings.get(fact.index()).and_then(|one| one.read(text));
        let known = &self.engine.rule_set[fact];
        let value = match read {
            Some(value) => value,
            None => self.engine.parse(fact, known, text)?,
        };
        if self.engine.dated.get(fact.index()) == Some(&true) {
            shipment::in_force(known, value, self.day)?;
        }
        if self.given.get(fact.index()) == Some(&true) {
            match self.hs.filter(|_| fact == self.engine.rule_set.goods()) {
                Some(of_code) if of_code == value => {}
                Some(of_code) => {
                    return Err(shipment::disagreement(known, &self.code, of_code, value));
                }
                None => return Err(shipment::given_twice(&known.id)),
            }
        }
        self.put(fact, value);
        Ok(())
    }

    /// Says which goods it is by their HS code.
    ///
    /// # Errors
    /// The code is not one, is too short to tell the goods, or disagrees with the goods given.
    pub fn give_hs(&mut self, code: &str) -> Result<(), WrongCall> {
        let id = self.engine.rule_set.goods();
        let goods = &self.engine.rule_set[id];
        if self.hs.is_some() {
            return Err(shipment::given_twice("hs"));
        }
        let value = match self.codes.get(code) {
            Some(value) => *value,
            None => {
                let value = shipment::goods_of_code(self.engine.rule_set, goods, code)?;
                if self.codes.len() < MOST_CODES {
                    self.codes.insert(code.into(), value);
                }
                value
            }
        };
        let known = self.facts.get(id);
        if self.given.get(id.index()) == Some(&true) && known != value {
            return Err(shipment::disagreement(goods, code, value, known));
        }
        self.hs = Some(value);
        self.code.clear();
        self.code.push_str(code);
        self.put(id, value);
        Ok(())
    }

    /// Decides the shipment of which all has been said.
    ///
    /// # Errors
    /// The goods, or something else that has neither default nor choice, was not given.
    pub fn decide(&mut self) -> Result<Answer<'_, 'r>, WrongCall> {
        self.settle()?;
        let key = if self.memo.pays() { self.key() } else { None };
        let mut slot = key.and_then(|key| self.memo.find(key));
        if slot.is_none() {
            self.find();
            slot = key.and_then(|key| self.memo.keep(key, &self.found));
        }
        let found = slot.and_then(|slot| self.memo.get(slot)).unwrap_or(&self.found);
        for (fact, value) in found.chosen.iter().chain(&found.followed) {
            self.facts.set(*fact, *value);
        }
        let slices = &self.engine.slices;
        Ok(Answer {
            rule_set: self.engine.rule_set,
            decision: found.decision.unwrap_or_else(|| Gathered::NOTHING.refused()),
            slice: slices.fact.map_or(&[], |fact| slices.of(self.facts.get(fact))),
            ids: &self.engine.ids,
            facts: &self.facts,
            found,
            slot,
        })
    }

    fn put(&mut self, id: FactId, value: Value) {
        self.facts.set(id, value);
        if let Some(given) = self.given.get_mut(id.index()) {
            *given = true;
        }
    }

    /// Gives defaults to what was not said, and notes what stays open.
    fn settle(&mut self) -> Result<(), WrongCall> {
        let rule_set = self.engine.rule_set;
        self.open.clear();
        self.following.clear();
        self.unsettled.fill(false);
        for (id, unsaid) in &self.engine.unsaid {
            if self.given.get(id.index()) == Some(&true) {
                continue;
            }
            let fact = &rule_set[*id];
            let follows_open = match unsaid {
                Unsaid::Choice => {
                    let dated = self.engine.dated.get(id.index()) == Some(&true);
                    if dated && !fact.names().any(|name| name.is_in_force(self.day)) {
                        return Err(shipment::not_given(rule_set, *id, fact, &self.facts));
                    }
                    true
                }
                Unsaid::Follows(other) => {
                    self.facts.set(*id, rule_set.default_of(fact, &self.facts));
                    let open = self.unsettled.get(other.index()) == Some(&true);
                    self.following.extend(open.then_some(*id));
                    open
                }
                Unsaid::Other => {
                    let value = rule_set.default_of(fact, &self.facts);
                    self.facts.set(*id, value);
                    if value == Value::NOT_GIVEN && !matches!(fact.kind, Kind::Number(_)) {
                        return Err(shipment::not_given(rule_set, *id, fact, &self.facts));
                    }
                    false
                }
            };
            if let Some(unsettled) = self.unsettled.get_mut(id.index()) {
                *unsettled = follows_open;
            }
        }
        // The order of the choices is the file's own: the first is the slowest to change.
        let open = |id: &&FactId| self.given.get(id.index()) != Some(&true);
        self.open.extend(rule_set.choices().iter().filter(open));
        let picky = |id: &&FactId| self.engine.picky.contains(id);
        for id in self.open.iter().filter(picky) {
            shipment::something_offered(&rule_set[*id], &self.facts)?;
        }
        Ok(())
    }

    /// What the decision depends on.
    fn key(&self) -> Option<u128> {
        let mut key = 0_u128;
        for part in self.engine.key.as_ref()? {
            let value = self.facts.get(part.fact);
            let code = if self.unsettled.get(part.fact.index()) == Some(&true) {
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

    /// Decides anew, into `found`.
    fn find(&mut self) {
        let engine = self.engine;
        let rule_set = engine.rule_set;
        self.grid.settle(engine, &self.facts, &self.unsettled);
        let found = &mut self.found;
        found.chosen.clear();
        found.followed.clear();
        if !self.open.is_empty() {
            for (id, list) in self.open.iter().zip(&mut self.values) {
                list.0 = *id;
                choose::offered_into(&rule_set[*id], &self.facts, &mut list.1);
            }
            let lists = self.values.get(..self.open.len()).unwrap_or_default();
            let (grid, following) = (&mut self.grid, &self.following);
            choose::try_all(rule_set, lists, &mut self.facts, &mut self.best, |facts| {
                follow(rule_set, following, facts);
                let moving = self.open.iter().chain(following);
                grid.narrow(engine, moving, facts);
                decide_left(engine, &grid.left, facts, None)
            });
            if let Some(best) = &self.best {
                self.facts.copy_from(&best.facts);
            }
            let value = |id: &FactId| (*id, self.facts.get(*id));
            found.chosen.extend(self.open.iter().map(value));
            found.followed.extend(self.following.iter().map(value));
        }
        let moving = self.open.iter().chain(&self.following);
        self.grid.narrow(engine, moving, &self.facts);
        let decision = decide_left(engine, &self.grid.left, &mut self.facts, Some(found));
        found.decision = Some(decision);
        let tax = decision.tax.map(|tax| &rule_set[tax]);
        found.amount = Amount::new(rule_set, tax, &self.facts);
        let fee = rule_set.daily_fee().map(|fee| &fee.rule.condition);
        let fee = fee.filter(|_| decision.verdict != Verdict::Refused);
        found.fee = fee.is_some_and(|condition| condition.holds(&self.facts));
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
    fn settle(&mut self, engine: &Engine<'_>, facts: &Facts, unsettled: &[bool]) {
        self.settled.clear();
        self.settled.extend_from_slice(engine.grid.all());
        for id in &engine.asked {
            if unsettled.get(id.index()) != Some(&true) {
                engine.grid.narrow(*id, engine.atom(*id, facts.get(*id)), &mut self.settled);
            }
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
