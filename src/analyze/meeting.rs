//! Which of many conditions meet a box, found without looking at each.
//!
//! Conditions that ask for the same facts stand together, sorted by where their ranges of each fact
//! begin. Of a box only those are looked at whose range of one fact meets it: of the fact that
//! leaves the fewest.

use indexmap::IndexMap;

use crate::analyze::bound::Bound;
use crate::model::condition::Region;
use crate::model::ids::FactId;
use crate::model::value::Interval;

/// Fewer conditions than this are looked at one by one.
const FEW: usize = 64;
/// More kinds of conditions than this are not told apart.
const MOST_KINDS: usize = 256;
/// So many ranges share one note of where the last of them ends.
const BLOCK: usize = 64;

/// Conditions by the ranges that they ask for.
#[derive(Debug)]
pub(crate) struct Meeting<I> {
    /// Those that ask for the same facts of many values.
    kinds: Vec<Vec<Axis<I>>>,
    /// Those that ask for none of them.
    others: Vec<I>,
}

/// The ranges of one fact.
#[derive(Debug)]
struct Axis<I> {
    fact: FactId,
    /// Rising by where they begin.
    ranges: Vec<(Interval, I)>,
    /// The greatest end in each block of ranges.
    ends: Vec<i64>,
    /// All ends, rising.
    sorted_ends: Vec<i64>,
}

impl<I: Copy + Ord> Meeting<I> {
    /// Sorts conditions, each of which holds within a region at most.
    pub(crate) fn new<'r>(
        domains: &[Bound],
        conditions: impl Iterator<Item = (I, &'r Region)>,
    ) -> Self {
        let mut kinds: IndexMap<Vec<FactId>, Vec<(I, Vec<Interval>)>> = IndexMap::new();
        let mut others = Vec::new();
        for (id, region) in conditions {
            let many = region.tests().iter().filter_map(|(fact, set)| {
                let bound = domains.get(fact.index());
                let hull = bound.filter(|bound| matches!(bound, Bound::Many(_))).and(set.hull());
                hull.map(|hull| (*fact, hull))
            });
            let (facts, hulls): (Vec<FactId>, Vec<Interval>) = many.unzip();
            if facts.is_empty() || (kinds.len() >= MOST_KINDS && !kinds.contains_key(&facts)) {
                others.push(id);
            } else {
                kinds.entry(facts).or_default().push((id, hulls));
            }
        }
        let mut sorted = Vec::with_capacity(kinds.len());
        for (facts, members) in kinds {
            if members.len() < FEW {
                others.extend(members.iter().map(|(id, _)| *id));
                continue;
            }
            let axes = facts.into_iter().enumerate().map(|(at, fact)| {
                let ranges = members.iter().filter_map(|(id, hulls)| Some((*hulls.get(at)?, *id)));
                Axis::new(fact, ranges.collect())
            });
            sorted.push(axes.collect());
        }
        others.sort_unstable();
        Self { kinds: sorted, others }
    }

    /// Those that may meet a box, rising, and some that do not.
    pub(crate) fn of(&self, bounds: &[Bound]) -> Vec<I> {
        let mut found = self.others.clone();
        for kind in &self.kinds {
            let fewest = kind.iter().min_by_key(|axis| axis.count(axis.hull(bounds)));
            if let Some(axis) = fewest {
                axis.collect(axis.hull(bounds), &mut found);
            }
        }
        found.sort_unstable();
        found
    }

    /// How many there are of them at most.
    pub(crate) fn count(&self, bounds: &[Bound]) -> usize {
        let fewest =
            |kind: &Vec<Axis<I>>| kind.iter().map(|axis| axis.count(axis.hull(bounds))).min();
        self.others.len() + self.kinds.iter().filter_map(fewest).sum::<usize>()
    }
}

impl<I: Copy + Ord> Axis<I> {
    fn new(fact: FactId, mut ranges: Vec<(Interval, I)>) -> Self {
        ranges.sort_unstable_by_key(|(range, id)| (range.least, *id));
        let ends = ranges
            .chunks(BLOCK)
            .map(|block| block.iter().map(|(range, _)| range.greatest).max().unwrap_or(i64::MIN));
        let ends = ends.collect();
        let mut sorted_ends: Vec<i64> = ranges.iter().map(|(range, _)| range.greatest).collect();
        sorted_ends.sort_unstable();
        Self { fact, ranges, ends, sorted_ends }
    }

    /// From the least to the greatest value that a box leaves; none where nothing is left.
    fn hull(&self, bounds: &[Bound]) -> Option<Interval> {
        bounds.get(self.fact.index())?.hull()
    }

    /// How many ranges meet one: those that begin before its end, less those that end before it.
    fn count(&self, hull: Option<Interval>) -> usize {
        let Some(hull) = hull else { return 0 };
        let begun = self.ranges.partition_point(|(range, _)| range.least <= hull.greatest);
        begun - self.sorted_ends.partition_point(|end| *end < hull.least)
    }

    fn collect(&self, hull: Option<Interval>, found: &mut Vec<I>) {
        let Some(hull) = hull else { return };
        let begun = self.ranges.partition_point(|(range, _)| range.least <= hull.greatest);
        let blocks = self.ranges.get(..begun).unwrap_or_default().chunks(BLOCK).zip(&self.ends);
        for (block, _) in blocks.filter(|(_, end)| **end >= hull.least) {
            let meeting = block.iter().filter(|(range, _)| range.greatest >= hull.least);
            found.extend(meeting.map(|(_, id)| *id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Meeting;
    use crate::analyze::bound::Bound;
    use crate::model::condition::Region;
    use crate::model::ids::FactId;
    use crate::model::value::ValueSet;

    #[test]
    fn what_meets_a_box_is_found() {
        let mut state = 7_u64;
        let mut below = |most: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i64::try_from(state >> 33).unwrap() % most
        };
        let domains: Vec<Bound> = (0..4)
            .map(|at| if at == 3 { Bound::Few(7) } else { Bound::Many(ValueSet::interval(0, 999)) })
            .collect();
        let mut draw = |facts: u16| {
            let mut sets = Vec::new();
            for fact in 0..facts {
                if below(3) > 0 {
                    let least = below(1_000);
                    let set = ValueSet::interval(least, (least + below(200)).min(999));
                    sets.push((FactId(fact), set));
                }
            }
            Region::new(sets)
        };
        let regions: Vec<Region> =
            (0..3_000).map(|at| draw(if at % 9 == 0 { 1 } else { 3 })).collect();
        let meeting = Meeting::new(&domains, (0_u32..).zip(&regions));
        let mut looked_at = 0;
        for _ in 0..300 {
            let asked = draw(3);
            let mut bounds = domains.clone();
            asked.tests().iter().for_each(|(fact, set)| bounds[fact.index()].keep(set));
            let found = meeting.of(&bounds);
            assert_eq!(found.len(), meeting.count(&bounds));
            assert!(found.is_sorted());
            looked_at += found.len();
            for (id, region) in (0_u32..).zip(&regions) {
                assert!(!asked.meets(region) || found.binary_search(&id).is_ok());
            }
        }
        assert!(looked_at < 300 * regions.len() / 2, "{looked_at}");
    }
}
