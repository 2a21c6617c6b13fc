//! Values of TOML as what everything reads, with their places among those of all files.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::value::Day;
use crate::read::item::{Key, Node, Shape, Table};
use crate::source::{SourceFile, Span};

/// A file whose values are lowered.
pub(crate) struct Lowering<'a> {
    pub(crate) source: &'a SourceFile,
    /// Where the text that was parsed begins.
    pub(crate) start: usize,
}

impl<'a> Lowering<'a> {
    fn span(&self, within: std::ops::Range<usize>) -> Span {
        self.source.span(within.start + self.start..within.end + self.start)
    }

    pub(crate) fn table(&self, table: DeTable<'a>) -> Table<'a> {
        let entries = table.into_iter().map(|(key, value)| {
            let span = self.span(key.span());
            (Key { text: key.into_inner(), span }, self.node(value))
        });
        Table::new(entries.collect())
    }

    fn node(&self, value: Spanned<DeValue<'a>>) -> Node<'a> {
        let span = self.span(value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Shape::Text(text),
            DeValue::Integer(number) if number.radix() != 10 => Shape::Number(None),
            DeValue::Integer(number) => Shape::Number(Some(self.number(span, number.as_str()))),
            DeValue::Float(number) => Shape::Number(Some(self.number(span, number.as_str()))),
            DeValue::Boolean(flag) => Shape::Flag(flag),
            DeValue::Datetime(at) => {
                let date = at.date.filter(|_| at.time.is_none() && at.offset.is_none());
                Shape::Date(date.and_then(|date| Day::parse(&date.to_string())))
            }
            DeValue::Array(list) => {
                Shape::List(list.into_iter().map(|one| self.node(one)).collect())
            }
            DeValue::Table(table) => Shape::Table(self.table(table)),
        };
        Node { value, span }
    }

    /// The text of a number, from the file where it stands there as it is.
    fn number(&self, span: Span, text: &str) -> Cow<'a, str> {
        match self.source.slice(span) {
            written if written == text => Cow::Borrowed(written),
            _ => Cow::Owned(text.to_owned()),
        }
    }
}
