//! Where more is said of what an answer names: the numbers of forms, and links.

use advisor::advise::{Advice, LinesAdvice, PathStep};
use advisor::model::value::Value;
use advisor::model::{Document, FactId, Reference, RuleSet};
use indexmap::IndexMap;
use serde::Serialize;

/// Only what the file says something of stands here, by its id.
#[derive(Serialize)]
pub(super) struct References<'r> {
    facts: IndexMap<&'r str, ReferenceOut<'r>>,
    steps: IndexMap<&'r str, ReferenceOut<'r>>,
    documents: IndexMap<&'r str, ReferenceOut<'r>>,
}

#[derive(Serialize)]
struct ReferenceOut<'r> {
    form: Option<&'r str>,
    url: Option<&'r str>,
}

pub(super) fn references<'r>(advice: &Advice<'r>) -> References<'r> {
    let value = |id: FactId| Some(advice.facts.get(id));
    of_all(advice.rule_set, value, &advice.path, advice.documents())
}

/// The same for several lines: of what all of them share.
pub(super) fn of_lines<'r>(advice: &LinesAdvice<'r>) -> References<'r> {
    of_all(advice.rule_set, |id| advice.value(id), &advice.path, advice.documents())
}

fn of_all<'r>(
    rule_set: &'r RuleSet,
    value: impl Fn(FactId) -> Option<Value>,
    path: &[PathStep<'r>],
    documents: impl Iterator<Item = &'r Document>,
) -> References<'r> {
    let names = rule_set.facts().filter_map(|(id, fact)| {
        let name = fact.name(value(id)?)?;
        Some((fact.id.as_str(), &name.reference))
    });
    let steps = path.iter().map(|one| (one.step.id.as_str(), &one.step.reference));
    let documents = documents.flat_map(|one| rule_set.papers_of(one));
    let documents = documents.map(|one| (one.id.as_str(), &one.reference));
    References { facts: said(names), steps: said(steps), documents: said(documents) }
}

fn said<'r>(
    all: impl Iterator<Item = (&'r str, &'r Reference)>,
) -> IndexMap<&'r str, ReferenceOut<'r>> {
    let said = all.filter(|(_, one)| !one.is_empty());
    said.map(|(id, Reference { form, url, .. })| {
        (id, ReferenceOut { form: form.as_deref(), url: url.as_deref() })
    })
    .collect()
}
