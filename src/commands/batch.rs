//! `advisor batch`: many shipments in, one answer each out.

mod call;

use std::io;
use std::path::Path;

use advisor::Engine;
use advisor::batch::{Batch, Decoded, Tally};
use advisor::model::RuleSet;
use anyhow::Context;

use crate::cli::BatchArgs;
use crate::commands::rows::{self, Run};
use crate::commands::same_file::FileId;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{date_or_today, load, sink, threads};
use crate::exit::Exit;
use crate::render::summary;
use crate::wrong_call::WrongCall;

pub(crate) fn run(args: &BatchArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rules = args.rules.rules.clone().or_else(load::from_environment);
    if rules.as_deref() == Some(Path::new("-")) && args.file == Path::new("-") {
        return Err(rows::call::two_inputs().into());
    }
    if args.summary.as_deref() == Some(Path::new("-")) {
        return Err(call::summary_among_rows().into());
    }
    let rule_set = &load::rules(&args.rules, terminal)?;
    spare_other_files(args, rules.as_deref(), rule_set)?;
    let day = date_or_today(args.on.as_deref(), rule_set)?;
    let options = call::options(args, rule_set, day)?;
    let source = rows::open(&args.file, terminal)?;
    let reader = Decoded::new(source.reader, rows::call::encoding_of(args.rows.encoding));
    let engine = Engine::new(rule_set);
    let batch = Batch::open(&engine, &options, reader);
    let batch = batch.map_err(|error| rows::call::cannot_open(&args.file, error, terminal))?;
    let is_empty = batch.is_empty();
    let (blocks, rows, beginning) = batch.into_parts();
    let notices = summary::passed_on(rows.passed_on()).into_iter();
    let notices = notices.chain(is_empty.then(|| "the input is empty: there is no header".into()));
    notices.filter(|_| !args.quiet).for_each(|notice| terminal.message(&notice));
    let run = Run {
        file: &args.file,
        output: args.output.as_deref(),
        writes: true,
        jobs: threads(args.jobs),
        length: source.length,
    };
    let done = rows::run(&run, blocks, &|| rows.answerer(), beginning, terminal)?;
    let mut tally = Tally::default();
    done.counts.iter().for_each(|more| tally.merge(more));
    // A pipe may wait for its reader: with nobody to hear of them, signals end the program.
    let is_device = args.summary.as_deref().is_some_and(sink::is_device);
    let _heard = (!is_device).then_some(done.signals);
    finish(args, rule_set, &tally, terminal)
}

/// Refuses a call that would write one file over another that it names.
fn spare_other_files(
    args: &BatchArgs,
    rules: Option<&Path>,
    rule_set: &RuleSet,
) -> Result<(), WrongCall> {
    let read = rows::call::read_file;
    let mut taken = vec![("the input", read(&args.file)), ("the rules file", rules.and_then(read))];
    let beside =
        rule_set.files().skip(1).map(|name| ("a file of the rules", read(Path::new(name))));
    taken.extend(beside);
    taken.push(match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => rows::call::spare("`--output`", path, &taken)?,
        // Where it leads is the shell's doing, and done already.
        None => ("standard output", FileId::of_stream(&io::stdout())),
    });
    args.summary
        .iter()
        .try_for_each(|path| rows::call::spare("`--summary`", path, &taken).map(|_| ()))
}

/// Says what was done.
fn finish(
    args: &BatchArgs,
    rule_set: &RuleSet,
    tally: &Tally,
    terminal: &mut Terminal,
) -> Result<Exit, Stop> {
    if let Some(path) = &args.summary {
        let mut text = serde_json::to_vec_pretty(&summary::json(tally, rule_set))
            .context("could not write the summary")?;
        text.push(b'\n');
        sink::write_file(path, &text)?;
    } else if !args.quiet {
        terminal.message(&summary::human(tally, rule_set));
    }
    let bad = tally.bad_rows > 0 && !args.keep_going;
    Ok(if bad { Exit::NotValid } else { Exit::Clean })
}
