//! Rows of shipments under two rule sets, for `diff`.

use std::path::Path;

use advisor::batch::{Decoded, Moves, OpenError, Options, Replay};
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::{Engine, batch};

use crate::cli::{DiffArgs, RowEncoding, RowsArgs};
use crate::commands::rows::{self, Run};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::threads;
use crate::render::diff::replayed::Replayed;
use crate::render::summary;
use crate::wrong_call::WrongCall;

/// Answers the rows that the call names by both rule sets; nothing where it names none.
pub(crate) fn run<'r>(
    args: &DiffArgs,
    named: impl Iterator<Item = &'r Path>,
    [old, new]: [&'r RuleSet; 2],
    on: Option<[Day; 2]>,
    terminal: &mut Terminal,
) -> Result<Option<Replayed<'r>>, Stop> {
    let Some(file) = &args.shipments else {
        return unused(args).map_or(Ok(None), |flag| Err(without_rows(flag).into()));
    };
    spare(args, file, named, [old, new])?;
    let days = on.unwrap_or_else(|| [old.today(), new.today()]);
    let options = options(&args.rows, file, [old, new], days)?;
    let source = rows::open(file, terminal)?;
    let reader = Decoded::new(source.reader, rows::call::encoding_of(args.rows.encoding));
    let engines = [Engine::new(old), Engine::new(new)];
    let opened = Replay::open(engines.each_ref(), options, args.out.is_some(), reader);
    let (blocks, replay, beginning) = opened.map_err(|error| match error {
        OpenError::Clash(name) => clash(&name).into(),
        other => rows::call::cannot_open(file, other, terminal),
    })?;
    let passed_on: Vec<batch::PassedOn> = replay.passed_on().cloned().collect();
    summary::passed_on(&passed_on).iter().for_each(|notice| terminal.message(notice));
    let run = Run {
        file,
        output: args.out.as_deref(),
        writes: args.out.is_some(),
        jobs: threads(args.proof.jobs),
        length: source.length,
    };
    let done = rows::run(&run, blocks, &|| replay.replayer(), beginning, terminal)?;
    let mut moves: Option<Moves> = None;
    for more in done.counts {
        match &mut moves {
            Some(moves) => moves.merge(&more),
            None => moves = Some(more),
        }
    }
    let name = |path: &Path| path.display().to_string();
    Ok(moves.map(|moves| Replayed {
        file: name(file),
        moves,
        currency: new.currency(),
        out: args.out.as_deref().map(name),
    }))
}

/// What is said of rows where there are none.
fn unused(args: &DiffArgs) -> Option<&'static str> {
    let RowsArgs { input, encoding, delimiter, maps, sets } = &args.rows;
    let said = [
        ("--out", args.out.is_some()),
        ("--input", input.is_some()),
        ("--encoding", *encoding != RowEncoding::Utf8),
        ("--delimiter", delimiter.is_some()),
        ("--map", !maps.is_empty()),
        ("--set", !sets.is_empty()),
    ];
    said.into_iter().find(|(_, said)| *said).map(|(flag, _)| flag)
}

fn without_rows(flag: &str) -> WrongCall {
    WrongCall::new(
        format!("`{flag}` is about rows, and there are none"),
        "name a file of shipments with `--shipments`",
    )
}

fn clash(name: &str) -> WrongCall {
    WrongCall::new(
        format!("the rows have a column `{name}` of their own"),
        "give it another name, or leave out `--out`",
    )
}

/// Refuses to write the rows that move over a file that the call reads.
fn spare<'r>(
    args: &DiffArgs,
    file: &Path,
    named: impl Iterator<Item = &'r Path>,
    rule_sets: [&RuleSet; 2],
) -> Result<(), WrongCall> {
    let Some(out) = args.out.as_deref() else { return Ok(()) };
    if out == Path::new("-") {
        return Err(WrongCall::new(
            "`--out -` is no file",
            "name one: standard output is for what changes",
        ));
    }
    let read = rows::call::read_file;
    let mut taken = vec![("the file of rows", read(file))];
    taken.extend(named.map(|path| ("a rules file", read(path))));
    let beside = rule_sets.into_iter().flat_map(RuleSet::files).map(Path::new);
    taken.extend(beside.map(|path| ("a file of the rules", read(path))));
    rows::call::spare("`--out`", out, &taken).map(|_| ())
}

/// What is asked of the rows, for each side: of a fact that only one of them knows, only that one.
fn options(
    args: &RowsArgs,
    file: &Path,
    rule_sets: [&RuleSet; 2],
    days: [Day; 2],
) -> Result<[Options; 2], Vec<WrongCall>> {
    let [old, new] = days.map(|day| rows::call::options(args, file, day));
    let mut wrong = new.1;
    let mut sides = [old.0, new.0];
    for ((options, rule_set), day) in sides.iter_mut().zip(rule_sets).zip(days) {
        let knows = |maps: &[(String, String)], sets: &[(String, String)], by: &RuleSet| {
            let mut one = Options::new(by.first_date().max(day));
            (one.maps, one.sets) = (maps.to_vec(), sets.to_vec());
            one.problems(by).is_empty()
        };
        let others = || rule_sets.into_iter();
        options.maps.retain(|one| {
            let one = std::slice::from_ref(one);
            knows(one, &[], rule_set) || !others().any(|other| knows(one, &[], other))
        });
        options.sets.retain(|one| {
            let one = std::slice::from_ref(one);
            knows(&[], one, rule_set) || !others().any(|other| knows(&[], one, other))
        });
    }
    // What neither knows is told once.
    let mut problems = sides.iter().zip(rule_sets).map(|(one, by)| rows::call::problems(one, by));
    wrong.extend(problems.find(|problems| !problems.is_empty()).into_iter().flatten());
    if wrong.is_empty() { Ok(sides) } else { Err(wrong) }
}
