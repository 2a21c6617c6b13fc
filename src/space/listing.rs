//! Listings: conditions under the few values of one fact that they ask for.

use crate::model::condition::Region;
use crate::model::ids::FactId;
use crate::model::value::{Value, ValueSet};

/// A condition about more values than this, and more than an eighth of all, is about no few values.
const FEW_VALUES: u64 = 64;
/// All lists together hold no more entries than this.
const MOST_LISTED: u64 = 8_000_000;

/// For each value of a fact the entries that ask for it, and those that stand under none.
#[derive(Debug, Clone)]
pub struct Listing<I> {
    /// Where the entries of each value begin in `entries`, and where the last ones end.
    starts: Vec<usize>,
    entries: Vec<I>,
    others: Vec<I>,
}

impl<I: Copy + Ord> Listing<I> {
    /// Lists entries by what their regions allow for a fact that has `count` values, from 0.
    pub fn new<'r>(
        fact: FactId,
        count: usize,
        entries: impl Iterator<Item = (I, &'r Region)>,
    ) -> Self {
        let all = ValueSet::interval(0, Value::of_index(count).0 - 1);
        let few = FEW_VALUES.max(all.size() / 8);
        let (mut listed, mut others) = (Vec::new(), Vec::new());
        let mut room = MOST_LISTED;
        for (id, region) in entries {
            let values = region.allowed(fact).map(|set| set.intersection(&all));
            match values.filter(|values| values.size() <= few.min(room)) {
                Some(values) => {
                    room -= values.size();
                    listed.extend(values.iter().map(|value| (value.index(), id)));
                }
                None => others.push(id),
            }
        }
        listed.sort_unstable();
        let starts = (0..=count).map(|value| listed.partition_point(|(of, _)| *of < value));
        let starts = starts.collect();
        Self { starts, entries: listed.into_iter().map(|(_, id)| id).collect(), others }
    }

    /// The entries of a value, in their order.
    #[must_use]
    pub fn of(&self, value: Value) -> &[I] {
        let at = value.index();
        let ends = self.starts.get(at).zip(self.starts.get(at.saturating_add(1)));
        ends.and_then(|(from, to)| self.entries.get(*from..*to)).unwrap_or_default()
    }

    /// The entries that stand under no value, in their order.
    #[must_use]
    pub fn others(&self) -> &[I] {
        &self.others
    }

    /// How many entries stand under some value, each counted as often as it does.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no entry stands under any value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
