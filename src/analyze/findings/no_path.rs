//! `no-path`: a shipment that nothing refuses and no flow takes.

use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::Answer;
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    if proven.proofs.answer(Question::NoPath) != Answer::Yes {
        return Vec::new();
    }
    let message = "some shipment is not refused, and no flow takes it";
    let span = proven.rule_set.flows().last().map(|flow| flow.rule.span).unwrap_or_default();
    let finding = Finding::new(Code::NoPath, span, message).about("flows");
    let help = "end `[flows]` with one that has no condition, or refuse the shipment";
    vec![proven.shown(finding, Question::NoPath, help)]
}
