//! Some threads read and answer by turns, one writes: in order, in bounded memory.
//!
//! Reading is so little work that a thread of its own would cost more than it takes over.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, Scope};

use advisor::batch::{Answered, Answers, Block, Blocks};

use crate::commands::sink::Sink;

/// What the main thread hears of.
pub(crate) enum Event<C> {
    /// All rows have been written; so it ended.
    Written(io::Result<()>),
    /// Reading ended here.
    ReadFailed(io::Error),
    /// A thread that answers rows is done; this is what it counted.
    Counted(Box<C>),
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

/// A thread is not begun where the system would not give so much memory for each: it needs less.
const ROOM: usize = 8 * 1024 * 1024;

/// What the threads that answer take their work from.
struct Input<R> {
    blocks: Blocks<R>,
    /// Jobs that are written, or new.
    free: Receiver<Job>,
    /// How many have been taken.
    number: u64,
    ended: bool,
}

/// Starts all threads of a run, and says how many answer: fewer than `jobs` where the system lets
/// no more begin. `beginning` is written before the rows.
///
/// # Errors
/// Not one of them can be had.
pub(crate) fn start<'s, R, A, C>(
    scope: &'s Scope<'s, '_>,
    (blocks, answerer, beginning): (Blocks<R>, &'s (impl Fn() -> A + Sync), Vec<u8>),
    sink: Sink,
    jobs: usize,
    shared: &'s Shared,
    events: &Sender<Event<C>>,
) -> io::Result<usize>
where
    R: Read + Send + 's,
    A: Answers<Counts = C>,
    C: Send + 'static,
{
    let in_flight = 2 * jobs + 2;
    let (free, taken) = sync_channel(in_flight);
    for _ in 0..in_flight {
        // There is room for all of them.
        let _ = free.send(Job::default());
    }
    let (to_write, writing) = sync_channel(in_flight);
    let input = Arc::new(Mutex::new(Input { blocks, free: taken, number: 0, ended: false }));
    let done = events.clone();
    spawn(scope, events, ROOM, move || {
        let written = write(beginning, sink, &writing, &free, shared);
        let _ = done.send(Event::Written(written));
    })?;
    for begun in 0..jobs {
        let (input, to_write, done) = (Arc::clone(&input), to_write.clone(), events.clone());
        let work = move || answer(answerer(), &input, &to_write, &done, shared);
        match spawn(scope, events, (begun + 1) * ROOM, work) {
            Ok(()) => {}
            Err(_) if begun > 0 => return Ok(begun),
            Err(error) => return Err(error),
        }
    }
    Ok(jobs)
}

/// Starts a thread of which the main one hears however it ends.
fn spawn<'s, C: Send + 'static>(
    scope: &'s Scope<'s, '_>,
    events: &Sender<Event<C>>,
    room: usize,
    work: impl FnOnce() + Send + 's,
) -> io::Result<()> {
    struct Farewell<C>(Sender<Event<C>>);
    impl<C> Drop for Farewell<C> {
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
    Builder::new().spawn_scoped(scope, move || {
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
        shared.bytes_read.fetch_add(job.block.size() as u64, Ordering::Relaxed);
        Ok(Some(job))
    }
}

fn answer<R: Read, A: Answers>(
    mut answerer: A,
    input: &Mutex<Input<R>>,
    to_write: &SyncSender<Job>,
    events: &Sender<Event<A::Counts>>,
    shared: &Shared,
) {
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
        answerer.answer(&job.block, &mut job.answer);
        if to_write.send(job).is_err() {
            break;
        }
    }
    let _ = events.send(Event::Counted(Box::new(answerer.into_counts())));
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

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::sync::mpsc::channel;

    use advisor::batch::{Batch, Options};
    use advisor::{Day, Engine, Finding, builtin};

    use super::{Event, Shared, Sink, start};

    /// Some rows, and then what must not happen.
    struct Panics(&'static [u8]);

    impl Read for Panics {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            assert!(!self.0.is_empty(), "a thread is to end here");
            self.0.read(into)
        }
    }

    #[test]
    fn a_thread_that_ends_before_its_time_keeps_nobody_waiting() -> Result<(), Vec<Finding>> {
        let rule_set = builtin::rule_set()?;
        let engine = Engine::new(&rule_set);
        let options = Options::new(Day(20_000));
        let ended = std::panic::catch_unwind(|| {
            let batch = Batch::open(&engine, &options, Panics(b"goods\nwine\nwine\n")).ok()?;
            let (blocks, rows, beginning) = batch.into_parts();
            let (sink, _) = Sink::open(Some("/dev/null".as_ref())).ok()?;
            let (shared, (sender, events)) = (Shared::default(), channel());
            let answerer = || rows.answerer();
            std::thread::scope(|scope| {
                let parts = (blocks, &answerer, beginning);
                start(scope, parts, sink, 4, &shared, &sender).ok()?;
                drop(sender);
                let heard = events.iter().any(|event| matches!(event, Event::Lost));
                assert!(heard, "nobody was told");
                Some(())
            })
        });
        // The scope says so once more.
        assert!(ended.is_err());
        Ok(())
    }
}
