//! What may be changed of a shipment, to what, and what that costs.

use crate::explain::field::Varies;
use crate::model::RuleSet;
use crate::model::change::Way;
use crate::model::condition::{Condition, FactId, Facts, Region};
use crate::model::fact::{Fact, Kind, Offered};
use crate::model::value::{Interval, Value, ValueSet};
use crate::shipment::{Origin, Shipment};
use crate::space::domain;

/// What a change costs where the file does not say.
const USUAL: u32 = 1;
/// What it costs to wait for another day.
const WAITING: u32 = 2;
/// What it costs to look up what was taken for granted.
const LOOKING_UP: u32 = 1;

/// What it takes to change a fact of a shipment; none if it stays as it is.
///
/// Goods stay, and so do names and codes that are no choice, unless the file says otherwise; numbers, and yes
/// or no, can be changed either way. A choice costs nothing, one by preference as much as another
/// fact: it is another business. What was assumed costs looking it up, whatever it turns out to be.
/// The date can be waited for.
pub(super) fn cost(rule_set: &RuleSet, shipment: &Shipment, id: FactId) -> Option<(u32, Way)> {
    let way = way(rule_set, id)?;
    if id == FactId::DATE {
        return Some((WAITING, way));
    }
    let is_choice = rule_set.choices().contains(&id);
    let assumed = matches!(shipment.origin(id), Origin::Assumed | Origin::NotGiven);
    let usual = match is_choice {
        true if !rule_set.by_preference().contains(&id) => 0,
        _ if assumed => return Some((LOOKING_UP, Way::Any)),
        _ => USUAL,
    };
    Some((rule_set[id].change.and_then(|change| change.cost).unwrap_or(usual), way))
}

/// Which way a fact can be changed; none if it stays as it is.
pub(super) fn way(rule_set: &RuleSet, id: FactId) -> Option<Way> {
    if id == FactId::DATE {
        return Some(Way::Raise);
    }
    let fact = &rule_set[id];
    let way = match fact.change.map(|change| change.way) {
        Some(way) => way,
        None if id == rule_set.goods() => Way::Never,
        None if rule_set.choices().contains(&id) => Way::Any,
        None if matches!(fact.kind, Kind::Names(_) | Kind::Code(_)) => Way::Never,
        None => Way::Any,
    };
    (way != Way::Never).then_some(way)
}

/// The facts that may vary, and as what: what they are now, and what they may be changed to.
pub(super) fn varies(
    rule_set: &RuleSet,
    shipment: &Shipment,
    facts: &Facts,
    followers: &[FactId],
) -> Vec<Varies> {
    let ids = rule_set.facts().map(|(id, _)| id).filter(|id| !followers.contains(id));
    let varies = ids.chain([FactId::DATE]).filter_map(|fact| {
        let (_, way) = cost(rule_set, shipment, fact)?;
        let now = facts.get(fact);
        let within = match way {
            Way::Raise => Interval::new(now.0, i64::MAX),
            // What is given stays given.
            Way::Lower => Interval::new(Value::NOT_GIVEN.0 + 1, now.0),
            Way::Any | Way::Never => Interval::new(Value::NOT_GIVEN.0 + 1, i64::MAX),
        };
        let may_be = domain(rule_set, fact).intersection(&ValueSet::of_intervals([within]));
        let may_be = offered(&rule_set[fact], may_be);
        Some(Varies { fact, values: may_be.union(&ValueSet::of([now])) })
    });
    varies.collect()
}

/// The values that may be taken by oneself.
fn offered(fact: &Fact, values: ValueSet) -> ValueSet {
    if !matches!(fact.kind, Kind::Names(_)) {
        return values;
    }
    let never =
        |value: &Value| fact.name(*value).is_some_and(|name| name.offered == Offered::Never);
    ValueSet::of(values.iter().filter(|value| !never(value)))
}

/// What must not be taken though it could: names that are not offered for such a shipment, but what
/// it is now.
pub(super) fn not_offered(rule_set: &RuleSet, facts: &Facts) -> Vec<Condition> {
    let mut found = Vec::new();
    for id in rule_set.choices() {
        for (at, name) in rule_set[*id].names().enumerate() {
            let value = Value::of_index(at);
            let Offered::If { condition, .. } = &name.offered else { continue };
            if facts.get(*id) == value {
                continue;
            }
            let this = || (*id, ValueSet::of([value]));
            let within = Region::new(vec![this()]);
            found.push(Condition { within, unless: vec![condition.within.clone()] });
            found.extend(condition.unless.iter().map(|region| {
                let tests = region.tests().iter().cloned().chain([this()]).collect();
                Condition { within: Region::new(tests), unless: Vec::new() }
            }));
        }
    }
    found
}
