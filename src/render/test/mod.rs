//! What `test` found, in every format: each gets the same results, counted before.

pub(crate) mod coverage;
pub(crate) mod diff;
pub(crate) mod github;
pub(crate) mod html;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod lcov;
pub(crate) mod mutants;
mod words;
