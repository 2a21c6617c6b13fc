//! `date-gap`, as far as it needs a proof: a tax is due on days on which a rate of it is not known.

use crate::analyze::catalog::TableId;
use crate::analyze::findings::Proven;
use crate::analyze::prove::{Answer, ask};
use crate::codes::Code;
use crate::finding::Finding;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let rule_set = proven.rule_set;
    let told = ask::tables(rule_set).filter_map(|(tax, table)| {
        let question = ask::missing(tax, table, proven.extra.today);
        if proven.proofs.answer(question) != Answer::Yes {
            return None;
        }
        let (rule, entries) = (&rule_set[tax].rule, table.of(rule_set));
        let (word, subject) = match table {
            TableId::Rate(_) => ("rate", format!("rate.{}", entries.id)),
            TableId::Price(_) => ("price", format!("price.{}", entries.id)),
        };
        let message = format!(
            "tax `{}` is due on days on which {word} `{}` is not known, though it is on others",
            rule.id, entries.id,
        );
        let finding = Finding::new(Code::DateGap, entries.span, message)
            .about(subject)
            .other(rule.span, format!("this tax uses the {word}"));
        let help = format!("add the {word} of those days, or end the tax");
        Some(proven.shown(finding, question, &help))
    });
    told.collect()
}
