//! Lengths of time and dates in JSON.

use advisor::model::time::{Moment, Offset, Takes};
use advisor::model::wording::Tongue;
use advisor::schedule::{Due, Schedule};
use serde::Serialize;

use crate::render::words::words;

/// How long something takes, in days; working days where it says so.
#[derive(Serialize)]
pub(super) struct DaysOut {
    least: f64,
    greatest: f64,
    working: bool,
}

/// A moment is a day, or a day and a time by the clocks of the place; null where it is not known.
#[derive(Serialize)]
pub(super) struct DatesOut<'r> {
    arrival: String,
    due: Vec<DueOut<'r>>,
    fee_from: Option<String>,
    release: ReleaseOut<'r>,
}

#[derive(Serialize)]
struct DueOut<'r> {
    rule: &'r str,
    because: Option<&'r str>,
    step: &'r str,
    not_before: Option<EndOut>,
    by: Option<EndOut>,
    sources: Vec<&'r str>,
    confidence: &'static str,
}

#[derive(Serialize)]
struct EndOut {
    words: String,
    at: Option<String>,
}

#[derive(Serialize)]
struct ReleaseOut<'r> {
    from: String,
    to: Option<String>,
    takes_days: Option<DaysOut>,
    unknown: Vec<&'r str>,
}

pub(super) fn in_words(takes: Takes) -> String {
    words(Tongue::English).takes(takes)
}

pub(super) fn days(takes: Takes) -> DaysOut {
    let days = |minutes: u32| f64::from(minutes) / (24.0 * 60.0);
    DaysOut { least: days(takes.least), greatest: days(takes.greatest), working: takes.working }
}

pub(super) fn dates<'r>(
    schedule: Schedule<'r>,
    sources: impl Fn(&'r advisor::model::Rule) -> Vec<&'r str>,
    confidence: impl Fn(advisor::model::Confidence) -> &'static str,
) -> DatesOut<'r> {
    let release = schedule.release;
    let due = schedule.due.into_iter().map(|due: Due<'r>| DueOut {
        rule: &due.deadline.rule.id,
        because: due.deadline.rule.because.as_deref(),
        step: &due.step.id,
        not_before: due.deadline.not_before.map(|offset| end(offset, due.not_before)),
        by: due.deadline.by.map(|offset| end(offset, due.by)),
        sources: sources(&due.deadline.rule),
        confidence: confidence(due.deadline.rule.confidence),
    });
    DatesOut {
        arrival: schedule.arrival.to_string(),
        due: due.collect(),
        fee_from: schedule.fee_from.map(|(day, _)| day.to_string()),
        release: ReleaseOut {
            from: release.from.to_string(),
            to: release.to.map(|to| to.to_string()),
            takes_days: release.takes.map(days),
            unknown: release.unknown.iter().map(|step| step.id.as_str()).collect(),
        },
    }
}

fn end(offset: Offset, at: Option<Moment>) -> EndOut {
    let words = words(Tongue::English).offset(offset);
    EndOut { words, at: at.map(|at| at.to_string()) }
}
