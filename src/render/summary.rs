//! What a run of `batch` has done: for people, and for programs.

use advisor::batch::{PassedOn, Tally};
use advisor::lexicon::in_words;
use advisor::model::RuleSet;
use serde_json::{Map, Value, json};

use crate::render::text::shown;

/// So many refusals are named.
const REFUSALS_SHOWN: usize = 5;
/// So many columns are.
const COLUMNS_SHOWN: usize = 12;

/// The summary for people.
pub(crate) fn human(tally: &Tally, rule_set: &RuleSet) -> String {
    let listed = |counts: Vec<(&str, u64)>| {
        let some = counts.iter().filter(|(_, rows)| *rows > 0);
        some.map(|(id, rows)| format!("{id} {rows}")).collect::<Vec<_>>().join(", ")
    };
    let mut verdicts: Vec<(&str, u64)> = tally.verdicts().collect();
    verdicts.push(("bad", tally.bad_rows));
    let rows = if tally.rows == 1 { "row" } else { "rows" };
    let mut lines = vec![format!("{} {rows}: {}", tally.rows, listed(verdicts))];
    let lanes = listed(tally.lanes(rule_set).collect());
    lines.extend((!lanes.is_empty()).then(|| format!("lanes: {lanes}")));
    let mut refusals: Vec<(&str, u64)> = tally.refusals(rule_set).collect();
    refusals.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
    let more = refusals.len().saturating_sub(REFUSALS_SHOWN);
    refusals.truncate(REFUSALS_SHOWN);
    if !refusals.is_empty() {
        let more = if more > 0 { format!(" and {more} more rules") } else { String::new() };
        lines.push(format!("refused by: {}{more}", listed(refusals)));
    }
    if tally.warned > 0 {
        lines.push(format!("warnings: {} (column `warnings`)", tally.warned));
    }
    lines.extend(passed_on(tally.passed_on()));
    for (line, error) in tally.first_bad() {
        lines.push(format!("line {line}: {}", shown(error)));
    }
    let hidden = tally.bad_rows - tally.first_bad().len() as u64;
    if hidden > 0 {
        lines.push(format!("and {hidden} more bad rows: see the column `error`"));
    }
    lines.join("\n").trim_end_matches(": ").to_owned()
}

/// Says which columns are passed on, if there are any.
pub(crate) fn passed_on(columns: &[PassedOn]) -> Option<String> {
    (!columns.is_empty()).then(|| format!("passed on, no facts: {}", named(columns)))
}

/// Columns that say nothing, with what they may have been meant for.
pub(crate) fn named(columns: &[PassedOn]) -> String {
    let mut columns: Vec<&PassedOn> = columns.iter().collect();
    // Those that may be mistakes are named first.
    columns.sort_by_key(|column| column.near.is_empty());
    let named = columns.iter().take(COLUMNS_SHOWN).map(|column| {
        let near = in_words(column.near.iter().map(String::as_str), "or");
        let near = if near.is_empty() { near } else { format!(" (did you mean {near}?)") };
        format!("`{}`{near}", shown(&column.name))
    });
    let named: Vec<String> = named.collect();
    let more = columns.len() - named.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

/// The summary for programs.
pub(crate) fn json(tally: &Tally, rule_set: &RuleSet) -> Value {
    let map = |counts: Vec<(&str, u64)>| {
        let pairs = counts.into_iter().map(|(id, rows)| (id.to_owned(), json!(rows)));
        Value::Object(pairs.collect::<Map<String, Value>>())
    };
    let bad = tally.first_bad().iter();
    json!({
        "schema": "advisor.batch/1",
        "rules": {"title": rule_set.title(), "file": rule_set.file()},
        "rows": tally.rows,
        "bad": tally.bad_rows,
        "warned": tally.warned,
        "verdicts": map(tally.verdicts().collect()),
        "lanes": map(tally.lanes(rule_set).collect()),
        "refusals": map(tally.refusals(rule_set).collect()),
        "first_bad": bad.map(|(line, error)| json!({"line": line, "error": error}))
            .collect::<Vec<Value>>(),
    })
}
