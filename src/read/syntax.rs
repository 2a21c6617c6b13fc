//! The TOML beneath a rules file: parsed as far as it goes, with every error it has.

use std::collections::HashMap;

use toml::de::DeTable;

use crate::codes::Code;
use crate::finding::Finding;
use crate::letters::brief;
use crate::read::item::{Node, Table};
use crate::read::lowering::Lowering;
use crate::read::pieces::{self, Sizes};
use crate::source::{SourceFile, Span};

/// For how many repetitions the first is looked for: that takes time, and nobody reads on for ever.
const MOST_FIRSTS: usize = 50;

/// What of a rules file is TOML.
pub(crate) struct Parsed<'a> {
    /// The tables that could be read.
    pub(crate) table: Table<'a>,
    /// What is wrong with the rest.
    pub(crate) errors: Vec<Finding>,
    /// The parts of the file in which an error may have swallowed something.
    pub(crate) torn: Vec<Span>,
}

/// Parses the text as TOML and goes on after errors, one for each line.
pub(crate) fn parse(source: &SourceFile) -> Parsed<'_> {
    match pieces::parse(source, Sizes::USUAL) {
        Some(table) => Parsed { table, errors: Vec::new(), torn: Vec::new() },
        None => parse_whole(source),
    }
}

/// The same, all at once.
pub(crate) fn parse_whole(source: &SourceFile) -> Parsed<'_> {
    let (table, mut found) = DeTable::parse_recoverable(source.text());
    let table = Lowering { source, start: 0 }.table(table.into_inner());
    found.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut errors: Vec<Finding> = Vec::new();
    let mut torn: Vec<Span> = Vec::new();
    let mut last_line = None;
    // What stands under a table header that is repeated would be reported key by key.
    let mut repeated = Span::default();
    let mut headers = None;
    for error in found {
        let Some(span) = error.span().map(|range| source.span(range)) else {
            // Better without a place than at a wrong one.
            errors.push(Finding::of_file(Code::Syntax, plain(error.message())));
            torn.push(source.span(0..source.text().len() + 1));
            continue;
        };
        let line = source.line(span.start);
        if last_line.replace(line) == Some(line) {
            continue;
        }
        if error.message() == "duplicate key" {
            if (repeated.start..repeated.end).contains(&span.start) {
                continue;
            }
            if line_text(source, line).trim_start().starts_with('[') {
                repeated = Span { start: span.start, end: next_header(source, line) };
            }
            let few = errors.len() < MOST_FIRSTS;
            let first = few.then(|| first_of(source, &table, span, &mut headers)).flatten();
            errors.push(duplicate(source, span, first));
            continue;
        }
        if torn.last().is_none_or(|part| part.end <= span.start) {
            torn.push(Span { start: line_start(source, line), end: next_header(source, line) });
        }
        errors.push(
            Finding::new(Code::Syntax, whole_character(source, span), plain(error.message()))
                .maybe_help(help_for(source, span)),
        );
    }
    Parsed { table, errors, torn }
}

fn plain(message: &str) -> String {
    let mut words = message.chars();
    let first = words.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("not valid TOML: {first}{}", words.as_str())
}

/// Widens an empty or torn span to the character it lies on, if there is one on that line.
fn whole_character(source: &SourceFile, span: Span) -> Span {
    let text = source.text();
    let mut range = source.range(span);
    while range.start > 0 && !text.is_char_boundary(range.start) {
        range.start -= 1;
    }
    while range.end < text.len() && !text.is_char_boundary(range.end) {
        range.end += 1;
    }
    source.span(range)
}

fn help_for(source: &SourceFile, span: Span) -> Option<String> {
    let line = source.line(span.start);
    let text = line_text(source, line);
    let (_, value) = text.split_once('=')?;
    let value = value.trim();
    let bare = !value.is_empty()
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        && value.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    bare.then(|| format!("put texts in quotes: \"{}\"", brief(value)))
}

fn line_text(source: &SourceFile, line: usize) -> &str {
    let start = source.lines().start_of(line) as usize;
    source.text().get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

/// Where the next table begins after `line`: an error tears no further than that.
fn next_header(source: &SourceFile, line: usize) -> u32 {
    (line + 1..=source.lines().count())
        .find(|line| line_text(source, *line).trim_start().starts_with('['))
        .map_or(source.end().saturating_add(1), |line| line_start(source, line))
}

/// Where a line begins among all spans.
fn line_start(source: &SourceFile, line: usize) -> u32 {
    source.start().saturating_add(source.lines().start_of(line))
}

fn duplicate(source: &SourceFile, span: Span, first: Option<Span>) -> Finding {
    let key = brief(source.slice(span));
    let finding = Finding::new(Code::Duplicate, span, format!("`{key}` is defined twice"))
        .help("keep one of the two, or give one another name");
    match first {
        Some(first) => finding.other(first, "first defined here"),
        None => finding,
    }
}

/// Where each table is first headed.
type Headers = HashMap<Vec<String>, Span>;

/// Finds the definition that the one at `second` repeats; `headers` are looked for once.
fn first_of(
    source: &SourceFile,
    table: &Table<'_>,
    second: Span,
    headers: &mut Option<Headers>,
) -> Option<Span> {
    let line = source.line(second.start);
    if let Some((keys, _)) = header_keys(line_text(source, line)) {
        let headers = headers.get_or_insert_with(|| first_headers(source));
        return headers.get(&keys).copied().filter(|first| first.start < second.start);
    }
    let key = source.slice(second);
    let mut nearest = None;
    nearest_before(table, key, second, &mut nearest);
    nearest
}

fn first_headers(source: &SourceFile) -> Headers {
    let mut headers = Headers::new();
    for line in 1..=source.lines().count() {
        let Some((keys, within)) = header_keys(line_text(source, line)) else { continue };
        let start = source.lines().start_of(line) as usize;
        let span = source.span(start + within.start..start + within.end);
        headers.entry(keys).or_insert(span);
    }
    headers
}

/// The keys of a table header, and where in its line the last of them stands.
fn header_keys(line: &str) -> Option<(Vec<String>, std::ops::Range<usize>)> {
    if !line.trim_start().starts_with('[') || line.trim_start().starts_with("[[") {
        return None;
    }
    let parsed = DeTable::parse(line).ok()?.into_inner();
    let mut keys = Vec::new();
    let mut last = 0..0;
    let mut table = &parsed;
    while let Some((key, value)) = table.iter().next() {
        keys.push(key.get_ref().to_string());
        last = key.span();
        table = value.get_ref().as_table()?;
    }
    Some((keys, last))
}

fn nearest_before(table: &Table<'_>, key: &str, second: Span, nearest: &mut Option<Span>) {
    for (name, value) in table.iter() {
        if name.text == key.trim_matches(['"', '\'']) && name.span.start < second.start {
            *nearest = (*nearest).max(Some(name.span));
        }
        nearest_in(value, key, second, nearest);
    }
}

fn nearest_in(value: &Node<'_>, key: &str, second: Span, nearest: &mut Option<Span>) {
    if let Some(table) = value.as_table() {
        nearest_before(table, key, second, nearest);
    }
    for value in value.as_list().unwrap_or_default() {
        nearest_in(value, key, second, nearest);
    }
}
