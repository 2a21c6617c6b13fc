//! What the ids of an answer are called, so that no reader of it has to look them up.

use advisor::advise::{Advice, LinesAdvice, PathStep};
use advisor::model::condition::Facts;
use advisor::model::fact::Kind;
use advisor::model::wording::Wording;
use advisor::model::{Check, Document, Flow, Lane, RuleSet};
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
    let of = (advice.lane(), advice.flow());
    let codes = codes(advice.rule_set, std::iter::once(&advice.facts));
    of_all(of, &advice.path, advice.checks(), advice.documents(), codes)
}

/// The same for several lines.
pub(super) fn of_lines<'r>(advice: &LinesAdvice<'r>) -> Titles<'r> {
    let of = (advice.lane(), advice.flow());
    let facts = advice.lines.iter().map(|line| &line.facts);
    // Where lines have codes of their own, each would be called otherwise.
    let one = |facts: &&Facts| advice.lines.iter().all(|line| line.facts == **facts);
    let codes = codes(advice.rule_set, facts.filter(one).take(1));
    of_all(of, &advice.path, advice.checks(), advice.documents(), codes)
}

fn of_all<'r>(
    (lane, flow): (Option<&'r Lane>, Option<&'r Flow>),
    path: &[PathStep<'r>],
    checks: impl Iterator<Item = &'r Check>,
    documents: impl Iterator<Item = &'r Document>,
    codes: IndexMap<&'r str, Title<'r>>,
) -> Titles<'r> {
    let steps = path.iter().map(|one| (one.step.id.as_str(), title(Some(one.title))));
    let checks = checks.map(|one| (one.id.as_str(), title(one.title.as_ref())));
    let documents = documents.map(|one| (one.id.as_str(), title(one.title.as_ref())));
    Titles {
        lane: title(lane.and_then(|lane| lane.title.as_ref())),
        flow: title(flow.and_then(|flow| flow.title.as_ref())),
        steps: steps.collect(),
        checks: checks.collect(),
        documents: documents.collect(),
        codes,
    }
}

fn codes<'r, 'f>(
    rule_set: &'r RuleSet,
    facts: impl Iterator<Item = &'f Facts> + Clone,
) -> IndexMap<&'r str, Title<'r>> {
    let named = rule_set.facts().filter_map(|(id, fact)| {
        let Kind::Code(codes) = &fact.kind else { return None };
        let name = facts.clone().find_map(|facts| codes.name(facts.get(id)))?;
        Some((fact.id.as_str(), title(Some(&name.title))))
    });
    named.collect()
}

fn title(wording: Option<&Wording>) -> Title<'_> {
    let all = wording.into_iter().flat_map(Wording::all);
    all.map(|(language, text)| (language.to_string(), text)).collect()
}
