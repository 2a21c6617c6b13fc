//! Mutants: of each mistake in a rules file, whether a test would notice it.
//!
//! What no test notices is compared with the rules as they are: what is proven to change nothing is
//! no mistake, and what changes something is shown by a shipment that no test has.

use std::collections::HashSet;

use crate::analyze::{Budget, Fuel, Subject, broken_law};
use crate::diff::{Options, diff};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::value::Day;
use crate::parallel;
use crate::shipment::Shipment;
use crate::source::Span;
use crate::space;
use crate::trial::answer::Answer;
use crate::trial::cover::fewest;
use crate::trial::missing::Call;
use crate::trial::mutation::Mutation;
use crate::trial::read::is_settled;
use crate::trial::run::run;
use crate::trial::test::Test;
use crate::trial::write;

/// A mistake in a rules file, and whether it is noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mutant {
    /// The rule, or the table, it is about.
    pub subject: String,
    /// What is otherwise, in words.
    pub what: String,
    /// Where the subject is declared.
    pub span: Span,
    /// What became of it.
    pub state: MutantState,
}

/// What became of a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MutantState {
    /// These tests fail, by their places: on request all that do, else the first.
    Noticed(Vec<usize>),
    /// No test fails, but this law does.
    Broken(String),
    /// It is proven that no shipment gets another answer.
    NoEffect,
    /// A shipment gets another answer, and no test fails.
    Unnoticed(Box<Shown>),
    /// No test fails, and the budget is spent.
    Undecided,
}

/// A shipment that shows a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shown {
    /// Its facts.
    pub facts: Facts,
    /// What the answer says by the rules as they are, and not with the mistake.
    pub before: Vec<String>,
    /// What it says with the mistake, and not without.
    pub after: Vec<String>,
    /// A test that would notice it, as an entry of a file of tests; it expects today's answer.
    pub test: String,
}

/// Makes each mistake, and tells which are noticed by tests that pass.
///
/// With `all` each knows all tests that notice it, else the first. Where some places are named, only
/// mistakes in the rules and entries that are declared there are made.
#[must_use]
pub fn mutants(
    rule_set: &RuleSet,
    tests: &[&Test],
    today: Day,
    budget: Budget,
    threads: usize,
    all: bool,
    only: Option<&HashSet<Span>>,
) -> Vec<Mutant> {
    let mut mutations = Mutation::all(rule_set);
    mutations.retain(|one| only.is_none_or(|only| only.contains(&one.span)));
    let lab = Lab {
        right: rule_set,
        tests: tests.iter().map(|test| Prepared::new(rule_set, test, today)).collect(),
        today,
        budget,
        all,
    };
    let begin = || rule_set.clone();
    let judge = |wrong: &mut RuleSet, mutation: &Mutation| {
        mutation.make(wrong);
        let state = lab.state(wrong, mutation);
        mutation.unmake(wrong, lab.right);
        state
    };
    let states = parallel::in_order(threads, &mutations, begin, judge, |_| ());
    let told = mutations.into_iter().zip(states).map(|(mutation, state)| {
        let Mutation { subject, what, span, .. } = mutation;
        Mutant { subject, what, span, state }
    });
    told.collect()
}

/// The rule set with one of its mistakes: what the tests of this library compare with.
#[doc(hidden)]
#[must_use]
pub fn with_mistake(rule_set: &RuleSet, at: usize) -> Option<RuleSet> {
    let mutation = Mutation::all(rule_set).into_iter().nth(at)?;
    let mut wrong = rule_set.clone();
    mutation.make(&mut wrong);
    Some(wrong)
}

/// Few tests, by their places, that together notice all that these notice who know all their tests.
#[must_use]
pub fn smallest(mutants: &[Mutant], tests: usize) -> Vec<usize> {
    let mut noticed: Vec<Vec<usize>> = vec![Vec::new(); tests];
    for (at, mutant) in mutants.iter().enumerate() {
        let MutantState::Noticed(by) = &mutant.state else { continue };
        for place in by {
            noticed.get_mut(*place).into_iter().for_each(|set| set.push(at));
        }
    }
    fewest(noticed).into_iter().map(|(place, _)| place).collect()
}

/// What is needed to judge a mistake.
struct Lab<'r, 't> {
    right: &'r RuleSet,
    tests: Vec<Prepared<'t>>,
    today: Day,
    budget: Budget,
    all: bool,
}

/// A test whose shipment is known; none where the call is wrong, which no mistake of these mends.
struct Prepared<'t> {
    test: &'t Test,
    shipment: Option<Shipment>,
}

impl<'t> Prepared<'t> {
    fn new(rule_set: &RuleSet, test: &'t Test, today: Day) -> Self {
        Self { test, shipment: test.query(rule_set, today).shipment().ok() }
    }

    /// Whether the mistake may touch its shipment.
    fn is_touched(&self, rule_set: &RuleSet, mutation: &Mutation) -> bool {
        let Some(shipment) = &self.shipment else { return false };
        let open = |fact: FactId| !is_settled(rule_set, shipment, fact);
        let boxes = mutation.within(rule_set);
        boxes.iter().any(|region| region.may_hold(&shipment.facts, open))
    }
}

impl Lab<'_, '_> {
    fn state(&self, wrong: &RuleSet, mutation: &Mutation) -> MutantState {
        let noticing = self.tests.iter().enumerate().filter(|(_, one)| {
            one.is_touched(self.right, mutation)
                && run(wrong, one.test, self.today).failure.is_some()
        });
        let noticing = noticing.map(|(place, _)| place);
        let most = if self.all { self.tests.len() } else { 1 };
        let noticing: Vec<usize> = noticing.take(most).collect();
        if !noticing.is_empty() {
            return MutantState::Noticed(noticing);
        }
        let options = Options { budget: self.budget, threads: 1, progress: None, on: None };
        let difference = diff(self.right, wrong, &options);
        let witness = difference.groups.into_iter().find_map(|group| group.witness);
        match (witness, difference.undecided) {
            (Some([facts, _]), _) => match self.broken_law(wrong) {
                Some(law) => MutantState::Broken(law),
                None => MutantState::Unnoticed(Box::new(self.shown(wrong, facts, mutation))),
            },
            (None, None) => MutantState::NoEffect,
            (None, Some(_)) => MutantState::Undecided,
        }
    }

    /// A law that the mistake breaks.
    fn broken_law(&self, wrong: &RuleSet) -> Option<String> {
        if wrong.laws().is_empty() {
            return None;
        }
        let impossible = space::impossible(wrong);
        let subject = Subject::new(wrong, &impossible, None);
        let mut fuel = Fuel { slice: self.budget.question, left: self.budget.total };
        let broken = broken_law(&subject, &mut fuel).ok().flatten()?;
        wrong.laws().get(broken).map(|law| law.rule.id.clone())
    }

    /// What the answers about a shipment say otherwise.
    fn shown(&self, wrong: &RuleSet, facts: Facts, mutation: &Mutation) -> Shown {
        let call = Call::of(self.right, &facts);
        let lines = |rule_set: &RuleSet| match call.query(rule_set).shipment() {
            Ok(shipment) => write::pinned(&Answer::new(rule_set, &shipment), false),
            Err(wrong) => vec![wrong.to_string()],
        };
        let (mut before, mut after) = (lines(self.right), lines(wrong));
        let common: Vec<String> =
            before.iter().filter(|one| after.contains(one)).cloned().collect();
        before.retain(|one| !common.contains(one));
        after.retain(|one| !common.contains(one));
        let name = format!("not {}: {}", mutation.subject, mutation.what);
        let test = call.test(self.right, &name, true);
        Shown { facts, before, after, test }
    }
}
