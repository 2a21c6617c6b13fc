//! The progress of a long proof, on a terminal and nowhere else.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Shorter proofs show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The bar draws to standard error, and hides itself where that is no terminal.
static BAR: LazyLock<ProgressBar> = LazyLock::new(|| {
    let style = ProgressStyle::with_template("proving {bar:40} {percent}%, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
});

/// Shows how far a proof is.
pub(crate) fn tell(done: usize, all: usize) {
    if BEGUN.elapsed() < PATIENCE {
        return;
    }
    BAR.set_length(u64::try_from(all).unwrap_or(u64::MAX));
    BAR.set_position(u64::try_from(done).unwrap_or(u64::MAX));
}

/// Takes the bar away, if it was shown.
pub(crate) fn clear() {
    if BEGUN.elapsed() >= PATIENCE {
        BAR.finish_and_clear();
    }
}
