//! What is written for rows that got one decision: once for all of them, but for what is each one's own.

use crate::batch::change::{Best, Candidate};
use crate::batch::plan::{Column, Plan};
use crate::batch::tally::Tally;
use crate::batch::writer::{RowWriter, write_money, write_spaced};
use crate::engine::{Answer, MemoSlot};
use crate::evaluate::Verdict;
use crate::explain::{self, Steps};
use crate::model::value::Value;
use crate::model::{FactId, LaneId, RowId};

/// So many columns may be each shipment's own, and what stands behind the last of them.
const MOST_PARTS: usize = 11;

/// The answer of one decision as bytes, but for what is each shipment's own.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) bytes: Vec<u8>,
    /// Where each part of the bytes ends, and what stands behind it: few, and in place, for these
    /// are looked at far more often than made.
    pub(crate) parts: [(usize, Own); MOST_PARTS],
    pub(crate) part_count: usize,
    /// How many rows had it, since the tally was made.
    pub(crate) rows: u64,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) lane: Option<LaneId>,
    pub(crate) refusals: Vec<RowId>,
    /// Whether a warning about a charge comes with it.
    pub(crate) warns: bool,
}

/// What is each shipment's own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Own {
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
    /// What is told of the best change.
    Change(Column),
}

pub(crate) fn place(rendered: &mut Vec<Option<Rendered>>, slot: MemoSlot) -> &mut Option<Rendered> {
    if rendered.len() <= slot.index {
        rendered.resize_with(slot.index + 1, || None);
    }
    #[expect(clippy::indexing_slicing, reason = "it has just been made long enough")]
    &mut rendered[slot.index]
}

/// Adds up what was answered with what is about to be forgotten.
pub(crate) fn count(rendered: &mut [Option<Rendered>], tally: &mut Tally) {
    for one in rendered.iter_mut().flatten() {
        tally.add(one.verdict, one.lane, &one.refusals, one.rows);
        one.rows = 0;
    }
}

/// Renders what all shipments with this decision share.
pub(crate) fn render<W: RowWriter>(
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
            Column::Change | Column::ChangeLane | Column::ChangeRelease | Column::ChangeSaves => {}
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
        Column::Change | Column::ChangeLane | Column::ChangeRelease | Column::ChangeSaves => {
            Own::Change(column)
        }
        _ => Own::Nothing,
    }
}

/// Notes where a part ends: there is room for all columns that are each shipment's own.
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

/// Writes what was rendered, with what is this shipment's own.
pub(crate) fn write<W: RowWriter>(
    writer: &W,
    answer: &Answer<'_, '_>,
    rendered: &Rendered,
    plan: &Plan<'_>,
    best: Option<&Best>,
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
            Own::Warnings => writer.list(&plan.warnings.texts(answer), out),
            Own::RefusedBecause => writer.list(&refusals(answer), out),
            Own::Until => writer.text(until(answer).as_deref(), out),
            Own::Change(column) => write_change(writer, *column, plan, best, out),
        }
    }
}

/// Writes what a column tells of the best change; nothing where none helps.
fn write_change<W: RowWriter>(
    writer: &W,
    column: Column,
    plan: &Plan<'_>,
    best: Option<&Best>,
    out: &mut Vec<u8>,
) {
    let lane = best.and_then(|best| best.then.rank.1).map(|lane| &*plan.rule_set()[lane].id);
    let release = best.and_then(|best| best.then.rank.2).map(|release| release.id());
    match column {
        Column::ChangeLane => writer.id(lane, out),
        Column::ChangeRelease => writer.id(release, out),
        Column::ChangeSaves => write_money(writer, best.and_then(|best| best.saved), out),
        _ => {
            let candidate = best.and_then(|best| plan.candidates.get(best.at));
            writer.text(candidate.map(|one: &Candidate| one.told.as_str()), out);
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
