//! Texts for people: plain, or in several languages of the file.

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon::in_words;
use crate::model::wording::{Language, Wording};
use crate::read::table::{Problems, Section};

/// The languages that the file names at its top, if it does.
pub(crate) fn read_languages(problems: &mut Problems, root: &mut Section<'_>) {
    let listed = root.texts(problems, "languages");
    let mut languages: Vec<Language> = Vec::new();
    for text in listed {
        match Language::parse(text.text) {
            Some(language) if languages.contains(&language) => problems.push(
                Finding::new(Code::Duplicate, text.span, format!("`{text}` is listed twice"))
                    .help("keep one of the two"),
            ),
            Some(language) => languages.push(language),
            None => problems.push(
                Finding::new(Code::BadName, text.span, format!("`{text}` is no language"))
                    .help("write its two small letters of ISO 639-1, like \"en\""),
            ),
        }
    }
    if !languages.is_empty() {
        problems.languages = languages;
    }
}

impl<'a> Section<'a> {
    /// A text for people: plain, or a table with a text for each language.
    pub(crate) fn wording(
        &mut self,
        problems: &mut Problems,
        key: &'static str,
    ) -> Option<Wording> {
        let item = self.item(key)?;
        if item.as_table().is_none() {
            let text = self.string(problems, key)?;
            return problems.languages.first().map(|language| Wording::new(*language, text));
        }
        let mut said = Said::default();
        let mut section = self.section(problems, key, "text")?;
        said.take(problems, &mut section, 0);
        if said.wording.is_none() {
            problems.push(
                Finding::new(Code::EmptyText, item.span, format!("`{key}` says nothing"))
                    .help(format!("write it in {}", listed(problems))),
            );
        }
        section.finish(problems);
        said.wording
    }

    /// The same for what may be said in other languages beside it: `zh = "…"`.
    pub(crate) fn named(&mut self, problems: &mut Problems, key: &'static str) -> Option<Wording> {
        let mut said = Said { wording: self.wording(problems, key) };
        said.take(problems, self, 1);
        said.wording
    }

    /// A text for people that has to be there; empty where it is not.
    pub(crate) fn required_wording(
        &mut self,
        problems: &mut Problems,
        key: &'static str,
    ) -> Wording {
        self.require(problems, key);
        self.wording(problems, key).unwrap_or_else(|| nothing(problems))
    }

    /// The same for what may be said in other languages beside it.
    pub(crate) fn required_named(&mut self, problems: &mut Problems, key: &'static str) -> Wording {
        self.require(problems, key);
        self.named(problems, key).unwrap_or_else(|| nothing(problems))
    }
}

/// What stands where a text is missing, which has been told: such a file is never used.
fn nothing(problems: &Problems) -> Wording {
    let language = problems.languages.first().copied();
    Wording::new(language.unwrap_or(crate::model::wording::Tongue::English.language()), "")
}

fn listed(problems: &Problems) -> String {
    let languages: Vec<String> = problems.languages.iter().map(Language::to_string).collect();
    in_words(languages.iter().map(String::as_str), "or")
}

/// What is said so far, in whatever languages.
#[derive(Default)]
struct Said {
    wording: Option<Wording>,
}

impl Said {
    /// Takes what a section says under the letters of languages, but for the `first` of them.
    fn take(&mut self, problems: &mut Problems, section: &mut Section<'_>, first: usize) {
        for language in problems.languages.clone().into_iter().skip(first) {
            let Some(text) = section.text_in(problems, language) else { continue };
            let known =
                self.wording.as_ref().is_some_and(|said| said.in_language(language).is_some());
            if known {
                problems.push(
                    Finding::new(Code::Duplicate, text.span, format!("said twice in `{language}`"))
                        .help("keep one of the two"),
                );
                continue;
            }
            self.wording = Some(match self.wording.take() {
                Some(said) => said.and(language, text.text),
                None if problems.languages.first() == Some(&language) => {
                    Wording::new(language, text.text)
                }
                None => Wording::foreign(language, text.text),
            });
        }
    }
}
