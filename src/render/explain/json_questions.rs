//! The part of the JSON that says what to ask.

use advisor::RuleSet;
use advisor::evaluate::Release;
use advisor::explain::{Outcome, Questions};
use advisor::model::condition::{FactId, Facts};
use advisor::witness::witness_command;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct QuestionsOut<'a> {
    unknown: Vec<&'a str>,
    answers: Vec<AnswerOut<'a>>,
    cannot_matter: Vec<&'a str>,
    next: Option<&'a str>,
    at_most: usize,
}

#[derive(Serialize)]
struct AnswerOut<'a> {
    verdict: &'static str,
    lane: Option<&'a str>,
    flow: Option<&'a str>,
    release: Option<&'static str>,
    checks: Vec<&'a str>,
    documents: Vec<&'a str>,
    tax: Option<&'a str>,
    command: String,
}

/// What to ask.
pub(super) fn questions<'a>(rule_set: &'a RuleSet, questions: &Questions) -> QuestionsOut<'a> {
    let id = |id: &FactId| rule_set[*id].id.as_str();
    QuestionsOut {
        unknown: questions.unknown.iter().map(id).collect(),
        answers: questions.answers.iter().map(|one| answer(rule_set, one)).collect(),
        cannot_matter: questions.cannot_matter.iter().map(id).collect(),
        next: questions.next.as_ref().map(id),
        at_most: questions.at_most,
    }
}

fn answer<'a>(rule_set: &'a RuleSet, (outcome, facts): &(Outcome, Facts)) -> AnswerOut<'a> {
    AnswerOut {
        verdict: outcome.verdict.id(),
        lane: outcome.lane.map(|lane| rule_set[lane].id.as_str()),
        flow: outcome.flow.map(|flow| rule_set[flow].rule.id.as_str()),
        release: outcome.release.map(Release::id),
        checks: outcome.checks.iter().map(|id| rule_set[id].id.as_str()).collect(),
        documents: outcome.documents.iter().map(|id| rule_set[id].id.as_str()).collect(),
        tax: outcome.tax.map(|tax| rule_set[tax].rule.id.as_str()),
        command: witness_command(rule_set, facts, rule_set.file()),
    }
}
