//! Rules: conditions and what follows when they hold.

use serde::{Deserialize, Serialize};

use crate::model::condition::Condition;
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::ids::{DocumentId, LaneId, SourceId, StepId};
use crate::model::time::Offset;
use crate::model::wording::Wording;
use crate::source::Span;

/// How well a rule is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confidence {
    /// A source says it.
    Stated,
    /// No source says it in so many words: common knowledge, or a reading.
    Indicative,
}

/// What kind of rule a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RuleKind {
    /// A category's own lane.
    Category,
    /// An inspection.
    Inspection,
    /// A refusal.
    Refusal,
}

/// What every rule has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What it says, for people.
    pub because: Option<Wording>,
    /// When it holds, its dates included.
    pub condition: Condition,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Where it is declared.
    pub span: Span,
}

/// Condition and effect: what every rule that decides is lowered to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Row {
    /// The rule it comes from.
    pub rule: Rule,
    /// What kind of rule that is.
    pub kind: RuleKind,
    /// What happens when it holds.
    pub effect: Effect,
}

impl Row {
    /// Whether the shipments that meet its condition cannot go this way.
    #[must_use]
    pub fn refuses(&self) -> bool {
        matches!(self.effect, Effect::Refuse { .. })
    }
}

/// What a row does to the shipments that meet its condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Effect {
    /// They cannot go this way.
    Refuse {
        /// What to do instead.
        remedy: Wording,
    },
    /// They are looked at more closely.
    Require {
        /// The lane they are raised to, at least.
        lane: Option<LaneId>,
        /// The checks they get.
        checks: CheckSet,
        /// The documents they need.
        documents: DocumentSet,
    },
}

/// When something has to be done, at the earliest and at the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Deadline {
    /// The rule by which it is due.
    pub rule: Rule,
    /// What it is called.
    pub title: Option<Wording>,
    /// What is due.
    pub subject: Subject,
    /// When it can be done at the earliest.
    pub not_before: Option<Offset>,
    /// When it has to be done at the latest.
    pub by: Option<Offset>,
}

/// What a deadline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A step.
    Step(StepId),
    /// A document.
    Document(DocumentId),
}

/// An ordered way through customs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Flow {
    /// The rule by which it is taken.
    pub rule: Rule,
    /// What people call it.
    pub title: Option<Wording>,
    /// Its steps, in order.
    pub steps: Vec<StepId>,
    /// The checks that are left when the goods arrive, for each kind that delays a release.
    pub at_arrival: AtArrival,
}

/// The checks that a flow leaves for the arrival of the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtArrival {
    /// Reviews.
    pub reviews: CheckSet,
    /// Checks on site.
    pub inspections: CheckSet,
}
