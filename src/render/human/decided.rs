//! The verdict in a sentence, and what decided it: lane, release, tax and papers.

use std::io::{self, Write};

use advisor::advise::{Advice, Brief, Closed, PassedOver, Reason, ReasonKind};
use advisor::charge::{Charge, Missing, Tariff};
use advisor::evaluate::{Release, Verdict};
use advisor::explain::Reach;
use advisor::model::Confidence;
use advisor::model::RuleSet;
use advisor::model::fact::Kind;
use advisor::model::wording::Tongue;
use advisor::shipment::Origin;
use rust_decimal::Decimal;

use crate::render::human::{flag, said, wrapped, write_lines};
use crate::render::reach;
use crate::render::speech::Speech;
use crate::render::text::{grouped_money, percent, shown};
use crate::render::{style, table};

/// The verdict, and of which shipment.
pub(crate) fn headline(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in wrapped(&verdict(advice, brief, speech), width) {
        writeln!(out, "{}", style::headline(advice.decision.verdict, brief.unknown_goods, &line))?;
    }
    let named = advice.rule_set.facts().filter(|(id, _)| {
        let clears = advice.decision.verdict != Verdict::Refused;
        let chosen = clears && advice.rule_set.choices().contains(id);
        advice.shipment.origin(*id) == Origin::Given || chosen
    });
    let mut words: Vec<String> =
        named.map(|(id, fact)| said(fact, advice.facts.get(id), speech)).collect();
    words.push(advice.shipment.day().to_string());
    // Between names that may hold spaces and points of their own.
    let separator = if speech.tongue == Tongue::Chinese { "，" } else { ", " };
    let lines = wrapped(&words.join(separator), width);
    write_lines(out, &lines)
}

fn verdict(advice: &Advice<'_>, brief: &Brief<'_, '_>, speech: Speech) -> String {
    let words = speech.words;
    let lane = advice.lane().map(|lane| {
        let title = lane.title.as_ref().map(|title| speech.text(title));
        words.lane(&shown(&lane.id), title.as_deref())
    });
    let lane = lane.unwrap_or_default();
    match (advice.decision.verdict, advice.decision.release) {
        (Verdict::Refused, _) => match advice.refusals.as_slice() {
            [one] => words.refused(&speech.because(one.rule)),
            several => words.refused_for(several.len()),
        },
        (Verdict::NoPath, _) => words.no_path(&lane),
        (Verdict::Clearable, release) if brief.unknown_goods => words.unknown_goods(&lane, release),
        (Verdict::Clearable, release) => words.clears(&lane, release),
    }
}

/// What closes each way that would have come first, in as few lines as will say it.
pub(super) fn closed_ways(
    advice: &Advice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    if advice.decision.verdict == Verdict::Refused {
        return Ok(());
    }
    let causes: Vec<Vec<String>> =
        advice.passed_over.iter().map(|one| causes(one, speech)).collect();
    let mut left: Vec<usize> = (0..causes.len()).collect();
    while let Some(first) = left.first() {
        let closes =
            |cause: &&String| left.iter().filter(|at| closed_by(&causes, **at, cause)).count();
        let own = causes.get(*first).map(Vec::as_slice).unwrap_or_default().iter();
        // Of two that close as many ways, the one that stands first in the file.
        let Some(cause) = own.rev().max_by_key(closes) else {
            return Ok(());
        };
        let (told, rest) = left.iter().partition(|at| closed_by(&causes, **at, cause));
        let told: Vec<usize> = told;
        let ways = advice.passed_over.iter().enumerate().filter(|(at, _)| told.contains(at));
        let ways =
            ways.map(|(_, one)| shown(&advice.rule_set[one.fact].show(one.value)).into_owned());
        let ways: Vec<String> = ways.collect();
        for line in wrapped(&speech.words.not_these(&ways, cause), width) {
            writeln!(out, "{}", style::warning(&line))?;
        }
        left = rest;
    }
    Ok(())
}

fn closed_by(causes: &[Vec<String>], way: usize, cause: &String) -> bool {
    causes.get(way).is_some_and(|causes| causes.contains(cause))
}

/// Everything that closes a way.
fn causes(passed: &PassedOver<'_>, speech: Speech) -> Vec<String> {
    match &passed.closed {
        Closed::Refused(refusals) => refusals.iter().map(|one| speech.because(one.rule)).collect(),
        Closed::NoPath => vec![speech.words.no_flow_takes_it().to_owned()],
        Closed::NotOffered(because) => {
            let told = because.map(|because| speech.sentence(because));
            vec![told.unwrap_or_else(|| speech.words.not_offered().to_owned())]
        }
    }
}

/// What decided the lane, when the goods are released, what it costs, and how many papers it takes.
pub(super) fn facts(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    holds: Option<&Reach>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let mut rows = Vec::new();
    if let (Some(lane), Some(why)) = (advice.lane(), why(advice, &brief.decisive, speech)) {
        rows.push(vec![speech.words.why_lane(&shown(&lane.id)), why]);
    }
    if let Some(release) = advice.decision.release {
        rows.push(vec![speech.words.release().to_owned(), when_released(advice, release, speech)]);
    }
    let tax = advice.bill.tax.as_ref().map(|tax| cost(advice.rule_set, tax, speech));
    rows.push(vec![
        speech.words.tax().to_owned(),
        tax.unwrap_or_else(|| speech.words.none().to_owned()),
    ]);
    if let Some(fee) = &advice.bill.late_fee {
        rows.push(vec![speech.words.late_fee().to_owned(), cost(advice.rule_set, fee, speech)]);
    }
    let (until, after) = brief.papers;
    let papers = speech.words.papers_until_and_after(until, after);
    rows.push(vec![speech.words.papers().to_owned(), papers]);
    rows.extend(missing_papers(advice, speech));
    let holds = holds.map(|reach| reach::limits(advice.rule_set, reach, speech));
    let holds = holds.filter(|holds| !holds.is_empty());
    rows.extend(holds.map(|holds| vec![speech.words.holds().to_owned(), holds]));
    write_lines(out, &table::lines(None, &rows, width))
}

/// The papers that are not at hand, each with the flag that says otherwise.
fn missing_papers(advice: &Advice<'_>, speech: Speech) -> Option<Vec<String>> {
    let rule_set = advice.rule_set;
    let missing = advice.missing_documents().map(|document| {
        let facts = rule_set.papers_of(document).into_iter().filter_map(|paper| paper.have);
        let flags: Vec<String> = facts.map(|fact| flag(&rule_set[fact], "yes")).collect();
        speech.words.aside(&speech.document(document), &speech.words.either(&flags))
    });
    let missing: Vec<String> = missing.collect();
    let told = !missing.is_empty();
    told.then(|| vec![speech.words.missing_papers().to_owned(), speech.words.listed(&missing)])
}

/// What raised the shipment to its lane.
fn why(advice: &Advice<'_>, decisive: &[&Reason<'_>], speech: Speech) -> Option<String> {
    let told = |reason: &&Reason<'_>| {
        let because = match (reason.kind, &reason.rule.because) {
            (ReasonKind::Category, None) => {
                let (id, fact) = advice.rule_set.fact_called("category")?;
                let name = fact.name(advice.facts.get(id))?;
                let words = speech.name(name.title.as_ref(), &name.id);
                speech.words.pair(&speech.fact(fact), &words)
            }
            _ => speech.because(reason.rule),
        };
        let indicative = reason.rule.confidence == Confidence::Indicative;
        let remark = speech.words.indicative();
        Some(if indicative { speech.words.aside(&because, remark) } else { because })
    };
    let mut told = decisive.iter().filter_map(told);
    let first = told.next()?;
    Some(match told.count() {
        0 => first,
        more => speech.words.and_more(&first, more),
    })
}

/// When the goods are let go, and how long that takes.
fn when_released(advice: &Advice<'_>, release: Release, speech: Speech) -> String {
    // A part of the time says nothing of the whole.
    let takes = match advice.time_to_release() {
        (Some(takes), unknown) if unknown.is_empty() => Some(speech.words.takes(takes)),
        _ => None,
    };
    let takes = takes.filter(|_| release != Release::OnArrival);
    speech.words.released(release, takes.as_deref())
}

/// What a charge comes to; what it would come to, where a number was not given.
pub(super) fn cost(rule_set: &RuleSet, charge: &Charge<'_>, speech: Speech) -> String {
    let words = speech.words;
    let title = speech.text_or(charge.title, &charge.rule.id);
    let currency = rule_set.currency().map(|one| format!("{} ", shown(one))).unwrap_or_default();
    let amount = |amount| format!("{currency}{}", grouped_money(amount));
    match (charge.payable, &charge.tariff) {
        (Some(payable), _) if charge.waived => words.waived(&amount(payable), &title),
        (Some(payable), _) => words.aside(&amount(payable), &title),
        (None, Some(tariff)) => {
            words.also(&on_one(rule_set, tariff, speech), &ask(rule_set, charge, speech))
        }
        (None, None) => {
            let tables = charge.missing.iter().filter_map(Missing::table);
            let unknown: Vec<String> =
                tables.map(|one| speech.name(one.title.as_ref(), &one.id)).collect();
            if unknown.is_empty() {
                return words.also(&title, &ask(rule_set, charge, speech));
            }
            words.rates_not_known(&unknown)
        }
    }
}

/// What a tax comes to for each unit of what it is computed from.
fn on_one(rule_set: &RuleSet, tariff: &Tariff<'_>, speech: Speech) -> String {
    let words = speech.words;
    let fact = &rule_set[tariff.base];
    let unit = match &fact.kind {
        Kind::Number(number) => number.unit.as_deref(),
        _ => None,
    };
    let rates = tariff.rates.iter().map(|(table, rate)| {
        format!("{} {}", speech.name(table.title.as_ref(), &table.id), percent(*rate))
    });
    let share = Some(tariff.share).filter(|share| *share != Decimal::ONE_HUNDRED);
    let parts: Vec<String> =
        rates.chain(share.map(|share| words.share_due(&percent(share)))).collect();
    let amount = if unit.is_some() && unit == rule_set.currency() {
        let rate = (tariff.on_one * Decimal::ONE_HUNDRED).round_dp(2);
        let fact = match speech.tongue {
            Tongue::English => shown(&fact.id).into_owned(),
            Tongue::Chinese => speech.fact(fact),
        };
        words.rate_of(&percent(rate), &fact)
    } else {
        let currency = rule_set.currency().map(|one| format!("{} ", shown(one)));
        let unit = unit.unwrap_or(&fact.id);
        let amount = grouped_money(tariff.on_one.round_dp(2));
        words.amount_for_each(&format!("{}{amount}", currency.unwrap_or_default()), &shown(unit))
    };
    if tariff.rates.is_empty() { amount } else { words.aside(&amount, &words.listed(&parts)) }
}

/// The flags that an amount cannot be computed without.
fn ask(rule_set: &RuleSet, charge: &Charge<'_>, speech: Speech) -> String {
    let missing = charge.missing.iter().filter_map(|missing| match missing {
        Missing::Fact(id) => {
            let fact = &rule_set[*id];
            let kind = if matches!(fact.kind, Kind::Code(_)) { "CODE" } else { "N" };
            Some(flag(fact, kind))
        }
        Missing::Entry(_) | Missing::Size => None,
    });
    speech.words.add(&missing.collect::<Vec<_>>())
}
