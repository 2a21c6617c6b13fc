//! Outcomes: the flow that takes a shipment, its steps, and the release that follows.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analyze::conditions::CondId;
use crate::diff::change::{Change, Direction};
use crate::diff::clauses::Clauses;
use crate::diff::levels::Levels;
use crate::diff::outcomes::{Outcomes, Stratum, place, product};
use crate::diff::pair::{Does, RuleId};
use crate::diff::steps::{Step, between, steps};
use crate::diff::version::Side;
use crate::evaluate::Release;
use crate::model::id_set::CheckSet;
use crate::model::ids::{CheckId, DocumentId, FlowId, Id};
use crate::model::{Check, Document, Flow, RuleSet};

/// What two ordered lists take, one before and one after.
pub(crate) struct Taken<I> {
    pub(crate) entries: [Option<I>; 2],
    pub(crate) clauses: Clauses,
}

/// Every two entries of two ordered lists that may each be the first to take one shipment.
///
/// A condition of both lists that holds is passed over by neither: so most pairs cannot be.
pub(crate) fn taken<I: Id>(lists: [&[Option<CondId>]; 2]) -> Vec<Taken<I>> {
    let firsts = lists.map(|list| {
        let mut firsts: HashMap<CondId, usize> = HashMap::new();
        for (at, condition) in list.iter().enumerate() {
            condition.iter().for_each(|one| {
                firsts.entry(*one).or_insert(at);
            });
        }
        firsts
    });
    let [old_firsts, new_firsts] = &firsts;
    // Past the end: none takes it.
    let entries = |list: &[Option<CondId>], own: &HashMap<CondId, usize>| -> Vec<usize> {
        let can = |at: &usize| {
            let condition = list.get(*at).copied().flatten();
            *at == list.len() || condition.is_some_and(|one| own.get(&one) == Some(at))
        };
        (0..=list.len()).filter(can).collect()
    };
    let [old, new] = lists;
    let (olds, news) = (entries(old, old_firsts), entries(new, new_firsts));
    let mut found = Vec::new();
    for before in &olds {
        for after in &news {
            let passed = |condition: Option<&Option<CondId>>,
                          firsts: &HashMap<CondId, usize>,
                          taken: usize| {
                let first = condition.copied().flatten().and_then(|one| firsts.get(&one));
                first.is_some_and(|first| *first < taken)
            };
            if passed(old.get(*before), new_firsts, *after)
                || passed(new.get(*after), old_firsts, *before)
            {
                continue;
            }
            let ends = [(old, *before), (new, *after)];
            let mut clauses = Clauses::default();
            for (list, at) in ends {
                clauses.all.extend(list.get(at).copied().flatten());
                clauses.none.extend(list.iter().take(at).flatten());
            }
            let entry = |(list, at): (&[Option<CondId>], usize)| {
                (at < list.len()).then(|| I::at(at)).flatten()
            };
            found.push(Taken { entries: ends.map(entry), clauses });
        }
    }
    found
}

impl Outcomes<'_, '_> {
    /// The flow before and after, and what hangs on it.
    pub(crate) fn flows(&mut self) {
        let pair = self.pair;
        let list = |side: Side, lane: crate::model::LaneId| {
            let rules = pair.rules(side);
            let class = rules.class.get(lane.index());
            class.and_then(|class| rules.flows.get(*class)).cloned().unwrap_or_default()
        };
        for stratum in self.strata(|side, lane, _| list(side, lane)) {
            let [old, new] = Side::BOTH.map(|side| list(side, *side.of(&stratum.lanes)));
            for one in taken::<FlowId>([&old, &new]) {
                self.flow(&stratum, &one);
            }
        }
        let mut known = HashMap::new();
        for stratum in self.strata(|side, id, lane| (list(side, id), lane.checks)) {
            let [old, new] = Side::BOTH.map(|side| list(side, *side.of(&stratum.lanes)));
            for one in taken::<FlowId>([&old, &new]) {
                self.release(&stratum, &one, &mut known);
                self.checked(&stratum, &one);
            }
        }
    }

    /// Checks that the same flow does in another step, since their kind is another.
    fn checked(&mut self, stratum: &Stratum, one: &Taken<FlowId>) {
        let pair = self.pair;
        let [old, new] = Side::BOTH.map(|side| pair.rule_set(side));
        let [Some(was), Some(is)] = one.entries else { return };
        if old[was].rule.id != new[is].rule.id {
            return;
        }
        for check in new.checks() {
            let twin = place::<CheckId, _>(old.checks(), &check.id, |check| &check.id);
            let Some(twin) = twin.map(|twin| &old[twin]).filter(|twin| twin.kind != check.kind)
            else {
                continue;
            };
            let steps = [held_in(old, &old[was], twin), held_in(new, &new[is], check)];
            let of = |side: Side, checks: CheckSet| {
                let own = place(pair.rule_set(side).checks(), &check.id, |one| &one.id);
                u32::from(own.is_some_and(|own| checks.contains(own)))
            };
            let levels = Levels::new(pair, |side, does: Does| of(side, does.checks));
            let [before, after] = Side::BOTH.map(|side| {
                let lane = &pair.rule_set(side)[*side.of(&stratum.lanes)];
                between(&levels, side, (1, 1), of(side, lane.checks))
            });
            let clauses = one.clauses.and(&before).and(&after);
            let clauses = clauses.by(Side::Old, [RuleId::Flow(was)]);
            let parts = product(&stratum.parts, &[clauses.by(Side::New, [RuleId::Flow(is)])]);
            let change = Change::CheckedIn { check: check.id.clone(), steps };
            self.add_of_those_that_go(change, Direction::Other, parts);
        }
    }

    fn flow(&mut self, stratum: &Stratum, one: &Taken<FlowId>) {
        let [old, new] = Side::BOTH.map(|side| self.pair.rule_set(side));
        let flows = [one.entries[0].map(|flow| &old[flow]), one.entries[1].map(|flow| &new[flow])];
        let id = |flow: &Flow| flow.rule.id.clone();
        let (change, direction) = match flows {
            [None, None] => return,
            [Some(flow), None] => (Change::NoPath { flow: id(flow) }, Direction::Worse),
            [None, Some(flow)] => (Change::Path { flow: id(flow) }, Direction::Better),
            [Some(one), Some(other)] if one.rule.id != other.rule.id => {
                (Change::Flow { old: id(one), new: id(other) }, Direction::Other)
            }
            [Some(was), Some(is)] => return self.path(stratum, one, [was, is]),
        };
        let mut clauses = one.clauses.clone();
        for (side, flow) in Side::BOTH.into_iter().zip(one.entries) {
            clauses = clauses.by(side, flow.map(RuleId::Flow));
        }
        self.add_of_those_that_go(change, direction, product(&stratum.parts, &[clauses]));
    }

    /// The same flow on both sides: whether its steps are the same, too.
    fn path(&mut self, stratum: &Stratum, one: &Taken<FlowId>, flows: [&Flow; 2]) {
        let [old, new] = Side::BOTH.map(|side| self.pair.rule_set(side));
        let steps = [steps_of(old, flows[0]), steps_of(new, flows[1])];
        let own = one.entries.map(|flow| flow.map(RuleId::Flow));
        let by = |clauses: Clauses| clauses.by(Side::Old, own[0]).by(Side::New, own[1]);
        if steps[0] != steps[1] {
            let change = Change::Steps { flow: flows[1].rule.id.clone() };
            let parts = product(&stratum.parts, &[by(one.clauses.clone())]);
            self.add_of_those_that_go(change, Direction::Other, parts);
        }
        for document in new.documents() {
            let Some(twin) = place::<DocumentId, _>(old.documents(), &document.id, |d| &d.id)
            else {
                continue;
            };
            let places = [handed_in(old, flows[0], &old[twin]), handed_in(new, flows[1], document)];
            if places[0] == places[1] {
                continue;
            }
            let levels = Levels::new(self.pair, |side, does: Does| {
                let all = self.pair.rule_set(side).documents();
                let own = place(all, &document.id, |d: &Document| &d.id);
                u32::from(own.is_some_and(|own| does.documents.contains(own)))
            });
            let needed = between(&levels, Side::Old, (1, 1), 0);
            let needed = needed.and(&between(&levels, Side::New, (1, 1), 0));
            let change = Change::HandedIn { document: document.id.clone(), steps: places };
            let parts = product(&stratum.parts, &[by(one.clauses.and(&needed))]);
            self.add_of_those_that_go(change, Direction::Other, parts);
        }
    }

    /// The release before and after, of shipments that two flows take.
    fn release(
        &mut self,
        stratum: &Stratum,
        one: &Taken<FlowId>,
        known: &mut HashMap<[FlowId; 2], Arc<Levels>>,
    ) {
        let pair = self.pair;
        let [Some(old), Some(new)] = one.entries else { return };
        let flow = |side: Side| {
            let id = if side == Side::Old { old } else { new };
            &pair.rule_set(side)[id]
        };
        let levels = known.entry([old, new]).or_insert_with(|| {
            Levels::new(pair, |side, does| release_level(flow(side), does.checks))
        });
        let levels = Arc::clone(levels);
        let bases = Side::BOTH.map(|side| {
            let lane = &pair.rule_set(side)[*side.of(&stratum.lanes)];
            release_level(flow(side), lane.checks)
        });
        let other_flow = flow(Side::Old).rule.id != flow(Side::New).rule.id;
        let within_changed = stratum.within_changed || other_flow;
        let changed = Side::BOTH.into_iter().any(|side| !levels.more(side).is_empty());
        if !changed && bases[0] == bases[1] && !within_changed {
            return;
        }
        for (was, old_level) in RELEASES.into_iter().zip(0..) {
            for (is, new_level) in RELEASES.into_iter().zip(0..) {
                let step = Step { levels: [old_level, new_level], bases, within_changed };
                let found = steps(pair, &levels, step);
                let parts =
                    product(&product(&stratum.parts, std::slice::from_ref(&one.clauses)), &found);
                let change = Change::Release { old: was, new: is };
                self.add_of_those_that_go(change, Direction::worse_if(is > was), parts);
            }
        }
    }
}

const RELEASES: [Release; 3] = [Release::OnArrival, Release::AfterReview, Release::AfterInspection];

/// The place among the releases to which checks delay one.
fn release_level(flow: &Flow, checks: CheckSet) -> u32 {
    if !checks.intersection(flow.at_arrival.inspections).is_empty() {
        2
    } else {
        u32::from(!checks.intersection(flow.at_arrival.reviews).is_empty())
    }
}

/// What makes the path of a flow, checks and documents aside.
fn steps_of(rule_set: &RuleSet, flow: &Flow) -> Vec<String> {
    let steps = flow.steps.iter().map(|id| {
        let step = &rule_set[*id];
        let mut holds: Vec<String> = step.holds.iter().map(|kind| format!("{kind:?}")).collect();
        holds.sort_unstable();
        format!("{} {:?} {} {holds:?}", step.id, step.time, step.optional)
    });
    steps.collect()
}

/// The step of a flow that holds a check.
fn held_in(rule_set: &RuleSet, flow: &Flow, check: &Check) -> Option<String> {
    let mut steps = flow.steps.iter().map(|id| &rule_set[*id]);
    steps.find(|step| step.holds.contains(&check.kind)).map(|step| step.id.clone())
}

/// The step of a flow in which a document is handed in.
fn handed_in(rule_set: &RuleSet, flow: &Flow, document: &Document) -> Option<String> {
    let step = document.steps.iter().find(|step| flow.steps.contains(step))?;
    Some(rule_set[*step].id.clone())
}
