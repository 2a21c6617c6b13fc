//! What `--accept` would change, line by line.

use crate::render::style;
use crate::render::text::shown;
use crate::results::{Tested, TestedFile};

/// The lines that change, each with what takes its place.
///
/// An answer is written on one line, and what it replaces may have been on several.
pub(crate) fn of(file: &TestedFile, text: &str) -> String {
    let old: Vec<&str> = file.source().text().lines().collect();
    let new: Vec<&str> = text.lines().collect();
    let mut diff = format!("{}\n", style::heading(&shown(file.source().name())));
    let (mut at, mut to) = (0, 0);
    while at < old.len() || to < new.len() {
        if at < old.len() && old.get(at) == new.get(to) {
            (at, to) = (at + 1, to + 1);
            continue;
        }
        // Up to the nearest line at which both go on alike.
        let (gone, come) = next_common(&old, at, &new, to);
        for line in old.iter().take(gone).skip(at) {
            diff.push_str(&format!("{}\n", style::removed(&format!("-{}", shown(line)))));
        }
        for line in new.iter().take(come).skip(to) {
            diff.push_str(&format!("{}\n", style::added(&format!("+{}", shown(line)))));
        }
        (at, to) = (gone, come);
    }
    diff
}

fn next_common(old: &[&str], at: usize, new: &[&str], to: usize) -> (usize, usize) {
    let rest = (old.len() - at) + (new.len() - to);
    for steps in 1..=rest {
        for gone in (0..=steps).rev() {
            let (gone, come) = (at + gone, to + (steps - gone));
            let common = old.get(gone).is_some_and(|line| new.get(come) == Some(line));
            let meaningful = old.get(gone).is_some_and(|line| !line.trim().is_empty());
            if common && meaningful {
                return (gone, come);
            }
        }
    }
    (old.len(), new.len())
}

/// A test into which no answer can be written.
pub(crate) fn by_hand(file: &TestedFile, test: &Tested, line: usize) -> String {
    let (name, test) = (shown(file.source().name()), shown(&test.name));
    format!("{name}:{line}: `{test}` is left as it is: only a person can say what it should expect")
}
