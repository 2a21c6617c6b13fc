//! What is in play in a box: of all conditions those that some of it may meet.

use std::collections::HashMap;

use crate::analyze::bound::Bound;
use crate::analyze::catalog::TableId;
use crate::analyze::cut::Cut;
use crate::analyze::meeting::Meeting;
use crate::model::RuleSet;
use crate::model::condition::{Condition, Region};
use crate::model::ids::RowId;
use crate::model::value::Value;
use crate::space::Listing;

/// A box in which no more conditions than this are in play is searched as a whole.
pub(crate) const MOST_AT_ONCE: usize = 4_096;
/// More conditions than this under one value of the anchor are sorted.
const MANY: usize = 256;
/// One in which no more are is not halved, whatever the search takes.
const FEW_ENOUGH: usize = 256;

/// The conditions of a rule set by what they ask for.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) refusals: Sorted<RowId>,
    pub(crate) requirements: Sorted<RowId>,
    /// By table: its entries.
    pub(crate) tables: Vec<Sorted<u32>>,
    /// By their places.
    pub(crate) impossible: Meeting<u32>,
    /// Of the refusals and of the requirements that the cut lists under no value, those that ask for
    /// the anchor all the same.
    pub(crate) asking: [Vec<RowId>; 2],
}

/// The conditions of a listing.
#[derive(Debug)]
pub(crate) struct Sorted<I> {
    /// Those of a value, where they are many.
    own: HashMap<usize, Meeting<I>>,
    /// Those that stand under no value.
    others: Meeting<I>,
}

impl<I: Copy + Ord> Sorted<I> {
    fn new<'r>(
        domains: &[Bound],
        listing: &Listing<I>,
        values: usize,
        region: impl Fn(I) -> Option<&'r Region>,
    ) -> Self {
        let sort = |listed: &[I]| {
            let regions = listed.iter().filter_map(|id| Some((*id, region(*id)?)));
            Meeting::new(domains, regions)
        };
        let own = (0..values).filter_map(|at| {
            let listed = listing.of(Value::of_index(at));
            (listed.len() > MANY).then(|| (at, sort(listed)))
        });
        Self { own: own.collect(), others: sort(listing.others()) }
    }

    /// Those listed under a value that may meet a box.
    pub(crate) fn own(&self, listing: &Listing<I>, value: Value, bounds: &[Bound]) -> Vec<I> {
        let sorted = self.own.get(&value.index());
        sorted.map_or_else(|| listing.of(value).to_vec(), |sorted| sorted.of(bounds))
    }

    /// Those listed under no value that may meet a box.
    pub(crate) fn others(&self, bounds: &[Bound]) -> Vec<I> {
        self.others.of(bounds)
    }

    /// How many there are at most of those under a value, if there are many, and of the others.
    pub(crate) fn count(&self, value: Option<Value>, bounds: &[Bound]) -> usize {
        let own = value.and_then(|value| self.own.get(&value.index()));
        own.map_or(0, |own| own.count(bounds)) + self.others.count(bounds)
    }
}

/// What is in play in a box; all but the impossibilities as problems take them.
#[derive(Debug, Clone, Default)]
pub(crate) struct InPlay {
    /// The last of the file first.
    pub(crate) refusals: Vec<RowId>,
    pub(crate) requirements: Vec<RowId>,
    /// Of the table that no entry of holds.
    pub(crate) entries: Vec<u32>,
    /// By their places.
    pub(crate) impossible: Vec<u32>,
}

/// A part of a slice that is still to be looked at.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) bounds: Vec<Bound>,
    pub(crate) in_play: InPlay,
    /// Whether it is to be searched as it is.
    pub(crate) is_whole: bool,
}

impl Index {
    pub(crate) fn new(
        rule_set: &RuleSet,
        cut: &Cut,
        impossible: &[Condition],
        domains: &[Bound],
    ) -> Self {
        let asks =
            |row: &&RowId| rule_set[**row].rule.condition.facts().any(|fact| fact == cut.anchor);
        let asking = |listing: &Listing<RowId>| {
            listing.others().iter().filter(asks).copied().collect::<Vec<_>>()
        };
        let values = rule_set[cut.anchor].names().len();
        let rows = |listing: &Listing<RowId>| {
            let region = |row: RowId| Some(&rule_set[row].rule.condition.within);
            Sorted::new(domains, listing, values, region)
        };
        let tables = cut.tables.iter().zip(TableId::all(rule_set)).map(|(listing, table)| {
            let entries = &table.of(rule_set).entries;
            let region = |at: u32| Some(&entries.get(at as usize)?.within);
            Sorted::new(domains, listing, values, region)
        });
        Self {
            refusals: rows(&cut.refusals),
            requirements: rows(&cut.requirements),
            tables: tables.collect(),
            impossible: Meeting::new(domains, (0..).zip(impossible.iter().map(|one| &one.within))),
            asking: [asking(&cut.refusals), asking(&cut.requirements)],
        }
    }
}

impl InPlay {
    pub(crate) fn len(&self) -> usize {
        let rows = self.refusals.len() + self.requirements.len();
        rows + self.entries.len() + self.impossible.len()
    }
}

impl Part {
    /// Whether more is in play in it than is searched at once.
    pub(crate) fn is_large(&self) -> bool {
        self.in_play.len() > MOST_AT_ONCE
    }

    /// Whether it is worth halving where the search takes long.
    pub(crate) fn is_small(&self) -> bool {
        self.in_play.len() <= FEW_ENOUGH
    }
}
