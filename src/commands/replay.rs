//! Rows of shipments under two rule sets, for `diff`.

use std::path::Path;

use advisor::batch::{Decoded, Moves, OpenError, Options, Replay};
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::{Engine, batch};

use crate::cli::{DiffArgs, RowsArgs};
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
        let unused = rows::call::unused(&args.rows, args.out.as_deref());
        return unused.map_or(Ok(None), |call| Err(call.into()));
    };
    let beside = [old, new].into_iter().flat_map(RuleSet::files);
    rows::call::spare_out(args.out.as_deref(), file, named, beside)?;
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

fn clash(name: &str) -> WrongCall {
    WrongCall::new(
        format!("the rows have a column `{name}` of their own"),
        "give it another name, or leave out `--out`",
    )
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
