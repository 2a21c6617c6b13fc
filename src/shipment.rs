//! Shipments: what is said of one, checked against the facts of a rule set.
//!
//! Everything that is wrong with what a caller said is found here; nothing is evaluated.

mod code;
mod input_error;
mod known;
mod lines_error;
mod order;
mod query;
mod said;
mod spellings;
mod spoken;
mod values;
mod ways;

pub use crate::shipment::input_error::{CodeName, Excluded, InputError, InputErrors};
pub use crate::shipment::known::{Origin, Shipment};
pub use crate::shipment::lines_error::LinesError;
pub use crate::shipment::order::{Order, OrderErrors, OrderQuery};
pub use crate::shipment::query::Query;
pub use crate::shipment::spoken::mistake_in;
pub use crate::shipment::values::{date, fact, moment, name_value, value};

pub(crate) use crate::shipment::order::offered_to_all;
pub(crate) use crate::shipment::said::{Intake, Said};
pub(crate) use crate::shipment::spellings::Spellings;
pub(crate) use crate::shipment::ways::{each_way, in_force_on, offered, offered_into};
