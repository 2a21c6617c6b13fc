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
use crate::render::speech::Speech;
use crate::render::text::{grouped, grouped_money, shown};
use crate::render::{style, table};

/// So many ways are named in the short answer.
const WAYS: usize = 3;
/// So many assumptions are named in the short answer.
const GRANTED: usize = 3;

/// The ways that would be sooner or cheaper.
pub(super) fn better(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let most = if depth == Depth::All { usize::MAX } else { WAYS };
    for (title, ways) in
        [(speech.words.sooner(), &brief.sooner), (speech.words.cheaper(), &brief.cheaper)]
    {
        if ways.is_empty() {
            continue;
        }
        let same = |one: &&Alternative<'_>| {
            one.decision.documents == advice.decision.documents && one.bill.is_same(&advice.bill)
        };
        let title = match ways.iter().take(most).all(same) {
            true => speech.words.for_the_same(title),
            false => title.to_owned(),
        };
        writeln!(out, "\n{}", style::heading(&title))?;
        let shown_ways = ways.iter().take(most);
        let rows: Vec<Vec<String>> = shown_ways
            .map(|one| vec![change(advice.rule_set, &one.change), difference(advice, one, speech)])
            .collect();
        write_lines(out, &table::lines(None, &rows, width))?;
        if ways.len() > most {
            writeln!(out, "  {}", speech.words.and_more_ways(ways.len() - most))?;
        }
    }
    Ok(())
}

/// What a way comes to: its lane, the release, how many papers, and the tax.
pub(crate) fn outline(advice: &Advice<'_>, one: &Alternative<'_>, speech: Speech) -> String {
    let rule_set = advice.rule_set;
    let lane = one.decision.lane.map(|lane| shown(&rule_set[lane].id).into_owned());
    let release =
        one.decision.release.map(|release| speech.words.release_short(release).to_owned());
    let papers = speech.words.count_papers(one.decision.documents.iter().count());
    let currency = shown(rule_set.currency().unwrap_or_default());
    let tax = one.bill.to_pay().map(|amount| format!("{currency} {}", grouped_money(amount)));
    let tax = tax.map(|amount| speech.words.to_pay(&amount));
    let parts = lane.into_iter().chain(release).chain([papers]).chain(tax);
    speech.words.listed(&parts.collect::<Vec<_>>())
}

/// What a way changes: its lane, when the goods are released, checks, papers and money.
pub(crate) fn difference(advice: &Advice<'_>, one: &Alternative<'_>, speech: Speech) -> String {
    let rule_set = advice.rule_set;
    let (then, now) = (&one.decision, &advice.decision);
    let mut parts = Vec::new();
    let lane = then.lane.map(|lane| shown(&rule_set[lane].id).into_owned());
    parts.push(lane.unwrap_or_else(|| speech.words.no_lane().to_owned()));
    if then.release != now.release {
        parts.extend(then.release.map(|release| speech.words.release_short(release).to_owned()));
    }
    let checks = |set: &mut dyn Iterator<Item = advisor::model::CheckId>| {
        set.map(|id| speech.check(&rule_set[id])).collect::<Vec<_>>()
    };
    let saved = checks(&mut now.checks.iter().filter(|id| !then.checks.contains(*id)));
    let added = checks(&mut then.checks.iter().filter(|id| !now.checks.contains(*id)));
    parts.extend((!saved.is_empty()).then(|| speech.words.without(&saved)));
    parts.extend((!added.is_empty()).then(|| speech.words.with(&added)));
    if then.documents != now.documents {
        parts.push(speech.words.count_papers(then.documents.iter().count()));
    }
    parts.extend(match one.bill.compare(&advice.bill) {
        Some(Ordering::Less) => Some(speech.words.less_tax(money_apart(advice, one).as_deref())),
        Some(Ordering::Greater) => Some(speech.words.more_tax(money_apart(advice, one).as_deref())),
        Some(Ordering::Equal) => None,
        None => (!one.bill.is_same(&advice.bill)).then(|| speech.words.another_tax().to_owned()),
    });
    speech.words.listed(&parts)
}

/// By how much they differ, where that is known.
fn money_apart(advice: &Advice<'_>, one: &Alternative<'_>) -> Option<String> {
    let (then, now) = one.bill.to_pay().zip(advice.bill.to_pay())?;
    let currency = advice.rule_set.currency().unwrap_or_default();
    Some(format!("{} {}", shown(currency), grouped_money((then - now).abs())))
}

/// The best change of a single fact that was said.
pub(super) fn single(
    advice: &Advice<'_>,
    change: &Choice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let brings = match advice.decision.verdict {
        Verdict::Clearable => difference(advice, &change.way, speech),
        Verdict::NoPath | Verdict::Refused => outline(advice, &change.way, speech),
    };
    let to = self::change(advice.rule_set, &change.way.change);
    let rows = [vec![speech.words.or().to_owned(), speech.words.pair(&to, &brings)]];
    write_lines(out, &table::lines(None, &rows, width))
}

/// What was taken for granted and could change the answer.
pub(super) fn print(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let preferred = brief.preferred.iter().map(|(id, next)| {
        let way = next.map(|next| {
            let change = change(advice.rule_set, &next.change);
            speech.words.pair(&change, &difference(advice, next, speech))
        });
        let flag = way.unwrap_or_else(|| flag(&advice.rule_set[*id], "NAME"));
        vec![assumed(advice, *id, speech), flag]
    });
    let others = brief
        .assumptions
        .iter()
        .map(|one| vec![assumed(advice, one.fact, speech), limited(advice, one, speech)]);
    let mut rows: Vec<Vec<String>> = preferred.chain(others).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let most = if depth == Depth::All { usize::MAX } else { GRANTED };
    let left = rows.len().saturating_sub(most);
    rows.truncate(most);
    if left > 0 {
        rows.push(vec![speech.words.and_more_granted(left), "--all".to_owned()]);
    }
    writeln!(out)?;
    let lines = table::lines(Some(&speech.words.granted()), &rows, width);
    for (line, at) in lines.iter().zip(0..) {
        let line = if at == 0 { style::heading(line.trim_start()) } else { line.clone() };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What was taken for a fact, as a phrase.
pub(super) fn assumed(advice: &Advice<'_>, id: FactId, speech: Speech) -> String {
    let (fact, value) = (&advice.rule_set[id], advice.facts.get(id));
    let phrase = fact.name(value).and_then(|name| name.assumed.as_ref());
    if let Some(phrase) = phrase.or(fact.assumed.as_ref()) {
        return speech.sentence(phrase);
    }
    let words = speech.fact(fact);
    match (&fact.kind, fact.name(value)) {
        (_, Some(name)) => speech.words.pair(&words, &speech.value(name)),
        (Kind::YesNo, _) if value == Value::YES => words,
        (Kind::YesNo, _) => speech.words.not(&words),
        _ if advice.shipment.origin(id) == Origin::NotGiven => {
            speech.words.pair(&words, speech.words.not_given())
        }
        (Kind::Number(number), _) => {
            let unit = number.unit.as_deref().map(|unit| format!(" {}", shown(unit)));
            let number = grouped(&fact.show(value));
            speech.words.pair(&words, &format!("{number}{}", unit.unwrap_or_default()))
        }
        _ => speech.words.pair(&words, &shown(&fact.show(value))),
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

/// The flag that says otherwise, and where a number makes a difference.
fn limited(advice: &Advice<'_>, one: &Assumption, speech: Speech) -> String {
    let fact = &advice.rule_set[one.fact];
    let limits: Vec<String> = one.limits.iter().map(|limit| grouped(&fact.show(*limit))).collect();
    let flag = other(advice, one);
    match limits.as_slice() {
        [] => flag,
        limits => speech.words.aside(&flag, &speech.words.limits(limits)),
    }
}
