//! When things are due, and how long they take, as two rule sets say otherwise.

use crate::diff::said::{Said, asked, matched, tell};
use crate::diff::version::Version;
use crate::model::condition::FactId;
use crate::model::time::{Anchor, Offset, Takes};
use crate::model::{Deadline, RuleSet, Step, Subject};

/// Deadlines, and how long steps and checks take: they change the dates of shipments, and nothing
/// else of their answers.
pub(crate) fn times(versions: [Version<'_>; 2]) -> Vec<Said> {
    let mut found = Vec::new();
    for (id, [old, new]) in matched(versions.map(deadlines)) {
        tell(&mut found, format!("deadline.{id}"), old, new);
    }
    let [old, new] = versions.map(|version| version.rule_set);
    let steps = [old, new].map(|rule_set| {
        let steps = rule_set.steps().iter();
        steps.map(|step| (step.id.as_str(), length(rule_set, step))).collect()
    });
    let checks = [old, new].map(|rule_set| {
        let checks = rule_set.checks().iter();
        checks.map(|check| (check.id.as_str(), takes(check.takes))).collect()
    });
    for (kind, lengths) in [("step", steps), ("check", checks)] {
        for (id, sides) in matched::<String>(lengths) {
            // What one side alone has is told by what becomes of shipments.
            let [Some(old), Some(new)] = sides else { continue };
            tell(&mut found, format!("{kind}.{id}"), Some(old), Some(new));
        }
    }
    found
}

/// The deadlines of a version, those that are ever in force on its day.
fn deadlines(version: Version<'_>) -> Vec<(&str, String)> {
    let Version { rule_set, on } = version;
    let in_force = |deadline: &&Deadline| {
        let days = deadline.rule.condition.within.allowed(FactId::DATE);
        on.zip(days).is_none_or(|(day, days)| days.contains(day.value()))
    };
    let all = rule_set.deadlines().iter().filter(in_force);
    all.map(|deadline| (deadline.rule.id.as_str(), due(rule_set, deadline))).collect()
}

pub(super) fn due(rule_set: &RuleSet, deadline: &Deadline) -> String {
    let subject = match deadline.subject {
        Subject::Step(step) => &rule_set[step].id,
        Subject::Document(document) => &rule_set[document].id,
    };
    let ends = [("not before", deadline.not_before), ("by", deadline.by)];
    let ends = ends.into_iter().filter_map(|(word, end)| Some(format!("{word} {}", moment(end?))));
    let asked = asked(rule_set, &deadline.rule.condition);
    let asked = (!asked.is_empty()).then_some(asked);
    let parts: Vec<String> = ends.chain(asked).collect();
    format!("{subject} {}", parts.join(", "))
}

/// A moment, as a file says it.
fn moment(offset: Offset) -> String {
    let anchor = Anchor::WORDS.iter().find(|(_, anchor)| *anchor == offset.anchor);
    let anchor = anchor.map_or("", |(word, _)| *word);
    let many = offset.amount.unsigned_abs();
    let (unit, plural) = (offset.unit.word(), if many == 1 { "" } else { "s" });
    match offset.amount {
        0 => anchor.to_owned(),
        amount if amount < 0 => format!("{many} {unit}{plural} before {anchor}"),
        _ => format!("{many} {unit}{plural} after {anchor}"),
    }
}

/// How long a step takes, and where it says otherwise.
fn length(rule_set: &RuleSet, step: &Step) -> String {
    let cases = step.cases.iter().map(|case| {
        let own = case.takes.or(step.takes);
        format!("{} for {}", takes(own), asked(rule_set, &case.condition))
    });
    cases.chain([takes(step.takes)]).collect::<Vec<_>>().join(", else ")
}

fn takes(takes: Option<Takes>) -> String {
    takes.map_or_else(|| "no time".to_owned(), |takes| takes.to_string())
}
