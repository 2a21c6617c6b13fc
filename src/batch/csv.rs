//! Rows of CSV in, the same rows with the answer out.

use crate::batch::blocks::{Block, LONGEST_ROW, looks_like};
use crate::batch::clerk::{Cell, Clerk, write_json};
use crate::batch::pipeline::Answered;
use crate::batch::plan::{Format, Plan, Target};
use crate::batch::rows::{End, Fields, made_safe, record_end, without_line_end, write_field};

/// The header, understood.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// Its line without the line end.
    pub(crate) raw: Vec<u8>,
    /// The names in it.
    pub(crate) names: Vec<String>,
    /// What each column says.
    pub(crate) targets: Vec<Option<Target>>,
    /// How its line ends; rows that have no line end of their own get this one.
    pub(crate) line_end: &'static [u8],
}

impl Header {
    pub(crate) fn new(plan: &Plan, line: &[u8], names: Vec<String>) -> Self {
        let targets = names.iter().map(|name| plan.target(name)).collect();
        let line_end: &[u8] = if line.ends_with(b"\r\n") { b"\r\n" } else { b"\n" };
        Self { raw: without_line_end(line).to_vec(), names, targets, line_end }
    }
}

/// Answers blocks of CSV.
pub(crate) struct CsvRows {
    header: Header,
    fields: Fields,
    /// Where the fields of the row end.
    ends: Vec<usize>,
}

impl CsvRows {
    pub(crate) fn new(header: Header, delimiter: u8) -> Self {
        Self { header, fields: Fields::new(delimiter), ends: Vec::new() }
    }

    /// Answers the rows of a block.
    pub(crate) fn answer(&mut self, clerk: &mut Clerk, block: &Block, answered: &mut Answered) {
        if block.too_long {
            let error = format!("the row is longer than {LONGEST_ROW} bytes and was left out");
            self.bad_row(clerk, &[], &error, block.line, &mut answered.bytes);
            return;
        }
        let (bytes, delimiter) = (block.bytes.as_slice(), clerk.plan.delimiter);
        let line = |at: usize| {
            let before = bytes.get(..at).unwrap_or_default();
            block.line + memchr::memchr_iter(b'\n', before).count() as u64
        };
        // Rewriting cells takes the slow way for all of them.
        let plain = !clerk.plan.csv_safe && clerk.plan.output == Format::Csv;
        let mut row = 0;
        while row < bytes.len() {
            answered.end_row();
            self.ends.clear();
            let rest = bytes.get(row..).unwrap_or_default();
            let mut length = None;
            for at in memchr::memchr3_iter(delimiter, b'\n', b'"', rest) {
                match rest.get(at) {
                    Some(b'\n') => {
                        length = Some(at + 1);
                        break;
                    }
                    Some(b'"') => {
                        let begins = self.ends.last().map_or(0, |end| end + 1) == at;
                        if begins {
                            length = Some(0);
                            break;
                        }
                    }
                    _ => self.ends.push(at),
                }
            }
            let line_here = || line(row);
            match length {
                Some(0) => match record_end(rest, delimiter, true) {
                    End::Torn(length) => {
                        let torn = rest.get(..length).unwrap_or_default();
                        let error = "a quote is opened and not closed";
                        self.bad_row(
                            clerk,
                            without_line_end(torn),
                            error,
                            line_here(),
                            &mut answered.bytes,
                        );
                        row += length;
                    }
                    End::Row(length) => {
                        let whole = rest.get(..length).unwrap_or_default();
                        self.quoted_row(clerk, whole, line_here, &mut answered.bytes);
                        row += length;
                    }
                    End::Open => return,
                },
                _ => {
                    let length = length.unwrap_or(rest.len());
                    let whole = rest.get(..length).unwrap_or_default();
                    if plain {
                        self.plain_row(clerk, whole, line_here, &mut answered.bytes);
                    } else {
                        self.quoted_row(clerk, whole, line_here, &mut answered.bytes);
                    }
                    row += length;
                }
            }
        }
    }

    /// A row without quotes: its bytes are passed on as they are.
    fn plain_row(
        &mut self,
        clerk: &mut Clerk,
        whole: &[u8],
        line: impl Fn() -> u64,
        out: &mut Vec<u8>,
    ) {
        let row = without_line_end(whole);
        if row.is_empty() {
            return;
        }
        self.ends.push(row.len());
        let (width, delimiter) = (self.header.names.len(), clerk.plan.delimiter);
        let own = self.ends.get(width.wrapping_sub(1)).copied().unwrap_or(row.len());
        let (row, extra) = row.split_at(own.min(row.len()));
        out.extend_from_slice(row);
        let missing = width.saturating_sub(self.ends.len());
        out.extend(std::iter::repeat_n(delimiter, missing));
        // Empty cells behind the last column, as spreadsheets leave them, say nothing.
        if extra.iter().any(|byte| *byte != delimiter) {
            clerk.refuse(&too_many(self.ends.len(), width), line(), out);
            out.extend_from_slice(extra);
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
            clerk.answer(cells, line, out);
        }
        out.extend_from_slice(line_end(whole, self.header.line_end));
    }

    /// A row that may have quotes, or whose cells are written anew.
    fn quoted_row(
        &mut self,
        clerk: &mut Clerk,
        whole: &[u8],
        line: impl Fn() -> u64,
        out: &mut Vec<u8>,
    ) {
        let row = without_line_end(whole);
        if row.is_empty() {
            return;
        }
        self.fields.read(row);
        let width = self.header.names.len();
        let count = self.fields.iter().count();
        let extra = self.fields.iter().skip(width).any(|field| !field.is_empty());
        if let Some(error) = extra.then(|| too_many(count, width)) {
            return self.bad_row(clerk, row, &error, line(), out);
        }
        let plan = clerk.plan;
        match plan.output {
            Format::Csv if !plan.csv_safe && count <= width => out.extend_from_slice(row),
            Format::Csv => write_cells(plan, self.fields.iter().take(width), out),
            Format::Json => {
                let bad = self.fields.iter().find(|field| std::str::from_utf8(field).is_err());
                let error = bad.map(|bad| format!("a cell cannot be JSON: {}", looks_like(bad)));
                if let Some(error) = error {
                    return self.bad_row(clerk, row, &error, line(), out);
                }
                write_object(&self.header.names, self.fields.iter(), out);
            }
        }
        if plan.output == Format::Csv {
            let missing = width.saturating_sub(count);
            out.extend(std::iter::repeat_n(plan.delimiter, missing));
        }
        let cells = self.header.targets.iter().zip(self.fields.iter());
        let cells = cells.filter_map(|(target, field)| target.map(|target| (target, cell(field))));
        clerk.answer(cells, line, out);
        self.end_row(plan, whole, out);
    }

    /// A row that cannot be answered, with as many cells as the header has.
    fn bad_row(
        &mut self,
        clerk: &mut Clerk,
        row: &[u8],
        error: &str,
        line: u64,
        out: &mut Vec<u8>,
    ) {
        let plan = clerk.plan;
        let width = self.header.names.len();
        self.fields.read(row);
        let fields = self.fields.iter();
        if plan.output == Format::Json {
            let too_many = fields.clone().count() > width;
            write_object(&self.header.names, fields, out);
            // What has no name is kept with the row as it was.
            if too_many && self.header.names.iter().all(|name| name != "input") {
                out.extend_from_slice(b",\"input\":");
                write_json(&String::from_utf8_lossy(row), out);
            }
            clerk.refuse(error, line, out);
        } else {
            // A cell that lost its end is quoted anew, so that no later row is drawn into it.
            write_cells(plan, fields.clone().take(width), out);
            let missing = width.saturating_sub(fields.clone().count().max(1));
            out.extend(std::iter::repeat_n(plan.delimiter, missing));
            clerk.refuse(error, line, out);
            for field in fields.skip(width) {
                out.push(plan.delimiter);
                write_cell(plan, field, out);
            }
        }
        self.end_row(plan, b"", out);
    }

    fn end_row(&self, plan: &Plan, whole: &[u8], out: &mut Vec<u8>) {
        match plan.output {
            Format::Csv => out.extend_from_slice(line_end(whole, self.header.line_end)),
            Format::Json => out.extend_from_slice(b"}\n"),
        }
    }
}

fn cell(bytes: &[u8]) -> Cell<'_> {
    std::str::from_utf8(bytes).map_err(|_| bytes)
}

fn too_many(count: usize, width: usize) -> String {
    format!("the row has {count} cells, the header {width}: a delimiter in a cell needs quotes")
}

fn line_end<'a>(whole: &'a [u8], otherwise: &'a [u8]) -> &'a [u8] {
    let end = whole.get(without_line_end(whole).len()..).unwrap_or_default();
    if end.ends_with(b"\n") { end } else { otherwise }
}

fn write_cells<'f>(plan: &Plan, fields: impl Iterator<Item = &'f [u8]>, out: &mut Vec<u8>) {
    for (at, field) in fields.enumerate() {
        out.extend((at > 0).then_some(plan.delimiter));
        write_cell(plan, field, out);
    }
}

/// Writes a cell, kept from being computed if that was asked for.
pub(crate) fn write_cell(plan: &Plan, field: &[u8], out: &mut Vec<u8>) {
    let safe = made_safe(field).filter(|_| plan.csv_safe);
    write_field(safe.as_deref().unwrap_or(field), plan.delimiter, out);
}

/// Writes the cells as an object that is left open for the answer; a cell that is not there is null.
fn write_object<'f>(
    names: &[String],
    mut fields: impl Iterator<Item = &'f [u8]>,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    for (at, name) in names.iter().enumerate() {
        out.extend((at > 0).then_some(b','));
        write_json(name, out);
        out.push(b':');
        match fields.next() {
            Some(field) => write_json(&String::from_utf8_lossy(field), out),
            None => out.extend_from_slice(b"null"),
        }
    }
}
