//! `always-refused`: goods, or a value of a choice, that no shipment can go with.

use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::{Answer, ask};
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let values = ask::goes(proven.rule_set);
    let refused = values
        .filter(|(fact, value)| proven.proofs.answer(Question::Goes(*fact, *value)) == Answer::No);
    let told = refused.map(|(id, value)| {
        let fact = &proven.rule_set[id];
        let shown = fact.show(value);
        let message = format!("{} `{shown}` is refused whatever is chosen", fact.id);
        let span = fact.name(value).map_or(fact.span, |name| name.span);
        Finding::new(Code::AlwaysRefused, span, message)
            .about(format!("{}.{shown}", fact.id))
            .help("if that is meant, say so: `allow = { always-refused = \"why\" }`")
    });
    told.collect()
}
