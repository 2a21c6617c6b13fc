//! Tests for people: what failed with its lines, who decided, how to see it.

use std::io::{self, Write};

use crate::files::Position;
use crate::render::snippet::{MOST_PRINTED, not_shown, one};
use crate::render::style;
use crate::render::text::{count, shown};
use crate::results::{Failed, Tested, TestedFile, Totals};

/// What is wrong in a file, one text for each problem and each failure, an empty line behind it.
pub(crate) fn messages(file: &TestedFile) -> Vec<String> {
    let problems = file.problems.iter().map(|problem| one(file.files.sources(), problem));
    let failures = file.failed().map(|(test, failed)| failure(file, test, failed));
    let laws = file.laws.iter().flat_map(|law| &law.findings);
    let laws = laws.map(|finding| one(file.files.sources(), finding));
    let all: Vec<String> = problems.chain(failures).chain(laws).collect();
    let more = not_shown(all.len());
    all.into_iter().take(MOST_PRINTED).chain(more).map(|text| text + "\n").collect()
}

fn failure(file: &TestedFile, test: &Tested, failed: &Failed) -> String {
    let mut text = one(file.files.sources(), &file.finding(test, failed));
    text.push('\n');
    if !failed.deciders.is_empty() {
        text.push_str(&format!("\n{}", style::heading("decided by:")));
    }
    let width = failed.deciders.iter().map(|rule| rule.kind.len()).max().unwrap_or(0);
    for rule in &failed.deciders {
        let Position { name, line, .. } = file.files.position(rule.span);
        let at = style::quiet(&format!("({}:{line})", shown(name)));
        text.push_str(&format!("\n  {:width$}  {} {at}", rule.kind, shown(&rule.id)));
    }
    text.push_str(&format!("\n{}\n  {}", style::heading("see it:"), shown(&failed.command)));
    text
}

/// The verdict on all tests, in one line.
pub(crate) fn verdict(totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
    let verdict = match word(totals) {
        PASSED => style::heading(PASSED),
        word => style::error(word),
    };
    writeln!(out, "{verdict}: {}", counts(totals))
}

/// The same without colour.
pub(crate) fn summary(totals: &Totals) -> String {
    format!("{}: {}", word(totals), counts(totals))
}

const PASSED: &str = "passed";

fn word(totals: &Totals) -> &'static str {
    if totals.unreadable > 0 {
        "not read"
    } else if totals.files_not_valid > 0 {
        "not valid"
    } else if totals.failed + totals.laws_broken > 0 {
        "failed"
    } else if totals.laws_undecided > 0 {
        "undecided"
    } else {
        PASSED
    }
}

fn counts(totals: &Totals) -> String {
    let part = |number: usize, what: &str| (number > 0).then(|| format!("{number} {what}"));
    let files = count(totals.files, "file");
    let parts = [
        Some(match totals.laws {
            0 => format!("{} in {files}", count(totals.tests, "test")),
            laws => format!("{} in {files}, {}", count(totals.tests, "test"), count(laws, "law")),
        }),
        part(totals.unreadable, "not read"),
        part(totals.files_not_valid, "with problems"),
        part(totals.passed, "passed").filter(|_| totals.passed < totals.tests),
        part(totals.failed, "failed"),
        part(totals.not_valid, "not valid"),
        part(totals.not_run, "not run"),
        part(totals.laws_broken, "of the laws broken"),
        part(totals.laws_undecided, "of the laws undecided"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
