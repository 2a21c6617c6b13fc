//! `dead-rule`: a rule that never decides anything.

use crate::analyze::blockers::{Blocker, Blockers};
use crate::analyze::findings::proven::{Proven, impossibilities_in_words, more, word};
use crate::analyze::prove::Answer;
use crate::analyze::question::{Listed, Question};
use crate::analyze::why::Why;
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
        if refuses {
            dead_refusal(proven, word, rule, question)
        } else {
            dead_rule(proven, word, rule, question)
        }
    });
    told.chain(fee(proven)).chain(impossibilities(proven)).collect()
}

/// What the file states to be impossible, though it is so without that.
fn impossibilities<'a>(proven: &'a Proven<'_>) -> impl Iterator<Item = Finding> + 'a {
    let stated = proven.rule_set.impossibilities().iter().enumerate();
    let dead =
        stated.filter(|(at, _)| proven.proofs.asked(Question::Excludes(*at)) == Some(Answer::No));
    dead.map(|(_, rule)| {
        let message =
            format!("impossibility `{}` excludes nothing: no shipment can meet it", rule.id);
        finding(rule, message).help("remove it, or change its conditions or dates")
    })
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

fn dead_refusal(proven: &Proven<'_>, word: &str, rule: &Rule, question: Question) -> Finding {
    let explanation = proven.proofs.explanation(question).map(|one| one.blockers.clone());
    match explanation {
        Ok(found) => never_holds(proven, word, rule, &found.unwrap_or_default().why),
        Err(short) => {
            let message = format!("{word} `{}` can never hold", rule.id);
            finding(rule, message).help(format!("remove it; {}", more(short, "tell why")))
        }
    }
}

/// A rule that nothing meets, though no other rule is in its way.
fn never_holds(proven: &Proven<'_>, word: &str, rule: &Rule, why: &Why) -> Finding {
    let stated: Vec<&Rule> = proven.stated(why);
    let mut reasons = Vec::new();
    if why.no_lane {
        reasons.push("no shipment gets into a lane that it asks for".to_owned());
    }
    if why.not_in_force {
        reasons.push("what it names is not in force then".to_owned());
    }
    if !stated.is_empty() {
        reasons.push(format!("by {} its facts never meet", impossibilities_in_words(&stated)));
    }
    if reasons.is_empty() {
        reasons.push("its conditions exclude each other".to_owned());
    }
    let message = format!("{word} `{}` can never hold: {}", rule.id, reasons.join(", and "));
    let mut told = finding(rule, message).help("remove it, or change its conditions or dates");
    told.blockers = stated.iter().map(|one| one.id.clone()).collect();
    for one in stated.iter().take(2) {
        told = told.other(one.span, "this says so");
    }
    told
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
    let Blockers { set, another, why } = blockers.unwrap_or_default();
    if set.is_empty() {
        return never_holds(proven, word, rule, &why);
    }
    let stated = proven.stated(&why);
    let rules: Vec<&Rule> = set.iter().map(|one| blocker(proven, *one)).collect();
    let names = in_words(rules.iter().map(|rule| rule.id.as_str()), "and");
    let rest = match stated.as_slice() {
        [] => String::new(),
        stated => format!(" that is possible by {}", impossibilities_in_words(stated)),
    };
    let message =
        format!("{word} `{}` never decides anything: {names} leave nothing for it{rest}", rule.id);
    let mut told = finding(rule, message);
    told.blockers = rules.iter().chain(&stated).map(|rule| rule.id.clone()).collect();
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
