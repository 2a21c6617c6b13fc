//! Sets of small ids, as bits: what makes a decision cheap to copy and to compare.

use serde::{Deserialize, Serialize};

/// How many checks, or documents, a rule set may have.
pub const MOST_IDS: usize = 128;

/// A set of checks or of documents, by their place in the rules file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct IdSet(u128);

impl IdSet {
    /// The set without members.
    pub const EMPTY: Self = Self(0);

    /// Adds the id at `index`, which lies below [`MOST_IDS`].
    pub fn insert(&mut self, index: usize) {
        let bit = u32::try_from(index).ok().and_then(|index| 1_u128.checked_shl(index));
        self.0 |= bit.unwrap_or(0);
    }

    /// Whether the id at `index` is a member.
    #[must_use]
    pub fn contains(self, index: usize) -> bool {
        let shifted = u32::try_from(index).ok().and_then(|index| self.0.checked_shr(index));
        shifted.is_some_and(|bits| bits & 1 == 1)
    }

    /// The members of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The members of both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The members of this set that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members, in the order of the file.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..MOST_IDS).filter(move |index| self.contains(*index))
    }
}

impl FromIterator<usize> for IdSet {
    fn from_iter<I: IntoIterator<Item = usize>>(indices: I) -> Self {
        let mut set = Self::EMPTY;
        for index in indices {
            set.insert(index);
        }
        set
    }
}
