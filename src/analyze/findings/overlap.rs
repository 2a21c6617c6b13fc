//! `overlap`: two flows or taxes that both hold for a shipment.

use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::{Answer, ask};
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    if !proven.extra.overlaps {
        return Vec::new();
    }
    let told = ask::pairs(proven.rule_set).filter_map(|(later, earlier)| {
        let question = Question::Both(later, earlier);
        if proven.proofs.answer(question) != Answer::Yes {
            return None;
        }
        let (first, second) = (proven.listed(earlier).1, proven.listed(later).1);
        let message = format!("`{}` and `{}` both hold for some shipments", first.id, second.id);
        let finding = Finding::new(Code::Overlap, second.span, message)
            .about(format!("{}.{}", second.id, first.id))
            .other(first.span, "this one is taken, as it comes first");
        let help = "keep their conditions apart, or leave the order as it is";
        Some(proven.shown(finding, question, help))
    });
    told.collect()
}
