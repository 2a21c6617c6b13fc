//! What people read, in the languages of the file.
//!
//! Knows no country: a file says its texts in as many languages as it likes. Only the sentences that
//! reading makes of dates and lists are the program's own, in the languages that it speaks itself.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// A language, by its two letters in ISO 639-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Language([u8; 2]);

/// A language in which the program has words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// English.
    English,
    /// Chinese.
    Chinese,
}

/// A text in one language or in several.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Wording {
    language: Language,
    text: String,
    /// Whether that is the language in which the file says what it says plainly.
    plain: bool,
    others: Vec<(Language, String)>,
}

impl Language {
    /// The language that two small letters stand for.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match *code.as_bytes() {
            [first, second] if first.is_ascii_lowercase() && second.is_ascii_lowercase() => {
                Some(Self([first, second]))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl Tongue {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language that it is.
    #[must_use]
    pub fn language(self) -> Language {
        match self {
            Self::English => Language(*b"en"),
            Self::Chinese => Language(*b"zh"),
        }
    }
}

impl Wording {
    /// A text in the language of the file.
    #[must_use]
    pub fn new(language: Language, text: impl Into<String>) -> Self {
        Self { language, text: text.into(), plain: true, others: Vec::new() }
    }

    /// A text that the file says in another language alone.
    #[must_use]
    pub fn foreign(language: Language, text: impl Into<String>) -> Self {
        Self { plain: false, ..Self::new(language, text) }
    }

    /// A text of the program's own, in those of these languages that it speaks; else in English.
    #[must_use]
    pub fn spoken(languages: &[Language], say: impl Fn(Tongue) -> String) -> Self {
        let tongue =
            |wanted: &Language| Tongue::ALL.into_iter().find(|tongue| tongue.language() == *wanted);
        let mut spoken = languages.iter().filter_map(tongue);
        let first = spoken.next().unwrap_or(Tongue::English);
        let begun = Self::new(first.language(), say(first));
        spoken.fold(begun, |all, tongue| all.and(tongue.language(), say(tongue)))
    }

    /// The same text in another language, too.
    #[must_use]
    pub fn and(mut self, language: Language, text: impl Into<String>) -> Self {
        self.others.push((language, text.into()));
        self
    }

    /// The text in a language; none where the file does not say it.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Option<&str> {
        self.all().find(|(known, _)| *known == language).map(|(_, text)| text)
    }

    /// The text in every language of it, that of the file first.
    pub fn all(&self) -> impl Iterator<Item = (Language, &str)> {
        let others = self.others.iter().map(|(language, text)| (*language, text.as_str()));
        std::iter::once((self.language, self.text.as_str())).chain(others)
    }

    /// The text in the language of the file.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        self.plain.then_some(&self.text)
    }

    /// The texts in other languages than that of the file.
    pub fn translations(&self) -> impl Iterator<Item = &str> {
        self.texts().skip(usize::from(self.plain))
    }

    /// The texts alone.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.all().map(|(_, text)| text)
    }
}

/// As the first language of the file says it.
impl Deref for Wording {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What people call something in a language, as far as the file says; else as in that of the file.
#[must_use]
pub fn called(title: Option<&Wording>, id: &str, language: Language) -> String {
    let own = title.and_then(|title| title.in_language(language));
    own.map_or_else(|| in_words(title, id), str::to_owned)
}

/// What people call something: its title in the language of the file, else its id in words.
pub(crate) fn in_words(title: Option<&Wording>, id: &str) -> String {
    let plain = title.filter(|title| title.plain);
    plain.map_or_else(|| id.replace('-', " "), |title| title.to_string())
}
