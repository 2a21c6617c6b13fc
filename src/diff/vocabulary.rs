//! One vocabulary for two rule sets: facts and values of both, matched by id.
//!
//! Where both know a fact, its values are those that both know; where one does not, it is as if that
//! one had never asked for it. Knows nothing of rules.

use indexmap::IndexMap;

use crate::diff::version::{Side, Version};
use crate::model::RuleSet;
use crate::model::condition::{Condition, Facts, Region};
use crate::model::fact::{Default, Fact, Kind, Number};
use crate::model::ids::FactId;
use crate::model::value::{Interval, Value, ValueSet};
use crate::space;

/// The facts of two rule sets side by side; the date and the lane stand first, as in each of them.
#[derive(Debug)]
pub struct Vocabulary {
    facts: Vec<Shared>,
    /// By side, then by fact of that side: the fact here.
    places: [Vec<FactId>; 2],
}

/// A fact that one of them has, or both.
#[derive(Debug)]
struct Shared {
    fact: Fact,
    domain: ValueSet,
    readings: [Option<Reading>; 2],
}

/// How one of the rule sets writes the values of a fact.
#[derive(Debug)]
struct Reading {
    fact: FactId,
    values: Values,
    /// Whether it is a code that no rule of the side asks for.
    is_idle: bool,
}

#[derive(Debug)]
enum Values {
    /// As here.
    Same,
    /// Names at other places.
    Names {
        /// By value of the side.
        here: Vec<Option<Value>>,
        /// By value here.
        there: Vec<Value>,
    },
    /// Numbers in smaller steps: so many of them are one here.
    Steps(i64),
}

impl Reading {
    fn new(rule_set: &RuleSet, fact: FactId, values: Values) -> Self {
        let is_code = matches!(rule_set[fact].kind, Kind::Code(_));
        Self { fact, values, is_idle: is_code && !rule_set.asks_for(fact) }
    }
}

impl Values {
    fn of(&self, set: &ValueSet) -> ValueSet {
        match self {
            Self::Same => set.clone(),
            Self::Names { here, .. } => {
                let known = here.iter().enumerate();
                let known = known.filter(|(at, _)| set.contains(Value::of_index(*at)));
                ValueSet::of(known.filter_map(|(_, value)| *value))
            }
            Self::Steps(many) => ValueSet::of_intervals(set.intervals().iter().map(|part| {
                if part.greatest == Value::NOT_GIVEN.0 {
                    return *part;
                }
                let least = part.least.div_euclid(*many);
                let least = least + i64::from(part.least.rem_euclid(*many) != 0);
                Interval::new(least, part.greatest.div_euclid(*many))
            })),
        }
    }

    fn value_here(&self, value: Value) -> Option<Value> {
        match self {
            Self::Names { here, .. } => here.get(value.index()).copied().flatten(),
            Self::Steps(many) if value != Value::NOT_GIVEN => {
                (value.0.rem_euclid(*many) == 0).then(|| Value(value.0.div_euclid(*many)))
            }
            Self::Same | Self::Steps(_) => Some(value),
        }
    }

    fn value_there(&self, value: Value) -> Value {
        match self {
            Self::Names { there, .. } => there.get(value.index()).copied().unwrap_or(value),
            Self::Steps(many) if value != Value::NOT_GIVEN => Value(value.0.saturating_mul(*many)),
            Self::Same | Self::Steps(_) => value,
        }
    }
}

impl Vocabulary {
    /// Matches the facts of two rule sets; those of the new one stand first, in its order.
    pub(crate) fn new(old: Version<'_>, new: Version<'_>) -> Self {
        let mut built = Self { facts: Vec::new(), places: [Vec::new(), Vec::new()] };
        for id in new.rule_set.fact_ids() {
            let fact = &new.rule_set[id];
            let twin = if id <= FactId::LANE { Some(id) } else { twin(old.rule_set, fact) };
            let shared = match twin {
                Some(twin) => {
                    let both = both(&old.rule_set[twin], fact);
                    both.map(|(fact, values)| (fact, values, Some(twin)))
                }
                None => Some((fact.clone(), [Values::Same, Values::Same], None)),
            };
            // Numbers without a common step are two facts.
            let shared = shared.unwrap_or((fact.clone(), [Values::Same, Values::Same], None));
            let (fact, [of_old, of_new], twin) = shared;
            let of_old = twin.map(|fact| Reading::new(old.rule_set, fact, of_old));
            built.push(fact, [of_old, Some(Reading::new(new.rule_set, id, of_new))], [old, new]);
        }
        for id in old.rule_set.fact_ids().skip(2) {
            let taken = |one: &Shared| one.readings[0].as_ref().is_some_and(|one| one.fact == id);
            if !built.facts.iter().any(taken) {
                let reading = Reading::new(old.rule_set, id, Values::Same);
                built.push(old.rule_set[id].clone(), [Some(reading), None], [old, new]);
            }
        }
        built
    }

    fn push(&mut self, fact: Fact, readings: [Option<Reading>; 2], versions: [Version<'_>; 2]) {
        let Some(here) = self.facts.len().try_into().ok().map(FactId) else { return };
        let mut domain: Option<ValueSet> = None;
        let sides = readings.iter().zip(versions).zip(&mut self.places);
        for ((reading, version), places) in sides {
            let Some(reading) = reading else { continue };
            places.resize(places.len().max(reading.fact.index() + 1), here);
            if let Some(place) = places.get_mut(reading.fact.index()) {
                *place = here;
            }
            let values = match reading.fact {
                FactId::LANE => ValueSet::of([Value(0)]),
                // What is looked at on one day has no other.
                FactId::DATE if version.on.is_some() => ValueSet::of([Value(0)]),
                // What codes nothing asks for are anything: the other side may tell them apart.
                _ if reading.is_idle => continue,
                id => reading.values.of(&space::domain(version.rule_set, id)),
            };
            domain = Some(domain.map_or(values.clone(), |domain| domain.intersection(&values)));
        }
        let domain = domain.unwrap_or(ValueSet::of([Value::NOT_GIVEN]));
        self.facts.push(Shared { fact, domain, readings });
    }

    /// All facts but the lane: the date, then those of the new rule set, then those that only the
    /// old one has.
    pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + use<> {
        let count = u16::try_from(self.facts.len()).unwrap_or(u16::MAX);
        (0..count).map(FactId).filter(|id| *id != FactId::LANE)
    }

    /// The fact, with the names that both know.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "an id is made with its fact")]
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.index()].fact
    }

    /// The values that are compared.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "an id is made with its fact")]
    pub fn domain(&self, id: FactId) -> &ValueSet {
        &self.facts[id.index()].domain
    }

    /// The values of every fact, the lane among them.
    pub(crate) fn domains(&self) -> impl Iterator<Item = ValueSet> + '_ {
        self.facts.iter().map(|shared| shared.domain.clone())
    }

    fn reading(&self, id: FactId, side: Side) -> Option<&Reading> {
        side.of(&self.facts.get(id.index())?.readings).as_ref()
    }

    /// The fact as one of the rule sets has it.
    pub(crate) fn fact_of(&self, id: FactId, side: Side) -> Option<FactId> {
        self.reading(id, side).map(|reading| reading.fact)
    }

    /// What a value of one of the rule sets is here; none where the other does not know it.
    pub(crate) fn value_here(&self, id: FactId, side: Side, value: Value) -> Option<Value> {
        self.reading(id, side)?.values.value_here(value)
    }

    /// The place here of a fact of one of the rule sets.
    pub(crate) fn here(&self, id: FactId, side: Side) -> Option<FactId> {
        side.of(&self.places).get(id.index()).copied()
    }

    /// A box of one of the rule sets.
    fn region(&self, region: &Region, version: Version<'_>, side: Side) -> Option<Region> {
        let mut tests = Vec::new();
        for (fact, set) in region.tests() {
            if let (FactId::DATE, Some(day)) = (*fact, version.on) {
                if !set.contains(day.value()) {
                    return None;
                }
                continue;
            }
            let here = self.here(*fact, side)?;
            let set = self.reading(here, side)?.values.of(set);
            let domain = self.domain(here);
            if !set.meets(domain) {
                return None;
            }
            // What all pass is no test: so conditions are the same whatever the other values are.
            if !set.covers(domain) {
                tests.push((here, set.intersection(domain)));
            }
        }
        Some(Region::new(tests))
    }

    /// A condition of one of the rule sets; none if nothing that is compared meets it.
    pub(crate) fn condition(
        &self,
        condition: &Condition,
        version: Version<'_>,
        side: Side,
    ) -> Option<Condition> {
        let within = self.region(&condition.within, version, side)?;
        let unless = condition.unless.iter();
        let unless = unless.filter_map(|one| self.region(one, version, side));
        let unless: Vec<Region> = unless.filter(|one| one.meets(&within)).collect();
        let always = |one: &Region| {
            one.tests().iter().all(|(id, set)| within.allowed(*id).is_some_and(|w| set.covers(w)))
        };
        if unless.iter().any(always) {
            return None;
        }
        Some(Condition { within, unless })
    }

    /// A shipment as one of the rule sets knows it.
    pub(crate) fn facts_of(&self, facts: &Facts, version: Version<'_>, side: Side) -> Facts {
        let mut found = Facts::unknown(version.rule_set.fact_count());
        for id in self.fact_ids() {
            let Some(reading) = self.reading(id, side) else { continue };
            if reading.is_idle {
                continue;
            }
            found.set(reading.fact, reading.values.value_there(facts.get(id)));
        }
        if let Some(day) = version.on {
            found.set(FactId::DATE, day.value());
        }
        found
    }
}

/// The fact of a rule set with the same id and the same kind.
fn twin(rule_set: &RuleSet, fact: &Fact) -> Option<FactId> {
    let (id, known) = rule_set.fact_called(&fact.id)?;
    let same = std::mem::discriminant(&known.kind) == std::mem::discriminant(&fact.kind);
    same.then_some(id)
}

/// A fact that both have; none if no number, or no code, is a value of both.
fn both(old: &Fact, new: &Fact) -> Option<(Fact, [Values; 2])> {
    let (kind, values) = match (&old.kind, &new.kind) {
        (Kind::Names(olds), Kind::Names(news)) if !olds.keys().eq(news.keys()) => {
            let common = news.iter().filter(|(id, _)| olds.contains_key(*id));
            let common: IndexMap<_, _> =
                common.map(|(id, name)| (id.clone(), name.clone())).collect();
            let values = [olds, news].map(|names| Values::Names {
                here: names.keys().map(|id| common.get_index_of(id).map(Value::of_index)).collect(),
                there: common
                    .keys()
                    .filter_map(|id| names.get_index_of(id).map(Value::of_index))
                    .collect(),
            });
            (Kind::Names(common), values)
        }
        (Kind::Number(one), Kind::Number(other)) if !same_steps(one, other) => {
            let (number, steps) = common_steps(one, other)?;
            (Kind::Number(number), steps.map(Values::Steps))
        }
        (Kind::Code(one), Kind::Code(other)) if one.digits != other.digits => return None,
        (_, kind) => (kind.clone(), [Values::Same, Values::Same]),
    };
    Some((Fact { kind, default: Default::None, ..new.clone() }, values))
}

fn same_steps(one: &Number, other: &Number) -> bool {
    (one.step, one.places) == (other.step, other.places)
}

/// The number whose steps are steps of both, and how many of each are one of it.
fn common_steps(one: &Number, other: &Number) -> Option<(Number, [i64; 2])> {
    let places = one.places.max(other.places);
    let step = |number: &Number| {
        number.step.checked_mul(10_i64.checked_pow(places - number.places)?).filter(|s| *s > 0)
    };
    let (a, b) = (step(one)?, step(other)?);
    let common = (a / gcd(a, b)).checked_mul(b)?;
    let (of_one, of_other) = (common / a, common / b);
    let least = one.least.div_euclid(of_one).max(other.least.div_euclid(of_other));
    let greatest = one.greatest.div_euclid(of_one).min(other.greatest.div_euclid(of_other));
    let number = Number { least, greatest, step: common, places, unit: other.unit.clone() };
    Some((number, [of_one, of_other]))
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
