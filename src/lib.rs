//! x
pub mod advise;
pub mod builtin;
pub mod charge;
pub mod choose;
pub mod diagnostic;
pub mod evaluate;
pub mod model;
pub mod read;
pub mod shipment;
pub mod source;
