//! The beginning of an input: what it is, and what its columns say.

use std::io::Read;

use indexmap::IndexSet;

use crate::batch::blocks::Blocks;
use crate::batch::csv::cells::{End, Fields, record_end, without_line_end};
use crate::batch::csv::{self, Header};
use crate::batch::encoding::{Foreign, looks_like_gbk};
use crate::batch::filter::{Batch, Columns, Rows};
use crate::batch::jsonl;
use crate::batch::limits::LONGEST_ROW;
use crate::batch::open_error::{OpenError, PassedOn};
use crate::batch::plan::{Format, Options, Plan, Target, folded};
use crate::engine::Engine;

/// So many rows of JSON lines tell the columns of CSV, unless they are very long.
const SAMPLED: usize = 1000;
/// So many bytes tell what kind of file it is.
const TELLING: usize = 1024;
/// What separates cells, tried in this order.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// A file may begin with it.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

impl<'e, R: Read> Batch<'e, R> {
    /// Reads as much of an input as tells what it is.
    ///
    /// # Errors
    /// It cannot be read, is no text, or does not fit what is asked for.
    pub fn open(engine: &'e Engine<'e>, options: &Options, source: R) -> Result<Self, OpenError> {
        let mut blocks = Blocks::new(source);
        // A slow pipe may give a byte at a time: what is read of it must not depend on that.
        while first_line(blocks.peeked()).is_none() && blocks.read_ahead()? {}
        let peeked = blocks.peeked();
        if let Some(foreign) = Foreign::of(first_line(peeked).unwrap_or(peeked)) {
            return Err(OpenError::Foreign(foreign));
        }
        let mark = blocks.peeked().starts_with(MARK);
        if mark {
            blocks.skip(MARK.len());
        }
        let first = blocks.peeked().trim_ascii_start().first();
        let by_byte = if first == Some(&b'{') { Format::Json } else { Format::Csv };
        let mut plan = Plan::new(engine, options, options.input.unwrap_or(by_byte))?;
        if plan.input == Format::Json && first == Some(&b'[') {
            return Err(OpenError::JsonArray);
        }
        let mut beginning = Vec::new();
        let columns = match plan.input {
            Format::Csv => {
                let header = header(options, &mut plan, &mut blocks)?;
                if plan.output == Format::Csv && !header.names.is_empty() {
                    // A mark that the file came with goes out with it.
                    beginning.extend_from_slice(if mark { MARK } else { b"" });
                    csv::write_header(&plan, &header, &mut beginning);
                }
                Columns::Csv(header)
            }
            Format::Json => {
                // CSV needs all columns before the first row.
                let rows = if plan.output == Format::Csv { SAMPLED } else { 1 };
                let keys = first_keys(&mut blocks, rows)?;
                if let Some(clash) = keys.iter().find(|key| plan.clashes(key)) {
                    return Err(OpenError::Clash(clash.clone()));
                }
                if plan.output == Format::Csv && !blocks.peeked().trim_ascii().is_empty() {
                    csv::write_columns(&plan, &csv::columns(&keys), &mut beginning);
                }
                Columns::Json(keys)
            }
        };
        let names = match &columns {
            Columns::Csv(header) => &header.names,
            Columns::Json(keys) => keys,
        };
        let passed_on = passed_on(&plan, names);
        if plan.strict && passed_on.iter().any(|column| !column.near.is_empty()) {
            let near = passed_on.into_iter().filter(|column| !column.near.is_empty());
            return Err(OpenError::Misspelled(near.collect()));
        }
        blocks.set_format(plan.input, plan.delimiter, row_cost(&plan, names));
        Ok(Batch { blocks, rows: Rows { plan, columns, passed_on }, beginning })
    }
}

impl Rows<'_> {
    /// The same rows, as another engine reads them.
    pub(super) fn with<'e>(
        &self,
        engine: &'e Engine<'e>,
        options: &Options,
    ) -> Result<Rows<'e>, OpenError> {
        let mut plan = Plan::new(engine, options, self.plan.input)?;
        plan.delimiter = self.plan.delimiter;
        let columns = match &self.columns {
            Columns::Json(keys) => {
                if let Some(clash) = keys.iter().find(|key| plan.clashes(key)) {
                    return Err(OpenError::Clash(clash.clone()));
                }
                Columns::Json(keys.clone())
            }
            Columns::Csv(header) if header.names.is_empty() => {
                Columns::Csv(Header::new(&plan, b"", Vec::new()))
            }
            Columns::Csv(header) => {
                let own = Header::new(&plan, &header.raw, header.names.clone());
                check_columns(&plan, &own, &header.raw)?;
                Columns::Csv(own)
            }
        };
        let names = match &columns {
            Columns::Csv(header) => &header.names,
            Columns::Json(keys) => keys,
        };
        let passed_on = passed_on(&plan, names);
        Ok(Rows { plan, columns, passed_on })
    }
}

/// The columns that say nothing.
fn passed_on(plan: &Plan<'_>, names: &[String]) -> Vec<PassedOn> {
    let said = plan.said(names);
    let silent = names.iter().filter(|name| plan.target(name).is_none());
    silent.map(|name| PassedOn { name: name.clone(), near: plan.near(name, &said) }).collect()
}

/// How much is written for the columns of the input, even where a row fills none of them.
fn row_cost(plan: &Plan<'_>, names: &[String]) -> usize {
    match plan.output {
        Format::Csv => names.len(),
        Format::Json if plan.input == Format::Json => 0,
        Format::Json => names.iter().map(|name| name.len() + ",\"\":null".len()).sum(),
    }
}

/// The first line that is not blank, or as much of a long one as tells what the input is; none if
/// more has to be read to see it.
fn first_line(peeked: &[u8]) -> Option<&[u8]> {
    let blank = |byte: &u8| byte.is_ascii_whitespace() || MARK.contains(byte);
    let begin = peeked.iter().position(|byte| !blank(byte));
    let line = begin.and_then(|begin| peeked.get(begin..)).unwrap_or_default();
    let end = line.iter().take(TELLING).position(|byte| *byte == b'\n').map(|at| at + 1);
    line.get(..end.unwrap_or(TELLING)).or((peeked.len() > LONGEST_ROW).then_some(line))
}

/// The rows among the first bytes: the same however they were read.
fn first_rows<R: Read>(blocks: &Blocks<R>) -> impl Iterator<Item = &[u8]> {
    let peeked = blocks.peeked();
    let sample = peeked.get(..LONGEST_ROW).unwrap_or(peeked);
    let lines = sample.split_inclusive(|byte| *byte == b'\n');
    lines.filter(|line| !line.trim_ascii().is_empty())
}

/// The keys of the first rows of JSON lines, those that are objects.
fn first_keys<R: Read>(blocks: &mut Blocks<R>, count: usize) -> Result<Vec<String>, OpenError> {
    loop {
        let whole = first_rows(blocks).filter(|line| line.ends_with(b"\n")).take(count).count();
        if whole == count || blocks.peeked().len() >= LONGEST_ROW {
            break;
        }
        if !blocks.read_ahead()? {
            break;
        }
    }
    let first = first_rows(blocks).next().unwrap_or_default();
    if jsonl::is_begun(first) {
        // Whether the object goes on in the next lines, or just breaks off.
        while jsonl::is_begun(blocks.peeked())
            && blocks.peeked().len() < LONGEST_ROW
            && blocks.read_ahead()?
        {}
        if jsonl::begins_with_value(blocks.peeked()) {
            return Err(OpenError::JsonOverLines);
        }
    }
    let rows = first_rows(blocks).take(count);
    let keys: IndexSet<String> = rows.filter_map(jsonl::keys_of).flatten().collect();
    Ok(keys.into_iter().collect())
}

/// Reads and understands the header; one without names for an input that is empty.
fn header<R: Read>(
    options: &Options,
    plan: &mut Plan<'_>,
    blocks: &mut Blocks<R>,
) -> Result<Header, OpenError> {
    // Blank lines before the header are passed over, as everywhere.
    loop {
        let blank = blocks.peeked().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        blocks.skip(blank);
        if !blocks.peeked().is_empty() || !blocks.read_ahead()? {
            break;
        }
    }
    let length = loop {
        match record_end(blocks.peeked(), plan.delimiter, false) {
            End::Row(length) => break length,
            _ if blocks.peeked().len() > LONGEST_ROW => break 0,
            _ => {}
        }
        if !blocks.read_ahead()? {
            match record_end(blocks.peeked(), plan.delimiter, true) {
                End::Row(length) => break length,
                _ => break 0,
            }
        }
    };
    if blocks.peeked().is_empty() {
        return Ok(Header::new(plan, b"", Vec::new()));
    }
    if length == 0 {
        return Err(OpenError::EndlessHeader);
    }
    let line = blocks.peeked().get(..length).unwrap_or_default().to_vec();
    blocks.skip(length);
    understood(options, plan, &line)
}

fn understood(options: &Options, plan: &mut Plan<'_>, line: &[u8]) -> Result<Header, OpenError> {
    let row = without_line_end(line);
    let names = |delimiter: u8| {
        let mut fields = Fields::new(delimiter);
        fields.read(row);
        let names = fields.iter().map(|name| String::from_utf8_lossy(name).into_owned());
        names.collect::<Vec<String>>()
    };
    if options.delimiter.is_none() {
        // What separates the cells is what makes most of them columns that are known.
        let known = |delimiter: &u8| {
            names(*delimiter).iter().filter(|name| plan.target(name).is_some()).count()
        };
        let best = DELIMITERS.iter().rev().max_by_key(|delimiter| known(delimiter));
        plan.delimiter = best.copied().filter(|best| known(best) > 0).unwrap_or(b',');
    }
    let header = Header::new(plan, line, names(plan.delimiter));
    if header.names.iter().any(|name| name.trim_end().contains('\r')) {
        return Err(OpenError::CarriageReturns);
    }
    check_columns(plan, &header, row)?;
    Ok(header)
}

fn check_columns(plan: &Plan<'_>, header: &Header, row: &[u8]) -> Result<(), OpenError> {
    if let Some(clash) = header.names.iter().find(|name| plan.clashes(name.trim())) {
        return Err(OpenError::Clash(clash.clone()));
    }
    let columns: Vec<String> = header.names.iter().map(|name| folded(name)).collect();
    if let Some(column) = plan.mapped().find(|column| !columns.iter().any(|name| name == column)) {
        let gbk = std::str::from_utf8(row).is_err() && looks_like_gbk(row);
        return Err(OpenError::NoColumn { column: column.to_owned(), columns, gbk });
    }
    let mut said: Vec<Target> = plan.sets.iter().map(|(target, _)| *target).collect();
    for (name, target) in header.names.iter().zip(&header.targets) {
        let Some(target) = target else { continue };
        if said.contains(target) {
            let (column, fact) = (name.trim().to_owned(), plan.words(*target).to_owned());
            return Err(OpenError::SaidTwice { column, fact });
        }
        said.push(*target);
    }
    let rule_set = plan.rule_set();
    let goods = Target::Fact(rule_set.goods());
    let code = rule_set.coded_list().filter(|(_, list)| *list == rule_set.goods());
    let code = code.map(|(code, _)| Target::Fact(code));
    if !said.contains(&goods) && !code.is_some_and(|code| said.contains(&code)) {
        if row.trim_ascii_start().starts_with(b"[") {
            return Err(OpenError::JsonArray);
        }
        let header = String::from_utf8_lossy(row).chars().take(100).collect();
        let facts = std::iter::once(goods).chain(code).map(|one| plan.words(one).to_owned());
        return Err(OpenError::NoGoods { facts: facts.collect(), header });
    }
    Ok(())
}
