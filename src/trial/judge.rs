//! Whether an answer is what a test expects, and what came where it is not.

use crate::source::Span;
use crate::trial::answer::Answer;
use crate::trial::names::{RELEASES, VERDICTS, name_of};
use crate::trial::test::{Expectation, List, Member, Settled, Want};
use crate::trial::write;
use crate::trial::write::{amount_of, charge_of, in_list, text, texts, warnings_text};

/// Why a test fails.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The expectations that are not met, in the order of the file; never none.
    pub misses: Vec<Miss>,
    /// What would make today's answer the expected one; none where that cannot be said in a word.
    pub edits: Option<Vec<Edit>>,
}

/// An expectation that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Miss {
    /// Its key.
    pub key: &'static str,
    /// Where its value stands.
    pub span: Span,
    /// The smallest parts of it that are at fault, and what is wrong with each.
    pub marks: Vec<(Span, String)>,
    /// What came instead, as a file of tests would say it.
    pub came: String,
}

/// A part of the file of tests, and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

/// A miss, and the edit that would mend it.
pub(super) type Mendable = (Miss, Option<Edit>);

/// What of an answer is not as expected.
pub(super) fn miss(expectation: &Expectation, answer: &Answer<'_>) -> Option<Mendable> {
    match &expectation.want {
        Want::Among(list, members) => among(expectation, answer, *list, members),
        Want::NotAmong(list, members) => not_among(expectation, answer, *list, members),
        Want::Facts(facts) => settled(expectation, answer, facts),
        Want::Warning(_) | Want::Warnings(_) => warning(expectation, answer),
        Want::Exactly(list, members) => {
            let came = answer.list(*list);
            if members.len() == came.len() && members.iter().all(|one| came.contains(&&*one.id)) {
                return None;
            }
            let text = format!("{{ exactly = {} }}", texts(&came));
            let words = list_words(*list, "are", &came);
            Some(replaced(expectation, words, text))
        }
        _ => single(expectation, answer),
    }
}

/// A miss of a value that is replaced as a whole.
fn replaced(expectation: &Expectation, words: String, came: String) -> Mendable {
    let Expectation { key, span, .. } = *expectation;
    let edit = Edit { span, text: came.clone() };
    (Miss { key, span, marks: vec![(span, words)], came }, Some(edit))
}

/// The parts of the answer of which there is one.
fn single(expectation: &Expectation, answer: &Answer<'_>) -> Option<Mendable> {
    let rule_set = answer.rule_set;
    let decision = &answer.decision;
    let named = |name: Option<&str>| name.map_or_else(|| "false".to_owned(), text);
    let (met, came) = match &expectation.want {
        Want::Verdict(verdict) => {
            (decision.verdict == *verdict, text(name_of(&VERDICTS, &decision.verdict)))
        }
        Want::Lane(bounds) => {
            let lane = decision.lane.map(|lane| &*rule_set[lane].id);
            (bounds.hold(decision.lane.as_ref()), named(lane))
        }
        Want::Flow(flow) => {
            let came = decision.flow.map(|flow| &*rule_set[flow].rule.id);
            (flow.as_deref() == came, named(came))
        }
        Want::Release(bounds) => {
            let came = decision.release.map(|release| name_of(&RELEASES, &release));
            (bounds.hold(decision.release.as_ref()), named(came))
        }
        Want::TaxRegime(tax) => {
            let came = answer.bill.tax.as_ref().map(|tax| &*tax.rule.id);
            (tax.as_deref() == came, named(came))
        }
        Want::Amount(due, bounds) => {
            let came = charge_of(answer, *due).and_then(|charge| charge.payable);
            (bounds.hold(came.as_ref()), amount_of(answer, *due))
        }
        Want::Waived(due, waived) => {
            let came = charge_of(answer, *due).is_some_and(|charge| charge.waived);
            (came == *waived, came.to_string())
        }
        Want::Refusals(members) => {
            let came: Vec<&str> = write::refusals(answer);
            (members.iter().map(|one| &*one.id).eq(came.iter().copied()), texts(&came))
        }
        Want::Steps(steps) => {
            let came = answer.steps();
            (steps.iter().map(|step| &*rule_set[*step].id).eq(came.iter().copied()), texts(&came))
        }
        _ => return None,
    };
    let words = match came.as_str() {
        "false" | "[]" => format!("there is no {}", words_of(expectation.key)),
        came => format!("it is {came}"),
    };
    (!met).then(|| replaced(expectation, words, came))
}

/// What a key speaks of, where there is none.
fn words_of(key: &str) -> &str {
    match key {
        "tax" => "amount of tax",
        "late-fee" => "late fee to pay",
        "tax-waived" | "late-fee-waived" => "waiver",
        "tax-regime" => "tax",
        "refusals" => "refusal",
        "steps" => "step",
        other => other,
    }
}

fn among(
    expectation: &Expectation,
    answer: &Answer<'_>,
    list: List,
    members: &[Member],
) -> Option<Mendable> {
    let came = answer.list(list);
    let (there, missing): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| came.contains(&&*member.id));
    if missing.is_empty() {
        return None;
    }
    let words = match list {
        List::Rules => "did not decide",
        List::Checks | List::Documents => "is not asked for",
    };
    let marks = missing.iter().map(|one| (one.span, words.to_owned())).collect();
    let kept: Vec<&str> = there.iter().map(|member| &*member.id).collect();
    let text = match (kept.is_empty(), came.is_empty()) {
        (false, _) => texts(&kept),
        (true, false) => texts(&came),
        (true, true) => "{ exactly = [] }".to_owned(),
    };
    let Expectation { key, span, .. } = *expectation;
    Some((Miss { key, span, marks, came: texts(&came) }, Some(Edit { span, text })))
}

fn not_among(
    expectation: &Expectation,
    answer: &Answer<'_>,
    list: List,
    members: &[Member],
) -> Option<Mendable> {
    let came = answer.list(list);
    let (there, absent): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| came.contains(&&*member.id));
    if there.is_empty() {
        return None;
    }
    let words = match list {
        List::Rules => "decided",
        List::Checks | List::Documents => "is asked for",
    };
    let marks = there.iter().map(|one| (one.span, words.to_owned())).collect();
    let Expectation { key, span, .. } = *expectation;
    let kept: Vec<&str> = absent.iter().map(|member| &*member.id).collect();
    // Where none of them is left, only a person can say what is meant instead.
    let edit = (!kept.is_empty()).then(|| Edit { span, text: texts(&kept) });
    Some((Miss { key, span, marks, came: texts(&came) }, edit))
}

fn settled(expectation: &Expectation, answer: &Answer<'_>, facts: &[Settled]) -> Option<Mendable> {
    let wrong: Vec<&Settled> =
        facts.iter().filter(|one| answer.facts.get(one.fact) != one.value).collect();
    if wrong.is_empty() {
        return None;
    }
    let shown = |one: &Settled| write::settled(answer, one.fact);
    let mark = |one: &&Settled| match shown(one) {
        Some(came) => (one.span, format!("it is {came}")),
        None => (one.span, "it is not given".to_owned()),
    };
    let marks = wrong.iter().map(mark).collect();
    let came = facts
        .iter()
        .filter_map(|one| Some(format!("{} = {}", answer.rule_set[one.fact].id, shown(one)?)));
    let came: Vec<String> = came.collect();
    let Expectation { key, span, .. } = *expectation;
    let came = format!("{{ {} }}", came.join(", "));
    let whole = wrong.iter().all(|one| shown(one).is_some());
    let edit = whole.then(|| Edit { span, text: came.clone() });
    Some((Miss { key, span, marks, came }, edit))
}

fn warning(expectation: &Expectation, answer: &Answer<'_>) -> Option<Mendable> {
    let came = answer.warnings();
    let met = match &expectation.want {
        Want::Warning(part) => came.iter().any(|one| one.contains(part.as_str())),
        Want::Warnings(parts) => {
            parts.len() == came.len()
                && parts.iter().zip(&came).all(|(part, one)| one.contains(part))
        }
        _ => true,
    };
    if met {
        return None;
    }
    let words = match came.as_slice() {
        [] => "there is no warning".to_owned(),
        [one] => format!("the warning is {}", text(one)),
        _ => format!("the warnings are {}", warnings_text(&came)),
    };
    let Expectation { key, key_span, span, .. } = *expectation;
    let list = warnings_text(&came);
    let edit = match (key, came.first()) {
        ("warning", Some(first)) => Edit { span, text: text(first) },
        ("warning", None) => {
            let both = Span { start: key_span.start, end: span.end };
            Edit { span: both, text: "warnings = []".to_owned() }
        }
        _ => Edit { span, text: list.clone() },
    };
    Some((Miss { key, span, marks: vec![(span, words)], came: list }, Some(edit)))
}

fn list_words(list: List, verb: &str, came: &[&str]) -> String {
    let name = match list {
        List::Checks => "checks",
        List::Documents => "documents",
        List::Rules => "rules",
    };
    match came {
        [] => format!("there are no {name}"),
        _ => format!("the {name} {verb} {}", in_list(came)),
    }
}
