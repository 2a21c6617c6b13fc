//! Texts as values of facts.

use crate::lexicon::Lexicon;
use crate::model::RuleSet;
use crate::model::condition::FactId;
use crate::model::fact::{Fact, Kind, Name, NumberError};
use crate::model::time::Moment;
use crate::model::value::{Day, Value};
use crate::shipment::code::code_value;
use crate::shipment::input_error::InputError;
use crate::shipment::spellings::Spellings;

/// The date that a text names.
///
/// # Errors
/// It names none.
pub fn date(text: &str) -> Result<Day, InputError> {
    Day::parse(text).ok_or_else(|| InputError::NoDate { text: text.to_owned() })
}

/// The day or the moment that a text names.
///
/// # Errors
/// It names none.
pub fn moment(text: &str) -> Result<Moment, InputError> {
    Moment::parse(text).ok_or_else(|| InputError::NoMoment { text: text.to_owned() })
}

/// The fact that a text names.
///
/// # Errors
/// It names none.
pub fn fact(rule_set: &RuleSet, text: &str) -> Result<FactId, InputError> {
    rule_set.fact_called(text).map(|(id, _)| id).ok_or_else(|| {
        let known = Lexicon::new(rule_set.facts().map(|(_, fact)| fact.id.as_str()));
        InputError::UnknownFact { text: text.to_owned(), near: owned(known.nearest(text)) }
    })
}

/// The value of a fact of the rule set that a text spells.
///
/// # Errors
/// It spells none.
pub fn value(rule_set: &RuleSet, fact: FactId, text: &str) -> Result<Value, InputError> {
    let code = rule_set.coded_list().filter(|(_, list)| *list == fact).map(|(code, _)| code);
    let fact = &rule_set[fact];
    let id = || fact.id.clone();
    if text.is_empty() {
        return Err(InputError::Empty { fact: id() });
    }
    match &fact.kind {
        Kind::Names(_) => {
            let spelt = plain_value(fact, text);
            let spelt = spelt.map_or_else(|| Spellings::new(fact).value(fact, text), Ok);
            spelt.map_err(|mistake| match code {
                Some(code) => mistake.or_by_code(&rule_set[code]),
                None => mistake,
            })
        }
        Kind::YesNo => Value::of_yes_no(text)
            .ok_or_else(|| InputError::NeitherYesNorNo { fact: id(), text: text.to_owned() }),
        Kind::Number(number) => number.parse(text).map_err(|error| {
            let unit = number.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            let text = text.to_owned();
            match error {
                NumberError::Grammar => InputError::NoNumber { fact: id(), text },
                NumberError::OutOfRange => {
                    let least = number.show(Value(number.least));
                    let greatest = number.show(Value(number.greatest)) + &unit;
                    InputError::OutOfRange { fact: id(), text, least, greatest }
                }
                NumberError::BetweenSteps => {
                    let step = number.show_step() + &unit;
                    InputError::BetweenSteps { fact: id(), text, step }
                }
            }
        }),
        Kind::Code(codes) => code_value(rule_set, fact, codes, text),
        Kind::Date => Err(InputError::UnknownFact { text: id(), near: Vec::new() }),
    }
}

/// The value of the name that `text` spells: its id, an alias, or what it is called in a language of
/// the file; case, spaces and hyphens do not count.
#[must_use]
pub fn name_value(fact: &Fact, text: &str) -> Option<Value> {
    plain_value(fact, text).or_else(|| Spellings::new(fact).value(fact, text).ok())
}

/// The value of the name whose id, alias or name in another language a text is, in any case.
fn plain_value(fact: &Fact, text: &str) -> Option<Value> {
    if let Some(value) = fact.value_of_id(text) {
        return Some(value);
    }
    let lower = text.to_lowercase();
    let same = |spelling: &str| spelling.to_lowercase() == lower;
    fact.names().position(|name| name.exact_spellings().any(same)).map(Value::of_index)
}

/// Refuses a name that is not in force on `day`, and names the one that took its place.
pub(crate) fn in_force(fact: &Fact, value: Value, day: Day) -> Result<(), InputError> {
    let Some(name) = fact.name(value).filter(|name| !name.is_in_force(day)) else {
        return Ok(());
    };
    // Successors may go round in a badly kept file; no chain is longer than the list.
    let next = |name: &Name| name.successor.and_then(|value| fact.name(value));
    let mut successors =
        std::iter::successors(next(name), |name| next(name)).take(fact.names().len());
    let successor = successors.find(|name| name.is_in_force(day)).map(|name| name.id.clone());
    Err(InputError::NotInForce {
        fact: fact.id.clone(),
        name: name.id.clone(),
        day,
        successor,
        in_force: ids_in_force(fact, day),
    })
}

/// The ids of the names of a fact that are in force on a day.
pub(crate) fn ids_in_force(fact: &Fact, day: Day) -> Vec<String> {
    fact.names().filter(|name| name.is_in_force(day)).map(|name| name.id.clone()).collect()
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
