//! One function for each verb: load, compute, render, say how it ended.

mod batch;
mod check;
mod compare;
mod diff;
mod explain;
mod facts;
mod git;
mod lines;
mod list;
mod load;
mod progress;
mod replay;
mod roots;
mod route;
mod rows;
mod rules;
mod same_file;
mod sink;
mod sources;
mod start;
mod statements;
pub(crate) mod terminal;
mod test;

use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::shipment::date;

use crate::cli::Verb;
use crate::commands::terminal::{Stop, Terminal};
use crate::exit::Exit;
use crate::wrong_call::WrongCall;

pub(crate) use start::start;

/// Carries out a verb.
pub(crate) fn run(verb: &Verb, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rules = match verb {
        Verb::Route(args) => args.rules.rules.as_deref(),
        Verb::Explain(args) => args.rules.rules.as_deref(),
        Verb::Compare(args) => args.rules.rules.as_deref(),
        Verb::Batch(args) => args.rules.rules.as_deref(),
        Verb::List(args) => args.rules.rules.as_deref(),
        Verb::Check(_) | Verb::Test(_) | Verb::Diff(_) | Verb::Rules(_) => None,
    };
    carry_out(verb, terminal).map_err(|stop| match (stop, rules) {
        (Stop::Call(calls), Some(rules)) => {
            Stop::Call(calls.into_iter().map(|call| call.about(rules)).collect())
        }
        (stop, _) => stop,
    })
}

fn carry_out(verb: &Verb, terminal: &mut Terminal) -> Result<Exit, Stop> {
    match verb {
        Verb::Route(args) => route::run(args, terminal),
        Verb::Explain(args) => explain::run(args, terminal),
        Verb::Compare(args) => compare::run(args, terminal),
        Verb::Batch(args) => batch::run(args, terminal),
        Verb::List(args) => list::run(args, terminal),
        Verb::Check(args) => check::run(args, terminal),
        Verb::Test(args) => test::run(args, terminal),
        Verb::Diff(args) => diff::run(args, terminal),
        Verb::Rules(args) => rules::run(args, terminal),
    }
}

/// The date that a call names, else today where the rules hold.
fn date_or_today(text: Option<&str>, rule_set: &RuleSet) -> Result<Day, WrongCall> {
    Ok(text.map_or_else(|| Ok(rule_set.today()), date)?)
}

/// How many threads may work at once: as many as were asked for, else as there are cores.
fn threads(jobs: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    jobs.map_or_else(cores, usize::from)
}
