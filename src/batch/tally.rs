//! What a run has done, counted.

use crate::batch::open_error::PassedOn;
use crate::evaluate::Verdict;
use crate::explain::Moved;
use crate::model::{LaneId, RowId, RuleSet};

/// So many bad rows are kept.
const KEPT: usize = 3;

/// Counts of rows.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Tally {
    /// All of them.
    pub rows: u64,
    /// Those that could not be answered.
    pub bad_rows: u64,
    /// Those whose answers may mislead.
    pub warned: u64,
    passed_on: Vec<PassedOn>,
    first_bad: Vec<(u64, String)>,
    verdicts: [u64; 3],
    lanes: Vec<u64>,
    refusals: Vec<u64>,
    pub(crate) moved: Vec<Moved>,
}

impl Tally {
    pub(crate) fn new(rule_set: &RuleSet) -> Self {
        Self {
            lanes: vec![0; rule_set.lanes().len()],
            refusals: vec![0; rule_set.rows().len()],
            ..Self::default()
        }
    }

    /// Counts rows that got the same answer.
    pub(crate) fn add(
        &mut self,
        verdict: Option<Verdict>,
        lane: Option<LaneId>,
        refusals: &[RowId],
        rows: u64,
    ) {
        let count = verdict.and_then(|verdict| self.verdicts.get_mut(verdict as usize));
        count.into_iter().for_each(|count| *count += rows);
        let count = lane.and_then(|lane| self.lanes.get_mut(lane.index()));
        count.into_iter().for_each(|count| *count += rows);
        refusals.iter().for_each(|row| self.refused_by(*row, rows));
    }

    /// Counts rows that a rule refused.
    pub(crate) fn refused_by(&mut self, row: RowId, rows: u64) {
        if let Some(count) = self.refusals.get_mut(row.index()) {
            *count += rows;
        }
    }

    /// Counts a row that could not be answered.
    pub(crate) fn bad(&mut self, line: u64, error: &str) {
        self.bad_rows += 1;
        if self.first_bad.len() < KEPT {
            self.first_bad.push((line, error.to_owned()));
        }
    }

    /// Adds what another thread has counted.
    pub fn merge(&mut self, other: &Self) {
        self.lanes.resize(other.lanes.len(), 0);
        self.refusals.resize(other.refusals.len(), 0);
        self.moved.resize(other.moved.len(), Moved::default());
        self.moved.iter_mut().zip(&other.moved).for_each(|(mine, theirs)| mine.merge(theirs));
        self.rows += other.rows;
        self.bad_rows += other.bad_rows;
        self.warned += other.warned;
        self.passed_on.extend(other.passed_on.iter().cloned());
        self.passed_on.sort();
        self.passed_on.dedup();
        self.first_bad.extend(other.first_bad.iter().cloned());
        self.first_bad.sort();
        self.first_bad.truncate(KEPT);
        for (mine, theirs) in self.verdicts.iter_mut().zip(other.verdicts) {
            *mine += theirs;
        }
        for (mine, theirs) in self.lanes.iter_mut().zip(&other.lanes) {
            *mine += theirs;
        }
        for (mine, theirs) in self.refusals.iter_mut().zip(&other.refusals) {
            *mine += theirs;
        }
    }

    /// How many rows got each verdict.
    pub fn verdicts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let ids = [Verdict::Clearable, Verdict::NoPath, Verdict::Refused];
        ids.into_iter().map(Verdict::id).zip(self.verdicts)
    }

    /// How many rows go through each lane.
    pub fn lanes<'r>(&self, rule_set: &'r RuleSet) -> impl Iterator<Item = (&'r str, u64)> {
        let ids = rule_set.lanes().iter().map(|lane| lane.id.as_str());
        ids.zip(self.lanes.iter().copied())
    }

    /// The rules that refused rows, in the order of the file.
    pub fn refusals<'r>(&self, rule_set: &'r RuleSet) -> impl Iterator<Item = (&'r str, u64)> {
        let ids = rule_set.rows().iter().map(|row| row.rule.id.as_str());
        ids.zip(self.refusals.iter().copied()).filter(|(_, rows)| *rows > 0)
    }

    /// What each of [`singles`](crate::explain::singles) does to the rows; nothing where no column
    /// asks for changes.
    #[must_use]
    pub fn moved(&self) -> &[Moved] {
        &self.moved
    }

    /// The first rows that could not be answered: their lines, and why.
    #[must_use]
    pub fn first_bad(&self) -> &[(u64, String)] {
        &self.first_bad
    }

    /// Keys of later rows that are no facts, and nearly called as some.
    #[must_use]
    pub fn passed_on(&self) -> &[PassedOn] {
        &self.passed_on
    }

    /// The same with such keys.
    pub(crate) fn with(mut self, passed_on: Vec<PassedOn>) -> Self {
        self.passed_on = passed_on;
        self
    }
}
