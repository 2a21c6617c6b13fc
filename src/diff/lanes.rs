//! The lanes of both, matched by id, and what flows ask once the lane is known.

use std::collections::HashMap;

use crate::diff::version::Side;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::ids::{LaneId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{Lane, RuleSet};

/// The lanes of two rule sets.
#[derive(Debug)]
pub(crate) struct Lanes {
    /// By side, then by lane: how strict it is; the same for the same lane, and rising on each side,
    /// where `ordered`.
    ranks: [Vec<usize>; 2],
    /// Whether one order of all lanes is that of both, and begins with the first of both.
    pub(crate) ordered: bool,
    /// Whether both have the same lanes in the same order.
    pub(crate) same: bool,
}

impl Lanes {
    /// Matches the lanes of two rule sets.
    pub(crate) fn new(old: &RuleSet, new: &RuleSet) -> Self {
        let (olds, news) = (old.lanes(), new.lanes());
        let known: HashMap<&str, usize> =
            olds.iter().enumerate().map(|(at, lane)| (lane.id.as_str(), at)).collect();
        // By new lane: the old one.
        let twins: Vec<Option<usize>> =
            news.iter().map(|lane| known.get(lane.id.as_str()).copied()).collect();
        let same = olds.len() == news.len()
            && twins.iter().enumerate().all(|(at, twin)| *twin == Some(at));
        let rising = twins.iter().flatten().is_sorted();
        let ordered = rising && (twins.first() == Some(&Some(0)));
        let (mut of_old, mut of_new) = (vec![0; olds.len()], vec![0; news.len()]);
        let (mut next, mut taken) = (0, 0);
        let mut rank = || {
            next += 1;
            next - 1
        };
        for (place, twin) in of_new.iter_mut().zip(&twins) {
            if let Some(twin) = twin.filter(|_| ordered) {
                // Lanes of the old one alone stand before the next that both have.
                of_old.iter_mut().take(twin).skip(taken).for_each(|place| *place = rank());
                taken = twin + 1;
            }
            *place = rank();
            if let Some(old) = twin.and_then(|twin| of_old.get_mut(twin)) {
                *old = *place;
            }
        }
        if ordered {
            of_old.iter_mut().skip(taken).for_each(|place| *place = rank());
        } else {
            let alone = |at: &usize| !twins.contains(&Some(*at));
            let alone: Vec<usize> = (0..olds.len()).filter(alone).collect();
            for at in alone {
                if let Some(place) = of_old.get_mut(at) {
                    *place = rank();
                }
            }
        }
        Self { ranks: [of_old, of_new], ordered, same }
    }

    /// How strict a lane is, among those of both.
    pub(crate) fn rank(&self, side: Side, lane: LaneId) -> usize {
        side.of(&self.ranks).get(lane.index()).copied().unwrap_or(0)
    }
}

/// A lane as a range of one.
pub(crate) fn alone(lane: LaneId) -> (LaneId, LaneId) {
    (lane, lane)
}

/// What a condition asks in a lane; none if it does not hold there.
pub(crate) fn at_lane(condition: &Condition, lane: LaneId) -> Option<Condition> {
    let within = region_at(&condition.within, lane)?;
    let unless = condition.unless.iter().filter_map(|one| region_at(one, lane)).collect();
    Some(Condition { within, unless })
}

fn region_at(region: &Region, lane: LaneId) -> Option<Region> {
    let passes = |set: &ValueSet| set.contains(Value(i64::from(lane.0)));
    if region.allowed(FactId::LANE).is_some_and(|set| !passes(set)) {
        return None;
    }
    let tests = region.tests().iter().filter(|(fact, _)| *fact != FactId::LANE);
    Some(Region::new(tests.cloned().collect()))
}

/// The lanes of a rule set, in runs that something does not tell apart.
pub(crate) fn runs<K: PartialEq>(
    rule_set: &RuleSet,
    key: impl Fn(LaneId, &Lane) -> K,
) -> Vec<(LaneId, LaneId)> {
    let mut found: Vec<(LaneId, LaneId)> = Vec::new();
    let mut last = None;
    for (id, lane) in numbered::<LaneId, _>(rule_set.lanes()) {
        let own = key(id, lane);
        match found.last_mut().filter(|_| last.as_ref() == Some(&own)) {
            Some(run) => run.1 = id,
            None => found.push(alone(id)),
        }
        last = Some(own);
    }
    found
}
