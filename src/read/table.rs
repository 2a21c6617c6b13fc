//! A table of the file, read key by key: types are checked, unknown keys are found.
//!
//! Knows findings; knows nothing of rules, nor of TOML.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::codes::Code;
use crate::finding::Finding;
use crate::letters::brief;
use crate::lexicon;
use crate::model::fact::DecimalText;
use crate::model::value::Day;
use crate::model::wording::{Language, Tongue};
use crate::read::cell;
use crate::read::item::{Item, Table, Text};
use crate::source::Span;

/// How long a text may be: it is wrapped into lines and columns that people read.
const MOST_BYTES: usize = 4_000;

/// The problems found so far.
#[derive(Debug)]
pub(crate) struct Problems {
    found: Vec<Finding>,
    /// Where something was told that every row of a table would say again.
    told: HashSet<Span>,
    /// The languages of the file, that of its plain texts first.
    pub(crate) languages: Vec<Language>,
}

/// None so far, in a file that is in English.
impl Default for Problems {
    fn default() -> Self {
        Self {
            found: Vec::new(),
            told: HashSet::new(),
            languages: vec![Tongue::English.language()],
        }
    }
}

impl Problems {
    pub(crate) fn push(&mut self, problem: Finding) {
        self.found.push(problem);
    }

    /// The problems found so far, to be added to.
    pub(crate) fn found_mut(&mut self) -> &mut Vec<Finding> {
        &mut self.found
    }

    /// Whether anything was found.
    pub(crate) fn is_any(&self) -> bool {
        !self.found.is_empty()
    }

    /// Whether something is told at a place for the first time: the name of a column is the key of
    /// every row.
    pub(crate) fn is_first_at(&mut self, span: Span) -> bool {
        self.told.insert(span)
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.found
    }

    /// Says that a value is of another type than it should be.
    pub(crate) fn wrong_type(&mut self, item: Item<'_>, key: &str, wanted: &str) {
        self.wrong_type_but(item, key, wanted, None);
    }

    fn wrong_type_but(&mut self, item: Item<'_>, key: &str, wanted: &str, help: Option<String>) {
        let found = item.in_words();
        self.push(
            Finding::new(Code::WrongType, item.span, format!("`{key}` is not {wanted}"))
                .label(format!("this is {found}"))
                .maybe_help(help),
        );
    }

    /// A text, or a problem.
    pub(crate) fn text<'a>(&mut self, item: Item<'a>, key: &str) -> Option<Text<'a>> {
        let text = item.as_str();
        if text.is_none() {
            self.wrong_type(item, key, "a text in quotes");
        }
        if text.is_some_and(|text| text.len() > MOST_BYTES) {
            let message = format!("`{}` is too long a text", brief(key));
            self.push(
                Finding::new(Code::TooLong, item.span, message)
                    .help(format!("take at most {MOST_BYTES} bytes: people are to read it")),
            );
            return None;
        }
        text.map(|text| Text { text, span: item.span })
    }

    /// One text or a list of texts; an empty list is a problem.
    pub(crate) fn texts<'a>(&mut self, item: Item<'a>, key: &str) -> Vec<Text<'a>> {
        if let Some(cell) = item.as_cell() {
            return cell::members(&mut self.found, cell);
        }
        let Some(array) = item.as_list() else {
            return self.text_or_list(item, key).into_iter().collect();
        };
        if array.is_empty() {
            self.push(
                Finding::new(Code::EmptyList, item.span, format!("`{key}` is an empty list"))
                    .help(format!("name at least one entry, or leave `{key}` out")),
            );
        }
        array.iter().filter_map(|one| self.text(one, key)).collect()
    }

    fn text_or_list<'a>(&mut self, item: Item<'a>, key: &str) -> Option<Text<'a>> {
        let text = item.as_str();
        if text.is_none() {
            self.wrong_type(item, key, "a name or a list of names");
        }
        text.map(|text| Text { text, span: item.span })
    }

    /// A date without a time, or a problem.
    pub(crate) fn date(&mut self, item: Item<'_>, key: &str) -> Option<Day> {
        let day = item.as_date();
        if day.is_none() {
            let found = item.in_words();
            let quotes = if item.as_cell().is_some() { "" } else { " without quotes" };
            self.push(
                Finding::new(Code::BadDate, item.span, format!("`{key}` is not a date"))
                    .label(format!("this is {found}"))
                    .help(format!("write a date{quotes}, like 2026-11-23")),
            );
        }
        day
    }

    /// A number as it is written, or a problem.
    pub(crate) fn decimal(&mut self, item: Item<'_>, key: &str) -> Option<DecimalText> {
        let number =
            item.as_number().and_then(|text| DecimalText::parse(text.trim_start_matches('+')));
        if number.is_none() {
            // What stands in quotes may be a number all the same, with a sign that is not wanted.
            let text = item.as_str().map(|text| text.trim().trim_end_matches('%').trim());
            let meant = text.filter(|text| text.len() < 40 && DecimalText::parse(text).is_some());
            let quotes = if item.as_cell().is_some() { "" } else { ", without quotes" };
            let help = meant.map(|text| format!("write {text}{quotes}"));
            self.wrong_type_but(item, key, "a plain number like 5000 or 0.01", help);
        }
        number
    }
}

/// A table that is being read: remembers which keys were asked for.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    table: &'a Table<'a>,
    /// What the table is, for messages: `refusal`, `goods`.
    kind: &'static str,
    /// The key under which it stands.
    pub(crate) name: Text<'a>,
    asked: Vec<Cow<'static, str>>,
}

impl<'a> Section<'a> {
    /// The whole of a file, which is a `kind`.
    pub(crate) fn root(table: &'a Table<'a>, kind: &'static str) -> Self {
        let name = Text { text: "", span: Span::default() };
        Self { table, kind, name, asked: Vec::new() }
    }

    /// What the table is, in words.
    pub(crate) fn words(&self) -> String {
        if self.name.text.is_empty() {
            return format!("the {}", self.kind);
        }
        format!("{} `{}`", self.kind, self.name)
    }

    /// The value under `key`.
    pub(crate) fn item(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.asked.push(key.into());
        self.table.get(key)
    }

    /// Whether there is something under `key`.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Where `key` itself stands.
    pub(crate) fn key_span(&self, key: &str) -> Span {
        self.table.entry(key).map_or(self.name.span, |(key, _)| key.span)
    }

    pub(crate) fn text(&mut self, problems: &mut Problems, key: &'static str) -> Option<Text<'a>> {
        let item = self.item(key)?;
        self.filled(problems, item, key)
    }

    fn filled(&self, problems: &mut Problems, item: Item<'a>, key: &str) -> Option<Text<'a>> {
        let text = problems.text(item, key)?;
        if text.text.trim().is_empty() {
            problems.push(
                Finding::new(Code::EmptyText, text.span, format!("`{key}` is empty"))
                    .help(format!("write the text, or leave `{key}` out")),
            );
        }
        Some(text)
    }

    /// The text in a language, which is its own key.
    pub(crate) fn text_in(
        &mut self,
        problems: &mut Problems,
        language: Language,
    ) -> Option<Text<'a>> {
        let key = language.to_string();
        let item = self.table.get(key.as_str());
        self.asked.push(key.clone().into());
        self.filled(problems, item?, &key)
    }

    pub(crate) fn string(&mut self, problems: &mut Problems, key: &'static str) -> Option<String> {
        self.text(problems, key).map(|text| text.text.to_owned())
    }

    /// A text that has to be there; empty where it is not.
    pub(crate) fn required(&mut self, problems: &mut Problems, key: &'static str) -> String {
        if !self.has(key) {
            self.asked.push(key.into());
            self.missing(problems, key);
        }
        self.string(problems, key).unwrap_or_default()
    }

    /// Reports a key that has to be there and is not.
    pub(crate) fn require(&self, problems: &mut Problems, key: &'static str) {
        if !self.has(key) {
            self.missing(problems, key);
        }
    }

    /// Says that `key` has to be there.
    pub(crate) fn missing(&self, problems: &mut Problems, key: &str) {
        self.missing_of(problems, key, &format!("add `{key}`"));
    }

    /// Says that `key` has to be there, and what to write.
    pub(crate) fn missing_of(&self, problems: &mut Problems, key: &str, help: &str) {
        let message = format!("{} has no `{key}`", self.words());
        let problem = if self.name.span == Span::default() {
            Finding::of_file(Code::MissingKey, message)
        } else {
            Finding::new(Code::MissingKey, self.name.span, message)
        };
        problems.push(problem.help(help));
    }

    pub(crate) fn texts(&mut self, problems: &mut Problems, key: &'static str) -> Vec<Text<'a>> {
        self.item(key).map(|item| problems.texts(item, key)).unwrap_or_default()
    }

    /// The texts under a key that the file itself has given a meaning.
    pub(crate) fn texts_called(&mut self, problems: &mut Problems, key: &str) -> Vec<Text<'a>> {
        let Some(item) = self.table.get(key) else { return Vec::new() };
        self.asked.push(key.to_owned().into());
        problems.texts(item, key)
    }

    pub(crate) fn flag(&mut self, problems: &mut Problems, key: &'static str) -> Option<bool> {
        let item = self.item(key)?;
        let flag = item.as_flag();
        if flag.is_none() {
            problems.wrong_type(item, key, "true or false");
        }
        flag
    }

    pub(crate) fn date(&mut self, problems: &mut Problems, key: &'static str) -> Option<Day> {
        self.item(key).and_then(|item| problems.date(item, key))
    }

    /// The table under `key`.
    pub(crate) fn section(
        &mut self,
        problems: &mut Problems,
        key: &'static str,
        kind: &'static str,
    ) -> Option<Section<'a>> {
        let item = self.item(key)?;
        let name = Text { text: key, span: self.key_span(key) };
        as_section(problems, item, name, kind)
    }

    /// The tables under `key`, each with a name of its own, as they stand in the file.
    pub(crate) fn sections(
        &mut self,
        problems: &mut Problems,
        key: &'static str,
        kind: &'static str,
    ) -> Vec<Section<'a>> {
        self.section(problems, key, kind).map(|outer| outer.inner(problems)).unwrap_or_default()
    }

    /// The tables within this one, as they stand in the file.
    pub(crate) fn inner(self, problems: &mut Problems) -> Vec<Section<'a>> {
        let entries = self.entries();
        let tables = entries.into_iter();
        tables.filter_map(|(name, item)| as_section(problems, item, name, self.kind)).collect()
    }

    /// Whether it is a row of a table.
    pub(crate) fn is_row(&self) -> bool {
        self.table.is_row()
    }

    /// The columns of a row that are called so, with their cells; none for what is no row.
    pub(crate) fn columns(&mut self, called: impl Fn(&str) -> bool) -> Vec<(Text<'a>, Item<'a>)> {
        if !self.is_row() {
            return Vec::new();
        }
        let columns: Vec<_> = self.table.iter().filter(|(key, _)| called(key.text)).collect();
        self.asked.extend(columns.iter().map(|(key, _)| key.text.to_owned().into()));
        columns
    }

    /// Whether there are keys of another kind.
    pub(crate) fn has_other(&self, known: impl Fn(&str) -> bool) -> bool {
        self.table.iter().any(|(key, _)| !known(key.text))
    }

    /// Takes these for keys that the table may have, where another is told.
    pub(crate) fn may_have<'k>(&mut self, keys: impl Iterator<Item = &'k String>) {
        self.asked.extend(keys.map(|key| key.clone().into()));
    }

    /// What the table is: `refusal`, `goods`.
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// All keys with their values, as they stand in the file.
    pub(crate) fn entries(&self) -> Vec<(Text<'a>, Item<'a>)> {
        self.table.iter().collect()
    }

    /// The keys but for some, with their values, as they stand in the file.
    pub(crate) fn without(&self, keys: &[&str]) -> Vec<(Text<'a>, Item<'a>)> {
        let mut entries = self.entries();
        entries.retain(|(name, _)| !keys.contains(&name.text));
        entries
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self, problems: &mut Problems) {
        for (key, _) in self.table.iter() {
            let is_asked = self.asked.iter().any(|asked| asked == key.text);
            if !is_asked && (!self.table.is_row() || problems.is_first_at(key.span)) {
                let text = key.text;
                let near = lexicon::did_you_mean(text, self.asked.iter().map(|key| &**key));
                problems.push(
                    Finding::new(
                        Code::UnknownKey,
                        key.span,
                        format!("{} knows no key `{key}`", self.words()),
                    )
                    .help(near.unwrap_or_else(|| {
                        if Language::parse(text).is_some() {
                            return format!("if it is a language, list `{text}` under `languages`");
                        }
                        let mut asked = self.asked.clone();
                        asked.sort_unstable();
                        asked.dedup();
                        let asked = asked.iter().map(|key| &**key);
                        format!("the keys are {}", lexicon::in_words(asked, "and"))
                    })),
                );
            }
        }
    }
}

pub(crate) fn as_section<'a>(
    problems: &mut Problems,
    item: Item<'a>,
    name: Text<'a>,
    kind: &'static str,
) -> Option<Section<'a>> {
    let table = item.as_table();
    if table.is_none() {
        problems.wrong_type(item, name.text, "a table");
    }
    table.map(|table| Section { table, kind, name, asked: Vec::new() })
}
