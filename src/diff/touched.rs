//! What of a rule set a change has touched: its rules and entries that the old one has not got so.

use std::collections::HashSet;

use crate::analyze::TableId;
use crate::diff::pair::Pair;
use crate::diff::rules::{moved, wholes};
use crate::diff::version::{Side, Version};
use crate::model::RuleSet;
use crate::source::Span;

/// Where the new rule set declares what is new in it, asks or does something else, has another name
/// or stands elsewhere among the others: rules, and entries of tables one by one.
#[must_use]
pub fn touched(old: &RuleSet, new: &RuleSet) -> HashSet<Span> {
    let pair = Pair::new([old, new].map(|rule_set| Version { rule_set, on: None }));
    let [olds, news] = Side::BOTH.map(|side| wholes(&pair, side));
    let common: Vec<_> = olds.keys().filter(|key| news.contains_key(*key)).collect();
    let places: Vec<usize> = common.iter().filter_map(|key| news.get_index_of(*key)).collect();
    let moved: HashSet<_> =
        moved(&places).into_iter().filter_map(|at| common.get(at).copied()).collect();
    let mut found = HashSet::new();
    let rules = news.iter().filter(|(key, whole)| {
        moved.contains(key) || olds.get(*key).is_none_or(|old| old.does != whole.does)
    });
    let ids: HashSet<&str> = rules
        .map(|(_, whole)| {
            found.insert(whole.span);
            whole.id
        })
        .collect();
    // Rows of one rule may be declared in several places.
    let rows = new.rows().iter().filter(|row| ids.contains(row.rule.id.as_str()));
    found.extend(rows.map(|row| row.rule.span));
    for table in TableId::all(new) {
        let own = table.of(new);
        let Some(whole) = news.values().find(|whole| whole.span == own.span) else { continue };
        let before = olds.values().find(|old| old.id == own.id && old.is_table);
        let before: HashSet<&str> =
            before.into_iter().flat_map(|old| &old.does).map(String::as_str).collect();
        let entries = own.entries.iter().zip(&whole.does);
        let new = entries.filter(|(_, does)| !before.contains(does.as_str()));
        found.extend(new.map(|(entry, _)| entry.span));
        let rest = own.otherwise.iter().zip(whole.does.get(own.entries.len()));
        let new = rest.filter(|(_, does)| !before.contains(does.as_str()));
        found.extend(new.map(|(rest, _)| rest.entry.span));
    }
    found
}
