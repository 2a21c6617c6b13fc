//! Outcomes: for each way in which an answer can change, the clauses of the shipments that do.
//!
//! Each outcome is looked at by itself, never together with another: refused or not; then, of what
//! neither side refuses, the lane, each check and document, the flow, the release, the charges.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diff::change::{Change, Direction};
use crate::diff::clauses::Clauses;
use crate::diff::lanes::{alone, runs};
use crate::diff::levels::Levels;
use crate::diff::pair::{Does, Pair, RuleId};
use crate::diff::steps::{Range, Step, at_most, between, patches, steps};
use crate::diff::version::Side;
use crate::model::Lane;
use crate::model::id_set::IdSet;
use crate::model::ids::{Id, LaneId, numbered};

/// The shipments of each change, in parts that do not overlap.
pub(crate) type Asked = IndexMap<Change, (Direction, Vec<Clauses>)>;

/// Two rule sets, and what is known of all outcomes.
pub(crate) struct Outcomes<'p, 'r> {
    pub(crate) pair: &'p Pair<'r>,
    pub(crate) refusals: Arc<Levels>,
    pub(crate) lanes: Arc<Levels>,
    /// That neither side refuses.
    pub(crate) goes: Clauses,
    pub(crate) asked: Asked,
}

/// Shipments that are in some lanes on the old side, and in some on the new one.
pub(crate) struct Stratum {
    /// One of the lanes on each side.
    pub(crate) lanes: [LaneId; 2],
    pub(crate) parts: Vec<Clauses>,
    /// Whether all of them lie in the boxes of rows that changed.
    pub(crate) within_changed: bool,
}

impl<'p, 'r> Outcomes<'p, 'r> {
    pub(crate) fn new(pair: &'p Pair<'r>) -> Self {
        let refusals = Levels::new(pair, |_, does| u32::from(does.refuses));
        let lanes = Levels::new(pair, |side, does| lane_level(pair, side, does.lane));
        let goes = at_most(&refusals, Side::Old, 0).and(&at_most(&refusals, Side::New, 0));
        Self { pair, refusals, lanes, goes, asked: Asked::new() }
    }

    /// Adds shipments for which something changes.
    pub(crate) fn add(&mut self, change: Change, direction: Direction, parts: Vec<Clauses>) {
        let parts = parts.into_iter().filter(|one| !one.contradicts_itself());
        let mut parts = parts.peekable();
        if parts.peek().is_some() {
            self.asked.entry(change).or_insert((direction, Vec::new())).1.extend(parts);
        }
    }

    /// The same of shipments that neither side refuses.
    pub(crate) fn add_of_those_that_go(
        &mut self,
        change: Change,
        direction: Direction,
        parts: Vec<Clauses>,
    ) {
        let parts = parts.iter().map(|part| part.and(&self.goes)).collect();
        self.add(change, direction, parts);
    }

    /// The lane before and after.
    pub(crate) fn lanes(&mut self) {
        let occurring = Side::BOTH.map(|side| self.lanes.occurring(side));
        let [olds, news] = Side::BOTH.map(|side| {
            let lanes = numbered::<LaneId, _>(self.pair.rule_set(side).lanes());
            let levels = side.of(&occurring);
            let lanes = lanes.filter(|(id, _)| levels.contains(&lane_level(self.pair, side, *id)));
            lanes.map(|(id, lane)| (id, lane.id.clone())).collect::<Vec<_>>()
        });
        for (old, old_id) in &olds {
            for (new, new_id) in news.iter().filter(|(_, id)| id != old_id) {
                let stratum = self.stratum(alone(*old), alone(*new));
                let change = Change::Lane { old: old_id.clone(), new: new_id.clone() };
                let direction = self.direction(*old, *new);
                self.add_of_those_that_go(change, direction, stratum.parts);
            }
        }
    }

    /// Whether the lane that a shipment gets is stricter than the one it had.
    fn direction(&self, old: LaneId, new: LaneId) -> Direction {
        let lanes = &self.pair.lanes;
        if lanes.ordered {
            let (old, new) = (lanes.rank(Side::Old, old), lanes.rank(Side::New, new));
            return Direction::worse_if(new > old);
        }
        let id = |side: Side, lane: LaneId| &self.pair.rule_set(side)[lane].id;
        let place = |side: Side, id: &str| {
            self.pair.rule_set(side).lanes().iter().position(|lane| lane.id == id)
        };
        let (old, new) = (id(Side::Old, old), id(Side::New, new));
        let orders = [Side::New, Side::Old]
            .map(|side| place(side, old).zip(place(side, new)).map(|(old, new)| new > old));
        let known = orders.into_iter().flatten().next();
        known.map_or(Direction::Other, Direction::worse_if)
    }

    /// Every pair of lanes, as far as something tells them apart.
    pub(crate) fn strata<K: PartialEq>(
        &self,
        key: impl Fn(Side, LaneId, &Lane) -> K,
    ) -> Vec<Stratum> {
        let [old, new] = Side::BOTH.map(|side| self.pair.rule_set(side));
        let (olds, news) = if self.pair.lanes.same {
            let both =
                |id: LaneId, lane: &Lane| (key(Side::Old, id, &old[id]), key(Side::New, id, lane));
            let runs = runs(new, both);
            (runs.clone(), runs)
        } else {
            let own = [
                runs(old, |id, lane| key(Side::Old, id, lane)),
                runs(new, |id, lane| key(Side::New, id, lane)),
            ];
            let [olds, news] = own;
            if olds.len() > 1 || news.len() > 1 {
                let each = |rule_set: &crate::model::RuleSet| {
                    numbered(rule_set.lanes()).map(|(id, _)| alone(id)).collect()
                };
                (each(old), each(new))
            } else {
                (olds, news)
            }
        };
        if let ([old], [new]) = (olds.as_slice(), news.as_slice()) {
            let (lanes, parts) = ([old.0, new.0], vec![Clauses::default()]);
            return vec![Stratum { lanes, parts, within_changed: false }];
        }
        let pairs = olds.iter().flat_map(|old| news.iter().map(|new| (*old, *new)));
        pairs.map(|(old, new)| self.stratum(old, new)).collect()
    }

    /// Shipments that were in one run of lanes, and are in another.
    fn stratum(&self, old: (LaneId, LaneId), new: (LaneId, LaneId)) -> Stratum {
        let pair = self.pair;
        let level = |side: Side, lane: LaneId| lane_level(pair, side, lane);
        let [was, is] = [(Side::Old, old), (Side::New, new)]
            .map(|(side, (from, to))| (level(side, from), level(side, to)));
        let base = |side: Side| level(side, LaneId(0));
        let within = |side: Side, range: (u32, u32)| between(&self.lanes, side, range, base(side));
        let both = || vec![within(Side::Old, was).and(&within(Side::New, is))];
        let ids = [(Side::Old, old.0), (Side::New, new.0)]
            .map(|(side, lane)| &pair.rule_set(side)[lane].id);
        let lanes = [old.0, new.0];
        if ids[0] == ids[1] || !pair.lanes.ordered {
            return Stratum { lanes, parts: both(), within_changed: false };
        }
        let (side, top, low, below) = if is.0 > was.1 {
            (Side::New, is, was.1, within(Side::Old, was))
        } else {
            (Side::Old, was, is.1, within(Side::New, is))
        };
        let parts = patches(pair, &self.lanes, Range { side, top, low });
        let parts = parts.map(|part| part.and(&below)).collect();
        Stratum { lanes, parts, within_changed: true }
    }

    /// Each check: those of the rows, and those that the lane brings.
    pub(crate) fn checks(&mut self) {
        let [old, new] = Side::BOTH.map(|side| self.pair.rule_set(side).checks());
        for id in ids(old, new, |check| &check.id) {
            let [old, new] = [old, new].map(|checks| place(checks, &id, |check| &check.id));
            let has = |side: Side, set: IdSet<_>| {
                let own = *side.of(&[old, new]);
                own.is_some_and(|check| set.contains(check))
            };
            let levels =
                Levels::new(self.pair, |side, does: Does| u32::from(has(side, does.checks)));
            let by_lane = |side: Side, lane: &Lane| u32::from(has(side, lane.checks));
            let strata = self.strata(|side, _, lane| by_lane(side, lane));
            for on in Side::BOTH {
                let change = Change::Check { id: id.clone(), on };
                let now = if on == Side::New { [0, 1] } else { [1, 0] };
                let direction = Direction::worse_if(on == Side::New);
                for stratum in &strata {
                    let bases = Side::BOTH.map(|side| {
                        let lane = *side.of(&stratum.lanes);
                        by_lane(side, &self.pair.rule_set(side)[lane])
                    });
                    let within_changed = stratum.within_changed;
                    let found =
                        steps(self.pair, &levels, Step { levels: now, bases, within_changed });
                    let mut parts = product(&stratum.parts, &found);
                    if bases[0] != bases[1] && !within_changed {
                        // The lane is the same, and brings the check on one side only.
                        let lane = RuleId::Lane(*on.of(&stratum.lanes));
                        parts = parts.into_iter().map(|part| part.by(on, [lane])).collect();
                    }
                    self.add_of_those_that_go(change.clone(), direction, parts);
                }
            }
        }
    }

    /// Each document.
    pub(crate) fn documents(&mut self) {
        let [old, new] = Side::BOTH.map(|side| self.pair.rule_set(side).documents());
        for id in ids(old, new, |document| &document.id) {
            let [old, new] = [old, new].map(|all| place(all, &id, |document| &document.id));
            let levels = Levels::new(self.pair, |side, does| {
                let own = *side.of(&[old, new]);
                u32::from(own.is_some_and(|document| does.documents.contains(document)))
            });
            for on in Side::BOTH {
                let change = Change::Document { id: id.clone(), on };
                let now = if on == Side::New { [0, 1] } else { [1, 0] };
                let step = Step { levels: now, bases: [0, 0], within_changed: false };
                let parts = steps(self.pair, &levels, step);
                self.add_of_those_that_go(change, Direction::worse_if(on == Side::New), parts);
            }
        }
    }
}

/// How strict a lane is: in one order of all lanes if there is one, else in that of its own side.
fn lane_level(pair: &Pair<'_>, side: Side, lane: LaneId) -> u32 {
    if pair.lanes.ordered {
        return u32::try_from(pair.lanes.rank(side, lane)).unwrap_or(u32::MAX);
    }
    u32::from(lane.0)
}

/// The ids of two lists, each once.
fn ids<T>(old: &[T], new: &[T], id: impl Fn(&T) -> &String) -> Vec<String> {
    let known: indexmap::IndexSet<&String> = new.iter().chain(old).map(id).collect();
    known.into_iter().cloned().collect()
}

/// Where an id stands in a list.
pub(crate) fn place<I: Id, T>(all: &[T], id: &str, of: impl Fn(&T) -> &String) -> Option<I> {
    numbered(all).find(|(_, one)| of(one) == id).map(|(at, _)| at)
}

/// What meets one of these and one of those.
pub(crate) fn product(ones: &[Clauses], others: &[Clauses]) -> Vec<Clauses> {
    ones.iter().flat_map(|one| others.iter().map(|other| one.and(other))).collect()
}
