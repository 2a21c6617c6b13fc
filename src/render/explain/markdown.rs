//! `markdown`: the explanation as a page, whole.

use std::io::{self, Write};

use advisor::source::Place;
use advisor::witness::{said_command, witness_command};

use crate::render::explain::{
    Explained, words, words_of_questions, words_of_rules, words_of_why_not,
};
use crate::render::text::{escaped, shown};
use crate::render::words::About;

/// The explanation, every rule with its conditions.
pub(crate) fn markdown(explained: &Explained<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&verdict(explained)))?;
    for reason in words::reasons(explained) {
        writeln!(out, "{}\n", escaped(&reason))?;
    }
    writeln!(out, "{}\n", escaped(&words::forcing(explained)))?;
    writeln!(out, "{}", escaped(&words::reach(explained)))?;
    why_not(explained, out)?;
    changes(explained, out)?;
    questions(explained, out)?;
    rules(explained, true, out)?;
    rules(explained, false, out)
}

/// Why the answer is not what was expected.
fn why_not(explained: &Explained<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    for one in &explained.explanation.why_not {
        writeln!(out, "\n## {}\n", escaped(&words::why_not(explained, one)))?;
        for (what, lines) in words_of_why_not::rows(explained, one) {
            let [first, rest @ ..] = lines.as_slice() else { continue };
            writeln!(out, "- {}", escaped(&explained.speech.words.pair(what, first)))?;
            rest.iter().try_for_each(|line| writeln!(out, "  - {}", escaped(line)))?;
        }
    }
    Ok(())
}

/// What would give a better answer.
fn changes(explained: &Explained<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let changes = match &explained.explanation.changes {
        None => return Ok(()),
        Some(Err(_)) => {
            return writeln!(out, "\n{}", escaped(&speech.words.not_decided(About::Changes)));
        }
        Some(Ok(changes)) => changes,
    };
    writeln!(out, "\n## {}\n", escaped(&words::goal(explained, changes.goal)))?;
    if changes.options.is_empty() {
        writeln!(out, "{}", explained.no_option(changes.is_so))?;
    }
    for (one, number) in changes.options.iter().zip(1_u32..) {
        let call = said_command(rule_set, &one.said, one.advice.shipment.day());
        let change = words::changed(explained, &one.way.change);
        let text = speech.words.pair(&change, &words::brings(explained, &one.way));
        writeln!(out, "{number}. {}", escaped(&text))?;
        writeln!(out, "   `{}`", shown(&call))?;
    }
    if changes.more {
        writeln!(out, "\n{}", speech.words.more_changes())?;
    }
    Ok(())
}

/// What is open while some facts are not known.
fn questions(explained: &Explained<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let (rule_set, words) = (explained.advice.rule_set, explained.speech.words);
    let questions = match &explained.explanation.questions {
        None => return Ok(()),
        Some(Err(_)) => {
            return writeln!(out, "\n{}", escaped(&words.not_decided(About::Questions)));
        }
        Some(Ok(questions)) => questions,
    };
    writeln!(out, "\n## {}\n", escaped(&words.possible(questions.answers.len())))?;
    for (told, facts) in words_of_questions::answers(explained, questions) {
        writeln!(out, "- {}", escaped(&told))?;
        writeln!(out, "  `{}`", shown(&witness_command(rule_set, facts, rule_set.file())))?;
    }
    for sentence in words_of_questions::sentences(explained, questions) {
        writeln!(out, "\n{}", escaped(&sentence))?;
    }
    Ok(())
}

/// The rules that decided something, or those that did not, each with its conditions.
fn rules(explained: &Explained<'_, '_>, decides: bool, out: &mut dyn Write) -> io::Result<()> {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let why = &explained.explanation.why;
    let mut told = false;
    for (at, rule) in why.rules.iter().enumerate().filter(|(_, rule)| rule.decides == decides) {
        if !std::mem::replace(&mut told, true) {
            let words = speech.words;
            let heading = if decides { words.decided() } else { words.held_too() };
            writeln!(out, "\n## {heading}\n")?;
        }
        let parts = why.parts.iter().filter(|part| part.rules.contains(&at));
        let parts: Vec<String> =
            parts.map(|part| words::subject(explained, part.subject)).collect();
        let parts = match parts.as_slice() {
            [] => String::new(),
            parts => format!(" ⇒ {}", speech.words.listed(parts)),
        };
        let because = words::because(explained, rule.rule);
        writeln!(out, "- {}{}", escaped(&because), escaped(&parts))?;
        let conditions = words_of_rules::conditions(explained, &rule.tested);
        writeln!(out, "  - {}", escaped(&conditions))?;
        if let Some(remedy) = words::remedy(rule, speech) {
            writeln!(out, "  - → {}", escaped(&remedy))?;
        }
        let Place { file, line, .. } = rule_set.place(rule.rule.span);
        writeln!(out, "  - `{}`, {}:{line}", shown(&rule.rule.id), escaped(file))?;
        for source in rule_set.sources_of(rule.rule) {
            writeln!(out, "  - {}", escaped(&source.title))?;
        }
    }
    Ok(())
}

fn verdict(explained: &Explained<'_, '_>) -> String {
    let (advice, words) = (explained.advice, explained.speech.words);
    let lane = advice.lane().map(|lane| words.of_lane(&shown(&lane.id), &[]));
    let verdict = words.verdict(advice.decision.verdict).to_owned();
    let parts = std::iter::once(verdict).chain(lane).chain([advice.shipment.day().to_string()]);
    words.listed(&parts.collect::<Vec<_>>())
}
