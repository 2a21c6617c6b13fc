//! Where more is said of what an answer names: the numbers of forms, and links.

use advisor::advise::Advice;
use advisor::model::Reference;
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
    let rule_set = advice.rule_set;
    let names = rule_set.facts().filter_map(|(id, fact)| {
        let name = fact.name(advice.facts.get(id))?;
        Some((fact.id.as_str(), &name.reference))
    });
    let steps = advice.path.iter().map(|one| (one.step.id.as_str(), &one.step.reference));
    let documents = advice.documents().flat_map(|one| rule_set.papers_of(one));
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
