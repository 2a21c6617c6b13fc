//! `dead-rule`: a rule that never decides anything.

use crate::analyze::blockers::{Blocker, Blockers};
use crate::analyze::findings::proven::{Proven, more, word};
use crate::analyze::prove::Answer;
use crate::analyze::question::{Listed, Question};
use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon::in_words;
use crate::model::Rule;
use crate::model::ids::numbered;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let rows = numbered(proven.rule_set.rows());
    let rows =
        rows.map(|(id, row)| (word(row.kind), &row.rule, Question::Holds(id), row.refuses()));
    let entries = Listed::all(proven.rule_set).map(|entry| {
        let (word, rule) = proven.listed(entry);
        (word, rule, Question::Wins(entry), false)
    });
    let dead = rows
        .chain(entries)
        .filter(|(_, _, question, _)| proven.proofs.answer(*question) == Answer::No);
    let told = dead.map(|(word, rule, question, refuses)| {
        if refuses { impossible(word, rule) } else { dead_rule(proven, word, rule, question) }
    });
    told.chain(fee(proven)).collect()
}

/// The daily fee, where it is never due.
fn fee(proven: &Proven<'_>) -> Option<Finding> {
    let rule = &proven.rule_set.daily_fee()?.rule;
    (proven.proofs.answer(Question::FeeDue) == Answer::No).then(|| {
        let message = format!("fee `{}` is never due", rule.id);
        finding(rule, message).help("remove it, or change its conditions or its free days")
    })
}

fn finding(rule: &Rule, message: String) -> Finding {
    Finding::new(Code::DeadRule, rule.span, message).about(&rule.id)
}

fn impossible(word: &str, rule: &Rule) -> Finding {
    let message = format!("{word} `{}` can never hold: its conditions exclude each other", rule.id);
    finding(rule, message).help("remove it, or change its conditions or dates")
}

fn dead_rule(proven: &Proven<'_>, word: &str, rule: &Rule, question: Question) -> Finding {
    let (blockers, witness) = match proven.proofs.explanation(question) {
        Ok(explanation) => (explanation.blockers.clone(), explanation.witness.clone()),
        Err(short) => {
            let message = format!("{word} `{}` never decides anything", rule.id);
            let more = more(short, "tell which rules are in its way");
            return finding(rule, message).help(format!("remove it; {more}"));
        }
    };
    let Some(Blockers { set, another }) = blockers.filter(|found| !found.set.is_empty()) else {
        return impossible(word, rule);
    };
    let rules: Vec<&Rule> = set.iter().map(|one| blocker(proven, *one)).collect();
    let names = in_words(rules.iter().map(|rule| rule.id.as_str()), "and");
    let message =
        format!("{word} `{}` never decides anything: {names} leave nothing for it", rule.id);
    let mut told = finding(rule, message);
    told.blockers = rules.iter().map(|rule| rule.id.clone()).collect();
    told.more_blockers = another;
    for blocker in rules.iter().take(2) {
        told = told.other(blocker.span, "this takes what it is about");
    }
    let more = if another {
        "; other rules do the same, so that changing one of these is not enough"
    } else {
        ""
    };
    told.witness(witness).help(format!("remove it, or change {names}{more}"))
}

fn blocker<'a>(proven: &'a Proven<'_>, blocker: Blocker) -> &'a Rule {
    match blocker {
        Blocker::Row(row) => &proven.rule_set[row].rule,
        Blocker::Entry(entry) => proven.listed(entry).1,
    }
}
