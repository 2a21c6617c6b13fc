//! `advisor batch`: many shipments in, one answer each out.

mod call;

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use advisor::Engine;
use anyhow::Context;
use indexmap::IndexSet;
use indicatif::{ProgressBar, ProgressStyle};

use crate::batch::blocks::{Blocks, LONGEST_ROW, foreign_encoding};
use crate::batch::jsonl;
use crate::batch::pipeline::{self, Event, Rows, Shared};
use crate::batch::plan::{Format, Plan};
use crate::batch::same_file::FileId;
use crate::batch::sink::{self, Sink};
use crate::batch::summary::Tally;
use crate::cli::BatchArgs;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{cores, date_or_today, load};
use crate::exit::Exit;
use crate::render::text::shown;
use crate::wrong_call::WrongCall;

/// So many rows of JSON lines tell the columns of CSV, unless they are very long.
const SAMPLED: usize = 1000;
/// So many bytes tell what kind of file it is.
const TELLING: usize = 1024;
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
    spare_other_files(args, rules.as_deref())?;
    let loaded = load::rules(&args.rules, terminal)?;
    // The threads that use them may outlive this function; both are needed to the very end.
    let rule_set = &*Box::leak(Box::new(loaded.rule_set));
    let day = date_or_today(args.on.as_deref(), rule_set)?;
    if args.file == Path::new("-") && io::stdin().is_terminal() {
        terminal.message("reading rows from the terminal: Ctrl-D ends them");
    }
    let source = open(&args.file)?;
    let length = source.length;
    let mut blocks = Blocks::new(source.reader);
    let failed = || format!("could not read `{}`", args.file.display());
    // A slow pipe may give a byte at a time: what is read of it must not depend on that.
    while first_line(blocks.peeked()).is_none() && blocks.read_ahead().with_context(failed)? {}
    let peeked = blocks.peeked();
    if let Some(encoding) = foreign_encoding(first_line(peeked).unwrap_or(peeked)) {
        return Err(not_text(args, encoding, terminal));
    }
    let mark = blocks.peeked().starts_with(b"\xef\xbb\xbf");
    if mark {
        blocks.skip(3);
    }
    let engine = &*Box::leak(Box::new(Engine::new(rule_set)));
    let mut plan = call::plan(args, engine, day, blocks.peeked())?;
    let mut beginning = Vec::new();
    let rows = match plan.input {
        Format::Csv => {
            let header = call::header(args, &mut plan, &mut blocks).with_context(failed)?;
            let Some(header) = header? else {
                return nothing(args, &plan, &loaded.name, terminal);
            };
            if plan.output == Format::Csv {
                // A mark that the file came with goes out with it.
                beginning.extend(mark.then_some(*b"\xef\xbb\xbf").iter().flatten());
                call::write_header(&plan, &header, &mut beginning);
            }
            Rows::Csv(header)
        }
        Format::Json => {
            // CSV needs all columns before the first row.
            let rows = if plan.output == Format::Csv { SAMPLED } else { 1 };
            let keys = first_keys(&mut blocks, rows).with_context(failed)?;
            if let Some(clash) = keys.iter().find(|key| plan.clashes(key)) {
                return Err(call::clash(clash).into());
            }
            if plan.output == Format::Csv && !blocks.peeked().trim_ascii().is_empty() {
                call::write_columns(&plan, &jsonl::columns(&keys), &mut beginning);
            }
            Rows::Json(keys)
        }
    };
    blocks.set_format(plan.input, plan.delimiter, row_cost(&plan, &rows));
    let plan = &*Box::leak(Box::new(plan));
    let (sender, events) = pipeline::events();
    pipeline::watch_signals(sender.clone()).context("could not start a thread")?;
    let (sink, pending) = Sink::open(args.output.as_deref())?;
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let begun = pipeline::start(plan, blocks, &rows, beginning, sink, jobs, &sender);
    let (shared, jobs) = begun.context("could not start a thread")?;
    drop(sender);
    let tally = wait(&events, &shared, jobs, length, args)?;
    if let Some(pending) = pending {
        pending.appear()?;
    }
    if args.summary.as_deref().is_some_and(sink::is_device) {
        // A pipe may wait for its reader: with nobody to hear of them, signals end the program.
        drop(events);
    }
    finish(args, plan, &loaded.name, &tally, terminal)
}

/// Refuses a call that would write one file over another that it names.
fn spare_other_files(args: &BatchArgs, rules: Option<&Path>) -> Result<(), WrongCall> {
    let is_stream = |path: &&Path| *path == Path::new("-");
    let read = |path: &Path| match is_stream(&path) {
        true => FileId::of_stream(&io::stdin()),
        false => FileId::of(path),
    };
    let mut taken = vec![("the input", read(&args.file)), ("the rules file", rules.and_then(read))];
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

fn not_text(args: &BatchArgs, encoding: &str, terminal: &mut Terminal) -> Stop {
    let name = args.file.display().to_string();
    let way_out = match encoding {
        "UTF-16" => "\n  help: convert it with `iconv -f UTF-16 -t UTF-8`, or save it as UTF-8",
        _ => {
            "\n  help: name a file of rows, CSV or JSON lines; a spreadsheet saves one as `CSV UTF-8`"
        }
    };
    terminal.message(&format!("error: `{}` is {encoding}, not UTF-8{way_out}", shown(&name)));
    Stop::Invalid
}

/// How much is written for the columns of the input, even where a row fills none of them.
fn row_cost(plan: &Plan, rows: &Rows) -> usize {
    let names = match rows {
        Rows::Csv(header) => &header.names,
        Rows::Json(keys) => keys,
    };
    match plan.output {
        Format::Csv => names.len(),
        Format::Json if plan.input == Format::Json => 0,
        Format::Json => names.iter().map(|name| name.len() + ",\"\":null".len()).sum(),
    }
}

/// The first line that is not blank, or as much of a long one as tells what the input is; none if
/// more has to be read to see it.
fn first_line(peeked: &[u8]) -> Option<&[u8]> {
    let blank = |byte: &u8| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte);
    let begin = peeked.iter().position(|byte| !blank(byte));
    let line = begin.and_then(|begin| peeked.get(begin..)).unwrap_or_default();
    let end = line.iter().take(TELLING).position(|byte| *byte == b'\n').map(|at| at + 1);
    line.get(..end.unwrap_or(TELLING)).or((peeked.len() > LONGEST_ROW).then_some(line))
}

/// What is looked at before the first row is answered: the same however it was read.
fn sample<R: Read>(blocks: &Blocks<R>) -> &[u8] {
    let peeked = blocks.peeked();
    peeked.get(..LONGEST_ROW).unwrap_or(peeked)
}

fn rows(sample: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = sample.split_inclusive(|byte| *byte == b'\n');
    lines.filter(|line| !line.trim_ascii().is_empty())
}

/// The keys of the first rows of JSON lines, those that are objects.
fn first_keys<R: Read>(blocks: &mut Blocks<R>, count: usize) -> io::Result<Vec<String>> {
    loop {
        let sample = sample(blocks);
        let whole = rows(sample).filter(|line| line.ends_with(b"\n")).take(count).count();
        if whole == count || sample.len() == LONGEST_ROW || !blocks.read_ahead()? {
            break;
        }
    }
    let rows = rows(sample(blocks)).take(count);
    let keys: IndexSet<String> = rows.filter_map(jsonl::keys_of).flatten().collect();
    Ok(keys.into_iter().collect())
}

/// Waits until all rows are written, or something else ends the run.
fn wait(
    events: &Receiver<Event>,
    shared: &Arc<Shared>,
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

/// An input without anything, not even a header: nothing goes out.
fn nothing(
    args: &BatchArgs,
    plan: &Plan,
    rules: &str,
    terminal: &mut Terminal,
) -> Result<Exit, Stop> {
    let (mut sink, pending) = Sink::open(args.output.as_deref())?;
    sink.write(b"")?;
    if let Some(pending) = pending {
        pending.appear()?;
    }
    terminal.message("the input is empty: there is no header");
    finish(args, plan, rules, &Tally::new(plan.rule_set()), terminal)
}

/// Says what was done.
fn finish(
    args: &BatchArgs,
    plan: &Plan,
    rules: &str,
    tally: &Tally,
    terminal: &mut Terminal,
) -> Result<Exit, Stop> {
    if let Some(path) = &args.summary {
        let mut text = serde_json::to_vec_pretty(&tally.json(plan.rule_set(), rules))
            .context("could not write the summary")?;
        text.push(b'\n');
        sink::write_file(path, &text)?;
    } else {
        terminal.message(&tally.human(plan.rule_set()));
    }
    let bad = tally.bad_rows > 0 && !args.keep_going;
    Ok(if bad { Exit::NotValid } else { Exit::Clean })
}
