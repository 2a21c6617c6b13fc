//! Asking: a case is searched slice by slice, until one has a shipment or none is left.

use num_bigint::BigUint;

use crate::analyze::bound::Bound;
use crate::analyze::boxes::{Boxes, Spent};
use crate::analyze::conditions::CondId;
use crate::analyze::in_play::Part;
use crate::analyze::problem::{Cells, Problem};
use crate::analyze::question::Case;
use crate::analyze::subject::{Fuel, Slice, Subject};
use crate::model::value::Value;

/// A box that can be halved is searched as a whole with this part of what one may take.
const FIRST_TRY: u64 = 4;
/// In so many slices of a case points are tried before it is asked of all at once.
const MOST_PROBED: usize = 4;
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
        if let Some(found) = self.probe(case, &bounds, slice, fuel)? {
            return Ok(Some(found));
        }
        let mut parts = vec![self.whole(case, bounds, slice)];
        let mut met = Vec::new();
        while let Some(part) = self.next_part(case, &mut parts, &mut met, fuel)? {
            let halves = match part.is_whole || part.is_small() || case.twin.is_some() {
                true => None,
                false => Some(part.clone()),
            };
            let problem = match self.problem(case, part, slice, fuel)? {
                Ok(problem) => problem,
                Err(nothing) => {
                    met.extend(nothing.0);
                    continue;
                }
            };
            let mut boxes = Boxes::new(&problem, &problem.start);
            if used.is_some() {
                boxes = boxes.noting();
            }
            // What takes long as a whole mostly takes less in halves.
            let share = if halves.is_some() { fuel.slice / FIRST_TRY } else { fuel.slice };
            let mut own = Fuel { slice: share, left: fuel.left };
            let found = own.spend(|steps| boxes.next(steps).map(Option::<&Cells>::cloned));
            fuel.left = own.left;
            match found {
                Ok(Some(cells)) => return Ok(Some(Found { problem, cells })),
                Ok(None) => met.extend(boxes.used()),
                Err(Spent) => {
                    let part = halves.filter(|_| fuel.left > 0).ok_or(Spent)?;
                    match self.halves(case, &part) {
                        Some([first, second]) => parts.extend([second, first]),
                        None => parts.push(Part { is_whole: true, ..part }),
                    }
                }
            }
        }
        used.into_iter().for_each(|used| used.extend(&met));
        Ok(None)
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
        let mut pool = Pool { boxes: Vec::new(), is_whole: false };
        match self.fill(case, &mut pool, fuel) {
            Err(Spent) if pool.boxes.is_empty() => Err(Spent),
            _ => Ok(pool),
        }
    }

    fn fill(&self, case: &Case, pool: &mut Pool, fuel: &mut Fuel) -> Result<(), Spent> {
        let mut parts = vec![self.whole(case, self.bounds(case), Slice::Open)];
        while let Some(part) = self.next_part(case, &mut parts, &mut Vec::new(), fuel)? {
            let Ok(problem) = self.problem(case, part, Slice::Open, fuel)? else { continue };
            let mut boxes = Boxes::new(&problem, &problem.start);
            while let Some(cells) =
                fuel.spend(|steps| boxes.next(steps).map(Option::<&Cells>::cloned))?
            {
                if pool.boxes.len() == MOST_POOLED {
                    return Ok(());
                }
                pool.boxes.push(problem.bounds_of(&cells));
            }
        }
        pool.is_whole = true;
        Ok(())
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
        for value in slices.iter().take(MOST_PROBED) {
            if let Some(found) = self.probe(case, &bounds, Slice::At(*value), fuel)? {
                return Ok(Some(found));
            }
        }
        let pool = match self.pool(case, fuel) {
            Ok(pool) => pool,
            // What is too much at once may not be so slice by slice.
            Err(Spent) if fuel.left > 0 => return self.first_in_order(case, fuel),
            Err(Spent) => return Err(Spent),
        };
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
                let of_one = self.count_in(case, bounds.clone(), slice, fuel)?;
                sum += of_one * members * twins;
            }
        }
        Ok(sum)
    }

    /// How many there are at one value of the anchor.
    fn count_in(
        &self,
        case: &Case,
        bounds: Vec<Bound>,
        slice: Slice,
        fuel: &mut Fuel,
    ) -> Result<BigUint, Spent> {
        let mut sum = BigUint::ZERO;
        let mut parts = vec![self.whole(case, bounds, slice)];
        while let Some(part) = self.next_part(case, &mut parts, &mut Vec::new(), fuel)? {
            let Ok(problem) = self.problem(case, part, slice, fuel)? else { continue };
            let mut boxes = Boxes::new(&problem, &problem.start);
            while let Some(cells) = fuel.spend(|steps| boxes.next(steps).map(|one| one.cloned()))? {
                let facts = self.rule_set.fact_ids();
                let sizes = facts.map(|fact| match problem.values(&cells, fact) {
                    Some(values) => values.size(),
                    None => problem.bound(fact).map_or(0, Bound::size),
                });
                sum += sizes.fold(BigUint::from(1_u8), |all, size| all * size);
            }
        }
        Ok(sum)
    }
}
