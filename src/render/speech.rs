//! In which language a person is spoken to: the words of the program, and the names of the file.

use advisor::model::fact::{Fact, Name};
use advisor::model::wording::{Language, Tongue, Wording};
use advisor::model::{Check, Document, Rule};

use crate::render::text::shown;
use crate::render::words::{Words, words};

/// How a person is spoken to.
#[derive(Clone, Copy)]
pub(crate) struct Speech {
    pub(crate) tongue: Tongue,
    pub(crate) words: &'static dyn Words,
    /// Whether names are told in every language of the file.
    both: bool,
}

impl Speech {
    /// In one language; a name that the file does not say in it is told in another.
    pub(crate) fn new(tongue: Tongue) -> Self {
        Self { tongue, words: words(tongue), both: false }
    }

    /// In one language, with the names of the file in all of them.
    pub(crate) fn both(tongue: Tongue) -> Self {
        Self { both: true, ..Self::new(tongue) }
    }

    fn language(self) -> Language {
        self.tongue.language()
    }

    /// A text of the file.
    pub(crate) fn text(self, wording: &Wording) -> String {
        let own = wording.in_language(self.language());
        let first = own.unwrap_or(wording);
        if !self.both {
            return shown(first).into_owned();
        }
        let others = wording.texts().filter(|text| *text != first);
        std::iter::once(first).chain(others).map(shown).collect::<Vec<_>>().join(" ")
    }

    /// What something is called: its title, else its id in words.
    pub(crate) fn name(self, title: Option<&Wording>, id: &str) -> String {
        let in_words = || shown(&id.replace('-', " ")).into_owned();
        match title {
            Some(title) if title.in_language(self.language()).is_some() => self.text(title),
            // An id is made of English words: it is nearer than a name in a third language.
            Some(title) if self.tongue == Tongue::English && title.plain().is_none() => {
                if self.both { format!("{} {}", in_words(), self.text(title)) } else { in_words() }
            }
            Some(title) => self.text(title),
            None => in_words(),
        }
    }

    /// The same in few words, where the file has them in the language that is spoken.
    fn short(self, short: Option<&Wording>, title: Option<&Wording>, id: &str) -> String {
        let own = short.and_then(|short| short.in_language(self.language()));
        let named = title.is_some_and(|title| title.in_language(self.language()).is_some());
        match (own, short) {
            (Some(own), _) if self.both => {
                let others = title.into_iter().flat_map(Wording::all);
                let others = others.filter(|(language, _)| *language != self.language());
                let others = others.map(|(_, text)| shown(text));
                std::iter::once(shown(own)).chain(others).collect::<Vec<_>>().join(" ")
            }
            (Some(own), _) => shown(own).into_owned(),
            (None, Some(short)) if !named => self.text(short),
            (None, _) => self.name(title, id),
        }
    }

    pub(crate) fn document(self, document: &Document) -> String {
        self.short(document.short.as_ref(), document.title.as_ref(), &document.id)
    }

    pub(crate) fn check(self, check: &Check) -> String {
        // Of what customs does, a word is enough.
        Self { both: false, ..self }.short(check.short.as_ref(), check.title.as_ref(), &check.id)
    }

    pub(crate) fn fact(self, fact: &Fact) -> String {
        Self { both: false, ..self }.name(fact.title.as_ref(), &fact.id)
    }

    /// A name in a list of facts, in few words.
    pub(crate) fn value(self, name: &Name) -> String {
        let one = if name.short.is_some() { Self { both: false, ..self } } else { self };
        one.short(name.short.as_ref(), name.title.as_ref(), &name.id)
    }

    /// A reason of the file, else the id of its rule.
    pub(crate) fn because(self, rule: &Rule) -> String {
        self.text_or(rule.because.as_ref(), &rule.id)
    }

    /// A sentence, else an id as it is; of sentences one language is enough.
    pub(crate) fn text_or(self, wording: Option<&Wording>, id: &str) -> String {
        let one = Self { both: false, ..self };
        wording.map_or_else(|| shown(id).into_owned(), |wording| one.text(wording))
    }

    /// A sentence; of sentences one language is enough.
    pub(crate) fn sentence(self, wording: &Wording) -> String {
        Self { both: false, ..self }.text(wording)
    }
}
