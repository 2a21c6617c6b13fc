//! What a shipment costs: tax and late fee, in exact decimals, or the reason why not.

mod bill;
mod compute;
mod duty;
mod exact;
mod fee;
mod lines;
mod parts;

pub use crate::charge::bill::Bill;
pub use crate::charge::compute::{Charge, Missing, Tariff, money, tax};
pub(crate) use crate::charge::compute::{Multiple, is_waived, multiple, waived_up_to};
pub(crate) use crate::charge::exact::Exact;
pub use crate::charge::fee::daily_fee;
pub use crate::charge::lines::LinesBill;
pub use crate::charge::parts::Item;
