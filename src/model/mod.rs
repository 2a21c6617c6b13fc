//! The model: a rules file, read and checked, and what it is made of.
//!
//! INVARIANT: a [`RuleSet`] has passed `read`; every id in it points at something, every condition
//! can hold, and every check and document has a step in every flow. Nothing downstream checks again.

pub(crate) mod by_range;
pub mod change;
pub mod charge;
pub mod code;
pub mod condition;
pub mod fact;
pub mod id_set;
pub mod ids;
pub(crate) mod image;
pub mod law;
pub mod number;
pub mod outcome;
mod papers;
pub mod rule;
pub mod rule_set;
pub mod time;
pub mod unsaid;
pub mod value;
pub mod vocabulary;
pub mod wording;

pub use crate::model::ids::{
    CheckId, DocumentId, FactId, FlowId, LaneId, PriceId, RateId, RowId, SourceId, StepId, TaxId,
};
pub use crate::model::rule::{
    AtArrival, Confidence, Deadline, Effect, Flow, Row, Rule, RuleKind, Subject,
};
pub use crate::model::rule_set::{Exception, RuleSet};
pub use crate::model::vocabulary::{
    Check, CheckKind, Document, Lane, Reference, Source, Step, StepCase, StepTime,
};
