//! `advisor diff`: what a change of rules does to shipments.

use std::path::Path;

use advisor::diff::{self, Change, Difference, Direction, Group, Options};
use advisor::lexicon;
use advisor::model::ids::numbered;
use advisor::model::value::Day;
use advisor::model::{RuleSet, SourceId};
use advisor::shipment::date;

use crate::cli::{DiffArgs, DiffFormat, FailOn};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{load, progress, threads};
use crate::exit::Exit;
use crate::render;
use crate::render::diff::Compared;
use crate::render::diff::sources::Hanging;
use crate::wrong_call::WrongCall;

pub(crate) fn run(args: &DiffArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let on = days(args)?;
    let options = Options {
        budget: args.proof.budget(),
        threads: threads(args.proof.jobs),
        progress: Some(progress::tell),
        on,
    };
    if args.sources {
        return sources(args, &options, terminal);
    }
    let [old, new] = rule_sets(args, terminal)?;
    let difference = diff::diff(&old, &new, &options);
    progress::clear();
    let compared = Compared { rule_sets: [&old, &new], difference: &difference, on };
    let mut answer = Vec::new();
    let out = &mut answer;
    match args.format {
        DiffFormat::Human => render::diff::human::report(&compared, terminal.width(), out)?,
        DiffFormat::Json => render::diff::json::report(&compared, out)?,
        DiffFormat::Markdown => render::diff::markdown::comment(&compared, out)?,
        DiffFormat::Github => render::diff::github::annotations(&compared, out)?,
    }
    terminal.answer(&answer)?;
    Ok(if fails(&difference, args.fail_on) {
        Exit::No
    } else if difference.undecided.is_some() {
        Exit::Undecided
    } else {
        Exit::Clean
    })
}

/// The day on which each side is looked at.
fn days(args: &DiffArgs) -> Result<Option<[Day; 2]>, WrongCall> {
    let days = args.on.iter().map(|day| date(day));
    let days: Vec<Day> = days.collect::<Result<_, _>>()?;
    let alone = args.new.is_none() && args.without.is_none() && !args.sources;
    match days.as_slice() {
        [] | [_] if alone => Err(WrongCall::new(
            "one file alone was given",
            "name the new file, too, or say what one file is compared by: `--on A --on B`, \
             `--without SOURCE` or `--sources`",
        )),
        [] => Ok(None),
        [day] => Ok(Some([*day, *day])),
        [one, other] if alone => Ok(Some([*one, *other])),
        _ => Err(WrongCall::new(
            format!("{} dates were given", days.len()),
            "two dates compare one file with itself; two files are compared on one date",
        )),
    }
}

/// Both sides, of one file or of two.
fn rule_sets(args: &DiffArgs, terminal: &mut Terminal) -> Result<[RuleSet; 2], Stop> {
    let mut read = |path: &Path| load::named(path, args.limit.rules_limit, terminal);
    // Both are read before either stops the call, so that all problems are told at once.
    let (old, new) = (read(&args.old), args.new.as_deref().map(read));
    let (old, new) = match (old, new) {
        (Ok(old), None) => {
            let new = match &args.without {
                Some(source) => diff::without(&old, called(&old, source)?),
                None => old.clone(),
            };
            (old, new)
        }
        (Ok(old), Some(Ok(new))) => (old, new),
        (Err(stop @ Stop::Failed(_)), _) | (_, Some(Err(stop))) | (Err(stop), _) => {
            return Err(stop);
        }
    };
    let first = old.first_date().max(new.first_date());
    match args.on.iter().filter_map(|day| Day::parse(day)).find(|day| *day < first) {
        Some(day) => {
            let message = format!("the rules do not speak of {day}");
            Err(WrongCall::new(message, format!("their first date is {first}")).into())
        }
        None => Ok([old, new]),
    }
}

/// The source with this id.
fn called(rule_set: &RuleSet, id: &str) -> Result<SourceId, WrongCall> {
    let known = numbered::<SourceId, _>(rule_set.sources()).find(|(_, source)| source.id == id);
    known.map(|(at, _)| at).ok_or_else(|| {
        let ids = rule_set.sources().iter().map(|source| source.id.as_str());
        let near = lexicon::did_you_mean(id, ids);
        let help = near.unwrap_or_else(|| "`advisor list sources` has them all".to_owned());
        WrongCall::new(format!("the rules cite no source `{id}`"), help)
    })
}

/// What hangs on each source.
fn sources(args: &DiffArgs, options: &Options, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rule_set = load::named(&args.old, args.limit.rules_limit, terminal)?;
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
    render::diff::sources::human(&all, terminal.table_width(), &mut answer)?;
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
