//! What is in play in a box: of all conditions those that some of it may meet.

use crate::analyze::bound::Bound;
use crate::analyze::catalog::TableId;
use crate::analyze::cut::Cut;
use crate::analyze::meeting::Meeting;
use crate::model::RuleSet;
use crate::model::condition::Condition;
use crate::model::ids::RowId;
use crate::space::Listing;

/// A box in which no more conditions than this are in play is searched as a whole.
pub(crate) const MOST_AT_ONCE: usize = 4_096;
/// One in which no more are is not halved, whatever the search takes.
const FEW_ENOUGH: usize = 256;

/// The conditions of a rule set by what they ask for, beside those that the cut lists by the anchor.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) refusals: Meeting<RowId>,
    pub(crate) requirements: Meeting<RowId>,
    /// By table: its entries.
    pub(crate) tables: Vec<Meeting<u32>>,
    /// By their places.
    pub(crate) impossible: Meeting<u32>,
    /// Of the refusals and of the requirements, those that ask for the anchor all the same.
    pub(crate) asking: [Vec<RowId>; 2],
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
        let rows = |listing: &Listing<RowId>| {
            let rows = listing.others().iter();
            Meeting::new(domains, rows.map(|row| (*row, &rule_set[*row].rule.condition.within)))
        };
        let tables = cut.tables.iter().zip(TableId::all(rule_set)).map(|(listing, table)| {
            let entries = &table.of(rule_set).entries;
            let region = |at: &u32| Some((*at, &entries.get(*at as usize)?.within));
            Meeting::new(domains, listing.others().iter().filter_map(region))
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
