//! `advisor diff`: what a change of rules does to shipments.

mod sides;

use advisor::diff::{self, Change, Difference, Direction, Group, Options};
use advisor::model::SourceId;
use advisor::model::ids::numbered;

use crate::cli::{DiffArgs, DiffFormat, FailOn};
use crate::commands::diff::sides::Named;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{load, progress, replay, threads};
use crate::exit::Exit;
use crate::render;
use crate::render::diff::Compared;
use crate::render::diff::sources::Hanging;

pub(crate) fn run(args: &DiffArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    if !args.git_driver.is_empty() {
        return driven(args, terminal);
    }
    let named = Named::of(args)?;
    compare(args, &named, args.fail_on, terminal)
}

/// As a diff driver of git, which goes on to the next file only if this ends well.
fn driven(args: &DiffArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let Some(named) = Named::driven(&args.git_driver, terminal)? else {
        return Ok(Exit::Clean);
    };
    match compare(args, &named, FailOn::Never, terminal) {
        Ok(_) | Err(Stop::Invalid) => Ok(Exit::Clean),
        Err(stop) => Err(stop),
    }
}

fn compare(
    args: &DiffArgs,
    named: &Named,
    fail_on: FailOn,
    terminal: &mut Terminal,
) -> Result<Exit, Stop> {
    let on = named.days(args)?;
    let options = Options {
        budget: args.proof.budget(),
        threads: threads(args.proof.jobs),
        progress: Some(progress::tell),
        on,
    };
    if args.sources {
        return sources(args, named, &options, terminal);
    }
    let [old, new] = named.rule_sets(args, terminal)?;
    let replayed = replay::run(args, named.paths(), [&old, &new], on, terminal)?;
    let difference = diff::diff(&old, &new, &options);
    progress::clear();
    let compared = Compared { rule_sets: [&old, &new], difference: &difference, on, replayed };
    let tongue = terminal.speech().tongue;
    let mut answer = Vec::new();
    let out = &mut answer;
    match args.format {
        DiffFormat::Human => render::diff::human::report(&compared, tongue, terminal.width(), out)?,
        DiffFormat::Json => render::diff::json::report(&compared, out)?,
        DiffFormat::Markdown => render::diff::markdown::comment(&compared, tongue, out)?,
        DiffFormat::Github => render::diff::github::annotations(&compared, out)?,
    }
    terminal.answer(&answer)?;
    Ok(if fails(&difference, fail_on) {
        Exit::No
    } else if difference.undecided.is_some() {
        Exit::Undecided
    } else {
        Exit::Clean
    })
}

/// What hangs on each source.
fn sources(
    args: &DiffArgs,
    named: &Named,
    options: &Options,
    terminal: &mut Terminal,
) -> Result<Exit, Stop> {
    let rule_set = load::named(&named.old, args.limit.rules_limit, terminal)?;
    let mut all = Vec::new();
    let mut undecided = false;
    for (id, source) in numbered::<SourceId, _>(rule_set.sources()) {
        let difference = diff::diff(&rule_set, &diff::without(&rule_set, id), options);
        undecided |= difference.undecided.is_some();
        let (rules, changes) = (difference.rules.len(), difference.groups.len());
        all.push(Hanging { source, rules, changes, size: difference.total });
    }
    progress::clear();
    let mut answer = Vec::new();
    let tongue = terminal.speech().tongue;
    render::diff::sources::human(&all, tongue, terminal.table_width(), &mut answer)?;
    terminal.answer(&answer)?;
    Ok(if undecided { Exit::Undecided } else { Exit::Clean })
}

/// Whether something changes that the call does not want.
fn fails(difference: &Difference, fail_on: FailOn) -> bool {
    let is_worse = |group: &&Group| group.direction == Direction::Worse;
    let mut worse = difference.groups.iter().filter(is_worse).map(|group| &group.change);
    match fail_on {
        FailOn::Any => difference.has_effect(),
        FailOn::Worse => worse.next().is_some(),
        FailOn::Stricter => worse.any(|change| {
            matches!(
                change,
                Change::Refused
                    | Change::NoPath { .. }
                    | Change::Lane { .. }
                    | Change::Release { .. }
            )
        }),
        FailOn::Refused => worse.any(|change| *change == Change::Refused),
        FailOn::Never => false,
    }
}
