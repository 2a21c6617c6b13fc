//! What can come of a shipment, whatever the rules.

use serde::{Deserialize, Serialize};

/// Whether a shipment can go, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It has a path.
    Clearable,
    /// Nothing refuses it, but no flow takes it: a hole in the rules.
    NoPath,
    /// A rule refuses it.
    Refused,
}

impl Verdict {
    /// All of them, from the best to the worst.
    pub const ALL: [Self; 3] = [Self::Clearable, Self::NoPath, Self::Refused];

    /// How machine formats call it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Clearable => "clearable",
            Self::NoPath => "no-path",
            Self::Refused => "refused",
        }
    }
}

/// When customs lets the goods go, from the earliest to the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Release {
    /// At once when they arrive.
    OnArrival,
    /// After a review of documents at arrival.
    AfterReview,
    /// After an inspection at arrival.
    AfterInspection,
}

impl Release {
    /// All of them, from the earliest to the latest.
    pub const ALL: [Self; 3] = [Self::OnArrival, Self::AfterReview, Self::AfterInspection];

    /// How machine formats call it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::OnArrival => "on-arrival",
            Self::AfterReview => "after-review",
            Self::AfterInspection => "after-inspection",
        }
    }
}
