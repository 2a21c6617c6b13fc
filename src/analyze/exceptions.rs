//! What the owner of a file has settled: findings that are accepted, and names that are banned.

use crate::codes::{Code, Level};
use crate::finding::Finding;
use crate::model::value::Value;
use crate::model::{Effect, RuleKind, RuleSet};

/// Sorts out what the file settles; an exception for nothing is a finding of its own.
///
/// What is settled is left out, or told as a note with its reason where it is asked for.
pub(crate) fn settle(rule_set: &RuleSet, found: Vec<Finding>, tell_settled: bool) -> Vec<Finding> {
    let mut used = vec![false; rule_set.exceptions().len()];
    let mut kept = Vec::with_capacity(found.len());
    for mut finding in found {
        let exception = rule_set.exceptions().iter().zip(&mut used).find(|(exception, _)| {
            let subject = finding.subject.as_deref();
            let part = subject.and_then(|subject| subject.strip_prefix(&exception.subject));
            exception.code == finding.code
                && part.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        let reason = match exception {
            Some((exception, used)) => {
                *used = true;
                Some(format!("as is meant: {}", exception.reason))
            }
            None => ban(rule_set, &finding).map(|rule| format!("as refusal `{rule}` says")),
        };
        if let Some(reason) = reason {
            if !tell_settled || finding.level == Level::Allow {
                continue;
            }
            finding.level = Level::Note;
            finding.message = format!("{}, {reason}", finding.message);
            finding.help = None;
        }
        kept.push(finding);
    }
    // What is undecided may be just what an exception is for.
    if !kept.iter().any(|finding| finding.code == Code::Undecided) {
        kept.extend(idle(rule_set, &used));
    }
    kept
}

/// The refusal that bans a name outright, if the finding says no more than that.
fn ban<'r>(rule_set: &'r RuleSet, finding: &Finding) -> Option<&'r str> {
    if finding.code != Code::AlwaysRefused {
        return None;
    }
    let (fact, name) = finding.subject.as_ref()?.split_once('.')?;
    let (id, fact) = rule_set.fact_called(fact)?;
    let value: Value = fact.value_of_id(name)?;
    let refusals = rule_set
        .rows()
        .iter()
        .filter(|row| row.kind == RuleKind::Refusal && matches!(row.effect, Effect::Refuse { .. }));
    let mut bans = refusals.filter(|row| {
        let condition = &row.rule.condition;
        let named = condition.within.allowed(id).is_some_and(|set| set.contains(value));
        named && condition.within.tests().len() == 1 && condition.unless.is_empty()
    });
    bans.next().map(|row| row.rule.id.as_str())
}

/// The exceptions that silence nothing.
fn idle(rule_set: &RuleSet, used: &[bool]) -> impl Iterator<Item = Finding> {
    let idle = rule_set.exceptions().iter().zip(used).filter(|(_, used)| !*used);
    idle.map(|(exception, _)| {
        let message = format!("`{}` has no `{}` to allow", exception.subject, exception.code.id());
        Finding::new(Code::UnusedException, exception.span, message)
            .about(&exception.subject)
            .help("remove the exception")
    })
}
