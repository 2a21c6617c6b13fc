//! The subject of all questions: a rule set, its catalog and its cut; what a case is in one slice.

use crate::analyze::bound::{Allowed, Bound, Test, bits_of};
use crate::analyze::boxes::Spent;
use crate::analyze::catalog::{Catalog, Impossible};
use crate::analyze::conditions::CondId;
use crate::analyze::cut::{self, Cut};
use crate::analyze::draft::{Draft, Nothing, Scope};
use crate::analyze::in_play::{InPlay, Index, Part};
use crate::analyze::problem::Problem;
use crate::analyze::question::{Brought, Case, Entries, Refusals};
use crate::model::RuleSet;
use crate::model::condition::Condition;
use crate::model::fact::{Default, Kind};
use crate::model::ids::{FactId, LaneId, numbered};
use crate::model::value::{Interval, Value, ValueSet};

/// What all questions are about.
#[derive(Debug)]
pub(crate) struct Subject<'r> {
    pub(crate) rule_set: &'r RuleSet,
    pub(crate) catalog: Catalog<'r>,
    pub(crate) cut: Cut,
    /// By row: what it brings; nothing, of a refusal.
    pub(crate) brought: Vec<Brought>,
    pub(crate) in_play: Index,
    /// The defaults of all facts, so that a witness can be held to them.
    defaults: Vec<(FactId, ValueSet)>,
}

/// The steps that may still be taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fuel {
    /// In one slice.
    pub(crate) slice: u64,
    /// In all.
    pub(crate) left: u64,
}

/// A part of the space in which the anchor is settled, or left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slice {
    /// Seen from this value.
    At(Value),
    /// Seen from none: without all that asks for the anchor.
    Open,
    /// Seen from this value, with nothing but what asks for the anchor: what is left to be looked at
    /// of a box that is known to be open.
    Rest(Value),
}

impl Slice {
    pub(crate) fn value(self) -> Option<Value> {
        match self {
            Self::At(value) | Self::Rest(value) => Some(value),
            Self::Open => None,
        }
    }
}

impl<'r> Subject<'r> {
    /// Prepares a rule set, cut along a fact with names, else along the one that cuts it most.
    pub(crate) fn new(
        rule_set: &'r RuleSet,
        impossible: &'r [Condition],
        anchor: Option<FactId>,
    ) -> Self {
        let anchor = anchor.unwrap_or_else(|| cut::anchor(rule_set));
        let cut = Cut::new(rule_set, impossible, anchor);
        let catalog = Catalog::new(rule_set, impossible);
        Self {
            rule_set,
            in_play: Index::new(rule_set, &cut, impossible, &catalog.domains),
            catalog,
            brought: rule_set.rows().iter().map(|row| Brought::by(&row.effect)).collect(),
            cut,
            defaults: defaults(rule_set),
        }
    }

    /// The box of a case: what is held, as far as the conditions that hold allow it.
    pub(crate) fn bounds(&self, case: &Case) -> Vec<Bound> {
        let mut bounds = self.catalog.domains.clone();
        for (fact, set) in &case.held {
            if let Some(bound) = bounds.get_mut(fact.index()) {
                bound.keep(set);
            }
        }
        for condition in &case.all {
            for test in &self.catalog[self.catalog[*condition].within] {
                if let Some(bound) = bounds.get_mut(test.fact.index()) {
                    test.narrow(bound);
                }
            }
        }
        if !case.lanes
            && !case.any_lane
            && let Some(bound) = bounds.get_mut(FactId::LANE.index())
        {
            bound.keep(&ValueSet::of([Value(0)]));
        }
        case.twin.iter().for_each(|twin| twin.narrow(&self.catalog, &mut bounds));
        if !case.allowed.contains(&Impossible::ByFacts) {
            self.keep_owners(&mut bounds);
        }
        bounds
    }

    /// Leaves only the names that have one of the codes that are left: most of a list have none.
    fn keep_owners(&self, bounds: &mut [Bound]) {
        let Some((code, list)) = self.rule_set.coded_list() else { return };
        let Kind::Code(codes) = &self.rule_set[code].kind else { return };
        let left = match bounds.get(code.index()) {
            Some(Bound::Many(left)) if !left.contains(Value::NOT_GIVEN) => left.intervals(),
            _ => return,
        };
        let owners = left.iter().flat_map(|part| codes.owners_within(*part));
        let owners = ValueSet::of(owners);
        // Where no name is left, it is told by what leaves none.
        if let Some(bound) = bounds.get_mut(list.index())
            && bound.values().any(|value| owners.contains(value))
        {
            bound.keep(&owners);
        }
    }

    /// A part of a slice of a case, as a problem.
    pub(crate) fn problem(
        &self,
        case: &Case,
        part: Part,
        slice: Slice,
        fuel: &mut Fuel,
    ) -> Result<Result<Problem, Nothing>, Spent> {
        let Part { bounds, in_play, .. } = part;
        let anchor = self.cut.anchor;
        let scope = match slice {
            Slice::At(_) => Scope::Whole,
            Slice::Open => Scope::Without(anchor),
            Slice::Rest(_) => Scope::Only(anchor),
        };
        let mut draft = Draft::new(&self.catalog, bounds, scope);
        self.add_case(&mut draft, case, slice, &in_play);
        if let Some(twin) = &case.twin
            && let Some(first) = draft.turn(twin.fact, twin.bound(&self.catalog))
        {
            let slice = twin.slice(slice, anchor);
            let in_play = self.in_play(&twin.case, &draft.bounds, slice);
            self.add_case(&mut draft, &twin.case, slice, &in_play);
            draft.turn_back(twin.fact, first);
        }
        let looked = draft.looked;
        let problem = draft.finish(&self.defaults);
        let size = problem.as_ref().map_or(0, |problem| problem.size() as u64);
        // Putting a problem together costs about as much as looking at all of it some times.
        let cost = 8 + looked / 4 + size * 4;
        let Some(left) = fuel.left.checked_sub(cost) else {
            fuel.left = 0;
            return Err(Spent);
        };
        fuel.left = left;
        Ok(problem)
    }

    fn add_case(&self, draft: &mut Draft<'_, 'r>, case: &Case, slice: Slice, in_play: &InPlay) {
        for condition in &case.all {
            draft.all(*condition);
        }
        for condition in case.none.iter().rev() {
            draft.not(*condition);
        }
        self.add_rows(draft, case, slice, in_play);
        for at in &in_play.impossible {
            self.catalog.impossible(*at, &case.allowed).into_iter().for_each(|one| draft.not(one));
        }
        if let Some((table, entries)) = case.no_entry {
            self.add_table(draft, table, entries, slice, &in_play.entries);
        }
        // With the anchor open, what asks for it may hold or not.
        let known = |list: &&Vec<CondId>| {
            let asks = |one: &CondId| self.catalog.asks(*one, self.cut.anchor);
            slice.value().is_some() || !list.iter().any(asks)
        };
        for list in case.some.iter().filter(known) {
            draft.some(None, list.iter().copied(), CondId(u32::MAX));
        }
    }

    fn add_rows(&self, draft: &mut Draft<'_, 'r>, case: &Case, slice: Slice, in_play: &InPlay) {
        match &case.refusals {
            Refusals::Only(rows) => {
                rows.iter().rev().for_each(|row| draft.not(self.catalog.row(*row)));
            }
            Refusals::Some => {
                if slice.value().is_none() {
                    return;
                }
                let rows = in_play.refusals.iter().map(|row| self.catalog.row(*row));
                draft.some(None, rows, CondId(u32::MAX));
            }
            Refusals::All => {
                in_play.refusals.iter().for_each(|row| draft.not(self.catalog.row(*row)));
            }
        }
        if !case.looks_at_requirements() {
            return;
        }
        let asked = in_play.requirements.iter().copied();
        for row in asked.filter(|row| case.without != Some(*row)) {
            let Some(brought) = self.brought.get(row.index()) else { continue };
            if case.lacking.iter().any(|brings| brings.by(brought)) {
                draft.not(self.catalog.row(row));
            } else if let Some(raise) = self.catalog.raise(row).filter(|_| case.lanes) {
                draft.not(raise);
            }
        }
        if slice.value().is_some() {
            self.add_what_is_brought(draft, case, in_play);
        }
    }

    /// Adds that something brings what a case asks for, and that something raises to each lane.
    fn add_what_is_brought(&self, draft: &mut Draft<'_, 'r>, case: &Case, in_play: &InPlay) {
        let bringing = |brings: &dyn Fn(&Brought) -> bool| {
            let rows = in_play.requirements.iter().copied();
            let rows = rows.filter(|row| case.without != Some(*row));
            let rows = rows.filter(|row| self.brought.get(row.index()).is_some_and(brings));
            rows.map(|row| self.catalog.row(row)).collect::<Vec<_>>()
        };
        for (lanes, brings) in &case.brought {
            let test = lanes.as_ref().map(lane_test);
            let rows = bringing(&|brought| brings.iter().any(|brings| brings.by(brought)));
            draft.some(test, rows.into_iter(), CondId(u32::MAX));
        }
        for (lane, _) in numbered::<LaneId, _>(self.rule_set.lanes()).skip(1) {
            if case.lanes {
                let test = lane_test(&ValueSet::of([Value(i64::from(lane.0))]));
                let rows = bringing(&|brought| brought.lane == lane);
                draft.some(Some(test), rows.into_iter(), CondId(u32::MAX));
            }
        }
    }

    fn add_table(
        &self,
        draft: &mut Draft<'_, 'r>,
        table: usize,
        when: Entries,
        slice: Slice,
        entries: &[u32],
    ) {
        for entry in entries {
            draft.not(self.catalog.entry(table, *entry));
        }
        // With the anchor open, what holds on other days is not known.
        if slice.value().is_none() || when == Entries::Never {
            return;
        }
        let undated = entries.iter().map(|entry| self.catalog.entry_on_any_day(table, *entry));
        draft.some(None, undated, CondId(u32::MAX));
    }
}

impl Fuel {
    /// Runs a search that may take the steps of a slice, as far as there are any left.
    pub(crate) fn spend<T>(
        &mut self,
        run: impl FnOnce(&mut u64) -> Result<T, Spent>,
    ) -> Result<T, Spent> {
        let steps = self.slice.min(self.left);
        let mut left = steps;
        let found = run(&mut left);
        let taken = if found.is_err() { steps } else { steps - left };
        self.left -= taken;
        found
    }
}

fn lane_test<'r>(lanes: &ValueSet) -> Test<'r> {
    let fact = FactId::LANE;
    let few = lanes.intervals().iter().all(|part| part.greatest < 64);
    let part = lanes.intervals().first().copied().unwrap_or(Interval::new(0, -1));
    let allowed = if few { Allowed::Few(bits_of(lanes)) } else { Allowed::One(part) };
    Test { fact, allowed }
}

/// The defaults of all facts, with the spans of dates in which they are.
fn defaults(rule_set: &RuleSet) -> Vec<(FactId, ValueSet)> {
    let mut found = Vec::new();
    for (id, fact) in rule_set.facts() {
        match &fact.default {
            Default::None => {}
            Default::Value(value) => found.push((id, ValueSet::of([*value]))),
            Default::ByName { values, otherwise, .. } => {
                let values = values.iter().map(|(_, value)| *value).chain(*otherwise);
                found.extend(values.map(|value| (id, ValueSet::of([value]))));
            }
            Default::ByDate(values) => found.extend(values.iter().flat_map(|(days, value)| {
                let days = ValueSet::interval(days.least, days.greatest);
                [(FactId::DATE, days), (id, ValueSet::of([*value]))]
            })),
        }
    }
    found
}
