//! The program's own sentences about what to ask.

use advisor::RuleSet;
use advisor::evaluate::Verdict;
use advisor::explain::{Outcome, Questions};
use advisor::model::condition::{FactId, Facts};

use crate::render::explain::words_of_rules::listed;
use crate::render::text::{count, release_short, shown};

/// How many answers are possible.
pub(crate) fn heading(questions: &Questions) -> String {
    match questions.answers.len() {
        1 => "One answer, whatever is not known".to_owned(),
        answers => format!("{answers} answers are still possible"),
    }
}

/// The answers that are possible, those that differ in checks, papers or tax alone run together;
/// each with a shipment that gets it.
pub(crate) fn answers<'q>(
    rule_set: &RuleSet,
    questions: &'q Questions,
) -> Vec<(String, &'q Facts)> {
    let mut told: Vec<(String, usize, &Facts)> = Vec::new();
    for (outcome, facts) in &questions.answers {
        let words = outline(rule_set, outcome);
        match told.iter_mut().find(|(known, ..)| *known == words) {
            Some((_, variants, _)) => *variants += 1,
            None => told.push((words, 1, facts)),
        }
    }
    let told = told.into_iter().map(|(words, variants, facts)| match variants {
        1 => (words, facts),
        more => {
            (format!("{words}, in {more} variants of checks, papers or tax; one of them"), facts)
        }
    });
    told.collect()
}

fn outline(rule_set: &RuleSet, outcome: &Outcome) -> String {
    let verdict = match outcome.verdict {
        Verdict::Clearable => None,
        verdict => Some(verdict.id().to_owned()),
    };
    let lane = outcome.lane.map(|lane| shown(&rule_set[lane].id).into_owned());
    let flow = outcome.flow.map(|flow| shown(&rule_set[flow].rule.id).into_owned());
    let release = outcome.release.map(|release| release_short(release).to_owned());
    let parts = verdict.into_iter().chain(lane).chain(flow).chain(release);
    parts.collect::<Vec<_>>().join(", ")
}

/// What to ask next, how many questions are enough, and what need not be asked.
pub(crate) fn sentences(rule_set: &RuleSet, questions: &Questions) -> Vec<String> {
    let id = |id: &FactId| shown(&rule_set[*id].id).into_owned();
    let next = questions.next.map(|next| {
        let fact = &rule_set[next];
        let most = count(questions.at_most, "question");
        format!("Ask next for {} ({}); {most} at most.", shown(&fact.id), shown(&fact.words()))
    });
    let settled: Vec<String> = questions.cannot_matter.iter().map(id).collect();
    let settled = (!settled.is_empty())
        .then(|| format!("Cannot matter any more: {}.", listed(&settled, "and")));
    next.into_iter().chain(settled).collect()
}
