//! Reasons: the rules that led to an answer, and those that refuse.

use crate::advise::path::members;
use crate::evaluate::Verdict;
use crate::model::wording::Wording;
use crate::model::{Effect, Flow, LaneId, Row, Rule, RuleKind, RuleSet};

/// A rule by which a shipment cannot go this way.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Refusal<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What to do instead.
    pub remedy: &'r Wording,
}

/// What kind of thing a reason speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReasonKind {
    /// The category's own lane.
    Category,
    /// An inspection.
    Inspection,
    /// The flow.
    Flow,
    /// A charge.
    Tax,
    /// A refusal.
    Refusal,
}

/// A rule that led to the answer, and what it did.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reason<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What kind of rule.
    pub kind: ReasonKind,
    /// The lane to which it raises.
    pub lane: Option<LaneId>,
    /// What it did, in ids.
    pub effect: String,
}

pub(super) fn refusals<'r>(fired: &[&'r Row]) -> Vec<Refusal<'r>> {
    let refusal = |row: &&'r Row| match &row.effect {
        Effect::Refuse { remedy } => Some(Refusal { rule: &row.rule, remedy }),
        Effect::Require { .. } => None,
    };
    fired.iter().filter_map(refusal).collect()
}

pub(super) fn reasons<'r>(
    rule_set: &'r RuleSet,
    fired: &[&'r Row],
    flow: Option<&'r Flow>,
    verdict: Verdict,
) -> Vec<Reason<'r>> {
    let of_rows = fired
        .iter()
        .filter(|row| verdict != Verdict::Refused || matches!(row.effect, Effect::Refuse { .. }));
    let mut reasons: Vec<Reason<'r>> = of_rows
        .map(|row| Reason {
            rule: &row.rule,
            kind: match row.kind {
                RuleKind::Category => ReasonKind::Category,
                RuleKind::Inspection => ReasonKind::Inspection,
                RuleKind::Refusal => ReasonKind::Refusal,
            },
            lane: match row.effect {
                Effect::Require { lane, .. } => lane,
                Effect::Refuse { .. } => None,
            },
            effect: effect_in_ids(rule_set, &row.effect),
        })
        .collect();
    reasons.extend(flow.map(|flow| Reason {
        rule: &flow.rule,
        kind: ReasonKind::Flow,
        lane: None,
        effect: format!("flow {}", flow.rule.id),
    }));
    reasons
}

/// What a row does, in the ids of the rules file.
#[must_use]
pub fn effect_in_ids(rule_set: &RuleSet, effect: &Effect) -> String {
    let Effect::Require { lane, checks, documents } = effect else {
        return "refused".to_owned();
    };
    let lane = lane.map(|lane| format!("lane {}", rule_set[lane].id));
    let listed = |word: &str, ids: Vec<&str>| match ids.as_slice() {
        [] => None,
        ids => Some(format!("{word} {}", ids.join(", "))),
    };
    let checks = members(rule_set.checks(), *checks).map(|check| check.id.as_str()).collect();
    let documents =
        members(rule_set.documents(), *documents).map(|document| document.id.as_str()).collect();
    let parts =
        lane.into_iter().chain(listed("checks", checks)).chain(listed("documents", documents));
    parts.collect::<Vec<_>>().join("; ")
}
