//! The one gate for text that is not the program's own on its way to a person.

use std::borrow::Cow;

use advisor::charge::Charge;
use advisor::evaluate::{Release, Verdict};
use advisor::model::{CheckKind, StepTime};
use rust_decimal::Decimal;

/// The text with control, escape and bidirectional characters shown instead of sent.
///
/// A rules file or an order may hold them by accident or by malice; a terminal would obey.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    // Nearly all text is plain, and that is seen much faster than what is in it.
    let plain = |byte: &u8| matches!(byte, b' '..=b'~');
    if text.as_bytes().iter().all(plain) || !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_hidden(letter) {
            shown.push_str(&format!("<U+{:04X}>", u32::from(letter)));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// A title with its Chinese form behind it.
pub(crate) fn titled(title: &str, zh: Option<&str>) -> String {
    match zh {
        Some(zh) => format!("{} {}", shown(title), shown(zh)),
        None => shown(title).into_owned(),
    }
}

/// An amount of money, with the cents it has at least.
pub(crate) fn money(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string()
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

pub(crate) fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Clearable => "clearable",
        Verdict::NoPath => "no-path",
        Verdict::Refused => "refused",
    }
}

pub(crate) fn release_id(release: Release) -> &'static str {
    match release {
        Release::OnArrival => "on-arrival",
        Release::AfterReview => "after-review",
        Release::AfterInspection => "after-inspection",
    }
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
    use super::shown;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(shown("奶粉 é"), "奶粉 é");
        assert_eq!(shown("a\u{1b}[31mb"), "a<U+001B>[31mb");
        assert_eq!(shown("\u{202e}x\u{9b}y\nz\u{7f}"), "<U+202E>x<U+009B>y<U+000A>z<U+007F>");
    }
}
