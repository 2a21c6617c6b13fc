//! All values of one fact side by side.

use std::io::{self, Write};

use advisor::advise::Advice;
use advisor::charge::Charge;
use advisor::evaluate::Release;
use advisor::evaluate::Verdict;
use advisor::model::value::Value;
use advisor::model::wording::Tongue;
use advisor::model::{CheckKind, FactId};
use advisor::shipment::Origin;
use indexmap::IndexMap;
use serde::Serialize;

use crate::render::json::{Rules, json_value, late_fee, print, tax};
use crate::render::speech::Speech;
use crate::render::text::{grouped_money, shown, to_pay};
use crate::render::{style, table};

/// One value of the fact, and what comes of it.
pub(crate) struct Compared<'r> {
    pub(crate) value: Value,
    pub(crate) advice: Advice<'r>,
}

/// A table, the values in the order of the file.
pub(crate) fn human(
    fact: FactId,
    rows: &[Compared<'_>],
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let known = &first.advice.rule_set[fact];
    let header = speech.words.comparison(first.advice.rule_set.currency());
    let header = std::iter::once(known.id.as_str()).chain(header.iter().map(String::as_str));
    let header: Vec<&str> = header.collect();
    let cells: Vec<Vec<String>> = rows.iter().map(|one| row(fact, one, speech)).collect();
    for (at, line) in table::lines_of_words(&header, &cells, width).iter().enumerate() {
        writeln!(out, "{}", if at == 0 { style::heading(line) } else { line.clone() })?;
    }
    let refused = rows.iter().filter(|one| one.advice.decision.verdict == Verdict::Refused);
    let why: Vec<Vec<String>> = refused.map(|one| why(fact, one, speech)).collect();
    if why.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    table::lines(None, &why, width.min(120)).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// What refuses a value: the first of all reasons.
fn why(fact: FactId, one: &Compared<'_>, speech: Speech) -> Vec<String> {
    let refusals = &one.advice.refusals;
    let because = refusals.first().map(|one| speech.because(one.rule)).unwrap_or_default();
    let because = match refusals.len().saturating_sub(1) {
        0 => because,
        more => speech.words.and_more(&because, more),
    };
    let value = shown(&one.advice.rule_set[fact].show(one.value)).into_owned();
    vec![value, because]
}

fn row(fact: FactId, one: &Compared<'_>, speech: Speech) -> Vec<String> {
    let advice = &one.advice;
    let value = shown(&advice.rule_set[fact].show(one.value)).into_owned();
    let lane = advice.lane().map(|lane| shown(&lane.id).into_owned()).unwrap_or_default();
    match advice.decision.verdict {
        Verdict::Refused => vec![value, speech.words.no().to_owned()],
        Verdict::NoPath => vec![value, speech.words.no_path_short().to_owned(), lane],
        Verdict::Clearable => {
            let release = advice.decision.release.map(|release| match speech.tongue {
                // In English the ids are words.
                Tongue::English => release.id(),
                Tongue::Chinese => speech.words.release_short(release),
            });
            let site = advice.checks().filter(|check| check.kind == CheckKind::Site);
            let site: Vec<String> = site.map(|check| speech.check(check)).collect();
            vec![
                value,
                anew(fact, advice),
                lane,
                release.unwrap_or_default().to_owned(),
                speech.words.listed(&site),
                advice.documents().count().to_string(),
                advice.bill.to_pay().map_or_else(|| "?".to_owned(), grouped_money),
            ]
        }
    }
}

/// What was chosen for this value: choices by preference, which say what business it is.
fn anew(fact: FactId, advice: &Advice<'_>) -> String {
    let preferred = advice.rule_set.by_preference().iter().copied();
    let open = preferred.filter(|id| *id != fact && advice.shipment.origin(*id) == Origin::Chosen);
    let told = open.map(|id| shown(&advice.rule_set[id].show(advice.facts.get(id))).into_owned());
    told.collect::<Vec<_>>().join(" ")
}

/// A record for each value under a header. Ids and numbers hold nothing that would need quotes.
pub(crate) fn csv(fact: FactId, rows: &[Compared<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "value,verdict,lane,release,checks,documents,tax,late_fee,chosen,refusals")?;
    for one in rows {
        let advice = &one.advice;
        let pay = |charge: &Option<Charge<'_>>| charge.as_ref().map(to_pay).unwrap_or_default();
        let chosen: Vec<String> = chosen(fact, advice)
            .map(|(id, value)| {
                let fact = &advice.rule_set[id];
                format!("{}={}", fact.id, fact.show(value))
            })
            .collect();
        let checks: Vec<&str> = advice.checks().map(|check| check.id.as_str()).collect();
        let documents: Vec<&str> = advice.documents().map(|one| one.id.as_str()).collect();
        let refusals: Vec<&str> = advice.refusals.iter().map(|one| one.rule.id.as_str()).collect();
        let cells = [
            advice.rule_set[fact].show(one.value),
            advice.decision.verdict.id().to_owned(),
            advice.lane().map_or("", |lane| &lane.id).to_owned(),
            advice.decision.release.map_or("", Release::id).to_owned(),
            checks.join(" "),
            documents.join(" "),
            pay(&advice.bill.tax),
            pay(&advice.bill.late_fee),
            chosen.join(" "),
            refusals.join(" "),
        ];
        writeln!(out, "{}", cells.join(","))?;
    }
    Ok(())
}

fn chosen<'a>(fact: FactId, advice: &'a Advice<'_>) -> impl Iterator<Item = (FactId, Value)> + 'a {
    let ids = advice.rule_set.choices().iter().copied();
    let open = ids.filter(move |id| *id != fact && advice.shipment.origin(*id) == Origin::Chosen);
    open.map(|id| (id, advice.facts.get(id)))
}

#[derive(Serialize)]
struct Comparison<'r> {
    schema: &'static str,
    rules: Rules<'r>,
    fact: &'r str,
    values: Vec<ValueOut<'r>>,
}

#[derive(Serialize)]
struct ValueOut<'r> {
    value: serde_json::Value,
    verdict: &'static str,
    lane: Option<&'r str>,
    flow: Option<&'r str>,
    release: Option<&'static str>,
    checks: Vec<&'r str>,
    documents: Vec<&'r str>,
    tax: Option<crate::render::json::Tax<'r>>,
    late_fee: Option<crate::render::json::LateFee>,
    chosen: IndexMap<&'r str, serde_json::Value>,
    refusals: Vec<&'r str>,
}

/// One JSON object.
pub(crate) fn json(fact: FactId, rows: &[Compared<'_>], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let rule_set = first.advice.rule_set;
    let on = first.advice.shipment.day();
    let of = |id: FactId, value: Value| {
        let fact = &rule_set[id];
        json_value(&fact.kind, value, fact.show(value))
    };
    let values = rows.iter().map(|one| {
        let advice = &one.advice;
        let anew = chosen(fact, advice);
        ValueOut {
            value: of(fact, one.value),
            verdict: advice.decision.verdict.id(),
            lane: advice.lane().map(|lane| lane.id.as_str()),
            flow: advice.flow().map(|flow| flow.rule.id.as_str()),
            release: advice.decision.release.map(Release::id),
            checks: advice.checks().map(|check| check.id.as_str()).collect(),
            documents: advice.documents().map(|document| document.id.as_str()).collect(),
            tax: advice.bill.tax.as_ref().map(tax),
            late_fee: late_fee(advice.bill.late_fee.as_ref()),
            chosen: anew.map(|(id, value)| (rule_set[id].id.as_str(), of(id, value))).collect(),
            refusals: advice.refusals.iter().map(|one| one.rule.id.as_str()).collect(),
        }
    });
    let comparison = Comparison {
        schema: "advisor.compare/1",
        rules: Rules::new(rule_set, Some(on)),
        fact: &rule_set[fact].id,
        values: values.collect(),
    };
    print(&comparison, out)
}
