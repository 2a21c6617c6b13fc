//! Rows of shipments, from a file to a sink on several threads: what `batch` and `diff` share.

pub(crate) mod call;
mod pipeline;
mod signals;

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use advisor::batch::{Answers, Blocks};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use crate::commands::rows::pipeline::Shared;
use crate::commands::sink::{Pending, Sink};
use crate::commands::terminal::{Stop, Terminal};

pub(crate) use crate::commands::rows::pipeline::Event;

/// How long a write under way may take once a signal came: a reader that reads gets whole rows.
const LAST_WRITE: Duration = Duration::from_secs(2);

/// The input, and how long it is if that is known.
pub(crate) struct Source {
    pub(crate) reader: Box<dyn Read + Send>,
    pub(crate) length: Option<u64>,
}

/// Opens a file of rows, or standard input.
pub(crate) fn open(path: &Path, terminal: &mut Terminal) -> anyhow::Result<Source> {
    if path == Path::new("-") {
        if io::stdin().is_terminal() {
            terminal.message("reading rows from the terminal: Ctrl-D ends them");
        }
        return Ok(Source { reader: Box::new(io::stdin()), length: None });
    }
    let failed = || format!("could not read `{}`", path.display());
    let file = File::open(path).with_context(failed)?;
    let known = file.metadata().with_context(failed)?;
    let length = known.is_file().then_some(known.len());
    Ok(Source { reader: Box::new(file), length })
}

/// What a run reads and writes, as the call names it, and with how many threads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    pub(crate) file: &'a Path,
    /// None for standard output.
    pub(crate) output: Option<&'a Path>,
    /// Whether rows are written at all.
    pub(crate) writes: bool,
    pub(crate) jobs: usize,
    /// How long the input is, if that is known.
    pub(crate) length: Option<u64>,
}

/// What was counted; signals are heard until it is dropped.
pub(crate) struct Done<C> {
    pub(crate) counts: Vec<C>,
    pub(crate) signals: Receiver<Event<C>>,
}

/// Answers all blocks; what is written to a file appears once it is whole.
pub(crate) fn run<R, A, C>(
    run: &Run<'_>,
    blocks: Blocks<R>,
    answerer: &(impl Fn() -> A + Sync),
    beginning: Vec<u8>,
    terminal: &mut Terminal,
) -> Result<Done<C>, Stop>
where
    R: Read + Send,
    A: Answers<Counts = C>,
    C: Send + 'static,
{
    let (sender, events) = channel();
    signals::watch(sender.clone()).context("could not start a thread")?;
    let (sink, mut pending) =
        if run.writes { Sink::open(run.output)? } else { (Sink::Nothing, None) };
    let shared = Shared::default();
    let counts = std::thread::scope(|scope| {
        let parts = (blocks, answerer, beginning);
        let begun = pipeline::start(scope, parts, sink, run.jobs, &shared, &sender);
        drop(sender);
        let begun = begun.context("could not start a thread").map_err(Stop::Failed);
        let ended = begun.and_then(|jobs| wait(&events, &shared, jobs, run));
        ended.unwrap_or_else(|stop| {
            // A thread that waits in a read is not waited for, and no file stays half written.
            drop(pending.take());
            terminal.leave(stop)
        })
    });
    pending.map_or(Ok(()), Pending::appear)?;
    Ok(Done { counts, signals: events })
}

/// Waits until all rows are written, or something else ends the run.
fn wait<C>(
    events: &Receiver<Event<C>>,
    shared: &Shared,
    jobs: usize,
    run: &Run<'_>,
) -> Result<Vec<C>, Stop> {
    let progress = progress(run);
    let mut counts = Vec::new();
    let (mut written, mut failed) = (false, None);
    while !written || (counts.len() < jobs && failed.is_none()) {
        match events.recv_timeout(Duration::from_millis(100)) {
            Ok(Event::Counted(more)) => counts.push(*more),
            Ok(Event::Written(Ok(()))) => written = true,
            Ok(Event::Written(Err(error))) => {
                let output = run.output.map(|path| format!("`{}`", path.display()));
                let name = output.unwrap_or_else(|| "standard output".to_owned());
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
        let context = format!("could not read `{}`", run.file.display());
        return Err(Stop::Failed(anyhow::Error::new(error).context(context)));
    }
    Ok(counts)
}

/// A line on a terminal with rate and time left; nothing elsewhere, nor where rows would tear it.
fn progress(run: &Run<'_>) -> ProgressBar {
    let among_rows = run.writes && run.output.is_none() && io::stdout().is_terminal();
    if among_rows || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match run.length {
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
