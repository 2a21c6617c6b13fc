//! Conditions, compiled: ready to be laid over boxes.

use std::ops::{Index, Range};

use crate::analyze::bound::{Allowed, Bound, FEW, Test, bits_between, bits_of};
use crate::model::condition::{Condition, Region};
use crate::model::ids::{FactId, LaneId};
use crate::model::value::{Interval, ValueSet};

/// A box of a condition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionId(u32);

/// A compiled condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CondId(pub(crate) u32);

/// A condition: a box, less others.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) within: RegionId,
    unless: Range<u32>,
}

/// Conditions over the same facts.
#[derive(Debug)]
pub(crate) struct Conditions<'r> {
    tests: Vec<Test<'r>>,
    regions: Vec<Range<usize>>,
    entries: Vec<Entry>,
    /// The values of each fact, the date and the lane among them.
    pub(crate) domains: Vec<Bound>,
}

impl<'r> Conditions<'r> {
    /// Begins with the values of each fact, and no condition.
    pub(crate) fn new(domains: impl IntoIterator<Item = ValueSet>) -> Self {
        let domains = domains.into_iter().map(|values| {
            let few = values.intervals().iter().all(|p| p.least >= 0 && p.greatest < FEW);
            if few { Bound::Few(bits_of(&values)) } else { Bound::Many(values) }
        });
        let (tests, regions, entries) = (Vec::new(), Vec::new(), Vec::new());
        Self { tests, regions, entries, domains: domains.collect() }
    }

    /// The number of the next condition.
    pub(crate) fn next(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    fn compile(&mut self, tests: impl Iterator<Item = Test<'r>>) -> RegionId {
        let first = self.tests.len();
        self.tests.extend(tests);
        self.regions.push(first..self.tests.len());
        RegionId(u32::try_from(self.regions.len() - 1).unwrap_or(u32::MAX))
    }

    fn tests_of(&self, region: &'r Region) -> Vec<Test<'r>> {
        let tests = region.tests().iter().map(|(fact, set)| {
            let allowed = match (self.domains.get(fact.index()), set.intervals()) {
                (Some(Bound::Few(_)), _) => Allowed::Few(bits_of(set)),
                (_, [part]) => Allowed::One(*part),
                _ => Allowed::Several(set),
            };
            Test { fact: *fact, allowed }
        });
        tests.collect()
    }

    /// Compiles a condition.
    pub(crate) fn push(&mut self, condition: &'r Condition) -> CondId {
        let within = self.tests_of(&condition.within);
        self.push_tests(within, &condition.unless)
    }

    /// Compiles that a condition holds in a lane lighter than this one.
    pub(crate) fn push_raise(&mut self, condition: &'r Condition, lane: LaneId) -> CondId {
        let (fact, greatest) = (FactId::LANE, i64::from(lane.0) - 1);
        let allowed = match self.domains.get(fact.index()) {
            Some(Bound::Few(_)) => Allowed::Few(bits_between(0, greatest)),
            _ => Allowed::One(Interval::new(0, greatest)),
        };
        let mut within = vec![Test { fact, allowed }];
        within.extend(self.tests_of(&condition.within));
        self.push_tests(within, &condition.unless)
    }

    /// Compiles what a box asks of some facts.
    pub(crate) fn push_region(
        &mut self,
        region: &'r Region,
        asked: impl Fn(FactId) -> bool,
    ) -> CondId {
        let mut within = self.tests_of(region);
        within.retain(|test| asked(test.fact));
        self.push_tests(within, &[])
    }

    fn push_tests(&mut self, within: Vec<Test<'r>>, unless: &'r [Region]) -> CondId {
        let within = self.compile(within.into_iter());
        let first = within.0 + 1;
        for region in unless {
            let tests = self.tests_of(region);
            self.compile(tests.into_iter());
        }
        let end = u32::try_from(self.regions.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { within, unless: first..end });
        CondId(self.next() - 1)
    }

    /// Whether a condition asks for a fact.
    pub(crate) fn asks(&self, condition: CondId, fact: FactId) -> bool {
        let entry = &self[condition];
        let regions = std::iter::once(entry.within).chain(entry.unless());
        regions.into_iter().any(|region| self[region].iter().any(|test| test.fact == fact))
    }
}

impl Entry {
    /// The boxes in which the condition does not hold after all.
    pub(crate) fn unless(&self) -> impl Iterator<Item = RegionId> + use<> {
        self.unless.clone().map(RegionId)
    }
}

impl Index<CondId> for Conditions<'_> {
    type Output = Entry;

    #[expect(clippy::indexing_slicing, reason = "they make an id with its entry")]
    fn index(&self, id: CondId) -> &Entry {
        &self.entries[id.0 as usize]
    }
}

impl<'r> Index<RegionId> for Conditions<'r> {
    type Output = [Test<'r>];

    #[expect(clippy::indexing_slicing, reason = "they make an id with its box")]
    fn index(&self, id: RegionId) -> &[Test<'r>] {
        &self.tests[self.regions[id.0 as usize].clone()]
    }
}
