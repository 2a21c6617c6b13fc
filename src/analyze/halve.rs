//! Halving: a box in which very many conditions are in play is searched part by part.
//!
//! It is halved along the fact that leaves the fewest in the larger half, where half of their ranges
//! begin or end, until in each part few are in play.

use crate::analyze::bound::{Bound, Test};
use crate::analyze::boxes::Spent;
use crate::analyze::catalog::TableId;
use crate::analyze::conditions::CondId;
use crate::analyze::in_play::{InPlay, Index, Part, Sorted};
use crate::analyze::question::{Case, Refusals};
use crate::analyze::subject::{Fuel, Slice, Subject};
use crate::model::condition::{FactId, Region};
use crate::model::ids::{RowId, numbered};
use crate::model::value::ValueSet;
use crate::space::Listing;

/// By so many of the conditions in play it is told where to halve a box.
const SAMPLE: usize = 256;

impl Subject<'_> {
    /// A slice of a case, with what is in play in it.
    pub(crate) fn whole(&self, case: &Case, mut bounds: Vec<Bound>, slice: Slice) -> Part {
        if let Some(value) = slice.value()
            && let Some(bound) = bounds.get_mut(self.cut.anchor.index())
        {
            bound.keep(&ValueSet::of([value]));
        }
        let in_play = self.in_play(case, &bounds, slice);
        Part { bounds, in_play, is_whole: false }
    }

    /// How many conditions are in play in a slice at most, but for a few: told without looking at
    /// each.
    pub(crate) fn count_in_play(&self, case: &Case, bounds: &[Bound], slice: Slice) -> usize {
        let value = slice.value();
        let Index { refusals, requirements, tables, .. } = &self.in_play;
        let refusing = match case.refusals {
            Refusals::Only(_) => 0,
            Refusals::All | Refusals::Some => refusals.count(value, bounds),
        };
        let requiring = match case.looks_at_requirements() {
            true => requirements.count(value, bounds),
            false => 0,
        };
        let table = case.no_entry.and_then(|(table, _)| tables.get(table));
        refusing + requiring + table.map_or(0, |table| table.count(value, bounds))
    }

    /// What is in play in a box that lies in a slice.
    pub(crate) fn in_play(&self, case: &Case, bounds: &[Bound], slice: Slice) -> InPlay {
        let Index { refusals, requirements, tables, impossible, asking } = &self.in_play;
        let is_rest = matches!(slice, Slice::Rest(_));
        let rows = |listing: &Listing<RowId>, sorted: &Sorted<RowId>, others: Option<&[RowId]>| {
            let own = slice.value().map_or(Vec::new(), |value| sorted.own(listing, value, bounds));
            let others = others.map_or_else(|| sorted.others(bounds), <[RowId]>::to_vec);
            own.into_iter().chain(others).rev().collect::<Vec<_>>()
        };
        let [refusing, requiring] = asking;
        let mut found = InPlay { impossible: impossible.of(bounds), ..InPlay::default() };
        if !matches!(case.refusals, Refusals::Only(_)) {
            let few = (is_rest && case.refusals == Refusals::All).then_some(refusing.as_slice());
            found.refusals = rows(&self.cut.refusals, refusals, few);
        }
        if case.looks_at_requirements() {
            let few = is_rest && !case.lanes && case.brought.is_empty();
            let few = few.then_some(requiring.as_slice());
            found.requirements = rows(&self.cut.requirements, requirements, few);
            found.requirements.retain(|row| self.bears_on(case, *row));
        }
        let table = case
            .no_entry
            .and_then(|(table, _)| Some((self.cut.tables.get(table)?, tables.get(table)?)));
        if let Some((listing, sorted)) = table {
            let own = slice.value().map_or(Vec::new(), |value| sorted.own(listing, value, bounds));
            found.entries = own.into_iter().chain(sorted.others(bounds)).collect();
        }
        found
    }

    /// Whether it makes a difference to a case that a requirement holds.
    fn bears_on(&self, case: &Case, row: RowId) -> bool {
        let any = case.lanes || !case.brought.is_empty();
        case.without != Some(row) && (any || self.brings_what_lacks(case, row))
    }

    /// Whether a requirement must not hold.
    fn brings_what_lacks(&self, case: &Case, row: RowId) -> bool {
        let brought = self.brought.get(row.index());
        brought.is_some_and(|brought| case.lacking.iter().any(|brings| brings.by(brought)))
    }

    /// A condition that must not hold and does in all of a part.
    fn covering(&self, case: &Case, part: &Part) -> Option<CondId> {
        let InPlay { refusals, requirements, entries, .. } = &part.in_play;
        let covers = |condition: &CondId| {
            let entry = &self.catalog[*condition];
            let mut tests = self.catalog[entry.within].iter();
            let bound = |test: &Test<'_>| part.bounds.get(test.fact.index());
            entry.unless().next().is_none()
                && tests.all(|test| bound(test).is_some_and(|bound| test.covers(bound)))
        };
        let refusals = refusals.iter().filter(|_| case.refusals == Refusals::All);
        let lacking = requirements.iter().filter(|row| self.brings_what_lacks(case, **row));
        let rows = refusals.chain(lacking).map(|row| self.catalog.row(*row));
        let table = case.no_entry.map_or(0, |(table, _)| table);
        let entries = entries.iter().map(|entry| self.catalog.entry(table, *entry));
        rows.chain(entries).find(covers)
    }

    /// The next part that is small enough to be searched: those before it on the stack are halved.
    /// Those that are empty at a glance are passed over, and why they are is noted in `met`.
    pub(crate) fn next_part(
        &self,
        case: &Case,
        parts: &mut Vec<Part>,
        met: &mut Vec<CondId>,
        fuel: &mut Fuel,
    ) -> Result<Option<Part>, Spent> {
        while let Some(part) = parts.pop() {
            if !part.is_large() || case.twin.is_some() {
                return Ok(Some(part));
            }
            let Some(left) = fuel.left.checked_sub(part.in_play.len() as u64 / 4) else {
                fuel.left = 0;
                return Err(Spent);
            };
            fuel.left = left;
            if let Some(condition) = self.covering(case, &part) {
                met.push(condition);
                continue;
            }
            match self.halves(case, &part) {
                Some([first, second]) => parts.extend([second, first]),
                None => return Ok(Some(part)),
            }
        }
        Ok(None)
    }

    /// The region of each condition that is in play; less, if there are more than a number of them.
    fn regions_in_play<'s>(
        &'s self,
        case: &Case,
        in_play: &'s InPlay,
        most: usize,
    ) -> impl Iterator<Item = &'s Region> {
        let rows = in_play.refusals.iter().chain(&in_play.requirements);
        let rows = rows.map(|row| &self.rule_set[*row].rule.condition.within);
        let table = case.no_entry.and_then(|(table, _)| TableId::all(self.rule_set).nth(table));
        let entries = in_play.entries.iter().filter_map(move |entry| {
            let entry = table?.of(self.rule_set).entries.get(*entry as usize)?;
            Some(&entry.within)
        });
        rows.chain(entries).step_by((in_play.len() / most).max(1))
    }

    /// The two halves of a part; none where halving leaves about as much in each.
    pub(crate) fn halves(&self, case: &Case, part: &Part) -> Option<[Part; 2]> {
        let sample: Vec<&Region> = self.regions_in_play(case, &part.in_play, SAMPLE).collect();
        let mut best: Option<(usize, FactId, i64)> = None;
        for (fact, bound) in numbered::<FactId, _>(&part.bounds) {
            let Some(hull) = bound.hull() else { continue };
            let ranges =
                || sample.iter().map(|region| region.allowed(fact).and_then(ValueSet::hull));
            let edges = ranges()
                .flatten()
                .flat_map(|range| [Some(range.least), range.greatest.checked_add(1)]);
            let within = |cut: &i64| hull.least < *cut && *cut <= hull.greatest;
            let mut cuts: Vec<i64> = edges.flatten().filter(within).collect();
            if cuts.is_empty() {
                continue;
            }
            let middle = cuts.len() / 2;
            let (_, cut, _) = cuts.select_nth_unstable(middle);
            let cut = *cut;
            let below =
                ranges().filter(|range| range.is_none_or(|range| range.least < cut)).count();
            let above =
                ranges().filter(|range| range.is_none_or(|range| range.greatest >= cut)).count();
            let larger = below.max(above);
            if best.is_none_or(|(least, ..)| larger < least) {
                best = Some((larger, fact, cut));
            }
        }
        let (larger, fact, cut) = best?;
        if larger * 10 > sample.len() * 9 {
            return None;
        }
        let half = |set: ValueSet| {
            let mut bounds = part.bounds.clone();
            bounds.get_mut(fact.index())?.keep(&set);
            let in_play = self.left_in_play(case, &part.in_play, fact, &set);
            Some(Part { bounds, in_play, is_whole: false })
        };
        let below = half(ValueSet::interval(i64::MIN, cut - 1))?;
        Some([below, half(ValueSet::interval(cut, i64::MAX))?])
    }

    /// Of what is in play in a box, what is where a fact has one of some values.
    fn left_in_play(&self, case: &Case, all: &InPlay, fact: FactId, set: &ValueSet) -> InPlay {
        let bound = Bound::Many(set.clone());
        let meets = |condition: CondId| {
            let mut tests = self.catalog[self.catalog[condition].within].iter();
            tests.find(|test| test.fact == fact).is_none_or(|test| test.meets(&bound))
        };
        let rows = |rows: &[RowId]| {
            rows.iter().filter(|row| meets(self.catalog.row(**row))).copied().collect()
        };
        let table = case.no_entry.map_or(0, |(table, _)| table);
        let entries = all.entries.iter().filter(|entry| meets(self.catalog.entry(table, **entry)));
        let impossible = all
            .impossible
            .iter()
            .filter(|at| self.catalog.impossible(**at, &case.allowed).is_some_and(meets));
        InPlay {
            refusals: rows(&all.refusals),
            requirements: rows(&all.requirements),
            entries: entries.copied().collect(),
            impossible: impossible.copied().collect(),
        }
    }
}
