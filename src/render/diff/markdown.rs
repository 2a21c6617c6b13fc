//! A comment for a pull request: the sum and a line for each change, the rest folded away.

use std::io::{self, Write};

use advisor::diff::Side;

use crate::render::diff::{Compared, human, words};
use crate::render::text::shown;

/// A comment may have no more than 65,536 letters.
const MOST_LETTERS: usize = 60_000;
/// Lines of a report that is folded away.
const WIDTH: usize = 100;
/// So many changes have a line of their own.
const MOST_LINES: usize = 50;

pub(crate) fn comment(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    let difference = compared.difference;
    let [old, new] = compared.rule_sets.map(|rule_set| cell(rule_set.file()));
    writeln!(out, "### {old} → {new}\n\n**{}**\n", cell(&human::verdict(compared)))?;
    if !difference.groups.is_empty() {
        writeln!(out, "| change | combinations of names | days | rules |\n|---|---|---|---|")?;
    }
    for group in difference.groups.iter().take(MOST_LINES) {
        let mut rules: Vec<&str> = Vec::new();
        for side in [Side::New, Side::Old] {
            rules.extend(side.of(&group.by).iter().map(|rule| rule.id.as_str()));
        }
        rules.dedup();
        let more = rules.len().saturating_sub(3);
        rules.truncate(3);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        writeln!(
            out,
            "| {} | {} | {} | {}{more} |",
            cell(&words::heading(&group.change, group.direction)),
            words::count(&group.size.names),
            words::days(&difference.vocabulary, &group.days),
            cell(&rules.join(", ")),
        )?;
    }
    let more = difference.groups.len().saturating_sub(MOST_LINES);
    if more > 0 {
        writeln!(out, "\n{more} more changes are below.")?;
    }
    let mut text = Vec::new();
    human::report(compared, WIDTH, &mut text)?;
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
    writeln!(out, "\n<details><summary>Which shipments, and calls that show it</summary>\n")?;
    writeln!(out, "```text\n{}\n```", fits.join("\n"))?;
    if cut > 0 {
        writeln!(out, "\n{cut} more lines have no room here.")?;
    }
    writeln!(out, "\n</details>")
}

/// Text that breaks out of no cell and no line.
fn cell(text: &str) -> String {
    let text = shown(text).replace('&', "&amp;").replace('<', "&lt;");
    text.replace('|', "\\|").replace('`', "'").replace('*', "\\*")
}
