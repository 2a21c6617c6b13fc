//! Witnesses: of all shipments that answer a question, the one that is easiest to read.
//!
//! It does not depend on how the rules were cut: fact by fact, in the order of the file, each has
//! its default (not given, for a number without one; the first in the file, for goods and choices)
//! if a witness with it is left, else the lowest value; the date comes last, the earliest.

use crate::analyze::bound::Bound;
use crate::analyze::boxes::{Boxes, Spent};
use crate::analyze::problem::{Cells, Problem};
use crate::analyze::question::Case;
use crate::analyze::subject::{Fuel, Slice, Subject};
use crate::model::condition::{Facts, Region};
use crate::model::fact::{Default, Fact};
use crate::model::ids::FactId;
use crate::model::value::{Value, ValueSet};

/// Values that some facts are held to.
type World = Vec<(FactId, ValueSet)>;

/// A search for the witness of one case.
struct Seeker<'s, 'r> {
    subject: &'s Subject<'r>,
    case: Case,
    fuel: &'s mut Fuel,
    /// The only slice that is left, once there is one only.
    slice: Option<Problem>,
}

/// The witness of a case; none if there is none.
pub(crate) fn witness(
    subject: &Subject<'_>,
    case: Case,
    fuel: &mut Fuel,
) -> Result<Option<Facts>, Spent> {
    let rule_set = subject.rule_set;
    let mut seeker = Seeker { subject, case, fuel, slice: None };
    seeker.settle_slice(&Vec::new())?;
    let mut worlds: Vec<World> = vec![Vec::new()];
    for (id, fact) in rule_set.facts() {
        let mut narrowed: Vec<World> = Vec::new();
        for world in &worlds {
            for held in seeker.preferred(id, fact, world) {
                let world: World = world.iter().cloned().chain(held).collect();
                if seeker.exists(&world)? {
                    narrowed.push(world);
                }
            }
        }
        if narrowed.is_empty() {
            narrowed = seeker.narrow(&worlds, id)?;
        }
        worlds = narrowed;
        if let ([world], None) = (worlds.as_slice(), &seeker.slice)
            && id == subject.cut.anchor
        {
            let world = world.clone();
            seeker.settle_slice(&world)?;
        }
    }
    let dated = seeker.narrow(&worlds, FactId::DATE)?;
    Ok(dated.first().map(|world| seeker.facts_of(world)))
}

impl Seeker<'_, '_> {
    /// The facts that a world holds; those that it does not hold are not given.
    fn facts_of(&self, world: &World) -> Facts {
        let mut facts = Facts::unknown(self.subject.rule_set.fact_count());
        for (id, set) in Region::new(world.clone()).tests() {
            facts.set(*id, set.least().unwrap_or(Value::NOT_GIVEN));
        }
        facts
    }

    /// What a fact should be, if it can: in most cases one value, for a default by date one for each
    /// span of dates.
    fn preferred(&self, id: FactId, fact: &Fact, world: &World) -> Vec<World> {
        let rule_set = self.subject.rule_set;
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
        let value = rule_set.default_of(fact, &self.facts_of(world));
        if value == Value::NOT_GIVEN && !fact.may_be_absent() {
            return Vec::new();
        }
        one(value)
    }

    /// Puts the problem together for good where a world leaves one slice only.
    fn settle_slice(&mut self, world: &World) -> Result<(), Spent> {
        let mut case = self.case.clone();
        case.held.extend(world.iter().filter(|(id, _)| *id == self.subject.cut.anchor).cloned());
        let bounds = self.subject.bounds(&case);
        if let [value] = self.subject.slices(&bounds).as_slice() {
            // What is held is kept out of it: any value of the group will do.
            let bounds = self.subject.bounds(&self.case);
            let slice = Slice::At(*value);
            let whole = self.subject.whole(&self.case, bounds, slice);
            // What is to be halved is no single problem.
            if !whole.is_large() {
                let problem = self.subject.problem(&self.case, whole, slice, self.fuel)?;
                self.slice = problem.ok();
            }
        }
        Ok(())
    }

    /// A box of a world, and the least value of a fact in it.
    fn least(&mut self, world: &World, id: FactId) -> Result<Option<Value>, Spent> {
        let held = Region::new(world.clone());
        if held.is_impossible() {
            return Ok(None);
        }
        let anchor = self.subject.cut.anchor;
        let Some(problem) = &self.slice else {
            let mut case = self.case.clone();
            case.held.extend(held.tests().iter().cloned());
            let found = match id == anchor {
                // The slices are asked in the order of their values.
                true => self.subject.first_in_order(&case, self.fuel)?,
                false => self.subject.first(&case, self.fuel)?,
            };
            return Ok(found.and_then(|found| found.problem.least(&found.cells, id)));
        };
        // The anchor is no part of the problem: the values of its group are all alike.
        let tests: Vec<(FactId, ValueSet)> =
            held.tests().iter().filter(|(fact, _)| *fact != anchor).cloned().collect();
        if let Some(set) = held.allowed(anchor)
            && !self.anchors(problem).iter().any(|value| set.contains(*value))
        {
            return Ok(None);
        }
        let Some(cells) = problem.held_to(&tests) else { return Ok(None) };
        let mut boxes = Boxes::new(problem, &cells);
        let found: Option<Cells> =
            self.fuel.spend(|steps| boxes.next(steps).map(|found| found.cloned()))?;
        Ok(found.and_then(|cells| {
            if id == anchor {
                let mut values = self.anchors(problem);
                values.retain(|value| held.allowed(anchor).is_none_or(|set| set.contains(*value)));
                return values.first().copied();
            }
            let least = problem.least(&cells, id)?;
            if problem.asks(id) {
                return Some(least);
            }
            // Of a fact that nothing asks for any value will do that is held.
            let mut bound = problem.bound(id)?.clone();
            held.allowed(id).into_iter().for_each(|set| bound.keep(set));
            bound.least()
        }))
    }

    /// The values of the anchor that the only slice stands for.
    fn anchors(&self, problem: &Problem) -> Vec<Value> {
        let cut = &self.subject.cut;
        let value = problem.bound(cut.anchor).and_then(Bound::least);
        let group = value.and_then(|value| cut.groups.get(cut.group_of(value)));
        let bounds = self.subject.bounds(&self.case);
        let whole = bounds.get(cut.anchor.index());
        let values = group.into_iter().flatten().copied();
        values.filter(|value| whole.is_some_and(|bound| bound.contains(*value))).collect()
    }

    fn exists(&mut self, world: &World) -> Result<bool, Spent> {
        Ok(self.least(world, FactId::DATE)?.is_some())
    }

    /// The lowest value that a fact can have in a world.
    fn lowest(&mut self, world: &World, id: FactId) -> Result<Option<Value>, Spent> {
        if id == self.subject.cut.anchor {
            return self.least(world, id);
        }
        let mut below = world.clone();
        let mut lowest = None;
        let first = self.subject.catalog.domains.get(id.index()).and_then(Bound::least);
        if let Some(first) = first {
            below.push((id, ValueSet::of([first])));
            if self.least(&below, id)?.is_some() {
                return Ok(Some(first));
            }
            below.pop();
        }
        while let Some(found) = self.least(&below, id)? {
            lowest = Some(found);
            below.truncate(world.len());
            let Some(greatest) = found.0.checked_sub(1) else { break };
            below.push((id, ValueSet::interval(i64::MIN, greatest)));
        }
        Ok(lowest)
    }

    /// The worlds in which a fact has the lowest value that any of them leaves it.
    fn narrow(&mut self, worlds: &[World], id: FactId) -> Result<Vec<World>, Spent> {
        let mut found: Vec<(Value, &World)> = Vec::new();
        for world in worlds {
            if let Some(value) = self.lowest(world, id)? {
                found.push((value, world));
            }
        }
        let Some(lowest) = found.iter().map(|(value, _)| *value).min() else {
            return Ok(Vec::new());
        };
        let least = found.iter().filter(|(value, _)| *value == lowest);
        let held = (id, ValueSet::of([lowest]));
        Ok(least.map(|(_, world)| world.iter().chain([&held]).cloned().collect()).collect())
    }
}
