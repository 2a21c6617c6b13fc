//! What to do, step by step, the papers of each step run together.

use std::io::{self, Write};

use advisor::advise::{Advice, PathStep};
use advisor::model::CheckKind;

use crate::render::human::{Depth, write_lines};
use crate::render::speech::Speech;
use crate::render::{style, table};

pub(super) fn print(
    advice: &Advice<'_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let mut last = None;
    for (one, number) in advice.path.iter().zip(1_u32..) {
        if last.replace(one.step.time) != Some(one.step.time) {
            writeln!(out, "{}", style::heading(speech.words.time(one.step.time)))?;
        }
        let text = if depth == Depth::All { long(one, speech) } else { short(one, speech) };
        write_lines(out, &table::lines(None, &[vec![number.to_string(), text]], width))?;
    }
    Ok(())
}

/// The step in a sentence: what is handed in and what customs does with the goods.
fn short(one: &PathStep<'_>, speech: Speech) -> String {
    let documents = one.documents.iter().map(|document| speech.document(document));
    let site = one.checks.iter().filter(|check| check.kind == CheckKind::Site);
    let site = site.map(|check| speech.check(check));
    let parts: Vec<String> = documents.chain(site).collect();
    let title = speech.text(one.title);
    if parts.is_empty() { title } else { speech.words.pair(&title, &speech.words.listed(&parts)) }
}

/// Everything that takes place in the step, a line each.
fn long(one: &PathStep<'_>, speech: Speech) -> String {
    let mut lines = vec![speech.text(one.title)];
    lines.extend(one.takes.map(|takes| speech.words.takes_so_long(&speech.words.takes(takes))));
    lines.extend(
        one.documents
            .iter()
            .map(|document| format!("- {}", speech.name(document.title.as_ref(), &document.id))),
    );
    lines.extend(one.checks.iter().map(|check| {
        let check = speech.name(check.title.as_ref(), &check.id);
        format!("* {}", speech.words.by_customs(&check))
    }));
    lines.join("\n")
}
