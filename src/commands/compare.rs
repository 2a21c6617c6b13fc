//! `advisor compare`: all values of one fact side by side.

use advisor::advise::advise_with;
use advisor::lexicon;
use advisor::model::FactId;
use advisor::model::RuleSet;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Day, Value};

use crate::cli::{CompareArgs, CompareFormat};
use crate::commands::facts::{possible_shipment, shipment};
use crate::commands::route::prefer;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{date_or_today, load};
use crate::exit::Exit;
use crate::render;
use crate::render::compare::Compared;
use crate::wrong_call::{Help, WrongCall};

pub(crate) fn run(args: &CompareArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rule_set = &load::rules(&args.rules, terminal)?;
    let day = date_or_today(args.on.as_deref(), rule_set)?;
    let (id, fact) = compared(rule_set, &args.fact)?;
    let mut rows = Vec::new();
    let all = values(fact, day);
    for value in all.iter().copied() {
        let text = fact.show(value);
        let varied = [(fact.id.as_str(), text.as_str())];
        let on = args.on.as_deref();
        // Values with which there is no such shipment are left out, unless there is none at all.
        let shipment = match possible_shipment(rule_set, on, &args.facts, &varied)? {
            Some(shipment) => shipment,
            None if rows.is_empty() && all.last() == Some(&value) => {
                shipment(rule_set, on, &args.facts, &varied)?
            }
            None => continue,
        };
        rows.push(Compared { value, advice: advise_with(rule_set, shipment, prefer(args.prefer)) });
    }
    let mut answer = Vec::new();
    match args.format {
        CompareFormat::Human => {
            let (width, speech) = (terminal.table_width(), terminal.speech());
            render::compare::human(id, &rows, speech, width, &mut answer)?;
        }
        CompareFormat::Json => render::compare::json(id, &rows, &mut answer)?,
        CompareFormat::Csv => render::compare::csv(id, &rows, &mut answer)?,
    }
    terminal.answer(&answer)?;
    Ok(Exit::Clean)
}

/// The fact that is called so, if its values can stand side by side.
fn compared<'r>(rule_set: &'r RuleSet, called: &str) -> Result<(FactId, &'r Fact), WrongCall> {
    let wanted = called.to_lowercase();
    let can = |fact: &Fact| matches!(fact.kind, Kind::Names(_) | Kind::YesNo);
    match rule_set.fact_called(&wanted) {
        Some((id, fact)) if can(fact) => Ok((id, fact)),
        Some(_) => Err(WrongCall::new(
            format!("the values of `{wanted}` are too many to compare"),
            "name a fact with a list of names, or yes or no",
        )),
        None => {
            let known = rule_set.facts().filter(|(_, fact)| can(fact));
            let near = lexicon::did_you_mean(&wanted, known.map(|(_, fact)| fact.id.as_str()));
            let all = || Help::List("run ".to_owned(), "facts".to_owned(), " for all of them");
            let help = near.map_or_else(all, Help::Words);
            Err(WrongCall::listing(format!("the rules know no fact `{called}`"), help))
        }
    }
}

/// The values that the fact can have on a day.
fn values(fact: &Fact, day: Day) -> Vec<Value> {
    let domain = fact.domain();
    let values = (domain.least..=domain.greatest).map(Value);
    values.filter(|value| fact.name(*value).is_none_or(|name| name.is_in_force(day))).collect()
}
