//! Failures in words, as more than one format has them.

use crate::files::Position;
use crate::results::{Failed, TestedFile};

/// What is wrong, a line each: what came, which rules decided, and how to see it.
pub(super) fn lines(file: &TestedFile, failed: &Failed) -> Vec<String> {
    let mut lines = Vec::new();
    for miss in &failed.failure.misses {
        let line = file.line(miss.span);
        let words: Vec<&str> = miss.marks.iter().map(|(_, words)| words.as_str()).collect();
        lines.push(format!(
            "line {line}: expected {} = {}: {}",
            miss.key,
            file.source().slice(miss.span),
            words.join("; "),
        ));
    }
    lines.extend(failed.deciders.iter().map(|rule| {
        let Position { name, line, .. } = file.files.position(rule.span);
        format!("decided by: {} {} ({name}:{line})", rule.kind, rule.id)
    }));
    lines.push(format!("see it: {}", failed.command));
    lines
}
