//! One function for each verb: load, compute, render, say how it ended.

mod batch;
mod check;
mod list;
mod load;
mod progress;
mod roots;
mod route;
mod sources;
pub(crate) mod terminal;
mod test;

use std::path::Path;

use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::shipment::{WrongCall, date};
use advisor::witness::quoted;

use crate::cli::Verb;
use crate::commands::terminal::{Stop, Terminal};
use crate::exit::Exit;

/// Carries out a verb.
pub(crate) fn run(verb: &Verb, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rules = match verb {
        Verb::Route(args) => args.rules.rules.as_deref(),
        Verb::Batch(args) => args.rules.rules.as_deref(),
        Verb::List(args) => args.rules.rules.as_deref(),
        Verb::Check(_) | Verb::Test(_) | Verb::Rules => None,
    };
    carry_out(verb, terminal).map_err(|stop| match (stop, rules) {
        (Stop::Call(call), Some(rules)) => Stop::Call(about(rules, call)),
        (stop, _) => stop,
    })
}

/// Lets the commands that a help names ask the same rules.
fn about(rules: &Path, call: WrongCall) -> WrongCall {
    let file = quoted(&rules.to_string_lossy());
    let asks = |part: &str| match part.starts_with("advisor list ") {
        true => format!("{part} --rules {file}"),
        false => part.to_owned(),
    };
    let help = call.help.map(|help| help.split('`').map(asks).collect::<Vec<_>>().join("`"));
    WrongCall { help, ..call }
}

fn carry_out(verb: &Verb, terminal: &mut Terminal) -> Result<Exit, Stop> {
    match verb {
        Verb::Route(args) => route::run(args, terminal),
        Verb::Batch(args) => batch::run(args, terminal),
        Verb::List(args) => list::run(args, terminal),
        Verb::Check(args) => check::run(args, terminal),
        Verb::Test(args) => test::run(args, terminal),
        Verb::Rules => {
            terminal.answer(advisor::builtin::TEXT.as_bytes())?;
            Ok(Exit::Clean)
        }
    }
}

/// The date that a call names, else today where the rules hold.
fn date_or_today(text: Option<&str>, rule_set: &RuleSet) -> Result<Day, WrongCall> {
    text.map_or_else(|| Ok(rule_set.today()), date)
}

/// How many threads may work at once where nobody says so.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
