//! A shipment as far as it is known, and how each of its values came about.

use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::time::Moment;
use crate::model::value::{Day, Value};

/// How the value of a fact came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It was said.
    Given,
    /// It was not said; the rule set has a default.
    Assumed,
    /// It was left open, and the advisor chooses it.
    Chosen,
    /// It is a number that was not said and has no default.
    NotGiven,
    /// It is a number of days that follows from the dates that were said.
    Counted,
}

/// What is known of one shipment, with a value for everything that is not a choice left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    pub(crate) facts: Facts,
    pub(super) origins: Vec<Origin>,
    /// Facts whose default depends on a name that may still change.
    pub(super) dependents: Vec<FactId>,
    pub(super) arrival: Option<Moment>,
    /// What it has of each total, for one of several lines.
    pub(super) own: Vec<(FactId, Value)>,
}

impl Shipment {
    /// The value of a fact; not given for a choice that is still open.
    #[must_use]
    pub fn get(&self, fact: FactId) -> Value {
        self.facts.get(fact)
    }

    /// How the value of a fact came about.
    #[must_use]
    pub fn origin(&self, fact: FactId) -> Origin {
        self.origins.get(fact.index()).copied().unwrap_or(Origin::NotGiven)
    }

    /// The date of the shipment.
    #[must_use]
    pub fn day(&self) -> Day {
        Day(i32::try_from(self.get(FactId::DATE).0).unwrap_or(i32::MAX))
    }

    /// The same, with the arrival and the facts that follow from it.
    pub(super) fn with_dates(mut self, arrival: Option<Moment>, counted: &[FactId]) -> Self {
        self.arrival = arrival;
        for id in counted {
            if let Some(origin) = self.origins.get_mut(id.index()) {
                *origin = Origin::Counted;
            }
        }
        self
    }

    /// The facts of one of several lines, with what it has of each total in place of the sum.
    #[must_use]
    pub fn own_of(&self, facts: &Facts) -> Facts {
        let mut own = facts.clone();
        self.own.iter().for_each(|(id, value)| own.set(*id, *value));
        own
    }

    /// When the goods arrive, if it was said.
    #[must_use]
    pub fn arrival(&self) -> Option<Moment> {
        self.arrival
    }

    /// The facts whose defaults follow the name of another fact.
    #[must_use]
    pub fn dependents(&self) -> &[FactId] {
        &self.dependents
    }

    /// Fills in the defaults that follow from names which have changed.
    pub(crate) fn settle(&self, rule_set: &RuleSet, facts: &mut Facts) {
        self.settle_but(rule_set, facts, FactId::DATE);
    }

    /// The same, with `kept` left as it is.
    pub(crate) fn settle_but(&self, rule_set: &RuleSet, facts: &mut Facts, kept: FactId) {
        for id in self.dependents.iter().filter(|id| **id != kept) {
            facts.set(*id, rule_set.default_of(&rule_set[*id], facts));
        }
    }
}
