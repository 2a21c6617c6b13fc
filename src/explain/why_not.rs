//! Why not: what keeps an answer from being another one, and when it would have been.

use crate::advise::Advice;
use crate::evaluate::{Release, Verdict};
use crate::explain::field::{Field, Varies};
use crate::explain::outcome::Outcome;
use crate::explain::reach::followers;
use crate::explain::tested::Tested;
use crate::model::condition::{FactId, Facts};
use crate::model::id_set::CheckSet;
use crate::model::ids::{FlowId, LaneId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, Row, Rule, RuleSet};
use crate::space::{domain, impossible};

/// So many rules are named that would bring what is wanted, those first that lack least.
const NEAREST: usize = 3;

/// What was expected of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wanted<'r> {
    /// This verdict.
    Verdict(Verdict),
    /// This lane.
    Lane(LaneId),
    /// This flow.
    Flow(FlowId),
    /// This release.
    Release(Release),
    /// That this rule holds.
    Rule(&'r Rule),
}

/// Why an answer is not what was expected.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WhyNot<'r> {
    /// What was expected.
    pub wanted: Wanted<'r>,
    /// Whether it is so after all.
    pub is_so: bool,
    /// The rules that stand in the way: they hold, and without all of them it might be so.
    pub in_the_way: Vec<Tried<'r>>,
    /// Whether the checks of the lane stand in the way, too.
    pub lane_in_the_way: bool,
    /// Rules that would bring it and do not hold, those first that lack least.
    pub lacking: Vec<Tried<'r>>,
    /// The days on which it would have been so, all facts being what they are.
    pub days: ValueSet,
}

/// A rule, put to the shipment.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Tried<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What it does, for one that decides by what it requires or refuses.
    pub effect: Option<&'r Effect>,
    /// Its conditions.
    pub tested: Tested<'r>,
}

impl Wanted<'_> {
    /// Whether a closed shipment gets it.
    fn is_got(&self, rule_set: &RuleSet, facts: &Facts) -> bool {
        if let Self::Rule(rule) = self {
            let mut facts = facts.clone();
            let lane = Outcome::of(rule_set, &facts).lane;
            facts.set(FactId::LANE, lane.map_or(Value::NOT_GIVEN, lane_value));
            return rule.condition.holds(&facts);
        }
        let outcome = Outcome::of(rule_set, facts);
        match self {
            Self::Verdict(verdict) => outcome.verdict == *verdict,
            Self::Lane(lane) => outcome.lane == Some(*lane),
            Self::Flow(flow) => outcome.flow == Some(*flow),
            Self::Release(release) => outcome.release == Some(*release),
            Self::Rule(_) => false,
        }
    }
}

/// Why an answer is not what was expected.
#[must_use]
pub fn why_not<'r>(advice: &Advice<'r>, wanted: Wanted<'r>) -> WhyNot<'r> {
    let mut facts = advice.facts.clone();
    facts.set(FactId::LANE, advice.decision.lane.map_or(Value::NOT_GIVEN, lane_value));
    let is_so = wanted.is_got(advice.rule_set, &advice.facts);
    let mut why_not = WhyNot {
        wanted,
        is_so,
        in_the_way: Vec::new(),
        lane_in_the_way: false,
        lacking: Vec::new(),
        days: days(advice, &wanted),
    };
    let refused = advice.decision.verdict == Verdict::Refused;
    let trial = Trial { advice, facts };
    match wanted {
        _ if is_so => {}
        Wanted::Rule(rule) => why_not.lacking = vec![trial.of(rule, None)],
        _ if refused => why_not.in_the_way = trial.holding(Row::refuses),
        Wanted::Verdict(Verdict::Refused) => why_not.lacking = trial.lacking(Row::refuses),
        Wanted::Verdict(_) => {
            let flows = advice.rule_set.flows().iter().map(|flow| trial.of(&flow.rule, None));
            why_not.lacking = nearest(flows.collect());
        }
        Wanted::Lane(lane) => {
            why_not.in_the_way = trial.holding(|row| lane_of(row) > Some(lane));
            let raised = !trial.holding(|row| lane_of(row) == Some(lane)).is_empty();
            if !raised && lane != LaneId(0) {
                why_not.lacking = trial.lacking(|row| lane_of(row) == Some(lane));
            }
        }
        Wanted::Flow(flow) => {
            let earlier = numbered::<FlowId, _>(advice.rule_set.flows());
            let earlier = earlier.filter(|(id, _)| *id < flow);
            let earlier = earlier.map(|(_, one)| trial.of(&one.rule, None));
            why_not.in_the_way = earlier.filter(|one| one.tested.holds).collect();
            let own = trial.of(&advice.rule_set[flow].rule, None);
            why_not.lacking.extend((!own.tested.holds).then_some(own));
        }
        Wanted::Release(release) => {
            let left = left_at_arrival(advice, release);
            why_not.in_the_way = trial.holding(|row| !brings(row).intersection(left).is_empty());
            let of_lane = advice.lane().map_or(CheckSet::EMPTY, |lane| lane.checks);
            why_not.lane_in_the_way = !of_lane.intersection(left).is_empty();
        }
    }
    why_not
}

/// Puts rules to a shipment.
struct Trial<'a, 'r> {
    advice: &'a Advice<'r>,
    /// Its facts, the lane among them.
    facts: Facts,
}

impl<'r> Trial<'_, 'r> {
    fn of(&self, rule: &'r Rule, effect: Option<&'r Effect>) -> Tried<'r> {
        Tried { rule, effect, tested: Tested::new(&rule.condition, &self.facts) }
    }

    /// The rows that hold and do this.
    fn holding(&self, does: impl Fn(&Row) -> bool) -> Vec<Tried<'r>> {
        let rows = self.advice.rule_set.rows().iter().filter(|row| does(row));
        let rows = rows.filter(|row| row.rule.condition.holds(&self.facts));
        rows.map(|row| self.of(&row.rule, Some(&row.effect))).collect()
    }

    /// Those rows that do not hold and would do this that lack least.
    fn lacking(&self, does: impl Fn(&Row) -> bool) -> Vec<Tried<'r>> {
        let rows = self.advice.rule_set.rows().iter().filter(|row| does(row));
        let rows = rows.filter(|row| !row.rule.condition.holds(&self.facts));
        nearest(rows.map(|row| self.of(&row.rule, Some(&row.effect))).collect())
    }
}

fn lane_value(lane: LaneId) -> Value {
    Value(i64::from(lane.0))
}

fn lane_of(row: &Row) -> Option<LaneId> {
    match row.effect {
        Effect::Require { lane, .. } => lane,
        Effect::Refuse { .. } => None,
    }
}

fn brings(row: &Row) -> CheckSet {
    match row.effect {
        Effect::Require { checks, .. } => checks,
        Effect::Refuse { .. } => CheckSet::EMPTY,
    }
}

/// The checks of the shipment that its flow leaves for the arrival, and that delay more than the
/// release allows.
fn left_at_arrival(advice: &Advice<'_>, release: Release) -> CheckSet {
    let Some(flow) = advice.flow() else { return CheckSet::EMPTY };
    let delaying = match release {
        Release::OnArrival => flow.at_arrival.reviews.union(flow.at_arrival.inspections),
        Release::AfterReview => flow.at_arrival.inspections,
        Release::AfterInspection => CheckSet::EMPTY,
    };
    delaying.intersection(advice.decision.checks)
}

/// The few that lack least, each as it stands in the file.
fn nearest(mut tried: Vec<Tried<'_>>) -> Vec<Tried<'_>> {
    tried.sort_by_key(|one| {
        // An exception that holds is one thing more to be otherwise.
        let exceptions = one.tested.exceptions.iter().filter(|one| one.holds).count();
        one.tested.failed().count() + exceptions
    });
    tried.truncate(NEAREST);
    tried
}

/// The days on which it would have been so, all facts being what they are; what was assumed from the
/// date follows it.
fn days(advice: &Advice<'_>, wanted: &Wanted<'_>) -> ValueSet {
    let rule_set = advice.rule_set;
    let followers = followers(rule_set, &advice.shipment);
    let never = impossible(rule_set);
    let date = Varies { fact: FactId::DATE, values: domain(rule_set, FactId::DATE) };
    let field = Field::new(rule_set, &advice.facts, vec![date], &followers, &never);
    let possible = |facts: &Facts| !never.iter().any(|one| one.holds(facts));
    let got = field.atoms_with(0, |facts| possible(facts) && wanted.is_got(rule_set, facts));
    ValueSet::of_intervals(got.iter().flat_map(|atom| atom.intervals().iter().copied()))
}
