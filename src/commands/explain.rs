//! `advisor explain`: an answer, and why it is that one.

mod wanted;

use advisor::advise::advise_with;
use advisor::explain::{Asked, Explanation, Steps};

use crate::cli::{ExplainArgs, ExplainFormat};
use crate::commands::facts::shipment;
use crate::commands::load;
use crate::commands::route::{by_place, prefer};
use crate::commands::terminal::{Stop, Terminal};
use crate::exit::Exit;
use crate::render;
use crate::render::explain::Explained;

pub(crate) fn run(args: &ExplainArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rule_set = &load::rules(&args.rules, terminal)?;
    let by_place = by_place(&args.first, &args.second);
    let shipment = shipment(rule_set, args.on.as_deref(), &args.facts, &by_place)?;
    let advice = advise_with(rule_set, shipment, prefer(args.prefer));
    let expected = wanted::expected(rule_set, args)?;
    let goal = wanted::goal(rule_set, args)?;
    let unknown = wanted::not_known(rule_set, &advice.shipment, args)?;
    let (prefer, steps) = (prefer(args.prefer), Steps(args.budget));
    let explanation = Explanation::new(&advice, &Asked { expected, goal, unknown, prefer, steps });
    let explained = Explained { advice: &advice, explanation: &explanation };
    let mut answer = Vec::new();
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
