//! What would be better, and what was taken for granted, each with the flag that changes it.

use std::cmp::Ordering;
use std::io::{self, Write};

use advisor::advise::{Advice, Alternative, Assumption, Brief};
use advisor::evaluate::Verdict;
use advisor::explain::Choice;
use advisor::model::condition::FactId;
use advisor::model::fact::Kind;
use advisor::model::value::Value;
use advisor::shipment::Origin;

use crate::render::human::{Depth, change, flag, write_lines};
use crate::render::reach::grouped;
use crate::render::text::{money, release_short, shown};
use crate::render::{style, table};

/// So many ways are named in the short answer.
const WAYS: usize = 3;
/// So many assumptions are named in the short answer.
const GRANTED: usize = 3;

/// The ways that would be sooner or cheaper.
pub(super) fn better(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let most = if depth == Depth::All { usize::MAX } else { WAYS };
    for (title, ways) in [("Sooner", &brief.sooner), ("Cheaper", &brief.cheaper)] {
        if ways.is_empty() {
            continue;
        }
        let same = |one: &&Alternative<'_>| {
            one.decision.documents == advice.decision.documents && one.bill.is_same(&advice.bill)
        };
        let title = match ways.iter().take(most).all(same) {
            true => format!("{title}, for the same papers and tax"),
            false => title.to_owned(),
        };
        writeln!(out, "\n{}", style::heading(&title))?;
        let shown_ways = ways.iter().take(most);
        let rows: Vec<Vec<String>> = shown_ways
            .map(|one| vec![change(advice.rule_set, &one.change), difference(advice, one)])
            .collect();
        write_lines(out, &table::lines(None, &rows, width))?;
        if ways.len() > most {
            writeln!(out, "  and {} more: --all", ways.len() - most)?;
        }
    }
    Ok(())
}

/// What a way comes to: its lane, the release, how many papers, and the tax.
pub(crate) fn outline(advice: &Advice<'_>, one: &Alternative<'_>) -> String {
    let rule_set = advice.rule_set;
    let lane = one.decision.lane.map(|lane| shown(&rule_set[lane].id).into_owned());
    let release = one.decision.release.map(|release| release_short(release).to_owned());
    let papers = match one.decision.documents.iter().count() {
        0 => "no papers".to_owned(),
        1 => "1 paper".to_owned(),
        papers => format!("{papers} papers"),
    };
    let currency = shown(rule_set.currency().unwrap_or_default());
    let tax = one.bill.to_pay().map(|amount| format!("{currency} {} to pay", money(amount)));
    let parts = lane.into_iter().chain(release).chain([papers]).chain(tax);
    parts.collect::<Vec<_>>().join(", ")
}

/// What a way changes: its lane, when the goods are released, checks, papers and money.
pub(crate) fn difference(advice: &Advice<'_>, one: &Alternative<'_>) -> String {
    let rule_set = advice.rule_set;
    let (then, now) = (&one.decision, &advice.decision);
    let mut parts = Vec::new();
    let lane = then.lane.map(|lane| shown(&rule_set[lane].id).into_owned());
    parts.push(lane.unwrap_or_else(|| "no lane".to_owned()));
    if then.release != now.release {
        parts.extend(then.release.map(|release| release_short(release).to_owned()));
    }
    let checks = |set: &mut dyn Iterator<Item = advisor::model::CheckId>| {
        set.map(|id| shown(&rule_set[id].short_words()).into_owned()).collect::<Vec<_>>()
    };
    let saved = checks(&mut now.checks.iter().filter(|id| !then.checks.contains(*id)));
    let added = checks(&mut then.checks.iter().filter(|id| !now.checks.contains(*id)));
    parts.extend((!saved.is_empty()).then(|| format!("no {}", saved.join(", no "))));
    parts.extend((!added.is_empty()).then(|| format!("also {}", added.join(", "))));
    if then.documents != now.documents {
        parts.push(format!("{} papers", then.documents.iter().count()));
    }
    parts.extend(match one.bill.compare(&advice.bill) {
        Some(Ordering::Less) => Some(money_apart(advice, one, "less")),
        Some(Ordering::Greater) => Some(money_apart(advice, one, "more")),
        Some(Ordering::Equal) => None,
        None => (!one.bill.is_same(&advice.bill)).then(|| "another tax".to_owned()),
    });
    parts.join(", ")
}

fn money_apart(advice: &Advice<'_>, one: &Alternative<'_>, word: &str) -> String {
    let apart = one.bill.to_pay().zip(advice.bill.to_pay()).map(|(then, now)| (then - now).abs());
    let currency = advice.rule_set.currency().unwrap_or_default();
    match apart {
        Some(apart) => {
            format!("{} {} {word} tax", shown(currency), money(apart))
        }
        None => format!("{word} tax"),
    }
}

/// The best change of a single fact that was said.
pub(super) fn single(
    advice: &Advice<'_>,
    change: &Choice<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let brings = match advice.decision.verdict {
        Verdict::Clearable => difference(advice, &change.way),
        Verdict::NoPath | Verdict::Refused => outline(advice, &change.way),
    };
    let to = self::change(advice.rule_set, &change.way.change);
    let rows = [vec!["Or".to_owned(), format!("{to}: {brings}")]];
    write_lines(out, &table::lines(None, &rows, width))
}

/// What was taken for granted and could change the answer.
pub(super) fn print(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let preferred = brief.preferred.iter().map(|(id, next)| {
        let way = next.map(|next| {
            format!("{}: {}", change(advice.rule_set, &next.change), difference(advice, next))
        });
        let flag = way.unwrap_or_else(|| flag(&advice.rule_set[*id], "NAME"));
        vec![assumed(advice, *id), flag]
    });
    let others = brief.assumptions.iter().map(|one| {
        vec![assumed(advice, one.fact), format!("{}{}", other(advice, one), limits(advice, one))]
    });
    let mut rows: Vec<Vec<String>> = preferred.chain(others).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let most = if depth == Depth::All { usize::MAX } else { GRANTED };
    let left = rows.len().saturating_sub(most);
    rows.truncate(most);
    if left > 0 {
        rows.push(vec![format!("and {left} more that could change this"), "--all".to_owned()]);
    }
    writeln!(out)?;
    let lines = table::lines(Some(&["Taken for granted", "if that is wrong"]), &rows, width);
    for (line, at) in lines.iter().zip(0..) {
        let line = if at == 0 { style::heading(line.trim_start()) } else { line.clone() };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What was taken for a fact, as a phrase.
pub(super) fn assumed(advice: &Advice<'_>, id: FactId) -> String {
    let (fact, value) = (&advice.rule_set[id], advice.facts.get(id));
    let phrase = fact.name(value).and_then(|name| name.assumed.as_deref());
    if let Some(phrase) = phrase.or(fact.assumed.as_deref()) {
        return shown(phrase).into_owned();
    }
    let words = shown(&fact.words()).into_owned();
    match (&fact.kind, fact.name(value)) {
        (_, Some(name)) => format!("{words}: {}", shown(&name.short_words())),
        (Kind::YesNo, _) if value == Value::YES => words,
        (Kind::YesNo, _) => format!("not: {words}"),
        _ if advice.shipment.origin(id) == Origin::NotGiven => format!("{words}: not given"),
        (Kind::Number(number), _) => {
            let unit = number.unit.as_deref().map(|unit| format!(" {}", shown(unit)));
            format!("{words}: {}{}", grouped(&fact.show(value)), unit.unwrap_or_default())
        }
        _ => format!("{words}: {}", shown(&fact.show(value))),
    }
}

/// The flag that says otherwise.
fn other(advice: &Advice<'_>, one: &Assumption) -> String {
    let fact = &advice.rule_set[one.fact];
    match &fact.kind {
        Kind::YesNo => flag(fact, &fact.show(one.other)),
        Kind::Number(_) => flag(fact, "N"),
        Kind::Code(_) => flag(fact, "CODE"),
        _ if fact.names().len() <= 2 => flag(fact, &fact.show(one.other)),
        _ => flag(fact, "NAME"),
    }
}

/// Where a number makes a difference.
fn limits(advice: &Advice<'_>, one: &Assumption) -> String {
    let fact = &advice.rule_set[one.fact];
    let limits: Vec<String> = one.limits.iter().map(|limit| grouped(&fact.show(*limit))).collect();
    match limits.as_slice() {
        [] => String::new(),
        [one] => format!(" (limit at {one})"),
        several => format!(" (limits at {})", several.join("; ")),
    }
}
