//! Findings that stand on a proof: one file for each.
//!
//! A finding asks `Proofs` what its questions came to, and says it in words. To add one, write its
//! file, name it in `tell` and in [`codes`](crate::codes), and put its questions in `prove`.

mod all_impossible;
mod always_refused;
mod date_gap;
mod dead_rule;
mod laws;
mod no_path;
mod overlap;
mod proven;
mod rate_gap;
mod redundant_rule;
mod tell;
mod undecided;
mod unreachable_lane;
mod unused;

pub(crate) use crate::analyze::findings::laws::of_laws;
pub(crate) use crate::analyze::findings::proven::Proven;
pub(crate) use crate::analyze::findings::tell::findings;
