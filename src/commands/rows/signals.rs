//! Signals: the main thread hears of them, so that nothing half done is left behind.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::commands::rows::pipeline::Event;

/// Tells the main thread of signals; a second one ends the process at once.
pub(crate) fn watch<C: Send + 'static>(events: Sender<Event<C>>) -> io::Result<()> {
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
