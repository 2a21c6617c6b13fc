//! What a rule asks of the facts: one type, evaluated and read as a set.

use serde::{Deserialize, Serialize};

use crate::model::value::{Day, Value, ValueSet};

pub use crate::model::ids::FactId;

/// A box: for each fact that is named, the values it may have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Region {
    // INVARIANT: at most one test for each fact, in the order of the facts.
    tests: Vec<(FactId, ValueSet)>,
}

impl Region {
    /// The box in which every fact lies in its set; two sets for one fact are intersected.
    #[must_use]
    pub fn new(mut tests: Vec<(FactId, ValueSet)>) -> Self {
        tests.sort_by_key(|(fact, _)| *fact);
        tests.dedup_by(|(later, set), (earlier, kept)| {
            let same = later == earlier;
            if same {
                *kept = kept.intersection(set);
            }
            same
        });
        Self { tests }
    }

    /// The tests, in the order of the facts.
    #[must_use]
    pub fn tests(&self) -> &[(FactId, ValueSet)] {
        &self.tests
    }

    /// The values that the box allows for `fact`; `None` if it does not ask.
    #[must_use]
    pub fn allowed(&self, fact: FactId) -> Option<&ValueSet> {
        self.tests.iter().find(|(tested, _)| *tested == fact).map(|(_, set)| set)
    }

    /// Whether no facts can lie in the box.
    #[must_use]
    pub fn is_impossible(&self) -> bool {
        self.tests.iter().any(|(_, set)| set.is_empty())
    }

    /// Whether some facts lie in both boxes.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.tests
            .iter()
            .all(|(fact, set)| other.allowed(*fact).is_none_or(|others| set.meets(others)))
    }

    /// Whether the facts lie in the box.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        self.tests.iter().all(|(fact, set)| set.contains(facts.get(*fact)))
    }

    /// Whether the facts may still lie in the box when those for which `open` is true may change.
    #[must_use]
    pub fn may_hold(&self, facts: &Facts, open: impl Fn(FactId) -> bool) -> bool {
        self.tests.iter().all(|(fact, set)| open(*fact) || set.contains(facts.get(*fact)))
    }
}

/// A box less other boxes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Condition {
    /// The box; without a test it holds always.
    pub within: Region,
    /// The boxes in which the condition does not hold after all.
    pub unless: Vec<Region>,
}

impl Condition {
    /// Whether the facts meet the condition.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        self.within.holds(facts) && !self.unless.iter().any(|region| region.holds(facts))
    }

    /// The box, and those in which the condition does not hold after all.
    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        std::iter::once(&self.within).chain(&self.unless)
    }

    /// The facts that the condition looks at, each named once or more.
    pub fn facts(&self) -> impl Iterator<Item = FactId> + '_ {
        self.regions().flat_map(|region| region.tests().iter().map(|(fact, _)| *fact))
    }
}

/// A value for every fact of a rule set, the date and the lane among them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    values: Vec<Value>,
}

impl Facts {
    /// Values that are all not given yet, for `count` facts.
    #[must_use]
    pub fn unknown(count: usize) -> Self {
        Self { values: vec![Value::NOT_GIVEN; count] }
    }

    /// The value of `fact`.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "there is a value for every fact")]
    pub fn get(&self, fact: FactId) -> Value {
        self.values[fact.index()]
    }

    /// Sets the value of `fact`.
    #[expect(clippy::indexing_slicing, reason = "there is a value for every fact")]
    pub fn set(&mut self, fact: FactId, value: Value) {
        self.values[fact.index()] = value;
    }

    /// The date.
    #[must_use]
    pub fn day(&self) -> Day {
        Day::of(self.get(FactId::DATE))
    }

    /// Takes over all values of `other`, without allocating where both have as many.
    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.values.clone_from(&other.values);
    }
}
