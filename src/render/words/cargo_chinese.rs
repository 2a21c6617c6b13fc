//! Chinese for what is in a shipment.

use crate::render::words::cargo::CargoWords;
use crate::render::words::chinese::Chinese;

impl CargoWords for Chinese {
    fn missing_papers(&self) -> &'static str {
        "尚缺单证"
    }
    fn count_lines(&self, count: usize) -> String {
        format!("共 {count} 项")
    }
    fn these_lines(&self, numbers: &[String]) -> String {
        format!("第 {} 项", numbers.join("、"))
    }
    fn no_common_path(&self) -> &'static str {
        "各项均未被拒绝，但规则没有适合全部各项的流程：请分票申报。"
    }
    fn not_known(&self) -> &'static str {
        "未知"
    }
    fn split(&self, refused: &[String], shipments: &[Vec<String>]) -> String {
        let told: Vec<String> = shipments.iter().map(|one| self.these_lines(one)).collect();
        let clear = format!("分 {} 票（{}）可通关", told.len(), told.join("；"));
        match refused {
            [] => clear,
            several => format!("{}单独也被拒绝；其余{clear}", self.these_lines(several)),
        }
    }
    fn form(&self, number: &str) -> String {
        format!("表格 {number}")
    }
}
