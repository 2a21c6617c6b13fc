//! Work on several threads, with the outcomes in order.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does the same for each item on as many threads, each of which begins with a state of its own; the
/// outcomes are in the order of the items. `tell` learns of each that is done how many were before.
pub fn in_order<T: Sync, R: Send, S>(
    threads: usize,
    items: &[T],
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
    tell: impl Fn(usize) + Sync,
) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (begin, work, tell, next, done) = (&begin, &work, &tell, &next, &done);
    let worker = || {
        let mut state = begin();
        let mut outcomes = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return outcomes };
            outcomes.push((at, work(&mut state, item)));
            tell(done.fetch_add(1, Ordering::Relaxed));
        }
    };
    let mut outcomes = std::thread::scope(|scope| {
        let others = (1..threads.min(items.len())).map(|_| scope.spawn(worker));
        let others: Vec<_> = others.collect();
        let mut outcomes = worker();
        for other in others {
            match other.join() {
                Ok(more) => outcomes.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        outcomes
    });
    outcomes.sort_unstable_by_key(|(at, _)| *at);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}
