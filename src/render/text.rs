//! The one gate for text that is not the program's own on its way to a person.

use std::borrow::Cow;

pub(crate) use advisor::charge::money;
pub(crate) use advisor::letters::shown;

use advisor::charge::Charge;
use advisor::evaluate::Release;
use advisor::letters::is_hidden;
use advisor::model::{CheckKind, StepTime};
use rust_decimal::Decimal;

/// A line of a file, letter for letter: each that is hidden gives its place to one that is seen, so
/// that columns stay as they are.
pub(crate) fn pictured(text: &str) -> Cow<'_, str> {
    if !text.contains(|letter| letter != '\n' && is_hidden(letter)) {
        return Cow::Borrowed(text);
    }
    let mut letters = text.chars().peekable();
    let mut pictured = String::with_capacity(text.len() + 16);
    while let Some(letter) = letters.next() {
        let ends_line = letter == '\r' && letters.peek() == Some(&'\n');
        pictured.push(match letter {
            '\n' | '\t' => letter,
            _ if ends_line || !is_hidden(letter) => letter,
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            _ => '\u{fffd}',
        });
    }
    Cow::Owned(pictured)
}

/// The text with a capital at its beginning.
pub(crate) fn with_capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A text of a page in Markdown in which nothing is markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in shown(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// How many there are of something.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A text whose lines are broken between words at `width`; those that begin with spaces stay.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut columns = 0;
        for word in line.split(' ').filter(|_| !line.starts_with(' ')) {
            if columns > 0 && columns + 1 + word.len() > width {
                out.push('\n');
                columns = 0;
            } else if columns > 0 {
                out.push(' ');
                columns += 1;
            }
            out.push_str(word);
            columns += word.len();
        }
        if line.starts_with(' ') {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// A rate, as people write it.
pub(crate) fn percent(rate: Decimal) -> String {
    format!("{}%", rate.normalize())
}

/// What must be paid of a charge: nothing once it is waived; empty where it is not known.
pub(crate) fn to_pay(charge: &Charge<'_>) -> String {
    match charge.payable {
        Some(_) if charge.waived => money(Decimal::ZERO),
        Some(amount) => money(amount),
        None => String::new(),
    }
}

/// A number with a comma between each three digits, for people.
pub(crate) fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// An amount of money, for people.
pub(crate) fn grouped_money(amount: Decimal) -> String {
    grouped(&money(amount))
}

pub(crate) fn release_words(release: Release) -> &'static str {
    match release {
        Release::OnArrival => "released on arrival",
        Release::AfterReview => "released after a document review at arrival",
        Release::AfterInspection => "released after an inspection at arrival",
    }
}

pub(crate) fn time_id(time: StepTime) -> &'static str {
    match time {
        StepTime::BeforeArrival => "before-arrival",
        StepTime::AtArrival => "at-arrival",
        StepTime::AfterRelease => "after-release",
    }
}

pub(crate) fn kind_id(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::Data => "data",
        CheckKind::Review => "review",
        CheckKind::Site => "site",
    }
}

pub(crate) fn time_words(time: StepTime) -> &'static str {
    match time {
        StepTime::BeforeArrival => "before arrival",
        StepTime::AtArrival => "at arrival",
        StepTime::AfterRelease => "after release",
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, pictured, shown};

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(shown("奶粉 é"), "奶粉 é");
        assert_eq!(shown("a\u{1b}[31mb"), "a<U+001B>[31mb");
        assert_eq!(shown("\u{ad}a\u{e0041}\u{3164}"), "<U+00AD>a<U+E0041><U+3164>");
        assert_eq!(shown("\u{202e}x\u{9b}y\nz\u{7f}"), "<U+202E>x<U+009B>y<U+000A>z<U+007F>");
    }

    #[test]
    fn long_numbers_are_grouped() {
        let told = ["5", "999", "1000", "26000", "1234567.5", "-1000", "-999"].map(grouped);
        assert_eq!(told, ["5", "999", "1,000", "26,000", "1,234,567.5", "-1,000", "-999"]);
    }

    #[test]
    fn a_pictured_line_has_its_columns() {
        let line = "\ta\u{9b}奶\u{0}\u{7f}\r\u{e0041}\r\n";
        assert_eq!(pictured(line), "\ta\u{fffd}奶\u{2400}\u{2421}\u{240d}\u{fffd}\r\n");
        assert_eq!(pictured(line).chars().count(), line.chars().count());
    }
}
