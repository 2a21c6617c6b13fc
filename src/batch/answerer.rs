//! Between readers and writers: what a row says goes in, the columns that are added come out.

use crate::batch::encoding::not_utf8;
use crate::batch::plan::{Column, Plan, Target};
use crate::batch::tally::Tally;
use crate::batch::warnings::Warnings;
use crate::batch::writer::{RowWriter, write_money};
use crate::engine::{Answer, Decider, MemoSlot};
use crate::evaluate::Verdict;
use crate::explain::{self, Steps};
use crate::model::value::{Day, Value};
use crate::model::{FactId, LaneId, RowId};
use crate::shipment::date;

/// A message of a row is not longer: what it quotes may be.
const LONGEST_ERROR: usize = 400;

/// The answer of one decision as bytes, but for what is each shipment's own.
#[derive(Debug, Default)]
struct Rendered {
    bytes: Vec<u8>,
    /// Where each part of the bytes ends, and what stands behind it: few, and in place, for these
    /// are looked at far more often than made.
    parts: [(usize, Own); 6],
    part_count: usize,
    /// How many rows had it, since the tally was made.
    rows: u64,
    verdict: Option<Verdict>,
    lane: Option<LaneId>,
    refusals: Vec<RowId>,
    /// Whether a warning about a charge comes with it.
    warns: bool,
}

/// What is each shipment's own.
#[derive(Debug, Clone, Copy, Default)]
enum Own {
    #[default]
    Nothing,
    Tax,
    LateFee,
    /// The rules, with or without those of rows.
    Rules {
        rows: bool,
    },
    Warnings,
    RefusedBecause,
    Until,
}

/// What a cell says, or its bytes if they are no text.
pub(crate) type Cell<'c> = Result<&'c str, &'c [u8]>;

fn no_text(plan: &Plan<'_>, target: Target, bytes: &[u8]) -> String {
    format!("`{}`: {}", plan.words(target), not_utf8(bytes))
}

/// Answers rows, one after another.
#[derive(Debug)]
pub(crate) struct RowAnswerer<'p, W> {
    pub(crate) plan: &'p Plan<'p>,
    pub(crate) writer: W,
    /// The line of the row that is answered.
    pub(crate) line: u64,
    decider: Decider<'p, 'p>,
    /// The date that was read last, and how it was written.
    day: (String, Day),
    epoch: u64,
    rendered: Vec<Option<Rendered>>,
    spare: Rendered,
    tally: Tally,
}

impl<'p, W: RowWriter> RowAnswerer<'p, W> {
    pub(crate) fn new(plan: &'p Plan<'p>, writer: W) -> Self {
        Self {
            plan,
            writer,
            line: 0,
            decider: plan.engine.decider(),
            day: (String::new(), plan.day),
            epoch: 0,
            rendered: Vec::new(),
            spare: Rendered::default(),
            tally: Tally::new(plan.rule_set()),
        }
    }

    /// Writes the added columns of a row that says this; a cell that is no text comes as bytes.
    pub(crate) fn answer<'c>(
        &mut self,
        cells: impl Iterator<Item = (Target, Cell<'c>)> + Clone,
        out: &mut Vec<u8>,
    ) {
        if let Err(error) = self.read(cells) {
            return self.refuse(&error, out);
        }
        let answer = match self.decider.decide() {
            Ok(answer) => answer,
            Err(errors) => return self.refuse(&(self.plan.tell)(&errors), out),
        };
        let (plan, writer, tally) = (self.plan, &self.writer, &mut self.tally);
        tally.rows += 1;
        let fresh = answer.slot.is_none();
        let rendered = match answer.slot {
            None => {
                render(plan, writer, &answer, &mut self.spare);
                self.spare.rows = 0;
                &mut self.spare
            }
            Some(slot) => {
                if slot.epoch != self.epoch {
                    self.epoch = slot.epoch;
                    count(&mut self.rendered, tally);
                    self.rendered.clear();
                }
                place(&mut self.rendered, slot).get_or_insert_with(|| {
                    let mut rendered = Rendered::default();
                    render(plan, writer, &answer, &mut rendered);
                    rendered
                })
            }
        };
        rendered.rows += 1;
        tally.warned += u64::from(rendered.warns || plan.warnings.warns(answer.facts()));
        if answer.decision().verdict == Verdict::Refused && answer.has_own_rules() {
            let rows = answer.rows().filter(|row| plan.rule_set()[*row].refuses());
            rows.for_each(|row| tally.refused_by(row, 1));
        }
        if fresh {
            tally.add(rendered.verdict, rendered.lane, &rendered.refusals, 1);
        }
        write(writer, &answer, rendered, &plan.warnings, out);
    }

    /// Writes the added columns of a row that cannot be answered.
    pub(crate) fn refuse(&mut self, error: &str, out: &mut Vec<u8>) {
        let error = shortened(error);
        self.tally.rows += 1;
        self.tally.bad(self.line, &error);
        for (column, name) in &self.plan.columns {
            self.writer.name(name, out);
            let text = match column {
                Column::Error => Some(&*error),
                Column::Chosen | Column::Rules => Some(""),
                _ => None,
            };
            self.writer.text(text, out);
        }
    }

    /// What has been counted so far.
    pub(crate) fn into_tally(mut self) -> Tally {
        count(&mut self.rendered, &mut self.tally);
        self.tally
    }

    fn read<'c>(
        &mut self,
        cells: impl Iterator<Item = (Target, Cell<'c>)> + Clone,
    ) -> Result<(), String> {
        let plan = self.plan;
        let mut day = plan.day;
        for (_, cell) in cells.clone().filter(|(target, _)| *target == Target::On) {
            let text = cell.map_err(|bytes| no_text(plan, Target::On, bytes))?.trim_ascii();
            if !text.is_empty() {
                day = self.date(text)?;
            }
        }
        self.decider.begin(day);
        for (target, text) in &plan.sets {
            self.give(*target, text);
        }
        for (target, cell) in cells {
            let text = cell.map_err(|bytes| no_text(plan, target, bytes))?.trim_ascii();
            if !text.is_empty() {
                self.give(target, text);
            }
        }
        Ok(())
    }

    fn give(&mut self, target: Target, text: &str) {
        match target {
            Target::Fact(id) => self.decider.give(id, text),
            Target::On => {}
        }
    }

    fn date(&mut self, text: &str) -> Result<Day, String> {
        if self.day.0 == text {
            return Ok(self.day.1);
        }
        let day = date(text).map_err(|error| (self.plan.tell)(&error.into()))?;
        self.day.0.clear();
        self.day.0.push_str(text);
        self.day.1 = day;
        Ok(day)
    }
}

/// The message without the middle of a long one.
fn shortened(error: &str) -> std::borrow::Cow<'_, str> {
    if error.len() <= LONGEST_ERROR {
        return error.into();
    }
    let half = LONGEST_ERROR / 2;
    let before = error.floor_char_boundary(half);
    let after = error.ceil_char_boundary(error.len() - half);
    let (before, after) = (error.get(..before), error.get(after..));
    format!("{} … {}", before.unwrap_or_default(), after.unwrap_or_default()).into()
}

fn place(rendered: &mut Vec<Option<Rendered>>, slot: MemoSlot) -> &mut Option<Rendered> {
    if rendered.len() <= slot.index {
        rendered.resize_with(slot.index + 1, || None);
    }
    #[expect(clippy::indexing_slicing, reason = "it has just been made long enough")]
    &mut rendered[slot.index]
}

/// Adds up what was answered with what is about to be forgotten.
fn count(rendered: &mut [Option<Rendered>], tally: &mut Tally) {
    for one in rendered.iter_mut().flatten() {
        tally.add(one.verdict, one.lane, &one.refusals, one.rows);
        one.rows = 0;
    }
}

/// Renders what all shipments with this decision share.
fn render<W: RowWriter>(
    plan: &Plan<'_>,
    writer: &W,
    answer: &Answer<'_, '_>,
    rendered: &mut Rendered,
) {
    let decision = answer.decision();
    let rule_set = plan.rule_set();
    let out = &mut rendered.bytes;
    out.clear();
    rendered.part_count = 0;
    rendered.verdict = Some(decision.verdict);
    rendered.lane = decision.lane;
    rendered.warns = answer.misses_a_rate();
    rendered.refusals.clear();
    if decision.verdict == Verdict::Refused && !answer.has_own_rules() {
        rendered.refusals.extend(answer.rows());
    }
    for (column, name) in &plan.columns {
        let own = own(*column, answer);
        writer.name(name, out);
        match column {
            Column::Tax | Column::LateFee if !matches!(own, Own::Nothing) => {}
            Column::Warnings | Column::RefusedBecause | Column::Until => {}
            Column::Tax | Column::LateFee | Column::Error => writer.id(None, out),
            Column::Verdict => writer.id(Some(decision.verdict.id()), out),
            Column::Lane => writer.id(answer.lane().map(|lane| &*lane.id), out),
            Column::Flow => writer.id(answer.flow().map(|flow| &*flow.rule.id), out),
            Column::Regime => {
                let tax = decision.tax.map(|tax| &*rule_set[tax].rule.id);
                writer.id(tax, out);
            }
            Column::Release => writer.id(decision.release.map(|release| release.id()), out),
            Column::Chosen => writer.text(Some(&chosen(plan, answer)), out),
            Column::Checks => {
                let checks = decision.checks.iter().map(|id| &*rule_set[id].id);
                writer.ids(checks, out);
            }
            Column::Documents => {
                let documents = decision.documents.iter().map(|id| &*rule_set[id].id);
                writer.ids(documents, out);
            }
            Column::Rules => {
                writer.ids_edge(out);
                // What all of them share stands before the rule of the fee.
                if !matches!(own, Own::Rules { rows: true }) {
                    write_spaced(answer.rule_ids(), out);
                }
                if matches!(own, Own::Nothing) {
                    writer.ids_edge(out);
                }
            }
        }
        if !matches!(own, Own::Nothing) {
            add_part(&mut rendered.parts, &mut rendered.part_count, (out.len(), own));
        }
    }
    add_part(&mut rendered.parts, &mut rendered.part_count, (out.len(), Own::Nothing));
}

/// What of a column is each shipment's own.
fn own(column: Column, answer: &Answer<'_, '_>) -> Own {
    match column {
        Column::Tax if answer.tax_varies() => Own::Tax,
        Column::LateFee if answer.late_fee_varies() => Own::LateFee,
        Column::Rules if answer.has_own_rules() => Own::Rules { rows: true },
        Column::Rules if answer.late_fee_varies() => Own::Rules { rows: false },
        Column::Warnings => Own::Warnings,
        Column::RefusedBecause => Own::RefusedBecause,
        Column::Until => Own::Until,
        _ => Own::Nothing,
    }
}

fn add_part(parts: &mut [(usize, Own)], count: &mut usize, part: (usize, Own)) {
    if let Some(place) = parts.get_mut(*count) {
        *place = part;
        *count += 1;
    }
}

fn chosen(plan: &Plan<'_>, answer: &Answer<'_, '_>) -> String {
    let rule_set = plan.rule_set();
    let pair = |(id, value): &(FactId, Value)| {
        let fact = &rule_set[*id];
        format!("{}={}", fact.id, fact.show(*value))
    };
    let pairs: Vec<String> = answer.chosen().iter().map(pair).collect();
    pairs.join(" ")
}

/// Writes names with a space between; a name needs no quotes in either format.
pub(crate) fn write_spaced<'i>(ids: impl Iterator<Item = &'i str>, out: &mut Vec<u8>) {
    for (at, id) in ids.enumerate() {
        out.extend((at > 0).then_some(b' '));
        out.extend_from_slice(id.as_bytes());
    }
}

/// Writes what was rendered, with what is this shipment's own.
fn write<W: RowWriter>(
    writer: &W,
    answer: &Answer<'_, '_>,
    rendered: &Rendered,
    warnings: &Warnings<'_>,
    out: &mut Vec<u8>,
) {
    let mut from = 0;
    for (to, own) in rendered.parts.iter().take(rendered.part_count) {
        out.extend_from_slice(rendered.bytes.get(from..*to).unwrap_or_default());
        from = *to;
        match own {
            Own::Nothing => {}
            Own::Tax => write_money(writer, answer.tax().and_then(|tax| tax.to_pay()), out),
            Own::LateFee => {
                write_money(writer, answer.late_fee().and_then(|fee| fee.to_pay()), out);
            }
            Own::Rules { rows } => write_rules(writer, answer, *rows, out),
            Own::Warnings => writer.list(&warnings.texts(answer), out),
            Own::RefusedBecause => writer.list(&refusals(answer), out),
            Own::Until => writer.text(until(answer).as_deref(), out),
        }
    }
}

/// The last day on which the answer is the same; none if it has no end, or none that is found soon.
fn until(answer: &Answer<'_, '_>) -> Option<String> {
    let assumed = |id| answer.assumed(id);
    let mut steps = Steps(Steps::USUAL);
    let last = explain::until(answer.rule_set(), answer.facts(), assumed, &mut steps);
    last.ok().flatten().map(|day| day.to_string())
}

/// Why the shipment is refused.
fn refusals(answer: &Answer<'_, '_>) -> Vec<String> {
    let rows = answer.rows().map(|row| &answer.rule_set()[row]).filter(|row| row.refuses());
    rows.filter_map(|row| Some(row.rule.because.as_ref()?.to_string())).collect()
}

fn write_rules<W: RowWriter>(writer: &W, answer: &Answer<'_, '_>, rows: bool, out: &mut Vec<u8>) {
    let mut some = !rows && answer.rule_ids().next().is_some();
    let fee = answer.late_fee_rule().map(|rule| rule.id.as_str());
    let shared = if rows { Some(answer.rule_ids()) } else { None };
    for id in shared.into_iter().flatten().chain(fee) {
        if some {
            out.push(b' ');
        }
        out.extend_from_slice(id.as_bytes());
        some = true;
    }
    writer.ids_edge(out);
}
