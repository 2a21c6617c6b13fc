//! The grammar of cells: conditions in short, as a table has them.
//!
//! `cheese; eggs` is a list, `not cheese; eggs` all but one, `100..500`, `> 100` and `>= 100, < 500`
//! are ranges. Knows nothing of facts.

use std::ops::Range;

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::fact::DecimalText;
use crate::read::item::Text;
use crate::source::Span;

/// What stands between the members of a list.
const SEPARATORS: [char; 2] = [';', ','];

/// A part of a text without the blanks around it, where it stands.
fn part<'a>(whole: Text<'a>, bytes: Range<usize>) -> Text<'a> {
    let part = whole.text.get(bytes.clone()).unwrap_or_default();
    let start = bytes.start + part.len() - part.trim_start().len();
    let text = part.trim();
    // Two quotes that stand for one shift what is behind them: such a text is pointed at whole.
    let as_written = (whole.span.end - whole.span.start) as usize == whole.text.len();
    let span = match as_written {
        true => Span::new(start..start + text.len()).after(whole.span.start),
        false => whole.span,
    };
    Text { text, span }
}

fn behind(whole: Text<'_>, bytes: usize) -> Text<'_> {
    part(whole, bytes..whole.text.len())
}

/// The members of a list.
pub(crate) fn members<'a>(found: &mut Vec<Finding>, cell: Text<'a>) -> Vec<Text<'a>> {
    let mut members = Vec::new();
    let ends = cell.text.match_indices(SEPARATORS).map(|(at, sign)| (at, at + sign.len()));
    let mut start = 0;
    for (end, next) in ends.chain([(cell.text.len(), cell.text.len())]) {
        members.push(part(cell, start..end));
        start = next;
    }
    let all = members.len();
    members.retain(|one| !one.text.is_empty());
    if members.len() < all {
        found.push(
            Finding::new(Code::EmptyText, cell.span, "nothing stands beside a separator")
                .help("write the members of a list like `one; two`"),
        );
    }
    members
}

/// The names of a condition, and whether all but these are meant.
pub(crate) fn names<'a>(found: &mut Vec<Finding>, cell: Text<'a>) -> (Vec<Text<'a>>, bool) {
    let not = cell.text.strip_prefix("not").is_some_and(|rest| rest.starts_with(' '));
    (members(found, if not { behind(cell, "not".len()) } else { cell }), not)
}

/// A bound of a range, as a rules file calls it, with its number.
pub(crate) type Bound = (&'static str, DecimalText, Span);

/// Signs, and the bounds that they stand for.
const SIGNS: [(&str, &str); 6] = [
    (">=", "at-least"),
    ("≥", "at-least"),
    (">", "above"),
    ("<=", "at-most"),
    ("≤", "at-most"),
    ("<", "below"),
];

/// The bounds of a range; none for a number alone, or for what is no range at all.
pub(crate) fn bounds(found: &mut Vec<Finding>, cell: Text<'_>) -> Option<Vec<Bound>> {
    let mut bounds = Vec::new();
    if let Some(at) = cell.text.find("..") {
        let ends = [("at-least", part(cell, 0..at)), ("at-most", behind(cell, at + 2))];
        let ends: Vec<_> = ends.into_iter().filter(|(_, end)| !end.text.is_empty()).collect();
        if ends.is_empty() {
            no_bound(found, cell);
        }
        bounds.extend(ends.into_iter().filter_map(|(key, end)| bound(found, key, end)));
        return Some(bounds);
    }
    let sign = |text: &str| SIGNS.into_iter().find(|(sign, _)| text.starts_with(sign));
    sign(cell.text)?;
    for one in members(found, cell) {
        match sign(one.text) {
            Some((sign, key)) => bounds.extend(bound(found, key, behind(one, sign.len()))),
            None => no_bound(found, one),
        }
    }
    Some(bounds)
}

fn bound(found: &mut Vec<Finding>, key: &'static str, number: Text<'_>) -> Option<Bound> {
    let decimal = DecimalText::parse(number.text);
    if decimal.is_none() {
        no_bound(found, number);
    }
    decimal.map(|decimal| (key, decimal, number.span))
}

/// Says that a text is no part of a range.
pub(crate) fn no_bound(found: &mut Vec<Finding>, text: Text<'_>) {
    found.push(
        Finding::new(Code::WrongType, text.span, format!("`{text}` is no number and no range"))
            .help("write a range like `100..500`, `> 100` or `>= 100, < 500`"),
    );
}
