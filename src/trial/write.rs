//! Parts of an answer as a file of tests says them.

use crate::charge::Charge;
use crate::evaluate::Verdict;
use crate::lexicon;
use crate::model::condition::FactId;
use crate::model::value::Value;
use crate::trial::answer::Answer;
use crate::trial::expect::fact_value;
use crate::trial::names::{RELEASES, VERDICTS, money, name_of};
use crate::trial::test::{Due, List};

pub(crate) use crate::witness::toml_text as text;

/// A list of texts.
pub(super) fn texts(texts: &[&str]) -> String {
    let texts: Vec<String> = texts.iter().map(|one| text(one)).collect();
    format!("[{}]", texts.join(", "))
}

/// Ids within a sentence.
pub(super) fn in_list(ids: &[&str]) -> String {
    lexicon::in_words(ids.iter().copied(), "and")
}

pub(super) fn warnings_text(warnings: &[String]) -> String {
    texts(&warnings.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(super) fn charge_of<'a, 'r>(answer: &'a Answer<'r>, due: Due) -> Option<&'a Charge<'r>> {
    match due {
        Due::Tax => answer.bill.tax.as_ref(),
        Due::LateFee => answer.bill.late_fee.as_ref(),
    }
}

/// An amount that is payable; `false` where there is none.
pub(super) fn amount_of(answer: &Answer<'_>, due: Due) -> String {
    let amount = charge_of(answer, due).and_then(|charge| charge.payable);
    amount.map_or_else(|| "false".to_owned(), |amount| text(&money(amount)))
}

/// The rules that refuse the shipment, in the order of the file.
pub(super) fn refusals<'r>(answer: &Answer<'r>) -> Vec<&'r str> {
    let rule_set = answer.rule_set;
    let rows = answer.rows.iter().map(|id| &rule_set[*id]);
    rows.filter(|row| row.refuses()).map(|row| &*row.rule.id).collect()
}

/// The value of a fact; none for one that is not given.
pub(super) fn settled(answer: &Answer<'_>, fact: FactId) -> Option<String> {
    let value = answer.facts.get(fact);
    let fact = &answer.rule_set[fact];
    (value != Value::NOT_GIVEN).then(|| fact_value(&fact.kind, &fact.show(value)))
}

/// All of an answer that a test should hold on to, a line for each key; on request also that an
/// amount is not computed.
pub(super) fn pinned(answer: &Answer<'_>, unknown_amounts: bool) -> Vec<String> {
    let rule_set = answer.rule_set;
    let decision = &answer.decision;
    let mut lines = vec![format!("verdict = {}", text(name_of(&VERDICTS, &decision.verdict)))];
    if decision.verdict == Verdict::Refused {
        lines.push(format!("refusals = {}", texts(&refusals(answer))));
        return lines;
    }
    lines.extend(decision.lane.map(|lane| format!("lane = {}", text(&rule_set[lane].id))));
    lines.extend(decision.flow.map(|flow| format!("flow = {}", text(&rule_set[flow].rule.id))));
    let release = decision.release.map(|release| text(name_of(&RELEASES, &release)));
    lines.extend(release.map(|release| format!("release = {release}")));
    for (key, list) in [("checks", List::Checks), ("documents", List::Documents)] {
        lines.push(format!("{key} = {{ exactly = {} }}", texts(&answer.list(list))));
    }
    let rules = answer.list(List::Rules);
    if !rules.is_empty() {
        lines.push(format!("rules = {}", texts(&rules)));
    }
    for (key, due) in [("tax", Due::Tax), ("late-fee", Due::LateFee)] {
        let is_known = |charge: &Charge<'_>| charge.payable.is_some();
        if charge_of(answer, due).is_some_and(|charge| unknown_amounts || is_known(charge)) {
            lines.push(format!("{key} = {}", amount_of(answer, due)));
        }
    }
    lines
}

/// The table of what is expected of an answer, as it comes: enough to tell it from others.
pub(super) fn expected(answer: &Answer<'_>) -> String {
    let rule_set = answer.rule_set;
    let decision = &answer.decision;
    let mut parts = vec![format!("verdict = {}", text(name_of(&VERDICTS, &decision.verdict)))];
    if decision.verdict == Verdict::Refused {
        parts.push(format!("refusals = {}", texts(&refusals(answer))));
    }
    parts.extend(decision.lane.map(|lane| format!("lane = {}", text(&rule_set[lane].id))));
    parts.extend(decision.flow.map(|flow| format!("flow = {}", text(&rule_set[flow].rule.id))));
    format!("{{ {} }}", parts.join(", "))
}
