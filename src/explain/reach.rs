//! Reach: how far a shipment may change while its answer stays the same.

use crate::explain::axis::Room;
use crate::explain::field::{Field, varying};
use crate::explain::outcome::Outcome;
use crate::explain::search::{Aspect, Steps, Undecided};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::{Default, Fact, Kind};
use crate::model::value::{Day, Value, ValueSet};
use crate::shipment::{Origin, Shipment};
use crate::space::impossible;

/// How far an answer reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reach {
    /// The facts that may vary, each with the values it may have: the date first, then numbers, then
    /// the rest in the order of the file. Whatever each of them is within its values, all together,
    /// the answer is the same; the others stay as they are.
    pub within: Vec<Within>,
}

/// The values that one fact may have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Within {
    /// The fact.
    pub fact: FactId,
    /// The values. Those of numbers and dates are one interval about what the fact is now, as far as
    /// the fact goes; not given is the one below all others.
    pub values: ValueSet,
    /// Whether these are all that there are.
    pub all: bool,
}

impl Reach {
    /// The values that a fact may have; none if it is held.
    #[must_use]
    pub fn of(&self, fact: FactId) -> Option<&Within> {
        self.within.iter().find(|one| one.fact == fact)
    }
}

/// The facts of a shipment that follow the date or the name of another fact.
pub(super) fn followers(rule_set: &RuleSet, shipment: &Shipment) -> Vec<FactId> {
    following(rule_set, |id| shipment.origin(id) == Origin::Assumed).collect()
}

fn following(rule_set: &RuleSet, assumed: impl Fn(FactId) -> bool) -> impl Iterator<Item = FactId> {
    let follows = |fact: &Fact| matches!(fact.default, Default::ByDate(_) | Default::ByName { .. });
    let facts = rule_set.facts().filter(move |(id, fact)| follows(fact) && assumed(*id));
    facts.map(|(id, _)| id)
}

/// How far the answer for a shipment reaches: fact by fact in the order of [`Reach::within`], each as
/// far as it goes with what was found for those before it; the days before its own last of all.
///
/// `facts` are those of the shipment with its choices made. The goods are held. What was assumed
/// from a date or a name follows it, and is none of the facts that vary.
///
/// # Errors
/// The budget ran out.
pub fn reach(
    rule_set: &RuleSet,
    shipment: &Shipment,
    facts: &Facts,
    steps: &mut Steps,
) -> Result<Reach, Undecided> {
    let followers = followers(rule_set, shipment);
    let vary = |id: &FactId| *id != rule_set.goods() && !followers.contains(id);
    let mut ids: Vec<FactId> = rule_set.facts().map(|(id, _)| id).filter(vary).collect();
    ids.sort_by_key(|id| !matches!(rule_set[*id].kind, Kind::Number(_)));
    ids.insert(0, FactId::DATE);
    reach_of(rule_set, facts, &ids, &followers, steps)
}

/// How far the answer reaches over the date and what was said in numbers alone.
///
/// # Errors
/// The budget ran out.
pub fn reach_in_short(
    rule_set: &RuleSet,
    shipment: &Shipment,
    facts: &Facts,
    steps: &mut Steps,
) -> Result<Reach, Undecided> {
    let given = rule_set.facts().filter(|(id, fact)| {
        matches!(fact.kind, Kind::Number(_)) && shipment.origin(*id) == Origin::Given
    });
    let ids: Vec<FactId> = std::iter::once(FactId::DATE).chain(given.map(|(id, _)| id)).collect();
    reach_of(rule_set, facts, &ids, &followers(rule_set, shipment), steps)
}

/// The last day on which the answer is the same, everything else as it is, what was assumed from the
/// date apart; none if it has no end.
///
/// # Errors
/// The budget ran out.
pub fn until(
    rule_set: &RuleSet,
    facts: &Facts,
    assumed: impl Fn(FactId) -> bool,
    steps: &mut Steps,
) -> Result<Option<Day>, Undecided> {
    let followers: Vec<FactId> = following(rule_set, assumed).collect();
    let reach = reach_of(rule_set, facts, &[FactId::DATE], &followers, steps)?;
    let days = reach.of(FactId::DATE).and_then(|one| one.values.intervals().last());
    let last = days.map(|part| part.greatest).filter(|last| *last < i64::from(i32::MAX));
    Ok(last.map(|last| Day::of(Value(last))))
}

/// How far an answer reaches over these facts.
fn reach_of(
    rule_set: &RuleSet,
    facts: &Facts,
    ids: &[FactId],
    followers: &[FactId],
    steps: &mut Steps,
) -> Result<Reach, Undecided> {
    let varies = varying(rule_set, facts, ids);
    let field = Field::new(rule_set, facts, varies, followers, &impossible(rule_set));
    let target = Outcome::of(rule_set, facts);
    let mut room = field.here();
    // What comes is of more use than what was: the past of the date is left to the end.
    for at in 0..field.axes.len() {
        widen(&field, at, &target, &mut room, Way::Up, steps)?;
        if field.axes.get(at).is_some_and(|axis| axis.fact != FactId::DATE) {
            widen(&field, at, &target, &mut room, Way::Down, steps)?;
        }
    }
    if let Some(at) = field.axis_of(FactId::DATE) {
        widen(&field, at, &target, &mut room, Way::Down, steps)?;
    }
    let within = field.axes.iter().map(|axis| {
        let values = axis.values(&room);
        Within { fact: axis.fact, all: axis.left(&room).count() == axis.atoms.len(), values }
    });
    Ok(Reach { within: within.collect() })
}

/// Which way an axis is widened.
#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

/// Adds to a room the atoms of one axis, above or below the one that is now, with which the answer
/// stays the same: of numbers and dates as far as they go without a gap.
fn widen(
    field: &Field<'_>,
    at: usize,
    target: &Outcome,
    room: &mut Room,
    way: Way,
    steps: &mut Steps,
) -> Result<(), Undecided> {
    let Some(axis) = field.axes.get(at) else { return Ok(()) };
    let Some(now) = axis.atom_of(field.base.get(axis.fact)) else { return Ok(()) };
    let kind = &field.rule_set[axis.fact].kind;
    let ordered = matches!(kind, Kind::Number(_) | Kind::Code(_) | Kind::Date);
    let atoms: Vec<usize> = match way {
        Way::Up => (now + 1..axis.atoms.len()).collect(),
        Way::Down => (0..now).rev().collect(),
    };
    for atom in atoms {
        let mut slab = room.clone();
        axis.hold(&mut slab, atom);
        if field.other_than(target, Aspect::Whole, slab, true, steps)?.is_none() {
            axis.add(room, atom);
        } else if ordered {
            break;
        }
    }
    Ok(())
}
