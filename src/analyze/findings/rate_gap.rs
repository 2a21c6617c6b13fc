//! `rate-gap`: goods that can go, and whose tax is not computed.

use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::{Answer, ask};
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;

/// So many goods are named.
const NAMED: usize = 5;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    if !proven.extra.rate_gaps {
        return Vec::new();
    }
    let rule_set = proven.rule_set;
    let told = ask::tables(rule_set).filter_map(|(tax, table)| {
        let gaps: Vec<Question> = ask::gaps(rule_set, proven.extra.today)
            .filter(|question| {
                matches!(question, Question::RateGap(of, used, ..) if (*of, *used) == (tax, table))
            })
            .filter(|question| proven.proofs.answer(*question) == Answer::Yes)
            .collect();
        let names = gaps.iter().filter_map(|question| match question {
            Question::RateGap(.., fact, value) => rule_set[*fact].name(*value),
            _ => None,
        });
        let names: Vec<&str> = names.map(|name| name.id.as_str()).collect();
        let first = *gaps.first()?;
        let (rule, entries) = (&rule_set[tax].rule, table.of(rule_set));
        let listed = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("`, `");
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!(
            "tax `{}` is due and not computed, as `{}` has no entry, for {} of {} goods: `{listed}`{more}",
            rule.id,
            entries.id,
            names.len(),
            rule_set[rule_set.goods()].names().len(),
        );
        let finding = Finding::new(Code::RateGap, entries.span, message)
            .about(format!("{}.{}", rule.id, entries.id))
            .other(rule.span, "this tax uses the table");
        Some(proven.shown(finding, first, "add what is known of these goods"))
    });
    told.collect()
}
