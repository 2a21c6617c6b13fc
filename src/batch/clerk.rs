//! The clerk: what a row says goes in, the columns that are added come out.

use advisor::engine::{Answer, Decider, Slot};
use advisor::model::condition::FactId;
use advisor::model::value::Day;
use advisor::model::value::Value;
use advisor::model::{LaneId, RowId};
use advisor::shipment::{InputErrors, date};
use rust_decimal::Decimal;

use crate::batch::blocks::looks_like;
use crate::batch::plan::{Column, Format, Plan, Target};
use crate::batch::rows::{made_safe, write_field};
use crate::batch::summary::Tally;
use crate::render::text::{money, release_id, shown, verdict_id};
use crate::wrong_call::{self, WrongCall};

/// The answer of one decision as bytes, but for what is each shipment's own.
#[derive(Debug, Default)]
struct Rendered {
    bytes: Vec<u8>,
    /// Where each part of the bytes ends, and what stands behind it: at most three things, in
    /// place, for these are looked at far more often than made.
    parts: [(usize, Own); 4],
    part_count: usize,
    /// How many rows had it, since the tally was made.
    rows: u64,
    verdict: Option<usize>,
    lane: Option<LaneId>,
    refusals: Vec<RowId>,
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
}

/// What a cell says, or its bytes if they are no text.
pub(crate) type Cell<'c> = Result<&'c str, &'c [u8]>;

fn no_text(plan: &Plan, target: Target, bytes: &[u8]) -> String {
    format!("`{}`: {}", plan.words(target), looks_like(bytes))
}

/// What is wrong with a row, in one cell.
fn in_a_cell(errors: &InputErrors) -> String {
    let calls: Vec<String> = wrong_call::all(errors).iter().map(WrongCall::to_string).collect();
    calls.join("; ")
}

/// Answers rows, one after another.
#[derive(Debug)]
pub(crate) struct Clerk {
    pub(crate) plan: &'static Plan,
    decider: Decider<'static, 'static>,
    /// The date that was read last, and how it was written.
    day: (String, Day),
    epoch: u64,
    rendered: Vec<Option<Rendered>>,
    spare: Rendered,
    pub(crate) tally: Tally,
}

impl Clerk {
    pub(crate) fn new(plan: &'static Plan) -> Self {
        Self {
            plan,
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
        line: impl Fn() -> u64,
        out: &mut Vec<u8>,
    ) {
        if let Err(error) = self.read(cells) {
            return self.refuse(&error, line(), out);
        }
        let answer = match self.decider.decide() {
            Ok(answer) => answer,
            Err(errors) => return self.refuse(&in_a_cell(&errors), line(), out),
        };
        self.tally.rows += 1;
        let Some(slot) = answer.slot else {
            render(self.plan, &answer, &mut self.spare);
            self.spare.rows = 1;
            self.tally.add(self.spare.verdict, self.spare.lane, &self.spare.refusals, 1);
            return write(self.plan, &answer, &self.spare, &mut self.tally, out);
        };
        let (rendered, tally) = (&mut self.rendered, &mut self.tally);
        if slot.epoch != self.epoch {
            self.epoch = slot.epoch;
            count(rendered, tally);
            rendered.clear();
        }
        if let Some(known) = place(rendered, slot) {
            let known = known.get_or_insert_with(|| {
                let mut fresh = Rendered::default();
                render(self.plan, &answer, &mut fresh);
                fresh
            });
            known.rows += 1;
            write(self.plan, &answer, known, tally, out);
        }
    }

    /// Writes the added columns of a row that cannot be answered.
    pub(crate) fn refuse(&mut self, error: &str, line: u64, out: &mut Vec<u8>) {
        self.tally.rows += 1;
        self.tally.bad(line, error);
        for (column, name) in &self.plan.columns {
            let value = if *column == Column::Error { Some(error) } else { None };
            let empty = matches!(column, Column::Chosen | Column::Rules).then_some("");
            write_name(self.plan, name, out);
            write_value(self.plan, value.or(empty), out);
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
            Target::Hs => self.decider.give_hs(text),
            Target::On => {}
        }
    }

    fn date(&mut self, text: &str) -> Result<Day, String> {
        if self.day.0 == text {
            return Ok(self.day.1);
        }
        let day = date(text).map_err(|error| WrongCall::from(error).to_string())?;
        self.day.0.clear();
        self.day.0.push_str(text);
        self.day.1 = day;
        Ok(day)
    }
}

fn place(rendered: &mut Vec<Option<Rendered>>, slot: Slot) -> Option<&mut Option<Rendered>> {
    if rendered.len() <= slot.index {
        rendered.resize_with(slot.index + 1, || None);
    }
    rendered.get_mut(slot.index)
}

/// Adds up what was answered with what is about to be forgotten.
fn count(rendered: &mut [Option<Rendered>], tally: &mut Tally) {
    for one in rendered.iter_mut().flatten() {
        tally.add(one.verdict, one.lane, &one.refusals, one.rows);
        one.rows = 0;
    }
}

/// Renders what all shipments with this decision share.
fn render(plan: &Plan, answer: &Answer<'_, '_>, rendered: &mut Rendered) {
    let decision = answer.decision();
    let out = &mut rendered.bytes;
    out.clear();
    rendered.part_count = 0;
    rendered.verdict = Some(decision.verdict as usize);
    rendered.lane = decision.lane;
    rendered.refusals.clear();
    if decision.refusals > 0 && !answer.has_own_rules() {
        rendered.refusals.extend(answer.rows());
    }
    for (column, name) in &plan.columns {
        let own = match column {
            Column::Tax if answer.tax_varies() => Own::Tax,
            Column::LateFee if answer.late_fee_varies() => Own::LateFee,
            Column::Rules if answer.has_own_rules() => Own::Rules { rows: true },
            Column::Rules if answer.late_fee_varies() => Own::Rules { rows: false },
            _ => Own::Nothing,
        };
        write_name(plan, name, out);
        match (column, own) {
            (_, Own::Tax | Own::LateFee) => {}
            (Column::Verdict, _) => write_id(plan, Some(verdict_id(decision.verdict)), out),
            (Column::Lane, _) => write_id(plan, answer.lane().map(|lane| &*lane.id), out),
            (Column::Flow, _) => write_id(plan, answer.flow().map(|flow| &*flow.rule.id), out),
            (Column::Release, _) => write_id(plan, decision.release.map(release_id), out),
            (Column::Chosen, _) => write_value(plan, Some(&chosen(plan, answer)), out),
            (Column::Rules, own) => {
                let quote = (plan.output == Format::Json).then_some(b'"');
                out.extend(quote);
                // What all of them share stands before the rule of the fee.
                if !matches!(own, Own::Rules { rows: true }) {
                    write_spaced(answer.rule_ids(), out);
                }
                out.extend(quote.filter(|_| matches!(own, Own::Nothing)));
            }
            (Column::Tax | Column::LateFee | Column::Error, _) => write_id(plan, None, out),
        }
        if !matches!(own, Own::Nothing) {
            add_part(&mut rendered.parts, &mut rendered.part_count, (out.len(), own));
        }
    }
    add_part(&mut rendered.parts, &mut rendered.part_count, (out.len(), Own::Nothing));
}

fn add_part(parts: &mut [(usize, Own); 4], count: &mut usize, part: (usize, Own)) {
    if let Some(place) = parts.get_mut(*count) {
        *place = part;
        *count += 1;
    }
}

fn chosen(plan: &Plan, answer: &Answer<'_, '_>) -> String {
    let rule_set = plan.rule_set();
    let pair = |(id, value): &(FactId, Value)| {
        let fact = &rule_set[*id];
        format!("{}={}", fact.id, fact.show(*value))
    };
    let pairs: Vec<String> = answer.chosen().iter().map(pair).collect();
    pairs.join(" ")
}

/// Writes names with a space between; a name needs no quotes in either format.
fn write_spaced<'i>(ids: impl Iterator<Item = &'i str>, out: &mut Vec<u8>) {
    for (at, id) in ids.enumerate() {
        out.extend((at > 0).then_some(b' '));
        out.extend_from_slice(id.as_bytes());
    }
}

/// Writes a name, or that there is none.
fn write_id(plan: &Plan, id: Option<&str>, out: &mut Vec<u8>) {
    match (plan.output, id) {
        (Format::Csv, id) => out.extend_from_slice(id.unwrap_or_default().as_bytes()),
        (Format::Json, None) => out.extend_from_slice(b"null"),
        (Format::Json, Some(id)) => {
            out.push(b'"');
            out.extend_from_slice(id.as_bytes());
            out.push(b'"');
        }
    }
}

/// Writes what was rendered, with what is this shipment's own.
fn write(
    plan: &Plan,
    answer: &Answer<'_, '_>,
    rendered: &Rendered,
    tally: &mut Tally,
    out: &mut Vec<u8>,
) {
    if answer.decision().refusals > 0 && answer.has_own_rules() {
        let rows = answer.rows().filter(|row| plan.rule_set()[*row].refuses());
        rows.for_each(|row| tally.refused_by(row, 1));
    }
    let mut from = 0;
    for (to, own) in rendered.parts.iter().take(rendered.part_count) {
        out.extend_from_slice(rendered.bytes.get(from..*to).unwrap_or_default());
        from = *to;
        match own {
            Own::Nothing => {}
            Own::Tax => write_money(plan, answer.tax().and_then(|tax| tax.to_pay()), out),
            Own::LateFee => write_money(plan, answer.late_fee().and_then(|fee| fee.to_pay()), out),
            Own::Rules { rows } => write_rules(plan, answer, *rows, out),
        }
    }
}

fn write_rules(plan: &Plan, answer: &Answer<'_, '_>, rows: bool, out: &mut Vec<u8>) {
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
    out.extend((plan.output == Format::Json).then_some(b'"'));
}

/// Writes an amount in whole cents, as nearly all are, without a string of its own.
fn write_money(plan: &Plan, amount: Option<Decimal>, out: &mut Vec<u8>) {
    let json = plan.output == Format::Json;
    let Some(amount) = amount else {
        return out.extend_from_slice(if json { b"null" } else { b"" });
    };
    out.extend(json.then_some(b'"'));
    let cents = (amount.scale() <= 2).then(|| {
        u64::try_from(amount.mantissa()).ok()?.checked_mul(10_u64.pow(2 - amount.scale()))
    });
    match cents.flatten() {
        Some(cents) => write_cents(cents, out),
        None => out.extend_from_slice(money(amount).as_bytes()),
    }
    out.extend(json.then_some(b'"'));
}

fn write_cents(cents: u64, out: &mut Vec<u8>) {
    let mut text = [b'0'; 24];
    let (mut rest, mut used) = (cents, 0);
    for (place, byte) in text.iter_mut().rev().enumerate() {
        if place == 2 {
            *byte = b'.';
        } else if rest > 0 || place < 4 {
            *byte = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        } else {
            break;
        }
        used = place + 1;
    }
    out.extend_from_slice(text.get(text.len() - used..).unwrap_or_default());
}

/// Writes what stands before a value: the delimiter, or the name of the key.
fn write_name(plan: &Plan, name: &str, out: &mut Vec<u8>) {
    match plan.output {
        Format::Csv => out.push(plan.delimiter),
        Format::Json => {
            out.push(b',');
            write_json(name, out);
            out.push(b':');
        }
    }
}

fn write_value(plan: &Plan, value: Option<&str>, out: &mut Vec<u8>) {
    match (plan.output, value) {
        (Format::Csv, None) => {}
        (Format::Csv, Some(value)) => {
            let value = shown(value);
            let safe = made_safe(value.as_bytes()).filter(|_| plan.csv_safe);
            write_field(safe.as_deref().unwrap_or(value.as_bytes()), plan.delimiter, out);
        }
        (Format::Json, None) => out.extend_from_slice(b"null"),
        (Format::Json, Some(value)) => write_json(value, out),
    }
}

/// Writes a text as a JSON string.
pub(crate) fn write_json(text: &str, out: &mut Vec<u8>) {
    // Writing to memory does not fail, and neither does a string as JSON.
    let _ = serde_json::to_writer(out, text);
}
