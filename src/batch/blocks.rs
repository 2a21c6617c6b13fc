//! The input in blocks of whole rows, in bounded memory.

use std::io::{self, Read};

use crate::batch::plan::Format;
use crate::batch::rows::{End, record_end};

/// How much is read at a time: little enough that it is still in the cache when it is answered.
const BLOCK: usize = 64 * 1024;
/// A row is not longer than this: memory stays bounded, and so does the reach of a stray quote.
pub(crate) const LONGEST_ROW: usize = 1024 * 1024;

/// What is written for the columns of the rows of a block is not more than this.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// A run of whole rows.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) bytes: Vec<u8>,
    /// The line of the input on which it begins.
    pub(crate) line: u64,
    /// Whether it is one row that is longer than may be, cut off.
    pub(crate) too_long: bool,
}

/// Reads an input block by block.
pub(crate) struct Blocks<R> {
    source: R,
    format: Format,
    delimiter: u8,
    row_cost: usize,
    /// What has been read and does not yet make whole rows.
    rest: Vec<u8>,
    line: u64,
    at_end: bool,
    /// Whether the rest of a row that is too long is still to be passed over.
    skipping: bool,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(source: R) -> Self {
        let (rest, line) = (Vec::new(), 1);
        let (format, delimiter) = (Format::Json, b',');
        let row_cost = 0;
        Self { source, format, delimiter, row_cost, rest, line, at_end: false, skipping: false }
    }

    /// Says how the rows are written, once that is known, and how many bytes are written for even
    /// the shortest of them.
    pub(crate) fn set_format(&mut self, format: Format, delimiter: u8, row_cost: usize) {
        (self.format, self.delimiter, self.row_cost) = (format, delimiter, row_cost);
    }

    /// What has been read and not yet been taken.
    pub(crate) fn peeked(&self) -> &[u8] {
        &self.rest
    }

    /// Reads ahead until a row may be whole; says whether there is more than before.
    pub(crate) fn read_ahead(&mut self) -> io::Result<bool> {
        let before = self.rest.len();
        self.rest.resize(before + BLOCK, 0);
        let read = loop {
            match self.source.read(self.rest.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.rest.truncate(before + read.as_ref().copied().unwrap_or(0));
        self.at_end = matches!(read, Ok(0));
        read.map(|read| read > 0)
    }

    /// Passes over the first bytes of what has been read.
    pub(crate) fn skip(&mut self, count: usize) {
        let taken = self.rest.get(..count).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', taken).count() as u64;
        self.rest.drain(..count.min(self.rest.len()));
    }

    /// Fills the next block; false at the end of the input.
    pub(crate) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        loop {
            if self.skipping {
                self.skip_line();
            }
            if !self.skipping && self.first_is_too_long() {
                self.take_too_long(block);
                return Ok(true);
            }
            let whole = if self.skipping { 0 } else { self.whole_rows() };
            if whole > 0 {
                self.take(self.few_of(whole), block);
                return Ok(true);
            }
            if self.at_end {
                return Ok(false);
            }
            self.read_ahead()?;
        }
    }

    /// How many of the bytes that have been read are whole rows.
    fn whole_rows(&self) -> usize {
        let rest = &self.rest;
        let to_line_end = || memchr::memrchr(b'\n', rest).map_or(0, |at| at + 1);
        if self.format == Format::Json || memchr::memchr(b'"', rest).is_none() {
            return if self.at_end { rest.len() } else { to_line_end() };
        }
        let mut whole = 0;
        loop {
            let after = rest.get(whole..).unwrap_or_default();
            // Rows without a quote end with their lines.
            let Some(quote) = memchr::memchr(b'"', after) else {
                return if self.at_end { rest.len() } else { whole.max(to_line_end()) };
            };
            let before = after.get(..quote).unwrap_or_default();
            let row = whole + memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
            match record_end(rest.get(row..).unwrap_or_default(), self.delimiter, self.at_end) {
                End::Row(length) | End::Torn(length) if length > 0 => whole = row + length,
                _ => return row,
            }
        }
    }

    /// Whether the first row does not end in time; where the input happened to be cut is nothing
    /// to a row, so that one that ends a little later, and is there, is too long all the same.
    fn first_is_too_long(&self) -> bool {
        let Some(reach) = self.rest.get(..=LONGEST_ROW) else { return false };
        match self.format {
            Format::Json => memchr::memchr(b'\n', reach).is_none(),
            Format::Csv => matches!(record_end(reach, self.delimiter, false), End::Open),
        }
    }

    /// So many of these bytes of whole rows that what is written for them stays bounded.
    fn few_of(&self, whole: usize) -> usize {
        let most = (LARGEST_ANSWER / self.row_cost.max(1)).max(1);
        // The shortest row has a byte and its line end.
        if whole / 2 <= most {
            return whole;
        }
        let bytes = self.rest.get(..whole).unwrap_or_default();
        let mut end = 0;
        for _ in 0..most {
            let rest = bytes.get(end..).unwrap_or_default();
            let length = match self.format {
                Format::Json => memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1),
                Format::Csv => match record_end(rest, self.delimiter, true) {
                    End::Row(length) | End::Torn(length) => length,
                    End::Open => rest.len(),
                },
            };
            end += length;
        }
        end
    }

    fn take(&mut self, count: usize, block: &mut Block) {
        block.bytes.clear();
        block.bytes.extend_from_slice(self.rest.get(..count).unwrap_or_default());
        (block.line, block.too_long) = (self.line, false);
        self.skip(count);
    }

    /// Takes the beginning of a row that is too long; the rest of its line is passed over.
    fn take_too_long(&mut self, block: &mut Block) {
        block.bytes.clear();
        block.bytes.extend_from_slice(self.rest.get(..100).unwrap_or_default());
        (block.line, block.too_long) = (self.line, true);
        self.skipping = true;
    }

    fn skip_line(&mut self) {
        match memchr::memchr(b'\n', &self.rest) {
            Some(at) => {
                self.skip(at + 1);
                self.skipping = false;
            }
            None => self.rest.clear(),
        }
    }
}

/// What makes an input unreadable as rows of text, by its first line; said before any row is answered.
pub(crate) fn foreign_encoding(line: &[u8]) -> Option<&'static str> {
    let marked = matches!(line, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    let sample = || line.iter().take(64);
    let zeros = |odd: usize| sample().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = sample().count() / 2;
    let unmarked = half >= 4 && (zeros(0) * 2 > half || zeros(1) * 2 > half);
    if marked || unmarked {
        return Some("UTF-16");
    }
    line.contains(&0).then_some("binary")
}

/// What bytes that are not UTF-8 look like.
pub(crate) fn looks_like(bytes: &[u8]) -> &'static str {
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (0..=0x7f, _) => after,
            (0x81..=0xfe, [0x40..=0x7e | 0x80..=0xfe, after @ ..]) => after,
            _ => return "it is not UTF-8: save the file as UTF-8",
        };
    }
    "it is not UTF-8 but looks like GBK: convert the file with `iconv -f GBK -t UTF-8`"
}
