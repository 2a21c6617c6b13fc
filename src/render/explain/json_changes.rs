//! The part of the JSON that says what to change.

use advisor::RuleSet;
use advisor::evaluate::Release;
use advisor::explain::{Changes, Choice, Goal};
use advisor::witness::said_command;
use indexmap::IndexMap;
use serde::Serialize;

use crate::render::explain::json_value::value;
use crate::render::json::{LateFee, Tax, late_fee, tax};

#[derive(Serialize)]
pub(super) struct ChangesOut<'a> {
    wanted: &'static str,
    id: Option<&'a str>,
    is_so: bool,
    options: Vec<OptionOut<'a>>,
    more: bool,
}

#[derive(Serialize)]
struct OptionOut<'a> {
    change: IndexMap<&'a str, serde_json::Value>,
    cost: u32,
    command: String,
    verdict: &'static str,
    lane: Option<&'a str>,
    flow: Option<&'a str>,
    release: Option<&'static str>,
    checks: Vec<&'a str>,
    documents: Vec<&'a str>,
    tax: Option<Tax<'a>>,
    late_fee: Option<LateFee>,
}

/// What to change.
pub(super) fn changes<'a>(rule_set: &'a RuleSet, changes: &'a Changes<'a>) -> ChangesOut<'a> {
    let (wanted, id) = match changes.goal {
        Goal::Clearable => ("clearable", None),
        Goal::Better(..) => ("better", None),
        Goal::Lane(lane) => ("lane", Some(rule_set[lane].id.as_str())),
        Goal::Release(release) => ("release", Some(release.id())),
        Goal::Flow(flow) => ("flow", Some(rule_set[flow].rule.id.as_str())),
    };
    let options = changes.options.iter().map(|one| option(rule_set, one)).collect();
    ChangesOut { wanted, id, is_so: changes.is_so, options, more: changes.more }
}

fn option<'a>(rule_set: &'a RuleSet, one: &'a Choice<'a>) -> OptionOut<'a> {
    let (advice, change) = (&one.advice, one.way.change.iter());
    let change =
        change.map(|(id, to)| (rule_set[*id].id.as_str(), value(rule_set, *id, *to))).collect();
    OptionOut {
        change,
        cost: one.cost,
        command: said_command(rule_set, &one.said, advice.shipment.day()),
        verdict: advice.decision.verdict.id(),
        lane: advice.lane().map(|lane| lane.id.as_str()),
        flow: advice.flow().map(|flow| flow.rule.id.as_str()),
        release: advice.decision.release.map(Release::id),
        checks: advice.checks().map(|check| check.id.as_str()).collect(),
        documents: advice.documents().map(|document| document.id.as_str()).collect(),
        tax: advice.bill.tax.as_ref().map(tax),
        late_fee: late_fee(advice.bill.late_fee.as_ref()),
    }
}
