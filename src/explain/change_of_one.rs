//! The best change of one fact that was said and is no choice: what the alternatives do not tell.

use crate::advise::Advice;
use crate::choose::Prefer;
use crate::explain::change::{Choice, Goal, confirmed};
use crate::explain::cost::{cost, varies};
use crate::explain::field::Field;
use crate::explain::outcome::Outcome;
use crate::explain::reach::followers;
use crate::model::condition::FactId;
use crate::model::value::{Value, ValueSet};
use crate::shipment::Origin;
use crate::space::impossible;

/// The cheapest change of a single fact that was said and is no choice, everything else as it is,
/// that gives a better answer; none if there is none.
#[must_use]
pub fn change_of_one<'r>(advice: &Advice<'r>, prefer: Prefer) -> Option<Choice<'r>> {
    let rule_set = advice.rule_set;
    let goal = Goal::better_than(advice)?;
    let said = |id: &FactId| {
        advice.shipment.origin(*id) == Origin::Given && !rule_set.choices().contains(id)
    };
    let ids = rule_set.facts().map(|(id, _)| id).filter(said);
    let costs = ids.filter_map(|id| Some((cost(rule_set, &advice.shipment, id)?.0, id)));
    let mut costs: Vec<(u32, FactId)> = costs.collect();
    if costs.is_empty() {
        return None;
    }
    costs.sort_unstable();
    let followers = followers(rule_set, &advice.shipment);
    let never = impossible(rule_set);
    let all = varies(rule_set, &advice.shipment, &advice.facts, &followers);
    let changes = costs.into_iter().filter_map(|(cost, id)| {
        let one = all.iter().filter(|one| one.fact == id).cloned().collect();
        let field = Field::new(rule_set, &advice.facts, one, &followers, &never);
        let better = field.atoms_with(0, |facts| {
            !never.iter().any(|one| one.holds(facts)) && goal.is_met(&Outcome::of(rule_set, facts))
        });
        let value = nearest(&better, advice.facts.get(id))?;
        confirmed(advice, prefer, goal, &[(id, value)], cost)
    });
    changes.into_iter().next()
}

/// The value of some sets that is nearest to one.
fn nearest(sets: &[&ValueSet], now: Value) -> Option<Value> {
    let parts = sets.iter().flat_map(|set| set.intervals());
    let given = parts.filter(|part| part.greatest > Value::NOT_GIVEN.0);
    let edges = given.map(|part| now.0.clamp(part.least, part.greatest));
    edges.min_by_key(|value| value.abs_diff(now.0)).map(Value)
}
