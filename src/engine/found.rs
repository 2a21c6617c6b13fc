//! What was decided, as far as many shipments share it.

use crate::engine::amount::Amount;
use crate::evaluate::Decision;
use crate::model::RowId;
use crate::model::condition::FactId;
use crate::model::value::Value;

/// What was decided of a shipment, as far as shipments with the same key share it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Found {
    pub(super) decision: Option<Decision>,
    /// What was open, with what was chosen.
    pub(super) chosen: Vec<(FactId, Value)>,
    /// Defaults that followed what was chosen.
    pub(super) followed: Vec<(FactId, Value)>,
    /// The rows that led to the decision, but those of the slice, in the order of the file.
    pub(super) fired: Vec<RowId>,
    /// Those of the slice, as places in it.
    pub(super) fired_in_slice: Vec<u32>,
    pub(super) amount: Amount,
    pub(super) fee: bool,
}
