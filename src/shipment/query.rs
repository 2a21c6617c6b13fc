//! What is said of one shipment, from texts.

use crate::model::RuleSet;
use crate::model::condition::Facts;
use crate::model::value::Day;
use crate::shipment::input_error::{InputError, InputErrors};
use crate::shipment::known::Shipment;
use crate::shipment::said::{Intake, Said};
use crate::shipment::values::{date, fact, value};

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
        match self::fact(rule_set, fact) {
            Ok(id) => self.said.give(&self.intake, id, value(rule_set, id, text)),
            Err(mistake) => self.said.mistake(mistake),
        }
    }

    /// What was said alone, with nothing assumed; what was not said is not given.
    ///
    /// # Errors
    /// All that is wrong with what was said.
    pub fn known(self) -> Result<Facts, InputErrors> {
        self.said.known(self.intake.rule_set)
    }

    /// The shipment as far as it is known: defaults filled in, choices left open.
    ///
    /// # Errors
    /// All that is wrong with what was said, and what has to be said and was not.
    pub fn shipment(mut self) -> Result<Shipment, InputErrors> {
        self.said.settle(&self.intake)?;
        let rule_set = self.intake.rule_set;
        let shipment = self.said.shipment(rule_set);
        let excluded = shipment.excluded(rule_set);
        if excluded.is_empty() { Ok(shipment) } else { Err(InputErrors(excluded)) }
    }
}
