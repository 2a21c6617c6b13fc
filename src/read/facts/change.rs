//! What a file says that it takes to change a fact.

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::change::{Change, Way};
use crate::model::fact::Kind;
use crate::read::item::{Item, Shape, Text};
use crate::read::lists::choose;
use crate::read::table::{Problems, as_section};

/// More than any sum of costs that people weigh.
const DEAREST: u32 = 1_000_000;

/// Reads `"never"`, `"raise"` or `"lower"`, a cost, or both as `{ cost = 3, only = "raise" }`.
pub(super) fn read_change(problems: &mut Problems, item: Item<'_>, kind: &Kind) -> Option<Change> {
    let change = match &item.value {
        Shape::Text(_) => {
            let words = [("never", Way::Never), ("raise", Way::Raise), ("lower", Way::Lower)];
            let found = problems.text(item, "change")?;
            Change { cost: None, way: choose(problems, "change", found, &words)? }
        }
        Shape::Number(_) => Change { cost: Some(read_cost(problems, item)?), way: Way::Any },
        Shape::Table(_) => {
            let name = Text { text: "change", span: item.span };
            let mut section = as_section(problems, item, name, "change")?;
            let cost = section.item("cost").and_then(|item| read_cost(problems, item));
            let words = [("raise", Way::Raise), ("lower", Way::Lower)];
            let only = section.text(problems, "only");
            let way = only.and_then(|only| choose(problems, "only", only, &words));
            section.finish(problems);
            Change { cost, way: way.unwrap_or(Way::Any) }
        }
        _ => {
            let wanted = "`never`, `raise`, `lower`, a cost, or a table with `cost` and `only`";
            problems.wrong_type(item, "change", wanted);
            return None;
        }
    };
    // Names have no direction.
    if matches!(kind, Kind::Names(_)) && matches!(change.way, Way::Raise | Way::Lower) {
        problems.push(
            Finding::new(Code::WrongType, item.span, "a list of names has no up and down")
                .help("write `never`, or a cost"),
        );
        return None;
    }
    Some(change)
}

fn read_cost(problems: &mut Problems, item: Item<'_>) -> Option<u32> {
    let cost = item.as_number().and_then(|text| text.parse().ok());
    let cost = cost.filter(|cost| *cost <= DEAREST);
    if cost.is_none() {
        problems.push(
            Finding::new(Code::ImpossibleRange, item.span, "this is no cost")
                .help(format!("write a whole number from 0 to {DEAREST}")),
        );
    }
    cost
}
