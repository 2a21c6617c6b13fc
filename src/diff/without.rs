//! A rule set less what stands on one source alone.

use crate::model::RuleSet;
use crate::model::ids::SourceId;

/// The same rules without those, and without those entries of tables, that cite nothing else.
#[must_use]
pub fn without(rule_set: &RuleSet, source: SourceId) -> RuleSet {
    let stays = |cited: &[SourceId]| cited.is_empty() || cited.iter().any(|one| *one != source);
    let mut left = rule_set.clone();
    left.rows.retain(|row| stays(&row.rule.sources));
    left.flows.retain(|flow| stays(&flow.rule.sources));
    left.taxes.retain(|tax| stays(&tax.rule.sources));
    left.daily_fee = left.daily_fee.filter(|fee| stays(&fee.rule.sources));
    for table in left.rates.iter_mut().chain(&mut left.prices) {
        let of_table = table.sources.clone();
        table.entries.retain(|entry| {
            stays(if entry.sources.is_empty() { &of_table } else { &entry.sources })
        });
        table.settle(|id| rule_set[id].may_be_absent());
    }
    left
}
