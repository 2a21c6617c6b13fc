//! Between readers and writers: what a row says goes in, the columns that are added come out.

use crate::batch::change::{Candidate, RowChanges, standing, to_try};
use crate::batch::encoding::not_utf8;
use crate::batch::plan::{Column, Plan, Target};
use crate::batch::rendered::{Rendered, count, place, render, write};
use crate::batch::tally::Tally;
use crate::batch::writer::RowWriter;
use crate::engine::Decider;
use crate::evaluate::Verdict;
use crate::model::FactId;
use crate::model::value::Day;
use crate::shipment::date;

/// A message of a row is not longer: what it quotes may be.
const LONGEST_ERROR: usize = 400;

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
    changes: RowChanges,
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
            changes: RowChanges::new(plan.candidates.len()),
        }
    }

    /// Writes the added columns of a row that says this; a cell that is no text comes as bytes.
    pub(crate) fn answer<'c>(
        &mut self,
        cells: impl Iterator<Item = (Target, Cell<'c>)> + Clone,
        out: &mut Vec<u8>,
    ) {
        self.try_changes(cells.clone());
        if let Err(error) = self.read(cells, None) {
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
        write(writer, &answer, rendered, plan, self.changes.best.as_ref(), out);
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
        self.tally.moved = self.changes.moved;
        self.tally
    }

    /// Tries the changes of a plan that has some with a row, each by itself.
    fn try_changes<'c>(&mut self, cells: impl Iterator<Item = (Target, Cell<'c>)> + Clone) {
        let candidates = &self.plan.candidates;
        self.changes.best = None;
        if candidates.is_empty() || self.read(cells.clone(), None).is_err() {
            return;
        }
        let Ok(answer) = self.decider.decide() else { return };
        let now = standing(&answer);
        for at in to_try(candidates, &answer) {
            let Some(one) = candidates.get(at) else { continue };
            if self.read(cells.clone(), Some(one)).is_ok()
                && let Ok(answer) = self.decider.decide()
            {
                self.changes.weigh((at, one), &now, standing(&answer));
            }
        }
    }

    /// Reads what a row says, with one fact otherwise.
    fn read<'c>(
        &mut self,
        cells: impl Iterator<Item = (Target, Cell<'c>)> + Clone,
        instead: Option<&Candidate>,
    ) -> Result<(), String> {
        let plan = self.plan;
        let changed = instead.map(|one| match one.single.fact {
            FactId::DATE => Target::On,
            fact => Target::Fact(fact),
        });
        let cells = cells.filter(|(target, _)| Some(*target) != changed);
        let mut day = plan.day;
        for (_, cell) in cells.clone().filter(|(target, _)| *target == Target::On) {
            let text = cell.map_err(|bytes| no_text(plan, Target::On, bytes))?.trim_ascii();
            if !text.is_empty() {
                day = self.date(text)?;
            }
        }
        if let Some(one) = instead.filter(|_| changed == Some(Target::On)) {
            day = self.date(&one.text)?;
        }
        self.decider.begin(day);
        for (target, text) in plan.sets.iter().filter(|(target, _)| Some(*target) != changed) {
            self.give(*target, text);
        }
        if let Some((target, one)) = changed.zip(instead) {
            self.give(target, &one.text);
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
