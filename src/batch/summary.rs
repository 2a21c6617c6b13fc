//! What a run has done, counted.

use advisor::evaluate::Verdict;
use advisor::model::{LaneId, RowId, RuleSet};
use serde_json::{Map, Value, json};

use crate::render::text::{shown, verdict_id};

/// So many bad rows are shown.
const SHOWN: usize = 3;
/// The human summary names so many refusals.
const REFUSALS_SHOWN: usize = 5;

/// Counts of rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) rows: u64,
    pub(crate) bad_rows: u64,
    first_bad: Vec<(u64, String)>,
    verdicts: [u64; 3],
    lanes: Vec<u64>,
    refusals: Vec<u64>,
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
        verdict: Option<usize>,
        lane: Option<LaneId>,
        refusals: &[RowId],
        rows: u64,
    ) {
        let count = verdict.and_then(|verdict| self.verdicts.get_mut(verdict));
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
        if self.first_bad.len() < SHOWN {
            self.first_bad.push((line, error.to_owned()));
        }
    }

    /// Adds what another thread has counted.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.lanes.resize(other.lanes.len(), 0);
        self.refusals.resize(other.refusals.len(), 0);
        self.rows += other.rows;
        self.bad_rows += other.bad_rows;
        self.first_bad.extend(other.first_bad.iter().cloned());
        self.first_bad.sort();
        self.first_bad.truncate(SHOWN);
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

    fn verdicts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let ids = [Verdict::Clearable, Verdict::NoPath, Verdict::Refused];
        ids.into_iter().map(verdict_id).zip(self.verdicts)
    }

    fn lanes<'r>(&self, rule_set: &'r RuleSet) -> impl Iterator<Item = (&'r str, u64)> {
        let ids = rule_set.lanes().iter().map(|lane| lane.id.as_str());
        ids.zip(self.lanes.iter().copied())
    }

    /// The rules that refused rows, in the order of the file.
    fn refusals<'r>(&self, rule_set: &'r RuleSet) -> impl Iterator<Item = (&'r str, u64)> {
        let ids = rule_set.rows().iter().map(|row| row.rule.id.as_str());
        ids.zip(self.refusals.iter().copied()).filter(|(_, rows)| *rows > 0)
    }

    /// The summary for people.
    pub(crate) fn human(&self, rule_set: &RuleSet) -> String {
        let listed = |counts: Vec<(&str, u64)>| {
            let some = counts.iter().filter(|(_, rows)| *rows > 0);
            some.map(|(id, rows)| format!("{id} {rows}")).collect::<Vec<_>>().join(", ")
        };
        let mut verdicts: Vec<(&str, u64)> = self.verdicts().collect();
        verdicts.push(("bad", self.bad_rows));
        let rows = if self.rows == 1 { "row" } else { "rows" };
        let mut lines = vec![format!("{} {rows}: {}", self.rows, listed(verdicts))];
        lines.extend(
            Some(listed(self.lanes(rule_set).collect()))
                .filter(|lanes| !lanes.is_empty())
                .map(|lanes| format!("lanes: {lanes}")),
        );
        let mut refusals: Vec<(&str, u64)> = self.refusals(rule_set).collect();
        refusals.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        let more = refusals.len().saturating_sub(REFUSALS_SHOWN);
        refusals.truncate(REFUSALS_SHOWN);
        if !refusals.is_empty() {
            let more = if more > 0 { format!(" and {more} more rules") } else { String::new() };
            lines.push(format!("refused by: {}{more}", listed(refusals)));
        }
        for (line, error) in &self.first_bad {
            lines.push(format!("line {line}: {}", shown(error)));
        }
        let hidden = self.bad_rows - self.first_bad.len() as u64;
        if hidden > 0 {
            lines.push(format!("and {hidden} more bad rows: see the column `error`"));
        }
        lines.join("\n").trim_end_matches(": ").to_owned()
    }

    /// The summary for programs.
    pub(crate) fn json(&self, rule_set: &RuleSet, rules: &str) -> Value {
        let map = |counts: Vec<(&str, u64)>| {
            let pairs = counts.into_iter().map(|(id, rows)| (id.to_owned(), json!(rows)));
            Value::Object(pairs.collect::<Map<String, Value>>())
        };
        let bad = self.first_bad.iter();
        json!({
            "schema": "advisor.batch/1",
            "rules": {"title": rule_set.title(), "file": rules},
            "rows": self.rows,
            "bad": self.bad_rows,
            "verdicts": map(self.verdicts().collect()),
            "lanes": map(self.lanes(rule_set).collect()),
            "refusals": map(self.refusals(rule_set).collect()),
            "first_bad": bad.map(|(line, error)| json!({"line": line, "error": error}))
                .collect::<Vec<Value>>(),
        })
    }
}
