//! `advisor explain`: an answer, and why it is that one.

mod shipments;
mod wanted;

use advisor::advise::advise_with;
use advisor::explain::{Asked, Explanation, Steps};

use crate::cli::{ExplainArgs, ExplainFormat};
use crate::commands::facts::shipment;
use crate::commands::route::{by_place, prefer};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{load, rows};
use crate::exit::Exit;
use crate::render;
use crate::render::explain::Explained;

pub(crate) fn run(args: &ExplainArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    if let Some(file) = &args.shipments {
        return shipments::run(args, file, terminal);
    }
    if let Some(call) = rows::call::unused(&args.rows, args.out.as_deref()) {
        return Err(call.into());
    }
    let rule_set = &load::rules(&args.rules, terminal)?;
    let by_place = by_place(&args.first, &args.second);
    let shipment = shipment(rule_set, args.on.as_deref(), &args.facts, &by_place)?;
    let advice = advise_with(rule_set, shipment, prefer(args.prefer));
    let expected = wanted::expected(rule_set, args)?;
    let goal = wanted::goal(rule_set, args)?;
    let unknown = wanted::not_known(rule_set, &advice.shipment, args)?;
    let (prefer, steps) = (prefer(args.prefer), Steps(args.budget));
    let explanation = Explanation::new(&advice, &Asked { expected, goal, unknown, prefer, steps });
    let (mut answer, speech) = (Vec::new(), terminal.speech());
    let explained = Explained { advice: &advice, explanation: &explanation, speech };
    match args.format {
        ExplainFormat::Human => {
            render::explain::human(&explained, args.all, terminal.width(), &mut answer)?;
        }
        ExplainFormat::Json => render::explain::json(&explained, &mut answer)?,
        ExplainFormat::Markdown => render::explain::markdown(&explained, &mut answer)?,
    }
    terminal.answer(&answer)?;
    Ok(if explanation.is_undecided() { Exit::Undecided } else { Exit::Clean })
}
