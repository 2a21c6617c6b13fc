//! Slices: the rules seen from one value of the fact that cuts them most.
//!
//! Within a slice that fact is settled, so that a rule for particular goods is either in play, with
//! the rest of its condition, or not there at all. Values that leave the same rest share a slice.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::analyze::axes::{Axes, Masked};
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::Default;
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, LaneId, RuleSet};
use crate::space;

/// The part of a condition that is left once a fact has a value; none if it cannot hold any more.
pub(crate) fn rest_of(condition: &Condition, fact: FactId, value: Value) -> Option<Condition> {
    let left = |region: &Region| {
        let holds = region.allowed(fact).is_none_or(|set| set.contains(value));
        let tests = || region.tests().iter().filter(|(tested, _)| *tested != fact).cloned();
        holds.then(|| Region::new(tests().collect()))
    };
    let within = left(&condition.within)?;
    let unless: Vec<Region> = condition.unless.iter().filter_map(left).collect();
    // An exception that asks for nothing more always holds.
    (!unless.iter().any(|region| region.tests().is_empty())).then_some(Condition { within, unless })
}

/// Which row of the rule set a row of a slice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowPlace {
    /// It does not ask for the anchor: the same row for every value.
    Shared(usize),
    /// It asks for the anchor: the place among the own rows of each value.
    Own(usize),
}

/// A row that is in play in a slice.
#[derive(Debug)]
pub(crate) struct SliceRow {
    pub(crate) place: RowPlace,
    pub(crate) condition: Masked,
}

/// A row that raises the lane or adds checks and documents.
#[derive(Debug)]
pub(crate) struct Requirement {
    pub(crate) row: SliceRow,
    pub(crate) lane: LaneId,
    pub(crate) checks: CheckSet,
    pub(crate) documents: DocumentSet,
}

/// An entry of an ordered list that is in play, by lane where it asks for the lane.
#[derive(Debug)]
pub(crate) struct SliceEntry {
    /// What is left of its condition in each lane; none where it cannot hold.
    pub(crate) by_lane: Vec<Option<Masked>>,
    pub(crate) asks_lane: bool,
}

/// The rules in play for some values of the anchor, which they do not tell apart.
#[derive(Debug, Default)]
pub(crate) struct Slice {
    pub(crate) axes: Axes,
    /// What no shipment can be: categories on days on which they are not in force.
    pub(crate) outside: Vec<Masked>,
    pub(crate) refusals: Vec<SliceRow>,
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) flows: Vec<SliceEntry>,
    pub(crate) taxes: Vec<SliceEntry>,
    /// The entries of each table of rates.
    pub(crate) tables: Vec<Vec<Masked>>,
}

/// The fact along which the rules are cut: the one by which most rows differ.
pub(crate) fn anchor(rule_set: &RuleSet) -> FactId {
    let mut asking = vec![0_usize; rule_set.fact_count()];
    for (fact, _) in rule_set.rows().iter().flat_map(|row| row.rule.condition.within.tests()) {
        if let Some(count) = asking.get_mut(fact.index()) {
            *count += 1;
        }
    }
    let named = rule_set.facts().filter(|(_, fact)| fact.names().len() > 0);
    let cutting = |id: FactId, names: usize| {
        let asked = asking.get(id.index()).copied().unwrap_or(0);
        // A fact of few names leaves much in each slice, however many rows ask for it.
        asked.saturating_mul(names.min(64))
    };
    named
        .max_by_key(|(id, fact)| (cutting(*id, fact.names().len()), std::cmp::Reverse(*id)))
        .map_or_else(|| rule_set.goods(), |(id, _)| id)
}

/// Values of the anchor that the rules do not tell apart, each with its own rows.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) members: Vec<(Value, Vec<usize>)>,
}

/// A rule set cut along its anchor.
#[derive(Debug)]
pub(crate) struct Cut<'r> {
    pub(crate) rule_set: &'r RuleSet,
    pub(crate) anchor: FactId,
    pub(crate) groups: Vec<Group>,
    /// The group of each value of the anchor.
    group_of: Vec<usize>,
    shared: Vec<usize>,
    /// The checks that each lane brings by itself.
    pub(crate) lane_checks: Vec<CheckSet>,
    outside: Vec<Condition>,
    /// The defaults of all facts, so that a witness can be held to them.
    defaults: Vec<(FactId, ValueSet)>,
    kept: RefCell<Option<(usize, Rc<Slice>)>>,
    /// The steps that all searches together may still take.
    pub(crate) steps_left: Cell<u64>,
}

impl<'r> Cut<'r> {
    /// Cuts a rule set along the fact that cuts it most.
    pub(crate) fn new(rule_set: &'r RuleSet, steps: u64) -> Self {
        Self::along(rule_set, anchor(rule_set), steps)
    }

    /// Cuts a rule set along a fact that has names.
    pub(crate) fn along(rule_set: &'r RuleSet, anchor: FactId, steps: u64) -> Self {
        let asks = |at: &usize| {
            let row = rule_set.rows().get(*at);
            row.is_some_and(|row| row.rule.condition.facts().any(|fact| fact == anchor))
        };
        let shared = (0..rule_set.rows().len()).filter(|at| !asks(at)).collect();
        let mut groups: Vec<Group> = Vec::new();
        let mut group_of: Vec<usize> = Vec::new();
        let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut rests: HashMap<(Condition, &Effect), u32> = HashMap::new();
        for (value, mut own) in own_rows(rule_set, anchor) {
            let mut signature = Vec::with_capacity(own.len() + 8);
            own.retain(|at| {
                let Some(row) = rule_set.rows().get(*at) else { return false };
                let Some(rest) = rest_of(&row.rule.condition, anchor, value) else { return false };
                let next = u32::try_from(rests.len()).unwrap_or(u32::MAX);
                signature.push(*rests.entry((rest, &row.effect)).or_insert(next));
                true
            });
            signature.push(u32::MAX);
            signature.extend(unshared(rule_set, anchor, value));
            let at = *known.entry(signature).or_insert(groups.len());
            group_of.push(at);
            match groups.get_mut(at) {
                Some(group) => group.members.push((value, own)),
                None => groups.push(Group { members: vec![(value, own)] }),
            }
        }
        let (outside, defaults) = (space::impossible(rule_set), defaults(rule_set));
        Self {
            rule_set,
            anchor,
            groups,
            group_of,
            shared,
            lane_checks: rule_set.lanes().iter().map(|lane| lane.checks).collect(),
            outside,
            defaults,
            kept: RefCell::new(None),
            steps_left: Cell::new(steps),
        }
    }

    /// The groups in which a row can be in play, rising.
    pub(crate) fn groups_of_row(&self, row: usize) -> Vec<usize> {
        let within = self.rule_set.rows().get(row).map(|row| &row.rule.condition.within);
        match within.and_then(|within| within.allowed(self.anchor)) {
            Some(set) => self.groups_of_values(set),
            None => (0..self.groups.len()).collect(),
        }
    }

    /// The groups that have some of these values of the anchor, rising.
    pub(crate) fn groups_of_values(&self, set: &ValueSet) -> Vec<usize> {
        let last = i64::try_from(self.group_of.len()).unwrap_or(i64::MAX) - 1;
        let held = set.intersection(&ValueSet::interval(0, last));
        let values = held.intervals().iter().flat_map(|part| part.least..=part.greatest);
        let found = values.filter_map(|at| self.group_of.get(Value(at).index()).copied());
        let mut found: Vec<usize> = found.collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a row does not ask for the anchor.
    pub(crate) fn is_shared(&self, row: usize) -> bool {
        self.shared.binary_search(&row).is_ok()
    }

    /// The rules in play for the group at `at`; the last one asked for is kept.
    pub(crate) fn slice(&self, at: usize) -> Rc<Slice> {
        if let Some((kept, slice)) = &*self.kept.borrow()
            && *kept == at
        {
            return Rc::clone(slice);
        }
        let group = self.groups.get(at);
        let slice = Rc::new(group.map(|group| self.compile(group)).unwrap_or_default());
        *self.kept.borrow_mut() = Some((at, Rc::clone(&slice)));
        slice
    }

    fn compile(&self, group: &Group) -> Slice {
        let (rule_set, anchor) = (self.rule_set, self.anchor);
        let Some((value, own)) = group.members.first() else {
            return <Slice as std::default::Default>::default();
        };
        let rest = |condition: &Condition| rest_of(condition, anchor, *value);
        let outside: Vec<Condition> = self.outside.iter().filter_map(rest).collect();
        let shared = self.shared.iter().map(|at| (*at, RowPlace::Shared(*at)));
        let own = own.iter().enumerate().map(|(place, at)| (*at, RowPlace::Own(place)));
        let rows: Vec<(usize, RowPlace, Condition)> = shared
            .chain(own)
            .filter_map(|(at, place)| {
                let row = rule_set.rows().get(at)?;
                rest(&row.rule.condition).map(|rest| (at, place, rest))
            })
            .collect();
        // Compiling a rule costs about as much as looking at it some times.
        let cost = u64::try_from(rows.len()).unwrap_or(u64::MAX).saturating_mul(16);
        self.steps_left.set(self.steps_left.get().saturating_sub(cost));
        let lanes = rule_set.lanes().len();
        let by_lane = |condition: &Condition| -> Rests {
            let asks = condition.facts().any(|fact| fact == FactId::LANE);
            let rests = (0..if asks { lanes } else { 1 })
                .map(|lane| rest_of(&rest(condition)?, FactId::LANE, Value::of_index(lane)));
            (asks, rests.collect())
        };
        let flows: Vec<Rests> =
            rule_set.flows().iter().map(|flow| by_lane(&flow.rule.condition)).collect();
        let taxes: Vec<Rests> =
            rule_set.taxes().iter().map(|tax| by_lane(&tax.rule.condition)).collect();
        let tables: Vec<Vec<Condition>> = rule_set
            .rates()
            .iter()
            .map(|table| {
                table.entries.iter().filter_map(|entry| rest(&alone(&entry.within))).collect()
            })
            .collect();
        let entries = flows.iter().chain(&taxes).flat_map(|(_, rests)| rests.iter().flatten());
        let conditions = outside.iter().chain(rows.iter().map(|(.., rest)| rest)).chain(entries);
        let conditions = conditions.chain(tables.iter().flatten());
        let regions = conditions.flat_map(|one| std::iter::once(&one.within).chain(&one.unless));
        let axes = Axes::new(rule_set, regions, &self.defaults);
        let masked = |rests: &[Rests]| -> Vec<SliceEntry> {
            let entries = rests.iter().map(|(asks_lane, rests)| SliceEntry {
                by_lane: rests
                    .iter()
                    .map(|rest| rest.as_ref().map(|rest| axes.masked(rest)))
                    .collect(),
                asks_lane: *asks_lane,
            });
            entries.collect()
        };
        let mut slice = Slice {
            outside: outside.iter().map(|rest| axes.masked(rest)).collect(),
            flows: masked(&flows),
            taxes: masked(&taxes),
            tables: tables
                .iter()
                .map(|rests| rests.iter().map(|r| axes.masked(r)).collect())
                .collect(),
            ..<Slice as std::default::Default>::default()
        };
        for (at, place, rest) in &rows {
            let row = SliceRow { place: *place, condition: axes.masked(rest) };
            match rule_set.rows().get(*at).map(|row| &row.effect) {
                Some(Effect::Refuse { .. }) => slice.refusals.push(row),
                Some(Effect::Require { lane, checks, documents }) => {
                    slice.requirements.push(Requirement {
                        row,
                        lane: lane.unwrap_or(LaneId(0)),
                        checks: *checks,
                        documents: *documents,
                    });
                }
                None => {}
            }
        }
        slice.axes = axes;
        slice
    }
}

/// Whether a condition asks for the lane, and what is left of it in each.
type Rests = (bool, Vec<Option<Condition>>);

/// A region as a condition without exceptions.
fn alone(within: &Region) -> Condition {
    Condition { within: within.clone(), unless: Vec::new() }
}

/// For each value of the anchor the rows that ask for the anchor and may hold.
fn own_rows(rule_set: &RuleSet, anchor: FactId) -> Vec<(Value, Vec<usize>)> {
    let fact = &rule_set[anchor];
    let names = fact.names().len();
    let mut own: Vec<(Value, Vec<usize>)> =
        (0..names).map(|at| (Value::of_index(at), Vec::new())).collect();
    for (at, row) in rule_set.rows().iter().enumerate() {
        let condition = &row.rule.condition;
        let asks_in_exception =
            condition.unless.iter().any(|region| region.allowed(anchor).is_some());
        let everywhere = || ValueSet::interval(0, i64::try_from(names).unwrap_or(i64::MAX));
        let within = condition.within.allowed(anchor).cloned();
        let Some(set) = within.or_else(|| asks_in_exception.then(everywhere)) else { continue };
        for part in set.intervals() {
            let from = usize::try_from(part.least).unwrap_or(0).min(names);
            let to = usize::try_from(part.greatest).map_or(names, |last| names.min(last + 1));
            for (_, rows) in own.get_mut(from..to).unwrap_or_default() {
                rows.push(at);
            }
        }
    }
    own
}

/// Which conditions other than those of rows hold for a value of the anchor, as bits.
fn unshared(rule_set: &RuleSet, anchor: FactId, value: Value) -> Vec<u32> {
    let flows = rule_set.flows().iter().map(|flow| &flow.rule.condition);
    let taxes = rule_set.taxes().iter().map(|tax| &tax.rule.condition);
    let regions = flows
        .chain(taxes)
        .flat_map(|condition| std::iter::once(&condition.within).chain(&condition.unless))
        .chain(rule_set.table_regions());
    let asking = regions.filter_map(|region| region.allowed(anchor));
    let mut bits: Vec<u32> = asking.map(|set| u32::from(set.contains(value))).collect();
    // A name that is out of force on some days is like no other.
    let name = rule_set[anchor].name(value);
    if name.is_some_and(|name| name.in_force.is_some()) {
        bits.push(u32::try_from(value.index()).unwrap_or(u32::MAX).saturating_add(2));
    }
    bits
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

impl SliceEntry {
    /// What is left of the condition in a lane; none where it cannot hold.
    pub(crate) fn in_lane(&self, lane: usize) -> Option<&Masked> {
        let at = if self.asks_lane { lane } else { 0 };
        self.by_lane.get(at).and_then(Option::as_ref)
    }
}
