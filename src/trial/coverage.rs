//! Coverage: what of a rule set the tests that pass have reached, and what none can.

use crate::analyze::Budget;
use crate::evaluate::Verdict;
use crate::model::RuleSet;
use crate::model::charge::Entry;
use crate::model::condition::FactId;
use crate::model::value::{Day, Value};
use crate::shipment;
use crate::trial::answer::Answer;
use crate::trial::goal::{Decides, Goal, Reach, Side, Target, targets};
use crate::trial::seek;
use crate::trial::test::{Test, Want};

/// The goals of a rule set, with the tests that reach each; only tests that pass may be given.
///
/// Of a goal that none reaches it is proven, as far as the budget goes, whether any shipment does.
#[must_use]
pub fn coverage(
    rule_set: &RuleSet,
    tests: &[&Test],
    today: Day,
    budget: Budget,
    threads: usize,
) -> Vec<Goal> {
    let tried: Vec<Tried<'_, '_>> =
        tests.iter().map(|test| Tried::new(rule_set, test, today)).collect();
    let mut targets = targets(rule_set);
    for target in &mut targets {
        let mut by = tried.iter().enumerate().filter(|(_, one)| target.reach.is_met(one));
        let first = by.next().map(|(place, _)| place);
        target.goal.hits = usize::from(first.is_some()) + by.count();
        target.goal.by = first;
    }
    let mut open: Vec<&mut Target<'_>> =
        targets.iter_mut().filter(|target| target.goal.hits == 0).collect();
    let reaches: Vec<Reach<'_>> = open.iter().map(|target| target.reach).collect();
    let reachable = seek::is_reachable(rule_set, &reaches, budget, threads);
    for (target, reachable) in open.iter_mut().zip(reachable) {
        target.goal.is_out_of_reach = reachable == Some(false);
    }
    targets.into_iter().map(|target| target.goal).collect()
}

/// A test that was run.
pub(super) struct Tried<'r, 't> {
    test: &'t Test,
    day: Day,
    /// None where the call is wrong.
    answer: Option<Answer<'r>>,
    /// The values that the test gives by name.
    given: Vec<(FactId, Value)>,
}

impl<'r, 't> Tried<'r, 't> {
    pub(super) fn new(rule_set: &'r RuleSet, test: &'t Test, today: Day) -> Self {
        let given = test.given.iter().filter_map(|one| {
            let (id, _) = rule_set.fact_called(&one.fact)?;
            Some((id, shipment::value(rule_set, id, &one.text).ok()?))
        });
        let given = given.collect();
        let answer = test.answer(rule_set, today).ok();
        Self { test, day: test.day(today), answer, given }
    }

    /// Whether it expects something under a key.
    fn expects(&self, of_kind: impl Fn(&Want) -> bool) -> bool {
        self.test.expect.iter().any(|one| of_kind(&one.want))
    }
}

impl Reach<'_> {
    /// Whether a test reaches the goal.
    pub(super) fn is_met(&self, tried: &Tried<'_, '_>) -> bool {
        let Some(answer) = &tried.answer else { return self.is_met_by_wrong_call(tried) };
        match self {
            Self::Holds(_, rule) => answer.rules().any(|one| std::ptr::eq(one, *rule)),
            Self::Expected(_, rule) => {
                let mut named = tried.test.expect.iter().flat_map(|one| one.named_rules());
                named.any(|(named, _)| named == rule.id)
            }
            Self::Lane(lane) => {
                answer.decision.lane == Some(*lane)
                    && tried.expects(|want| matches!(want, Want::Lane(_)))
            }
            Self::Counts(priced) => {
                counts(answer, priced.entry)
                    && tried.expects(|want| matches!(want, Want::Amount(..)))
            }
            Self::Side { within, fact, value, decides } => {
                let found = answer.facts.get(*fact);
                let side = match value {
                    Side::At(value) => found == *value,
                    Side::In(set) => set.contains(found),
                    Side::NotIn(set) => found != Value::NOT_GIVEN && !set.contains(found),
                };
                let rest = || {
                    let mut rest = within.tests().iter().filter(|(other, _)| other != fact);
                    rest.all(|(other, set)| set.contains(answer.facts.get(*other)))
                };
                let decided = || match decides {
                    Decides::Nothing => true,
                    // Of a refused shipment the refusals alone are its answer.
                    Decides::Rule(part, rule) => {
                        let refused = answer.decision.verdict == Verdict::Refused;
                        refused == part.refuses(answer.rule_set)
                            && rule.condition.holds(&answer.facts)
                    }
                    Decides::Entry(priced) => counts(answer, priced.entry),
                };
                side && rest() && decided()
            }
        }
    }

    /// A name that is not in force makes the call wrong: that is the other side of its dates.
    fn is_met_by_wrong_call(&self, tried: &Tried<'_, '_>) -> bool {
        let Self::Side { within, fact, value: Side::At(value), decides: Decides::Nothing } = self
        else {
            return false;
        };
        let given = |fact: FactId| tried.given.iter().find(|(id, _)| *id == fact);
        *fact == FactId::DATE
            && tried.day.value() == *value
            && within
                .tests()
                .iter()
                .filter(|(other, _)| other != fact)
                .all(|(other, set)| given(*other).is_some_and(|(_, value)| set.contains(*value)))
    }
}

/// Whether the tax of an answer comes by this rate or price.
fn counts(answer: &Answer<'_>, entry: &Entry) -> bool {
    let tax = answer.bill.tax.iter().filter(|_| answer.decision.verdict != Verdict::Refused);
    tax.flat_map(|tax| &tax.entries).any(|one| std::ptr::eq(*one, entry))
}
