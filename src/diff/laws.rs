//! What laws demand, in ids: two that read alike demand the same.

use crate::model::RuleSet;
use crate::model::ids::{LaneId, numbered};
use crate::model::law::{Along, Law, Wanted};
use crate::model::value::Value;

/// All that a law demands.
pub(crate) fn demands(rule_set: &RuleSet, law: &Law) -> String {
    let demands = law.demands.iter().map(|demand| wanted(rule_set, &demand.wanted));
    let order = law.order.as_ref().map(|order| {
        let fact = &rule_set[order.fact];
        let along = match &order.along {
            Along::Values(values) => {
                values.iter().map(|value| fact.show(*value)).collect::<Vec<_>>().join(" ")
            }
            Along::Rising => "rising".to_owned(),
            Along::Falling => "falling".to_owned(),
        };
        let measures: Vec<&str> = order.measures.iter().map(|(measure, _)| measure.id()).collect();
        format!("{} {along} {}", fact.id, measures.join(" "))
    });
    demands.chain(order).collect::<Vec<_>>().join("; ")
}

fn wanted(rule_set: &RuleSet, wanted: &Wanted) -> String {
    let none = "none".to_owned();
    let (what, ids): (&str, Vec<String>) = match wanted {
        Wanted::Verdict(all) => ("verdict", all.iter().map(|one| one.id().to_owned()).collect()),
        Wanted::Lane(set) => {
            let lanes = numbered::<LaneId, _>(rule_set.lanes());
            let lanes = lanes.filter(|(id, _)| set.contains(Value(i64::from(id.0))));
            ("lane", lanes.map(|(_, lane)| lane.id.clone()).collect())
        }
        Wanted::Release(all) => {
            let ids = all.iter().map(|one| one.map_or(none.clone(), |one| one.id().to_owned()));
            ("release", ids.collect())
        }
        Wanted::Flow(all) => {
            let id = |one: &Option<_>| one.map_or(none.clone(), |id| flow(rule_set, id));
            ("flow", all.iter().map(id).collect())
        }
        Wanted::Tax(all) => {
            let id = |one: &Option<_>| one.map_or(none.clone(), |id| tax(rule_set, id));
            ("tax", all.iter().map(id).collect())
        }
        Wanted::Check(id, true) => ("check", vec![rule_set[*id].id.clone()]),
        Wanted::Check(id, false) => ("no check", vec![rule_set[*id].id.clone()]),
        Wanted::Document(id, true) => ("document", vec![rule_set[*id].id.clone()]),
        Wanted::Document(id, false) => ("no document", vec![rule_set[*id].id.clone()]),
    };
    format!("{what} {}", ids.join(" "))
}

fn flow(rule_set: &RuleSet, id: crate::model::FlowId) -> String {
    rule_set[id].rule.id.clone()
}

fn tax(rule_set: &RuleSet, id: crate::model::TaxId) -> String {
    rule_set[id].rule.id.clone()
}
