//! The whole answer for one shipment: what people read, built over a decision.

mod advice;
mod alternatives;
mod assumptions;
mod brief;
mod order;
mod path;
mod reason;
pub(crate) mod warning;

pub use crate::advise::advice::{Advice, advise, advise_with};
pub use crate::advise::alternatives::{Alternative, Closed, Comparison, PassedOver};
pub use crate::advise::assumptions::{Assumption, Toll};
pub use crate::advise::brief::Brief;
pub use crate::advise::order::{LineAdvice, LinesAdvice, LinesAlternative, Split, advise_lines};
pub use crate::advise::path::PathStep;
pub(crate) use crate::advise::path::path;
pub use crate::advise::reason::{Reason, ReasonKind, Refusal, effect_in_ids};
pub use crate::advise::warning::Warning;
