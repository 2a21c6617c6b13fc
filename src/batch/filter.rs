//! The filter: blocks in, each answered by the reader and the writer of its formats.

use std::io::{self, Read, Write};

use crate::batch::alone::AloneWriter;
use crate::batch::answerer::RowAnswerer;
use crate::batch::blocks::{Block, Blocks};
use crate::batch::csv::{CsvRows, CsvWriter, Header};
use crate::batch::jsonl::{JsonRows, JsonWriter};
use crate::batch::open_error::PassedOn;
use crate::batch::plan::{Format, Plan};
use crate::batch::tally::Tally;
use crate::batch::writer::Answered;

/// An input of which the beginning has been read and understood.
#[derive(Debug)]
pub struct Batch<'e, R> {
    pub(super) blocks: Blocks<R>,
    pub(super) rows: Rows<'e>,
    pub(super) beginning: Vec<u8>,
}

/// How the rows of an input are read, and what is written for them.
#[derive(Debug)]
pub struct Rows<'e> {
    pub(super) plan: Plan<'e>,
    pub(super) columns: Columns,
    pub(super) passed_on: Vec<PassedOn>,
}

/// What is known of the columns before the first row.
#[derive(Debug)]
pub(super) enum Columns {
    Csv(Header),
    /// The keys of the first rows.
    Json(Vec<String>),
}

impl<'e, R: Read> Batch<'e, R> {
    /// Whether there is nothing in the input, not even a header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.rows.columns, Columns::Csv(header) if header.names.is_empty())
    }

    /// The input, the rows, and what is to be written before the first of them.
    #[must_use]
    pub fn into_parts(self) -> (Blocks<R>, Rows<'e>, Vec<u8>) {
        (self.blocks, self.rows, self.beginning)
    }

    /// Answers all rows, and says what was done.
    ///
    /// # Errors
    /// The input cannot be read or the output not written.
    pub fn run(mut self, out: &mut impl Write) -> io::Result<Tally> {
        out.write_all(&self.beginning)?;
        let mut answerer = self.rows.answerer();
        let (mut block, mut answered) = (Block::default(), Answered::default());
        while self.blocks.next(&mut block)? {
            answerer.answer(&block, &mut answered);
            answered.pieces().try_for_each(|piece| out.write_all(piece))?;
        }
        out.flush()?;
        Ok(answerer.into_tally())
    }
}

impl Rows<'_> {
    /// Answers blocks; each thread needs one of its own.
    #[must_use]
    pub fn answerer(&self) -> Answerer<'_> {
        let plan = &self.plan;
        match (&self.columns, plan.output) {
            (Columns::Csv(header), Format::Csv) => {
                let rows = RowAnswerer::new(plan, CsvWriter::new(plan, &[]));
                Answerer(Pair::CsvCsv(CsvRows::new(header, plan), rows))
            }
            (Columns::Csv(header), Format::Json) => {
                let rows = RowAnswerer::new(plan, JsonWriter);
                Answerer(Pair::CsvJson(CsvRows::new(header, plan), rows))
            }
            (Columns::Json(keys), Format::Csv) => {
                let rows = RowAnswerer::new(plan, CsvWriter::new(plan, keys));
                Answerer(Pair::JsonCsv(JsonRows::new(plan, keys), rows))
            }
            (Columns::Json(keys), Format::Json) => {
                let rows = RowAnswerer::new(plan, JsonWriter);
                Answerer(Pair::JsonJson(JsonRows::new(plan, keys), rows))
            }
        }
    }

    /// The same, but only what is added is written, to be compared.
    pub(super) fn answerer_alone(&self) -> Answerer<'_> {
        let plan = &self.plan;
        let rows = RowAnswerer::new(plan, AloneWriter);
        Answerer(match &self.columns {
            Columns::Csv(header) => Pair::CsvAlone(CsvRows::new(header, plan), rows),
            Columns::Json(keys) => Pair::JsonAlone(JsonRows::new(plan, keys), rows),
        })
    }

    /// The columns that say nothing and are passed on, as far as the beginning tells.
    #[must_use]
    pub fn passed_on(&self) -> &[PassedOn] {
        &self.passed_on
    }
}

/// Answers the blocks of an input, one after another, and counts.
pub trait Answers {
    /// What is counted.
    type Counts;

    /// Answers the rows of a block.
    fn answer(&mut self, block: &Block, answered: &mut Answered);

    /// What has been counted.
    fn into_counts(self) -> Self::Counts;
}

impl Answers for Answerer<'_> {
    type Counts = Tally;

    fn answer(&mut self, block: &Block, answered: &mut Answered) {
        Answerer::answer(self, block, answered);
    }

    fn into_counts(self) -> Tally {
        self.into_tally()
    }
}

/// Answers the blocks of an input, one after another.
#[derive(Debug)]
pub struct Answerer<'p>(Pair<'p>);

/// A reader and a writer.
#[derive(Debug)]
enum Pair<'p> {
    CsvCsv(CsvRows<'p>, RowAnswerer<'p, CsvWriter>),
    CsvJson(CsvRows<'p>, RowAnswerer<'p, JsonWriter>),
    JsonCsv(JsonRows<'p>, RowAnswerer<'p, CsvWriter>),
    JsonJson(JsonRows<'p>, RowAnswerer<'p, JsonWriter>),
    CsvAlone(CsvRows<'p>, RowAnswerer<'p, AloneWriter>),
    JsonAlone(JsonRows<'p>, RowAnswerer<'p, AloneWriter>),
}

impl Answerer<'_> {
    /// Answers the rows of a block.
    pub fn answer(&mut self, block: &Block, answered: &mut Answered) {
        answered.clear();
        match &mut self.0 {
            Pair::CsvCsv(reader, rows) => reader.answer(rows, block, answered),
            Pair::CsvJson(reader, rows) => reader.answer(rows, block, answered),
            Pair::JsonCsv(reader, rows) => reader.answer(rows, block, answered),
            Pair::JsonJson(reader, rows) => reader.answer(rows, block, answered),
            Pair::CsvAlone(reader, rows) => reader.answer(rows, block, answered),
            Pair::JsonAlone(reader, rows) => reader.answer(rows, block, answered),
        }
    }

    /// What has been counted.
    #[must_use]
    pub fn into_tally(self) -> Tally {
        match self.0 {
            Pair::CsvCsv(_, rows) => rows.into_tally(),
            Pair::CsvJson(_, rows) => rows.into_tally(),
            Pair::CsvAlone(_, rows) => rows.into_tally(),
            Pair::JsonAlone(reader, rows) => rows.into_tally().with(reader.into_passed_on()),
            Pair::JsonCsv(reader, rows) => rows.into_tally().with(reader.into_passed_on()),
            Pair::JsonJson(reader, rows) => rows.into_tally().with(reader.into_passed_on()),
        }
    }
}
