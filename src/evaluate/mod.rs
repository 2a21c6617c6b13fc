//! One closed shipment in, one decision out: pure, total, without an allocation.

mod decide;
mod lines;

pub use crate::evaluate::decide::{Decision, decide, decide_without};
pub(crate) use crate::evaluate::decide::{Gathered, decide_by};
pub(crate) use crate::evaluate::lines::decide_lines_by;
pub use crate::evaluate::lines::{LinesDecision, decide_lines};
pub use crate::model::outcome::{Release, Verdict};
