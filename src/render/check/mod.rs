//! What `check` found, in every format: each gets the same items, counted before.

pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod manual;
#[cfg(test)]
mod samples;
pub(crate) mod sarif;
pub(crate) mod short;

use advisor::analyze::finding::Shipments;
use advisor::source::Span;

use crate::commands::checked::{CheckedFile, Item};

/// Where something stands: lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
    end_line: usize,
    /// The column behind the last character.
    end_column: usize,
}

impl Position {
    fn of(file: &CheckedFile, span: Span) -> Self {
        let (line, column) = file.source.line_column(span.start);
        let (end_line, end_column) = file.source.line_column(span.end.max(span.start));
        Self { line, column, end_line, end_column }
    }

    /// The position of an item; the beginning of the file for what is about all of it.
    fn of_item(file: &CheckedFile, item: &Item) -> Self {
        let beginning = Self { line: 1, column: 1, end_line: 1, end_column: 1 };
        item.span.map_or(beginning, |span| Self::of(file, span))
    }
}

/// All items with their files, the files in the order of the call.
fn items(files: &[CheckedFile]) -> impl Iterator<Item = (&CheckedFile, &Item)> {
    files.iter().flat_map(|file| file.items.iter().map(move |item| (file, item)))
}

/// A message with its help and its witness behind it, a line each; as the file has them.
fn message_lines(item: &Item) -> Vec<String> {
    let mut lines = vec![item.message.clone()];
    lines.extend(item.help.iter().map(|help| format!("help: {help}")));
    lines.extend(item.witness.iter().map(|witness| format!("see it: {}", witness.command)));
    lines
}

/// How many shipments there are, as people read it.
fn shipments(shipments: Shipments) -> String {
    match shipments {
        Shipments::Exactly(count) => count.to_string(),
        Shipments::About(factor, power) => format!("{factor:.1}e{power}"),
    }
}
