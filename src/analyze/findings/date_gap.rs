//! `date-gap`, as far as it needs a proof: a tax is due on days on which a rate of it is not known,
//! or a choice is closed between two times in which it is open.

use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::{Answer, ask};
use crate::codes::Code;
use crate::finding::Finding;
use crate::model::value::{Day, ValueSet};

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let rule_set = proven.rule_set;
    let told = ask::partial(rule_set).filter_map(|(tax, table)| {
        let question = ask::missing(tax, table, proven.extra.today);
        if proven.proofs.answer(question) != Answer::Yes {
            return None;
        }
        let (rule, entries) = (&rule_set[tax].rule, table.of(rule_set));
        let word = table.word();
        let message = format!(
            "tax `{}` is due on days on which {word} `{}` is not known, though it is on others",
            rule.id, entries.id,
        );
        let finding = Finding::new(Code::DateGap, entries.span, message)
            .about(format!("{word}.{}", entries.id))
            .other(rule.span, format!("this tax uses the {word}"));
        let help = format!("add the {word} of those days, or end the tax");
        Some(proven.shown(finding, question, &help))
    });
    told.chain(closed(proven)).collect()
}

/// Goods may well be banned for a while; a way of doing business rarely is.
fn closed<'a>(proven: &'a Proven<'_>) -> impl Iterator<Item = Finding> + 'a {
    proven.proofs.closed().filter_map(|(id, value, days)| {
        let spans = days.ok().map(ValueSet::intervals)?;
        let first = spans.first()?;
        let (fact, shown) = (&proven.rule_set[id], proven.rule_set[id].show(value));
        let day = |value: i64| Day(i32::try_from(value).unwrap_or(i32::MAX));
        let more = match spans.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more times"),
        };
        let message = format!(
            "{} `{shown}` is closed from {} to {}{more}, and open before and after",
            fact.id,
            day(first.least),
            day(first.greatest),
        );
        let span = fact.name(value).map_or(fact.span, |name| name.span);
        let finding = Finding::new(Code::DateGap, span, message);
        let help = "close the gap, or say why with `allow = { date-gap = \"why\" }`";
        Some(finding.about(format!("{}.{shown}", fact.id)).help(help))
    })
}
