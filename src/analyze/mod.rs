//! Proofs over all shipments: the conditions of a rule set, read as sets.
//!
//! The rules are cut along the fact that cuts them most into slices; each question about a slice is
//! put to a search over boxes, which ends with a shipment, with a proof that there is none, or with
//! its budget spent. What `dead`, `redundant` and the like mean is the manual's, in
//! [`codes`](crate::codes). Nothing here prints.

mod ask;
mod blockers;
pub(crate) mod bound;
pub(crate) mod boxes;
pub(crate) mod budget;
mod catalog;
mod check;
pub(crate) mod conditions;
pub(crate) mod cut;
mod days;
pub(crate) mod draft;
mod exceptions;
mod findings;
mod halve;
mod in_play;
mod law;
mod meeting;
mod probe;
mod problem;
mod prove;
mod prove_laws;
mod question;
pub mod report;
pub(crate) mod subject;
mod tidy;
mod twin;
mod why;
mod witness;
mod worse;

pub use crate::analyze::budget::Budget;
pub use crate::analyze::catalog::TableId;
pub use crate::analyze::check::{Options, ProvenLaw, Which, check, count, laws};
pub use crate::analyze::question::{Listed, Question};

pub(crate) use crate::analyze::boxes::Spent;
pub(crate) use crate::analyze::budget::Purse;
pub(crate) use crate::analyze::prove::ask::tables;
pub(crate) use crate::analyze::prove_laws::broken_law;
pub(crate) use crate::analyze::question::{Case, Entries, Refusals};
pub(crate) use crate::analyze::subject::{Fuel, Subject};
pub(crate) use crate::analyze::witness::witness;
