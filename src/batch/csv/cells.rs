//! Where a row of CSV ends, and what its fields are.
//!
//! A row ends with a line feed, before which a carriage return is dropped, but for line feeds
//! within quotes. Quotes count where a field begins with one.

use std::ops::Range;

use crate::batch::limits::LONGEST_ROW;

/// How a row ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It is whole, and so long with its line end.
    Row(usize),
    /// A quote in it is never closed: its first line is so long.
    Torn(usize),
    /// More has to be read.
    Open,
}

impl End {
    /// How much of the bytes it ends.
    pub(crate) fn length(self) -> usize {
        match self {
            Self::Row(length) | Self::Torn(length) => length,
            Self::Open => 0,
        }
    }
}

/// Where the row that begins here ends. `at_end` says that nothing follows.
pub(crate) fn record_end(bytes: &[u8], delimiter: u8, at_end: bool) -> End {
    let byte = |at: usize| bytes.get(at).copied();
    let line_end = |from: usize| {
        let found = memchr::memchr(b'\n', bytes.get(from..).unwrap_or_default());
        found.map(|at| from + at + 1)
    };
    let torn = || match line_end(0) {
        Some(end) => End::Torn(end),
        None if at_end => End::Torn(bytes.len()),
        None => End::Open,
    };
    let mut at = 0;
    loop {
        // Outside of quotes: a quote opens only at the beginning of a field.
        let here = bytes.get(at..).unwrap_or_default();
        match memchr::memchr2(b'\n', b'"', here).map(|found| at + found) {
            Some(found) if byte(found) == Some(b'\n') => return End::Row(found + 1),
            Some(found) if found == 0 || byte(found - 1) == Some(delimiter) => {
                match closing_quote(bytes, found + 1) {
                    Some(close) => {
                        let after = byte(close + 1);
                        let ends =
                            matches!(after, None | Some(b'\n' | b'\r')) || after == Some(delimiter);
                        // Text right behind it: this quote opens a field of a later row.
                        let lines = bytes.get(found..close).unwrap_or_default();
                        if close > LONGEST_ROW || (!ends && lines.contains(&b'\n')) {
                            return torn();
                        }
                        if after.is_none() && !at_end {
                            return End::Open;
                        }
                        at = close + 1;
                    }
                    None if at_end || bytes.len() > LONGEST_ROW => return torn(),
                    None => return End::Open,
                }
            }
            Some(found) => at = found + 1,
            None if at_end => return End::Row(bytes.len()),
            None => return End::Open,
        }
    }
}

/// The quote that closes a quoted field; a doubled one stands for itself.
fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let here = bytes.get(at..)?;
        let quote = at + memchr::memchr(b'"', here)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        at = quote + 2;
    }
}

/// A row without its line end.
pub(crate) fn without_line_end(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// The fields of one row, without their quotes.
#[derive(Debug)]
pub(crate) struct Fields {
    reader: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
    delimiter: u8,
}

impl Fields {
    pub(crate) fn new(delimiter: u8) -> Self {
        // Rows come without their line ends, so that a carriage return inside of one is content.
        let terminator = csv_core::Terminator::Any(b'\n');
        let reader =
            csv_core::ReaderBuilder::new().delimiter(delimiter).terminator(terminator).build();
        Self { reader, text: Vec::new(), ends: Vec::new(), count: 0, delimiter }
    }

    /// Takes a row apart.
    pub(crate) fn read(&mut self, row: &[u8]) {
        // No field is longer than what it is written with, and no row has more fields than bytes.
        self.text.resize(self.text.len().max(row.len() + 1), 0);
        self.ends.resize(self.ends.len().max(64), 0);
        self.count = 0;
        if !row.starts_with(b"\xef\xbb\xbf") {
            return self.read_after(row, 0);
        }
        // A mark within a file is part of its cell; the reader would drop it.
        let first = memchr::memchr(self.delimiter, row).unwrap_or(row.len());
        let ends = [first; 2];
        self.text.iter_mut().zip(row.iter().take(first)).for_each(|(to, byte)| *to = *byte);
        self.ends.iter_mut().zip(ends).for_each(|(to, end)| *to = end);
        self.count = 1;
        match row.get(first + 1..) {
            Some([]) => self.count = 2,
            Some(rest) => self.read_after(rest, first),
            None => {}
        }
    }

    /// Takes apart what stands behind the first field, or the whole row.
    fn read_after(&mut self, row: &[u8], offset: usize) {
        self.reader.reset();
        let (mut from, mut written, first) = (0, offset, self.count);
        loop {
            let (result, read, wrote, ended) = self.reader.read_record(
                row.get(from..).unwrap_or_default(),
                self.text.get_mut(written..).unwrap_or_default(),
                self.ends.get_mut(self.count..).unwrap_or_default(),
            );
            from += read;
            written += wrote;
            self.count += ended;
            match result {
                csv_core::ReadRecordResult::OutputEndsFull => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                // With all of the row read, empty input says that it is over.
                csv_core::ReadRecordResult::InputEmpty if from >= row.len() && read == 0 => break,
                csv_core::ReadRecordResult::InputEmpty => {}
                csv_core::ReadRecordResult::OutputFull => {
                    self.text.resize(self.text.len() * 2 + 1, 0);
                }
                csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break,
            }
        }
        let ends = self.ends.get_mut(first..self.count).unwrap_or_default();
        ends.iter_mut().for_each(|end| *end += offset);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The fields, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let mut from = 0;
        self.ends.get(..self.count).unwrap_or_default().iter().map(move |end| {
            let range: Range<usize> = std::mem::replace(&mut from, *end)..*end;
            self.text.get(range).unwrap_or_default()
        })
    }
}

/// Writes a field, in quotes where it needs them.
pub(crate) fn write_field(field: &[u8], delimiter: u8, out: &mut Vec<u8>) {
    let special = |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r') || *byte == delimiter;
    if !field.iter().any(special) {
        out.extend_from_slice(field);
        return;
    }
    out.push(b'"');
    for part in field.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(part);
        if part.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

/// The field as a spreadsheet shows it instead of computing it: with an apostrophe before it.
pub(crate) fn made_safe(field: &[u8]) -> Option<Vec<u8>> {
    // Chinese spreadsheets compute behind wide signs as well.
    const WIDE: [&str; 4] = ["＝", "＋", "－", "＠"];
    let computes = match field {
        [b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n' | b'\0', ..] => true,
        _ => WIDE.iter().any(|sign| field.starts_with(sign.as_bytes())),
    };
    let number = matches!(field, [b'+' | b'-', digits @ ..] if !digits.is_empty()
        && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.'));
    (computes && !number).then(|| [b"'", field].concat())
}
