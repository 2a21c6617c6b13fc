//! `human`: the answer for a person, the verdict first, as short or as long as it is asked for.

mod dates;
mod decided;
mod full;
mod granted;
pub(crate) mod order;
mod refused;
mod steps;
mod why;

use decided::cost;
pub(crate) use decided::headline;
pub(crate) use granted::{difference, outline};
pub(crate) use why::Cited;

use std::io::{self, Write};

use advisor::advise::{Advice, Warning};
use advisor::builtin;
use advisor::evaluate::Verdict;
use advisor::explain::{Choice, Reach};
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Day, Value};
use advisor::model::wording::Tongue;
use advisor::model::{FactId, RuleSet};
use advisor::witness::FLAGS;

use crate::render::speech::Speech;
use crate::render::text::{grouped, shown};
use crate::render::{style, table};

/// How much of an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// What a trader needs.
    Short,
    /// The rules and their sources, too.
    Why,
    /// Everything.
    All,
}

/// What is told of an answer beside the answer.
pub(crate) struct More<'r> {
    /// How far it reaches over the date and what was said in numbers.
    pub(crate) holds: Option<Reach>,
    /// The best change of a single fact that was said.
    pub(crate) change: Option<Choice<'r>>,
}

/// The answer, no line longer than `width`.
pub(crate) fn route(
    advice: &Advice<'_>,
    more: &More<'_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let brief = advice.brief();
    decided::headline(advice, &brief, speech, width, out)?;
    decided::closed_ways(advice, speech, width, out)?;
    warnings(advice, speech, width, out)?;
    match advice.decision.verdict {
        Verdict::Clearable => {
            decided::facts(advice, &brief, more.holds.as_ref(), speech, width, out)?;
            dates::print(advice, speech, width, out)?;
            granted::better(advice, &brief, speech, depth, width, out)?;
            steps::print((advice.rule_set, &advice.path), speech, depth, width, out)?;
            granted::print(advice, &brief, speech, depth, width, out)?;
        }
        Verdict::NoPath => {
            writeln!(out)?;
            paragraph(out, width, speech.words.no_path_why())?;
        }
        Verdict::Refused => refused::print(advice, &brief, speech, width, out)?,
    }
    if let Some(change) = &more.change {
        granted::single(advice, change, speech, width, out)?;
    }
    if depth == Depth::All {
        full::print(advice, speech, width, out)?;
    }
    if depth >= Depth::Why {
        why::print(advice, speech, width, out)?;
    }
    footer(advice, speech, depth, width, out)
}

/// Where the answer may mislead, where nobody can overlook it.
fn warnings(
    advice: &Advice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    // That the goods are not known stands in the verdict, that a rate is not beside the tax.
    let told =
        |one: &&Warning<'_>| matches!(one, Warning::UnknownGoods(_) | Warning::UnknownRate { .. });
    for warning in advice.warnings.iter().filter(|one| !told(one)) {
        let text = speech.words.warning(&shown(&warning.in_tongue(speech.tongue)));
        for line in wrapped(&text, width) {
            writeln!(out, "{}", style::warning(&line))?;
        }
    }
    Ok(())
}

fn footer(
    advice: &Advice<'_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rule_set = advice.rule_set;
    writeln!(out)?;
    if depth == Depth::Short {
        let more = speech.words.more(advice.reasons.len());
        writeln!(out, "{}", style::quiet(&more))?;
    }
    let reviewed = rule_set.reviewed().map(|day: Day| day.to_string());
    let title = speech.sentence(rule_set.title());
    let file = Some(rule_set.file()).filter(|file| *file != builtin::NAME).map(shown);
    let notice = speech.words.advice(&title, reviewed.as_deref(), file.as_deref());
    for line in wrapped(&notice, width) {
        writeln!(out, "{}", style::quiet(&line))?;
    }
    Ok(())
}

/// The flag by which a fact gets a value.
fn flag(fact: &Fact, value: &str) -> String {
    if FLAGS.contains(&fact.id.as_str()) {
        format!("--{} {}", shown(&fact.id), shown(value))
    } else {
        format!("--fact {}={}", shown(&fact.id), shown(value))
    }
}

/// The flag that makes a change, and what is chosen anew then.
fn change(rule_set: &RuleSet, change: &[(FactId, Value)]) -> String {
    let mut changes = change.iter().map(|(id, value)| (&rule_set[*id], value));
    let first = changes.next().map(|(fact, value)| flag(fact, &fact.show(*value)));
    let anew: Vec<String> = changes
        .map(|(fact, value)| format!("{} {}", shown(&fact.id), shown(&fact.show(*value))))
        .collect();
    let anew = if anew.is_empty() { String::new() } else { format!(" ({})", anew.join(", ")) };
    first.unwrap_or_default() + &anew
}

/// A value in few words, with the id by which to give it where the words do not tell.
fn said(fact: &Fact, value: Value, speech: Speech) -> String {
    if let Some(name) = fact.name(value) {
        return speech.value(name);
    }
    // Ids are English words, and short.
    let is_english = speech.tongue == Tongue::English;
    match &fact.kind {
        Kind::YesNo if !is_english && value == Value::YES => speech.fact(fact),
        Kind::YesNo if !is_english => speech.words.not(&speech.fact(fact)),
        Kind::Number(number) => {
            let unit = number.unit.as_deref().map(|unit| format!(" {}", shown(unit)));
            let number = grouped(&fact.show(value));
            let words = if is_english { shown(&fact.id).into_owned() } else { speech.fact(fact) };
            format!("{words} {number}{}", unit.unwrap_or_default())
        }
        Kind::Code(codes) => {
            let code = format!("{} {}", speech.fact(fact), codes.show(value));
            let name = codes.name(value).map(|name| speech.text(&name.title));
            name.map_or(code.clone(), |name| speech.words.aside(&code, &name))
        }
        _ => speech.words.pair(&shown(&fact.id), &fact.show(value)),
    }
}

/// A text as lines of at most `width` columns.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let lines = table::lines(None, &[vec![text.to_owned()]], width);
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

pub(crate) fn paragraph(out: &mut dyn Write, width: usize, text: &str) -> io::Result<()> {
    wrapped(text, width).iter().try_for_each(|line| writeln!(out, "{line}"))
}

pub(crate) fn write_lines(out: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}
