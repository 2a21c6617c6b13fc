//! What a call of `advisor diff` compares: two files, one with its past, or one with itself.

use std::path::{Path, PathBuf};

use advisor::diff;
use advisor::lexicon;
use advisor::model::ids::numbered;
use advisor::model::value::Day;
use advisor::model::{RuleSet, SourceId};
use advisor::shipment::date;
use anyhow::Context;

use crate::cli::DiffArgs;
use crate::commands::git::Revision;
use crate::commands::load;
use crate::commands::terminal::{Stop, Terminal};
use crate::render::diff::only_one;
use crate::wrong_call::WrongCall;

/// As many letters of the id of a file tell it from all others.
const ID: usize = 12;

/// The files that are compared; one alone with itself.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) old: PathBuf,
    pub(crate) new: Option<PathBuf>,
}

impl Named {
    /// What the call names.
    pub(crate) fn of(args: &DiffArgs) -> Result<Self, Stop> {
        let (old, new) = (args.old.as_deref(), args.new.as_deref());
        let at = |rev: &str, file: &Path| -> Result<Self, Stop> {
            let failed = || format!("could not read `{}` at `{rev}`", file.display());
            let old = Revision::of_file(rev, file).with_context(failed)?;
            Ok(Self { old, new: Some(file.to_owned()) })
        };
        match (args.git, old, new) {
            (true, Some(rev), Some(file)) => at(&rev.to_string_lossy(), file),
            (true, Some(file), None) => at("HEAD", file),
            (false, Some(old), new) => {
                Ok(Self { old: old.to_owned(), new: new.map(Path::to_owned) })
            }
            (_, None, _) => Err(nothing_named().into()),
        }
    }

    /// What git gives its diff driver: the path, then the file, its id and its mode of each side.
    /// None where there is nothing to compare, which is told.
    pub(crate) fn driven(words: &[String], terminal: &mut Terminal) -> Result<Option<Self>, Stop> {
        let [path, old_file, old_id, _, new_file, new_id, ..] = words else {
            return Ok(None);
        };
        let side = |file: &str, id: &str| -> Option<PathBuf> {
            let id = id.get(..ID).filter(|id| id.bytes().any(|byte| byte != b'0'));
            match id {
                _ if file == "/dev/null" => None,
                // What stands in the folder of the repository is read there.
                Some(id) if file != path => Some(PathBuf::from(format!("{id}:{path}"))),
                _ => Some(PathBuf::from(file)),
            }
        };
        let (old, new) = (side(old_file, old_id), side(new_file, new_id));
        let tongue = terminal.speech().tongue;
        let text = match (&old, &new) {
            (Some(_), Some(_)) => format!("{path}\n"),
            (None, _) => only_one(diff::Side::New, path, tongue),
            (_, None) => only_one(diff::Side::Old, path, tongue),
        };
        terminal.answer(text.as_bytes())?;
        Ok(old.zip(new).map(|(old, new)| Self { old, new: Some(new) }))
    }

    /// All files that are named.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(&self.old).chain(&self.new).map(PathBuf::as_path)
    }

    /// The day on which each side is looked at.
    pub(crate) fn days(&self, args: &DiffArgs) -> Result<Option<[Day; 2]>, WrongCall> {
        let days = args.on.iter().map(|day| date(day));
        let days: Vec<Day> = days.collect::<Result<_, _>>()?;
        let alone = self.new.is_none() && args.without.is_none() && !args.sources;
        match days.as_slice() {
            [] | [_] if alone => Err(WrongCall::new(
                "one file alone was given",
                "name the new file, too, or say what one file is compared by: `--git`, \
                 `--on A --on B`, `--without SOURCE` or `--sources`",
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
    pub(crate) fn rule_sets(
        &self,
        args: &DiffArgs,
        terminal: &mut Terminal,
    ) -> Result<[RuleSet; 2], Stop> {
        let mut read = |path: &Path| load::named(path, args.limit.rules_limit, terminal);
        // Both are read before either stops the call, so that all problems are told at once.
        let (old, new) = (read(&self.old), self.new.as_deref().map(read));
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
}

fn nothing_named() -> WrongCall {
    WrongCall::new(
        "no file was named",
        "name the rules as they were and as they are to be, `advisor diff old.toml new.toml`, or \
         one file that git knows, `advisor diff --git rules.toml`",
    )
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
