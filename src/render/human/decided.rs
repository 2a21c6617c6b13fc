//! The verdict in a sentence, and what decided it: lane, release, tax and papers.

use std::io::{self, Write};

use advisor::advise::{Advice, Brief, Closed, PassedOver, Reason, ReasonKind};
use advisor::charge::{Charge, Missing, Tariff};
use advisor::evaluate::{Release, Verdict};
use advisor::explain::Reach;
use advisor::model::RuleSet;
use advisor::model::fact::Kind;
use advisor::model::{CheckKind, Confidence, StepTime};
use advisor::shipment::Origin;
use rust_decimal::Decimal;

use crate::render::human::{flag, said, wrapped, write_lines};
use crate::render::reach;
use crate::render::text::{in_all, money, percent, shown, titled};
use crate::render::{style, table};

/// The verdict, and of which shipment.
pub(crate) fn headline(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in wrapped(&verdict(advice, brief), width) {
        writeln!(out, "{}", style::headline(advice.decision.verdict, brief.unknown_goods, &line))?;
    }
    let named = advice.rule_set.facts().filter(|(id, _)| {
        let clears = advice.decision.verdict != Verdict::Refused;
        let chosen = clears && advice.rule_set.choices().contains(id);
        advice.shipment.origin(*id) == Origin::Given || chosen
    });
    let mut words: Vec<String> = named.map(|(id, fact)| said(fact, advice.facts.get(id))).collect();
    words.push(advice.shipment.day().to_string());
    let lines = wrapped(&words.join(", "), width);
    write_lines(out, &lines)
}

fn verdict(advice: &Advice<'_>, brief: &Brief<'_, '_>) -> String {
    let lane = advice.lane().map(|lane| {
        let title = lane.title.as_ref().map(in_all);
        let title = title.map(|title| format!(" ({title})")).unwrap_or_default();
        format!("{} lane{title}", shown(&lane.id))
    });
    let lane = lane.unwrap_or_default();
    match (advice.decision.verdict, advice.decision.release) {
        (Verdict::Refused, _) => match advice.refusals.as_slice() {
            [one] => {
                let because = one.rule.because.as_deref().unwrap_or(&one.rule.id);
                format!("No: {}", shown(because))
            }
            several => format!("No, for {} reasons", several.len()),
        },
        (Verdict::NoPath, _) => format!("No path: {lane}"),
        (Verdict::Clearable, release) if brief.unknown_goods => {
            let release = release.map(|at| format!(", {}", released(at))).unwrap_or_default();
            format!("No rule knows these goods; by the general rules: {lane}{release}")
        }
        (Verdict::Clearable, Some(Release::AfterInspection)) => {
            format!("Yes, but it will be inspected: {lane}")
        }
        (Verdict::Clearable, Some(Release::AfterReview)) => {
            format!("Yes, once the papers are reviewed: {lane}")
        }
        (Verdict::Clearable, _) => format!("Yes, released on arrival: {lane}"),
    }
}

fn released(release: Release) -> &'static str {
    match release {
        Release::OnArrival => "released on arrival",
        Release::AfterReview => "released after a review of the papers",
        Release::AfterInspection => "released after an inspection",
    }
}

/// What closes each way that would have come first, in as few lines as will say it.
pub(super) fn closed_ways(
    advice: &Advice<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    if advice.decision.verdict == Verdict::Refused {
        return Ok(());
    }
    let causes: Vec<Vec<String>> = advice.passed_over.iter().map(causes).collect();
    let mut left: Vec<usize> = (0..causes.len()).collect();
    while let Some(first) = left.first() {
        let closes =
            |cause: &&String| left.iter().filter(|at| closed_by(&causes, **at, cause)).count();
        let own = causes.get(*first).map(Vec::as_slice).unwrap_or_default().iter();
        // Of two that close as many ways, the one that stands first in the file.
        let Some(cause) = own.rev().max_by_key(closes) else { return Ok(()) };
        let (told, rest) = left.iter().partition(|at| closed_by(&causes, **at, cause));
        let told: Vec<usize> = told;
        let ways = advice.passed_over.iter().enumerate().filter(|(at, _)| told.contains(at));
        let ways =
            ways.map(|(_, one)| shown(&advice.rule_set[one.fact].show(one.value)).into_owned());
        let ways: Vec<String> = ways.collect();
        for line in wrapped(&format!("Not {}: {cause}", ways.join(" or ")), width) {
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
fn causes(passed: &PassedOver<'_>) -> Vec<String> {
    match &passed.closed {
        Closed::Refused(refusals) => {
            let because = refusals
                .iter()
                .map(|one| shown(one.rule.because.as_deref().unwrap_or(&one.rule.id)).into_owned());
            because.collect()
        }
        Closed::NoPath => vec!["no flow of the rules takes it".to_owned()],
        Closed::NotOffered(because) => {
            vec![shown(because.unwrap_or("not offered for such a shipment")).into_owned()]
        }
    }
}

/// What decided the lane, when the goods are released, what it costs, and how many papers it takes.
pub(super) fn facts(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    holds: Option<&Reach>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let mut rows = Vec::new();
    if let (Some(lane), Some(why)) = (advice.lane(), why(advice, &brief.decisive)) {
        rows.push(vec![format!("Why {}", shown(&lane.id)), why]);
    }
    if let Some(release) = advice.decision.release {
        rows.push(vec!["Release".to_owned(), when_released(advice, release)]);
    }
    let tax = advice.bill.tax.as_ref().map(|tax| cost(advice.rule_set, tax));
    rows.push(vec!["Tax".to_owned(), tax.unwrap_or_else(|| "none".to_owned())]);
    if let Some(fee) = &advice.bill.late_fee {
        rows.push(vec!["Late fee".to_owned(), cost(advice.rule_set, fee)]);
    }
    let papers = match brief.papers {
        (0, 0) => "none".to_owned(),
        (until, 0) => until.to_string(),
        (until, after) => format!("{until}, and {after} more after the release"),
    };
    rows.push(vec!["Papers".to_owned(), papers]);
    let holds = holds.map(|reach| reach::limits(advice.rule_set, reach)).unwrap_or_default();
    rows.extend((!holds.is_empty()).then(|| vec!["Holds".to_owned(), holds]));
    write_lines(out, &table::lines(None, &rows, width))
}

/// What raised the shipment to its lane.
fn why(advice: &Advice<'_>, decisive: &[&Reason<'_>]) -> Option<String> {
    let words = |reason: &&Reason<'_>| {
        let because = match (reason.kind, reason.rule.because.as_deref()) {
            (_, Some(because)) => shown(because).into_owned(),
            (ReasonKind::Category, None) => {
                let (id, fact) = advice.rule_set.fact_called("category")?;
                let name = fact.name(advice.facts.get(id))?;
                format!("{}: {}", shown(&fact.words()), titled(&name.words(), name.title.as_ref()))
            }
            (_, None) => shown(&reason.rule.id).into_owned(),
        };
        let indicative = reason.rule.confidence == Confidence::Indicative;
        Some(if indicative { format!("{because} (indicative)") } else { because })
    };
    let mut told = decisive.iter().filter_map(words);
    let first = told.next()?;
    Some(match told.count() {
        0 => first,
        more => format!("{first}, and {more} more"),
    })
}

/// When the goods are let go, and how long that takes.
fn when_released(advice: &Advice<'_>, release: Release) -> String {
    let (words, kind) = match release {
        Release::OnArrival => return "on arrival".to_owned(),
        Release::AfterReview => ("after a review of the papers", CheckKind::Review),
        Release::AfterInspection => ("after inspection", CheckKind::Site),
    };
    let at_arrival = advice.path.iter().filter(|one| one.step.time == StepTime::AtArrival);
    let takes = at_arrival.filter(|one| one.checks.iter().any(|check| check.kind == kind));
    let takes = takes.filter_map(|one| one.takes).map(|takes| format!(": {}", shown(takes)));
    format!("{words}{}", takes.collect::<String>())
}

/// What a charge comes to; what it would come to, where a number was not given.
pub(super) fn cost(rule_set: &RuleSet, charge: &Charge<'_>) -> String {
    let title = shown(charge.title.map_or(charge.rule.id.as_str(), |title| title));
    let currency = rule_set.currency().map(|one| format!("{} ", shown(one))).unwrap_or_default();
    match (charge.payable, &charge.tariff) {
        (Some(amount), _) if charge.waived => {
            format!("nothing: {currency}{} is waived ({title})", money(amount))
        }
        (Some(amount), _) => format!("{currency}{} ({title})", money(amount)),
        (None, Some(tariff)) => format!("{}; {}", on_one(rule_set, tariff), ask(rule_set, charge)),
        (None, None) => {
            let tables = charge.missing.iter().filter_map(Missing::table);
            let unknown: Vec<String> = tables.map(|one| shown(&one.words()).into_owned()).collect();
            if unknown.is_empty() {
                return format!("{title}; {}", ask(rule_set, charge));
            }
            format!("not computed: the rules know no {} of these goods", unknown.join(", no "))
        }
    }
}

/// What a tax comes to for each unit of what it is computed from.
fn on_one(rule_set: &RuleSet, tariff: &Tariff<'_>) -> String {
    let fact = &rule_set[tariff.base];
    let unit = match &fact.kind {
        Kind::Number(number) => number.unit.as_deref(),
        _ => None,
    };
    let rates = tariff
        .rates
        .iter()
        .map(|(table, rate)| format!("{} {}", shown(&table.words()), percent(*rate)));
    let rates = rates.collect::<Vec<_>>().join(", ");
    let share = match tariff.share {
        whole if whole == Decimal::ONE_HUNDRED => String::new(),
        share => format!(", {} of it due", percent(share)),
    };
    let amount = if unit.is_some() && unit == rule_set.currency() {
        let rate = (tariff.on_one * Decimal::ONE_HUNDRED).round_dp(2);
        format!("{} of the {}", percent(rate), shown(&fact.id))
    } else {
        let currency = rule_set.currency().map(|one| format!("{} ", shown(one)));
        let unit = unit.unwrap_or(&fact.id);
        let amount = money(tariff.on_one.round_dp(2));
        format!("{}{amount} for each {}", currency.unwrap_or_default(), shown(unit))
    };
    if rates.is_empty() { amount } else { format!("{amount} ({rates}{share})") }
}

/// The flags that an amount cannot be computed without.
fn ask(rule_set: &RuleSet, charge: &Charge<'_>) -> String {
    let missing = charge.missing.iter().filter_map(|missing| match missing {
        Missing::Fact(id) => {
            let fact = &rule_set[*id];
            let kind = if matches!(fact.kind, Kind::Code(_)) { "CODE" } else { "N" };
            Some(flag(fact, kind))
        }
        Missing::Entry(_) | Missing::Size => None,
    });
    format!("add {}", missing.collect::<Vec<_>>().join(" and "))
}
