//! Which names are allowed, and that a list has each of them once.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon::Lexicon;
use crate::read::item::Text;
use crate::read::table::Problems;

/// How long a name may be: it stands in tables, in messages and on command lines.
pub(crate) const MOST_LETTERS: usize = 100;

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
    if name.text.len() > MOST_LETTERS {
        problems.push(
            Finding::new(Code::TooLong, name.span, format!("`{name}` is too long for a name"))
                .help(format!("take at most {MOST_LETTERS} letters; put the rest in `name`")),
        );
    } else if !fits {
        let letters = match letters {
            Letters::Small => "small letters",
            Letters::SmallAndCapital => "letters",
        };
        problems.push(
            Finding::new(Code::BadName, name.span, format!("`{name}` cannot be a name")).help(
                format!(
                    "names are made of {letters} a to z, digits, `.` and `-`, and begin with a \
                     letter or digit; put what people read in `name` or `zh`"
                ),
            ),
        );
    }
}

/// Reports the entries of a list that stand there already.
pub(crate) fn report_repetitions(problems: &mut Problems, listed: &[Text<'_>]) {
    let mut firsts = HashMap::with_capacity(listed.len());
    for name in listed {
        if let Some(first) = firsts.insert(name.text, name.span) {
            firsts.insert(name.text, first);
            problems.push(
                Finding::new(Code::Duplicate, name.span, format!("`{name}` is listed twice"))
                    .other(first, "first listed here")
                    .help("keep one of the two"),
            );
        }
    }
}

/// For how many names of a list it is looked what may be meant: nobody reads past them, and a file
/// may have very many that are none, beside as many that are.
const MOST_LOOKED_FOR: usize = 100;

/// What may be meant by names that are none, of one list.
#[derive(Debug, Default)]
pub(crate) struct Near {
    lexicon: OnceCell<Lexicon>,
    looked: Cell<usize>,
}

impl Near {
    /// The advice to write one of `names`, which are the same each time, instead of `text`.
    pub(crate) fn did_you_mean<'n, N>(
        &self,
        text: &str,
        names: impl FnOnce() -> N,
    ) -> Option<String>
    where
        N: Iterator<Item = &'n str>,
    {
        self.looked.set(self.looked.get() + 1);
        if self.looked.get() > MOST_LOOKED_FOR {
            return None;
        }
        self.lexicon.get_or_init(|| Lexicon::new(names())).did_you_mean(text)
    }
}
