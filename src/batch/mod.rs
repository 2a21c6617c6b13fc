//! Many shipments: rows in, the same rows with an answer out, in order and in bounded memory.
//!
//! What the call asks for is a [`plan`]; [`blocks`] reads it, [`csv`] and [`jsonl`] take rows apart,
//! the [`clerk`] answers them, the [`pipeline`] does all this on as many cores as it may.

pub(crate) mod blocks;
mod clerk;
pub(crate) mod csv;
pub(crate) mod jsonl;
pub(crate) mod pipeline;
pub(crate) mod plan;
pub(crate) mod rows;
pub(crate) mod same_file;
pub(crate) mod sink;
pub(crate) mod summary;
