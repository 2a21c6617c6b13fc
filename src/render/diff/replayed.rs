//! Rows of shipments that were answered by both rule sets.

use advisor::batch::Moves;

/// Rows of a file under both rule sets.
#[derive(Debug)]
pub(crate) struct Replayed<'a> {
    /// The file, as the call names it.
    pub(crate) file: String,
    pub(crate) moves: Moves,
    pub(crate) currency: Option<&'a str>,
    /// Where the rows that move were written.
    pub(crate) out: Option<String>,
}
