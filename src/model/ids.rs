//! Ids: places in the lists of a rule set, one type for each list.
//!
//! An id is made where its entry is made, while a rules file is read, and is used with that rule set
//! alone. So looking one up cannot fail, and no caller has to think of what it would answer then.

use serde::{Deserialize, Serialize};

/// How many checks, or documents, a rule set may have: a decision holds them as the bits of a word.
pub const MOST_IDS: usize = 128;

/// A place in a list.
pub trait Id: Copy + Ord + std::hash::Hash + std::fmt::Debug {
    /// How many entries the list may have: what `read` tells to be too many.
    const MOST: usize;

    /// The id of the entry at `index`; none where the list cannot be as long.
    fn at(index: usize) -> Option<Self>;

    /// The place in the list, from 0.
    fn index(self) -> usize;
}

/// The entries of a list with their ids, in order.
pub fn numbered<I: Id, T>(list: &[T]) -> impl DoubleEndedIterator<Item = (I, &T)> + Clone {
    list.iter().enumerate().filter_map(|(index, entry)| Some((I::at(index)?, entry)))
}

macro_rules! ids {
    ($($(#[$doc:meta])+ $id:ident($number:ty), $most:expr;)+) => {$(
        $(#[$doc])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub struct $id(pub $number);

        impl $id {
            /// The place in the list, from 0.
            #[must_use]
            pub fn index(self) -> usize {
                // No list is longer than memory, so that none has a number beyond `usize`.
                self.0 as usize
            }
        }

        impl Id for $id {
            const MOST: usize = $most;

            fn at(index: usize) -> Option<Self> {
                let number = <$number>::try_from(index).ok();
                number.filter(|_| index < Self::MOST).map(Self)
            }

            fn index(self) -> usize {
                $id::index(self)
            }
        }

    )+};
}

ids! {
    /// A fact.
    FactId(u16), 65_536;
    /// A source.
    SourceId(u32), 1 << 24;
    /// A lane; the order of the ids is that of strictness.
    LaneId(u16), 65_536;
    /// A check.
    CheckId(u8), MOST_IDS;
    /// A step.
    StepId(u16), 65_536;
    /// A document.
    DocumentId(u8), MOST_IDS;
    /// A row.
    RowId(u32), 1 << 24;
    /// A flow.
    FlowId(u16), 65_536;
    /// A table of rates.
    RateId(u16), 65_536;
    /// A table of prices.
    PriceId(u16), 65_536;
    /// A tax regime.
    TaxId(u16), 65_536;
}

impl FactId {
    /// The date on which the shipment is declared; a fact like the others for a condition.
    pub const DATE: Self = Self(0);
    /// The lane, which is known only once the rules have been applied: flows may ask for it.
    pub const LANE: Self = Self(1);
}
