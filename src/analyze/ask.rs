//! Asking: a case is searched slice by slice, until one has a shipment or none is left.

use num_bigint::BigUint;

use crate::analyze::bound::Bound;
use crate::analyze::boxes::{Boxes, Spent};
use crate::analyze::conditions::CondId;
use crate::analyze::problem::{Cells, Problem};
use crate::analyze::question::Case;
use crate::analyze::subject::{Fuel, Slice, Subject};
use crate::model::value::Value;

/// So many boxes are kept of a case as it is without all that asks for the anchor.
const MOST_POOLED: usize = 8;

/// A box of shipments that answer a case.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) problem: Problem,
    pub(crate) cells: Cells,
}

/// The conditions without which some search would have ended otherwise.
pub(crate) type Used = Vec<CondId>;

/// Boxes of shipments that answer a case but for what asks for the anchor.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    boxes: Vec<Vec<Bound>>,
    /// Whether they are all.
    is_whole: bool,
}

impl Subject<'_> {
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

    /// The boxes of a case as it is without all that asks for the anchor.
    pub(crate) fn pool(&self, case: &Case, fuel: &mut Fuel) -> Result<Pool, Spent> {
        let mut pool = Pool { boxes: Vec::new(), is_whole: true };
        let Ok(problem) = self.problem(case, self.bounds(case), Slice::Open, fuel)? else {
            return Ok(pool);
        };
        let mut boxes = Boxes::new(&problem, &problem.start);
        loop {
            match fuel.spend(|steps| boxes.next(steps).map(Option::<&Cells>::cloned)) {
                Ok(Some(_)) if pool.boxes.len() == MOST_POOLED => pool.is_whole = false,
                Ok(Some(cells)) => {
                    pool.boxes.push(problem.bounds_of(&cells));
                    continue;
                }
                Ok(None) => {}
                Err(Spent) if pool.boxes.is_empty() => return Err(Spent),
                Err(Spent) => pool.is_whole = false,
            }
            return Ok(pool);
        }
    }

    /// A box of shipments that answer a case at one value of the anchor, of those in a pool.
    pub(crate) fn first_of_pool(
        &self,
        case: &Case,
        pool: &Pool,
        value: Value,
        fuel: &mut Fuel,
    ) -> Result<Option<Found>, Spent> {
        for bounds in &pool.boxes {
            let found = self.first_in(case, bounds.clone(), Slice::Rest(value), fuel, None)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        if pool.is_whole {
            return Ok(None);
        }
        self.first_in(case, self.bounds(case), Slice::At(value), fuel, None)
    }

    /// A box of shipments that answer a case.
    ///
    /// Before the many slices of a case that is about no particular value of the anchor, it is asked
    /// of all at once without the rules that name one: what these leave no room for has none in any
    /// slice, and what they leave is mostly left by some slice, too.
    pub(crate) fn first(&self, case: &Case, fuel: &mut Fuel) -> Result<Option<Found>, Spent> {
        let bounds = self.bounds(case);
        if bounds.iter().any(Bound::is_empty) {
            return Ok(None);
        }
        let slices = self.slices(&bounds);
        if slices.len() < 2 {
            return self.first_in_order(case, fuel);
        }
        let pool = self.pool(case, fuel)?;
        for bounds in &pool.boxes {
            for value in &slices {
                let rest = Slice::Rest(*value);
                let found = self.first_in(case, bounds.clone(), rest, fuel, None)?;
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        if pool.is_whole { Ok(None) } else { self.first_in_order(case, fuel) }
    }

    /// The same, of the first slice that has one.
    pub(crate) fn first_in_order(
        &self,
        case: &Case,
        fuel: &mut Fuel,
    ) -> Result<Option<Found>, Spent> {
        let bounds = self.bounds(case);
        if bounds.iter().any(Bound::is_empty) {
            return Ok(None);
        }
        let slices = self.slices(&bounds);
        let mut spent = false;
        for value in &slices {
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
            let twins = case.twin.as_ref().map_or(1, |twin| twin.values.size());
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
                    sum += sizes.fold(BigUint::from(members) * twins, |all, size| all * size);
                }
            }
        }
        Ok(sum)
    }
}
