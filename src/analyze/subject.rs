//! The subject of all questions: a rule set, its catalog and its cut; what a case is in one slice.

use crate::analyze::bound::{Allowed, Bound, Test, bits_of};
use crate::analyze::boxes::Spent;
use crate::analyze::catalog::Catalog;
use crate::analyze::conditions::CondId;
use crate::analyze::cut::{self, Cut};
use crate::analyze::draft::{Draft, Nothing, Scope};
use crate::analyze::problem::Problem;
use crate::analyze::question::{Brought, Case, Entries, Refusals};
use crate::model::RuleSet;
use crate::model::condition::Condition;
use crate::model::fact::Default;
use crate::model::ids::{FactId, LaneId, RowId, numbered};
use crate::model::value::{Interval, Value, ValueSet};
use crate::space::Listing;

/// What all questions are about.
#[derive(Debug)]
pub(crate) struct Subject<'r> {
    pub(crate) rule_set: &'r RuleSet,
    pub(crate) catalog: Catalog<'r>,
    pub(crate) cut: Cut,
    /// By row: what it brings; nothing, of a refusal.
    brought: Vec<Brought>,
    refusals: Asking,
    requirements: Asking,
    /// The defaults of all facts, so that a witness can be held to them.
    defaults: Vec<(FactId, ValueSet)>,
}

/// Of the rows that stand under no value of the anchor, those that ask for it all the same.
#[derive(Debug)]
struct Asking(Vec<RowId>);

impl Asking {
    fn new(rule_set: &RuleSet, listing: &Listing<RowId>, anchor: FactId) -> Self {
        let asks = |row: &&RowId| rule_set[**row].rule.condition.facts().any(|fact| fact == anchor);
        Self(listing.others().iter().filter(asks).copied().collect())
    }

    /// The rows of a listing that are in play in a slice, the last of the file first.
    fn in_play<'l>(
        &'l self,
        listing: &'l Listing<RowId>,
        slice: Slice,
    ) -> impl Iterator<Item = RowId> + 'l {
        let own = slice.value().map_or(&[][..], |value| listing.of(value));
        let others = match slice {
            Slice::At(_) | Slice::Open => listing.others(),
            Slice::Rest(_) => &self.0,
        };
        own.iter().chain(others).rev().copied()
    }
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
    fn value(self) -> Option<Value> {
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
        Self {
            rule_set,
            catalog: Catalog::new(rule_set, impossible),
            brought: rule_set.rows().iter().map(|row| Brought::by(&row.effect)).collect(),
            refusals: Asking::new(rule_set, &cut.refusals, anchor),
            requirements: Asking::new(rule_set, &cut.requirements, anchor),
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
        bounds
    }

    /// One slice of a case, as a problem.
    pub(crate) fn problem(
        &self,
        case: &Case,
        mut bounds: Vec<Bound>,
        slice: Slice,
        fuel: &mut Fuel,
    ) -> Result<Result<Problem, Nothing>, Spent> {
        let anchor = self.cut.anchor;
        if let (Some(value), Some(bound)) = (slice.value(), bounds.get_mut(anchor.index())) {
            bound.keep(&ValueSet::of([value]));
        }
        let scope = match slice {
            Slice::At(_) => Scope::Whole,
            Slice::Open => Scope::Without(anchor),
            Slice::Rest(_) => Scope::Only(anchor),
        };
        let mut draft = Draft::new(&self.catalog, bounds, scope);
        self.add_case(&mut draft, case, slice);
        if let Some(twin) = &case.twin
            && let Some(first) = draft.turn(twin.fact, twin.bound(&self.catalog))
        {
            self.add_case(&mut draft, &twin.case, twin.slice(slice, anchor));
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

    fn add_case(&self, draft: &mut Draft<'_, 'r>, case: &Case, slice: Slice) {
        for condition in &case.all {
            draft.all(*condition);
        }
        for condition in case.none.iter().rev() {
            draft.not(*condition);
        }
        self.add_rows(draft, case, slice);
        for condition in self.catalog.impossible(&case.allowed) {
            draft.not(condition);
        }
        if let Some((table, entries)) = case.no_entry {
            self.add_table(draft, table, entries, slice.value());
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

    fn add_rows(&self, draft: &mut Draft<'_, 'r>, case: &Case, slice: Slice) {
        match &case.refusals {
            Refusals::Only(rows) => {
                rows.iter().rev().for_each(|row| draft.not(self.catalog.row(*row)));
            }
            Refusals::Some => {
                let Some(value) = slice.value() else { return };
                let rows = self.refusals.in_play(&self.cut.refusals, Slice::At(value));
                let rows = rows.map(|row| self.catalog.row(row));
                draft.some(None, rows, CondId(u32::MAX));
            }
            Refusals::All => {
                for row in self.refusals.in_play(&self.cut.refusals, slice) {
                    draft.not(self.catalog.row(row));
                }
            }
        }
        if case.lacking.is_empty() && case.brought.is_empty() && !case.lanes || case.any_lane {
            return;
        }
        let requirements = || {
            let rows = self.requirements.in_play(&self.cut.requirements, slice);
            rows.filter(|row| case.without != Some(*row))
        };
        for row in requirements() {
            let Some(brought) = self.brought.get(row.index()) else { continue };
            if case.lacking.iter().any(|brings| brings.by(brought)) {
                draft.not(self.catalog.row(row));
            } else if let Some(raise) = self.catalog.raise(row).filter(|_| case.lanes) {
                draft.not(raise);
            }
        }
        if let Some(value) = slice.value() {
            self.add_what_is_brought(draft, case, value);
        }
    }

    /// Adds that something brings what a case asks for, and that something raises to each lane.
    fn add_what_is_brought(&self, draft: &mut Draft<'_, 'r>, case: &Case, value: Value) {
        let bringing = |brings: &dyn Fn(&Brought) -> bool| {
            let rows = self.requirements.in_play(&self.cut.requirements, Slice::At(value));
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
        value: Option<Value>,
    ) {
        let Some(listing) = self.cut.tables.get(table) else { return };
        let own = value.map_or(&[][..], |value| listing.of(value));
        let entries = || own.iter().chain(listing.others());
        for entry in entries() {
            draft.not(self.catalog.entry(table, *entry));
        }
        // With the anchor open, what holds on other days is not known.
        if value.is_none() || when == Entries::Never {
            return;
        }
        let undated = entries().map(|entry| self.catalog.entry_on_any_day(table, *entry));
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
