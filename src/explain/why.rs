//! Why: the rules that decided each part of an answer.

use crate::advise::Advice;
use crate::evaluate::{Release, Verdict};
use crate::explain::tested::Tested;
use crate::model::ids::{CheckId, DocumentId, FlowId, LaneId, RowId, numbered};
use crate::model::{Effect, Rule, RuleKind, RuleSet};

/// Why an answer is what it is.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Why<'r> {
    /// The parts of the answer, each with the rules that decided it.
    pub parts: Vec<Part>,
    /// The rules that held, in the order of the file: first rows, then flow and charges.
    pub rules: Vec<Deciding<'r>>,
}

/// What a part of an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Whether the shipment can go.
    Verdict(Verdict),
    /// Its lane.
    Lane(LaneId),
    /// Its flow.
    Flow(FlowId),
    /// When it is let go.
    Release(Release),
    /// A check.
    Check(CheckId),
    /// A document.
    Document(DocumentId),
    /// The tax.
    Tax,
    /// The late fee.
    LateFee,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// What it is about.
    pub subject: Subject,
    /// The rules that decided it, as places in [`Why::rules`]; none where nothing did: the verdict of
    /// a shipment that nothing refuses, the lane that every shipment begins with, the checks of a
    /// lane.
    pub rules: Vec<usize>,
    /// For a check: whether the lane brings it.
    pub by_lane: bool,
}

/// A rule that held.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Deciding<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What kind of rule.
    pub kind: Kind,
    /// What it does, for one that decides by what it requires or refuses.
    pub effect: Option<&'r Effect>,
    /// Its conditions, as they held.
    pub tested: Tested<'r>,
    /// Whether any part of the answer comes from it; one that fired and decided nothing asks for
    /// nothing that others do not bring.
    pub decides: bool,
}

/// What kind of rule a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A category's own lane, an inspection or a refusal.
    Row(RuleKind),
    /// A flow.
    Flow,
    /// A tax regime.
    Tax,
    /// The late fee.
    LateFee,
}

impl Kind {
    /// How machine formats call it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Row(RuleKind::Category) => "category",
            Self::Row(RuleKind::Inspection) => "inspection",
            Self::Row(RuleKind::Refusal) => "refusal",
            Self::Flow => "flow",
            Self::Tax | Self::LateFee => "tax",
        }
    }
}

/// Why an answer is what it is.
#[must_use]
pub fn why<'r>(advice: &Advice<'r>) -> Why<'r> {
    let rule_set = advice.rule_set;
    let fired = numbered::<RowId, _>(rule_set.rows());
    let fired = fired.filter(|(_, row)| row.rule.condition.holds(&advice.facts));
    let mut rules: Vec<Deciding<'r>> = fired
        .map(|(_, row)| Deciding {
            rule: &row.rule,
            kind: Kind::Row(row.kind),
            effect: Some(&row.effect),
            tested: Tested::new(&row.rule.condition, &advice.facts),
            decides: false,
        })
        .collect();
    let parts = if advice.decision.verdict == Verdict::Refused {
        vec![part(&rules, Subject::Verdict(Verdict::Refused), refuses)]
    } else {
        let mut facts = advice.facts.clone();
        if let Some(lane) = advice.decision.lane {
            use crate::model::condition::FactId;
            use crate::model::value::Value;
            facts.set(FactId::LANE, Value(i64::from(lane.0)));
        }
        let mut add = |kind: Kind, rule: &'r Rule| {
            let tested = Tested::new(&rule.condition, &facts);
            rules.push(Deciding { rule, kind, effect: None, tested, decides: false });
        };
        if let Some(flow) = advice.flow() {
            add(Kind::Flow, &flow.rule);
        }
        if let Some(tax) = &advice.bill.tax {
            add(Kind::Tax, tax.rule);
        }
        if let Some(fee) = &advice.bill.late_fee {
            add(Kind::LateFee, fee.rule);
        }
        parts(rule_set, advice, &rules)
    };
    for at in parts.iter().flat_map(|part| &part.rules) {
        if let Some(rule) = rules.get_mut(*at) {
            rule.decides = true;
        }
    }
    Why { parts, rules }
}

fn refuses(rule: &Deciding<'_>) -> bool {
    matches!(rule.effect, Some(Effect::Refuse { .. }))
}

fn part(rules: &[Deciding<'_>], subject: Subject, by: impl Fn(&Deciding<'_>) -> bool) -> Part {
    let rules = rules.iter().enumerate().filter(|(_, rule)| by(rule)).map(|(at, _)| at);
    Part { subject, rules: rules.collect(), by_lane: false }
}

/// The parts of the answer for a shipment that nothing refuses.
fn parts(rule_set: &RuleSet, advice: &Advice<'_>, rules: &[Deciding<'_>]) -> Vec<Part> {
    let decision = &advice.decision;
    let of_flow = |rule: &Deciding<'_>| rule.kind == Kind::Flow;
    let mut parts = vec![part(rules, Subject::Verdict(decision.verdict), of_flow)];
    if let Some(lane) = decision.lane {
        // The lightest lane is what every shipment begins with.
        let raises = |rule: &Deciding<'_>| match rule.effect {
            Some(Effect::Require { lane: Some(own), .. }) => *own == lane,
            _ => false,
        };
        parts.push(part(rules, Subject::Lane(lane), raises));
    }
    parts.extend(decision.flow.map(|flow| part(rules, Subject::Flow(flow), of_flow)));
    let brings = |rule: &Deciding<'_>, id: CheckId| match rule.effect {
        Some(Effect::Require { checks, .. }) => checks.contains(id),
        _ => false,
    };
    if let (Some(release), Some(flow)) = (decision.release, decision.flow) {
        let left = match release {
            Release::OnArrival => None,
            Release::AfterReview => Some(rule_set[flow].at_arrival.reviews),
            Release::AfterInspection => Some(rule_set[flow].at_arrival.inspections),
        };
        let left = left.map(|left| left.intersection(decision.checks));
        let delays = |rule: &Deciding<'_>| match left {
            Some(left) => left.iter().any(|id| brings(rule, id)),
            None => rule.kind == Kind::Flow,
        };
        let by_lane = left.zip(decision.lane);
        let by_lane = by_lane
            .is_some_and(|(left, lane)| !left.intersection(rule_set[lane].checks).is_empty());
        parts.push(Part { by_lane, ..part(rules, Subject::Release(release), delays) });
    }
    for id in decision.checks.iter() {
        let by_lane = decision.lane.is_some_and(|lane| rule_set[lane].checks.contains(id));
        let part = part(rules, Subject::Check(id), |rule| brings(rule, id));
        parts.push(Part { by_lane, ..part });
    }
    for id in decision.documents.iter() {
        let brings = |rule: &Deciding<'_>| match rule.effect {
            Some(Effect::Require { documents, .. }) => documents.contains(id),
            _ => false,
        };
        parts.push(part(rules, Subject::Document(id), brings));
    }
    let charges = [
        (Subject::Tax, Kind::Tax, advice.bill.tax.is_some()),
        (Subject::LateFee, Kind::LateFee, advice.bill.late_fee.is_some()),
    ];
    let due = charges.into_iter().filter(|(_, _, due)| *due);
    parts.extend(due.map(|(subject, kind, _)| part(rules, subject, |rule| rule.kind == kind)));
    parts
}
