//! When things are due and when the goods are released, for a shipment that arrives at a known time.

use std::io::{self, Write};

use advisor::advise::Advice;
use advisor::model::time::{Anchor, Moment, Offset};
use advisor::schedule::{Due, Release, Schedule};

use crate::render::human::write_lines;
use crate::render::speech::Speech;
use crate::render::text::with_capital;
use crate::render::{style, table};

pub(super) fn print(
    advice: &Advice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(schedule) = advice.schedule() else {
        return Ok(());
    };
    let heading = speech.words.dates_of(schedule.arrival);
    writeln!(out, "\n{}", style::heading(&heading))?;
    let rows = rows(&schedule, speech);
    write_lines(out, &table::lines(None, &rows, width))
}

fn rows(schedule: &Schedule<'_>, speech: Speech) -> Vec<Vec<String>> {
    let words = speech.words;
    let after = schedule.due.iter().position(|due| is_of_release(due));
    let (before, after) = schedule.due.split_at(after.unwrap_or(schedule.due.len()));
    let due = |due: &Due<'_>| {
        let title = speech.text_or(due.title, &due.step.id);
        vec![title, when(due, &schedule.release, speech)]
    };
    let mut rows: Vec<Vec<String>> = before.iter().map(due).collect();
    rows.extend(schedule.fee_from.map(|(day, fee)| {
        let title = speech.name(fee.title.as_ref(), &fee.rule.id);
        vec![with_capital(&words.fee_from(&title)), day.to_string()]
    }));
    rows.push(vec![words.release().to_owned(), released(&schedule.release, speech)]);
    rows.extend(after.iter().map(due));
    rows
}

fn is_of_release(due: &Due<'_>) -> bool {
    due.deadline.by.is_some_and(|by| by.anchor == Anchor::Release)
}

/// From when to when something is due; in words, where no date is known.
fn when(due: &Due<'_>, release: &Release<'_>, speech: Speech) -> String {
    let words = speech.words;
    let known = |moment: Option<Moment>, offset: Option<Offset>| {
        moment.map(told).or_else(|| offset.map(|offset| words.offset(offset)))
    };
    let from = known(due.not_before, due.deadline.not_before);
    let by = known(due.by, due.deadline.by);
    let mut text =
        match (from, by) {
            (Some(from), Some(by)) if due.not_before.is_some() && due.by.is_some() => {
                if from == by { by } else { words.between(&from, &by) }
            }
            (from, by) => {
                let from = from.map(|from| words.from(&from));
                let both = from.into_iter().chain(by.map(|by| words.by(&by)));
                words.listed(&both.collect::<Vec<_>>())
            }
        };
    if let Some(by) = due.deadline.by.filter(|by| due.by.is_some() && by.amount != 0) {
        if is_of_release(due) && release.to != Some(release.from) {
            text += &words.if_released(&told(release.from));
        }
        text = words.aside(&text, &words.offset(by));
    }
    text
}

/// From when to when the goods may be released.
fn released(release: &Release<'_>, speech: Speech) -> String {
    let words = speech.words;
    let from = told(release.from);
    match release.to {
        Some(to) if to == release.from => from,
        Some(to) => words.between(&from, &told(to)),
        None => {
            let mut parts = vec![words.from(&from)];
            let working = release.takes.filter(|takes| takes.working);
            parts.extend(working.map(|takes| words.in_working_days(&words.takes(takes))));
            parts.extend(
                release
                    .unknown
                    .iter()
                    .map(|step| words.length_not_said(&speech.sentence(&step.title))),
            );
            parts.join("; ")
        }
    }
}

/// A moment, for people.
fn told(moment: Moment) -> String {
    moment.to_string().replace('T', " ")
}
