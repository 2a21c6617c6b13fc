//! Shipments: what is said of one, checked against the facts of a rule set.
//!
//! Everything that is wrong with what a caller said is found here; nothing is evaluated.

mod hs;
mod input_error;
mod said;
mod values;

use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::unsaid::Unsaid;
use crate::model::value::{Day, Value};

pub use crate::shipment::hs::goods_of_code;
pub use crate::shipment::input_error::{InputError, InputErrors};
pub use crate::shipment::values::{date, fact, name_value, value};

pub(crate) use crate::shipment::said::{Intake, Said};
pub(crate) use crate::shipment::values::{lexicon, unknown_name};

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
}

/// What is known of one shipment, with a value for everything that is not a choice left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    pub(crate) facts: Facts,
    origins: Vec<Origin>,
    /// Facts whose default depends on a name that may still change.
    dependents: Vec<FactId>,
}

/// What has been said of a shipment so far, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Query<'r> {
    intake: Intake<'r>,
    said: Said,
}

impl<'r> Query<'r> {
    /// Begins with a shipment of which only the date is known.
    #[must_use]
    pub fn new(rule_set: &'r RuleSet, day: Day) -> Self {
        Self::begin(rule_set, Ok(day))
    }

    /// Begins with a shipment of which only the date is known, which this text names.
    #[must_use]
    pub fn on(rule_set: &'r RuleSet, day: &str) -> Self {
        Self::begin(rule_set, date(day))
    }

    fn begin(rule_set: &'r RuleSet, day: Result<Day, InputError>) -> Self {
        let intake = Intake::new(rule_set);
        let mut said = Said::new(&intake);
        said.begin(&intake, day);
        Self { intake, said }
    }

    /// Says that `fact` has the value that `text` names.
    pub fn give(&mut self, fact: &str, text: &str) {
        let rule_set = self.intake.rule_set;
        match values::fact(rule_set, fact) {
            Ok(id) => self.said.give(&self.intake, id, value(&rule_set[id], text)),
            Err(mistake) => self.said.mistake(mistake),
        }
    }

    /// Says which goods it is by their HS code.
    pub fn give_hs(&mut self, code: &str) {
        let value = goods_of_code(self.intake.rule_set, code);
        self.said.give_code(&self.intake, code, value);
    }

    /// The shipment as far as it is known: defaults filled in, choices left open.
    ///
    /// # Errors
    /// All that is wrong with what was said, and what has to be said and was not.
    pub fn shipment(mut self) -> Result<Shipment, InputErrors> {
        self.said.settle(&self.intake)?;
        let rule_set = self.intake.rule_set;
        let mut dependents = Vec::new();
        let origin = |id: FactId| match rule_set.unsaid(id) {
            _ if self.said.is_given(id) => Origin::Given,
            Unsaid::Chosen => Origin::Chosen,
            Unsaid::Absent => Origin::NotGiven,
            Unsaid::Follows(_) => {
                dependents.push(id);
                Origin::Assumed
            }
            Unsaid::Is(_) | Unsaid::ByDate | Unsaid::Required => Origin::Assumed,
        };
        let origins = rule_set.fact_ids().map(origin).collect();
        Ok(Shipment { facts: self.said.facts, origins, dependents })
    }
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
