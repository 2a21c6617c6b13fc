//! What a rule asks of a shipment, fact by fact, and what it finds.

use crate::model::condition::{Condition, FactId, Facts, Region};
use crate::model::value::{Value, ValueSet};

/// A condition, fact by fact.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tested<'r> {
    /// What it asks, the date first.
    pub tests: Vec<Test<'r>>,
    /// The exceptions that take the shipment out of it after all, or would.
    pub exceptions: Vec<Exception<'r>>,
    /// Whether it holds.
    pub holds: bool,
}

/// What is asked of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Test<'r> {
    /// The fact.
    pub fact: FactId,
    /// What it is.
    pub value: Value,
    /// What it has to be one of.
    pub allowed: &'r ValueSet,
    /// Whether it is.
    pub holds: bool,
}

/// An exception of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exception<'r> {
    /// What it asks.
    pub tests: Vec<Test<'r>>,
    /// Whether it holds, so that the condition does not.
    pub holds: bool,
}

impl<'r> Tested<'r> {
    /// Puts a condition to a shipment.
    #[must_use]
    pub fn new(condition: &'r Condition, facts: &Facts) -> Self {
        let exceptions = condition
            .unless
            .iter()
            .map(|region| Exception { tests: tests(region, facts), holds: region.holds(facts) });
        Self {
            tests: tests(&condition.within, facts),
            exceptions: exceptions.collect(),
            holds: condition.holds(facts),
        }
    }

    /// The tests that fail, if no exception alone keeps the condition from holding.
    pub fn failed(&self) -> impl Iterator<Item = &Test<'r>> {
        self.tests.iter().filter(|test| !test.holds)
    }
}

fn tests<'r>(region: &'r Region, facts: &Facts) -> Vec<Test<'r>> {
    let tests = region.tests().iter().map(|(fact, allowed)| {
        let value = facts.get(*fact);
        Test { fact: *fact, value, allowed, holds: allowed.contains(value) }
    });
    tests.collect()
}
