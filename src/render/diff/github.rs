//! Annotations of GitHub Actions at the rules by which something changes.

use std::io::{self, Write};

use advisor::diff::{Direction, Group, Side};
use advisor::model::wording::Tongue;

use crate::render::check::github::{MOST_SHOWN, data, property};
use crate::render::diff::words::words;
use crate::render::diff::{Compared, region};
use crate::render::text::shown;

pub(crate) fn annotations(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    let groups = &compared.difference.groups;
    for (command, worse) in [("warning", true), ("notice", false)] {
        let these = groups.iter().filter(|one| (one.direction == Direction::Worse) == worse);
        let these: Vec<&Group> = these.collect();
        for group in these.iter().take(MOST_SHOWN) {
            writeln!(out, "{}", annotation(compared, command, group))?;
        }
        let more = these.len().saturating_sub(MOST_SHOWN);
        if more > 0 {
            writeln!(out, "{more} more are not shown: `--format human` has them all")?;
        }
    }
    Ok(())
}

fn annotation(compared: &Compared<'_>, command: &str, group: &Group) -> String {
    let rule = Side::New.of(&group.by).first();
    let file = rule.map_or(Side::New.of(&compared.rule_sets).file(), |rule| rule.file.as_str());
    let line = rule.map_or(1, |rule| rule.line);
    let words = words(Tongue::English);
    let title = words.heading(&group.change, group.direction);
    let days = region::days(&compared.difference.vocabulary, &group.days, words);
    let mut text = words.also(&region::size(&group.size, words), &days);
    for call in compared.commands(group).into_iter().flatten() {
        text.push_str(&format!("\n{call}"));
    }
    let (file, title) = (property(&shown(file)), property(&shown(&title)));
    let lines: Vec<_> = text.lines().map(shown).collect();
    format!("::{command} file={file},line={line},title={title}::{}", data(&lines.join("\n")))
}
