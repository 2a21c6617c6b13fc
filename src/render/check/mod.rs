//! What `check` found, in every format: each gets the same findings, counted before.

pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod manual;
#[cfg(test)]
mod samples;
pub(crate) mod sarif;
pub(crate) mod short;

use advisor::analyze::report::Shipments;
use advisor::finding::Finding;
use advisor::source::Span;

use crate::report::CheckedFile;

/// Where something stands: lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
    end_line: usize,
    /// The column behind the last character.
    end_column: usize,
}

impl Position {
    fn of(file: &CheckedFile, span: Span) -> Self {
        let (line, column) = file.source.line_column(span.start);
        let (end_line, end_column) = file.source.line_column(span.end.max(span.start));
        Self { line, column, end_line, end_column }
    }

    /// The position of a finding; the beginning of the file for what is about all of it.
    fn of_finding(file: &CheckedFile, finding: &Finding) -> Self {
        let beginning = Self { line: 1, column: 1, end_line: 1, end_column: 1 };
        finding.span.map_or(beginning, |span| Self::of(file, span))
    }
}

/// All findings with their files, the files in the order of the call.
fn findings(files: &[CheckedFile]) -> impl Iterator<Item = (&CheckedFile, &Finding)> {
    files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
}

/// All fingerprints, in the same order.
fn fingerprints(files: &[CheckedFile]) -> impl Iterator<Item = &str> {
    files.iter().flat_map(|file| &file.fingerprints).map(String::as_str)
}

/// A message with its help and its witness behind it, a line each; as the file has them.
fn message_lines(file: &CheckedFile, finding: &Finding) -> Vec<String> {
    let mut lines = vec![finding.message.clone()];
    lines.extend(finding.help.iter().map(|help| format!("help: {help}")));
    lines.extend(file.witness(finding).map(|witness| format!("see it: {}", witness.command)));
    lines
}

/// How many shipments there are, as people read it.
fn shipments(shipments: Shipments) -> String {
    match shipments {
        Shipments::Exactly(count) => count.to_string(),
        Shipments::About(factor, power) => format!("{factor:.1}e{power}"),
    }
}
