//! `advisor batch`: many shipments in, one answer each out.

mod call;
mod pipeline;
mod signals;

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use advisor::Engine;
use advisor::batch::{Batch, Decoded, Tally};
use advisor::model::RuleSet;
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::BatchArgs;
use crate::commands::batch::pipeline::{Event, Shared};
use crate::commands::same_file::FileId;
use crate::commands::sink::Sink;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{date_or_today, load, sink, threads};
use crate::exit::Exit;
use crate::render::summary;
use crate::wrong_call::WrongCall;

/// How long a write under way may take once a signal came: a reader that reads gets whole rows.
const LAST_WRITE: Duration = Duration::from_secs(2);

pub(crate) fn run(args: &BatchArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let rules = args.rules.rules.clone().or_else(load::from_environment);
    if rules.as_deref() == Some(Path::new("-")) && args.file == Path::new("-") {
        return Err(call::two_inputs().into());
    }
    if args.summary.as_deref() == Some(Path::new("-")) {
        return Err(call::summary_among_rows().into());
    }
    let rule_set = &load::rules(&args.rules, terminal)?;
    spare_other_files(args, rules.as_deref(), rule_set)?;
    let day = date_or_today(args.on.as_deref(), rule_set)?;
    let options = call::options(args, rule_set, day)?;
    if args.file == Path::new("-") && io::stdin().is_terminal() {
        terminal.message("reading rows from the terminal: Ctrl-D ends them");
    }
    let source = open(&args.file)?;
    let reader = Decoded::new(source.reader, call::encoding_of(args.encoding));
    let engine = Engine::new(rule_set);
    let batch = Batch::open(&engine, &options, reader);
    let batch = batch.map_err(|error| call::cannot_open(args, error, terminal))?;
    let is_empty = batch.is_empty();
    let (blocks, rows, beginning) = batch.into_parts();
    let notices = summary::passed_on(rows.passed_on()).into_iter();
    let notices = notices.chain(is_empty.then(|| "the input is empty: there is no header".into()));
    notices.filter(|_| !args.quiet).for_each(|notice| terminal.message(&notice));

    let (sender, events) = channel();
    signals::watch(sender.clone()).context("could not start a thread")?;
    let (sink, mut pending) = Sink::open(args.output.as_deref())?;
    let jobs = threads(args.jobs);
    let shared = Shared::default();
    let tally = std::thread::scope(|scope| {
        let parts = (blocks, &rows, beginning);
        let begun = pipeline::start(scope, parts, sink, jobs, &shared, &sender);
        drop(sender);
        let begun = begun.context("could not start a thread").map_err(Stop::Failed);
        let ended = begun.and_then(|jobs| wait(&events, &shared, jobs, source.length, args));
        ended.unwrap_or_else(|stop| {
            // A thread that waits in a read is not waited for, and no file stays half written.
            drop(pending.take());
            terminal.leave(stop)
        })
    });
    if let Some(pending) = pending {
        pending.appear()?;
    }
    if args.summary.as_deref().is_some_and(sink::is_device) {
        // A pipe may wait for its reader: with nobody to hear of them, signals end the program.
        drop(events);
    }
    finish(args, rule_set, &tally, terminal)
}

/// Refuses a call that would write one file over another that it names.
fn spare_other_files(
    args: &BatchArgs,
    rules: Option<&Path>,
    rule_set: &RuleSet,
) -> Result<(), WrongCall> {
    let is_stream = |path: &&Path| *path == Path::new("-");
    let read = |path: &Path| match is_stream(&path) {
        true => FileId::of_stream(&io::stdin()),
        false => FileId::of(path),
    };
    let mut taken = vec![("the input", read(&args.file)), ("the rules file", rules.and_then(read))];
    let beside =
        rule_set.files().skip(1).map(|name| ("a file of the rules", read(Path::new(name))));
    taken.extend(beside);
    let written = |flag: &'static str, path: &Path, taken: &[(&str, Option<FileId>)]| {
        let id = FileId::of(path);
        let other = taken.iter().find(|(_, other)| id.is_some() && *other == id);
        other.map_or(Ok((flag, id)), |(other, _)| Err(call::written_over(flag, other)))
    };
    taken.push(match args.output.as_deref().filter(|path| !is_stream(path)) {
        Some(path) => written("`--output`", path, &taken)?,
        // Where it leads is the shell's doing, and done already.
        None => ("standard output", FileId::of_stream(&io::stdout())),
    });
    args.summary.iter().try_for_each(|path| written("`--summary`", path, &taken).map(|_| ()))
}

/// The input, and how long it is if that is known.
struct Source {
    reader: Box<dyn Read + Send>,
    length: Option<u64>,
}

fn open(path: &Path) -> anyhow::Result<Source> {
    if path == Path::new("-") {
        return Ok(Source { reader: Box::new(io::stdin()), length: None });
    }
    let failed = || format!("could not read `{}`", path.display());
    let file = File::open(path).with_context(failed)?;
    let known = file.metadata().with_context(failed)?;
    let length = known.is_file().then_some(known.len());
    Ok(Source { reader: Box::new(file), length })
}

/// Waits until all rows are written, or something else ends the run.
fn wait(
    events: &Receiver<Event>,
    shared: &Shared,
    jobs: usize,
    length: Option<u64>,
    args: &BatchArgs,
) -> Result<Tally, Stop> {
    let progress = progress(args, length);
    let mut tally = Tally::default();
    let (mut counted, mut written, mut failed) = (0, false, None);
    while !written || (counted < jobs && failed.is_none()) {
        match events.recv_timeout(Duration::from_millis(100)) {
            Ok(Event::Counted(more)) => {
                tally.merge(&more);
                counted += 1;
            }
            Ok(Event::Written(Ok(()))) => written = true,
            Ok(Event::Written(Err(error))) => {
                let name = args
                    .output
                    .as_ref()
                    .map_or("standard output".to_owned(), |path| format!("`{}`", path.display()));
                let error = anyhow::Error::new(error).context(format!("could not write {name}"));
                return Err(Stop::Failed(error));
            }
            Ok(Event::ReadFailed(error)) => failed = Some(error),
            Ok(Event::Signal(signal)) => {
                let end = Instant::now() + LAST_WRITE;
                while shared.stop() && Instant::now() < end {
                    std::thread::sleep(Duration::from_millis(1));
                }
                return Err(Stop::Signal(signal));
            }
            Ok(Event::Lost) => {
                return Err(Stop::Failed(anyhow::anyhow!("a thread ended before its time")));
            }
            Err(_) => progress.set_position(shared.bytes_read.load(Ordering::Relaxed)),
        }
    }
    progress.finish_and_clear();
    if let Some(error) = failed {
        let context = format!("could not read `{}`", args.file.display());
        return Err(Stop::Failed(anyhow::Error::new(error).context(context)));
    }
    Ok(tally)
}

/// A line on a terminal with rate and time left; nothing elsewhere, nor where rows would tear it.
fn progress(args: &BatchArgs, length: Option<u64>) -> ProgressBar {
    let among_rows = args.output.is_none() && io::stdout().is_terminal();
    if among_rows || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match length {
        Some(length) => (
            ProgressBar::new(length),
            "{bar:30} {percent}% {decimal_bytes}, {decimal_bytes_per_sec}, {eta} left",
        ),
        None => (ProgressBar::no_length(), "{spinner} {decimal_bytes}, {decimal_bytes_per_sec}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
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
