//! `plain`: a key and a value a line, for scripts.

use std::io::{self, Write};

use advisor::advise::{Advice, LinesAdvice};
use advisor::evaluate::Release;

use crate::render::text::{money, shown, to_pay};

/// All keys in their order; starred ones once for each entry, or not at all.
pub(crate) fn route(advice: &Advice<'_>, out: &mut dyn Write) -> io::Result<()> {
    let fact = |id: &str| {
        let found = advice.rule_set.fact_called(id);
        found.map(|(id, fact)| fact.show(advice.facts.get(id))).unwrap_or_default()
    };
    let lane = advice.lane().map_or("", |lane| &lane.id);
    let flow = advice.flow().map_or("", |flow| &flow.rule.id);
    let release = advice.decision.release.map_or("", Release::id);
    line(out, "verdict", advice.decision.verdict.id())?;
    line(out, "lane", lane)?;
    line(out, "flow", flow)?;
    line(out, "release", release)?;
    for choice in advice.rule_set.choices() {
        let choice = advice.rule_set[*choice].id.as_str();
        line(out, choice, &fact(choice))?;
    }
    for step in &advice.path {
        line(out, "step", &step.step.id)?;
    }
    for check in advice.checks() {
        line(out, "check", &check.id)?;
    }
    for document in advice.documents() {
        line(out, "document", &document.id)?;
    }
    line(out, "tax", &advice.bill.tax.as_ref().map(to_pay).unwrap_or_default())?;
    line(out, "late_fee", &advice.bill.late_fee.as_ref().map(to_pay).unwrap_or_default())?;
    for refusal in &advice.refusals {
        line(out, "refusal", &refusal.rule.id)?;
    }
    for reason in &advice.reasons {
        line(out, "rule", &reason.rule.id)?;
    }
    for warning in &advice.warnings {
        line(out, "warning", &warning.to_string())?;
    }
    Ok(())
}

/// The same keys of a shipment of several lines.
pub(crate) fn of_lines(advice: &LinesAdvice<'_>, out: &mut dyn Write) -> io::Result<()> {
    line(out, "verdict", advice.decision.verdict.id())?;
    line(out, "lane", advice.lane().map_or("", |lane| &lane.id))?;
    line(out, "flow", advice.flow().map_or("", |flow| &flow.rule.id))?;
    line(out, "release", advice.decision.release.map_or("", Release::id))?;
    for choice in advice.rule_set.choices() {
        let fact = &advice.rule_set[*choice];
        line(out, &fact.id, &advice.value(*choice).map(|one| fact.show(one)).unwrap_or_default())?;
    }
    advice.path.iter().try_for_each(|step| line(out, "step", &step.step.id))?;
    advice.checks().try_for_each(|check| line(out, "check", &check.id))?;
    advice.documents().try_for_each(|document| line(out, "document", &document.id))?;
    let taxed = advice.bill.taxes.iter().flatten().next().and_then(|_| advice.bill.tax());
    line(out, "tax", &taxed.map(money).unwrap_or_default())?;
    line(out, "late_fee", &advice.bill.late_fee.as_ref().map(to_pay).unwrap_or_default())?;
    for (refusal, _) in advice.refusals() {
        line(out, "refusal", &refusal.rule.id)?;
    }
    for (reason, _) in advice.reasons() {
        line(out, "rule", &reason.rule.id)?;
    }
    let of_lines = advice.lines.iter().flat_map(|one| &one.warnings);
    let mut warnings: Vec<String> = Vec::new();
    for warning in advice.warnings.iter().chain(of_lines).map(ToString::to_string) {
        if !warnings.contains(&warning) {
            line(out, "warning", &warning)?;
            warnings.push(warning);
        }
    }
    Ok(())
}

fn line(out: &mut dyn Write, key: &str, value: &str) -> io::Result<()> {
    writeln!(out, "{key}\t{}", shown(value))
}
