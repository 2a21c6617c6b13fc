//! `markdown`: the explanation as a page, whole.

use std::io::{self, Write};

use advisor::source::Place;
use advisor::witness::said_command;

use crate::render::explain::{Explained, words, words_of_rules};
use crate::render::text::shown;

/// The explanation, every rule with its conditions.
pub(crate) fn markdown(explained: &Explained<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let advice = explained.advice;
    let rule_set = advice.rule_set;
    writeln!(out, "# {}\n", escaped(&verdict(explained)))?;
    for reason in words::reasons(explained) {
        writeln!(out, "{}\n", escaped(&reason))?;
    }
    writeln!(out, "{}\n", escaped(&words::forcing(rule_set, explained)))?;
    writeln!(out, "{}", escaped(&words::reach(explained)))?;
    if let Some(Ok(changes)) = &explained.explanation.changes {
        writeln!(out, "\n## {}\n", escaped(&words::goal(explained, changes.goal)))?;
        if changes.options.is_empty() {
            let none = if changes.is_so { words::IS_SO } else { words::NOTHING_HELPS };
            writeln!(out, "{none}")?;
        }
        for (one, number) in changes.options.iter().zip(1_u32..) {
            let call = said_command(rule_set, &one.said, one.advice.shipment.day());
            let brings = words::brings(explained, &one.way);
            let change = words::changed(explained, &one.way.change);
            writeln!(out, "{number}. {}: {}", escaped(&change), escaped(&brings))?;
            writeln!(out, "   `{}`", shown(&call))?;
        }
    }
    let why = &explained.explanation.why;
    for (decides, heading) in [(true, words::DECIDED), (false, words::BESIDES)] {
        let rules: Vec<_> = why.rules.iter().enumerate().collect();
        let rules = rules.into_iter().filter(|(_, rule)| rule.decides == decides);
        let mut told = false;
        for (at, rule) in rules {
            if !std::mem::replace(&mut told, true) {
                writeln!(out, "\n## {heading}\n")?;
            }
            let parts = why.parts.iter().filter(|part| part.rules.contains(&at));
            let parts: Vec<String> =
                parts.map(|part| words::subject(explained, part.subject)).collect();
            let Place { file, line, .. } = rule_set.place(rule.rule.span);
            let stands = format!("`{}`, {}:{line}", shown(&rule.rule.id), shown(file));
            let parts =
                if parts.is_empty() { String::new() } else { format!(" ⇒ {}", parts.join(", ")) };
            writeln!(
                out,
                "- {}{}",
                escaped(&words::because(rule_set, rule.rule)),
                escaped(&parts)
            )?;
            writeln!(out, "  - {}", escaped(&words_of_rules::conditions(rule_set, &rule.tested)))?;
            writeln!(out, "  - {stands}")?;
            for source in rule_set.sources_of(rule.rule) {
                writeln!(out, "  - {}", escaped(&source.title))?;
            }
        }
    }
    Ok(())
}

fn verdict(explained: &Explained<'_, '_>) -> String {
    let advice = explained.advice;
    let lane = advice.lane().map(|lane| format!(", lane {}", lane.id)).unwrap_or_default();
    format!("{}{lane}, {}", advice.decision.verdict.id(), advice.shipment.day())
}

/// A text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in shown(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
