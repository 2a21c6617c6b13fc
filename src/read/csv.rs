//! The CSV beneath a table: cells with their places, and what is wrong with their quotes.
//!
//! Knows nothing of rules, nor of what a cell says.

use std::borrow::Cow;

use crate::codes::Code;
use crate::finding::Finding;
use crate::source::{SourceFile, Span};

/// A cell without its quotes and the blanks around it, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Cell<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) span: Span,
}

/// The rows of a file.
#[derive(Debug, Default)]
pub(crate) struct Grid<'a> {
    /// The rows that are not blank, each with its cells.
    pub(crate) rows: Vec<Vec<Cell<'a>>>,
    /// What is wrong with the quotes.
    pub(crate) errors: Vec<Finding>,
    /// The part that a quote without an end has swallowed.
    pub(crate) torn: Option<Span>,
}

/// What may stand between cells, by how often it is meant.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Takes a text apart.
pub(crate) fn parse<'a>(source: &'a SourceFile) -> Grid<'a> {
    let text = source.text();
    let header = text.split(['\n', '\r']).next().unwrap_or_default();
    let delimiter = DELIMITERS.into_iter().find(|one| header.contains(*one)).unwrap_or(',');
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut cutter = Cutter { source, text, delimiter, at, grid: Grid::default() };
    while cutter.at < text.len() {
        let row = cutter.row();
        // A line of delimiters alone is how spreadsheets write an empty one.
        if row.iter().any(|cell| !cell.text.is_empty()) {
            cutter.grid.rows.push(row);
        }
    }
    cutter.grid
}

/// What ends a cell.
enum End {
    Delimiter,
    Line,
}

struct Cutter<'a> {
    source: &'a SourceFile,
    text: &'a str,
    delimiter: char,
    /// The next byte.
    at: usize,
    grid: Grid<'a>,
}

impl<'a> Cutter<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn row(&mut self) -> Vec<Cell<'a>> {
        let mut row = Vec::new();
        loop {
            let blanks = |letter: char| letter == ' ';
            self.at += self.rest().len() - self.rest().trim_start_matches(blanks).len();
            let (cell, end) =
                if self.rest().starts_with('"') { self.quoted() } else { self.bare() };
            row.push(cell);
            if matches!(end, End::Line) {
                return row;
            }
        }
    }

    /// A cell that ends with the next delimiter or line.
    fn bare(&mut self) -> (Cell<'a>, End) {
        let start = self.at;
        let text = self.until_end();
        let trimmed = text.trim();
        let start = start + text.len() - text.trim_start().len();
        let span = self.source.span(start..start + trimmed.len());
        (Cell { text: Cow::Borrowed(trimmed), span }, self.end())
    }

    /// What stands before the next delimiter or the end of the line.
    fn until_end(&mut self) -> &'a str {
        let rest = self.rest();
        let ends = |letter: char| letter == self.delimiter || letter == '\n' || letter == '\r';
        let (text, _) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        self.at += text.len();
        text
    }

    /// Passes what ends a cell.
    fn end(&mut self) -> End {
        let rest = self.rest();
        for end in ["\r\n", "\n", "\r"] {
            if rest.starts_with(end) {
                self.at += end.len();
                return End::Line;
            }
        }
        if rest.starts_with(self.delimiter) {
            self.at += self.delimiter.len_utf8();
            return End::Delimiter;
        }
        End::Line
    }

    /// A cell in quotes, in which two quotes stand for one.
    fn quoted(&mut self) -> (Cell<'a>, End) {
        let opening = self.at;
        let start = opening + 1;
        self.at = start;
        let mut pairs = false;
        loop {
            let Some(next) = self.rest().find('"') else {
                let span = self.source.span(opening..start);
                let message = "a quote is opened here and never closed";
                let help = "close it behind the cell, or write two quotes for one that is meant";
                self.grid.errors.push(Finding::new(Code::BadTable, span, message).help(help));
                self.grid.torn = Some(self.source.span(opening..self.text.len() + 1));
                self.at = self.text.len();
                break;
            };
            self.at += next + 1;
            if !self.rest().starts_with('"') {
                break;
            }
            pairs = true;
            self.at += 1;
        }
        let within = self.text.get(start..self.at.saturating_sub(1).max(start)).unwrap_or_default();
        let trimmed = within.trim();
        let from = start + within.len() - within.trim_start().len();
        let span = self.source.span(from..from + trimmed.len());
        let text = match pairs {
            true => Cow::Owned(trimmed.replace("\"\"", "\"")),
            false => Cow::Borrowed(trimmed),
        };
        let behind = self.at;
        if !self.until_end().trim().is_empty() {
            let span = self.source.span(behind..self.at);
            let message = "something stands behind the quote that closes this cell";
            let help = "put all of the cell in quotes, and write two quotes for one that is meant";
            self.grid.errors.push(Finding::new(Code::BadTable, span, message).help(help));
        }
        (Cell { text, span }, self.end())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::source::SourceFile;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let source = SourceFile::new("table.csv", text);
        let grid = parse(&source);
        assert!(grid.errors.is_empty(), "{:?}", grid.errors);
        for cell in grid.rows.iter().flatten() {
            let written = source.slice(cell.span).replace("\"\"", "\"");
            assert_eq!(cell.text, written, "{text:?}");
        }
        let rows = grid.rows.iter();
        rows.map(|row| row.iter().map(|cell| cell.text.to_string()).collect()).collect()
    }

    #[test]
    fn cells_are_what_a_spreadsheet_shows_and_stand_where_they_are_written() {
        let plain = vec![vec!["a", "b"], vec!["1", "2, 3"]];
        for text in [
            "a,b\n1,\"2, 3\"\n",
            "\u{feff}a,b\r\n1,\"2, 3\"",
            " a , b\r1 ,  \" 2, 3 \"  \r",
            "a;b\n\n;\n1;2, 3\n",
            "a;b\r1;2, 3",
            "a\tb\n1\t\"2, 3\"",
        ] {
            assert_eq!(rows(text), plain, "{text:?}");
        }
        assert_eq!(rows("a\n\"say \"\"no\"\"\nto it\""), [["a"], ["say \"no\"\nto it"]]);
        assert_eq!(rows("奶粉,b\n,\n,x,\n"), [vec!["奶粉", "b"], vec!["", "x", ""]]);
        assert!(rows("").is_empty());
    }

    #[test]
    fn quotes_that_do_not_close_and_what_stands_behind_them_are_told() {
        let source = SourceFile::new("table.csv", "a,b\n\"x\"y,\"z\n1,2\n");
        let grid = parse(&source);
        let told: Vec<_> = grid.errors.iter().filter_map(|one| one.span).collect();
        assert_eq!(told.iter().map(|span| source.slice(*span)).collect::<Vec<_>>(), ["y", "\""]);
        assert_eq!(grid.torn.map(|torn| source.line_column(torn.start)), Some((2, 6)));
    }
}
