//! Choices left open: every combination of what is offered is tried, and the best is taken.
//!
//! A choice by preference takes its first value that is not refused, whatever that costs; all other
//! choices are made for the lightest lane and the earliest release.

mod order;
mod search;

pub(crate) use crate::choose::order::{LinesOutcome, LinesSearch};
pub use crate::choose::search::Prefer;
pub(crate) use crate::choose::search::{Other, Outcome, Search, try_all};
