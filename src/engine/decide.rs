//! One closed shipment by the conditions that the grid has left.

use crate::engine::Engine;
use crate::engine::answer::Found;
use crate::engine::grid::ones;
use crate::evaluate::{Decision, Gathered};
use crate::model::Effect;
use crate::model::condition::{Condition, FactId, Facts};

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
    let row = |id: u32| rule_set.rows().get(id as usize);
    let rows = left.get(engine.groups.rows.clone()).unwrap_or_default();
    for id in ones(rows).filter_map(|bit| engine.in_grid.get(bit)) {
        let Some(row) = row(*id).filter(|row| is_no_exception(&row.rule.condition, facts)) else {
            continue;
        };
        gathered.add(&row.effect);
        if let Some(found) = &mut found {
            found.fired.push(*id);
        }
    }
    for id in &engine.loose {
        let Some(row) = row(*id).filter(|row| row.rule.condition.holds(facts)) else { continue };
        gathered.add(&row.effect);
        if let Some(found) = &mut found {
            found.fired.push(*id);
        }
    }
    let slice = engine.slices.fact.map_or(&[][..], |fact| engine.slices.of(facts.get(fact)));
    for (id, place) in slice.iter().zip(0..) {
        let Some(row) = row(*id).filter(|row| row.rule.condition.holds(facts)) else { continue };
        gathered.add(&row.effect);
        if let Some(found) = &mut found {
            found.fired_in_slice.push(place);
        }
    }
    if gathered.refusals > 0 {
        if let Some(found) = found {
            let refuses =
                |id: &u32| row(*id).is_some_and(|row| matches!(row.effect, Effect::Refuse { .. }));
            found.fired.retain(refuses);
            found.fired_in_slice.retain(|place| slice.get(*place as usize).is_some_and(refuses));
        }
        return gathered.refused();
    }
    facts.set(FactId::LANE, gathered.lane());
    let flow = first(left, engine.groups.flows.clone(), |at| {
        rule_set.flows().get(at).is_some_and(|flow| still_holds(&flow.rule.condition, facts))
    });
    let tax = first(left, engine.groups.taxes.clone(), |at| {
        rule_set.taxes().get(at).is_some_and(|tax| still_holds(&tax.rule.condition, facts))
    });
    gathered.conclude(rule_set, flow, tax)
}

/// The first condition of a group that is left and holds.
fn first(
    left: &[u64],
    group: std::ops::Range<usize>,
    holds: impl Fn(usize) -> bool,
) -> Option<u16> {
    let left = left.get(group).unwrap_or_default();
    ones(left).find(|at| holds(*at)).and_then(|at| u16::try_from(at).ok())
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
