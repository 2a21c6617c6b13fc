//! Runs tests: each is one shipment, decided and judged.

use crate::model::value::Day;
use crate::model::{Rule, RuleKind, RuleSet};
use crate::shipment::InputErrors;
use crate::source::Span;
use crate::trial::answer::Answer;
use crate::trial::judge::{Edit, Failure, Miss, miss};
use crate::trial::test::{Test, Want};
use crate::trial::write;

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// Why it fails; none if it passes.
    pub failure: Option<Failure>,
    /// The rules that decided, in the order of the rules file; only of a failed test.
    pub deciders: Vec<DecidingRule>,
}

/// A rule that led to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecidingRule {
    /// What kind of rule it is.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Where it stands in the rules file.
    pub span: Span,
}

/// Runs one test on a day that counts as today.
#[must_use]
pub fn run(rule_set: &RuleSet, test: &Test, today: Day) -> Outcome {
    match test.answer(rule_set, today) {
        Ok(answer) => judge(test, &answer),
        Err(wrong) => judge_wrong_call(test, &wrong),
    }
}

fn judge(test: &Test, answer: &Answer<'_>) -> Outcome {
    if let Some(expected) = test.expect.iter().find(|one| matches!(one.want, Want::Error(_))) {
        let came = write::expected(answer);
        let words = format!("the call is right, and the answer is {came}");
        let miss = Miss {
            key: expected.key,
            span: expected.span,
            marks: vec![(expected.span, words)],
            came,
        };
        return failed(test, vec![(miss, None)], Some(write::expected(answer)), answer);
    }
    let misses: Vec<_> = test.expect.iter().filter_map(|one| miss(one, answer)).collect();
    if misses.is_empty() {
        return Outcome { failure: None, deciders: Vec::new() };
    }
    failed(test, misses, None, answer)
}

fn failed(
    test: &Test,
    misses: Vec<(Miss, Option<Edit>)>,
    whole: Option<String>,
    answer: &Answer<'_>,
) -> Outcome {
    let (misses, edits): (Vec<Miss>, Vec<Option<Edit>>) = misses.into_iter().unzip();
    let edits = match whole {
        Some(text) => test.expect_span.map(|span| vec![Edit { span, text }]),
        None => edits.into_iter().collect(),
    };
    let deciders = deciders(answer);
    Outcome { failure: Some(Failure { misses, edits }), deciders }
}

/// Judges a test whose shipment cannot be.
fn judge_wrong_call(test: &Test, wrong: &InputErrors) -> Outcome {
    let message = wrong.to_string();
    let met = |one: &&crate::trial::test::Expectation| match &one.want {
        Want::Error(part) => !message.contains(part.as_str()),
        _ => true,
    };
    let misses: Vec<Miss> = test
        .expect
        .iter()
        .filter(met)
        .take(1)
        .map(|one| {
            let words = match one.want {
                Want::Error(_) => format!("the message is {}", write::text(&message)),
                _ => format!("the call is wrong: {message}"),
            };
            let came = format!("{{ error = {} }}", write::text(&message));
            Miss { key: one.key, span: one.span, marks: vec![(one.span, words)], came }
        })
        .collect();
    let text = format!("{{ error = {} }}", write::text(&message));
    let edits = test.expect_span.map(|span| vec![Edit { span, text }]);
    let failure = (!misses.is_empty()).then_some(Failure { misses, edits });
    Outcome { failure, deciders: Vec::new() }
}

fn deciders(answer: &Answer<'_>) -> Vec<DecidingRule> {
    let rule_set = answer.rule_set;
    let named = |kind, rule: &Rule| DecidingRule { kind, id: rule.id.clone(), span: rule.span };
    let rows = answer.rows.iter().map(|id| &rule_set[*id]).map(|row| {
        let kind = match row.kind {
            RuleKind::Category => "category",
            RuleKind::Inspection => "inspection",
            RuleKind::Refusal => "refusal",
        };
        named(kind, &row.rule)
    });
    let flow = answer.decision.flow.map(|flow| named("flow", &rule_set[flow].rule));
    let tax = answer.bill.tax.as_ref().map(|tax| named("tax", tax.rule));
    let late_fee = answer.bill.late_fee.as_ref().map(|fee| named("late fee", fee.rule));
    rows.chain(flow).chain(tax).chain(late_fee).collect()
}
