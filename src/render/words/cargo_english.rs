//! English for what is in a shipment.

use crate::render::text::with_capital;
use crate::render::words::cargo::CargoWords;
use crate::render::words::english::English;

impl CargoWords for English {
    fn missing_papers(&self) -> &'static str {
        "Not at hand"
    }
    fn count_lines(&self, count: usize) -> String {
        format!("{count} lines")
    }
    fn these_lines(&self, numbers: &[String]) -> String {
        match numbers {
            [one] => format!("line {one}"),
            several => format!("lines {}", several.join(", ")),
        }
    }
    fn no_common_path(&self) -> &'static str {
        "Nothing refuses these lines, but no flow of the rules takes all of them together: ask for \
         them in several shipments."
    }
    fn not_known(&self) -> &'static str {
        "not known"
    }
    fn split(&self, refused: &[String], shipments: &[Vec<String>]) -> String {
        let clear = match shipments {
            [one] if refused.is_empty() => format!("{} alone: clearable", self.these_lines(one)),
            [one] if one.len() > 1 => format!("{} together: clearable", self.these_lines(one)),
            [one] => format!("{}: clearable", self.these_lines(one)),
            several => {
                let told: Vec<String> = several.iter().map(|one| self.these_lines(one)).collect();
                format!("as {} shipments ({}): clearable", told.len(), told.join(" | "))
            }
        };
        match refused {
            [] => with_capital(&clear),
            [one] => format!("Line {one} is refused even alone; without it, {clear}"),
            several => {
                format!(
                    "Lines {} are refused even alone; without them, {clear}",
                    several.join(", ")
                )
            }
        }
    }
    fn form(&self, number: &str) -> String {
        format!("form {number}")
    }
}
