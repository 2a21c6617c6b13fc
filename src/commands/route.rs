//! `advisor route`: one shipment in, its path out.

use advisor::advise::advise;
use advisor::evaluate::Verdict;
use advisor::model::RuleSet;
use advisor::shipment::{Query, Shipment};

use crate::cli::{RouteArgs, RouteFormat};
use crate::commands::load;
use crate::commands::terminal::{Stop, Terminal};
use crate::exit::Exit;
use crate::render;
use crate::render::human::Depth;
use crate::wrong_call::{Help, WrongCall, all};

pub(crate) fn run(args: &RouteArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let loaded = load::rules(&args.rules, terminal)?;
    let rule_set = &loaded.rule_set;
    let advice = advise(rule_set, shipment(rule_set, args)?);
    let mut answer = Vec::new();
    match args.format {
        RouteFormat::Human => {
            let width = terminal.width();
            render::human::route(&advice, &loaded.name, depth(args), width, &mut answer)?;
        }
        RouteFormat::Json => render::json::route(&advice, &loaded.name, &mut answer)?,
        RouteFormat::Plain => render::plain::route(&advice, &mut answer)?,
        RouteFormat::Mermaid => render::mermaid::route(&advice, &mut answer)?,
    }
    terminal.answer(&answer)?;
    Ok(if advice.decision.verdict == Verdict::Clearable { Exit::Clean } else { Exit::No })
}

fn depth(args: &RouteArgs) -> Depth {
    match (args.all, args.why) {
        (true, _) => Depth::All,
        (false, true) => Depth::Why,
        (false, false) => Depth::Short,
    }
}

/// The shipment that the flags describe, or all that is wrong with them.
fn shipment(rule_set: &RuleSet, args: &RouteArgs) -> Result<Shipment, Stop> {
    let mut query = match args.on.as_deref() {
        Some(day) => Query::on(rule_set, day),
        None => Query::new(rule_set, rule_set.today()),
    };
    let mut wrong = Vec::new();
    for (fact, value) in args.facts.named() {
        match rule_set.fact_called(fact) {
            Some(_) => query.give(fact, value.trim()),
            None => wrong.push(no_such_flag(fact)),
        }
    }
    for fact in &args.facts.facts {
        match fact.split_once('=') {
            Some(("hs", value)) => query.give_hs(value.trim()),
            Some((name, value)) => query.give(&name.trim().to_lowercase(), value.trim()),
            None => wrong.push(WrongCall::new(
                format!("`--fact {fact}` names no value"),
                "write it as NAME=VALUE, like departed=no",
            )),
        }
    }
    if let Some(code) = &args.facts.hs {
        query.give_hs(code);
    }
    match query.shipment() {
        Ok(shipment) if wrong.is_empty() => Ok(shipment),
        Ok(_) => Err(Stop::Call(wrong)),
        Err(errors) => Err(Stop::Call(wrong.into_iter().chain(all(&errors)).collect())),
    }
}

/// A flag whose fact the rules do not have.
fn no_such_flag(fact: &str) -> WrongCall {
    let message = format!("`--{fact}` does not go with these rules: they know no fact `{fact}`");
    let help = Help::List("run ", "facts".to_owned(), " for what they know");
    WrongCall { message, help: Some(help) }
}
