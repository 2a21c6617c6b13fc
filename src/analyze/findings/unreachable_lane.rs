//! `unreachable-lane`: a lane that no shipment can get.

use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::Answer;
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;
use crate::model::ids::numbered;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let lanes = numbered(proven.rule_set.lanes());
    let unreached =
        lanes.filter(|(id, _)| proven.proofs.answer(Question::Reached(*id)) == Answer::No);
    let told = unreached.map(|(_, lane)| {
        let message = format!("no shipment ever gets into lane `{}`", lane.id);
        Finding::new(Code::UnreachableLane, lane.span, message)
            .about(format!("lane.{}", lane.id))
            .help("remove the lane, or let a rule raise to it")
    });
    told.collect()
}
