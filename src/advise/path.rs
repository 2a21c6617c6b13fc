//! The path: the steps of a flow, with what takes place in each.

use crate::evaluate::Decision;
use crate::model::condition::Facts;
use crate::model::id_set::IdSet;
use crate::model::ids::{Id, numbered};
use crate::model::time::Takes;
use crate::model::wording::Wording;
use crate::model::{Check, Document, Flow, RuleSet, Step, StepCase};

/// One step of a path, with what takes place in it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PathStep<'r> {
    /// The step.
    pub step: &'r Step,
    /// What has to be done, for this very shipment.
    pub title: &'r Wording,
    /// How long it takes with its checks, indicatively.
    pub takes: Option<Takes>,
    /// What customs does in it.
    pub checks: Vec<&'r Check>,
    /// What is handed in.
    pub documents: Vec<&'r Document>,
}

/// The entries of a list that are members of a set, in the order of the file.
pub(super) fn members<I: Id, T>(all: &[T], set: IdSet<I>) -> impl Iterator<Item = &T> {
    numbered(all).filter(move |(id, _)| set.contains(*id)).map(|(_, entry)| entry)
}

/// The steps of a flow, with what takes place in each.
pub(crate) fn path<'r>(
    rule_set: &'r RuleSet,
    flow: &'r Flow,
    decision: &Decision,
    facts: &Facts,
) -> Vec<PathStep<'r>> {
    path_of(rule_set, flow, decision, &[facts])
}

/// The same for several lines: a step says what it says of any of them.
pub(super) fn path_of<'r>(
    rule_set: &'r RuleSet,
    flow: &'r Flow,
    decision: &Decision,
    facts: &[&Facts],
) -> Vec<PathStep<'r>> {
    let steps = flow.steps.iter().map(|id| {
        let step = &rule_set[*id];
        let checks: Vec<&Check> = members(rule_set.checks(), decision.checks)
            .filter(|check| step.holds.contains(&check.kind))
            .collect();
        let documents: Vec<&Document> = members(rule_set.documents(), decision.documents)
            .filter(|document| {
                document.steps.iter().find(|one| flow.steps.contains(one)) == Some(id)
            })
            .collect();
        let text = step_text(step, facts);
        let of_checks = checks.iter().filter_map(|check| check.takes);
        // What takes place in one step takes place side by side.
        let takes = text.takes.into_iter().chain(of_checks).reduce(Takes::beside);
        PathStep { checks, documents, takes, ..text }
    });
    let left_out =
        |one: &PathStep<'_>| one.step.optional && one.checks.is_empty() && one.documents.is_empty();
    steps.filter(|one| !left_out(one)).collect()
}

/// What a step says of a shipment, without checks and documents.
fn step_text<'r>(step: &'r Step, facts: &[&Facts]) -> PathStep<'r> {
    let (checks, documents, takes) = (Vec::new(), Vec::new(), step.takes);
    let holds = |case: &&StepCase| facts.iter().any(|facts| case.condition.holds(facts));
    match step.cases.iter().find(holds) {
        Some(case) => {
            let title = &case.title;
            PathStep { step, title, takes: case.takes.or(takes), checks, documents }
        }
        None => {
            let title = &step.title;
            PathStep { step, title, takes, checks, documents }
        }
    }
}
