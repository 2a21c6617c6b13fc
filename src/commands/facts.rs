//! What the flags of a call say of a shipment.

use advisor::model::RuleSet;
use advisor::model::condition::Facts;
use advisor::model::value::Day;
use advisor::shipment::{InputError, InputErrors, Query, Shipment, moment};

use crate::cli::FactArgs;
use crate::commands::terminal::Stop;
use crate::wrong_call::{Help, WrongCall, all};

/// The dates that a call says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dates<'a> {
    /// When the goods are declared.
    pub(super) on: Option<&'a str>,
    /// When they arrive.
    pub(super) arrival: Option<&'a str>,
}

impl<'a> From<Option<&'a str>> for Dates<'a> {
    fn from(on: Option<&'a str>) -> Self {
        Self { on, arrival: None }
    }
}

/// The shipment that the flags describe, and what is said besides, or all that is wrong with them.
pub(super) fn shipment<'a>(
    rule_set: &RuleSet,
    dates: impl Into<Dates<'a>>,
    args: &FactArgs,
    besides: &[(&str, &str)],
) -> Result<Shipment, Stop> {
    settled(said(rule_set, dates.into(), args, besides), Query::shipment)
}

/// The same; none where the rules say that there is no such shipment.
pub(super) fn possible_shipment(
    rule_set: &RuleSet,
    day: Option<&str>,
    args: &FactArgs,
    besides: &[(&str, &str)],
) -> Result<Option<Shipment>, Stop> {
    let (query, wrong) = said(rule_set, day.into(), args, besides);
    let excluded = |errors: &InputErrors| {
        errors.as_slice().iter().all(|one| matches!(one, InputError::Impossible(_)))
    };
    match query.clone().shipment() {
        Err(errors) if wrong.is_empty() && excluded(&errors) => Ok(None),
        _ => settled((query, wrong), Query::shipment).map(Some),
    }
}

/// What the flags say alone, with nothing assumed, or all that is wrong with them.
pub(super) fn known(rule_set: &RuleSet, day: Option<&str>, args: &FactArgs) -> Result<Facts, Stop> {
    settled(said(rule_set, day.into(), args, &[]), Query::known)
}

fn settled<'r, T>(
    (query, wrong): (Query<'r>, Vec<WrongCall>),
    settle: impl FnOnce(Query<'r>) -> Result<T, InputErrors>,
) -> Result<T, Stop> {
    match settle(query) {
        Ok(value) if wrong.is_empty() => Ok(value),
        Ok(_) => Err(Stop::Call(wrong)),
        Err(errors) => Err(Stop::Call(wrong.into_iter().chain(all(&errors)).collect())),
    }
}

/// What the flags say, and what is wrong with them.
pub(super) fn said<'r>(
    rule_set: &'r RuleSet,
    dates: Dates<'_>,
    args: &FactArgs,
    besides: &[(&str, &str)],
) -> (Query<'r>, Vec<WrongCall>) {
    let mut wrong = Vec::new();
    let arrival = dates
        .arrival
        .and_then(|text| moment(text.trim()).map_err(|mistake| wrong.push(mistake.into())).ok());
    let mut query = match dates.on {
        Some(day) => Query::on(rule_set, day),
        // Goods that are still to come are declared when they come, as far as anyone says.
        None => {
            let arrives = arrival.map_or(Day(i32::MIN), |arrival| arrival.day);
            Query::new(rule_set, rule_set.today().max(arrives))
        }
    };
    arrival.into_iter().for_each(|arrival| query.arrives(arrival));
    let flags = args.named().map(|(fact, value)| -> (&str, &str) { (fact, value) });
    for (fact, value) in besides.iter().copied().chain(flags) {
        match rule_set.fact_called(fact) {
            Some(_) => query.give(fact, value.trim()),
            None => wrong.push(no_such_flag(fact)),
        }
    }
    for fact in &args.facts {
        match fact.split_once('=') {
            Some((name, value)) => query.give(&name.trim().to_lowercase(), value.trim()),
            None => wrong.push(WrongCall::new(
                format!("`--fact {fact}` names no value"),
                "write it as NAME=VALUE, like departed=no",
            )),
        }
    }
    (query, wrong)
}

/// A flag whose fact the rules do not have.
fn no_such_flag(fact: &str) -> WrongCall {
    let message = format!("`--{fact}` does not go with these rules: they know no fact `{fact}`");
    let help = Help::List("run ".to_owned(), "facts".to_owned(), " for what they know");
    WrongCall::listing(message, help)
}
