//! The ids of rules, nearer at hand than the rules.

use crate::model::{RowId, RuleSet};

/// The ids of all rows close together: a row itself is far from the next, and from its id.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    text: String,
    ends: Vec<u32>,
}

impl Ids {
    pub(super) fn new(rule_set: &RuleSet) -> Self {
        let mut ids = Self::default();
        for row in rule_set.rows() {
            ids.text.push_str(&row.rule.id);
            ids.ends.push(u32::try_from(ids.text.len()).unwrap_or(u32::MAX));
        }
        ids
    }

    /// The id of the rule of a row.
    pub(super) fn of(&self, row: RowId) -> &str {
        let row = row.index();
        let from = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let to = self.ends.get(row).copied().unwrap_or(0);
        self.text.get(from.unwrap_or(0) as usize..to as usize).unwrap_or_default()
    }
}
