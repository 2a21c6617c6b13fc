//! What it takes to change a fact of a shipment.

use serde::{Deserialize, Serialize};

/// What a file says that it takes to change a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change {
    /// How much it costs beside other changes; as much as is usual for its kind, if it is not said.
    pub cost: Option<u32>,
    /// Which way it can be changed.
    pub way: Way,
}

/// Which way a fact can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Way {
    /// Not at all.
    Never,
    /// To a higher number, a later date, or from no to yes.
    Raise,
    /// To a lower number, or from yes to no.
    Lower,
    /// To whatever it can be.
    Any,
}
