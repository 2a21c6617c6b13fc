//! What to do, step by step, the papers of each step run together.

use std::io::{self, Write};

use advisor::advise::{Advice, PathStep};
use advisor::model::CheckKind;

use crate::render::human::{Depth, write_lines};
use crate::render::text::{in_all, shown, time_heading, titled};
use crate::render::{style, table};

pub(super) fn print(
    advice: &Advice<'_>,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let mut last = None;
    for (one, number) in advice.path.iter().zip(1_u32..) {
        if last.replace(one.step.time) != Some(one.step.time) {
            writeln!(out, "{}", style::heading(time_heading(one.step.time)))?;
        }
        let text = if depth == Depth::All { long(one) } else { short(one) };
        write_lines(out, &table::lines(None, &[vec![number.to_string(), text]], width))?;
    }
    Ok(())
}

/// The step in a sentence: what is handed in and what customs does with the goods.
fn short(one: &PathStep<'_>) -> String {
    let documents = one.documents.iter().map(|document| match &document.short {
        Some(short) => titled(short, document.title.as_ref()),
        None => titled(&document.words(), document.title.as_ref()),
    });
    let site = one.checks.iter().filter(|check| check.kind == CheckKind::Site);
    let site = site.map(|check| shown(&check.short_words()).into_owned());
    let parts: Vec<String> = documents.chain(site).collect();
    let title = in_all(one.title);
    if parts.is_empty() { title } else { format!("{title}: {}", parts.join(", ")) }
}

/// Everything that takes place in the step, a line each.
fn long(one: &PathStep<'_>) -> String {
    let mut lines = vec![in_all(one.title)];
    lines.extend(one.takes.map(|takes| format!("(takes {})", shown(takes))));
    let documents = one.documents.iter();
    lines.extend(
        documents
            .map(|document| format!("- {}", titled(&document.words(), document.title.as_ref()))),
    );
    let checks = one.checks.iter();
    lines.extend(
        checks.map(|check| format!("* customs: {}", titled(&check.words(), check.title.as_ref()))),
    );
    lines.join("\n")
}
