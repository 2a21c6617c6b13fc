//! `human`: what decided in two or three sentences, then the rest on request.

use std::io::{self, Write};

use advisor::explain::WhyNot;
use advisor::source::Place;
use advisor::witness::{said_command, witness_command};

use crate::render::explain::{
    Explained, words, words_of_questions, words_of_rules, words_of_why_not,
};
use crate::render::human::{Cited, headline, paragraph, write_lines};
use crate::render::text::shown;
use crate::render::words::About;
use crate::render::{style, table};

/// The explanation, no line longer than `width`.
pub(crate) fn human(
    explained: &Explained<'_, '_>,
    all: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (advice, speech) = (explained.advice, explained.speech);
    let words_of = speech.words;
    headline(advice, &advice.brief(), speech, width, out)?;
    writeln!(out)?;
    let reasons = words::reasons(explained);
    if !reasons.is_empty() {
        paragraph(out, width, &words_of.because(&reasons))?;
    }
    paragraph(out, width, &words::forcing(explained))?;
    paragraph(out, width, &words::reach(explained))?;
    for one in &explained.explanation.why_not {
        why_not(explained, one, width, out)?;
    }
    changes(explained, width, out)?;
    questions(explained, width, out)?;
    let mut cited = Cited::default();
    if all {
        rules(explained, true, &mut cited, width, out)?;
        rules(explained, false, &mut cited, width, out)?;
        cited.print(speech, width, out)?;
        return Ok(());
    }
    writeln!(out, "\n{}", style::quiet(words_of.all_of_it()))
}

/// What would give a better answer, each change with the call that makes it.
fn changes(explained: &Explained<'_, '_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let changes = match &explained.explanation.changes {
        None => return Ok(()),
        Some(Err(_)) => {
            return paragraph(out, width, &explained.speech.words.not_decided(About::Changes));
        }
        Some(Ok(changes)) => changes,
    };
    writeln!(out, "\n{}", style::heading(&words::goal(explained, changes.goal)))?;
    if changes.options.is_empty() {
        return paragraph(out, width, explained.no_option(changes.is_so));
    }
    let rule_set = explained.advice.rule_set;
    for (one, number) in changes.options.iter().zip(1_u32..) {
        let change = words::changed(explained, &one.way.change);
        let text = explained.speech.words.pair(&change, &words::brings(explained, &one.way));
        write_lines(out, &table::lines(None, &[vec![number.to_string(), text]], width))?;
        // A call stays on one line, however long: so it can be copied.
        let call = said_command(rule_set, &one.said, one.advice.shipment.day());
        writeln!(out, "     {}", style::quiet(&shown(&call)))?;
    }
    if changes.more {
        writeln!(out, "  {}", explained.speech.words.more_changes())?;
    }
    Ok(())
}

/// What is open while some facts are not known.
fn questions(explained: &Explained<'_, '_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let questions = match &explained.explanation.questions {
        None => return Ok(()),
        Some(Err(_)) => {
            return paragraph(out, width, &explained.speech.words.not_decided(About::Questions));
        }
        Some(Ok(questions)) => questions,
    };
    let rule_set = explained.advice.rule_set;
    writeln!(
        out,
        "\n{}",
        style::heading(&explained.speech.words.possible(questions.answers.len()))
    )?;
    for (told, facts) in words_of_questions::answers(explained, questions) {
        write_lines(out, &table::lines(None, &[vec![told]], width))?;
        writeln!(
            out,
            "     {}",
            style::quiet(&shown(&witness_command(rule_set, facts, rule_set.file())))
        )?;
    }
    for sentence in words_of_questions::sentences(explained, questions) {
        paragraph(out, width, &sentence)?;
    }
    Ok(())
}

/// Why the answer is not what was expected.
fn why_not(
    explained: &Explained<'_, '_>,
    one: &WhyNot<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading(&words::why_not(explained, one)))?;
    let rows: Vec<Vec<String>> = words_of_why_not::rows(explained, one)
        .into_iter()
        .map(|(what, lines)| vec![what.to_owned(), lines.join("\n")])
        .collect();
    write_lines(out, &table::lines(None, &rows, width))
}

/// The rules that decided something, or those that did not, each with its conditions.
fn rules<'r>(
    explained: &Explained<'_, 'r>,
    decides: bool,
    cited: &mut Cited<'r>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let why = &explained.explanation.why;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, rule) in why.rules.iter().enumerate().filter(|(_, rule)| rule.decides == decides) {
        let of_rule = why.parts.iter().filter(|part| part.rules.contains(&at));
        let parts: Vec<String> =
            of_rule.map(|part| words::subject(explained, part.subject)).collect();
        let mut lines = vec![words::because(explained, rule.rule)];
        lines.push(speech.words.when(&words_of_rules::conditions(explained, &rule.tested)));
        lines.extend((!parts.is_empty()).then(|| format!("=> {}", speech.words.listed(&parts))));
        lines.extend(words::remedy(rule, speech).map(|remedy| format!("-> {remedy}")));
        let Place { file, line, .. } = rule_set.place(rule.rule.span);
        lines.push(format!("{} {}:{line}", cited.rule(rule_set, rule.rule, speech), shown(file)));
        rows.push(vec![rule.kind.id().to_owned(), lines.join("\n")]);
    }
    if rows.is_empty() {
        return Ok(());
    }
    let heading = if decides { speech.words.decided() } else { speech.words.held_too() };
    writeln!(out, "\n{}", style::heading(heading))?;
    write_lines(out, &table::lines(None, &rows, width))
}
