//! What can change in the answer about a shipment.

use crate::diff::version::Side;
use crate::evaluate::Release;

/// One way in which an answer differs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Change {
    /// It was not refused, and is now.
    Refused,
    /// No flow takes it any more.
    NoPath {
        /// The flow that did.
        flow: String,
    },
    /// It was refused and still is; one more rule does so.
    RefusedAlso {
        /// The rule.
        rule: String,
    },
    /// Another lane.
    Lane {
        /// The lane it had.
        old: String,
        /// The lane it gets.
        new: String,
    },
    /// Another release.
    Release {
        /// The one it had.
        old: Release,
        /// The one it gets.
        new: Release,
    },
    /// A check that one side does and the other does not.
    Check {
        /// The check.
        id: String,
        /// Who does it.
        on: Side,
    },
    /// A document that one side asks for and the other does not.
    Document {
        /// The document.
        id: String,
        /// Who asks for it.
        on: Side,
    },
    /// Another flow.
    Flow {
        /// The one that took it.
        old: String,
        /// The one that does.
        new: String,
    },
    /// The same flow with other steps.
    Steps {
        /// The flow.
        flow: String,
    },
    /// A document that is handed in at another step of the same flow.
    HandedIn {
        /// The document.
        document: String,
        /// The step on each side; none where the flow has none for it.
        steps: [Option<String>; 2],
    },
    /// A check that takes place in another step of the same flow.
    CheckedIn {
        /// The check.
        check: String,
        /// The step on each side.
        steps: [Option<String>; 2],
    },
    /// Another tax regime; none for no tax.
    Regime {
        /// The one that was due.
        old: Option<String>,
        /// The one that is.
        new: Option<String>,
    },
    /// The same tax regime, computed otherwise.
    Formula {
        /// The regime.
        tax: String,
        /// How, on each side.
        formulas: [String; 2],
    },
    /// Another rate or price; none where the file does not know it.
    Rate {
        /// The table.
        table: String,
        /// Whether it is a table of prices.
        is_price: bool,
        /// The amount on each side.
        amounts: [Option<String>; 2],
    },
    /// The daily fee is due on one side only.
    Fee {
        /// On which.
        on: Side,
    },
    /// The daily fee is computed otherwise.
    FeeFormula {
        /// How, on each side.
        formulas: [String; 2],
    },
    /// It was refused, and is not any more.
    Allowed,
    /// No flow took it, and one does now.
    Path {
        /// The flow.
        flow: String,
    },
    /// It was refused and still is; one rule less does so.
    RefusedLess {
        /// The rule.
        rule: String,
    },
}

/// Whether a change is for the worse, as a trader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// It is.
    Worse,
    /// That depends.
    Other,
    /// It is for the better.
    Better,
}

impl Direction {
    /// Of a change that is for the worse, if it is.
    pub(crate) fn worse_if(worse: bool) -> Self {
        if worse { Self::Worse } else { Self::Better }
    }

    /// How machine formats call it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Other => "other",
            Self::Better => "better",
        }
    }
}

impl Change {
    /// How machine formats call the kind of change.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Refused | Self::Allowed => "verdict",
            Self::NoPath { .. } | Self::Path { .. } => "path",
            Self::RefusedAlso { .. } | Self::RefusedLess { .. } => "refusal",
            Self::Lane { .. } => "lane",
            Self::Release { .. } => "release",
            Self::Check { .. } => "check",
            Self::Document { .. } => "document",
            Self::Flow { .. } => "flow",
            Self::Steps { .. } => "steps",
            Self::HandedIn { .. } => "handed-in",
            Self::CheckedIn { .. } => "checked-in",
            Self::Regime { .. } => "regime",
            Self::Formula { .. } => "formula",
            Self::Rate { is_price: false, .. } => "rate",
            Self::Rate { is_price: true, .. } => "price",
            Self::Fee { .. } => "fee",
            Self::FeeFormula { .. } => "fee-formula",
        }
    }

    /// Whether it is about what is to pay.
    #[must_use]
    pub fn is_money(&self) -> bool {
        matches!(
            self,
            Self::Regime { .. }
                | Self::Formula { .. }
                | Self::Rate { .. }
                | Self::Fee { .. }
                | Self::FeeFormula { .. }
        )
    }

    /// Its place among those of one direction: what hurts most comes first.
    pub(crate) fn weight(&self) -> u8 {
        match self {
            Self::Refused | Self::Allowed => 0,
            Self::NoPath { .. } | Self::Path { .. } => 1,
            Self::Lane { .. } => 2,
            Self::Release { .. } => 3,
            Self::Document { .. } => 4,
            Self::Check { .. } => 5,
            Self::Regime { .. } => 6,
            Self::Rate { .. } => 7,
            Self::Formula { .. } => 8,
            Self::Fee { .. } => 9,
            Self::FeeFormula { .. } => 10,
            Self::Flow { .. } => 11,
            Self::Steps { .. } => 12,
            Self::HandedIn { .. } | Self::CheckedIn { .. } => 13,
            Self::RefusedAlso { .. } | Self::RefusedLess { .. } => 14,
        }
    }
}
