//! The cut: values of the fact that cuts the rules most, as far as the rules tell them apart.
//!
//! Most rules are about a few goods, or a few of something else. Seen from one value of that fact
//! only its own rules are in play, and those that do not ask for it. Values with the same rules in
//! play are one group: what is proven of one of them holds of all.

use std::collections::HashMap;

use indexmap::IndexSet;

use crate::analyze::bound::Bound;
use crate::analyze::catalog::TableId;
use crate::model::condition::{Condition, Region};
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::ids::{FactId, LaneId, RowId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, RuleSet};
use crate::space::Listing;

/// A rule set cut along one fact.
#[derive(Debug)]
pub(crate) struct Cut {
    /// The fact along which it is cut.
    pub(crate) anchor: FactId,
    /// Values that the rules do not tell apart, rising; the groups by their first.
    pub(crate) groups: Vec<Vec<Value>>,
    group_of: Vec<usize>,
    /// The refusals in play for each value.
    pub(crate) refusals: Listing<RowId>,
    /// The other rows.
    pub(crate) requirements: Listing<RowId>,
    /// The same of the entries of each table.
    pub(crate) tables: Vec<Listing<u32>>,
}

/// What is left of a row once the anchor has a value, and what it does.
type Shape<'r> = (Vec<(FactId, &'r ValueSet)>, &'r [Region], Does, Option<Value>);

/// What a condition leads to, as far as groups go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Does {
    Refuse,
    Require(Option<LaneId>, CheckSet, DocumentSet),
    /// It is an entry of the table with this number.
    Price(usize),
}

/// The fact along which the rules are best cut: the one by which most of them differ.
pub(crate) fn anchor(rule_set: &RuleSet) -> FactId {
    let mut asking = vec![0_usize; rule_set.fact_count()];
    let rows = rule_set.rows().iter().map(|row| &row.rule.condition.within);
    for (fact, _) in rows.chain(rule_set.table_regions()).flat_map(Region::tests) {
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

impl Cut {
    /// Cuts a rule set along a fact that has names; `impossible` are what no shipment meets.
    pub(crate) fn new(rule_set: &RuleSet, impossible: &[Condition], anchor: FactId) -> Self {
        let count = rule_set[anchor].names().len();
        let rows = |refuse: bool| {
            let rows = numbered(rule_set.rows()).filter(move |(_, row)| row.refuses() == refuse);
            let rows = rows.map(|(id, row)| (id, &row.rule.condition.within));
            Listing::new(anchor, count, rows)
        };
        let tables = TableId::all(rule_set).map(|id| {
            let entries = id.of(rule_set).entries.iter().map(|entry| &entry.within);
            Listing::new(anchor, count, (0..).zip(entries))
        });
        let mut cut = Self {
            anchor,
            groups: Vec::new(),
            group_of: Vec::new(),
            refusals: rows(true),
            requirements: rows(false),
            tables: tables.collect(),
        };
        cut.group(rule_set, impossible, count);
        cut
    }

    fn group(&mut self, rule_set: &RuleSet, impossible: &[Condition], count: usize) {
        let others = self.other_sets(rule_set, impossible);
        let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut shapes: HashMap<Shape<'_>, u32> = HashMap::new();
        for value in (0..count).map(Value::of_index) {
            let mut signature: Vec<u32> = Vec::new();
            for shape in self.shapes(rule_set, value) {
                let next = u32::try_from(shapes.len()).unwrap_or(u32::MAX);
                signature.push(*shapes.entry(shape).or_insert(next));
            }
            signature.push(u32::MAX);
            for chunk in others.chunks(32) {
                let bits = chunk.iter().zip(0..).filter(|(set, _)| set.contains(value));
                signature.push(bits.fold(0, |word, (_, bit)| word | 1 << bit));
            }
            let at = *known.entry(signature).or_insert(self.groups.len());
            self.group_of.push(at);
            match self.groups.get_mut(at) {
                Some(group) => group.push(value),
                None => self.groups.push(vec![value]),
            }
        }
    }

    /// What is left of everything that is listed under a value.
    fn shapes<'r>(&self, rule_set: &'r RuleSet, value: Value) -> impl Iterator<Item = Shape<'r>> {
        let rows = self.refusals.of(value).iter().chain(self.requirements.of(value));
        let rows = rows.map(move |row| {
            let row = &rule_set[*row];
            let does = match &row.effect {
                Effect::Refuse { .. } => Does::Refuse,
                Effect::Require { lane, checks, documents } => {
                    Does::Require(*lane, *checks, *documents)
                }
            };
            let condition = &row.rule.condition;
            (&condition.within, condition.unless.as_slice(), does)
        });
        let tables = self.tables.iter().zip(TableId::all(rule_set)).enumerate();
        let entries = tables.flat_map(move |(at, (listing, id))| {
            let entries = listing.of(value).iter();
            let entries = entries.filter_map(move |e| id.of(rule_set).entries.get(*e as usize));
            entries.map(move |entry| (&entry.within, [].as_slice(), Does::Price(at)))
        });
        let anchor = self.anchor;
        rows.chain(entries).map(move |(within, unless, does)| {
            let tests = within.tests().iter().filter(|(fact, _)| *fact != anchor);
            let own = unless.iter().any(|region| region.allowed(anchor).is_some());
            let tests = tests.map(|(fact, set)| (*fact, set)).collect();
            // An exception that asks for the anchor itself is like no other.
            (tests, unless, does, own.then_some(value))
        })
    }

    /// The sets of the anchor that conditions outside the listings ask for.
    fn other_sets<'r>(
        &self,
        rule_set: &'r RuleSet,
        impossible: &'r [Condition],
    ) -> Vec<&'r ValueSet> {
        let shared = self.refusals.others().iter().chain(self.requirements.others());
        let shared = shared.map(|row| &rule_set[*row].rule.condition);
        let flows = rule_set.flows().iter().map(|flow| &flow.rule.condition);
        let taxes = rule_set.taxes().iter().map(|tax| &tax.rule.condition);
        let fee = rule_set.daily_fee().map(|fee| &fee.rule.condition);
        let laws = rule_set.laws().iter().map(|law| &law.rule.condition);
        let conditions = shared.chain(flows).chain(taxes).chain(fee).chain(impossible).chain(laws);
        let tables = self.tables.iter().zip(TableId::all(rule_set));
        let entries = tables.flat_map(|(listing, id)| {
            let others = listing.others().iter();
            others.filter_map(move |entry| id.of(rule_set).entries.get(*entry as usize))
        });
        let regions = conditions.flat_map(Condition::regions);
        let regions = regions.chain(entries.map(|entry| &entry.within));
        let sets = regions.filter_map(|region| region.allowed(self.anchor));
        sets.collect::<IndexSet<_>>().into_iter().collect()
    }

    /// The groups that have some of these values, rising.
    pub(crate) fn groups_of(&self, bound: &Bound) -> Vec<usize> {
        if bound.size() > self.group_of.len() as u64 / 2 {
            let groups = self.groups.iter().enumerate();
            let met = groups.filter(|(_, group)| group.iter().any(|one| bound.contains(*one)));
            return met.map(|(at, _)| at).collect();
        }
        let values = bound.values();
        let found = values.filter_map(|value| self.group_of.get(value.index()).copied());
        let mut found: Vec<usize> = found.collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The group of a value.
    pub(crate) fn group_of(&self, value: Value) -> usize {
        self.group_of.get(value.index()).copied().unwrap_or(0)
    }
}
