//! One closed shipment by the conditions that the grid has left.

use crate::engine::compiled::Engine;
use crate::engine::found::Found;
use crate::engine::grid::ones;
use crate::evaluate::{Decision, Gathered};
use crate::model::condition::{Condition, FactId, Facts};
use crate::model::ids::Id;
use crate::model::{FlowId, RowId, RuleSet, TaxId};

/// Decides by the conditions of the grid that are left, and by the other rows.
///
/// What led to the decision is noted in `found`, if it is asked for.
pub(super) fn decide_left(
    engine: &Engine<'_>,
    left: &[u64],
    facts: &mut Facts,
    mut found: Option<&mut Found>,
) -> Decision {
    let rule_set = engine.rule_set;
    if let Some(found) = &mut found {
        found.fired.clear();
        found.fired_in_slice.clear();
    }
    let mut gathered = Gathered::NOTHING;
    let rows = left.get(engine.groups.rows.clone()).unwrap_or_default();
    for id in ones(rows).filter_map(|bit| engine.in_grid.get(bit)) {
        let row = &rule_set[*id];
        if !is_no_exception(&row.rule.condition, facts) {
            continue;
        }
        gathered.add(&row.effect);
        if let Some(found) = &mut found {
            found.fired.push(*id);
        }
    }
    gather_loose(engine, facts, &mut gathered, found.as_deref_mut());
    let slice = engine.slices.fact.map_or(&[][..], |fact| engine.slices.of(facts.get(fact)));
    for (id, place) in slice.iter().zip(0..) {
        let row = &rule_set[*id];
        if !row.rule.condition.holds(facts) {
            continue;
        }
        gathered.add(&row.effect);
        if let Some(found) = &mut found {
            found.fired_in_slice.push(place);
        }
    }
    if gathered.refusals > 0 {
        if let Some(found) = found {
            keep_refusals(rule_set, slice, found);
        }
        return gathered.refused();
    }
    facts.set(FactId::LANE, gathered.lane());
    let flow = first(left, engine.groups.flows.clone(), |id: FlowId| {
        still_holds(&rule_set[id].rule.condition, facts)
    });
    let tax = first(left, engine.groups.taxes.clone(), |id: TaxId| {
        still_holds(&rule_set[id].rule.condition, facts)
    });
    gathered.conclude(rule_set, flow, tax)
}

/// Gathers the rows that are in neither the grid nor a slice, and hold.
fn gather_loose(
    engine: &Engine<'_>,
    facts: &Facts,
    gathered: &mut Gathered,
    mut found: Option<&mut Found>,
) {
    let loose = engine.by_range.of(facts).into_iter().flatten();
    let loose = loose.filter_map(|at| engine.loose.get(*at as usize));
    for id in loose.filter(|id| engine.rule_set[**id].rule.condition.holds(facts)) {
        gathered.add(&engine.rule_set[*id].effect);
        if let Some(found) = &mut found {
            found.fired.push(*id);
        }
    }
    if let Some(found) = found.filter(|_| !engine.loose.is_empty()) {
        found.fired.sort_unstable();
    }
}

/// Whether there is such a shipment, as far as the owner of the file says.
pub(super) fn can_be(engine: &Engine<'_>, left: &[u64], facts: &Facts) -> bool {
    let left = left.get(engine.groups.impossible.clone()).unwrap_or_default();
    let all = engine.rule_set.impossibilities();
    !ones(left).filter_map(|bit| all.get(bit)).any(|one| is_no_exception(&one.condition, facts))
}

/// Leaves of what led to a decision the rows that refuse.
fn keep_refusals(rule_set: &RuleSet, slice: &[RowId], found: &mut Found) {
    let refuses = |id: &RowId| rule_set[*id].refuses();
    found.fired.retain(refuses);
    found.fired_in_slice.retain(|place| slice.get(*place as usize).is_some_and(refuses));
}

/// The first condition of a group that is left and holds.
fn first<I: Id>(
    left: &[u64],
    group: std::ops::Range<usize>,
    holds: impl Fn(I) -> bool,
) -> Option<I> {
    let left = left.get(group).unwrap_or_default();
    ones(left).filter_map(I::at).find(|id| holds(*id))
}

fn is_no_exception(condition: &Condition, facts: &Facts) -> bool {
    !condition.unless.iter().any(|region| region.holds(facts))
}

/// Whether a condition whose box holds but for the lane holds altogether.
fn still_holds(condition: &Condition, facts: &Facts) -> bool {
    let lane = facts.get(FactId::LANE);
    condition.within.allowed(FactId::LANE).is_none_or(|set| set.contains(lane))
        && is_no_exception(condition, facts)
}
