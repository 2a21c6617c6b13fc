//! Which of many regions may hold for some facts, found without looking at each.

use std::sync::OnceLock;

use crate::model::condition::{Facts, Region};
use crate::model::ids::FactId;
use crate::model::value::ValueSet;

/// Fewer regions than this are looked at one by one.
const FEW: usize = 32;
/// A region that stands in more parts than this is about nothing in particular.
const MOST_PARTS: usize = 64;

/// Regions by the values of one fact, that by which they differ most.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByRange {
    fact: Option<FactId>,
    /// Where the parts begin whose values no region tells apart, rising.
    cuts: Vec<i64>,
    /// By part: where its regions begin in `listed`, and where the last ones end.
    starts: Vec<usize>,
    listed: Vec<u32>,
    /// Those that stand under no part.
    others: Vec<u32>,
}

impl ByRange {
    /// Sorts regions by the fact that cuts them most.
    pub(crate) fn new<'r>(regions: impl Iterator<Item = &'r Region> + Clone) -> Self {
        let count = regions.clone().count();
        let all = || (0..u32::MAX).take(count);
        let fact = if count < FEW { None } else { sharpest(regions.clone()) };
        let Some((fact, cuts)) = fact else {
            return Self { others: all().collect(), ..Self::default() };
        };
        let (mut listed, mut others) = (Vec::new(), Vec::new());
        for (at, region) in all().zip(regions) {
            let ranges = region.allowed(fact).map(ValueSet::intervals);
            let parts = ranges.map(|ranges| {
                let parts = ranges.iter().map(|range| {
                    let end = cuts.partition_point(|cut| *cut <= range.greatest);
                    cuts.partition_point(|cut| *cut < range.least)..end
                });
                parts.collect::<Vec<_>>()
            });
            match parts.filter(|parts| {
                parts.iter().map(ExactSizeIterator::len).sum::<usize>() <= MOST_PARTS
            }) {
                Some(parts) => listed.extend(parts.into_iter().flatten().map(|part| (part, at))),
                None => others.push(at),
            }
        }
        listed.sort_unstable();
        let starts = (0..=cuts.len()).map(|part| listed.partition_point(|(of, _)| *of < part));
        let starts = starts.collect();
        let listed = listed.into_iter().map(|(_, at)| at).collect();
        Self { fact: Some(fact), cuts, starts, listed, others }
    }

    /// The places of those that may hold, in two lists, each rising.
    pub(crate) fn of(&self, facts: &Facts) -> [&[u32]; 2] {
        let Some(fact) = self.fact else { return [&[], &self.others] };
        let value = facts.get(fact).0;
        let part = self.cuts.partition_point(|cut| *cut <= value).checked_sub(1);
        let ends =
            part.and_then(|part| Some((*self.starts.get(part)?, *self.starts.get(part + 1)?)));
        let listed = ends.and_then(|(from, to)| self.listed.get(from..to));
        [listed.unwrap_or_default(), &self.others]
    }
}

/// The fact with the most places where a region begins or ends, and these places.
fn sharpest<'r>(regions: impl Iterator<Item = &'r Region>) -> Option<(FactId, Vec<i64>)> {
    let mut cuts: Vec<(FactId, i64)> = Vec::new();
    for (fact, set) in regions.flat_map(Region::tests).filter(|(fact, _)| *fact != FactId::LANE) {
        for part in set.intervals() {
            cuts.push((*fact, part.least));
            cuts.extend(part.greatest.checked_add(1).map(|end| (*fact, end)));
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    let of_each = cuts.chunk_by(|(one, _), (other, _)| one == other);
    let most = of_each.max_by_key(|chunk| chunk.len())?;
    Some((most.first()?.0, most.iter().map(|(_, cut)| *cut).collect()))
}

/// Regions that are sorted once they are first looked at.
///
/// A copy is sorted anew: what it is of may change before it is looked at. So two are always the
/// same, as far as what they are of is.
#[derive(Debug, Default)]
pub(crate) struct Lazy(OnceLock<ByRange>);

impl Lazy {
    pub(crate) fn get_or_sort(&self, sort: impl FnOnce() -> ByRange) -> &ByRange {
        self.0.get_or_init(sort)
    }
}

impl Clone for Lazy {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Lazy {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lazy {}

#[cfg(test)]
mod tests {
    use super::ByRange;
    use crate::model::condition::{Facts, Region};
    use crate::model::ids::FactId;
    use crate::model::value::{Value, ValueSet};

    #[test]
    fn what_holds_is_among_what_may() {
        let mut state = 3_u64;
        let mut below = |most: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i64::try_from(state >> 33).unwrap() % most
        };
        for count in [3, 40, 900] {
            let mut draw = || {
                let mut tests = Vec::new();
                for fact in 2..5 {
                    let (least, wide) = (below(100), below(30) / (i64::from(fact) - 1));
                    let set = ValueSet::interval(least, least + wide);
                    let other = ValueSet::interval(least + 50, least + 51);
                    match below(4) {
                        0 => {}
                        1 => tests.push((FactId(fact), set.union(&other))),
                        _ => tests.push((FactId(fact), set)),
                    }
                }
                Region::new(tests)
            };
            let regions: Vec<Region> = (0..count).map(|_| draw()).collect();
            let by_range = ByRange::new(regions.iter());
            for _ in 0..500 {
                let mut facts = Facts::unknown(5);
                (2..5).for_each(|fact| facts.set(FactId(fact), Value(below(170) - 10)));
                let [listed, others] = by_range.of(&facts);
                assert!(listed.is_sorted() && others.is_sorted());
                for (at, region) in (0..).zip(&regions) {
                    let may = listed.contains(&at) || others.contains(&at);
                    assert!(may || !region.holds(&facts));
                }
                assert!(count < 100 || listed.len() + others.len() < regions.len() / 2);
            }
        }
    }
}
