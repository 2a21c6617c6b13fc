//! `advisor explain --shipments`: which single change does most for many shipments.

use std::path::Path;

use advisor::batch::{Batch, Column, Decoded, Options, Tally};
use advisor::explain::singles;
use advisor::model::value::Day;
use advisor::{Engine, RuleSet};

use crate::cli::{ExplainArgs, ExplainFormat, PreferArg};
use crate::commands::rows::{self, Run};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{date_or_today, load, threads};
use crate::exit::Exit;
use crate::render;
use crate::render::explain::Ranked;
use crate::wrong_call::WrongCall;

/// The columns that are added to the rows.
const COLUMNS: [Column; 9] = [
    Column::Verdict,
    Column::Lane,
    Column::Release,
    Column::Tax,
    Column::Change,
    Column::ChangeLane,
    Column::ChangeRelease,
    Column::ChangeSaves,
    Column::Error,
];

/// Answers the rows of a file, and tells what would do most for them.
pub(super) fn run(args: &ExplainArgs, file: &Path, terminal: &mut Terminal) -> Result<Exit, Stop> {
    refuse_what_is_for_one(args)?;
    let rules = args.rules.rules.clone().or_else(load::from_environment);
    if rules.as_deref() == Some(Path::new("-")) && file == Path::new("-") {
        return Err(rows::call::two_inputs().into());
    }
    let rule_set = &load::rules(&args.rules, terminal)?;
    rows::call::spare_out(
        args.out.as_deref(),
        file,
        rules.iter().map(|path| &**path),
        rule_set.files(),
    )?;
    let day = date_or_today(args.on.as_deref(), rule_set)?;
    let options = options(args, file, rule_set, day)?;
    let tally = answered(args, file, rule_set, &options, terminal)?;
    let answer = told(args, rule_set, &tally, terminal)?;
    terminal.message(&render::summary::human(&tally, rule_set));
    terminal.answer(&answer)?;
    Ok(if tally.bad_rows > 0 { Exit::NotValid } else { Exit::Clean })
}

/// What is asked of the rows. What the call says of a fact holds for all of them.
fn options(
    args: &ExplainArgs,
    file: &Path,
    rule_set: &RuleSet,
    day: Day,
) -> Result<Options, Vec<WrongCall>> {
    let by_place = [("goods", &args.first), ("port", &args.second)];
    let by_place = by_place.into_iter().filter_map(|(id, text)| Some((id, text.as_deref()?)));
    let flags = args.facts.named().map(|(id, text)| -> (&str, &str) { (id, text) });
    let said = by_place.chain(flags).map(|(id, text)| format!("{id}={text}"));
    let mut of_rows = args.rows.clone();
    of_rows.sets.extend(said.chain(args.facts.facts.iter().cloned()));
    let (mut options, mut wrong) = rows::call::options(&of_rows, file, day);
    options.columns = COLUMNS.to_vec();
    wrong.extend(rows::call::problems(&options, rule_set));
    if wrong.is_empty() { Ok(options) } else { Err(wrong) }
}

fn answered(
    args: &ExplainArgs,
    file: &Path,
    rule_set: &RuleSet,
    options: &Options,
    terminal: &mut Terminal,
) -> Result<Tally, Stop> {
    let source = rows::open(file, terminal)?;
    let reader = Decoded::new(source.reader, rows::call::encoding_of(args.rows.encoding));
    let engine = Engine::new(rule_set);
    let batch = Batch::open(&engine, options, reader);
    let batch = batch.map_err(|error| rows::call::cannot_open(file, error, terminal))?;
    let (blocks, rows, beginning) = batch.into_parts();
    let run = Run {
        file,
        output: args.out.as_deref(),
        writes: args.out.is_some(),
        jobs: threads(None),
        length: source.length,
    };
    let done = rows::run(&run, blocks, &|| rows.answerer(), beginning, terminal)?;
    let mut tally = Tally::default();
    done.counts.iter().for_each(|more| tally.merge(more));
    Ok(tally)
}

fn told(
    args: &ExplainArgs,
    rule_set: &RuleSet,
    tally: &Tally,
    terminal: &Terminal,
) -> Result<Vec<u8>, Stop> {
    let changes = singles(rule_set);
    let ranked = Ranked::new(rule_set, tally, &changes, args.all);
    let (mut answer, speech) = (Vec::new(), terminal.speech());
    match args.format {
        ExplainFormat::Human => ranked.human(speech, terminal.width(), &mut answer)?,
        ExplainFormat::Json => ranked.json(&mut answer)?,
        ExplainFormat::Markdown => ranked.markdown(speech, &mut answer)?,
    }
    Ok(answer)
}

/// Refuses what is asked of one shipment.
fn refuse_what_is_for_one(args: &ExplainArgs) -> Result<(), Vec<WrongCall>> {
    let asked = [
        ("--verdict", args.verdict.is_some()),
        ("--lane", args.lane.is_some()),
        ("--flow", args.flow.is_some()),
        ("--release", args.release.is_some()),
        ("--rule", args.rule.is_some()),
        ("--want", args.want.is_some()),
        ("--unknown", !args.unknown.is_empty()),
        ("--strict", args.strict),
        ("--prefer", args.prefer != PreferArg::Lightest),
    ];
    let wrong = asked.into_iter().filter(|(_, asked)| *asked).map(|(flag, _)| {
        WrongCall::new(
            format!("`{flag}` asks about one shipment, `--shipments` about many"),
            "leave one of the two out",
        )
    });
    let wrong: Vec<WrongCall> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}
