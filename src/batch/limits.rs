//! What one row may take.

/// A row is not longer than this: memory stays bounded, and so does the reach of a stray quote.
pub(crate) const LONGEST_ROW: usize = 1024 * 1024;
