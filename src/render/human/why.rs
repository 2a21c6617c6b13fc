//! Why: the rules that led to an answer, and their sources.

use std::io::{self, Write};

use advisor::advise::{Advice, Reason, ReasonKind};
use advisor::model::{Confidence, Rule, RuleSet, Source};

use crate::render::human::write_lines;
use crate::render::speech::Speech;
use crate::render::text::shown;
use crate::render::{style, table};

/// The rules with what they did, and the sources that they cite.
pub(super) fn print(
    advice: &Advice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut cited = Cited::default();
    reasons(advice, &mut cited, speech, width, out)?;
    cited.print(speech, width, out)
}

/// The sources that an answer cites, each with its number.
#[derive(Default)]
pub(crate) struct Cited<'r> {
    sources: Vec<&'r Source>,
}

impl<'r> Cited<'r> {
    /// A rule by its name, with the numbers of its sources.
    pub(crate) fn rule(&mut self, rule_set: &'r RuleSet, rule: &'r Rule, speech: Speech) -> String {
        let mut words = format!("({}", shown(&rule.id));
        if rule.confidence == Confidence::Indicative {
            words.push_str(&format!(", {}", speech.words.indicative()));
        }
        words.push(')');
        for source in rule_set.sources_of(rule) {
            let known = self.sources.iter().position(|known| known.id == source.id);
            let at = known.unwrap_or_else(|| {
                self.sources.push(source);
                self.sources.len() - 1
            });
            words.push_str(&format!(" [{}]", at + 1));
        }
        words
    }

    pub(crate) fn print(
        &self,
        speech: Speech,
        width: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.sources.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", style::heading(speech.words.sources()))?;
        let rows = self.sources.iter().zip(1_u32..).map(|(source, number)| {
            let url = source.url.as_ref().map(|url| format!(" {}", shown(url))).unwrap_or_default();
            vec![format!("[{number}]"), format!("{}{url}", speech.sentence(&source.title))]
        });
        write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
    }
}

fn reasons<'r>(
    advice: &Advice<'r>,
    cited: &mut Cited<'r>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading(speech.words.why()))?;
    let rows = advice.reasons.iter().map(|reason| {
        let (subject, words) = subject(advice, reason, speech);
        let words = words.map(|words| format!("{words} ")).unwrap_or_default();
        let rule = cited.rule(advice.rule_set, reason.rule, speech);
        vec![
            speech.words.pair(&subject, "").trim_end().to_owned(),
            format!("{words}{rule}\n=> {}", shown(&reason.effect)),
        ]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
}

/// What a reason speaks of, and what it says.
fn subject(advice: &Advice<'_>, reason: &Reason<'_>, speech: Speech) -> (String, Option<String>) {
    let because = reason.rule.because.as_ref().map(|because| speech.sentence(because));
    if reason.kind == ReasonKind::Category {
        let category = advice.rule_set.fact_called("category");
        let name = category.and_then(|(id, fact)| fact.name(advice.facts.get(id)));
        if let Some(name) = name {
            let words = because.unwrap_or_else(|| speech.name(name.title.as_ref(), &name.id));
            return (shown(&name.id).into_owned(), Some(words));
        }
    }
    (speech.words.reason(reason.kind).to_owned(), because)
}
