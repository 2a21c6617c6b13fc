//! What to ask: the answers that are still possible while some facts are not known, which of these
//! can no longer matter, and which to ask for next.

use std::ops::ControlFlow;

use crate::explain::axis::{Axis, Room};
use crate::explain::field::{Field, varying};
use crate::explain::outcome::Outcome;
use crate::explain::reach::followers;
use crate::explain::search::{Aspect, Steps, Undecided};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::shipment::{Origin, Shipment};
use crate::space::impossible;

/// With more rooms than this, comparing them takes too long.
const MOST_ROOMS: usize = 4_000;

/// What is open while some facts are not known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Questions {
    /// The facts that are not known, in the order of the file.
    pub unknown: Vec<FactId>,
    /// The answers that are still possible, each with a shipment that gets it.
    pub answers: Vec<(Outcome, Facts)>,
    /// Those unknown facts that can no longer matter, whatever the others are.
    pub cannot_matter: Vec<FactId>,
    /// The fact to ask for next: the one after which fewest answers are left in the worst case; of
    /// several the first of the file. None where one answer is left.
    pub next: Option<FactId>,
    /// So many questions are enough, if they are asked in this way.
    pub at_most: usize,
}

/// The facts of a shipment that nobody said, and that are no choice.
pub fn unsaid(rule_set: &RuleSet, shipment: &Shipment) -> Vec<FactId> {
    let unsaid = |id: &FactId| matches!(shipment.origin(*id), Origin::Assumed | Origin::NotGiven);
    rule_set.facts().map(|(id, _)| id).filter(unsaid).collect()
}

/// What is open while these facts are not known, all others being what they are, choices as they
/// were made.
///
/// # Errors
/// The budget ran out.
pub fn questions(
    rule_set: &RuleSet,
    shipment: &Shipment,
    facts: &Facts,
    unknown: &[FactId],
    steps: &mut Steps,
) -> Result<Questions, Undecided> {
    let mut followers = followers(rule_set, shipment);
    followers.retain(|id| !unknown.contains(id));
    let varies = varying(rule_set, facts, unknown);
    let never = impossible(rule_set);
    let field = Field::new(rule_set, facts, varies, &followers, &never);
    let mut open = Open { field: &field, rooms: Vec::new(), answers: Vec::new() };
    open.explore(steps)?;
    let all: Vec<usize> = (0..open.rooms.len()).collect();
    let mut relevant = Vec::new();
    for (at, axis) in field.axes.iter().enumerate() {
        if open.matters(axis, steps)? {
            relevant.push(at);
        }
    }
    let next = open.next(&all, &relevant, steps)?;
    let matters = |id: &FactId| {
        relevant.iter().any(|at| field.axes.get(*at).is_some_and(|axis| axis.fact == *id))
    };
    let at_most = open.depth(&all, &relevant, &mut 20_000, steps)?;
    Ok(Questions {
        unknown: unknown.to_vec(),
        cannot_matter: unknown.iter().copied().filter(|id| !matters(id)).collect(),
        next: next.and_then(|at| field.axes.get(at)).map(|axis| axis.fact),
        at_most: at_most.unwrap_or(relevant.len()),
        answers: open.answers,
    })
}

/// The rooms in which one answer each is open.
struct Open<'f, 'r> {
    field: &'f Field<'r>,
    /// Each room, with the place of its answer.
    rooms: Vec<(Room, usize)>,
    answers: Vec<(Outcome, Facts)>,
}

impl Open<'_, '_> {
    fn explore(&mut self, steps: &mut Steps) -> Result<(), Undecided> {
        let (field, mut too_many) = (self.field, false);
        let (rooms, answers) = (&mut self.rooms, &mut self.answers);
        field.each(Aspect::Whole, field.whole(), steps, |room, outcome| {
            let known = answers.iter().position(|(known, _)| *known == outcome);
            let at = known.unwrap_or_else(|| {
                answers.push((outcome, field.shipment(&room)));
                answers.len() - 1
            });
            rooms.push((room, at));
            too_many = rooms.len() > MOST_ROOMS;
            if too_many { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if too_many { Err(Undecided) } else { Ok(()) }
    }

    /// Whether the answer may hang on a fact, whatever the others are: whether two shipments that
    /// differ in it alone get two answers.
    fn matters(&self, axis: &Axis, steps: &mut Steps) -> Result<bool, Undecided> {
        // Two such shipments lie in two rooms, neither of which has all values of the fact.
        let parted =
            self.rooms.iter().filter(|(room, _)| axis.left(room).count() < axis.atoms.len());
        let parted: Vec<&(Room, usize)> = parted.collect();
        for (at, (room, answer)) in parted.iter().enumerate() {
            steps.take(parted.len())?;
            let others = parted.iter().skip(at + 1).filter(|(_, other)| other != answer);
            if others.into_iter().any(|(other, _)| self.meet_but_in(room, other, axis)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether two rooms have a shipment in common, but for one fact.
    fn meet_but_in(&self, one: &Room, other: &Room, apart: &Axis) -> bool {
        self.field.axes.iter().filter(|axis| axis.fact != apart.fact).all(|axis| {
            let words = axis.at..axis.at + axis.words();
            let both = one.0.get(words.clone()).zip(other.0.get(words));
            both.is_some_and(|(one, other)| one.iter().zip(other).any(|(a, b)| a & b != 0))
        })
    }

    /// How many answers some rooms have.
    fn count(&self, rooms: &[usize]) -> usize {
        let answers = rooms.iter().filter_map(|at| self.rooms.get(*at)).map(|(_, answer)| *answer);
        let mut answers: Vec<usize> = answers.collect();
        answers.sort_unstable();
        answers.dedup();
        answers.len()
    }

    /// Those of some rooms that are left once a fact is known.
    fn left(&self, rooms: &[usize], axis: &Axis, atom: usize) -> Vec<usize> {
        let has = |at: &usize| self.rooms.get(*at).is_some_and(|(room, _)| axis.has(room, atom));
        rooms.iter().copied().filter(has).collect()
    }

    /// The fact after which fewest answers are left in the worst case; none if one is left now.
    fn next(
        &self,
        rooms: &[usize],
        among: &[usize],
        steps: &mut Steps,
    ) -> Result<Option<usize>, Undecided> {
        if self.count(rooms) < 2 {
            return Ok(None);
        }
        let mut best: Option<(usize, usize)> = None;
        for at in among {
            let Some(axis) = self.field.axes.get(*at) else { continue };
            steps.take(rooms.len() * axis.atoms.len())?;
            let left = (0..axis.atoms.len()).map(|atom| self.count(&self.left(rooms, axis, atom)));
            let worst = left.max().unwrap_or(0);
            if best.is_none_or(|(least, _)| worst < least) {
                best = Some((worst, *at));
            }
        }
        Ok(best.map(|(_, at)| at))
    }

    /// How many questions it takes at most, asked one after the other; none if that is too much to
    /// find out.
    fn depth(
        &self,
        rooms: &[usize],
        among: &[usize],
        visits: &mut usize,
        steps: &mut Steps,
    ) -> Result<Option<usize>, Undecided> {
        let Some(left) = visits.checked_sub(1) else { return Ok(None) };
        *visits = left;
        let Some(next) = self.next(rooms, among, steps)? else { return Ok(Some(0)) };
        let Some(axis) = self.field.axes.get(next) else { return Ok(Some(0)) };
        let rest: Vec<usize> = among.iter().copied().filter(|at| *at != next).collect();
        let mut deepest = 0;
        for atom in 0..axis.atoms.len() {
            let left = self.left(rooms, axis, atom);
            match self.depth(&left, &rest, visits, steps)? {
                Some(depth) => deepest = deepest.max(depth),
                None => return Ok(None),
            }
        }
        Ok(Some(deepest + 1))
    }
}
