//! The same object for a shipment of several lines, with what each of them brings.

use std::io::{self, Write};

use advisor::advise::{LineAdvice, LinesAdvice, LinesAlternative, Split};
use advisor::charge::{Charge, LinesBill};
use advisor::evaluate::Release;
use advisor::model::FactId;
use advisor::model::fact::Lines;
use advisor::shipment::Origin;
use rust_decimal::Decimal;

use crate::render::json::out::{AlternativeOut, LineOut, Route, Rules, SplitOut, Tax};
use crate::render::json::{
    compared_id, json_value, late_fee, path, print, reason, references, refusals, tax, titles,
};
use crate::render::text::money;

/// Lines are counted from 1.
fn split(split: &Split) -> SplitOut {
    let numbers = |places: &Vec<usize>| places.iter().map(|at| at + 1).collect();
    let shipments = split.shipments.iter().map(numbers).collect();
    SplitOut { shipments, refused: numbers(&split.refused) }
}

/// The whole answer about several lines as one JSON object.
pub(crate) fn route(advice: &LinesAdvice<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rule_set = advice.rule_set;
    let Some(first) = advice.lines.first() else { return Ok(()) };
    let own: Vec<FactId> = advice.own_facts().collect();
    let with_origin = |origins: &[Origin]| {
        let facts = rule_set.facts().filter(|(id, _)| !own.contains(id));
        let of_origin = facts.filter(|(id, _)| origins.contains(&first.shipment.origin(*id)));
        of_origin.map(|(_, fact)| fact.id.as_str()).collect()
    };
    let facts = rule_set.facts().map(|(id, fact)| {
        let value = advice.value(id);
        let value = value.map(|value| json_value(&fact.kind, value, fact.show(value)));
        (fact.id.as_str(), value.unwrap_or_default())
    });
    let reasons = advice.reasons();
    let refused: Vec<_> = advice.refusals().into_iter().map(|(refusal, _)| refusal).collect();
    let mut warnings: Vec<String> = advice.warnings.iter().map(ToString::to_string).collect();
    for warning in advice.lines.iter().flat_map(|line| &line.warnings) {
        let text = warning.to_string();
        warnings.extend((!warnings.contains(&text)).then_some(text));
    }
    let documents: Vec<_> = advice.documents().collect();
    print(
        &Route {
            schema: "advisor.route/1",
            rules: Rules::new(rule_set, Some(first.shipment.day())),
            shipment: facts.collect(),
            given: with_origin(&[Origin::Given, Origin::Counted]),
            assumed: with_origin(&[Origin::Assumed]),
            chosen: with_origin(&[Origin::Chosen]),
            verdict: advice.decision.verdict.id(),
            lane: advice.lane().map(|lane| lane.id.as_str()),
            flow: advice.flow().map(|flow| flow.rule.id.as_str()),
            release: advice.decision.release.map(Release::id),
            path: path(&advice.path),
            dates: None,
            titles: titles::of_lines(advice),
            references: references::of_lines(advice),
            checks: advice.checks().map(|check| check.id.as_str()).collect(),
            documents: documents.iter().map(|document| document.id.as_str()).collect(),
            missing_documents: advice.missing_documents().map(|one| one.id.as_str()).collect(),
            tax: tax_of(&advice.bill),
            late_fee: late_fee(advice.bill.late_fee.as_ref()),
            passed_over: Vec::new(),
            refusals: refusals(rule_set, &refused),
            reasons: reasons.iter().map(|(one, _)| reason(rule_set, one)).collect(),
            warnings,
            alternatives: advice.alternatives.iter().map(|one| alternative(advice, one)).collect(),
            lines: Some(
                advice.lines.iter().zip(1..).map(|(one, at)| line(advice, one, at)).collect(),
            ),
            split: Some(advice.split.as_ref().map(split)),
        },
        out,
    )
}

fn line<'r>(advice: &'r LinesAdvice<'_>, line: &'r LineAdvice<'_>, number: usize) -> LineOut<'r> {
    let rule_set = advice.rule_set;
    let own =
        || rule_set.facts().filter(|(_, one)| matches!(one.lines, Lines::Each | Lines::Total));
    let with_origin = |origin: Origin| {
        let facts = own().filter(|(id, _)| line.shipment.origin(*id) == origin);
        facts.map(|(_, fact)| fact.id.as_str()).collect()
    };
    let facts = own().map(|(id, fact)| {
        let value = line.own.get(id);
        (fact.id.as_str(), json_value(&fact.kind, value, fact.show(value)))
    });
    let charge = advice.bill.taxes.get(number - 1).and_then(Option::as_ref);
    let decision = &line.decision;
    LineOut {
        line: number,
        shipment: facts.collect(),
        given: with_origin(Origin::Given),
        assumed: with_origin(Origin::Assumed),
        verdict: decision.verdict.id(),
        lane: decision.lane.map(|lane| rule_set[lane].id.as_str()),
        checks: decision.checks.iter().map(|id| rule_set[id].id.as_str()).collect(),
        documents: decision.documents.iter().map(|id| rule_set[id].id.as_str()).collect(),
        tax: charge.map(tax),
        refusals: refusals(rule_set, &line.refusals),
        reasons: line.reasons.iter().map(|one| reason(rule_set, one)).collect(),
        warnings: line.warnings.iter().map(ToString::to_string).collect(),
    }
}

/// What the taxes of all lines come to; the regime is null where they have different ones.
fn tax_of<'r>(bill: &LinesBill<'r>) -> Option<Tax<'r>> {
    let taxes: Vec<&Charge<'r>> = bill.taxes.iter().flatten().collect();
    let first = taxes.first()?;
    let alike = taxes.iter().all(|one| one.rule.id == first.rule.id);
    let payable = taxes.iter().map(|one| one.payable).collect::<Option<Vec<Decimal>>>();
    let payable = payable
        .and_then(|all| all.into_iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one)));
    Some(Tax {
        regime: alike.then_some(first.rule.id.as_str()),
        payable: payable.map(money),
        waived: taxes.iter().all(|one| one.waived),
        items: Vec::new(),
    })
}

fn alternative<'r>(
    advice: &'r LinesAdvice<'_>,
    alternative: &'r LinesAlternative<'_>,
) -> AlternativeOut<'r> {
    let rule_set = advice.rule_set;
    let decision = &alternative.decision;
    let changed = alternative.change.iter().map(|(id, value)| {
        let fact = &rule_set[*id];
        (fact.id.as_str(), json_value(&fact.kind, *value, fact.show(*value)))
    });
    AlternativeOut {
        change: changed.collect(),
        verdict: decision.verdict.id(),
        lane: decision.lane.map(|lane| rule_set[lane].id.as_str()),
        flow: decision.flow.map(|flow| rule_set[flow].rule.id.as_str()),
        release: decision.release.map(Release::id),
        offered: alternative.offered,
        compared: compared_id(alternative.compared),
        checks: decision.checks.iter().map(|id| rule_set[id].id.as_str()).collect(),
        documents: decision.documents.iter().map(|id| rule_set[id].id.as_str()).collect(),
        tax: tax_of(&alternative.bill),
        late_fee: late_fee(alternative.bill.late_fee.as_ref()),
    }
}
