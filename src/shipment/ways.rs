//! Ways: what an open choice may become, and which of all combinations there are shipments for.

use crate::model::condition::{FactId, Facts};
use crate::model::fact::Fact;
use crate::model::unsaid::Unsaid;
use crate::model::value::{Day, Value};
use crate::model::{Rule, RuleSet};
use crate::shipment::input_error::{Excluded, InputError};
use crate::shipment::known::{Origin, Shipment};

/// The values that a choice can have on a day, in the order of the file.
pub(crate) fn in_force_on(fact: &Fact, day: Day) -> impl Iterator<Item = Value> {
    let domain = fact.domain();
    let values = (domain.least..=domain.greatest).map(Value);
    values.filter(move |value| fact.name(*value).is_none_or(|name| name.is_in_force(day)))
}

/// The values among which an open choice of this shipment is made, in the order of the file.
///
/// What is offered depends on no choice, so that it is known before any is made.
pub(crate) fn offered(fact: &Fact, facts: &Facts) -> Vec<Value> {
    let mut values = Vec::new();
    offered_into(fact, facts, &mut values);
    values
}

/// The same, into a buffer.
pub(crate) fn offered_into(fact: &Fact, facts: &Facts, values: &mut Vec<Value>) {
    let day = Day(i32::try_from(facts.get(FactId::DATE).0).unwrap_or(i32::MAX));
    values.clear();
    values.extend(
        in_force_on(fact, day)
            .filter(|value| fact.name(*value).is_none_or(|name| name.offered.holds(facts))),
    );
}

/// Visits every combination of what is open; the last choice changes with every one of them, the
/// first most slowly.
pub(crate) fn each_way(
    open: &[(FactId, Vec<Value>)],
    facts: &mut Facts,
    mut visit: impl FnMut(&mut Facts),
) {
    let combinations = open.iter().map(|(_, values)| values.len()).product::<usize>();
    for combination in 0..combinations.max(1) {
        let mut rest = combination;
        for (id, values) in open.iter().rev() {
            let count = values.len().max(1);
            if let Some(value) = values.get(rest % count) {
                facts.set(*id, *value);
            }
            rest /= count;
        }
        visit(facts);
    }
}

impl Shipment {
    /// What says that there is no such shipment, whatever is chosen; nothing where there is one.
    pub(crate) fn excluded(&self, rule_set: &RuleSet) -> Vec<InputError> {
        let all = rule_set.impossibilities();
        if all.is_empty() {
            return Vec::new();
        }
        let open = rule_set.choices().iter().filter(|id| self.origin(**id) == Origin::Chosen);
        let open: Vec<_> = open.map(|id| (*id, offered(&rule_set[*id], &self.facts))).collect();
        // In how many ways each of them is met.
        let (mut met, mut ways, mut any) = (vec![0_usize; all.len()], 0, false);
        each_way(&open, &mut self.facts.clone(), |facts| {
            self.settle(rule_set, facts);
            let held = all.iter().map(|one| one.condition.holds(facts));
            let held = met.iter_mut().zip(held).filter(|(_, holds)| *holds);
            any |= held.map(|(met, _)| *met += 1).count() == 0;
            ways += 1;
        });
        // What is met whatever is chosen is told alone.
        let least = if met.contains(&ways) { ways } else { 1 };
        let met = all.iter().zip(met).filter(|(_, met)| *met >= least && !any);
        met.map(|(rule, _)| self.impossible(rule_set, rule)).collect()
    }

    /// Whether the value of a fact depends on what is chosen.
    fn is_open(&self, rule_set: &RuleSet, id: FactId) -> bool {
        match (self.origin(id), rule_set.unsaid(id)) {
            (Origin::Chosen, _) => true,
            (Origin::Assumed, Unsaid::Follows(other)) => self.is_open(rule_set, other),
            _ => false,
        }
    }

    fn impossible(&self, rule_set: &RuleSet, rule: &Rule) -> InputError {
        let (mut given, mut assumed, mut chosen) = (Vec::new(), Vec::new(), Vec::new());
        for (id, _) in rule.condition.within.tests() {
            let fact = &rule_set[*id];
            match self.origin(*id) {
                _ if *id == FactId::DATE => given.push("on".to_owned()),
                Origin::Given | Origin::Counted => given.push(fact.id.clone()),
                _ if self.is_open(rule_set, *id) => chosen.push(fact.id.clone()),
                Origin::Chosen | Origin::Assumed => {
                    assumed.push((fact.id.clone(), fact.show(self.get(*id))))
                }
                Origin::NotGiven => assumed.push((fact.id.clone(), String::new())),
            }
        }
        let place = rule_set.place(rule.span);
        InputError::Impossible(Box::new(Excluded {
            rule: rule.id.clone(),
            because: rule.because.as_ref().map_or(&*rule.id, |because| because).to_owned(),
            file: place.file.to_owned(),
            line: place.line,
            given,
            assumed,
            chosen,
        }))
    }
}
