//! `advisor route`: one shipment in, its path out.

use advisor::advise::advise;
use advisor::evaluate::Verdict;
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::shipment::{Query, Shipment, WrongCall};

use crate::cli::{FactArgs, RouteArgs, RouteFormat};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{date_or_today, load};
use crate::exit::Exit;
use crate::render;
use crate::render::human::Depth;

pub(crate) fn run(args: &RouteArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let loaded = load::rules(&args.rules, terminal)?;
    let rule_set = &loaded.rule_set;
    let day = date_or_today(args.on.as_deref(), rule_set)?;
    let advice = advise(rule_set, shipment(rule_set, &args.facts, day)?);
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

/// The shipment that the flags describe.
fn shipment(rule_set: &RuleSet, args: &FactArgs, day: Day) -> Result<Shipment, WrongCall> {
    let mut query = Query::new(rule_set, day)?;
    for (fact, value) in args.named() {
        query.give(fact, value.trim()).map_err(|wrong| of_flag(rule_set, fact, wrong))?;
    }
    for fact in &args.facts {
        let Some((name, value)) = fact.split_once('=') else {
            return Err(WrongCall {
                message: format!("`--fact {fact}` names no value"),
                help: Some("write it as NAME=VALUE, like departed=no".to_owned()),
            });
        };
        if name == "hs" {
            query.give_hs(value.trim())?;
        } else {
            query.give(&name.trim().to_lowercase(), value.trim())?;
        }
    }
    if let Some(code) = &args.hs {
        query.give_hs(code)?;
    }
    query.shipment()
}

/// A flag whose fact the rules do not have is told as that flag.
fn of_flag(rule_set: &RuleSet, fact: &str, wrong: WrongCall) -> WrongCall {
    if rule_set.fact_called(fact).is_some() {
        return wrong;
    }
    WrongCall {
        message: format!("`--{fact}` does not go with these rules: they know no fact `{fact}`"),
        help: Some("run `advisor list facts` for what they know".to_owned()),
    }
}
