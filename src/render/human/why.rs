//! Why: the rules that led to an answer, and their sources.

use std::io::{self, Write};

use advisor::advise::{Advice, Reason, ReasonKind};
use advisor::model::{Confidence, Rule, RuleSet, Source};

use crate::render::human::write_lines;
use crate::render::text::{shown, titled};
use crate::render::{style, table};

/// The rules with what they did, and the sources that they cite.
pub(super) fn print(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut cited = Cited::default();
    reasons(advice, &mut cited, width, out)?;
    cited.print(width, out)
}

/// The sources that an answer cites, each with its number.
#[derive(Default)]
pub(crate) struct Cited<'r> {
    sources: Vec<&'r Source>,
}

impl<'r> Cited<'r> {
    /// A rule by its name, with the numbers of its sources.
    pub(crate) fn rule(&mut self, rule_set: &'r RuleSet, rule: &'r Rule) -> String {
        let mut words = format!("({}", shown(&rule.id));
        if rule.confidence == Confidence::Indicative {
            words.push_str(", indicative");
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

    pub(crate) fn print(&self, width: usize, out: &mut dyn Write) -> io::Result<()> {
        if self.sources.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", style::heading("Sources"))?;
        let rows = self.sources.iter().zip(1_u32..).map(|(source, number)| {
            let url = source.url.as_ref().map(|url| format!(" {}", shown(url))).unwrap_or_default();
            vec![format!("[{number}]"), format!("{}{url}", shown(&source.title))]
        });
        write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
    }
}

fn reasons<'r>(
    advice: &Advice<'r>,
    cited: &mut Cited<'r>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading("Why"))?;
    let rows = advice.reasons.iter().map(|reason| {
        let (subject, words) = subject(advice, reason);
        let words = words.map(|words| format!("{words} ")).unwrap_or_default();
        let rule = cited.rule(advice.rule_set, reason.rule);
        vec![format!("{subject}:"), format!("{words}{rule}\n=> {}", shown(&reason.effect))]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
}

/// What a reason speaks of, and what it says.
fn subject(advice: &Advice<'_>, reason: &Reason<'_>) -> (String, Option<String>) {
    let because = reason.rule.because.as_deref().map(|because| shown(because).into_owned());
    let word = match reason.kind {
        ReasonKind::Category => {
            let category = advice.rule_set.fact_called("category");
            let name = category.and_then(|(id, fact)| fact.name(advice.facts.get(id)));
            let Some(name) = name else { return ("category".to_owned(), because) };
            let words = because.unwrap_or_else(|| titled(&name.words(), name.title.as_ref()));
            return (shown(&name.id).into_owned(), Some(words));
        }
        ReasonKind::Inspection => "rule",
        ReasonKind::Flow => "flow",
        ReasonKind::Tax => "charge",
        ReasonKind::Refusal => "refusal",
    };
    (word.to_owned(), because)
}
