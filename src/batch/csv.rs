//! CSV: rows of cells in, rows of cells out.

pub(crate) mod cells;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::batch::answerer::{Cell, RowAnswerer};
use crate::batch::blocks::Block;
use crate::batch::csv::cells::{Fields, made_safe, without_line_end, write_field};
use crate::batch::encoding::not_utf8;
use crate::batch::jsonl;
use crate::batch::limits::LONGEST_ROW;
use crate::batch::plan::{Format, Plan, Target};
use crate::batch::writer::{Answered, RowWriter, write_spaced};
use crate::letters::shown;

/// The header, understood.
#[derive(Debug)]
pub(crate) struct Header {
    /// Its line without the line end.
    pub(crate) raw: Vec<u8>,
    /// The names in it.
    pub(crate) names: Vec<String>,
    /// What each column says.
    pub(crate) targets: Vec<Option<Target>>,
    /// How its line ends; rows that have no line end of their own get this one.
    line_end: &'static [u8],
}

impl Header {
    pub(crate) fn new(plan: &Plan<'_>, line: &[u8], names: Vec<String>) -> Self {
        let targets = names.iter().map(|name| plan.target(name)).collect();
        let line_end: &[u8] = if line.ends_with(b"\r\n") { b"\r\n" } else { b"\n" };
        Self { raw: without_line_end(line).to_vec(), names, targets, line_end }
    }
}

/// Takes blocks of CSV apart.
#[derive(Debug)]
pub(crate) struct CsvRows<'p> {
    header: &'p Header,
    delimiter: u8,
    fields: Fields,
    /// Where the cells of a row without quotes end.
    ends: Vec<usize>,
}

impl<'p> CsvRows<'p> {
    pub(crate) fn new(header: &'p Header, plan: &Plan<'_>) -> Self {
        let delimiter = plan.delimiter;
        Self { header, delimiter, fields: Fields::new(delimiter), ends: Vec::new() }
    }

    /// Answers the rows of a block.
    pub(crate) fn answer<W: RowWriter>(
        &mut self,
        rows: &mut RowAnswerer<'_, W>,
        block: &Block,
        answered: &mut Answered,
    ) {
        rows.line = block.line;
        if block.too_long {
            let error = format!("the row is longer than {LONGEST_ROW} bytes and was left out");
            return self.bad_row(rows, &[], &error, b"", &mut answered.bytes);
        }
        for (whole, torn) in block.rows() {
            answered.end_row();
            let row = without_line_end(whole);
            let end = whole.get(row.len()..).filter(|end| end.ends_with(b"\n"));
            let end = end.unwrap_or(self.header.line_end);
            if torn {
                let error = "a quote is opened and not closed";
                self.bad_row(rows, row, error, end, &mut answered.bytes);
            } else if !row.is_empty() {
                self.row(rows, row, end, &mut answered.bytes);
            }
            let is_line = block.ends.is_empty();
            rows.line += if is_line { 1 } else { memchr::memchr_iter(b'\n', whole).count() as u64 };
        }
    }

    fn row<W: RowWriter>(
        &mut self,
        rows: &mut RowAnswerer<'_, W>,
        row: &[u8],
        end: &[u8],
        out: &mut Vec<u8>,
    ) {
        let width = self.header.names.len();
        let quoted = !self.split(row);
        if quoted || !rows.writer.keeps(Format::Csv) {
            return self.row_anew(rows, row, quoted, end, out);
        }
        let own = self.ends.get(width.wrapping_sub(1)).copied().unwrap_or(row.len());
        let (row, extra) = row.split_at_checked(own).unwrap_or((row, b""));
        let missing = width.saturating_sub(self.ends.len());
        rows.writer.row(row, missing, self.delimiter, out);
        // Empty cells behind the last column, as spreadsheets leave them, say nothing.
        if extra.iter().any(|byte| *byte != self.delimiter) {
            rows.refuse(&too_many(self.ends.len(), width), out);
            rows.writer.row(extra, 0, self.delimiter, out);
        } else {
            let starts = std::iter::once(0).chain(self.ends.iter().map(|end| end + 1));
            let cells = self.header.targets.iter().zip(starts.zip(&self.ends));
            // One look at the whole row serves all of its cells.
            let text = std::str::from_utf8(row).ok();
            let cells = cells.filter_map(|(target, (start, end))| {
                let cell = match text {
                    Some(text) => Ok(text.get(start..*end).unwrap_or_default()),
                    None => cell(row.get(start..*end).unwrap_or_default()),
                };
                target.map(|target| (target, cell))
            });
            rows.answer(cells, out);
        }
        rows.writer.end(end, out);
    }

    /// Finds where the cells of a row end; false if some have quotes.
    fn split(&mut self, row: &[u8]) -> bool {
        self.ends.clear();
        for at in memchr::memchr2_iter(self.delimiter, b'"', row) {
            if row.get(at) != Some(&b'"') {
                self.ends.push(at);
            } else if self.ends.last().map_or(0, |end| end + 1) == at {
                return false;
            }
        }
        self.ends.push(row.len());
        true
    }

    /// A row that has quotes, or whose cells are written anew.
    fn row_anew<W: RowWriter>(
        &mut self,
        rows: &mut RowAnswerer<'_, W>,
        row: &[u8],
        quoted: bool,
        end: &[u8],
        out: &mut Vec<u8>,
    ) {
        self.fields.read(row);
        let width = self.header.names.len();
        let count = self.fields.count();
        if self.fields.iter().skip(width).any(|field| !field.is_empty()) {
            return self.bad_row(rows, row, &too_many(count, width), end, out);
        }
        if quoted && rows.writer.keeps(Format::Csv) && count <= width {
            rows.writer.row(row, width - count, self.delimiter, out);
        } else {
            let bad = self.fields.iter().find(|field| std::str::from_utf8(field).is_err());
            if let Some(bad) = bad.filter(|_| !rows.writer.keeps_bytes()) {
                let error = format!("a cell cannot be JSON: {}", not_utf8(bad));
                return self.bad_row(rows, row, &error, end, out);
            }
            rows.writer.cells(&self.header.names, self.fields.iter().take(width), row, out);
        }
        let cells = self.header.targets.iter().zip(self.fields.iter());
        let cells = cells.filter_map(|(target, field)| target.map(|target| (target, cell(field))));
        rows.answer(cells, out);
        rows.writer.end(end, out);
    }

    /// A row that cannot be answered, with as many cells as the header has.
    fn bad_row<W: RowWriter>(
        &mut self,
        rows: &mut RowAnswerer<'_, W>,
        row: &[u8],
        error: &str,
        end: &[u8],
        out: &mut Vec<u8>,
    ) {
        self.fields.read(row);
        rows.writer.cells(&self.header.names, self.fields.iter(), row, out);
        rows.refuse(error, out);
        rows.writer.more_cells(self.fields.iter().skip(self.header.names.len()), out);
        let end = if end.is_empty() { self.header.line_end } else { end };
        rows.writer.end(end, out);
    }
}

fn cell(bytes: &[u8]) -> Cell<'_> {
    std::str::from_utf8(bytes).map_err(|_| bytes)
}

fn too_many(count: usize, width: usize) -> String {
    format!("the row has {count} cells, the header {width}: a delimiter in a cell needs quotes")
}

/// Writes rows of CSV.
#[derive(Debug)]
pub(crate) struct CsvWriter {
    delimiter: u8,
    csv_safe: bool,
    /// The columns of JSON objects; one for their text if none of the first rows is an object.
    columns: Vec<String>,
    /// Where each of them stands.
    places: HashMap<String, usize>,
}

impl CsvWriter {
    pub(crate) fn new(plan: &Plan<'_>, keys: &[String]) -> Self {
        let places = keys.iter().cloned().zip(0..).collect();
        let (delimiter, csv_safe) = (plan.delimiter, plan.csv_safe);
        Self { delimiter, csv_safe, columns: keys.to_vec(), places }
    }

    /// Writes a cell, kept from being computed if that was asked for.
    fn cell(&self, field: &[u8], out: &mut Vec<u8>) {
        write_cell(field, self.delimiter, self.csv_safe, out);
    }
}

fn write_cell(field: &[u8], delimiter: u8, csv_safe: bool, out: &mut Vec<u8>) {
    let safe = if csv_safe { made_safe(field) } else { None };
    write_field(safe.as_deref().unwrap_or(field), delimiter, out);
}

impl RowWriter for CsvWriter {
    fn keeps(&self, format: Format) -> bool {
        // Rewriting cells takes the slow way for all of them.
        format == Format::Csv && !self.csv_safe
    }

    fn keeps_bytes(&self) -> bool {
        true
    }

    fn cells<'f>(
        &self,
        names: &[String],
        cells: impl Iterator<Item = &'f [u8]> + Clone,
        _: &[u8],
        out: &mut Vec<u8>,
    ) {
        let mut count = 0;
        for field in cells.take(names.len()) {
            out.extend((count > 0).then_some(self.delimiter));
            // A cell that lost its end is quoted anew, so that no later row is drawn into it.
            self.cell(field, out);
            count += 1;
        }
        let missing = names.len().saturating_sub(count.max(1));
        out.extend(std::iter::repeat_n(self.delimiter, missing));
    }

    fn more_cells<'f>(&self, cells: impl Iterator<Item = &'f [u8]>, out: &mut Vec<u8>) {
        for field in cells {
            out.push(self.delimiter);
            self.cell(field, out);
        }
    }

    fn object(&self, row: &str, out: &mut Vec<u8>) -> serde_json::Result<Option<String>> {
        let pairs = jsonl::pairs(row)?;
        if self.columns.is_empty() {
            self.cell(row.as_bytes(), out);
        }
        let mut cells: Vec<&str> = vec!["null"; self.columns.len()];
        let mut other = None;
        for (key, value) in &pairs {
            match self.places.get(key).and_then(|at| cells.get_mut(*at)) {
                Some(cell) => *cell = value.get(),
                None => other = other.or(Some(key)),
            }
        }
        for (at, cell) in cells.iter().enumerate() {
            out.extend((at > 0).then_some(self.delimiter));
            let text = match cell.as_bytes() {
                [b'"', ..] => serde_json::from_str(cell).map_or(Cow::Borrowed(*cell), Cow::Owned),
                b"null" => Cow::Borrowed(""),
                _ => Cow::Borrowed(*cell),
            };
            self.cell(text.as_bytes(), out);
        }
        let message = "and CSV has the columns of those alone";
        Ok(other.map(|key| format!("none of the first rows has a key `{key}`, {message}")))
    }

    fn text_alone(&self, row: &str, out: &mut Vec<u8>) {
        if self.columns.is_empty() {
            self.cell(row.as_bytes(), out);
        }
        let empty = self.columns.len().saturating_sub(1);
        out.extend(std::iter::repeat_n(self.delimiter, empty));
    }

    fn name(&self, _: &str, out: &mut Vec<u8>) {
        out.push(self.delimiter);
    }

    fn text(&self, text: Option<&str>, out: &mut Vec<u8>) {
        self.cell(shown(text.unwrap_or_default()).as_bytes(), out);
    }

    fn id(&self, id: Option<&str>, out: &mut Vec<u8>) {
        out.extend_from_slice(id.unwrap_or_default().as_bytes());
    }

    fn list(&self, texts: &[String], out: &mut Vec<u8>) {
        self.text(Some(&texts.join("; ")), out);
    }

    fn ids<'i>(&self, ids: impl Iterator<Item = &'i str>, out: &mut Vec<u8>) {
        write_spaced(ids, out);
    }

    fn ids_edge(&self, _: &mut Vec<u8>) {}

    fn end(&self, line_end: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(line_end);
    }
}

/// The columns of CSV: the keys of the first rows, or one for rows that are no objects.
pub(crate) fn columns(keys: &[String]) -> Vec<&str> {
    if keys.is_empty() { vec!["input"] } else { keys.iter().map(String::as_str).collect() }
}

/// Writes the header with the columns that are added, as it came.
pub(crate) fn write_header(plan: &Plan<'_>, header: &Header, out: &mut Vec<u8>) {
    if plan.csv_safe {
        write_names(plan, header.names.iter().map(String::as_str), out);
    } else {
        out.extend_from_slice(&header.raw);
        for (_, name) in &plan.columns {
            out.push(plan.delimiter);
            write_field(name.as_bytes(), plan.delimiter, out);
        }
    }
    out.extend_from_slice(header.line_end);
}

/// Writes a header of these columns and those that are added.
pub(crate) fn write_columns(plan: &Plan<'_>, names: &[&str], out: &mut Vec<u8>) {
    write_names(plan, names.iter().copied(), out);
    out.push(b'\n');
}

fn write_names<'n>(plan: &'n Plan<'_>, names: impl Iterator<Item = &'n str>, out: &mut Vec<u8>) {
    let added = plan.columns.iter().map(|(_, name)| name.as_str());
    for (at, name) in names.chain(added).enumerate() {
        out.extend((at > 0).then_some(plan.delimiter));
        write_cell(name.as_bytes(), plan.delimiter, plan.csv_safe, out);
    }
}
