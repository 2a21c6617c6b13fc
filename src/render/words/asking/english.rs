//! A conversation in English.

use crate::render::words::asking::Asking;
use crate::render::words::english::English;

impl Asking for English {
    fn start(&self) -> &'static str {
        "How will a shipment clear customs, and what would make it sooner?"
    }
    fn calls(&self, example: &str) -> Vec<(String, &'static str)> {
        vec![
            (format!("advisor route {example}"), "one shipment"),
            ("advisor route".to_owned(), "the same, question by question"),
            (format!("advisor explain {example}"), "why, why not, what to change"),
            ("advisor list goods".to_owned(), "what the rules know"),
            ("advisor batch orders.csv".to_owned(), "many shipments, a row each"),
        ]
    }
    fn rules_of_your_own(&self) -> &'static str {
        "For rules of your own: advisor rules, check, test, diff\nAll there is: advisor --help"
    }
    fn how_to_answer(&self) -> &'static str {
        "Answer by number or by name. Enter leaves a question open, Ctrl-D all that are left."
    }
    fn which_goods(&self, code: Option<&str>) -> String {
        let code = code.map(|code| format!(", or their {code}")).unwrap_or_default();
        format!("What goods are they? What you call them{code}")
    }
    fn the_best(&self) -> &'static str {
        "Enter: the best is chosen"
    }
    fn left_open(&self, taken: &str) -> String {
        format!("Enter: {taken}")
    }
    fn more_names(&self, more: usize, list: &str) -> String {
        format!("and {more} more: {list}")
    }
    fn without_questions(&self) -> &'static str {
        "Without questions:"
    }
}
