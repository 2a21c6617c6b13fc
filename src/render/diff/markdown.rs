//! A comment for a pull request: the sum and a line for each change, the rest folded away.

use std::io::{self, Write};

use advisor::diff::Side;
use advisor::model::wording::Tongue;

use crate::render::diff::words::{Words, words};
use crate::render::diff::{Compared, human, region, rows};
use crate::render::text::shown;

/// A comment may have no more than 65,536 letters.
const MOST_LETTERS: usize = 60_000;
/// Lines of a report that is folded away.
const WIDTH: usize = 100;
/// So many changes have a line of their own.
const MOST_LINES: usize = 50;

pub(crate) fn comment(
    compared: &Compared<'_>,
    tongue: Tongue,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = words(tongue);
    let difference = compared.difference;
    let [old, new] = compared.rule_sets.map(|rule_set| cell(rule_set.file()));
    writeln!(out, "### {old} → {new}\n\n**{}**\n", cell(&human::verdict(compared, words)))?;
    if !difference.groups.is_empty() {
        lines(compared, words, out)?;
    }
    let mut text = Vec::new();
    human::report(compared, tongue, WIDTH, &mut text)?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let text = anstream::adapter::strip_str(&text).to_string().replace("```", "'''");
    let mut room = MOST_LETTERS;
    let fits = text.lines().take_while(|line| {
        let left = room.checked_sub(line.len() + 1);
        room = left.unwrap_or(0);
        left.is_some()
    });
    let fits: Vec<&str> = fits.collect();
    let cut = text.lines().count() - fits.len();
    writeln!(out, "\n<details><summary>{}</summary>\n", words.folded())?;
    writeln!(out, "```text\n{}\n```", fits.join("\n"))?;
    if cut > 0 {
        writeln!(out, "\n{}", words.no_room(cut))?;
    }
    writeln!(out, "\n</details>")
}

/// A line for each change, as far as they have room.
fn lines(compared: &Compared<'_>, words: &dyn Words, out: &mut dyn Write) -> io::Result<()> {
    let difference = compared.difference;
    let [change, names, days, rules] = words.columns();
    let (real, rule) = match compared.replayed {
        Some(_) => (format!(" {} |", words.rows_column()), "---|"),
        None => (String::new(), ""),
    };
    writeln!(out, "| {change} | {names} |{real} {days} | {rules} |\n|---|---|{rule}---|---|")?;
    for group in difference.groups.iter().take(MOST_LINES) {
        let mut rules: Vec<&str> = Vec::new();
        for side in [Side::New, Side::Old] {
            rules.extend(side.of(&group.by).iter().map(|rule| rule.id.as_str()));
        }
        rules.dedup();
        let more = rules.len().saturating_sub(3);
        rules.truncate(3);
        let more = if more > 0 { words.and_more(more) } else { String::new() };
        let real = compared.replayed.as_ref();
        let real = real.map(|one| rows::number(rows::rows_of(&one.moves, &group.change)));
        let real = real.map(|rows| format!(" {rows} |")).unwrap_or_default();
        writeln!(
            out,
            "| {} | {} |{real} {} | {}{more} |",
            cell(&words.heading(&group.change, group.direction)),
            region::count(&group.size.names, words),
            region::days(&difference.vocabulary, &group.days, words),
            cell(&rules.join(", ")),
        )?;
    }
    match difference.groups.len().saturating_sub(MOST_LINES) {
        0 => Ok(()),
        more => writeln!(out, "\n{}", words.more_below(more)),
    }
}

/// Text that breaks out of no cell and no line.
fn cell(text: &str) -> String {
    let text = shown(text).replace('&', "&amp;").replace('<', "&lt;");
    text.replace('|', "\\|").replace('`', "'").replace('*', "\\*")
}
