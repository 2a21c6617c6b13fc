//! `redundant-rule`: an inspection whose removal would change no answer.

use crate::analyze::findings::proven::Proven;
use crate::analyze::prove::Answer;
use crate::analyze::question::Question;
use crate::codes::Code;
use crate::finding::Finding;
use crate::model::RuleKind;
use crate::model::ids::numbered;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let rows = numbered(proven.rule_set.rows());
    let told = rows.filter(|(_, row)| row.kind == RuleKind::Inspection).filter_map(|(id, row)| {
        let answer = |question| proven.proofs.answer(question);
        if (answer(Question::Matters(id)), answer(Question::Holds(id))) != (Answer::No, Answer::Yes)
        {
            return None;
        }
        let rule = &row.rule;
        let message =
            format!("inspection `{}` changes no answer: others already ask for all of it", rule.id);
        let finding = Finding::new(Code::RedundantRule, rule.span, message).about(&rule.id);
        let help = "remove it, or let it ask for what it was meant to";
        Some(proven.shown(finding, Question::Matters(id), help))
    });
    told.collect()
}
