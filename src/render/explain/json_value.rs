//! Values of facts as JSON.

use advisor::RuleSet;
use advisor::model::condition::FactId;
use advisor::model::value::Value;

use crate::render::json::json_value;

/// The value of a fact.
pub(super) fn value(rule_set: &RuleSet, id: FactId, value: Value) -> serde_json::Value {
    let fact = &rule_set[id];
    json_value(&fact.kind, value, fact.show(value))
}
