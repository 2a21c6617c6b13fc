//! `always-refused`: goods, or a value of a choice, that no shipment can go with.

use crate::analyze::findings::proven::{Proven, impossibilities_in_words};
use crate::analyze::prove::{Answer, ask};
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;
use crate::model::ids::FactId;
use crate::model::value::Value;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let values = ask::goes(proven.rule_set);
    let refused = values
        .filter(|(fact, value)| proven.proofs.answer(Question::Goes(*fact, *value)) == Answer::No);
    let told = refused.map(|(id, value)| {
        let fact = &proven.rule_set[id];
        let shown = fact.show(value);
        if proven.proofs.asked(Question::Has(id, value)) == Some(Answer::No) {
            return never_there(proven, id, value);
        }
        let message = format!("{} `{shown}` is refused whatever is chosen", fact.id);
        let span = fact.name(value).map_or(fact.span, |name| name.span);
        Finding::new(Code::AlwaysRefused, span, message)
            .about(format!("{}.{shown}", fact.id))
            .help("if that is meant, say so: `allow = { always-refused = \"why\" }`")
    });
    told.collect()
}

/// A name with which there is no shipment that could be refused.
fn never_there(proven: &Proven<'_>, id: FactId, value: Value) -> Finding {
    let (fact, shown) = (&proven.rule_set[id], proven.rule_set[id].show(value));
    let explanation = proven.proofs.explanation(Question::Has(id, value)).ok();
    let why = explanation.and_then(|one| one.blockers.clone()).unwrap_or_default().why;
    let stated = proven.stated(&why);
    let reason = match stated.as_slice() {
        [] => "it is in force on no day".to_owned(),
        stated => format!("by {} it never occurs", impossibilities_in_words(stated)),
    };
    let message = format!("there is no shipment with {} `{shown}`: {reason}", fact.id);
    let span = fact.name(value).map_or(fact.span, |name| name.span);
    let mut found = Finding::new(Code::AlwaysRefused, span, message)
        .about(format!("{}.{shown}", fact.id))
        .help("remove the name, or let there be shipments with it");
    found.blockers = stated.iter().map(|rule| rule.id.clone()).collect();
    found
}
