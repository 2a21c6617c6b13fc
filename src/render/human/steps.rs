//! What to do, step by step, the papers of each step run together.

use std::io::{self, Write};

use advisor::advise::PathStep;
use advisor::model::{CheckKind, Reference, RuleSet};

use crate::render::human::{Depth, write_lines};
use crate::render::speech::Speech;
use crate::render::text::shown;
use crate::render::{style, table};

pub(super) fn print(
    (rule_set, path): (&RuleSet, &[PathStep<'_>]),
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let mut last = None;
    for (one, number) in path.iter().zip(1_u32..) {
        if last.replace(one.step.time) != Some(one.step.time) {
            writeln!(out, "{}", style::heading(speech.words.time(one.step.time)))?;
        }
        let text =
            if depth == Depth::All { long(rule_set, one, speech) } else { short(one, speech) };
        write_lines(out, &table::lines(None, &[vec![number.to_string(), text]], width))?;
    }
    Ok(())
}

/// The step in a sentence: what is handed in and what customs does with the goods.
fn short(one: &PathStep<'_>, speech: Speech) -> String {
    let documents = one.documents.iter().map(|document| {
        let words = speech.document(document);
        let form = document.reference.form.as_deref();
        form.map_or(words.clone(), |form| speech.words.aside(&words, &shown(form)))
    });
    let site = one.checks.iter().filter(|check| check.kind == CheckKind::Site);
    let site = site.map(|check| speech.check(check));
    let parts: Vec<String> = documents.chain(site).collect();
    let title = speech.text(one.title);
    if parts.is_empty() { title } else { speech.words.pair(&title, &speech.words.listed(&parts)) }
}

/// What something is called, with the number of its form and where more is said of it.
fn with_reference(name: String, reference: &Reference, speech: Speech) -> String {
    let form = reference.form.as_deref().map(|form| speech.words.form(&shown(form)));
    let name = form.map_or(name.clone(), |form| speech.words.aside(&name, &form));
    let url = reference.url.as_deref().map(|url| format!(" {}", shown(url)));
    name + &url.unwrap_or_default()
}

/// Everything that takes place in the step, a line each.
fn long(rule_set: &RuleSet, one: &PathStep<'_>, speech: Speech) -> String {
    let mut lines = vec![with_reference(speech.text(one.title), &one.step.reference, speech)];
    lines.extend(one.takes.map(|takes| speech.words.takes_so_long(&speech.words.takes(takes))));
    for document in &one.documents {
        let name = speech.name(document.title.as_ref(), &document.id);
        let papers = rule_set.papers_of(document);
        if let [_] = papers.as_slice() {
            lines.push(format!("- {}", with_reference(name, &document.reference, speech)));
            continue;
        }
        lines.push(format!("- {name}"));
        let known = papers.into_iter().filter(|paper| !paper.reference.is_empty());
        lines.extend(known.map(|paper| {
            let name = speech.name(paper.title.as_ref(), &paper.id);
            format!("  - {}", with_reference(name, &paper.reference, speech))
        }));
    }
    lines.extend(one.checks.iter().map(|check| {
        let check = speech.name(check.title.as_ref(), &check.id);
        format!("* {}", speech.words.by_customs(&check))
    }));
    lines.join("\n")
}
