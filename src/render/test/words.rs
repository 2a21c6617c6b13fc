//! Places and failures in words, as more than one format has them.

use advisor::source::SourceFile;
use advisor::trial::DecidingRule;

use crate::results::{Failed, TestedFile};

/// The line and the name of the file that a rule stands in.
pub(super) fn place(file: &TestedFile, rule: &DecidingRule) -> Option<(String, usize)> {
    let rules = file.rules.as_ref()?;
    Some((rules.source.name().to_owned(), line(&rules.source, rule)))
}

pub(super) fn line(source: &SourceFile, rule: &DecidingRule) -> usize {
    source.line_column(rule.span.start).0
}

/// What is wrong, a line each: what came, which rules decided, and how to see it.
pub(super) fn lines(file: &TestedFile, failed: &Failed) -> Vec<String> {
    let mut lines = Vec::new();
    for miss in &failed.failure.misses {
        let line = file.source.line_column(miss.span.start).0;
        let words: Vec<&str> = miss.marks.iter().map(|(_, words)| words.as_str()).collect();
        lines.push(format!(
            "line {line}: expected {} = {}: {}",
            miss.key,
            expected(&file.source, miss.span),
            words.join("; "),
        ));
    }
    lines.extend(failed.deciders.iter().map(|rule| match place(file, rule) {
        Some((name, line)) => format!("decided by: {} {} ({name}:{line})", rule.kind, rule.id),
        None => format!("decided by: {} {}", rule.kind, rule.id),
    }));
    lines.push(format!("see it: {}", failed.command));
    lines
}

/// What a file of tests says somewhere.
pub(super) fn expected(source: &SourceFile, span: advisor::source::Span) -> &str {
    source.text().get(span.range()).unwrap_or_default()
}
