//! `advisor diff`: what a change of rules does to shipments.

use advisor::analyze::Budget;
use advisor::diff::{self, Options};
use advisor::shipment::date;

use crate::cli::{DiffArgs, DiffFormat};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{cores, load, progress};
use crate::exit::Exit;
use crate::render;
use crate::render::diff::Compared;

pub(crate) fn run(args: &DiffArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let on = args.on.as_deref().map(date).transpose()?.map(|day| [day, day]);
    // Both are read before either stops the call, so that all problems are told at once.
    let read = [&args.old, &args.new].map(|path| load::named(path, args.rules_limit, terminal));
    let [old, new] = read;
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(stop @ Stop::Failed(_)), _) | (_, Err(stop)) | (Err(stop), _) => return Err(stop),
    };
    let options = Options {
        budget: Budget { question: args.budget, total: args.budget_total },
        threads: args.jobs.map_or_else(cores, usize::from),
        progress: Some(progress::tell),
        on,
    };
    let difference = diff::diff(&old, &new, &options);
    progress::clear();
    let compared = Compared { rule_sets: [&old, &new], difference: &difference };
    let mut answer = Vec::new();
    match args.format {
        DiffFormat::Human => render::diff::human::report(&compared, terminal.width(), &mut answer)?,
    }
    terminal.answer(&answer)?;
    Ok(if difference.has_effect() {
        Exit::No
    } else if difference.undecided.is_some() {
        Exit::Undecided
    } else {
        Exit::Clean
    })
}
