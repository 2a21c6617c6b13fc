//! English for what comes with a shipment.

use crate::render::words::cargo::CargoWords;
use crate::render::words::english::English;

impl CargoWords for English {
    fn missing_papers(&self) -> &'static str {
        "Not at hand"
    }
    fn form(&self, number: &str) -> String {
        format!("form {number}")
    }
}
