//! The sentences about what to ask.

use advisor::evaluate::Verdict;
use advisor::explain::{Outcome, Questions};
use advisor::model::condition::{FactId, Facts};

use crate::render::explain::Explained;
use crate::render::text::shown;

/// The answers that are possible, those that differ in checks, papers or tax alone run together;
/// each with a shipment that gets it.
pub(crate) fn answers<'q>(
    explained: &Explained<'_, '_>,
    questions: &'q Questions,
) -> Vec<(String, &'q Facts)> {
    let mut told: Vec<(String, usize, &Facts)> = Vec::new();
    for (outcome, facts) in &questions.answers {
        let words = outline(explained, outcome);
        match told.iter_mut().find(|(known, ..)| *known == words) {
            Some((_, variants, _)) => *variants += 1,
            None => told.push((words, 1, facts)),
        }
    }
    let told = told.into_iter().map(|(outline, variants, facts)| match variants {
        1 => (outline, facts),
        more => (explained.speech.words.variants(&outline, more), facts),
    });
    told.collect()
}

fn outline(explained: &Explained<'_, '_>, outcome: &Outcome) -> String {
    let (rule_set, words) = (explained.advice.rule_set, explained.speech.words);
    let verdict = match outcome.verdict {
        Verdict::Clearable => None,
        verdict => Some(words.verdict(verdict).to_owned()),
    };
    let lane = outcome.lane.map(|lane| shown(&rule_set[lane].id).into_owned());
    let flow = outcome.flow.map(|flow| shown(&rule_set[flow].rule.id).into_owned());
    let release = outcome.release.map(|release| words.release_short(release).to_owned());
    let parts = verdict.into_iter().chain(lane).chain(flow).chain(release);
    words.listed(&parts.collect::<Vec<_>>())
}

/// What to ask next, how many questions are enough, and what need not be asked.
pub(crate) fn sentences(explained: &Explained<'_, '_>, questions: &Questions) -> Vec<String> {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let id = |id: &FactId| shown(&rule_set[*id].id).into_owned();
    let next = questions.next.map(|next| {
        let fact = &rule_set[next];
        speech.words.ask_next(&speech.fact(fact), &shown(&fact.id), questions.at_most)
    });
    let settled: Vec<String> = questions.cannot_matter.iter().map(id).collect();
    let settled = (!settled.is_empty()).then(|| speech.words.cannot_matter(&settled));
    next.into_iter().chain(settled).collect()
}
