//! Some threads read and answer by turns, one writes: in order, in bounded memory.
//!
//! Reading is so little work that a thread of its own would cost more than it takes over.
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
    /// A thread ended before its time.
    Lost,
    /// A signal came.
    Signal(i32),
}

/// How far things are, for progress; and whether to stop.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) bytes_read: AtomicU64,
    stop: AtomicBool,
    /// Whether a write is under way; one that begins after `stop` ends at once.
    writing: AtomicBool,
}

impl Shared {
    /// Writes, unless it is to stop; says whether it did.
    fn write(&self, write: impl FnOnce() -> io::Result<()>) -> io::Result<bool> {
        self.writing.store(true, Ordering::SeqCst);
        let stop = self.stop.load(Ordering::SeqCst);
        let written = if stop { Ok(()) } else { write() };
        self.writing.store(false, Ordering::SeqCst);
        written.map(|()| !stop)
    }

    /// Lets no further write begin, and says whether one is under way.
    pub(crate) fn stop(&self) -> bool {
        self.stop.store(true, Ordering::SeqCst);
        self.writing.load(Ordering::SeqCst)
    }
}

/// A block on its way, with its answer.
#[derive(Debug, Default)]
struct Job {
    number: u64,
    block: Block,
    answer: Answered,
}

/// So much is written at once, and the row that it ends in: a signal waits for no more.
const PIECE: usize = 16 * 1024;

/// A thread is not begun where the system would not give so much memory for each: it needs less.
const ROOM: usize = 8 * 1024 * 1024;

/// What is to be written for a block.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    pub(crate) bytes: Vec<u8>,
    /// Where some of the rows end, so that it can be written in pieces of whole ones.
    ends: Vec<usize>,
}

impl Answered {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Notes that a row ends here.
    pub(crate) fn end_row(&mut self) {
        let length = self.bytes.len();
        if length - self.ends.last().copied().unwrap_or(0) >= PIECE {
            self.ends.push(length);
        }
    }

    /// Pieces of whole rows.
    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.ends.iter().copied().chain([self.bytes.len()]);
        let mut from = 0;
        ends.filter_map(move |end| self.bytes.get(std::mem::replace(&mut from, end)..end))
    }
}

/// What the threads that answer take their work from.
struct Input<R> {
    blocks: Blocks<R>,
    /// Jobs that are written, or new.
    free: Receiver<Job>,
    /// How many have been taken.
    number: u64,
    ended: bool,
}

/// How the rows of a run are read.
#[derive(Clone)]
pub(crate) enum Rows {
    Csv(Header),
    /// With the columns for CSV.
    Json(Vec<String>),
}

/// Starts all threads of a run, and says how many answer: fewer than `jobs` where the system lets
/// no more begin. `beginning` is written before the rows.
///
/// # Errors
/// Not one of them can be had.
pub(crate) fn start<R: Read + Send + 'static>(
    plan: &'static Plan,
    blocks: Blocks<R>,
    rows: &Rows,
    beginning: Vec<u8>,
    sink: Sink,
    jobs: usize,
    events: &Sender<Event>,
) -> io::Result<(Arc<Shared>, usize)> {
    let shared = Arc::new(Shared::default());
    let in_flight = 2 * jobs + 2;
    let (free, taken) = sync_channel(in_flight);
    for _ in 0..in_flight {
        // There is room for all of them.
        let _ = free.send(Job::default());
    }
    let (to_write, writing) = sync_channel(in_flight);
    let input = Arc::new(Mutex::new(Input { blocks, free: taken, number: 0, ended: false }));
    let (done, stopped) = (events.clone(), Arc::clone(&shared));
    spawn(events, ROOM, move || {
        let written = write(beginning, sink, &writing, &free, &stopped);
        let _ = done.send(Event::Written(written));
    })?;
    for begun in 0..jobs {
        let (input, to_write) = (Arc::clone(&input), to_write.clone());
        let (rows, done, progress) = (rows.clone(), events.clone(), Arc::clone(&shared));
        let work = move || answer(plan, rows, &input, &to_write, &done, &progress);
        match spawn(events, (begun + 1) * ROOM, work) {
            Ok(()) => {}
            Err(_) if begun > 0 => return Ok((shared, begun)),
            Err(error) => return Err(error),
        }
    }
    Ok((shared, jobs))
}

/// Starts a thread of which the main one hears however it ends.
fn spawn(
    events: &Sender<Event>,
    room: usize,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    struct Farewell(Sender<Event>);
    impl Drop for Farewell {
        fn drop(&mut self) {
            if std::thread::panicking() {
                let _ = self.0.send(Event::Lost);
            }
        }
    }
    // A thread that finds no memory takes the process with it.
    let no_room = |_| io::Error::from(io::ErrorKind::OutOfMemory);
    let mut needed: Vec<u8> = Vec::new();
    needed.try_reserve_exact(room).map_err(no_room)?;
    drop(std::hint::black_box(needed));
    let farewell = Farewell(events.clone());
    let (begins, begun) = sync_channel(1);
    std::thread::Builder::new().spawn(move || {
        let _farewell = farewell;
        let _ = begins.send(());
        work();
    })?;
    // Only once it has taken what it needs to begin is known what is left for the next.
    begun.recv().map_err(|_| io::ErrorKind::OutOfMemory.into())
}

impl<R: Read> Input<R> {
    /// The next block; none once all are taken, or nobody writes any more.
    fn next(&mut self, shared: &Shared) -> io::Result<Option<Job>> {
        // A terminal that has ended its input must not be asked again, nor one that failed.
        if self.ended {
            return Ok(None);
        }
        let Ok(mut job) = self.free.recv() else { return Ok(None) };
        self.ended = true;
        if !self.blocks.next(&mut job.block)? {
            return Ok(None);
        }
        self.ended = false;
        job.number = self.number;
        self.number += 1;
        shared.bytes_read.fetch_add(job.block.bytes.len() as u64, Ordering::Relaxed);
        Ok(Some(job))
    }
}

fn answer<R: Read>(
    plan: &'static Plan,
    rows: Rows,
    input: &Mutex<Input<R>>,
    to_write: &SyncSender<Job>,
    events: &Sender<Event>,
    shared: &Shared,
) {
    let mut clerk = Clerk::new(plan);
    let mut csv = None;
    let mut json = None;
    match rows {
        Rows::Csv(header) => csv = Some(CsvRows::new(header, plan.delimiter)),
        Rows::Json(header) => json = Some(JsonRows::new(plan, header)),
    }
    loop {
        let next = input.lock().unwrap_or_else(PoisonError::into_inner).next(shared);
        let mut job = match next {
            Ok(Some(job)) => job,
            Ok(None) => break,
            Err(error) => {
                let _ = events.send(Event::ReadFailed(error));
                break;
            }
        };
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
    if !beginning.is_empty() && !shared.write(|| sink.write(&beginning))? {
        return Ok(());
    }
    // Blocks that were answered before their turn; no more than are in flight.
    let mut early: Vec<Job> = Vec::new();
    let mut next = 0;
    while let Ok(job) = answered.recv() {
        early.push(job);
        while let Some(at) = early.iter().position(|job| job.number == next) {
            let job = early.swap_remove(at);
            for piece in job.answer.pieces() {
                if !shared.write(|| sink.write(piece))? {
                    return Ok(());
                }
            }
            next += 1;
            // Nobody waits for it once all has been read.
            let _ = free.send(job);
        }
    }
    sink.finish()
}

/// Tells the main thread of signals; a second one ends the process at once.
pub(crate) fn watch_signals(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
    // The write that makes a file too large is to fail: that ends the run with a message.
    signal_hook::flag::register(SIGXFSZ, Arc::default())?;
    let ignored = ignored_signals();
    // Whoever started the program may have told it to live on: `nohup` does.
    let ends = |signal: &i32| match ignored {
        Some(ignored) => ignored >> (signal - 1) & 1 == 0,
        None => matches!(*signal, SIGINT | SIGTERM),
    };
    let ends = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU].into_iter().filter(ends);
    let mut signals = signal_hook::iterator::Signals::new(ends)?;
    std::thread::Builder::new().spawn(move || {
        for (count, signal) in signals.forever().enumerate() {
            if count > 0 || events.send(Event::Signal(signal)).is_err() {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        }
    })?;
    Ok(())
}

/// The signals that the program was started to ignore, as bits, where the system says so.
fn ignored_signals() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

/// A channel for events.
pub(crate) fn events() -> (Sender<Event>, Receiver<Event>) {
    channel()
}
