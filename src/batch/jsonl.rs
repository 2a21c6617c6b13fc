//! JSON lines: objects in, objects out.

mod keys;
mod scan;

use std::collections::HashMap;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::batch::answerer::RowAnswerer;
use crate::batch::blocks::Block;
use crate::batch::csv::cells::without_line_end;
use crate::batch::encoding::not_utf8;
use crate::batch::jsonl::keys::Keys;
use crate::batch::jsonl::scan::{Pairs, Seen, read};
use crate::batch::limits::LONGEST_ROW;
use crate::batch::open_error::PassedOn;
use crate::batch::plan::{Format, Plan};
use crate::batch::writer::{Answered, RowWriter};

/// Takes blocks of JSON lines apart.
#[derive(Debug)]
pub(crate) struct JsonRows<'p> {
    keys: Keys<'p>,
}

impl<'p> JsonRows<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>, first: &'p [String]) -> Self {
        let facts = plan.rule_set().fact_ids().map(|id| &plan.rule_set()[id]);
        let numbers = facts.map(|fact| fact.may_be_absent()).collect();
        let (known, last, misspelled) = (HashMap::new(), Vec::new(), Vec::new());
        let said = plan.said(first);
        Self { keys: Keys { plan, first, said, numbers, known, last, misspelled } }
    }

    /// Keys of later rows that are nearly called as facts.
    pub(crate) fn into_passed_on(self) -> Vec<PassedOn> {
        self.keys.misspelled
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
            let beginning = String::from_utf8_lossy(&block.bytes);
            text_alone(rows, &beginning, &error, &mut answered.bytes);
            return rows.writer.end(b"\n", &mut answered.bytes);
        }
        let mut seen = Seen::default();
        for (whole, _) in block.rows() {
            let row = without_line_end(whole);
            if !row.trim_ascii().is_empty() {
                self.row(rows, row, &mut seen, &mut answered.bytes);
                let keeps_end = rows.writer.keeps(Format::Json) && whole.ends_with(b"\r\n");
                rows.writer.end(if keeps_end { b"\r\n" } else { b"\n" }, &mut answered.bytes);
            }
            answered.end_row();
            rows.line += 1;
        }
    }

    fn row<'l, W: RowWriter>(
        &mut self,
        rows: &mut RowAnswerer<'_, W>,
        row: &'l [u8],
        seen: &mut Seen<'l>,
        out: &mut Vec<u8>,
    ) {
        let plan = rows.plan;
        let Ok(row) = std::str::from_utf8(row) else {
            return text_alone(rows, &String::from_utf8_lossy(row), not_utf8(row), out);
        };
        if let Err(error) = read(row, &mut self.keys, seen) {
            return text_alone(rows, row, &not_json(&error), out);
        }
        if seen.clash {
            let error = "it has a key that is added: ask for other names of what is added";
            return text_alone(rows, row, error, out);
        }
        match rows.writer.object(row, out) {
            Ok(None) => {}
            Ok(Some(error)) => return rows.refuse(&error, out),
            Err(error) => return text_alone(rows, row, &not_json(&error), out),
        }
        // Without a key of its own the row needs no comma before what is added.
        let comma = out.len();
        match seen.problem(plan, &self.keys) {
            Some(error) => rows.refuse(&error, out),
            None => {
                let cells = seen.cells.iter();
                rows.answer(cells.map(|(target, text)| (*target, Ok(text.as_ref()))), out);
            }
        }
        if seen.keys == 0 && rows.writer.keeps(Format::Json) && out.get(comma) == Some(&b',') {
            out.remove(comma);
        }
    }
}

/// A row that is no object, or cannot be extended.
fn text_alone<W: RowWriter>(
    rows: &mut RowAnswerer<'_, W>,
    row: &str,
    error: &str,
    out: &mut Vec<u8>,
) {
    rows.writer.text_alone(row, out);
    rows.refuse(error, out);
}

fn not_json(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    format!("not a JSON object: {what} at column {}", error.column())
}

/// The keys and values of an object, in their order.
pub(crate) fn pairs(row: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    serde_json::from_str(row).map(|Pairs(pairs)| pairs)
}

/// The keys of a row, in their order; none if it is no object.
pub(crate) fn keys_of(row: &[u8]) -> Option<Vec<String>> {
    let pairs = pairs(std::str::from_utf8(row).ok()?).ok()?;
    Some(pairs.into_iter().map(|(key, _)| key).collect())
}

/// Whether a JSON value begins here and does not end.
pub(crate) fn is_begun(bytes: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    values.next().is_some_and(|value| value.is_err_and(|error| error.is_eof()))
}

/// Whether a whole JSON value stands first.
pub(crate) fn begins_with_value(bytes: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    values.next().is_some_and(|value| value.is_ok())
}

/// Writes rows as JSON lines.
#[derive(Debug)]
pub(crate) struct JsonWriter;

impl RowWriter for JsonWriter {
    fn keeps(&self, format: Format) -> bool {
        format == Format::Json
    }

    fn keeps_bytes(&self) -> bool {
        false
    }

    fn cells<'f>(
        &self,
        names: &[String],
        mut cells: impl Iterator<Item = &'f [u8]> + Clone,
        row: &[u8],
        out: &mut Vec<u8>,
    ) {
        out.push(b'{');
        for (at, name) in names.iter().enumerate() {
            out.extend((at > 0).then_some(b','));
            write_json(name, out);
            out.push(b':');
            match cells.next() {
                Some(field) => write_json(&String::from_utf8_lossy(field), out),
                None => out.extend_from_slice(b"null"),
            }
        }
        // What has no name is kept with the row as it was.
        if cells.next().is_some() && names.iter().all(|name| name != "input") {
            out.extend_from_slice(b",\"input\":");
            write_json(&String::from_utf8_lossy(row), out);
        }
    }

    fn more_cells<'f>(&self, _: impl Iterator<Item = &'f [u8]>, _: &mut Vec<u8>) {}

    fn object(&self, row: &str, out: &mut Vec<u8>) -> serde_json::Result<Option<String>> {
        let open = row.trim_ascii_end();
        out.extend_from_slice(open.strip_suffix('}').unwrap_or(open).as_bytes());
        Ok(None)
    }

    fn text_alone(&self, row: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"input\":");
        write_json(row, out);
    }

    fn name(&self, name: &str, out: &mut Vec<u8>) {
        out.push(b',');
        write_json(name, out);
        out.push(b':');
    }

    fn text(&self, text: Option<&str>, out: &mut Vec<u8>) {
        match text {
            Some(text) => write_json(text, out),
            None => out.extend_from_slice(b"null"),
        }
    }

    fn id(&self, id: Option<&str>, out: &mut Vec<u8>) {
        self.text(id, out);
    }

    fn list(&self, texts: &[String], out: &mut Vec<u8>) {
        out.push(b'[');
        for (at, text) in texts.iter().enumerate() {
            out.extend((at > 0).then_some(b','));
            write_json(text, out);
        }
        out.push(b']');
    }

    fn ids<'i>(&self, ids: impl Iterator<Item = &'i str>, out: &mut Vec<u8>) {
        self.list(&ids.map(str::to_owned).collect::<Vec<_>>(), out);
    }

    fn ids_edge(&self, out: &mut Vec<u8>) {
        out.push(b'"');
    }

    fn end(&self, line_end: &[u8], out: &mut Vec<u8>) {
        out.push(b'}');
        out.extend_from_slice(line_end);
    }
}

/// Writes a text as a JSON string.
fn write_json(text: &str, out: &mut Vec<u8>) {
    // Writing to memory does not fail, and neither does a string as JSON.
    let _ = serde_json::to_writer(out, text);
}
