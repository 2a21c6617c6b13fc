//! One thread reads, some answer, one writes: in order, in bounded memory.
//!
//! The threads live as long as the process: one that waits in a read is not waited for.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::batch::blocks::{Block, Blocks};
use crate::batch::clerk::Clerk;
use crate::batch::csv::{CsvRows, Header};
use crate::batch::jsonl::JsonRows;
use crate::batch::plan::Plan;
use crate::batch::sink::Sink;
use crate::batch::summary::Tally;

/// What the main thread hears of.
pub(crate) enum Event {
    /// All rows have been written; so it ended.
    Written(io::Result<()>),
    /// Reading ended here.
    ReadFailed(io::Error),
    /// A thread that answers rows is done; this is what it counted.
    Counted(Box<Tally>),
    /// A signal came.
    Signal(i32),
}

/// How far things are, for progress; and whether to stop.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) bytes_read: AtomicU64,
    pub(crate) stop: AtomicBool,
}

/// A block on its way, with its answer.
#[derive(Debug, Default)]
struct Job {
    number: u64,
    block: Block,
    answer: Vec<u8>,
}

/// How the rows of a run are read.
#[derive(Clone)]
pub(crate) enum Rows {
    Csv(Header),
    /// With the columns for CSV.
    Json(Vec<String>),
}

/// Starts all threads of a run. `beginning` is written before the rows.
pub(crate) fn start<R: Read + Send + 'static>(
    plan: &'static Plan,
    blocks: Blocks<R>,
    rows: &Rows,
    beginning: Vec<u8>,
    sink: Sink,
    jobs: usize,
    events: &Sender<Event>,
) -> Arc<Shared> {
    let shared = Arc::new(Shared::default());
    let in_flight = 2 * jobs + 2;
    let (free, taken) = sync_channel(in_flight);
    for _ in 0..in_flight {
        // There is room for all of them.
        let _ = free.send(Job::default());
    }
    let (to_answer, answering) = sync_channel(in_flight);
    let (to_write, writing) = sync_channel(in_flight);
    let answering = Arc::new(Mutex::new(answering));
    for _ in 0..jobs {
        let (answering, to_write) = (Arc::clone(&answering), to_write.clone());
        let (rows, events) = (rows.clone(), events.clone());
        std::thread::spawn(move || answer(plan, rows, &answering, &to_write, &events));
    }
    let (failed, progress) = (events.clone(), Arc::clone(&shared));
    std::thread::spawn(move || read(blocks, &taken, &to_answer, &failed, &progress));
    let (done, stopped) = (events.clone(), Arc::clone(&shared));
    std::thread::spawn(move || {
        let written = write(beginning, sink, &writing, &free, &stopped);
        done.send(Event::Written(written))
    });
    shared
}

fn read<R: Read>(
    mut blocks: Blocks<R>,
    free: &Receiver<Job>,
    to_answer: &SyncSender<Job>,
    events: &Sender<Event>,
    shared: &Shared,
) {
    for number in 0.. {
        let Ok(mut job) = free.recv() else { return };
        match blocks.next(&mut job.block) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                let _ = events.send(Event::ReadFailed(error));
                return;
            }
        }
        job.number = number;
        shared.bytes_read.fetch_add(job.block.bytes.len() as u64, Ordering::Relaxed);
        if to_answer.send(job).is_err() {
            return;
        }
    }
}

fn answer(
    plan: &'static Plan,
    rows: Rows,
    jobs: &Mutex<Receiver<Job>>,
    to_write: &SyncSender<Job>,
    events: &Sender<Event>,
) {
    let mut clerk = Clerk::new(plan);
    let mut csv = None;
    let mut json = None;
    match rows {
        Rows::Csv(header) => csv = Some(CsvRows::new(header, plan.delimiter)),
        Rows::Json(header) => json = Some(JsonRows::new(plan, header)),
    }
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(mut job) = job else { break };
        job.answer.clear();
        if let Some(rows) = &mut csv {
            rows.answer(&mut clerk, &job.block, &mut job.answer);
        }
        if let Some(rows) = &mut json {
            rows.answer(&mut clerk, &job.block, &mut job.answer);
        }
        if to_write.send(job).is_err() {
            break;
        }
    }
    let _ = events.send(Event::Counted(Box::new(clerk.into_tally())));
}

fn write(
    beginning: Vec<u8>,
    mut sink: Sink,
    answered: &Receiver<Job>,
    free: &SyncSender<Job>,
    shared: &Shared,
) -> io::Result<()> {
    if !beginning.is_empty() {
        sink.write(&beginning)?;
    }
    // Blocks that were answered before their turn; no more than are in flight.
    let mut early: Vec<Job> = Vec::new();
    let mut next = 0;
    while let Ok(job) = answered.recv() {
        early.push(job);
        while let Some(at) = early.iter().position(|job| job.number == next) {
            let job = early.swap_remove(at);
            if shared.stop.load(Ordering::SeqCst) {
                return Ok(());
            }
            sink.write(&job.answer)?;
            next += 1;
            // Nobody waits for it once all has been read.
            let _ = free.send(job);
        }
    }
    sink.finish()
}

/// Tells the main thread of signals; a second one ends the process at once.
pub(crate) fn watch_signals(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for (count, signal) in signals.forever().enumerate() {
            if count > 0 || events.send(Event::Signal(signal)).is_err() {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        }
    });
    Ok(())
}

/// A channel for events.
pub(crate) fn events() -> (Sender<Event>, Receiver<Event>) {
    channel()
}
