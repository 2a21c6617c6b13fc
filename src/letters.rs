//! Texts on their way to a person: which letters nobody sees, by Unicode's classes, and how much of a
//! text is enough.
//!
//! Knows nothing of rules. One list serves whoever shows a text and whoever checks one.

use std::borrow::Cow;

/// Control and format characters, line and paragraph separators, and whatever else is drawn as
/// nothing (`Cc`, `Cf`, `Zl`, `Zp` and `Default_Ignorable_Code_Point` of Unicode), as ranges.
const HIDDEN: [(char, char); 27] = [
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether nobody sees the letter as what it is: a terminal may obey it, or draw nothing for it.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    let at = HIDDEN.partition_point(|(_, last)| *last < letter);
    HIDDEN.get(at).is_some_and(|(first, _)| *first <= letter)
}

/// How many letters of a text that is not known a message repeats.
const MOST_REPEATED: usize = 60;

/// The text as messages repeat it: what comes behind its first letters is left out.
#[must_use]
pub fn brief(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_REPEATED) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// The text with its hidden letters shown instead of sent.
///
/// A rules file or an order may hold them by accident or by malice; a terminal would obey.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
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

#[cfg(test)]
mod tests {
    use super::{brief, is_hidden};

    #[test]
    fn a_message_repeats_sixty_letters() {
        assert_eq!(brief(&"奶".repeat(60)), "奶".repeat(60));
        assert_eq!(brief(&"奶".repeat(61)), "奶".repeat(60) + "…");
    }

    #[test]
    fn the_ranges_are_those_of_unicode() {
        let classes = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]";
        let parsed = regex_syntax::parse(classes).expect("these are classes of Unicode");
        let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) =
            parsed.kind()
        else {
            panic!("a class is a class");
        };
        let within = |letter: char| {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&letter))
        };
        for letter in '\0'..=char::MAX {
            assert_eq!(is_hidden(letter), within(letter), "U+{:04X}", u32::from(letter));
        }
    }
}
