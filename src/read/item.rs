//! What stands in a rules file, whatever it is written in: values, and where they stand.
//!
//! Knows nothing of TOML or rules.

use std::borrow::Cow;
use std::fmt;

use crate::letters::brief;
use crate::model::value::{Day, Value};
use crate::source::Span;

/// A text of the file, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

/// The text as messages repeat it: no more of it than anyone reads.
impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        brief(self.text).fmt(formatter)
    }
}

/// A value of the file, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    pub(crate) value: Shape<'a>,
    pub(crate) span: Span,
}

/// A value as everything reads it.
pub(crate) type Item<'a> = &'a Node<'a>;

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Shape<'a> {
    Text(Cow<'a, str>),
    /// As it is written, without the lines between its digits; none for one that is not decimal.
    Number(Option<Cow<'a, str>>),
    Flag(bool),
    /// A date; none for one with a time.
    Date(Option<Day>),
    List(Vec<Node<'a>>),
    Table(Table<'a>),
    /// What a cell of a table says: it is read as whatever is asked for.
    Cell(Cow<'a, str>),
}

/// Values by their keys, as they stand in the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table<'a> {
    entries: Vec<(Key<'a>, Node<'a>)>,
    /// Whether it is a row of a table, whose keys are the names of columns.
    row: bool,
}

/// A key, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Key<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) span: Span,
}

impl<'a> Table<'a> {
    /// The table of these entries, whose keys differ.
    pub(crate) fn new(mut entries: Vec<(Key<'a>, Node<'a>)>) -> Self {
        // A table that is named twice, first by one of its parts, moves within its parent.
        entries.sort_by_key(|(key, _)| key.span);
        Self { entries, row: false }
    }

    /// The row of these cells, by the names of their columns.
    pub(crate) fn of_row(entries: Vec<(Key<'a>, Node<'a>)>) -> Self {
        Self { entries, row: true }
    }

    /// Whether it is a row of a table.
    pub(crate) fn is_row(&self) -> bool {
        self.row
    }

    /// Takes the value of a key out.
    pub(crate) fn take(&mut self, key: &str) -> Option<Node<'a>> {
        let at = self.entries.iter().position(|(other, _)| other.text == key)?;
        Some(self.entries.remove(at).1)
    }

    /// The keys and the values themselves.
    pub(crate) fn into_entries(self) -> Vec<(Key<'a>, Node<'a>)> {
        self.entries
    }

    /// The same, to be changed.
    pub(crate) fn entries_mut(&mut self) -> &mut Vec<(Key<'a>, Node<'a>)> {
        &mut self.entries
    }

    /// All keys with their values, as they stand in the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Text<'_>, &Node<'a>)> {
        self.entries.iter().map(|(key, node)| (key.as_text(), node))
    }

    /// A key with its value.
    pub(crate) fn entry(&self, wanted: &str) -> Option<(Text<'_>, &Node<'a>)> {
        self.iter().find(|(key, _)| key.text == wanted)
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|(_, node)| node)
    }
}

impl Key<'_> {
    fn as_text(&self) -> Text<'_> {
        Text { text: &self.text, span: self.span }
    }
}

impl<'a> Node<'a> {
    /// The text, if it is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Shape::Text(text) | Shape::Cell(text) => Some(text),
            _ => None,
        }
    }

    /// The digits and signs of a decimal number, if it is one.
    pub(crate) fn as_number(&self) -> Option<&str> {
        match &self.value {
            Shape::Number(text) => text.as_deref(),
            Shape::Cell(text) => Some(text),
            _ => None,
        }
    }

    /// Yes or no, if it is one of them.
    pub(crate) fn as_flag(&self) -> Option<bool> {
        match &self.value {
            Shape::Flag(flag) => Some(*flag),
            Shape::Cell(text) => Value::of_yes_no(text).map(|value| value == Value::YES),
            _ => None,
        }
    }

    /// The date, if it is one without a time.
    pub(crate) fn as_date(&self) -> Option<Day> {
        match &self.value {
            Shape::Date(day) => *day,
            Shape::Cell(text) => Day::parse(text),
            _ => None,
        }
    }

    /// The text of a cell, if it is one.
    pub(crate) fn as_cell(&self) -> Option<Text<'_>> {
        match &self.value {
            Shape::Cell(text) => Some(Text { text, span: self.span }),
            _ => None,
        }
    }

    /// The values of a list, if it is one.
    pub(crate) fn as_list(&self) -> Option<&[Node<'a>]> {
        match &self.value {
            Shape::List(list) => Some(list),
            _ => None,
        }
    }

    /// The table, if it is one.
    pub(crate) fn as_table(&self) -> Option<&Table<'a>> {
        match &self.value {
            Shape::Table(table) => Some(table),
            _ => None,
        }
    }

    /// What the value is, for messages.
    pub(crate) fn in_words(&self) -> &'static str {
        match self.value {
            Shape::Text(_) | Shape::Cell(_) => "a text",
            Shape::Number(_) => "a number",
            Shape::Flag(_) => "true or false",
            Shape::Date(_) => "a date or a time",
            Shape::List(_) => "a list",
            Shape::Table(_) => "a table",
        }
    }
}
