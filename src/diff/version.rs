//! The two that are compared.

use crate::model::RuleSet;
use crate::model::value::Day;

/// One of the two: the rules as they were, or as they are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// As they were.
    Old,
    /// As they are to be.
    New,
}

impl Side {
    /// Both, the old one first.
    pub const BOTH: [Self; 2] = [Self::Old, Self::New];

    /// What one of two belongs to the side.
    pub fn of<T>(self, [old, new]: &[T; 2]) -> &T {
        match self {
            Self::Old => old,
            Self::New => new,
        }
    }

    /// The same, to be changed.
    pub fn of_mut<T>(self, [old, new]: &mut [T; 2]) -> &mut T {
        match self {
            Self::Old => old,
            Self::New => new,
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// A rule set, looked at on all days or on one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version<'r> {
    pub(crate) rule_set: &'r RuleSet,
    pub(crate) on: Option<Day>,
}
