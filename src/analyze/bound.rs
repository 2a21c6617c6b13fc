//! Bounds: the values of one fact that are left, and what a test makes of them.

use crate::model::ids::FactId;
use crate::model::value::{Interval, Value, ValueSet};

/// Facts with no more values than this are a word of bits.
pub(super) const FEW: i64 = 64;

/// Values of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Of a fact with few values, from 0: a bit for each.
    Few(u64),
    /// Of another fact.
    Many(ValueSet),
}

/// The values that a test allows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Allowed<'r> {
    /// Of a fact with few values.
    Few(u64),
    /// Of another fact, in one piece.
    One(Interval),
    /// In several.
    Several(&'r ValueSet),
}

/// What a condition asks of one fact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Test<'r> {
    pub(crate) fact: FactId,
    pub(crate) allowed: Allowed<'r>,
}

impl Bound {
    /// Whether nothing is left.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Few(bits) => *bits == 0,
            Self::Many(set) => set.is_empty(),
        }
    }

    /// Keeps the values of a set.
    pub(crate) fn keep(&mut self, set: &ValueSet) {
        match self {
            Self::Few(bits) => *bits &= bits_of(set),
            Self::Many(kept) => *kept = kept.intersection(set),
        }
    }

    fn keep_allowed(&mut self, allowed: Allowed<'_>) {
        match (self, allowed) {
            (Self::Few(bits), Allowed::Few(others)) => *bits &= others,
            (Self::Many(kept), Allowed::One(part)) => {
                *kept = kept.intersection(&ValueSet::interval(part.least, part.greatest));
            }
            (kept, Allowed::Several(set)) => kept.keep(set),
            (kept @ Self::Few(_), Allowed::One(part)) => {
                kept.keep(&ValueSet::interval(part.least, part.greatest));
            }
            (Self::Many(kept), Allowed::Few(bits)) => *kept = kept.intersection(&set_of(bits)),
        }
    }

    /// The least value.
    pub(crate) fn least(&self) -> Option<Value> {
        match self {
            Self::Few(bits) => (*bits != 0).then(|| Value(i64::from(bits.trailing_zeros()))),
            Self::Many(set) => set.least(),
        }
    }

    /// From the least to the greatest value, of a fact with many.
    pub(crate) fn hull(&self) -> Option<Interval> {
        match self {
            Self::Few(_) => None,
            Self::Many(set) => set.hull(),
        }
    }

    /// Whether a value is left.
    pub(crate) fn contains(&self, value: Value) -> bool {
        match self {
            Self::Few(bits) => (0..FEW).contains(&value.0) && bits >> value.0 & 1 == 1,
            Self::Many(set) => set.contains(value),
        }
    }

    /// The values, rising.
    pub(crate) fn values(&self) -> impl Iterator<Item = Value> + '_ {
        let (bits, set) = match self {
            Self::Few(bits) => (*bits, None),
            Self::Many(set) => (0, Some(set)),
        };
        let few = (0..FEW).filter(move |value| bits >> value & 1 == 1).map(Value);
        few.chain(set.into_iter().flat_map(ValueSet::iter))
    }

    /// The values, as a set.
    pub(crate) fn to_set(&self) -> ValueSet {
        match self {
            Self::Few(bits) => set_of(*bits),
            Self::Many(set) => set.clone(),
        }
    }

    /// How many values there are.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Few(bits) => u64::from(bits.count_ones()),
            Self::Many(set) => set.size(),
        }
    }
}

/// The values of a set that a word of bits has room for.
pub(crate) fn bits_of(set: &ValueSet) -> u64 {
    set.intervals().iter().fold(0, |bits, part| bits | bits_between(part.least, part.greatest))
}

pub(super) fn bits_between(least: i64, greatest: i64) -> u64 {
    let (least, greatest) = (least.max(0), greatest.min(FEW - 1));
    if least > greatest { 0 } else { u64::MAX << least & u64::MAX >> (FEW - 1 - greatest) }
}

fn set_of(bits: u64) -> ValueSet {
    ValueSet::of((0..FEW).filter(|value| bits >> value & 1 == 1).map(Value))
}

impl Test<'_> {
    /// Whether some of these values pass.
    pub(crate) fn meets(&self, bound: &Bound) -> bool {
        match (self.allowed, bound) {
            (Allowed::Few(bits), Bound::Few(others)) => bits & others != 0,
            (Allowed::One(part), Bound::Many(set)) => {
                let mut parts = set.intervals().iter();
                parts.any(|other| other.least <= part.greatest && part.least <= other.greatest)
            }
            (Allowed::Several(set), Bound::Many(other)) => set.meets(other),
            (_, bound) => {
                let mut left = bound.clone();
                left.keep_allowed(self.allowed);
                !left.is_empty()
            }
        }
    }

    /// Whether all of these values pass.
    pub(crate) fn covers(&self, bound: &Bound) -> bool {
        match (self.allowed, bound) {
            (Allowed::Few(bits), Bound::Few(others)) => others & !bits == 0,
            (Allowed::One(part), Bound::Many(set)) => {
                let mut parts = set.intervals().iter();
                parts.all(|other| part.least <= other.least && other.greatest <= part.greatest)
            }
            (Allowed::Several(set), Bound::Many(other)) => set.covers(other),
            (_, bound) => {
                let mut left = bound.clone();
                left.keep_allowed(self.allowed);
                left == *bound
            }
        }
    }

    /// Leaves the values that pass.
    pub(crate) fn narrow(&self, bound: &mut Bound) {
        bound.keep_allowed(self.allowed);
    }
}
