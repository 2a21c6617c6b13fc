//! The subject of all questions: a rule set, its catalog and its cut; and how a case is answered.
//!
//! A case is searched slice by slice. Before the many slices of a case that is about no particular
//! value of the anchor, it is asked of all at once without the rules that name one: what these leave
//! no room for has none in any slice.

use num_bigint::BigUint;

use crate::analyze::boxes::{Boxes, Spent};
use crate::analyze::catalog::{Allowed, Bound, Catalog, CondId, Test, bits_of};
use crate::analyze::cut::{self, Cut};
use crate::analyze::draft::{Draft, Nothing};
use crate::analyze::problem::{Cells, Problem};
use crate::analyze::question::{Brings, Case, Refusals};
use crate::model::RuleSet;
use crate::model::condition::Condition;
use crate::model::fact::Default;
use crate::model::ids::{FactId, LaneId, RowId};
use crate::model::value::{Interval, Value, ValueSet};

/// What all questions are about.
#[derive(Debug)]
pub(crate) struct Subject<'r> {
    pub(crate) rule_set: &'r RuleSet,
    pub(crate) catalog: Catalog<'r>,
    pub(crate) cut: Cut,
    /// The defaults of all facts, so that a witness can be held to them.
    defaults: Vec<(FactId, ValueSet)>,
}

/// The steps that may still be taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fuel {
    /// In one slice.
    pub(crate) slice: u64,
    /// In all.
    pub(crate) left: u64,
}

/// A box of shipments that answer a case.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) problem: Problem,
    pub(crate) cells: Cells,
}

/// A part of the space in which the anchor is settled, or left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slice {
    /// Seen from this value.
    At(Value),
    /// Seen from none: without all that asks for the anchor.
    Open,
}

/// The conditions without which some search would have ended otherwise.
pub(crate) type Used = Vec<CondId>;

impl<'r> Subject<'r> {
    /// Prepares a rule set, cut along a fact with names, else along the one that cuts it most.
    pub(crate) fn new(
        rule_set: &'r RuleSet,
        impossible: &'r [Condition],
        anchor: Option<FactId>,
    ) -> Self {
        let anchor = anchor.unwrap_or_else(|| cut::anchor(rule_set));
        Self {
            rule_set,
            catalog: Catalog::new(rule_set, impossible),
            cut: Cut::new(rule_set, impossible, anchor),
            defaults: defaults(rule_set),
        }
    }

    /// The box of a case: what is held, as far as the conditions that hold allow it.
    pub(crate) fn bounds(&self, case: &Case) -> Vec<Bound> {
        let mut bounds = self.catalog.domains.clone();
        for (fact, set) in &case.held {
            if let Some(bound) = bounds.get_mut(fact.index()) {
                bound.keep(set);
            }
        }
        for condition in &case.all {
            for test in &self.catalog[self.catalog[*condition].within] {
                if let Some(bound) = bounds.get_mut(test.fact.index()) {
                    test.narrow(bound);
                }
            }
        }
        if !case.lanes
            && let Some(bound) = bounds.get_mut(FactId::LANE.index())
        {
            bound.keep(&ValueSet::of([Value(0)]));
        }
        bounds
    }

    /// One slice of a case, as a problem.
    pub(crate) fn problem(
        &self,
        case: &Case,
        mut bounds: Vec<Bound>,
        slice: Slice,
        fuel: &mut Fuel,
    ) -> Result<Result<Problem, Nothing>, Spent> {
        let anchor = self.cut.anchor;
        let open = (slice == Slice::Open).then_some(anchor);
        if let (Slice::At(value), Some(bound)) = (slice, bounds.get_mut(anchor.index())) {
            bound.keep(&ValueSet::of([value]));
        }
        let mut draft = Draft::new(&self.catalog, bounds, open);
        for condition in &case.all {
            draft.all(*condition);
        }
        for condition in case.none.iter().rev() {
            draft.not(*condition);
        }
        self.add_rows(&mut draft, case, slice);
        for condition in &self.catalog.impossible {
            draft.not(*condition);
        }
        if let (Some(table), Slice::At(value)) = (case.entry_on_other_days, slice) {
            self.add_table(&mut draft, table, value);
        }
        let looked = draft.looked;
        let problem = draft.finish(&self.defaults);
        let size = problem.as_ref().map_or(0, |problem| problem.size() as u64);
        // Putting a problem together costs about as much as looking at all of it some times.
        fuel.left = fuel.left.checked_sub(looked / 4 + size * 4).ok_or(Spent)?;
        Ok(problem)
    }

    fn add_rows(&self, draft: &mut Draft<'_, 'r>, case: &Case, slice: Slice) {
        let in_play = |listing: &'_ crate::space::Listing<RowId>| {
            let own: &[RowId] = match slice {
                Slice::At(value) => listing.of(value),
                Slice::Open => &[],
            };
            own.iter().chain(listing.others()).rev().copied().collect::<Vec<RowId>>()
        };
        match &case.refusals {
            Refusals::Only(rows) if rows.is_empty() => {}
            Refusals::Only(rows) => {
                rows.iter().rev().for_each(|row| draft.not(self.catalog.row(*row)))
            }
            Refusals::All => {
                for row in in_play(&self.cut.refusals) {
                    draft.not(self.catalog.row(row));
                }
            }
        }
        if case.lacking.is_empty() && case.brought.is_empty() && !case.lanes {
            return;
        }
        let mut requirements = in_play(&self.cut.requirements);
        requirements.retain(|row| case.without != Some(*row));
        for row in &requirements {
            let effect = &self.rule_set[*row].effect;
            if case.lacking.iter().any(|brings| brings.by(effect)) {
                draft.not(self.catalog.row(*row));
            } else if let Some(raise) = self.catalog.raise(*row).filter(|_| case.lanes) {
                draft.not(raise);
            }
        }
        // With the anchor open, what brings something is not known.
        if slice == Slice::Open {
            return;
        }
        let bringing = |brings: &[Brings]| {
            let rows = requirements
                .iter()
                .filter(|row| brings.iter().any(|brings| brings.by(&self.rule_set[**row].effect)));
            rows.map(|row| self.catalog.row(*row)).collect::<Vec<_>>()
        };
        for (lanes, brings) in &case.brought {
            let test = lanes.as_ref().map(lane_test);
            draft.some(test, bringing(brings).into_iter(), CondId(u32::MAX));
        }
        if case.lanes {
            for lane in (1..self.rule_set.lanes().len()).map(Value::of_index) {
                let raising = requirements.iter().filter(|row| {
                    let stricter = |by: i64| {
                        let least = u16::try_from(lane.0 + by).map(LaneId);
                        let effect = &self.rule_set[**row].effect;
                        least.is_ok_and(|least| Brings::Lane(least).by(effect))
                    };
                    stricter(0) && !stricter(1)
                });
                let raising: Vec<CondId> = raising.map(|row| self.catalog.row(*row)).collect();
                let test = lane_test(&ValueSet::of([lane]));
                draft.some(Some(test), raising.into_iter(), CondId(u32::MAX));
            }
        }
    }

    fn add_table(&self, draft: &mut Draft<'_, 'r>, table: usize, value: Value) {
        let Some(listing) = self.cut.tables.get(table) else { return };
        let entries = || listing.of(value).iter().chain(listing.others());
        for entry in entries() {
            draft.not(self.catalog.entry(table, *entry));
        }
        let undated = entries().map(|entry| self.catalog.entry_on_any_day(table, *entry));
        draft.some(None, undated, CondId(u32::MAX));
    }

    /// The first box of one slice of a case.
    pub(crate) fn first_in(
        &self,
        case: &Case,
        bounds: Vec<Bound>,
        slice: Slice,
        fuel: &mut Fuel,
        used: Option<&mut Used>,
    ) -> Result<Option<Found>, Spent> {
        let problem = match self.problem(case, bounds, slice, fuel)? {
            Ok(problem) => problem,
            Err(nothing) => {
                used.into_iter().for_each(|used| used.extend(nothing.0));
                return Ok(None);
            }
        };
        let mut boxes = Boxes::new(&problem, &problem.start);
        if used.is_some() {
            boxes = boxes.noting();
        }
        let found = fuel.spend(|steps| boxes.next(steps).map(Option::<&Cells>::cloned))?;
        if let (None, Some(used)) = (&found, used) {
            used.extend(boxes.used());
        }
        drop(boxes);
        Ok(found.map(|cells| Found { problem, cells }))
    }

    /// The slices that a box has, each by its least value.
    pub(crate) fn slices(&self, bounds: &[Bound]) -> Vec<Value> {
        let Some(bound) = bounds.get(self.cut.anchor.index()) else { return Vec::new() };
        let groups = self.cut.groups_of(bound).into_iter();
        let groups = groups.filter_map(|at| self.cut.groups.get(at));
        let firsts = groups.filter_map(|group| group.iter().find(|one| bound.contains(**one)));
        let mut firsts: Vec<Value> = firsts.copied().collect();
        firsts.sort_unstable();
        firsts
    }

    /// A box of shipments that answer a case, of the first slice that has one.
    pub(crate) fn first(&self, case: &Case, fuel: &mut Fuel) -> Result<Option<Found>, Spent> {
        let bounds = self.bounds(case);
        if bounds.iter().any(Bound::is_empty) {
            return Ok(None);
        }
        let slices = self.slices(&bounds);
        let mut spent = false;
        for (at, value) in slices.iter().enumerate() {
            if at == 1 && slices.len() > 2 {
                let open = self.first_in(case, bounds.clone(), Slice::Open, fuel, None);
                if let Ok(None) = open {
                    return if spent { Err(Spent) } else { Ok(None) };
                }
            }
            match self.first_in(case, bounds.clone(), Slice::At(*value), fuel, None) {
                Ok(None) => {}
                Ok(found) => return Ok(found),
                Err(Spent) => spent = true,
            }
            if fuel.left == 0 {
                return Err(Spent);
            }
        }
        if spent { Err(Spent) } else { Ok(None) }
    }

    /// The first answer of several cases.
    pub(crate) fn any(&self, cases: &[Case], fuel: &mut Fuel) -> Result<Option<Found>, Spent> {
        let mut spent = false;
        for case in cases {
            match self.first(case, fuel) {
                Ok(None) => {}
                Ok(found) => return Ok(found),
                Err(Spent) => spent = true,
            }
        }
        if spent { Err(Spent) } else { Ok(None) }
    }

    /// How many shipments answer cases that do not overlap, each day counted.
    pub(crate) fn count(&self, cases: &[Case], fuel: &mut Fuel) -> Result<BigUint, Spent> {
        let mut sum = BigUint::ZERO;
        for case in cases {
            let bounds = self.bounds(case);
            for value in self.slices(&bounds) {
                let anchor = bounds.get(self.cut.anchor.index());
                let group = self.cut.groups.get(self.cut.group_of(value)).into_iter().flatten();
                let members = group.filter(|one| anchor.is_some_and(|bound| bound.contains(**one)));
                let members = members.count();
                let slice = Slice::At(value);
                let Ok(problem) = self.problem(case, bounds.clone(), slice, fuel)? else {
                    continue;
                };
                let mut boxes = Boxes::new(&problem, &problem.start);
                while let Some(cells) =
                    fuel.spend(|steps| boxes.next(steps).map(|one| one.cloned()))?
                {
                    let facts = self.rule_set.fact_ids();
                    let sizes = facts.map(|fact| match problem.values(&cells, fact) {
                        Some(values) => values.size(),
                        None => problem.bound(fact).map_or(0, Bound::size),
                    });
                    sum += sizes.fold(BigUint::from(members), |all, size| all * size);
                }
            }
        }
        Ok(sum)
    }

    /// A problem of a slice, and the part of it that some facts are held to; none if that is empty.
    pub(crate) fn held_to(problem: &Problem, held: &[(FactId, ValueSet)]) -> Option<Cells> {
        let mut cells = problem.start.clone();
        held.iter().all(|(fact, set)| problem.keep(&mut cells, *fact, set)).then_some(cells)
    }
}

impl Fuel {
    /// Runs a search that may take the steps of a slice, as far as there are any left.
    pub(crate) fn spend<T>(
        &mut self,
        run: impl FnOnce(&mut u64) -> Result<T, Spent>,
    ) -> Result<T, Spent> {
        let steps = self.slice.min(self.left);
        let mut left = steps;
        let found = run(&mut left);
        let taken = if found.is_err() { steps } else { steps - left };
        self.left -= taken;
        found
    }
}

fn lane_test<'r>(lanes: &ValueSet) -> Test<'r> {
    let fact = FactId::LANE;
    let few = lanes.intervals().iter().all(|part| part.greatest < 64);
    let part = lanes.intervals().first().copied().unwrap_or(Interval::new(0, -1));
    let allowed = if few { Allowed::Few(bits_of(lanes)) } else { Allowed::One(part) };
    Test { fact, allowed }
}

/// The defaults of all facts, with the spans of dates in which they are.
fn defaults(rule_set: &RuleSet) -> Vec<(FactId, ValueSet)> {
    let mut found = Vec::new();
    for (id, fact) in rule_set.facts() {
        match &fact.default {
            Default::None => {}
            Default::Value(value) => found.push((id, ValueSet::of([*value]))),
            Default::ByName { values, otherwise, .. } => {
                let values = values.iter().map(|(_, value)| *value).chain(*otherwise);
                found.extend(values.map(|value| (id, ValueSet::of([value]))));
            }
            Default::ByDate(values) => found.extend(values.iter().flat_map(|(days, value)| {
                let days = ValueSet::interval(days.least, days.greatest);
                [(FactId::DATE, days), (id, ValueSet::of([*value]))]
            })),
        }
    }
    found
}
