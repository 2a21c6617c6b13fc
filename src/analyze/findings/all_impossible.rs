//! `all-impossible`: impossibilities that leave no shipment at all.

use crate::analyze::findings::proven::{Proven, impossibilities_in_words, more};
use crate::analyze::prove::Answer;
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;

/// One finding, beside which nothing is worth telling: of no shipment all is true.
pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    if proven.proofs.asked(Question::Exists) != Some(Answer::No) {
        return Vec::new();
    }
    let explanation = proven.proofs.explanation(Question::Exists);
    let why = explanation.map(|one| one.blockers.clone().unwrap_or_default().why);
    let stated = why.as_ref().map(|why| proven.stated(why)).unwrap_or_default();
    let message = match stated.as_slice() {
        [] => "the impossibilities leave no shipment at all".to_owned(),
        [_] => format!("{} leaves no shipment at all", impossibilities_in_words(&stated)),
        _ => format!("{} leave no shipment at all", impossibilities_in_words(&stated)),
    };
    let help = match why {
        Ok(_) => "take away what can occur".to_owned(),
        Err(short) => format!("take away what can occur; {}", more(short, "tell which do")),
    };
    let mut spans = stated.iter().map(|rule| rule.span);
    let found = match spans.next() {
        Some(span) => Finding::new(Code::AllImpossible, span, message),
        None => Finding::of_file(Code::AllImpossible, message),
    };
    let mut found = found.about("impossible").help(help);
    found.blockers = stated.iter().map(|rule| rule.id.clone()).collect();
    vec![spans.take(2).fold(found, |found, span| found.other(span, "together with this"))]
}
