//! Proofs over all shipments: the conditions of a rule set, read as sets.
//!
//! The rules are cut along the fact that cuts them most into slices; each question about a slice is
//! put to a search over boxes, which ends with a shipment, with a proof that there is none, or with
//! its budget spent. What `dead`, `redundant` and the like mean is the manual's, in
//! [`codes`](crate::codes). Nothing here prints.

mod ask;
mod axes;
mod blockers;
mod check;
mod exceptions;
mod prove;
pub mod report;
mod search;
mod slice;
mod tidy;
mod witness;

pub use crate::analyze::check::{Options, Which, check};
pub use crate::analyze::prove::Budget;
