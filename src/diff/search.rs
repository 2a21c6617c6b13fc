//! The search: all shipments that meet some clauses, as boxes that do not overlap.
//!
//! First without all that asks for the anchor, the fact by which the rules differ most: what is left
//! then is mostly little, and of all values of the anchor only those have to be looked at one by one
//! that something asks for in it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analyze::bound::Bound;
use crate::analyze::boxes::{Boxes, Spent};
use crate::analyze::conditions::{CondId, Conditions};
use crate::analyze::cut;
use crate::analyze::draft::{Draft, Scope};
use crate::analyze::subject::Fuel;
use crate::diff::clauses::{Clauses, Rows};
use crate::diff::levels::Levels;
use crate::diff::pair::Pair;
use crate::diff::version::Side;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::value::{Value, ValueSet};
use crate::space::Listing;

/// No more boxes than this are kept of one part.
const MOST_BOXES: usize = 50_000;
/// What keeping a box costs, in steps.
const KEEPING: u64 = 32;

/// How closely shipments are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// All that is asked of them.
    Exact,
    /// All but that there are such shipments, and that no rule refuses them that refuses the same on
    /// both sides: what is left is told in few words.
    Told,
}

/// A pair, ready to be searched.
pub(crate) struct Search<'p> {
    pair: &'p Pair<'p>,
    refusals: Arc<Levels>,
    conditions: Conditions<'p>,
    anchor: FactId,
    /// The conditions of rows, by the values of the anchor that they ask for.
    listing: Listing<CondId>,
    all: Vec<&'p Condition>,
}

/// Clauses, as far as a box leaves them open.
struct Open {
    none: Vec<CondId>,
    /// Of each of these one holds.
    some: Vec<Vec<CondId>>,
}

/// What the anchor leaves of a condition: its other tests, and its exceptions.
type Rest<'p> = (Vec<(FactId, &'p ValueSet)>, &'p [Region], Option<Value>);

impl<'p> Search<'p> {
    pub(crate) fn new(pair: &'p Pair<'p>, refusals: Arc<Levels>) -> Self {
        let mut conditions = Conditions::new(pair.vocabulary.domains());
        let all: Vec<&Condition> = pair.conditions.iter().collect();
        all.iter().for_each(|condition| {
            conditions.push(condition);
        });
        let anchor = anchor(pair);
        let count = pair.vocabulary.domain(anchor).size();
        let count = usize::try_from(count).unwrap_or(usize::MAX).min(1 << 24);
        let rows = pair.row_conditions().zip(&all).map(|(id, one)| (id, &one.within));
        let listing = Listing::new(anchor, count, rows);
        Self { pair, refusals, conditions, anchor, listing, all }
    }

    /// The boxes of some clauses.
    pub(crate) fn boxes(
        &self,
        clauses: &Clauses,
        depth: Depth,
        fuel: &mut Fuel,
    ) -> Result<Vec<Region>, Spent> {
        let mut found = Vec::new();
        self.each_box(clauses, depth, fuel, &mut found).map(|()| found)
    }

    /// The same as far as the fuel reaches.
    pub(crate) fn some_boxes(&self, clauses: &Clauses, fuel: &mut Fuel) -> Vec<Region> {
        let mut found = Vec::new();
        match self.each_box(clauses, Depth::Exact, fuel, &mut found) {
            Ok(()) | Err(Spent) => found,
        }
    }

    fn each_box(
        &self,
        clauses: &Clauses,
        depth: Depth,
        fuel: &mut Fuel,
        found: &mut Vec<Region>,
    ) -> Result<(), Spent> {
        let mut bounds = self.conditions.domains.clone();
        for condition in &clauses.all {
            for test in &self.conditions[self.conditions[*condition].within] {
                if let Some(bound) = bounds.get_mut(test.fact.index()) {
                    test.narrow(bound);
                }
            }
        }
        if bounds.iter().any(Bound::is_empty) {
            return Ok(());
        }
        let Some(open) = self.open(clauses, &bounds, depth, fuel)? else { return Ok(()) };
        let asks = |one: &CondId| self.conditions.asks(*one, self.anchor);
        let (anchored, free): (Vec<_>, Vec<_>) =
            open.some.iter().partition(|some| some.iter().any(asks));
        let mut draft = Draft::new(&self.conditions, bounds, Scope::Without(self.anchor));
        clauses.all.iter().for_each(|one| draft.all(*one));
        open.none.iter().for_each(|one| draft.not(*one));
        for some in free {
            draft.some(None, some.iter().copied(), CondId(u32::MAX));
        }
        let rest = Open {
            none: open.none.iter().copied().filter(asks).collect(),
            some: anchored.into_iter().cloned().collect(),
        };
        self.run(draft, fuel, |bounds, fuel| self.anchored(clauses, &rest, bounds, fuel, found))
    }

    /// Puts a problem together and goes through its boxes.
    fn run(
        &self,
        draft: Draft<'_, 'p>,
        fuel: &mut Fuel,
        mut each: impl FnMut(Vec<Bound>, &mut Fuel) -> Result<(), Spent>,
    ) -> Result<(), Spent> {
        let looked = draft.looked;
        let Ok(problem) = draft.finish(&[]) else { return take(fuel, 8 + looked / 4) };
        take(fuel, 8 + looked / 4 + problem.size() as u64 * 4)?;
        let mut boxes = Boxes::new(&problem, &problem.start);
        while let Some(bounds) =
            fuel.spend(|steps| Ok(boxes.next(steps)?.map(|cells| problem.bounds_of(cells))))?
        {
            each(bounds, fuel)?;
        }
        Ok(())
    }

    /// What a box leaves open of clauses; none if nothing in it meets them.
    fn open(
        &self,
        clauses: &Clauses,
        bounds: &[Bound],
        depth: Depth,
        fuel: &mut Fuel,
    ) -> Result<Option<Open>, Spent> {
        let live = self.live(bounds, fuel)?;
        let mut none = vec![false; self.pair.of_rows];
        let mut mark = |one: CondId| match none.get_mut(one.0 as usize) {
            Some(marked) => !std::mem::replace(marked, true),
            None => true,
        };
        let mut open = Open { none: Vec::new(), some: Vec::new() };
        let earlier = clauses.earlier.iter();
        let earlier = earlier.flat_map(|one| one.patches.iter().take(one.count));
        let exact = depth == Depth::Exact;
        let impossible = self.pair.impossible.iter().filter(|_| exact);
        let named = clauses.none.iter().chain(earlier).chain(impossible).copied();
        let named = named.filter(|one| self.meets(*one, bounds));
        let lifted = clauses.rows.iter().filter_map(|rows| match rows {
            Rows::NoneAbove { levels, side, level } => Some((levels, *side, *level)),
            Rows::Some { .. } => None,
        });
        let lifted = lifted.flat_map(|(levels, side, level)| {
            let verdict = Arc::ptr_eq(levels, &self.refusals);
            let by_both = move |one| verdict && levels.of(side.other(), one) > level;
            let above = live.iter().copied().filter(move |one| levels.of(side, *one) > level);
            above.filter(move |one| exact || !by_both(*one))
        });
        open.none.extend(named.chain(lifted).filter(|one| mark(*one)));
        take(fuel, (live.len() + open.none.len()) as u64 / 8)?;
        if clauses.all.iter().any(|one| open.none.contains(one)) {
            return Ok(None);
        }
        for rows in &clauses.rows {
            let Rows::Some { levels, side, from, to } = rows else { continue };
            let lifts = |one: CondId| {
                let level = levels.of(*side, one);
                *from <= level && level <= *to
            };
            if clauses.all.iter().any(|one| lifts(*one)) {
                continue;
            }
            let is_out =
                |one: &CondId| none.get(one.0 as usize).is_some_and(|is_marked| *is_marked);
            let some = live.iter().copied().filter(|one| lifts(*one) && !is_out(one));
            let some: Vec<CondId> = some.collect();
            if some.is_empty() {
                return Ok(None);
            }
            open.some.push(some);
        }
        Ok(Some(open))
    }

    /// The conditions of rows that some shipment of a box meets.
    fn live(&self, bounds: &[Bound], fuel: &mut Fuel) -> Result<Vec<CondId>, Spent> {
        let values = bounds.get(self.anchor.index());
        let few = values.filter(|values| values.size() <= 64);
        let mut live: Vec<CondId> = match few {
            Some(values) => {
                let own = values.values().flat_map(|value| self.listing.of(value));
                own.chain(self.listing.others()).copied().collect()
            }
            None => self.pair.row_conditions().collect(),
        };
        take(fuel, live.len() as u64 / 8)?;
        live.sort_unstable();
        live.dedup();
        live.retain(|one| self.meets(*one, bounds));
        Ok(live)
    }

    fn meets(&self, condition: CondId, bounds: &[Bound]) -> bool {
        let mut tests = self.conditions[self.conditions[condition].within].iter();
        tests.all(|test| bounds.get(test.fact.index()).is_some_and(|bound| test.meets(bound)))
    }

    /// What is left of a box once what asks for the anchor is looked at, too.
    fn anchored(
        &self,
        clauses: &Clauses,
        rest: &Open,
        bounds: Vec<Bound>,
        fuel: &mut Fuel,
        found: &mut Vec<Region>,
    ) -> Result<(), Spent> {
        let none: Vec<CondId> =
            rest.none.iter().copied().filter(|one| self.meets(*one, &bounds)).collect();
        let Some(anchor) = bounds.get(self.anchor.index()).cloned() else { return Ok(()) };
        let excepted = clauses.all.iter().any(|one| {
            let mut unless = self.conditions[*one].unless();
            unless.any(|region| self.conditions[region].iter().any(|t| t.fact == self.anchor))
        });
        if none.is_empty() && rest.some.is_empty() && !excepted {
            return self.keep(&bounds, None, fuel, found);
        }
        for group in self.groups(clauses, &none, &rest.some, &anchor, fuel)? {
            let Some(first) = group.least() else { continue };
            let mut own = bounds.clone();
            if let Some(bound) = own.get_mut(self.anchor.index()) {
                bound.keep(&ValueSet::of([first]));
            }
            let mut draft = Draft::new(&self.conditions, own, Scope::Only(self.anchor));
            clauses.all.iter().for_each(|one| draft.all(*one));
            none.iter().for_each(|one| draft.not(*one));
            for some in &rest.some {
                draft.some(None, some.iter().copied(), CondId(u32::MAX));
            }
            self.run(draft, fuel, |bounds, fuel| self.keep(&bounds, Some(&group), fuel, found))?;
        }
        Ok(())
    }

    fn keep(
        &self,
        bounds: &[Bound],
        anchors: Option<&ValueSet>,
        fuel: &mut Fuel,
        found: &mut Vec<Region>,
    ) -> Result<(), Spent> {
        take(fuel, KEEPING)?;
        if found.len() >= MOST_BOXES {
            return Err(Spent);
        }
        let mut tests = Vec::new();
        for id in self.pair.vocabulary.fact_ids() {
            let (Some(bound), Some(whole)) =
                (bounds.get(id.index()), self.conditions.domains.get(id.index()))
            else {
                continue;
            };
            match anchors.filter(|_| id == self.anchor) {
                Some(anchors) if anchors.covers(self.pair.vocabulary.domain(id)) => {}
                Some(anchors) => tests.push((id, anchors.clone())),
                None if bound == whole => {}
                None => tests.push((id, bound.to_set())),
            }
        }
        found.push(Region::new(tests));
        Ok(())
    }

    /// The values of the anchor in a box, those together that nothing in it tells apart.
    fn groups(
        &self,
        clauses: &Clauses,
        none: &[CondId],
        some: &[Vec<CondId>],
        anchor: &Bound,
        fuel: &mut Fuel,
    ) -> Result<Vec<ValueSet>, Spent> {
        let values: Vec<Value> = anchor.values().collect();
        let mut signatures: HashMap<Value, Vec<u32>> =
            values.iter().map(|value| (*value, Vec::new())).collect();
        let mut rests: HashMap<(usize, Rest<'p>), u32> = HashMap::new();
        let parts = std::iter::once(none).chain(some.iter().map(Vec::as_slice));
        let mut steps = values.len() as u64;
        for (part, conditions) in parts.enumerate() {
            for condition in conditions {
                let Some(whole) = self.all.get(condition.0 as usize) else { continue };
                let own = whole.within.allowed(self.anchor);
                let met: Vec<Value> = match own {
                    Some(set) if set.size() < values.len() as u64 => {
                        set.iter().filter(|value| anchor.contains(*value)).collect()
                    }
                    Some(set) => values.iter().copied().filter(|one| set.contains(*one)).collect(),
                    None => values.clone(),
                };
                steps += met.len() as u64 + 1;
                for value in met {
                    let next = u32::try_from(rests.len()).unwrap_or(u32::MAX);
                    let rest = self.rest(whole, value);
                    let id = *rests.entry((part, rest)).or_insert(next);
                    signatures.entry(value).or_default().push(id);
                }
            }
        }
        let unless = clauses.all.iter().filter_map(|one| self.all.get(one.0 as usize));
        let unless = unless.flat_map(|condition| &condition.unless);
        for (set, at) in unless.filter_map(|one| one.allowed(self.anchor)).zip((0..).map(|n| !n)) {
            steps += values.len() as u64;
            for value in values.iter().filter(|value| set.contains(**value)) {
                signatures.entry(*value).or_default().push(at);
            }
        }
        take(fuel, steps / 4)?;
        let mut groups: HashMap<Vec<u32>, Vec<Value>> = HashMap::new();
        for value in values {
            let mut signature = signatures.remove(&value).unwrap_or_default();
            signature.sort_unstable();
            signature.dedup();
            groups.entry(signature).or_default().push(value);
        }
        let mut groups: Vec<ValueSet> = groups.into_values().map(ValueSet::of).collect();
        groups.sort_unstable_by_key(ValueSet::least);
        Ok(groups)
    }

    fn rest(&self, condition: &'p Condition, value: Value) -> Rest<'p> {
        let tests = condition.within.tests().iter().filter(|(fact, _)| *fact != self.anchor);
        let own = condition.unless.iter().any(|one| one.allowed(self.anchor).is_some());
        let tests = tests.map(|(fact, set)| (*fact, set)).collect();
        // An exception that asks for the anchor itself is like no other.
        (tests, condition.unless.as_slice(), own.then_some(value))
    }
}

/// Takes steps for work that is no search.
fn take(fuel: &mut Fuel, steps: u64) -> Result<(), Spent> {
    match fuel.left.checked_sub(steps) {
        Some(left) => fuel.left = left,
        None => {
            fuel.left = 0;
            return Err(Spent);
        }
    }
    Ok(())
}

/// The fact along which the rules of the larger side are cut best.
fn anchor(pair: &Pair<'_>) -> FactId {
    let larger = Side::BOTH.into_iter().max_by_key(|side| pair.rule_set(*side).rows().len());
    let side = larger.unwrap_or(Side::New);
    let own = cut::anchor(pair.rule_set(side));
    pair.vocabulary.here(own, side).unwrap_or(FactId::DATE)
}
