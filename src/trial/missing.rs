//! The tests that are missing: few that together reach every goal that none reaches so far.

use std::collections::HashSet;

use crate::analyze::Budget;
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::value::{Day, Value};
use crate::shipment::Query;
use crate::source::SourceFile;
use crate::trial::answer::Answer;
use crate::trial::cover::fewest;
use crate::trial::coverage::Tried;
use crate::trial::goal::{Goal, Reach, Side, Target, targets};
use crate::trial::test::Test;
use crate::trial::{read, seek, write};
use crate::witness::{said, test_head};

/// A test that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingTest {
    /// Its entry for a file of tests. It expects what the rules answer as they are: a person has to
    /// say whether that is meant.
    pub text: String,
    /// The goals that it reaches and no test before it does, by their place among all.
    pub goals: Vec<usize>,
}

/// Tests that reach the open goals of a rule set, in the order of its rules.
///
/// `names` are those that tests have already. Of the tests that would reach an open goal, the one
/// that reaches most of what is left is taken, until nothing is: how few tests could be enough is
/// not asked. A goal for which the budget is spent stays open.
#[must_use]
pub fn missing(
    rule_set: &RuleSet,
    goals: &[Goal],
    names: &HashSet<&str>,
    today: Day,
    budget: Budget,
    threads: usize,
) -> Vec<MissingTest> {
    let targets = targets(rule_set);
    let open: Vec<(usize, &Target<'_>)> = targets
        .iter()
        .enumerate()
        .filter(|(place, _)| goals.get(*place).is_some_and(Goal::is_open))
        .collect();
    let reaches: Vec<Reach<'_>> = open.iter().map(|(_, target)| target.reach).collect();
    let witnesses = seek::witnesses(rule_set, &reaches, budget, threads);
    let mut taken: HashSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut texts = Vec::new();
    for ((_, target), facts) in open.iter().zip(witnesses) {
        let call = match facts {
            Some(facts) => Some(Call::of(rule_set, &facts)),
            None => Call::wrong(rule_set, &target.reach),
        };
        let Some(call) = call else { continue };
        let name = format!("{}: {}", target.goal.subject, target.goal.what);
        texts.push(call.test(rule_set, &free(&mut taken, name), is_about_money(&target.reach)));
    }
    let tests = texts.iter().map(|text| {
        let sheet = read::read(&SourceFile::new("missing", text), rule_set, today);
        sheet.tests.into_iter().next()
    });
    let tests: Vec<Option<Test>> = tests.collect();
    let reached = tests.iter().map(|test| {
        let tried = test.as_ref().map(|test| Tried::new(rule_set, test, today));
        let met = open
            .iter()
            .filter(|(_, target)| tried.as_ref().is_some_and(|tried| target.reach.is_met(tried)));
        met.map(|(place, _)| *place).collect()
    });
    let chosen = fewest(reached.collect()).into_iter();
    let chosen = chosen.filter_map(|(at, goals)| Some((texts.get(at)?, goals)));
    chosen.map(|(text, goals)| MissingTest { text: text.clone(), goals }).collect()
}

/// What a test says of its shipment.
pub(super) struct Call {
    day: Day,
    given: Vec<(FactId, Value)>,
}

impl Call {
    /// What has to be said to get this very shipment.
    pub(super) fn of(rule_set: &RuleSet, facts: &Facts) -> Self {
        let said = said(rule_set, facts).map(|(id, _, value)| (id, value));
        Self { day: facts.day(), given: said.collect() }
    }

    /// What has to be said of one that cannot be: a name that is not in force on that day.
    fn wrong(rule_set: &RuleSet, goal: &Reach<'_>) -> Option<Self> {
        let Reach::Side { within, fact: FactId::DATE, value: Side::At(day), .. } = goal else {
            return None;
        };
        let others = within.tests().iter().filter(|(id, _)| *id != FactId::DATE);
        let mut given = Vec::new();
        for (id, set) in others {
            given.push((*id, set.least()?));
        }
        let goods = rule_set.goods();
        if given.iter().all(|(id, _)| *id != goods) {
            given.push((goods, Value(0)));
        }
        given.sort_by_key(|(id, _)| *id);
        Some(Self { day: Day::of(*day), given })
    }

    /// The same as a query.
    pub(super) fn query<'r>(&self, rule_set: &'r RuleSet) -> Query<'r> {
        let mut query = Query::new(rule_set, self.day);
        for (id, value) in &self.given {
            let fact = &rule_set[*id];
            query.give(&fact.id, &fact.show(*value));
        }
        query
    }

    /// The test, which expects what comes.
    pub(super) fn test(&self, rule_set: &RuleSet, name: &str, money: bool) -> String {
        let expected = match self.query(rule_set).shipment() {
            Ok(shipment) => write::pinned(&Answer::new(rule_set, &shipment), money),
            Err(wrong) => vec![format!("error = {}", write::text(&wrong.to_string()))],
        };
        let given = self.given.iter().map(|(id, value)| (&rule_set[*id], *value));
        let head = test_head(name, self.day, given);
        format!("{head}\n[test.expect]\n{}\n", expected.join("\n"))
    }
}

/// Whether a goal is reached by what is expected of an amount, if only that it is not computed.
fn is_about_money(goal: &Reach<'_>) -> bool {
    matches!(goal, Reach::Counts(_))
}

/// A name that no test has.
fn free(taken: &mut HashSet<String>, name: String) -> String {
    let numbered = (2_u64..).map(|number| format!("{name} ({number})"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    loop {
        let Some(name) = names.next() else { return name };
        if taken.insert(name.clone()) {
            return name;
        }
    }
}
