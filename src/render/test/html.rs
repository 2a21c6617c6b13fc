//! HTML: a rules file with each line that decides something coloured by how much of it tests try.
//!
//! One page that needs nothing else: no script, no other file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use advisor::source::SourceFile;
use advisor::trial::Goal;

use crate::render::test::coverage::percent;
use crate::render::text::pictured;
use crate::results::Covered;

const STYLE: &str = "\
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif }
body { margin: 1.5rem auto; max-width: 75rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font: 13px/1.45 ui-monospace, monospace }
td { padding: 0 .6rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere }
td.n { text-align: right; color: GrayText; user-select: none; white-space: nowrap }
tr.all { background: #2ea04333 } tr.some { background: #d2992255 } tr.none { background: #f8514955 }
tr.beyond { background: #8888 }
ul { margin: .2rem 0 .6rem; padding-left: 1.4rem; font: 13px/1.45 system-ui, sans-serif }
li.open::marker { content: '✗ ' } li.tried::marker { content: '✓ ' } li.beyond::marker { content: '– ' }
";

/// One page for all rules files.
pub(crate) fn page(covered: &[Covered], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<title>What the tests try</title>\n<style>\n{STYLE}</style>")?;
    writeln!(out, "<h1>What the tests try</h1>")?;
    for one in covered {
        let (reached, all) = one.counts(None);
        let score = percent(reached, all);
        writeln!(out, "<p>{} {reached} of {all}, {score}.</p>", escaped(one.rules.files.name()))?;
        for file in one.rules.files.sources().files() {
            source(one, file, out)?;
        }
    }
    Ok(())
}

/// One file, line by line.
fn source(covered: &Covered, file: &SourceFile, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: BTreeMap<usize, Vec<&Goal>> = BTreeMap::new();
    for goal in &covered.goals {
        let position = covered.position(goal);
        if position.name == file.name() {
            lines.entry(position.line).or_default().push(goal);
        }
    }
    writeln!(out, "<h2>{}</h2>\n<table>", escaped(file.name()))?;
    for (text, number) in file.text().lines().zip(1..) {
        let goals = lines.get(&number).map_or(&[][..], Vec::as_slice);
        let class = class(goals).map(|class| format!(" class=\"{class}\"")).unwrap_or_default();
        write!(out, "<tr{class}><td class=n>{number}<td>")?;
        if goals.is_empty() {
            writeln!(out, "{}", escaped(text))?;
            continue;
        }
        writeln!(out, "<details><summary>{}</summary><ul>", escaped(text))?;
        goals.iter().try_for_each(|goal| item(covered, goal, out))?;
        writeln!(out, "</ul></details>")?;
    }
    writeln!(out, "</table>")
}

/// How much of what a line has to be tried is tried; none where it has nothing.
fn class(goals: &[&Goal]) -> Option<&'static str> {
    let open = goals.iter().filter(|goal| goal.is_open()).count();
    let tried = goals.iter().filter(|goal| goal.hits > 0).count();
    match (open, tried) {
        _ if goals.is_empty() => None,
        (0, 0) => Some("beyond"),
        (0, _) => Some("all"),
        (_, 0) => Some("none"),
        _ => Some("some"),
    }
}

fn item(covered: &Covered, goal: &Goal, out: &mut dyn Write) -> io::Result<()> {
    let by = goal.by.and_then(|place| covered.tests.get(place));
    let (class, how) = match by {
        Some(test) => ("tried", format!("{} ×, first by “{test}”", goal.hits)),
        None if goal.is_out_of_reach => ("beyond", "no shipment can: proven".to_owned()),
        None => ("open", "no test".to_owned()),
    };
    let text = format!("{}: {}: {how}", goal.subject, goal.what);
    writeln!(out, "<li class={class}>{}", escaped(&text))
}

/// Text as HTML shows it, letter for letter.
fn escaped(text: &str) -> String {
    let text = pictured(text);
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
