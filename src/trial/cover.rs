//! Set cover: few sets that together hold all that any of them does.

use std::cmp::Reverse;
use std::collections::HashSet;

/// In turn the set that holds most of what is left, with that; in the order of the sets. How few
/// could be enough is a hard question, and is not asked.
pub(super) fn fewest(mut sets: Vec<Vec<usize>>) -> Vec<(usize, Vec<usize>)> {
    let mut chosen: Vec<(usize, Vec<usize>)> = Vec::new();
    loop {
        let most = sets.iter().enumerate().max_by_key(|(at, set)| (set.len(), Reverse(*at)));
        let Some((at, set)) = most.filter(|(_, set)| !set.is_empty()) else { break };
        let set = set.clone();
        let met: HashSet<usize> = set.iter().copied().collect();
        sets.iter_mut().for_each(|left| left.retain(|one| !met.contains(one)));
        chosen.push((at, set));
    }
    chosen.sort_by_key(|(at, _)| *at);
    chosen
}

#[cfg(test)]
mod tests {
    use super::fewest;

    #[test]
    fn the_largest_come_first_and_nothing_is_held_twice() {
        let sets = vec![vec![1], vec![1, 2, 3], vec![3, 4], vec![2, 4], vec![]];
        assert_eq!(fewest(sets), [(1, vec![1, 2, 3]), (2, vec![4])]);
    }
}
