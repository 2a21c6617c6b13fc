//! JSON: output structs of its own, with every key always there.

mod dates;
pub(crate) mod order;
mod out;
mod references;
mod titles;

pub(crate) use crate::render::json::out::{LateFee, Rules, Tax};

use std::io::{self, Write};

use advisor::advise::{
    Advice, Alternative, Closed, Comparison, PassedOver, PathStep, Reason, ReasonKind,
};
use advisor::charge::Charge;
use advisor::evaluate::Release;
use advisor::letters::is_hidden;
use advisor::model::condition::{FactId, Facts};
use advisor::model::fact::Kind;
use advisor::model::value::Value;
use advisor::model::{Confidence, Rule, RuleSet};
use advisor::shipment::Origin;
use advisor::source::Place;
use serde::Serialize;

use crate::render::json::out::{
    AlternativeOut, PassedOverOut, ReasonOut, Refusal, Route, Step, TaxItem,
};
use crate::render::text::{money, percent, time_id};

/// The whole answer as one JSON object.
pub(crate) fn route(advice: &Advice<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rule_set = advice.rule_set;
    let with_origin = |origins: &[Origin]| {
        let facts = rule_set.facts();
        let of_origin = facts.filter(|(id, _)| origins.contains(&advice.shipment.origin(*id)));
        of_origin.map(|(_, fact)| fact.id.as_str()).collect()
    };
    let facts =
        rule_set.facts().map(|(id, fact)| (fact.id.as_str(), value(rule_set, id, &advice.facts)));
    print(
        &Route {
            schema: "advisor.route/1",
            rules: Rules::new(rule_set, Some(advice.shipment.day())),
            shipment: facts.collect(),
            given: with_origin(&[Origin::Given, Origin::Counted]),
            assumed: with_origin(&[Origin::Assumed]),
            chosen: with_origin(&[Origin::Chosen]),
            verdict: advice.decision.verdict.id(),
            lane: advice.lane().map(|lane| lane.id.as_str()),
            flow: advice.flow().map(|flow| flow.rule.id.as_str()),
            release: advice.decision.release.map(Release::id),
            path: path(&advice.path),
            dates: advice.schedule().map(|schedule| {
                dates::dates(schedule, |rule| source_ids(rule_set, rule), confidence_id)
            }),
            titles: titles::titles(advice),
            references: references::references(advice),
            checks: advice.checks().map(|check| check.id.as_str()).collect(),
            documents: advice.documents().map(|document| document.id.as_str()).collect(),
            missing_documents: advice.missing_documents().map(|one| one.id.as_str()).collect(),
            tax: advice.bill.tax.as_ref().map(tax),
            late_fee: late_fee(advice.bill.late_fee.as_ref()),
            passed_over: advice.passed_over.iter().map(|one| passed_over(rule_set, one)).collect(),
            refusals: refusals(rule_set, &advice.refusals),
            reasons: advice.reasons.iter().map(|one| reason(rule_set, one)).collect(),
            warnings: advice.warnings.iter().map(ToString::to_string).collect(),
            alternatives: advice
                .alternatives
                .iter()
                .map(|one| alternative(rule_set, one))
                .collect(),
            lines: None,
            split: None,
        },
        out,
    )
}

/// Any output struct as indented JSON with a line break at the end.
///
/// Hidden letters are escaped: a reader of JSON gets the text as it is, a terminal nothing to obey.
pub(crate) fn print<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value)?;
    let mut rest = json.as_str();
    // Outside of texts there is nothing hidden but the line breaks.
    while let Some(at) = rest.find(|letter| letter != '\n' && is_hidden(letter)) {
        let (before, hidden) = rest.split_at(at);
        out.write_all(before.as_bytes())?;
        let mut letters = hidden.chars();
        for unit in letters.next().into_iter().flat_map(|letter| {
            let mut units = [0; 2];
            letter.encode_utf16(&mut units).to_vec()
        }) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = letters.as_str();
    }
    out.write_all(rest.as_bytes())?;
    out.write_all(b"\n")
}

fn path<'r>(path: &[PathStep<'r>]) -> Vec<Step<'r>> {
    let steps = path.iter().map(|one| Step {
        step: &one.step.id,
        title: one.title,
        when: time_id(one.step.time),
        takes: one.takes.map(dates::in_words),
        takes_days: one.takes.map(dates::days),
        checks: one.checks.iter().map(|check| check.id.as_str()).collect(),
        documents: one.documents.iter().map(|document| document.id.as_str()).collect(),
    });
    steps.collect()
}

pub(crate) fn tax<'r>(charge: &Charge<'r>) -> Tax<'r> {
    let items = charge.items.iter().map(|item| TaxItem {
        name: item.table.words(),
        rate: percent(item.rate),
        amount: money(item.amount),
    });
    Tax {
        regime: Some(&charge.rule.id),
        payable: charge.payable.map(money),
        waived: charge.waived,
        items: items.collect(),
    }
}

pub(crate) fn late_fee(fee: Option<&Charge<'_>>) -> Option<LateFee> {
    let fee = fee?;
    Some(LateFee { payable: fee.payable.map(money), waived: fee.waived })
}

fn passed_over<'r>(rule_set: &'r RuleSet, passed: &PassedOver<'r>) -> PassedOverOut<'r> {
    let (closed, because, refused) = match &passed.closed {
        Closed::Refused(refused) => ("refused", None, refused.as_slice()),
        Closed::NoPath => ("no-path", None, &[][..]),
        Closed::NotOffered(because) => ("not-offered", because.map(|because| &**because), &[][..]),
    };
    let fact = &rule_set[passed.fact];
    PassedOverOut {
        fact: &fact.id,
        value: json_value(&fact.kind, passed.value, fact.show(passed.value)),
        closed,
        because,
        refusals: refusals(rule_set, refused),
    }
}

fn refusals<'r>(
    rule_set: &'r RuleSet,
    refusals: &[advisor::advise::Refusal<'r>],
) -> Vec<Refusal<'r>> {
    let refusals = refusals.iter().map(|one| Refusal {
        rule: &one.rule.id,
        because: one.rule.because.as_deref().unwrap_or_default(),
        remedy: one.remedy,
        sources: source_ids(rule_set, one.rule),
    });
    refusals.collect()
}

fn reason<'r>(rule_set: &'r RuleSet, reason: &'r Reason<'r>) -> ReasonOut<'r> {
    let Place { file, line, .. } = rule_set.place(reason.rule.span);
    ReasonOut {
        rule: &reason.rule.id,
        kind: kind_id(reason.kind),
        because: reason.rule.because.as_deref(),
        effect: &reason.effect,
        file,
        line,
        sources: source_ids(rule_set, reason.rule),
        confidence: confidence_id(reason.rule.confidence),
    }
}

fn alternative<'r>(rule_set: &'r RuleSet, alternative: &Alternative<'r>) -> AlternativeOut<'r> {
    let decision = &alternative.decision;
    let changed = alternative.change.iter().map(|(id, value)| {
        let fact = &rule_set[*id];
        (fact.id.as_str(), json_value(&fact.kind, *value, fact.show(*value)))
    });
    let flow = decision.flow.map(|flow| &rule_set[flow]);
    AlternativeOut {
        change: changed.collect(),
        verdict: decision.verdict.id(),
        lane: decision.lane.map(|lane| rule_set[lane].id.as_str()),
        flow: flow.map(|flow| flow.rule.id.as_str()),
        release: decision.release.map(Release::id),
        offered: alternative.offered,
        compared: compared_id(alternative.compared),
        checks: decision.checks.iter().map(|id| rule_set[id].id.as_str()).collect(),
        documents: decision.documents.iter().map(|id| rule_set[id].id.as_str()).collect(),
        tax: alternative.bill.tax.as_ref().map(tax),
        late_fee: late_fee(alternative.bill.late_fee.as_ref()),
    }
}

fn source_ids<'r>(rule_set: &'r RuleSet, rule: &'r Rule) -> Vec<&'r str> {
    rule_set.sources_of(rule).map(|source| source.id.as_str()).collect()
}

fn value(rule_set: &RuleSet, id: FactId, facts: &Facts) -> serde_json::Value {
    let (fact, value) = (&rule_set[id], facts.get(id));
    json_value(&fact.kind, value, fact.show(value))
}

/// A value as JSON: names as text, yes and no as booleans, numbers as numbers.
pub(crate) fn json_value(kind: &Kind, value: Value, shown: String) -> serde_json::Value {
    match kind {
        _ if value == Value::NOT_GIVEN => serde_json::Value::Null,
        Kind::YesNo => serde_json::Value::Bool(value == Value::YES),
        // No number has more than fifteen digits, so that a reader's double is exact.
        Kind::Number(_) => serde_json::from_str(&shown).unwrap_or(serde_json::Value::Null),
        Kind::Names(_) | Kind::Code(_) | Kind::Date => serde_json::Value::String(shown),
    }
}

fn compared_id(compared: Comparison) -> &'static str {
    match compared {
        Comparison::Better => "better",
        Comparison::Same => "same",
        Comparison::Different => "different",
        Comparison::Worse => "worse",
    }
}

fn kind_id(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Category => "category",
        ReasonKind::Inspection => "inspection",
        ReasonKind::Flow => "flow",
        ReasonKind::Tax => "tax",
        ReasonKind::Refusal => "refusal",
    }
}

pub(crate) fn confidence_id(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Stated => "stated",
        Confidence::Indicative => "indicative",
    }
}
