//! One rule: its words, what it asks, what it does, where it comes from and where it stands.

use std::io::{self, Write};

use advisor::model::condition::Region;
use advisor::model::value::Day;
use advisor::model::{Confidence, Effect, FactId, Rule, RuleSet};
use advisor::source::Place;
use serde::Serialize;

use crate::render::json::print;
use crate::render::list::{from_until, in_force};
use crate::render::text::shown;
use crate::render::{condition, style, table};

/// A rule, with what the list of rules says of it.
pub(crate) struct Told<'r> {
    pub(crate) rule: &'r Rule,
    /// What kind of rule it is.
    pub(crate) kind: &'static str,
    /// What it does, in ids.
    pub(crate) effect: String,
    /// What to do instead, for one that refuses.
    pub(crate) remedy: Option<&'r str>,
}

impl<'r> Told<'r> {
    /// What is said of the effect of a row.
    pub(crate) fn remedy_of(effect: &'r Effect) -> Option<&'r str> {
        match effect {
            Effect::Refuse { remedy } => Some(&**remedy),
            Effect::Require { .. } => None,
        }
    }
}

fn unless(rule_set: &RuleSet, region: &Region) -> String {
    let asked = condition::region(rule_set, region);
    let days = region.allowed(FactId::DATE).map(in_force).unwrap_or_default();
    let both: Vec<String> = [asked, days].into_iter().filter(|part| !part.is_empty()).collect();
    both.join("; ")
}

/// The rule for a person.
pub(crate) fn human(
    rule_set: &RuleSet,
    told: &Told<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rule = told.rule;
    let indicative = match rule.confidence {
        Confidence::Indicative => ", indicative",
        Confidence::Stated => "",
    };
    writeln!(
        out,
        "{}",
        style::heading(&format!("{} ({}{indicative})", shown(&rule.id), told.kind))
    )?;
    let when = condition::region(rule_set, &rule.condition.within);
    let always = || "always".to_owned();
    let mut rows = vec![
        ("says", rule.because.as_deref().unwrap_or_default().to_owned()),
        ("when", if when.is_empty() { always() } else { when }),
    ];
    rows.extend(rule.condition.unless.iter().map(|one| ("unless", unless(rule_set, one))));
    let days = rule.condition.within.allowed(FactId::DATE).map(in_force);
    rows.push(("in force", days.unwrap_or_default()));
    rows.push(("then", told.effect.clone()));
    rows.push(("instead", told.remedy.unwrap_or_default().to_owned()));
    for source in rule_set.sources_of(rule) {
        let url = source.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
        rows.push(("source", format!("{}{url}", source.title)));
    }
    let Place { file, line, .. } = rule_set.place(rule.span);
    rows.push(("stands in", format!("{file}:{line}")));
    let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
    let rows: Vec<Vec<String>> =
        rows.map(|(key, text)| vec![key.to_owned(), shown(&text).into_owned()]).collect();
    table::lines(None, &rows, width).iter().try_for_each(|line| writeln!(out, "{line}"))
}

#[derive(Serialize)]
struct RuleOut<'r> {
    schema: &'static str,
    id: &'r str,
    kind: &'static str,
    because: Option<&'r str>,
    when: String,
    unless: Vec<String>,
    from: Option<String>,
    until: Option<String>,
    effect: &'r str,
    remedy: Option<&'r str>,
    confidence: &'static str,
    sources: Vec<SourceOut<'r>>,
    file: &'r str,
    line: usize,
}

#[derive(Serialize)]
struct SourceOut<'r> {
    id: &'r str,
    title: &'r str,
    url: Option<&'r str>,
}

/// The rule as one JSON object.
pub(crate) fn json(rule_set: &RuleSet, told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rule = told.rule;
    let Place { file, line, .. } = rule_set.place(rule.span);
    let days = rule.condition.within.allowed(FactId::DATE);
    let (from, until) = days.map_or((None, None), from_until);
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let sources = rule_set.sources_of(rule).map(|source| SourceOut {
        id: &source.id,
        title: &source.title,
        url: source.url.as_deref(),
    });
    let rule_out = RuleOut {
        schema: "advisor.rule/1",
        id: &rule.id,
        kind: told.kind,
        because: rule.because.as_deref(),
        when: condition::region(rule_set, &rule.condition.within),
        unless: rule.condition.unless.iter().map(|one| unless(rule_set, one)).collect(),
        from: day(from),
        until: day(until),
        effect: &told.effect,
        remedy: told.remedy,
        confidence: crate::render::json::confidence_id(rule.confidence),
        sources: sources.collect(),
        file,
        line,
    };
    print(&rule_out, out)
}
