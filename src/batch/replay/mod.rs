//! Rows under two rule sets: which are answered otherwise, and both answers behind those.
//!
//! Both sides read the same rows, each with its own facts; what they add is compared as text, so
//! that rows of which both say the same cost no more than two answers.

mod moves;

use std::io::Read;

use crate::batch::blocks::{Block, Blocks};
use crate::batch::csv::cells::{Fields, without_line_end};
use crate::batch::csv::{CsvWriter, columns};
use crate::batch::filter::{Answerer, Answers, Batch, Columns, Rows};
use crate::batch::jsonl::JsonWriter;
use crate::batch::open::MARK;
use crate::batch::open_error::{OpenError, PassedOn};
use crate::batch::plan::{Column, Format, Options};
use crate::batch::replay::moves::{COMPARED, Cells};
use crate::batch::writer::{Answered, RowWriter};
use crate::engine::Engine;

pub use crate::batch::replay::moves::{Money, Move, MovedRows, Moves};

/// What the names of added columns begin with, for each side.
const PREFIXES: [&str; 2] = ["old_", "new_"];

/// How rows are answered by two rule sets.
#[derive(Debug)]
pub struct Replay<'e> {
    sides: [Rows<'e>; 2],
    /// Whether the rows that move are written.
    writes: bool,
}

impl<'e> Replay<'e> {
    /// Reads as much of an input as tells what it is, for the old rules and the new ones; `writes`
    /// says that the rows that move are to be written, with both answers. What comes back besides is
    /// the input, and what stands before the first row.
    ///
    /// What is asked for of columns is asked of each side that knows the fact.
    ///
    /// # Errors
    /// It cannot be read, is no text, or does not fit what is asked for.
    pub fn open<R: Read>(
        engines: [&'e Engine<'e>; 2],
        options: [Options; 2],
        writes: bool,
        source: R,
    ) -> Result<(Blocks<R>, Self, Vec<u8>), OpenError> {
        let [old_engine, new_engine] = engines;
        let [mut old_options, mut new_options] = options;
        for (options, prefix) in [&mut old_options, &mut new_options].into_iter().zip(PREFIXES) {
            options.columns = COMPARED.to_vec();
            prefix.clone_into(&mut options.prefix);
            options.is_unwritten = !writes;
        }
        let batch = Batch::open(new_engine, &new_options, source)?;
        let (blocks, new, begun) = batch.into_parts();
        let old = new.with(old_engine, &old_options)?;
        let replay = Self { sides: [old, new], writes };
        let mut beginning = Vec::new();
        if writes {
            beginning.extend_from_slice(if begun.starts_with(MARK) { MARK } else { b"" });
            replay.begin(&mut beginning);
        }
        Ok((blocks, replay, beginning))
    }

    /// Answers blocks; each thread needs one of its own.
    #[must_use]
    pub fn replayer(&self) -> Replayer<'_> {
        let [old, new] = &self.sides;
        Replayer {
            replay: self,
            answerers: [old.answerer_alone(), new.answerer_alone()],
            answered: <_>::default(),
            fields: Fields::new(new.plan.delimiter),
            moves: Moves::new(),
        }
    }

    /// The columns that say nothing to either side and are passed on.
    pub fn passed_on(&self) -> impl Iterator<Item = &PassedOn> {
        let [old, new] = &self.sides;
        let silent = |one: &&PassedOn| old.passed_on().iter().any(|other| other.name == one.name);
        new.passed_on().iter().filter(silent)
    }

    /// The names of the columns that are added, of both sides.
    fn added(&self) -> impl Iterator<Item = &(Column, String)> {
        self.sides.iter().flat_map(|side| &side.plan.columns)
    }

    fn is_csv(&self) -> bool {
        let [_, new] = &self.sides;
        new.plan.output == Format::Csv
    }

    /// Writes the header of the rows that move.
    fn begin(&self, out: &mut Vec<u8>) {
        let [_, new] = &self.sides;
        let names: Vec<&str> = match &new.columns {
            Columns::Csv(header) => header.names.iter().map(String::as_str).collect(),
            Columns::Json(keys) => columns(keys),
        };
        if self.is_csv() && !names.is_empty() {
            let writer = CsvWriter::new(&new.plan, &[]);
            let added = self.added().map(|(_, name)| name.as_str());
            let names: Vec<&str> = names.into_iter().chain(added).collect();
            let cells = names.iter().map(|name| name.as_bytes());
            let width: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            writer.cells(&width, cells, b"", out);
            writer.end(b"\n", out);
        }
    }
}

/// Answers the blocks of an input by both rule sets, one after another.
#[derive(Debug)]
pub struct Replayer<'p> {
    replay: &'p Replay<'p>,
    answerers: [Answerer<'p>; 2],
    /// What each side says of the rows of a block.
    answered: [Answered; 2],
    fields: Fields,
    moves: Moves,
}

impl Answers for Replayer<'_> {
    type Counts = Moves;

    /// Answers the rows of a block, and writes those that move if that was asked for.
    fn answer(&mut self, block: &Block, out: &mut Answered) {
        out.clear();
        for (answerer, answered) in self.answerers.iter_mut().zip(&mut self.answered) {
            answerer.answer(block, answered);
        }
        let answered = std::mem::take(&mut self.answered);
        let [old, new] = &answered;
        if old.bytes != new.bytes {
            self.compare(block, [&old.bytes, &new.bytes], out);
        }
        self.answered = answered;
    }

    fn into_counts(self) -> Moves {
        let [old, new] = self.answerers.map(Answerer::into_tally);
        Moves { rows: new.rows, unanswered_before: old.bad_rows, ..self.moves }
    }
}

impl Replayer<'_> {
    fn compare(&mut self, block: &Block, [old, new]: [&[u8]; 2], out: &mut Answered) {
        let replay = self.replay;
        let fees = replay
            .sides
            .each_ref()
            .map(|side| side.plan.rule_set().daily_fee().map(|fee| fee.rule.id.as_str()));
        let is_csv = matches!(&replay.sides[1].columns, Columns::Csv(_));
        let lines = |bytes: &'_ [u8]| -> Vec<std::ops::Range<usize>> {
            let mut from = 0;
            let ends = memchr::memchr_iter(b'\n', bytes);
            ends.map(|end| std::mem::replace(&mut from, end + 1)..end).collect()
        };
        let mut answers = lines(old).into_iter().zip(lines(new));
        let mut line = block.line;
        for (whole, torn) in block.rows() {
            let row = without_line_end(whole);
            let begins = line;
            line += memchr::memchr_iter(b'\n', whole).count() as u64;
            let is_blank = if is_csv { row.is_empty() } else { row.trim_ascii().is_empty() };
            // Of a blank line neither side says anything.
            if is_blank && !torn {
                continue;
            }
            let Some((was, is)) = answers.next() else { return };
            let (was, is) = (old.get(was).unwrap_or_default(), new.get(is).unwrap_or_default());
            if was == is {
                continue;
            }
            let cells = [Cells::of(was), Cells::of(is)];
            let moves = self.moves.note(begins, cells.each_ref(), fees);
            if moves && replay.writes {
                self.write(row, &cells, &mut out.bytes);
                out.end_row();
            }
        }
    }

    /// Writes a row that moves, with both answers.
    fn write(&mut self, row: &[u8], cells: &[Cells<'_>; 2], out: &mut Vec<u8>) {
        let [_, new] = &self.replay.sides;
        if self.replay.is_csv() {
            let keys = match &new.columns {
                Columns::Csv(_) => &[][..],
                Columns::Json(keys) => keys,
            };
            self.write_with(&CsvWriter::new(&new.plan, keys), row, cells, out);
        } else {
            self.write_with(&JsonWriter, row, cells, out);
        }
    }

    fn write_with<W: RowWriter>(
        &mut self,
        writer: &W,
        row: &[u8],
        cells: &[Cells<'_>; 2],
        out: &mut Vec<u8>,
    ) {
        let [_, new] = &self.replay.sides;
        match &new.columns {
            Columns::Csv(header) => {
                self.fields.read(row);
                let own = self.fields.iter().take(header.names.len());
                writer.cells(&header.names, own, row, out);
            }
            Columns::Json(_) => {
                // A row that moves has been read as an object.
                let _ = writer.object(&String::from_utf8_lossy(row), out);
            }
        }
        for (side, cells) in self.replay.sides.iter().zip(cells) {
            for (column, name) in &side.plan.columns {
                let text = cells.get(*column);
                writer.name(name, out);
                match column {
                    Column::Checks | Column::Documents => {
                        writer.ids(text.split_ascii_whitespace(), out);
                    }
                    Column::Chosen | Column::Rules => writer.text(Some(text), out),
                    _ => writer.text((!text.is_empty()).then_some(text), out),
                }
            }
        }
        writer.end(b"\n", out);
    }
}
