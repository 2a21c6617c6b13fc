//! When the steps of an answer are due, and when the goods will be released.
//!
//! Knows no law: deadlines are rules of the file, lengths of time stand at its steps and checks.

use crate::advise::Advice;
use crate::evaluate::Verdict;
use crate::model::charge::DailyFee;
use crate::model::time::{Anchor, Counts, Moment, Offset, Rounding, Takes};
use crate::model::value::{Day, Value};
use crate::model::wording::Wording;
use crate::model::{Deadline, Step, StepTime, Subject};

/// The dates of a shipment that arrives at a known time.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Schedule<'r> {
    /// When the goods arrive.
    pub arrival: Moment,
    /// What is due, in the order of the path.
    pub due: Vec<Due<'r>>,
    /// When the goods are released.
    pub release: Release<'r>,
    /// The first day that costs a fee for delay.
    pub fee_from: Option<(Day, &'r DailyFee)>,
}

/// When something is due, as far as dates are known.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Due<'r> {
    /// The rule by which it is.
    pub deadline: &'r Deadline,
    /// What it is called, if the file says.
    pub title: Option<&'r Wording>,
    /// Its step, or that of its document.
    pub step: &'r Step,
    /// The day from which it can be done; none where no date tells.
    pub not_before: Option<Moment>,
    /// The day by which it has to be done, counted from the earliest release; none where no date tells.
    pub by: Option<Moment>,
}

/// From when to when the goods may be released.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Release<'r> {
    /// At the earliest.
    pub from: Moment,
    /// At the latest; none where that is not known.
    pub to: Option<Moment>,
    /// How long customs takes in all from the arrival or the later declaration on.
    pub takes: Option<Takes>,
    /// The steps of which the file does not say how long they take.
    pub unknown: Vec<&'r Step>,
}

impl<'r> Advice<'r> {
    /// How long customs takes from the arrival to the release, and the steps of which the file does
    /// not say how long they take.
    #[must_use]
    pub fn time_to_release(&self) -> (Option<Takes>, Vec<&'r Step>) {
        let at_arrival = self.path.iter().filter(|one| one.step.time == StepTime::AtArrival);
        let at_arrival: Vec<_> = at_arrival.collect();
        let takes = at_arrival.iter().filter_map(|one| one.takes).reduce(Takes::then);
        // What the trader does takes as long as the trader takes; what customs does takes its time.
        let open =
            |one: &&&crate::advise::PathStep<'r>| one.takes.is_none() && !one.checks.is_empty();
        (takes, at_arrival.iter().filter(open).map(|one| one.step).collect())
    }

    /// The dates of the shipment; none where nobody said when it arrives, or it does not clear.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule<'r>> {
        let arrival = self.shipment.arrival()?;
        if self.decision.verdict != Verdict::Clearable {
            return None;
        }
        let release = self.release(arrival);
        let due = self.path.iter().flat_map(|one| {
            let documents = one.documents.iter().map(|document| document.id.as_str());
            let documents: Vec<&str> = documents.collect();
            let rule_set = self.rule_set;
            let here = move |deadline: &&'r Deadline| match deadline.subject {
                Subject::Step(step) => rule_set[step].id == one.step.id,
                Subject::Document(document) => documents.contains(&rule_set[document].id.as_str()),
            };
            let holds = |deadline: &&'r Deadline| deadline.rule.condition.holds(&self.facts);
            let due = rule_set.deadlines().iter().filter(here).filter(holds);
            let due: Vec<Due<'r>> =
                due.map(|deadline| self.due(deadline, one.step, arrival, release.from)).collect();
            due
        });
        let due = due.collect();
        Some(Schedule { arrival, due, release, fee_from: self.fee_from(arrival) })
    }

    fn due(
        &self,
        deadline: &'r Deadline,
        step: &'r Step,
        arrival: Moment,
        release: Moment,
    ) -> Due<'r> {
        let at = |offset: Option<Offset>, rounding: Rounding| {
            let offset = offset?;
            let anchor = match offset.anchor {
                Anchor::Arrival => arrival,
                Anchor::Declaration => Moment::of_day(self.shipment.day()),
                Anchor::Release => release,
                Anchor::Departure | Anchor::Loading => return None,
            };
            anchor.offset(offset, rounding)
        };
        let title = deadline.title.as_ref().or_else(|| match deadline.subject {
            Subject::Step(_) => {
                let on_path = self.path.iter().find(|one| one.step.id == step.id);
                on_path.map(|one| one.title)
            }
            Subject::Document(document) => {
                let document = &self.rule_set[document];
                document.short.as_ref().or(document.title.as_ref())
            }
        });
        Due {
            deadline,
            title,
            step,
            not_before: at(deadline.not_before, Rounding::Later),
            by: at(deadline.by, Rounding::Earlier),
        }
    }

    fn release(&self, arrival: Moment) -> Release<'r> {
        let declared = self.shipment.day();
        let begin = if declared > arrival.day { Moment::of_day(declared) } else { arrival };
        let (takes, unknown) = self.time_to_release();
        let least = takes.map_or(0, |takes| i64::from(takes.least));
        let greatest = takes.map_or(0, |takes| i64::from(takes.greatest));
        // Working days are at least as many days of the calendar; at most how many, nobody knows.
        let known = unknown.is_empty() && !takes.is_some_and(|takes| takes.working);
        Release {
            from: begin.later(least, Rounding::Earlier),
            to: known.then(|| begin.later(greatest, Rounding::Later)),
            takes,
            unknown,
        }
    }

    /// The first day on which the fee for delay would be due.
    fn fee_from(&self, arrival: Moment) -> Option<(Day, &'r DailyFee)> {
        let fee = self.rule_set.daily_fee()?;
        let counting = self.rule_set[fee.days].counts.as_ref();
        counting.filter(|counting| {
            counting.days == Counts::DaysAfterArrival && counting.condition.holds(&self.facts)
        })?;
        let first = i32::try_from(fee.free_days.floor()).ok()?.checked_add(1)?;
        let mut facts = self.facts.clone();
        facts.set(fee.days, Value(i64::from(first)));
        let due = fee.rule.condition.holds(&facts);
        due.then(|| (Day(arrival.day.0.saturating_add(first)), fee))
    }
}
