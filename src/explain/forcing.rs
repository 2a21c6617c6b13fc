//! Forcing sets: the facts that alone force an answer, whatever the others are.

use crate::evaluate::Verdict;
use crate::explain::field::{Field, varying};
use crate::explain::outcome::Outcome;
use crate::explain::search::{Aspect, Steps, Undecided};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::Kind;
use crate::shipment::{Origin, Shipment};
use crate::space::impossible;

/// What a set of facts forces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forced {
    /// That the shipment is refused.
    Refusal,
    /// Its lane, unless something refuses it.
    Lane,
    /// The whole answer.
    Answer,
}

/// The facts that force an answer: whichever values the others have, of all shipments that can be,
/// it is the same. None of them can be left out; there may be other such sets.
///
/// They are in the order of the file, the date first. A fact that the shipment did not say is left
/// out rather than one that it did.
///
/// # Errors
/// The budget ran out.
pub fn forcing(
    rule_set: &RuleSet,
    shipment: &Shipment,
    facts: &Facts,
    forced: Forced,
    steps: &mut Steps,
) -> Result<Vec<FactId>, Undecided> {
    let whole = Outcome::of(rule_set, facts);
    let (aspect, target) = match forced {
        Forced::Refusal => (Aspect::Refused, whole),
        Forced::Answer => (Aspect::Whole, whole),
        Forced::Lane => {
            let verdict = Verdict::Clearable;
            (Aspect::Lane, Outcome { verdict, lane: whole.lane, ..Outcome::refused() })
        }
    };
    let mut held: Vec<FactId> = rule_set.facts().map(|(id, _)| id).collect();
    held.insert(0, FactId::DATE);
    let varies = varying(rule_set, facts, &held);
    held.retain(|id| varies.iter().any(|one| one.fact == *id));
    let mut try_first = held.clone();
    try_first.sort_by_key(|id| reluctance(rule_set, shipment, *id));
    let mut free: Vec<FactId> = Vec::new();
    let all = Field::new(rule_set, facts, varies, &[], &impossible(rule_set));
    for id in try_first {
        let Some(at) = all.axis_of(id) else { continue };
        let mut room = all.here();
        for other in free.iter().chain([&id]).filter_map(|id| all.axis_of(*id)) {
            if let Some(axis) = all.axes.get(other) {
                (0..axis.atoms.len()).for_each(|atom| axis.add(&mut room, atom));
            }
        }
        let single = all.axes.get(at).is_some_and(|axis| axis.atoms.len() == 1);
        if single || all.other_than(&target, aspect, room, false, steps)?.is_none() {
            free.push(id);
        }
    }
    held.retain(|id| !free.contains(id));
    Ok(held)
}

/// How gladly a fact is kept: the least is left out first.
fn reluctance(rule_set: &RuleSet, shipment: &Shipment, id: FactId) -> (u8, bool) {
    let origin = match shipment.origin(id) {
        _ if id == FactId::DATE => 2,
        Origin::NotGiven => 0,
        Origin::Assumed => 1,
        Origin::Chosen => 3,
        Origin::Given if id == rule_set.goods() => 5,
        Origin::Given | Origin::Counted => 4,
    };
    (origin, !matches!(rule_set[id].kind, Kind::Number(_)))
}
