//! Sets of small ids, as bits: what makes a decision cheap to copy and to compare.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use crate::model::ids::{CheckId, DocumentId, Id, MOST_IDS};

/// A set of checks.
pub type CheckSet = IdSet<CheckId>;

/// A set of documents.
pub type DocumentSet = IdSet<DocumentId>;

/// A set of checks or of documents; `read` refuses lists that are longer than [`MOST_IDS`].
#[derive(Serialize, Deserialize)]
pub struct IdSet<I> {
    bits: u128,
    ids: PhantomData<I>,
}

impl<I: Id> IdSet<I> {
    /// The set without members.
    pub const EMPTY: Self = Self::of_bits(0);

    const fn of_bits(bits: u128) -> Self {
        Self { bits, ids: PhantomData }
    }

    /// Adds an id.
    pub fn insert(&mut self, id: I) {
        self.bits |= 1 << id.index();
    }

    /// Whether an id is a member.
    #[must_use]
    pub fn contains(self, id: I) -> bool {
        self.bits >> id.index() & 1 == 1
    }

    /// The members of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self::of_bits(self.bits | other.bits)
    }

    /// The members of both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self::of_bits(self.bits & other.bits)
    }

    /// The members of this set that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self::of_bits(self.bits & !other.bits)
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// How many members there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// The members, in the order of the file.
    pub fn iter(self) -> impl Iterator<Item = I> {
        (0..MOST_IDS).filter_map(I::at).filter(move |id| self.contains(*id))
    }
}

impl<I: Id> FromIterator<I> for IdSet<I> {
    fn from_iter<T: IntoIterator<Item = I>>(ids: T) -> Self {
        let mut set = Self::EMPTY;
        ids.into_iter().for_each(|id| set.insert(id));
        set
    }
}

// Derived, these would ask the same of the type of the ids.

impl<I> Clone for IdSet<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I> Copy for IdSet<I> {}

impl<I> PartialEq for IdSet<I> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl<I> Eq for IdSet<I> {}

impl<I> Hash for IdSet<I> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits.hash(state);
    }
}

impl<I: Id> Default for IdSet<I> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<I: Id> fmt::Debug for IdSet<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
