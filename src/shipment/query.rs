//! What is said of one shipment, from texts.

use crate::model::RuleSet;
use crate::model::condition::FactId;
use crate::model::condition::Facts;
use crate::model::time::Moment;
use crate::model::value::Day;
use crate::shipment::input_error::{InputError, InputErrors};
use crate::shipment::known::Shipment;
use crate::shipment::said::{Intake, Said};
use crate::shipment::values::{date, fact, value};

/// What has been said of a shipment so far, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Query<'r> {
    pub(super) intake: Intake<'r>,
    pub(super) said: Said,
    arrival: Option<Moment>,
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
        Self { intake, said, arrival: None }
    }

    /// Says that `fact` has the value that `text` names.
    pub fn give(&mut self, fact: &str, text: &str) {
        let rule_set = self.intake.rule_set;
        match self::fact(rule_set, fact) {
            Ok(id) => self.said.give(&self.intake, id, value(rule_set, id, text)),
            Err(mistake) => self.said.mistake(mistake),
        }
    }

    /// Says when the goods arrive where they clear customs; the day of the shipment is that of its
    /// declaration. Facts that count the days between the two follow.
    pub fn arrives(&mut self, arrival: Moment) {
        self.arrival = Some(arrival);
    }

    /// The facts that count days, each with its number.
    pub(super) fn counted(&mut self) -> Vec<FactId> {
        let Some((arrival, declared)) = self.arrival.zip(self.said.day()) else {
            return Vec::new();
        };
        // What a number counts may depend on what is taken for granted.
        let mut settled = self.said.clone();
        let _ = settled.settle(&self.intake);
        let mut counted = Vec::new();
        for (id, fact) in self.intake.rule_set.facts() {
            let counting = fact.counts.as_ref();
            let holds = counting.filter(|counting| counting.condition.holds(&settled.facts));
            let Some(counting) = holds else { continue };
            let text = counting.days.days(arrival.day, declared).to_string();
            let value = value(self.intake.rule_set, id, &text);
            let dates = || Box::new((arrival, declared));
            let value = value.map_err(|mistake| of_dates(mistake, dates()));
            if !self.said.is_given(id) {
                self.said.give(&self.intake, id, value);
                counted.push(id);
            } else if value.is_ok_and(|value| value != self.said.facts.get(id)) {
                self.said.mistake(InputError::OtherDays {
                    fact: fact.id.clone(),
                    given: fact.show(self.said.facts.get(id)),
                    days: text,
                    dates: dates(),
                });
            }
        }
        counted
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
        let counted = self.counted();
        self.settled(&counted)
    }

    /// The same, with the facts that follow from what was said.
    pub(super) fn settled(mut self, counted: &[FactId]) -> Result<Shipment, InputErrors> {
        self.said.settle(&self.intake)?;
        let rule_set = self.intake.rule_set;
        let shipment = self.said.shipment(rule_set).with_dates(self.arrival, counted);
        let excluded = shipment.excluded(rule_set);
        if excluded.is_empty() { Ok(shipment) } else { Err(InputErrors(excluded)) }
    }
}

/// The mistake of a number that nobody said, but that follows from dates.
fn of_dates(mistake: InputError, dates: Box<(Moment, Day)>) -> InputError {
    match mistake {
        InputError::OutOfRange { fact, text, least, greatest } => {
            InputError::DaysOutOfRange { fact, days: text, least, greatest, dates }
        }
        other => other,
    }
}
