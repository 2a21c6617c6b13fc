//! The space that rules cut: which shipments there are, and what conditions tell apart among them.
//!
//! Knows facts and conditions; neither what follows from a rule nor how a question is answered.

mod closed;
mod listing;

pub use crate::space::closed::{domain, impossible, late_days};
pub use crate::space::listing::Listing;
