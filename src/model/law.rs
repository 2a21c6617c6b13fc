//! Laws: what the owner of a file says must hold of all shipments.

use serde::{Deserialize, Serialize};

use crate::model::ids::{CheckId, DocumentId, FactId, FlowId, TaxId};
use crate::model::outcome::{Release, Verdict};
use crate::model::rule::Rule;
use crate::model::value::{Value, ValueSet};
use crate::source::Span;

/// A law: of which shipments it speaks, and what must hold of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Law {
    /// Its name, its reason, and the condition of the shipments that it speaks of.
    pub rule: Rule,
    /// What must hold of each of these.
    pub demands: Vec<Demand>,
    /// What must hold of two of them that differ in one fact.
    pub order: Option<Order>,
}

/// One thing that must hold of every shipment of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Demand {
    /// What must be so.
    pub wanted: Wanted,
    /// Where it stands.
    pub span: Span,
}

/// What a part of the answer must be. But for the verdict this is about shipments that nothing refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// One of these verdicts.
    Verdict(Vec<Verdict>),
    /// One of these lanes, by their places.
    Lane(ValueSet),
    /// One of these releases; none is where no flow takes the shipment.
    Release(Vec<Option<Release>>),
    /// One of these flows; none is where none takes the shipment.
    Flow(Vec<Option<FlowId>>),
    /// One of these tax regimes, or none.
    Tax(Vec<Option<TaxId>>),
    /// This check is among those of the shipment, or it is not.
    Check(CheckId, bool),
    /// The same of a document.
    Document(DocumentId, bool),
}

/// What never gets worse along some values of one fact, all else equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// The fact.
    pub fact: FactId,
    /// In which order its values are.
    pub along: Along,
    /// What never gets worse, and where that stands.
    pub measures: Vec<(Measure, Span)>,
}

/// Values of one fact, in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Along {
    /// These, in this order.
    Values(Vec<Value>),
    /// All numbers, from the least to the greatest.
    Rising,
    /// All numbers, from the greatest to the least.
    Falling,
}

/// What can be better or worse of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// The verdict.
    Verdict,
    /// The lane, of shipments that nothing refuses.
    Lane,
    /// The release, of shipments that have a path.
    Release,
}

impl Measure {
    /// What a rules file calls it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Lane => "lane",
            Self::Release => "release",
        }
    }
}
