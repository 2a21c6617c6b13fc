//! Names: which are allowed, and which are meant by one that is not known.

use crate::diagnostic::Diagnostic;
use crate::read::table::{Problems, Text};

/// At most so many names are suggested.
const MOST_SUGGESTIONS: usize = 3;

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
            Diagnostic::new("bad-name", name.span, format!("`{shown}` cannot be a name")).help(
                format!(
                    "names are made of {letters} a to z, digits, `.` and `-`, and begin with a \
                     letter or digit; put what people read in `name` or `zh`"
                ),
            ),
        );
    }
}

/// The names that `text` may have been meant as, nearest first: only near ones.
#[must_use]
pub fn nearest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let text = text.to_lowercase();
    let length = text.chars().count();
    // A long text is no misspelling, and comparing it with every name would take its time.
    if length > 64 {
        return Vec::new();
    }
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let longer = length.max(name.chars().count());
            if longer > 64 {
                return None;
            }
            let distance = strsim::osa_distance(&text, &name.to_lowercase());
            let part = length >= 3 && name.split(['-', '.']).any(|word| word == text);
            (distance * 3 <= longer || part).then_some((distance, name))
        })
        .collect();
    near.sort();
    near.dedup();
    near.truncate(MOST_SUGGESTIONS);
    near.into_iter().map(|(_, name)| name).collect()
}

/// The advice to write one of `names` instead; none without names.
#[must_use]
pub fn did_you_mean(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| format!("did you mean {}?", in_words(names.iter().copied(), "or")))
}

/// Names in backticks, as a list within a sentence.
#[must_use]
pub fn in_words<'n>(names: impl IntoIterator<Item = &'n str>, conjunction: &str) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_words, nearest};

    #[test]
    fn only_near_names_are_suggested() {
        let names = ["milk-powder", "meat", "wine", "medical-device"];
        assert_eq!(nearest("milk-powdr", names), ["milk-powder"]);
        assert_eq!(nearest("MILK", names), ["milk-powder"]);
        assert_eq!(nearest("meta", names), ["meat"]);
        assert!(nearest("zzz", names).is_empty());
        assert!(nearest(&"x".repeat(100_000), names).is_empty());
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(in_words(["a"], "or"), "`a`");
        assert_eq!(in_words(["a", "b", "c"], "and"), "`a`, `b` and `c`");
    }
}
