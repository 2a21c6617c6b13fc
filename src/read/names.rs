//! Which names are allowed, and that a list has each of them once.

use crate::codes::Code;
use crate::finding::Finding;
use crate::read::table::{Problems, Text};

/// Whether capitals are allowed in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    Small,
    SmallAndCapital,
}

/// Checks that `name` can stand on a command line, in a table and in a URL without quoting.
pub(crate) fn check_grammar(problems: &mut Problems, name: Text<'_>, letters: Letters) {
    let first = |byte: u8| {
        byte.is_ascii_lowercase()
            || byte.is_ascii_digit()
            || (letters == Letters::SmallAndCapital && byte.is_ascii_uppercase())
    };
    let bytes = name.text.as_bytes();
    let fits = bytes.first().copied().is_some_and(first)
        && bytes.iter().all(|byte| first(*byte) || matches!(byte, b'.' | b'-'));
    if !fits {
        let shown: String = name.text.chars().take(40).collect();
        let letters = match letters {
            Letters::Small => "small letters",
            Letters::SmallAndCapital => "letters",
        };
        problems.push(
            Finding::new(Code::BadName, name.span, format!("`{shown}` cannot be a name")).help(
                format!(
                    "names are made of {letters} a to z, digits, `.` and `-`, and begin with a \
                     letter or digit; put what people read in `name` or `zh`"
                ),
            ),
        );
    }
}

/// Reports the entry at `at` of a list if an earlier one is the same.
pub(crate) fn report_repetition(problems: &mut Problems, listed: &[Text<'_>], at: usize) {
    // Comparing each with each is fine for lists that people write; long ones come from programs.
    let (Some(name), true) = (listed.get(at), at < 1_000) else { return };
    let first = listed.iter().take(at).find(|earlier| earlier.text == name.text);
    if let Some(first) = first {
        problems.push(
            Finding::new(Code::Duplicate, name.span, format!("`{}` is listed twice", name.text))
                .other(first.span, "first listed here")
                .help("keep one of the two"),
        );
    }
}
