//! Chinese for what comes with a shipment.

use crate::render::words::cargo::CargoWords;
use crate::render::words::chinese::Chinese;

impl CargoWords for Chinese {
    fn missing_papers(&self) -> &'static str {
        "尚缺单证"
    }
    fn form(&self, number: &str) -> String {
        format!("表格 {number}")
    }
}
