//! What `check` found, for people and as JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::commands::Checked;
use crate::render::json::print;
use crate::render::text::shown;

/// One line for each file.
pub(crate) fn human(checked: &[Checked], out: &mut dyn Write) -> io::Result<()> {
    for file in checked {
        let name = shown(file.source.name());
        match &file.read {
            Ok(rule_set) => writeln!(
                out,
                "{name}: valid; {} facts, {} rules, {} flows",
                rule_set.facts().count(),
                rule_set.rows().len(),
                rule_set.flows().len(),
            )?,
            Err(problems) => {
                let count = problems.len();
                let s = if count == 1 { "" } else { "s" };
                writeln!(out, "{name}: not valid; {count} problem{s}")?;
            }
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    files: Vec<FileReport<'a>>,
}

#[derive(Serialize)]
struct FileReport<'a> {
    file: &'a str,
    valid: bool,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<Place<'a>>,
    other: Option<Place<'a>>,
}

/// Lines and columns count from 1, columns in characters; offsets count bytes from 0.
#[derive(Serialize)]
struct Place<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: u32,
    end_offset: u32,
    label: Option<&'a str>,
}

/// One JSON object.
pub(crate) fn json(checked: &[Checked], out: &mut dyn Write) -> io::Result<()> {
    let files = checked.iter().map(|file| {
        let place = |span: advisor::source::Span, label| {
            let (line, column) = file.source.line_column(span.start);
            let (end_line, end_column) = file.source.line_column(span.end);
            let (offset, end_offset) = (span.start, span.end);
            Place { line, column, end_line, end_column, offset, end_offset, label }
        };
        let problems = file.read.as_ref().err().into_iter().flatten().map(|problem| Problem {
            code: problem.code,
            level: "error",
            message: &problem.message,
            help: problem.help.as_deref(),
            place: problem.span.map(|span| place(span, problem.label.as_deref())),
            other: problem.other.as_ref().map(|(span, label)| place(*span, Some(label.as_str()))),
        });
        FileReport {
            file: file.source.name(),
            valid: file.read.is_ok(),
            problems: problems.collect(),
        }
    });
    print(&Report { schema: "advisor.check/1", files: files.collect() }, out)
}
