//! `advisor route`: one shipment in, its path out.

mod ask;

use advisor::advise::{advise_lines, advise_with};
use advisor::choose::Prefer;
use advisor::evaluate::Verdict;
use advisor::explain::{Steps, change_of_one, reach_in_short};
use advisor::shipment::{InputError, Order};

use crate::cli::{PreferArg, RouteArgs, RouteFormat};
use crate::commands::facts::{Dates, shipment};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{lines, load};
use crate::exit::Exit;
use crate::render;
use crate::render::human::Depth;
use crate::wrong_call::WrongCall;

pub(crate) fn run(args: &RouteArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rule_set = &load::rules(&args.rules, terminal)?;
    let by_place = by_place(&args.first, &args.second);
    let dates = Dates { on: args.on.as_deref(), arrival: args.arrival.as_deref() };
    let order = lines::of_call(args, rule_set, dates, &by_place)?;
    let said = match order.as_ref().map(Order::lines) {
        // One line is a shipment like any other.
        Some([one]) => Ok(one.clone()),
        Some(_) => return of_lines(args, order, terminal),
        None => shipment(rule_set, dates, &args.facts, &by_place),
    };
    let (shipment, asked) = match said {
        Err(Stop::Call(calls)) if may_ask(args, &calls, terminal) => {
            match ask::shipment(rule_set, dates, &args.facts, prefer(args.prefer), terminal)? {
                Some((shipment, said)) => (shipment, Some(said)),
                None => return Err(Stop::Call(calls)),
            }
        }
        shipment => (shipment?, None),
    };
    if args.format == RouteFormat::Ics && args.arrival.is_none() {
        let message = "`--format ics` needs to know when the goods arrive";
        Err(WrongCall::new(message, "add `--arrival DATE`"))?;
    }
    let speech = terminal.speech();
    let advice = advise_with(rule_set, shipment, prefer(args.prefer));
    let mut answer = Vec::new();
    match args.format {
        RouteFormat::Human => {
            let width = terminal.width();
            let holds = reach_in_short(rule_set, &advice.shipment, &advice.facts, &mut steps());
            let change = change_of_one(&advice, prefer(args.prefer));
            let more = render::human::More { holds: holds.ok(), change };
            render::human::route(&advice, &more, speech, depth(args), width, &mut answer)?;
        }
        RouteFormat::Json => render::json::route(&advice, &mut answer)?,
        RouteFormat::Plain => render::plain::route(&advice, &mut answer)?,
        RouteFormat::Mermaid => render::mermaid::route(&advice, &mut answer)?,
        RouteFormat::Ics => match advice.schedule() {
            Some(schedule) => render::ics::route(&advice, &schedule, speech, &mut answer)?,
            None => terminal.message(speech.words.no_calendar()),
        },
    }
    terminal.answer(&answer)?;
    if let Some(said) = asked {
        let call = render::ask::call(std::env::args_os().skip(1), &said, speech);
        terminal.answer(call.as_bytes())?;
    }
    Ok(if advice.decision.verdict == Verdict::Clearable { Exit::Clean } else { Exit::No })
}

/// Several lines in, one path out.
fn of_lines(
    args: &RouteArgs,
    order: Option<Order<'_>>,
    terminal: &mut Terminal,
) -> Result<Exit, Stop> {
    let speech = terminal.speech();
    let Some(advice) = order.and_then(|order| advise_lines(order, prefer(args.prefer))) else {
        let help = "ask for the lines in several shipments";
        return Err(WrongCall::new("there is no such shipment", help).into());
    };
    let mut answer = Vec::new();
    match args.format {
        RouteFormat::Human => {
            let width = terminal.width();
            render::human::order::route(&advice, speech, depth(args), width, &mut answer)?;
        }
        RouteFormat::Json => render::json::order::route(&advice, &mut answer)?,
        RouteFormat::Plain => render::plain::of_lines(&advice, &mut answer)?,
        RouteFormat::Mermaid | RouteFormat::Ics => {
            let message = "such a format tells of one line alone";
            Err(WrongCall::new(message, "take `--format human`, `json` or `plain`"))?;
        }
    }
    terminal.answer(&answer)?;
    Ok(if advice.decision.verdict == Verdict::Clearable { Exit::Clean } else { Exit::No })
}

/// Whether nothing but the goods is missing, and somebody sits there who can be asked for them.
fn may_ask(args: &RouteArgs, calls: &[WrongCall], terminal: &Terminal) -> bool {
    let lacks_goods =
        |call: &WrongCall| matches!(call.mistake.as_deref(), Some(InputError::WhichGoods { .. }));
    args.format == RouteFormat::Human && calls.iter().all(lacks_goods) && terminal.can_ask()
}

/// What a line of an answer may take: it is left out where that is not enough.
fn steps() -> Steps {
    Steps(200_000)
}

/// What is said of goods and port without flags.
pub(super) fn by_place<'a>(
    first: &'a Option<String>,
    second: &'a Option<String>,
) -> Vec<(&'static str, &'a str)> {
    let by_place = [("goods", first), ("port", second)];
    by_place.into_iter().filter_map(|(fact, one)| Some((fact, one.as_deref()?))).collect()
}

fn depth(args: &RouteArgs) -> Depth {
    match (args.all, args.why) {
        (true, _) => Depth::All,
        (false, true) => Depth::Why,
        (false, false) => Depth::Short,
    }
}

/// What makes a way better than another.
pub(super) fn prefer(arg: PreferArg) -> Prefer {
    match arg {
        PreferArg::Lightest => Prefer::Lightest,
        PreferArg::Cheapest => Prefer::Cheapest,
    }
}
