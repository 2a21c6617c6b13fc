//! The witness of a change: of all its shipments, the one that is easiest to read.
//!
//! As every witness is chosen: fact by fact, in the order of the new file, its default if that is
//! left, else the lowest value; the date comes last, the earliest.

use crate::diff::version::{Side, Version};
use crate::diff::vocabulary::Vocabulary;
use crate::model::condition::{FactId, Facts, Region};
use crate::model::fact::{Default, Kind};
use crate::model::value::{Value, ValueSet};

/// Some shipments of a box, with the values that were settled so far.
#[derive(Clone)]
struct World {
    within: Region,
    /// As the new side has them, and as the old one does.
    facts: Facts,
}

/// What numbers are that have to be given, the first of these that can be.
const PLAIN: [&str; 3] = ["1000", "100", "1"];

/// The easiest shipment of some boxes, in which some numbers are given if they can be.
pub(crate) fn witness(
    vocabulary: &Vocabulary,
    versions: [Version<'_>; 2],
    boxes: &[Region],
    worth: &[FactId],
) -> Option<Facts> {
    let count = vocabulary.domains().count();
    let world = |one: &Region| World { within: one.clone(), facts: Facts::unknown(count) };
    let mut worlds: Vec<World> = boxes.iter().map(world).collect();
    for id in vocabulary.fact_ids().filter(|id| *id != FactId::DATE) {
        let preferred = worlds.iter().flat_map(|world| {
            let wanted = match worth.contains(&id) {
                true => plain_number(vocabulary, id, world),
                false => preferred(vocabulary, versions, id, world),
            };
            wanted.into_iter().filter_map(|(value, days)| world.settle(vocabulary, id, value, days))
        });
        let preferred: Vec<World> = preferred.collect();
        worlds = if preferred.is_empty() { lowest(vocabulary, worlds, id) } else { preferred };
    }
    worlds = lowest(vocabulary, worlds, FactId::DATE);
    worlds.into_iter().next().map(|world| world.facts)
}

impl World {
    fn allowed<'w>(&'w self, vocabulary: &'w Vocabulary, id: FactId) -> &'w ValueSet {
        self.within.allowed(id).unwrap_or(vocabulary.domain(id))
    }

    /// The part of it in which a fact has a value, on these days if it matters.
    fn settle(
        &self,
        vocabulary: &Vocabulary,
        id: FactId,
        value: Value,
        days: Option<ValueSet>,
    ) -> Option<Self> {
        let has = |set: &ValueSet| {
            set.intervals().iter().any(|part| part.least <= value.0 && value.0 <= part.greatest)
        };
        if !has(self.allowed(vocabulary, id)) {
            return None;
        }
        let mut found = self.clone();
        found.facts.set(id, value);
        if let Some(days) = days {
            let left = self.allowed(vocabulary, FactId::DATE).intersection(&days);
            if left.is_empty() {
                return None;
            }
            let others = self.within.tests().iter().filter(|(id, _)| *id != FactId::DATE);
            found.within = Region::new(others.cloned().chain([(FactId::DATE, left)]).collect());
        }
        Some(found)
    }
}

/// The worlds in which a fact has the lowest value that any of them leaves it.
fn lowest(vocabulary: &Vocabulary, worlds: Vec<World>, id: FactId) -> Vec<World> {
    let least = worlds.iter().filter_map(|world| world.allowed(vocabulary, id).least()).min();
    let Some(least) = least else { return Vec::new() };
    worlds.iter().filter_map(|world| world.settle(vocabulary, id, least, None)).collect()
}

/// A number that is easily read, if it can be.
fn plain_number(
    vocabulary: &Vocabulary,
    id: FactId,
    world: &World,
) -> Vec<(Value, Option<ValueSet>)> {
    let Kind::Number(number) = &vocabulary.fact(id).kind else { return Vec::new() };
    let allowed = world.allowed(vocabulary, id);
    let mut plain = PLAIN.iter().filter_map(|text| number.parse(text).ok());
    plain.find(|value| allowed.contains(*value)).map(|value| (value, None)).into_iter().collect()
}

/// What a fact should be, if it can: in most cases one value, for a default by date one for each
/// span of dates.
fn preferred(
    vocabulary: &Vocabulary,
    versions: [Version<'_>; 2],
    id: FactId,
    world: &World,
) -> Vec<(Value, Option<ValueSet>)> {
    let sides = [Side::New, Side::Old];
    let known = sides.into_iter().find_map(|side| Some((side, vocabulary.fact_of(id, side)?)));
    let Some((side, own)) = known else { return Vec::new() };
    let version = *side.of(&versions);
    let rule_set = version.rule_set;
    let fact = &rule_set[own];
    if own == rule_set.goods() || rule_set.choices().contains(&own) {
        return vocabulary.domain(id).least().map(|value| (value, None)).into_iter().collect();
    }
    let here = |value: Value| vocabulary.value_here(id, side, value);
    match &fact.default {
        Default::ByDate(values) => {
            let spans = values.iter().filter_map(|(days, value)| match version.on {
                Some(day) => days.contains(day.value()).then(|| Some((here(*value)?, None)))?,
                None => {
                    let days = ValueSet::interval(days.least, days.greatest);
                    Some((here(*value)?, Some(days)))
                }
            });
            spans.collect()
        }
        _ => {
            let facts = vocabulary.facts_of(&world.facts, version, side);
            let value = rule_set.default_of(fact, &facts);
            if value == Value::NOT_GIVEN && !fact.may_be_absent() {
                return Vec::new();
            }
            here(value).map(|value| (value, None)).into_iter().collect()
        }
    }
}
