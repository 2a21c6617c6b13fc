//! How many shipments boxes hold, dates aside, and how many combinations of names.

use indexmap::IndexSet;
use num_bigint::BigUint;

use crate::analyze::boxes::{Boxes, Spent};
use crate::analyze::conditions::Conditions;
use crate::analyze::draft::{Draft, Scope};
use crate::analyze::subject::Fuel;
use crate::diff::merge::merged;
use crate::diff::vocabulary::Vocabulary;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::Kind;

/// A number of shipments: the number itself, or that there are at least so many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How many there are at least.
    pub least: BigUint,
    /// Whether there are no more.
    pub is_exact: bool,
}

/// How much some boxes hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// Combinations of names, yes and no.
    pub names: Count,
    /// Shipments, each number in its steps, not given counted as one more.
    pub shipments: Count,
}

/// How much boxes hold, whether they overlap or not; no shipment is counted for each of its days.
pub(crate) fn size(
    vocabulary: &Vocabulary,
    boxes: &[Region],
    all_found: bool,
    fuel: &mut Fuel,
) -> Size {
    let is_name = |id: &FactId| matches!(vocabulary.fact(*id).kind, Kind::Names(_) | Kind::YesNo);
    let undated: Vec<FactId> = vocabulary.fact_ids().filter(|id| *id != FactId::DATE).collect();
    let named: Vec<FactId> = undated.iter().copied().filter(is_name).collect();
    let mut count = |facts: &[FactId]| {
        let (least, is_whole) = volume(vocabulary, boxes, facts, fuel);
        Count { least, is_exact: is_whole && all_found }
    };
    Size { names: count(&named), shipments: count(&undated) }
}

/// How many combinations of values of some facts there are in boxes, and whether these are all.
fn volume(
    vocabulary: &Vocabulary,
    boxes: &[Region],
    facts: &[FactId],
    fuel: &mut Fuel,
) -> (BigUint, bool) {
    let seen = boxes.iter().map(|one| {
        let tests = one.tests().iter().filter(|(id, _)| facts.contains(id));
        Condition { within: Region::new(tests.cloned().collect()), unless: Vec::new() }
    });
    let seen: IndexSet<Condition> = seen.collect();
    let seen = merged(vocabulary, seen.into_iter().map(|one| one.within).collect());
    let seen: Vec<Condition> =
        seen.into_iter().map(|within| Condition { within, unless: Vec::new() }).collect();
    let mut conditions = Conditions::new(vocabulary.domains());
    let ids: Vec<_> = seen.iter().map(|one| conditions.push(one)).collect();
    let mut sum = BigUint::ZERO;
    for (at, (one, id)) in seen.iter().zip(&ids).enumerate() {
        let earlier = || seen.iter().zip(&ids).take(at);
        let overlapping: Vec<_> =
            earlier().filter(|(other, _)| other.within.meets(&one.within)).collect();
        let steps = at as u64 / 8 + 1;
        fuel.left = fuel.left.saturating_sub(steps);
        if overlapping.is_empty() {
            let sizes = facts
                .iter()
                .map(|id| one.within.allowed(*id).unwrap_or(vocabulary.domain(*id)).size());
            sum += sizes.fold(BigUint::from(1_u8), |all, size| all * size);
            continue;
        }
        let mut bounds = conditions.domains.clone();
        for test in &conditions[conditions[*id].within] {
            if let Some(bound) = bounds.get_mut(test.fact.index()) {
                test.narrow(bound);
            }
        }
        let mut draft = Draft::new(&conditions, bounds, Scope::Whole);
        overlapping.iter().for_each(|(_, id)| draft.not(**id));
        let Ok(problem) = draft.finish(&[]) else { continue };
        let mut boxes = Boxes::new(&problem, &problem.start);
        loop {
            let next =
                fuel.spend(|steps| Ok(boxes.next(steps)?.map(|cells| problem.bounds_of(cells))));
            match next {
                Ok(None) => break,
                Err(Spent) => return (sum, false),
                Ok(Some(bounds)) => {
                    let sizes = facts.iter().filter_map(|id| bounds.get(id.index()));
                    sum += sizes.fold(BigUint::from(1_u8), |all, bound| all * bound.size());
                }
            }
        }
    }
    (sum, true)
}
