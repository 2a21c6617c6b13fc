//! Witnesses: of all shipments that answer a question, the one that is easiest to read.
//!
//! It does not depend on how the rules were cut: fact by fact, in the order of the file, each has
//! its default (not given, for a number without one; the first in the file, for goods and choices)
//! if a witness with it is left, else the lowest value at a boundary; the date comes last, the
//! earliest boundary.

use crate::analyze::ask::{Asker, Found};
use crate::analyze::prove::{Budget, Ordered, rows_of};
use crate::analyze::slice::{Cut, Group};
use crate::model::condition::{FactId, Facts, Region};
use crate::model::fact::{Default, Fact, Kind};
use crate::model::value::{Value, ValueSet};
use crate::space;

/// What a witness shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// A row holds; of a requirement, for a shipment that goes.
    Holds(usize),
    /// A requirement holds, whatever refuses the shipment.
    HoldsDespite(usize),
    /// Nothing refuses a shipment, and no flow takes it.
    NoPath,
    /// Two entries of an ordered list hold at once.
    Both(Ordered, usize, usize),
    /// A tax has no rate on this day.
    RateMissing(usize, usize),
}

/// Values that some facts are held to.
type World = Vec<(FactId, ValueSet)>;

/// A search for the witness of one question.
struct Seeker<'c, 'r> {
    cut: &'c Cut<'r>,
    question: Question,
    budget: Budget,
}

/// The witness of a question; none if there is none or the budget does not find it.
pub(crate) fn witness(cut: &Cut<'_>, question: Question, budget: Budget) -> Option<Facts> {
    let rule_set = cut.rule_set;
    let mut seeker = Seeker { cut, question, budget };
    let mut worlds: Vec<World> = vec![Vec::new()];
    for (id, fact) in rule_set.facts() {
        let mut narrowed: Vec<World> = Vec::new();
        for world in &worlds {
            for held in seeker.preferred(id, fact, world) {
                let world: World = world.iter().cloned().chain(held).collect();
                if seeker.lowest(&world, None).is_some() {
                    narrowed.push(world);
                }
            }
        }
        if narrowed.is_empty() {
            narrowed = seeker.narrow(&worlds, id)?;
        }
        worlds = narrowed;
    }
    let dated = seeker.narrow(&worlds, FactId::DATE)?;
    Some(facts_of(cut, dated.first()?))
}

/// The facts that a world holds; those that it does not hold are not given.
fn facts_of(cut: &Cut<'_>, world: &World) -> Facts {
    let mut facts = Facts::unknown(cut.rule_set.fact_count());
    let held = Region::new(world.clone());
    for (id, set) in held.tests() {
        facts.set(*id, set.least().unwrap_or(Value::NOT_GIVEN));
    }
    facts
}

impl Seeker<'_, '_> {
    /// What a fact should be, if it can: in most cases one value, for a default by date one for each
    /// span of dates.
    fn preferred(&self, id: FactId, fact: &Fact, world: &World) -> Vec<World> {
        let rule_set = self.cut.rule_set;
        let one = |value: Value| vec![vec![(id, ValueSet::of([value]))]];
        if id == rule_set.goods() || rule_set.choices().contains(&id) {
            return one(Value(fact.domain().least));
        }
        if let Default::ByDate(values) = &fact.default {
            let spans = values.iter().map(|(days, value)| {
                let days = ValueSet::interval(days.least, days.greatest);
                vec![(id, ValueSet::of([*value])), (FactId::DATE, days)]
            });
            return spans.collect();
        }
        let value = rule_set.default_of(fact, &facts_of(self.cut, world));
        if value == Value::NOT_GIVEN && !matches!(fact.kind, Kind::Number(_)) {
            return Vec::new();
        }
        one(value)
    }

    /// The worlds in which a fact has the lowest value that any of them leaves it.
    fn narrow(&mut self, worlds: &[World], id: FactId) -> Option<Vec<World>> {
        let found: Vec<(i64, &World)> = worlds
            .iter()
            .filter_map(|world| self.lowest(world, Some(id)).map(|value| (value, world)))
            .collect();
        let lowest = found.iter().map(|(value, _)| *value).min()?;
        let least = found.iter().filter(|(value, _)| *value == lowest);
        let held = (id, ValueSet::of([Value(lowest)]));
        Some(least.map(|(_, world)| world.iter().chain([&held]).cloned().collect()).collect())
    }

    /// The lowest value at a boundary that a fact can have in a world; any value if no fact is asked
    /// for. None if the world has no witness.
    fn lowest(&mut self, world: &World, id: Option<FactId>) -> Option<i64> {
        let cut = self.cut;
        let mut lowest: Option<i64> = None;
        for at in self.groups(world) {
            let Some(group) = cut.groups.get(at) else { continue };
            let values = self.values(group, world);
            let Some(first) = values.first() else { continue };
            if id == Some(cut.anchor) {
                if lowest.is_none_or(|lowest| first.0 < lowest)
                    && self.in_group(at, group, world, None).is_some()
                {
                    lowest = Some(first.0);
                }
                continue;
            }
            let found = self.in_group(at, group, world, id);
            lowest = match (lowest, found) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            if id.is_none() && lowest.is_some() {
                return lowest;
            }
        }
        lowest
    }

    /// The groups that a world leaves, for this question.
    fn groups(&self, world: &World) -> Vec<usize> {
        let held = world.iter().find(|(id, _)| *id == self.cut.anchor);
        match (held, self.question) {
            (Some((_, set)), _) => self.cut.groups_of_values(set),
            (None, Question::Holds(row) | Question::HoldsDespite(row)) => {
                self.cut.groups_of_row(row)
            }
            _ => (0..self.cut.groups.len()).collect(),
        }
    }

    /// The values of the anchor that a group and a world leave, for this question.
    fn values(&self, group: &Group, world: &World) -> Vec<Value> {
        let row = match self.question {
            Question::Holds(row) | Question::HoldsDespite(row) => Some(row),
            _ => None,
        };
        let shared = row.is_none_or(|row| self.cut.is_shared(row));
        let members = group.members.iter().filter(|(value, own)| {
            let asked = shared || row.is_some_and(|row| own.contains(&row));
            let held = world.iter().filter(|(id, _)| *id == self.cut.anchor);
            asked && held.clone().all(|(_, set)| set.contains(*value))
        });
        members.map(|(value, _)| *value).collect()
    }

    /// The same within one group.
    fn in_group(
        &mut self,
        at: usize,
        group: &Group,
        world: &World,
        id: Option<FactId>,
    ) -> Option<i64> {
        let held = Region::new(world.clone());
        if held.tests().iter().any(|(_, set)| set.is_empty()) {
            return None;
        }
        let slice = self.cut.slice(at);
        let mut asker = Asker::new(self.cut, &slice, self.budget.question);
        asker.within = slice.axes.masks(&held);
        let Some(id) = id else {
            return put(&mut asker, group, self.question).ok()?.map(|_| 0);
        };
        let Some(axis) = slice.axes.of(id) else {
            put(&mut asker, group, self.question).ok()??;
            return space::domain(self.cut.rule_set, id).least().map(|value| value.0);
        };
        let cuts = slice.axes.axes.get(axis)?.cuts.clone();
        let held = asker.within.len();
        for cut in cuts {
            asker.within.truncate(held);
            asker.within.push(slice.axes.mask_of(axis, Value(cut)));
            if let Ok(Some(_)) = put(&mut asker, group, self.question) {
                return Some(cut);
            }
        }
        None
    }
}

/// Puts a question to a slice.
fn put(asker: &mut Asker<'_>, group: &Group, question: Question) -> Found {
    let slice = asker.slice;
    let is = |place, row| rows_of(group, place).contains(&row);
    match question {
        Question::Holds(row) => {
            if let Some(at) = slice.refusals.iter().position(|one| is(one.place, row)) {
                return asker.refusal_holds(at);
            }
            let at = slice.requirements.iter().position(|one| is(one.row.place, row));
            at.map_or(Ok(None), |at| asker.requirement_holds(at))
        }
        Question::HoldsDespite(row) => {
            let at = slice.requirements.iter().position(|one| is(one.row.place, row));
            at.map_or(Ok(None), |at| asker.requirement_holds_despite(at, &[]))
        }
        Question::NoPath => asker.no_flow_takes(),
        Question::Both(list, one, two) => {
            let list = match list {
                Ordered::Flows => &slice.flows,
                Ordered::Taxes => &slice.taxes,
            };
            asker.both_take(list, one, two)
        }
        Question::RateMissing(tax, table) => asker.rate_is_missing(tax, table),
    }
}
