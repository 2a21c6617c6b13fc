//! Which boxes of a list meet an earlier one, without comparing each with each.
//!
//! The boxes are halved along a fact, again and again, until few are left that may meet: those that
//! lie across a cut go into both halves.

use std::collections::HashMap;

use crate::model::FactId;
use crate::model::condition::Region;
use crate::model::value::ValueSet;

/// So few boxes are compared each with each.
const FEW: usize = 16;

/// For each box that meets an earlier one: its place, and the first such place.
pub(crate) fn first_meetings(boxes: &[&Region]) -> Vec<(usize, usize)> {
    let mut firsts: HashMap<usize, usize> = HashMap::new();
    let mut heaps: Vec<Vec<usize>> = vec![(0..boxes.len()).collect()];
    while let Some(heap) = heaps.pop() {
        if heap.len() > FEW
            && let Some((low, high)) = halves(boxes, &heap)
        {
            heaps.push(low);
            heaps.push(high);
            continue;
        }
        for (at, later) in heap.iter().enumerate() {
            let Some(this) = boxes.get(*later) else { continue };
            let meets = |earlier: &&usize| boxes.get(**earlier).is_some_and(|one| one.meets(this));
            if let Some(first) = heap.iter().take(at).find(meets) {
                let known = firsts.entry(*later).or_insert(*first);
                *known = (*known).min(*first);
            }
        }
    }
    let mut firsts: Vec<(usize, usize)> = firsts.into_iter().collect();
    firsts.sort_unstable();
    firsts
}

/// The boxes below and above a cut, where one leaves both sides much smaller.
fn halves(boxes: &[&Region], heap: &[usize]) -> Option<(Vec<usize>, Vec<usize>)> {
    let regions = || heap.iter().filter_map(|at| boxes.get(*at));
    let mut facts: Vec<FactId> =
        regions().flat_map(|one| one.tests().iter().map(|(fact, _)| *fact)).collect();
    facts.sort_unstable();
    facts.dedup();
    let cut_along = |fact: FactId| {
        let span = |at: &usize| {
            let set: &ValueSet = boxes.get(*at)?.allowed(fact)?;
            Some((set.least()?.0, set.intervals().last()?.greatest))
        };
        let mut starts: Vec<i64> = heap.iter().filter_map(span).map(|(least, _)| least).collect();
        let middle = starts.len() / 2;
        let (_, cut, _) = (middle < starts.len()).then(|| starts.select_nth_unstable(middle))?;
        let cut = *cut;
        let below = |at: &&usize| span(at).is_none_or(|(least, _)| least < cut);
        let above = |at: &&usize| span(at).is_none_or(|(_, greatest)| greatest >= cut);
        let low: Vec<usize> = heap.iter().filter(below).copied().collect();
        let high: Vec<usize> = heap.iter().filter(above).copied().collect();
        Some((low, high))
    };
    let cuts = facts.into_iter().filter_map(cut_along);
    let best = cuts.min_by_key(|(low, high)| low.len().max(high.len()))?;
    // A box on both sides is compared twice: there are to be few.
    let (larger, both) = (best.0.len().max(best.1.len()), best.0.len() + best.1.len());
    (larger * 4 <= heap.len() * 3 && both * 8 <= heap.len() * 9).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::first_meetings;
    use crate::model::FactId;
    use crate::model::condition::Region;
    use crate::model::value::ValueSet;

    #[test]
    fn halving_finds_what_comparing_each_with_each_finds() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        let mut met = 0;
        for _ in 0..60 {
            let boxes: Vec<Region> = (0..120)
                .map(|_| {
                    let tests = (2..5).filter_map(|fact| {
                        let least = i64::try_from(next(60)).ok()?;
                        let set = ValueSet::interval(least, least + i64::try_from(next(9)).ok()?);
                        (next(8) > 0).then_some((FactId(fact), set))
                    });
                    Region::new(tests.collect())
                })
                .collect();
            let boxes: Vec<&Region> = boxes.iter().collect();
            let plain = boxes.iter().enumerate().filter_map(|(at, this)| {
                Some((at, boxes.iter().take(at).position(|one| one.meets(this))?))
            });
            let plain: Vec<(usize, usize)> = plain.collect();
            met += plain.len();
            assert_eq!(first_meetings(&boxes), plain);
        }
        assert!(met > 1_000, "only {met} boxes met");
    }
}
