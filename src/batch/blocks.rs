//! The input in blocks of whole rows, in bounded memory.

use std::io::{self, Read};

use crate::batch::csv::cells::{End, record_end};
use crate::batch::limits::LONGEST_ROW;
use crate::batch::plan::Format;

/// How much is read at a time: little enough that it is still in the cache when it is answered.
const BLOCK: usize = 64 * 1024;

/// What is written for the columns of the rows of a block is not more than this.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// A run of whole rows.
#[derive(Debug, Default)]
pub struct Block {
    pub(crate) bytes: Vec<u8>,
    /// How its rows end one after another; none where each is a line.
    pub(crate) ends: Vec<End>,
    /// The line of the input on which it begins.
    pub(crate) line: u64,
    /// Whether it is one row that is longer than may be, cut off.
    pub(crate) too_long: bool,
}

impl Block {
    /// How many bytes of the input it holds.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Its rows with their line ends, and whether a quote in one is never closed.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&[u8], bool)> {
        let (mut rest, mut ends) = (self.bytes.as_slice(), self.ends.iter());
        std::iter::from_fn(move || {
            let (length, torn) = match ends.next() {
                Some(End::Torn(length)) => (*length, true),
                Some(End::Row(length)) => (*length, false),
                Some(End::Open) | None => (line_length(rest)?, false),
            };
            let (row, after) = rest.split_at_checked(length)?;
            rest = after;
            Some((row, torn))
        })
    }
}

/// How long the first line is; none if there is none.
fn line_length(bytes: &[u8]) -> Option<usize> {
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    (end > 0).then_some(end)
}

/// Reads an input block by block.
#[derive(Debug)]
pub struct Blocks<R> {
    source: R,
    format: Format,
    delimiter: u8,
    row_cost: usize,
    /// What has been read and does not yet make whole rows.
    rest: Vec<u8>,
    /// How the first rows of it end, if some have quotes.
    ends: Vec<End>,
    line: u64,
    at_end: bool,
    /// Whether the rest of a row that is too long is still to be passed over.
    skipping: bool,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(source: R) -> Self {
        let (rest, line) = (Vec::new(), 1);
        let (format, delimiter) = (Format::Json, b',');
        let (row_cost, ends) = (0, Vec::new());
        let (at_end, skipping) = (false, false);
        Self { source, format, delimiter, row_cost, rest, ends, line, at_end, skipping }
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
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn next(&mut self, block: &mut Block) -> io::Result<bool> {
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
                let few = self.few_of(whole);
                self.take(few, block);
                return Ok(true);
            }
            if self.at_end {
                return Ok(false);
            }
            self.read_ahead()?;
        }
    }

    /// How many of the bytes that have been read are whole rows; notes how those with quotes end.
    fn whole_rows(&mut self) -> usize {
        let Self { rest, ends, at_end, .. } = self;
        ends.clear();
        let to_line_end = |rest: &[u8]| memchr::memrchr(b'\n', rest).map_or(0, |at| at + 1);
        if self.format == Format::Json || memchr::memchr(b'"', rest).is_none() {
            return if *at_end { rest.len() } else { to_line_end(rest) };
        }
        let mut whole = 0;
        while let Some(after) = rest.get(whole..).filter(|after| !after.is_empty()) {
            match record_end(after, self.delimiter, *at_end) {
                End::Open => break,
                end @ (End::Row(length) | End::Torn(length)) => {
                    ends.push(end);
                    whole += length;
                }
            }
        }
        whole
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
    fn few_of(&mut self, whole: usize) -> usize {
        let most = (LARGEST_ANSWER / self.row_cost.max(1)).max(1);
        // The shortest row has a byte and its line end.
        if whole / 2 <= most {
            return whole;
        }
        self.ends.truncate(most);
        if self.ends.is_empty() {
            let bytes = self.rest.get(..whole).unwrap_or_default();
            return memchr::memchr_iter(b'\n', bytes).nth(most - 1).map_or(whole, |at| at + 1);
        }
        self.ends.iter().map(|end| end.length()).sum()
    }

    fn take(&mut self, count: usize, block: &mut Block) {
        block.bytes.clear();
        block.bytes.extend_from_slice(self.rest.get(..count).unwrap_or_default());
        (block.line, block.too_long) = (self.line, false);
        block.ends.clone_from(&self.ends);
        self.skip(count);
    }

    /// Takes the beginning of a row that is too long; the rest of its line is passed over.
    fn take_too_long(&mut self, block: &mut Block) {
        block.bytes.clear();
        block.bytes.extend_from_slice(self.rest.get(..100).unwrap_or_default());
        (block.line, block.too_long) = (self.line, true);
        block.ends.clear();
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
