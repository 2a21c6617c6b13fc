//! `human`: what decided in two or three sentences, then the rest on request.

use std::io::{self, Write};

use advisor::explain::{Tried, WhyNot};
use advisor::model::wording::Tongue;
use advisor::source::Place;
use advisor::witness::{said_command, witness_command};

use crate::render::explain::{Explained, words, words_of_questions, words_of_rules};
use crate::render::human::{Cited, headline, paragraph, write_lines};
use crate::render::speech::Speech;
use crate::render::text::shown;
use crate::render::{style, table};

/// The explanation, no line longer than `width`.
pub(crate) fn human(
    explained: &Explained<'_, '_>,
    all: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    // Its own words are English so far.
    let (advice, speech) = (explained.advice, Speech::new(Tongue::English));
    headline(advice, &advice.brief(), speech, width, out)?;
    writeln!(out)?;
    let reasons = words::reasons(explained);
    if !reasons.is_empty() {
        paragraph(out, width, &format!("Why: {}", reasons.join(" ")))?;
    }
    paragraph(out, width, &words::forcing(advice.rule_set, explained))?;
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
    let more = "\nMore: --all (every rule with its conditions and source)   --format json";
    writeln!(out, "{}", style::quiet(more))
}

/// What would give a better answer, each change with the call that makes it.
fn changes(explained: &Explained<'_, '_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let changes = match &explained.explanation.changes {
        None => return Ok(()),
        Some(Err(_)) => {
            return paragraph(out, width, &format!("What would be better: {}.", words::UNDECIDED));
        }
        Some(Ok(changes)) => changes,
    };
    writeln!(out, "\n{}", style::heading(&words::goal(explained, changes.goal)))?;
    if changes.options.is_empty() {
        return paragraph(
            out,
            width,
            if changes.is_so { words::IS_SO } else { words::NOTHING_HELPS },
        );
    }
    let rule_set = explained.advice.rule_set;
    for (one, number) in changes.options.iter().zip(1_u32..) {
        let change = words::changed(explained, &one.way.change);
        let text = format!("{change}: {}", words::brings(explained, &one.way));
        write_lines(out, &table::lines(None, &[vec![number.to_string(), text]], width))?;
        // A call stays on one line, however long: so it can be copied.
        let call = said_command(rule_set, &one.said, one.advice.shipment.day());
        writeln!(out, "     {}", style::quiet(&shown(&call)))?;
    }
    if changes.more {
        writeln!(out, "  {}", words::MORE_CHANGES)?;
    }
    Ok(())
}

/// What is open while some facts are not known.
fn questions(explained: &Explained<'_, '_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let questions = match &explained.explanation.questions {
        None => return Ok(()),
        Some(Err(_)) => {
            return paragraph(out, width, &format!("What to ask: {}.", words::UNDECIDED));
        }
        Some(Ok(questions)) => questions,
    };
    let rule_set = explained.advice.rule_set;
    writeln!(out, "\n{}", style::heading(&words_of_questions::heading(questions)))?;
    for (told, facts) in words_of_questions::answers(rule_set, questions) {
        write_lines(out, &table::lines(None, &[vec![told]], width))?;
        writeln!(
            out,
            "     {}",
            style::quiet(&shown(&witness_command(rule_set, facts, rule_set.file())))
        )?;
    }
    for sentence in words_of_questions::sentences(rule_set, questions) {
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
    let rule_set = explained.advice.rule_set;
    writeln!(out, "\n{}", style::heading(&words::why_not(explained, one)))?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |word: &str, text: String| rows.push(vec![word.to_owned(), text]);
    let named = |tried: &Tried<'_>| {
        format!("{} ({})", words::because(rule_set, tried.rule), shown(&tried.rule.id))
    };
    for tried in &one.in_the_way {
        let asks = words_of_rules::conditions(rule_set, &tried.tested);
        row("In the way", format!("{}\nwhen {asks}", named(tried)));
    }
    if one.lane_in_the_way {
        row("In the way", words::LANE_IN_THE_WAY.to_owned());
    }
    for tried in &one.lacking {
        let lacks = words_of_rules::failures(rule_set, &tried.tested);
        row("Lacking", format!("{}\n{lacks}", named(tried)));
    }
    row("It would be", words_of_rules::would_be(&one.days));
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
    let (rule_set, speech) = (explained.advice.rule_set, Speech::new(Tongue::English));
    let why = &explained.explanation.why;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, rule) in why.rules.iter().enumerate().filter(|(_, rule)| rule.decides == decides) {
        let of_rule = why.parts.iter().filter(|part| part.rules.contains(&at));
        let parts: Vec<String> =
            of_rule.map(|part| words::subject(explained, part.subject)).collect();
        let mut lines = vec![words::because(rule_set, rule.rule)];
        lines.push(format!("when {}", words_of_rules::conditions(rule_set, &rule.tested)));
        lines.extend((!parts.is_empty()).then(|| format!("=> {}", parts.join(", "))));
        lines.extend(words::remedy(rule).map(|remedy| format!("-> {}", shown(remedy))));
        let Place { file, line, .. } = rule_set.place(rule.rule.span);
        lines.push(format!("{} {}:{line}", cited.rule(rule_set, rule.rule, speech), shown(file)));
        rows.push(vec![rule.kind.id().to_owned(), lines.join("\n")]);
    }
    if rows.is_empty() {
        return Ok(());
    }
    let heading = if decides { words::DECIDED } else { words::BESIDES };
    writeln!(out, "\n{}", style::heading(heading))?;
    write_lines(out, &table::lines(None, &rows, width))
}
