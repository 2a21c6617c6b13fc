//! Probes: a look at a few shipments of a box before all of it is searched.
//!
//! Where very many conditions are in play in a box, hardly any are at one point of it: whether a
//! shipment there answers a case is soon known, and most cases that have an answer have many. The
//! points are drawn from the box alone, so that the same question is always put to the same.

use crate::analyze::ask::Found;
use crate::analyze::bound::Bound;
use crate::analyze::boxes::{Boxes, Spent};
use crate::analyze::problem::Cells;
use crate::analyze::question::Case;
use crate::analyze::subject::{Fuel, Slice, Subject};
use crate::model::value::{Value, ValueSet};

/// A box in which no more conditions than this are in play is searched at once.
const FEW_IN_PLAY: usize = 128;
/// So many points of a box are looked at.
const POINTS: u64 = 12;
/// One of them may take so many steps.
const STEPS: u64 = 20_000;

impl Subject<'_> {
    /// A shipment that answers a case at some point of a box.
    pub(crate) fn probe(
        &self,
        case: &Case,
        bounds: &[Bound],
        slice: Slice,
        fuel: &mut Fuel,
    ) -> Result<Option<Found>, Spent> {
        if matches!(slice, Slice::Rest(_)) || case.twin.is_some() {
            return Ok(None);
        }
        let count = self.count_in_play(case, bounds, slice);
        if count <= FEW_IN_PLAY {
            return Ok(None);
        }
        let mut draws = Draws::of(bounds);
        for _ in 0..POINTS {
            let point: Vec<Bound> = bounds.iter().map(|bound| draws.point(bound)).collect();
            // Where the points are no better than the box, nothing is won by them.
            if self.count_in_play(case, &point, slice) > count / 4 {
                return Ok(None);
            }
            let part = self.whole(case, point, slice);
            let Ok(problem) = self.problem(case, part, slice, fuel)? else { continue };
            let mut boxes = Boxes::new(&problem, &problem.start);
            let mut own = Fuel { slice: STEPS, left: fuel.left };
            let found = own.spend(|steps| boxes.next(steps).map(Option::<&Cells>::cloned));
            fuel.left = own.left;
            if let Ok(Some(cells)) = found {
                return Ok(Some(Found { problem, cells }));
            }
        }
        Ok(None)
    }
}

/// Numbers without an order that anyone sees, the same for the same box (SplitMix64).
struct Draws(u64);

impl Draws {
    fn of(bounds: &[Bound]) -> Self {
        let hulls = bounds.iter().filter_map(Bound::hull);
        let seed = hulls.fold(0, |seed: u64, hull| {
            let ends = hull.least.cast_unsigned() ^ hull.greatest.cast_unsigned().rotate_left(32);
            (seed ^ ends).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// One value of a fact with many; a fact with few stays open.
    fn point(&mut self, bound: &Bound) -> Bound {
        let Bound::Many(set) = bound else { return bound.clone() };
        let mut at = self.next() % set.size().max(1);
        for part in set.intervals() {
            let size = part.greatest.abs_diff(part.least).saturating_add(1);
            if at < size {
                return Bound::Many(ValueSet::of([Value(part.least.saturating_add_unsigned(at))]));
            }
            at -= size;
        }
        bound.clone()
    }
}
