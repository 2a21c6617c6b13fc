//! What to change: the cheapest changes of a shipment that give a better answer.
//!
//! Rooms wait in the order of what their cheapest shipment costs; the first of them in which all
//! shipments get what is wanted holds the cheapest change there is. Where none is left, nothing that
//! may be changed helps: that is a proof.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use crate::advise::{Advice, Alternative, advise_with};
use crate::choose::Prefer;
use crate::evaluate::{Release, Verdict};
use crate::explain::axis::{Axis, Room};
use crate::explain::cost::{cost, not_offered, varies};
use crate::explain::field::{Clause, Field, Holds};
use crate::explain::outcome::Outcome;
use crate::explain::reach::followers;
use crate::explain::search::{Aspect, Look, Part, Steps, Undecided};
use crate::model::RuleSet;
use crate::model::condition::FactId;
use crate::model::fact::Kind;
use crate::model::ids::{FlowId, LaneId};
use crate::model::value::{Day, Value};
use crate::shipment::{InputErrors, Origin, Query, Shipment};
use crate::space::impossible;

/// So many options are told.
const MOST_OPTIONS: usize = 5;

/// What a change is to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// That the shipment can go.
    Clearable,
    /// That it goes in a lighter lane, or in the same one with an earlier release.
    Better(LaneId, Release),
    /// That it goes in this lane or a lighter one.
    Lane(LaneId),
    /// That it goes and is released then or earlier.
    Release(Release),
    /// That it goes by this flow.
    Flow(FlowId),
}

/// What would give a better answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Changes<'r> {
    /// What is wanted.
    pub goal: Goal,
    /// Whether the answer is that already.
    pub is_so: bool,
    /// The ways to it, the cheapest first; none of them holds all changes of another. Where there are
    /// none, nothing helps that may be changed.
    pub options: Vec<Choice<'r>>,
    /// Whether there may be more.
    pub more: bool,
}

/// A way to a better answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Choice<'r> {
    /// What to change, to what, and what it brings.
    pub way: Alternative<'r>,
    /// What that costs.
    pub cost: u32,
    /// Everything that has to be said for it, the date apart: what was given, with the changes, and
    /// choices that would be made otherwise.
    pub said: Vec<(FactId, Value)>,
    /// The answer then.
    pub advice: Advice<'r>,
}

impl Goal {
    /// What is better than an answer; none if nothing is.
    #[must_use]
    pub fn better_than(advice: &Advice<'_>) -> Option<Self> {
        match (advice.decision.verdict, advice.decision.lane, advice.decision.release) {
            (Verdict::Clearable, Some(LaneId(0)), Some(Release::OnArrival)) => None,
            (Verdict::Clearable, Some(lane), Some(release)) => Some(Self::Better(lane, release)),
            _ => Some(Self::Clearable),
        }
    }

    /// Whether an outcome is it.
    pub(super) fn is_met(self, outcome: &Outcome) -> bool {
        outcome.verdict == Verdict::Clearable
            && match self {
                Self::Clearable => true,
                Self::Better(lane, release) => {
                    (outcome.lane, outcome.release) < (Some(lane), Some(release))
                }
                Self::Lane(lane) => outcome.lane <= Some(lane),
                Self::Release(release) => outcome.release <= Some(release),
                Self::Flow(flow) => outcome.flow == Some(flow),
            }
    }

    /// The strictest lane in which it can be met.
    fn limit(self) -> LaneId {
        match self {
            Self::Better(lane, _) | Self::Lane(lane) => lane,
            Self::Clearable | Self::Release(_) | Self::Flow(_) => LaneId(u16::MAX),
        }
    }
}

/// The cheapest changes of a shipment that give what is wanted.
///
/// # Errors
/// The budget ran out.
pub fn changes<'r>(
    advice: &Advice<'r>,
    prefer: Prefer,
    goal: Goal,
    steps: &mut Steps,
) -> Result<Changes<'r>, Undecided> {
    changes_at_most(advice, prefer, goal, MOST_OPTIONS, steps)
}

/// The same, with at most so many options.
pub(super) fn changes_at_most<'r>(
    advice: &Advice<'r>,
    prefer: Prefer,
    goal: Goal,
    most: usize,
    steps: &mut Steps,
) -> Result<Changes<'r>, Undecided> {
    let is_so = goal.is_met(&Outcome::of(advice.rule_set, &advice.facts));
    let mut found = Changes { goal, is_so, options: Vec::new(), more: false };
    if is_so {
        return Ok(found);
    }
    let mut search = Search::new(advice, goal);
    while let Some(moves) = search.next(steps)? {
        if found.options.len() == most {
            found.more = true;
            break;
        }
        let change = search.values(&moves);
        found.options.extend(confirmed(advice, prefer, goal, &change, search.cost_of(&moves)));
        search.know(&moves);
    }
    Ok(found)
}

/// A room that waits, ordered by what its cheapest shipment costs, how many facts that changes, and
/// when it was found.
struct Waiting {
    order: Reverse<(u32, usize, usize)>,
    part: Part,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order.cmp(&other.order)
    }
}

struct Search<'r> {
    field: Field<'r>,
    goal: Goal,
    /// By axis: what it costs to change it, and the atom that is now.
    costs: Vec<(u32, Option<usize>)>,
    waiting: BinaryHeap<Waiting>,
    /// What holds all changes of one that was found.
    known: Vec<Clause>,
    count: usize,
}

impl<'r> Search<'r> {
    fn new(advice: &Advice<'r>, goal: Goal) -> Self {
        let (rule_set, shipment, facts) = (advice.rule_set, &advice.shipment, &advice.facts);
        let followers = followers(rule_set, shipment);
        let mut never = impossible(rule_set);
        never.extend(not_offered(rule_set, facts));
        let varies = varies(rule_set, shipment, facts, &followers);
        let field = Field::new(rule_set, facts, varies, &followers, &never);
        let costs = field.axes.iter().map(|axis| {
            let cost = cost(rule_set, shipment, axis.fact).map_or(0, |(cost, _)| cost);
            (cost, axis.atom_of(facts.get(axis.fact)))
        });
        let costs = costs.collect();
        let mut search =
            Self { field, goal, costs, waiting: BinaryHeap::new(), known: Vec::new(), count: 0 };
        let whole = search.field.part(search.field.whole());
        search.wait(whole);
        search
    }

    /// The axes of a room that cannot stay as they are.
    fn moved(&self, room: &Room) -> impl Iterator<Item = (usize, &Axis)> {
        let axes = self.field.axes.iter().zip(&self.costs).enumerate();
        let stays = |axis: &Axis, now: Option<usize>| now.is_some_and(|at| axis.has(room, at));
        let moved: Vec<(usize, &Axis)> = axes
            .filter(|(_, (axis, (_, now)))| !stays(axis, *now))
            .map(|(at, (axis, _))| (at, axis))
            .collect();
        moved.into_iter()
    }

    fn wait(&mut self, part: Part) {
        let moved: Vec<usize> = self.moved(&part.room).map(|(at, _)| at).collect();
        let cost = moved.iter().filter_map(|at| self.costs.get(*at)).map(|(cost, _)| cost).sum();
        self.count += 1;
        self.waiting.push(Waiting { order: Reverse((cost, moved.len(), self.count)), part });
    }

    /// The next cheapest change, an atom for each axis that it moves; none if there is none left that
    /// does not hold all of one that is known.
    fn next(&mut self, steps: &mut Steps) -> Result<Option<Vec<(usize, usize)>>, Undecided> {
        while let Some(Waiting { mut part, .. }) = self.waiting.pop() {
            let known = self.known.iter().map(|one| one.holds(&part.room, None));
            let known = known.max_by_key(|holds| match holds {
                Holds::Always => usize::MAX,
                Holds::Partly(_, count) => usize::MAX - count,
                Holds::Never => 0,
            });
            let known = match known {
                Some(Holds::Always) => continue,
                Some(Holds::Partly(mask, 1)) => {
                    let (room, rows) = (mask.cut(&part.room, false), Rc::clone(&part.rows));
                    self.wait(Part { room, rows });
                    continue;
                }
                Some(Holds::Partly(mask, _)) => Some(mask.clone()),
                Some(Holds::Never) | None => None,
            };
            let mask = match self.field.look(&mut part, Aspect::Way(self.goal.limit()), steps)? {
                Look::Impossible => continue,
                Look::One(outcome, _) if !self.goal.is_met(&outcome) => continue,
                Look::One(_, None) => match known {
                    Some(mask) => mask,
                    None => {
                        let moves = self.cheapest(&part.room);
                        self.wait(part);
                        return Ok(Some(moves));
                    }
                },
                Look::One(_, Some(mask)) | Look::Split(mask) => mask.clone(),
            };
            for inside in [true, false] {
                let room = mask.cut(&part.room, inside);
                self.wait(Part { room, rows: Rc::clone(&part.rows) });
            }
        }
        Ok(None)
    }

    /// The cheapest shipment of a room: every axis as it is now, if it can stay, else at the atom
    /// nearest to that.
    fn cheapest(&self, room: &Room) -> Vec<(usize, usize)> {
        let nearest = |at: usize, axis: &Axis| {
            let now = self.costs.get(at).and_then(|(_, now)| *now).unwrap_or(0);
            let left = axis.left(room);
            if self.is_ordered(at) {
                left.min_by_key(|atom| atom.abs_diff(now))
            } else {
                left.min()
            }
        };
        self.moved(room).filter_map(|(at, axis)| Some((at, nearest(at, axis)?))).collect()
    }

    /// Notes a change that was found: what holds all of it is none of its own. Of a number that is
    /// whatever goes as far the same way.
    fn know(&mut self, moves: &[(usize, usize)]) {
        let masks = moves.iter().filter_map(|(at, atom)| {
            let axis = self.field.axes.get(*at)?;
            Some(axis.mask(*at, |own| self.goes_as_far(*at, own, *atom)))
        });
        let masks = masks.collect();
        self.known.push(Clause::of_masks(masks));
    }

    fn is_ordered(&self, at: usize) -> bool {
        let fact = self.field.axes.get(at).map(|axis| &self.field.rule_set[axis.fact].kind);
        matches!(fact, Some(Kind::Number(_) | Kind::Code(_) | Kind::Date))
    }

    fn goes_as_far(&self, at: usize, own: usize, other: usize) -> bool {
        let now = self.costs.get(at).and_then(|(_, now)| *now).unwrap_or(0);
        match self.is_ordered(at) {
            true => (own > now) == (other > now) && own.abs_diff(now) >= other.abs_diff(now),
            false => own == other,
        }
    }

    fn cost_of(&self, moves: &[(usize, usize)]) -> u32 {
        moves.iter().filter_map(|(at, _)| self.costs.get(*at)).map(|(cost, _)| cost).sum()
    }

    /// The facts of a change with their values: of names the first, of numbers and dates the nearest.
    fn values(&self, moves: &[(usize, usize)]) -> Vec<(FactId, Value)> {
        let value = |(at, atom): &(usize, usize)| {
            let axis = self.field.axes.get(*at)?;
            let set = axis.atoms.get(*atom)?;
            let now = self.costs.get(*at).and_then(|(_, now)| *now).unwrap_or(0);
            let greatest = set.intervals().last().map(|part| Value(part.greatest));
            let given = set.intervals().iter().find(|part| part.greatest > Value::NOT_GIVEN.0);
            let least = given.map(|part| Value(part.least));
            let value = if self.is_ordered(*at) && *atom < now { greatest } else { least };
            Some((axis.fact, value?))
        };
        moves.iter().filter_map(value).collect()
    }
}

/// A change, put to the advisor: what has to be said for it, and what it answers then.
///
/// The choices that it leaves alone are made anew; where that does not give what was promised, they
/// are said as they are.
pub(super) fn confirmed<'r>(
    advice: &Advice<'r>,
    prefer: Prefer,
    goal: Goal,
    change: &[(FactId, Value)],
    cost: u32,
) -> Option<Choice<'r>> {
    let rule_set = advice.rule_set;
    let given = |id: FactId| advice.shipment.origin(id) == Origin::Given;
    let chosen = |id: FactId| advice.shipment.origin(id) == Origin::Chosen;
    let attempts: [&dyn Fn(FactId) -> bool; 2] = [&given, &|id| given(id) || chosen(id)];
    attempts.into_iter().find_map(|keeps| {
        let said: Vec<(FactId, Value)> = rule_set
            .facts()
            .filter_map(|(id, _)| {
                let changed = change.iter().find(|(fact, _)| *fact == id).map(|(_, value)| *value);
                let value = changed.or(keeps(id).then(|| advice.facts.get(id)))?;
                Some((id, value))
            })
            .collect();
        let date = change.iter().find(|(fact, _)| *fact == FactId::DATE);
        let day = date.map_or(advice.shipment.day(), |(_, value)| Day::of(*value));
        let shipment = shipment_of(rule_set, day, &said).ok()?;
        let answer = advise_with(rule_set, shipment, prefer);
        let met = goal.is_met(&Outcome::of(rule_set, &answer.facts));
        met.then(|| {
            let then = (answer.decision, answer.bill.clone());
            let now = (&advice.decision, &advice.bill);
            let way = Alternative::beside(now, change.to_vec(), then);
            Choice { way, cost, said, advice: answer }
        })
    })
}

/// The shipment of which this is said.
pub(super) fn shipment_of(
    rule_set: &RuleSet,
    day: Day,
    said: &[(FactId, Value)],
) -> Result<Shipment, InputErrors> {
    let mut query = Query::new(rule_set, day);
    for (id, value) in said {
        let fact = &rule_set[*id];
        query.give(&fact.id, &fact.show(*value));
    }
    query.shipment()
}
