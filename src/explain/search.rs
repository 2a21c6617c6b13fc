//! The search: rooms in which all shipments get one answer, found by splitting those that do not.

use std::ops::ControlFlow;
use std::rc::Rc;

use crate::evaluate::{Gathered, Verdict};
use crate::explain::axis::{Mask, Room};
use crate::explain::field::{Acts, Clause, Field, Holds, Priced, Rate};
use crate::explain::outcome::{Outcome, tables};
use crate::model::ids::{FlowId, LaneId, TaxId};
use crate::model::{Effect, RuleSet};

/// The budget was spent before the question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided;

/// How many steps a question may still take: a step looks at one rule in one room.
#[derive(Debug, Clone, Copy)]
pub struct Steps(pub u64);

impl Steps {
    /// As many as answer nearly every question of a file that people write.
    pub const USUAL: u64 = 20_000_000;

    pub(super) fn take(&mut self, steps: usize) -> Result<(), Undecided> {
        let left = u64::try_from(steps).ok().and_then(|steps| self.0.checked_sub(steps + 1));
        self.0 = left.unwrap_or(0);
        left.map(drop).ok_or(Undecided)
    }
}

/// What of an answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// All of it.
    Whole,
    /// Whether something refuses the shipment.
    Refused,
    /// The lane of those that nothing refuses.
    Lane,
    /// Verdict, lane, flow, release and checks; what is in a stricter lane than this one for sure
    /// counts as refused.
    Way(LaneId),
}

/// What all shipments of a room have in common.
pub(super) enum Look<'f> {
    /// There are none.
    Impossible,
    /// They get one answer; where there is a test, some of them cannot be.
    One(Outcome, Option<&'f Mask>),
    /// They do not, as far as is known: this test parts them.
    Split(&'f Mask),
}

/// A room to be looked at, with the rows that may hold in it.
pub(super) struct Part {
    pub(super) room: Room,
    pub(super) rows: Rc<[u32]>,
}

/// What the rows do in a room.
struct Sure<'f> {
    gathered: Gathered,
    impossible: bool,
    /// Tests that part what cannot be, what is refused, and what more is required.
    doubt: Option<&'f Mask>,
    refused: Option<(usize, &'f Mask)>,
    more: Vec<(&'f Effect, &'f Mask)>,
}

impl<'r> Field<'r> {
    /// The whole of a room, with all rows.
    pub(super) fn part(&self, room: Room) -> Part {
        Part { room, rows: (0..).take(self.rows.len()).collect() }
    }

    /// What all shipments of a part have in common; its rows are narrowed to those that may hold.
    pub(super) fn look(
        &self,
        part: &mut Part,
        aspect: Aspect,
        steps: &mut Steps,
    ) -> Result<Look<'_>, Undecided> {
        steps.take(part.rows.len())?;
        let (sure, rows) = self.sure(part);
        if rows.len() < part.rows.len() {
            part.rows = rows.into();
        }
        Ok(if sure.impossible {
            Look::Impossible
        } else {
            self.conclude(&part.room, aspect, &sure)
        })
    }

    fn sure(&self, part: &Part) -> (Sure<'_>, Vec<u32>) {
        let gathered = Gathered::NOTHING;
        let (doubt, refused, more) = (None, None, Vec::new());
        let mut sure = Sure { gathered, impossible: false, doubt, refused, more };
        let mut rows = Vec::with_capacity(part.rows.len());
        for at in part.rows.iter() {
            let Some((clause, acts)) = self.rows.get(*at as usize) else { continue };
            let holds = clause.holds(&part.room, None);
            if !matches!(holds, Holds::Never) {
                rows.push(*at);
            }
            match (holds, acts) {
                (Holds::Never, _) => {}
                (Holds::Always, Acts::Impossible) => sure.impossible = true,
                (Holds::Always, Acts::Effect(effect)) => sure.gathered.add(effect),
                (Holds::Partly(mask, _), Acts::Impossible) => {
                    sure.doubt = sure.doubt.or(Some(mask));
                }
                (Holds::Partly(mask, count), Acts::Effect(Effect::Refuse { .. })) => {
                    // What is nearest to a refusal is settled first: so most rooms end soonest.
                    if sure.refused.is_none_or(|(least, _)| count < least) {
                        sure.refused = Some((count, mask));
                    }
                }
                (Holds::Partly(mask, _), Acts::Effect(effect)) => sure.more.push((effect, mask)),
            }
        }
        (sure, rows)
    }

    fn conclude<'f>(&'f self, room: &Room, aspect: Aspect, sure: &Sure<'f>) -> Look<'f> {
        let refused = sure.refused.map(|(_, mask)| mask);
        if sure.gathered.refusals > 0 {
            return Look::One(Outcome::refused(), sure.doubt);
        }
        if aspect == Aspect::Refused {
            let clearable = Outcome { verdict: Verdict::Clearable, ..Outcome::refused() };
            return refused.map_or(Look::One(clearable, sure.doubt), Look::Split);
        }
        if aspect == Aspect::Lane {
            let raised = sure.more.iter().find(|(effect, _)| sure.gathered.is_raised_by(effect));
            if let Some((_, mask)) = raised {
                return Look::Split(mask);
            }
            let lane = Some(sure.gathered.strictest());
            let outcome = Outcome { verdict: Verdict::Clearable, lane, ..Outcome::refused() };
            return Look::One(outcome, refused.or(sure.doubt));
        }
        if matches!(aspect, Aspect::Way(limit) if sure.gathered.strictest() > limit) {
            return Look::One(Outcome::refused(), None);
        }
        if let Some(mask) = refused {
            return Look::Split(mask);
        }
        let papers = aspect == Aspect::Whole;
        let mut more = sure.more.iter();
        let lacks = more.find(|(effect, _)| sure.gathered.lacks(self.rule_set, effect, papers));
        match lacks {
            Some((_, mask)) => Look::Split(mask),
            None => self.goes(room, aspect, sure),
        }
    }

    /// What comes of a room in which all that is required is known, and nothing refuses.
    fn goes<'f>(&'f self, room: &Room, aspect: Aspect, sure: &Sure<'f>) -> Look<'f> {
        let lane = sure.gathered.strictest();
        let flow = first(self.flows.iter().map(|(clause, id)| (clause, *id)), room, lane);
        if aspect != Aspect::Whole {
            let decision = |flow| sure.gathered.conclude(self.rule_set, flow, None);
            let one = |flow| Look::One(Outcome::of_decision(&decision(flow)), sure.doubt);
            return flow.map_or_else(Look::Split, one);
        }
        let tax = first(self.taxes.iter().map(|(clause, id)| (clause, *id)), room, lane);
        let (flow, tax): (Option<FlowId>, Option<TaxId>) = match (flow, tax) {
            (Err(mask), _) | (_, Err(mask)) => return Look::Split(mask),
            (Ok(flow), Ok(tax)) => (flow, tax),
        };
        let mut rates = Vec::new();
        for table in tax.map(|tax| tables(self.rule_set, &self.rule_set[tax])).unwrap_or_default() {
            let entries = self.tables.iter().find(|(known, _)| std::ptr::eq(*known, table));
            let entries = entries.map(|(_, entries)| entries.as_slice()).unwrap_or_default();
            match same_rate(entries, room) {
                Ok(rate) => {
                    let rest = table.otherwise.as_ref().map(|one| &one.entry);
                    let rest = rest.map(|one| (one.amount.normalize(), one.per));
                    rates.push(rate.unwrap_or(rest));
                }
                Err(mask) => return Look::Split(mask),
            }
        }
        let late = match self.fee.as_ref().map(|clause| clause.holds(room, Some(lane))) {
            Some(Holds::Partly(mask, _)) => return Look::Split(mask),
            holds => matches!(holds, Some(Holds::Always)),
        };
        let decision = sure.gathered.conclude(self.rule_set, flow, tax);
        Look::One(Outcome { rates, late, ..Outcome::of_decision(&decision) }, sure.doubt)
    }

    /// Looks at a room until every shipment of it is known to get the answer, or one that does not
    /// is found: such a one is given back. What cannot be gets no answer: it counts as another if
    /// `strict`, else as none.
    pub(super) fn other_than(
        &self,
        target: &Outcome,
        aspect: Aspect,
        room: Room,
        strict: bool,
        steps: &mut Steps,
    ) -> Result<Option<Room>, Undecided> {
        let mut parts = vec![self.part(room)];
        while let Some(mut part) = parts.pop() {
            let mask = match self.look(&mut part, aspect, steps)? {
                Look::Impossible if strict => return Ok(Some(part.room)),
                Look::Impossible => continue,
                Look::One(outcome, doubt) => {
                    let refused = aspect == Aspect::Lane && outcome.verdict == Verdict::Refused;
                    let same = refused || outcome == *target;
                    match doubt {
                        // What is in doubt may have an exception that takes all of it away.
                        Some(mask) if !same || strict && aspect != Aspect::Lane => mask,
                        _ if same => continue,
                        _ => return Ok(Some(part.room)),
                    }
                }
                Look::Split(mask) => mask,
            };
            let [one, other] = [true, false].map(|inside| mask.cut(&part.room, inside));
            parts.push(Part { room: other, rows: Rc::clone(&part.rows) });
            parts.push(Part { room: one, rows: part.rows });
        }
        Ok(None)
    }

    /// Visits disjoint rooms with one answer each, which together are all shipments that can be.
    pub(super) fn each(
        &self,
        aspect: Aspect,
        room: Room,
        steps: &mut Steps,
        mut visit: impl FnMut(Room, Outcome) -> ControlFlow<()>,
    ) -> Result<(), Undecided> {
        let mut parts = vec![self.part(room)];
        while let Some(mut part) = parts.pop() {
            let mask = match self.look(&mut part, aspect, steps)? {
                Look::Impossible => continue,
                Look::One(outcome, None) => {
                    if visit(part.room, outcome).is_break() {
                        return Ok(());
                    }
                    continue;
                }
                Look::One(_, Some(mask)) | Look::Split(mask) => mask,
            };
            let [one, other] = [true, false].map(|inside| mask.cut(&part.room, inside));
            parts.push(Part { room: other, rows: Rc::clone(&part.rows) });
            parts.push(Part { room: one, rows: part.rows });
        }
        Ok(())
    }
}

/// The first entry that holds in all of a room, where none before it may hold; else the test that
/// parts the room.
fn first<'f, I>(
    entries: impl Iterator<Item = (&'f Clause, I)>,
    room: &Room,
    lane: LaneId,
) -> Result<Option<I>, &'f Mask> {
    for (clause, id) in entries {
        match clause.holds(room, Some(lane)) {
            Holds::Always => return Ok(Some(id)),
            Holds::Partly(mask, _) => return Err(mask),
            Holds::Never => {}
        }
    }
    Ok(None)
}

/// The amount that a table has for all of a room, none if it has none; else the test that parts it.
fn same_rate<'f>(entries: &'f [Priced], room: &Room) -> Result<Option<Option<Rate>>, &'f Mask> {
    for (clause, rate) in entries {
        match clause.holds(room, None) {
            Holds::Always => return Ok(Some(*rate)),
            Holds::Partly(mask, _) => return Err(mask),
            Holds::Never => {}
        }
    }
    Ok(None)
}

impl Gathered {
    /// Whether a requirement would raise the lane.
    fn is_raised_by(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Refuse { .. } => false,
            Effect::Require { lane, .. } => lane.is_some_and(|lane| lane > self.strictest()),
        }
    }

    /// Whether a requirement would change what comes of it, papers included or not.
    fn lacks(&self, rule_set: &RuleSet, effect: &Effect, papers: bool) -> bool {
        let mut with = *self;
        with.add(effect);
        let (now, then) =
            (self.conclude(rule_set, None, None), with.conclude(rule_set, None, None));
        (now.lane, now.checks) != (then.lane, then.checks)
            || papers && now.documents != then.documents
    }
}
