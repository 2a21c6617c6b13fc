//! What the ids of an answer are called, so that no reader of it has to look them up.

use advisor::advise::Advice;
use advisor::model::fact::Kind;
use advisor::model::wording::Wording;
use indexmap::IndexMap;
use serde::Serialize;

/// A title in each language of the file that has one.
type Title<'r> = IndexMap<String, &'r str>;

#[derive(Serialize)]
pub(super) struct Titles<'r> {
    lane: Title<'r>,
    flow: Title<'r>,
    steps: IndexMap<&'r str, Title<'r>>,
    checks: IndexMap<&'r str, Title<'r>>,
    documents: IndexMap<&'r str, Title<'r>>,
    /// Of each fact of codes that was given, what the code is called.
    codes: IndexMap<&'r str, Title<'r>>,
}

pub(super) fn titles<'r>(advice: &Advice<'r>) -> Titles<'r> {
    let steps = advice.path.iter().map(|one| (one.step.id.as_str(), title(Some(one.title))));
    let checks = advice.checks().map(|one| (one.id.as_str(), title(one.title.as_ref())));
    let documents = advice.documents().map(|one| (one.id.as_str(), title(one.title.as_ref())));
    Titles {
        lane: title(advice.lane().and_then(|lane| lane.title.as_ref())),
        flow: title(advice.flow().and_then(|flow| flow.title.as_ref())),
        steps: steps.collect(),
        checks: checks.collect(),
        documents: documents.collect(),
        codes: codes(advice),
    }
}

fn codes<'r>(advice: &Advice<'r>) -> IndexMap<&'r str, Title<'r>> {
    let named = advice.rule_set.facts().filter_map(|(id, fact)| {
        let Kind::Code(codes) = &fact.kind else { return None };
        let name = codes.name(advice.facts.get(id))?;
        Some((fact.id.as_str(), title(Some(&name.title))))
    });
    named.collect()
}

fn title(wording: Option<&Wording>) -> Title<'_> {
    let all = wording.into_iter().flat_map(Wording::all);
    all.map(|(language, text)| (language.to_string(), text)).collect()
}
