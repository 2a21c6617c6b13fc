//! The catalog: every condition of a rule set, ready to be laid over boxes.
//!
//! What a rule does to the lane is a condition, too: a shipment that meets the rule and is in a
//! lighter lane cannot be. So the lane is one more fact of the box, and flows that ask for it are
//! like all others.

use std::ops::{Index, Range};

use crate::analyze::bound::{Allowed, Bound, FEW, Test, bits_between, bits_of};
use crate::model::charge::Table;
use crate::model::condition::{Condition, Region};
use crate::model::ids::{FactId, FlowId, LaneId, PriceId, RateId, RowId, TaxId, numbered};
use crate::model::value::{Interval, Value, ValueSet};
use crate::model::{Effect, RuleSet};
use crate::space;

/// A box of the catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionId(u32);

/// A condition of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CondId(pub(crate) u32);

/// A condition: a box, less others.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) within: RegionId,
    unless: Range<u32>,
}

/// Every condition of a rule set, under the names by which questions speak of them.
#[derive(Debug)]
pub(crate) struct Catalog<'r> {
    tests: Vec<Test<'r>>,
    regions: Vec<Range<usize>>,
    entries: Vec<Entry>,
    /// The values of each fact, the date and the lane among them.
    pub(crate) domains: Vec<Bound>,
    /// What no shipment can be.
    pub(crate) impossible: Vec<CondId>,
    flows: u32,
    taxes: u32,
    fee: u32,
    /// By row: that a shipment meets it in a lane that is too light.
    raises: Vec<Option<CondId>>,
    /// By table of rates, then by table of prices: its entries, and the same whatever the date.
    tables: Vec<[u32; 2]>,
}

/// A table of rates or of prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableId {
    /// Of rates.
    Rate(RateId),
    /// Of prices.
    Price(PriceId),
}

impl TableId {
    /// All tables of a rule set, those of rates first.
    pub(crate) fn all(rule_set: &RuleSet) -> impl Iterator<Item = Self> + '_ {
        let rates = numbered(rule_set.rates()).map(|(id, _)| Self::Rate(id));
        rates.chain(numbered(rule_set.prices()).map(|(id, _)| Self::Price(id)))
    }

    /// The table.
    pub(crate) fn of(self, rule_set: &RuleSet) -> &Table {
        match self {
            Self::Rate(id) => &rule_set[id],
            Self::Price(id) => &rule_set[id],
        }
    }

    /// What its entries are called.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Rate(_) => "rate",
            Self::Price(_) => "price",
        }
    }

    /// Its place among all tables.
    pub(crate) fn place(self, rule_set: &RuleSet) -> usize {
        match self {
            Self::Rate(id) => id.index(),
            Self::Price(id) => rule_set.rates().len() + id.index(),
        }
    }
}

impl<'r> Catalog<'r> {
    /// Compiles every condition; `impossible` are those that no shipment meets.
    pub(crate) fn new(rule_set: &'r RuleSet, impossible: &'r [Condition]) -> Self {
        let mut catalog = Self::empty(rule_set);
        for row in rule_set.rows() {
            catalog.push(&row.rule.condition);
        }
        catalog.flows = catalog.next();
        for flow in rule_set.flows() {
            catalog.push(&flow.rule.condition);
        }
        catalog.taxes = catalog.next();
        for tax in rule_set.taxes() {
            catalog.push(&tax.rule.condition);
        }
        catalog.fee = catalog.next();
        if let Some(fee) = rule_set.daily_fee() {
            catalog.push(&fee.rule.condition);
        }
        catalog.impossible = impossible.iter().map(|condition| catalog.push(condition)).collect();
        let raises = rule_set.rows().iter().map(|row| match &row.effect {
            Effect::Require { lane: Some(lane), .. } if lane.0 > 0 => {
                Some(catalog.push_raise(&row.rule.condition, *lane))
            }
            _ => None,
        });
        catalog.raises = raises.collect();
        for id in TableId::all(rule_set) {
            let firsts = [false, true].map(|on_any_day| {
                let first = catalog.next();
                for entry in &id.of(rule_set).entries {
                    catalog.push_region(&entry.within, |fact| !on_any_day || fact != FactId::DATE);
                }
                first
            });
            catalog.tables.push(firsts);
        }
        catalog
    }

    fn empty(rule_set: &RuleSet) -> Self {
        let lanes = ValueSet::interval(0, Value::of_index(rule_set.lanes().len()).0 - 1);
        let domains = rule_set.fact_ids().map(|id| {
            let values =
                if id == FactId::LANE { lanes.clone() } else { space::domain(rule_set, id) };
            let few = values.intervals().iter().all(|p| p.least >= 0 && p.greatest < FEW);
            if few { Bound::Few(bits_of(&values)) } else { Bound::Many(values) }
        });
        Self {
            domains: domains.collect(),
            tests: Vec::new(),
            regions: Vec::new(),
            entries: Vec::new(),
            impossible: Vec::new(),
            flows: 0,
            taxes: 0,
            fee: 0,
            raises: Vec::new(),
            tables: Vec::new(),
        }
    }

    fn next(&self) -> u32 {
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

    fn push(&mut self, condition: &'r Condition) -> CondId {
        let within = self.tests_of(&condition.within);
        self.push_tests(within, &condition.unless)
    }

    /// A row that holds in a lane lighter than its own.
    fn push_raise(&mut self, condition: &'r Condition, lane: LaneId) -> CondId {
        let (fact, greatest) = (FactId::LANE, i64::from(lane.0) - 1);
        let allowed = match self.domains.get(fact.index()) {
            Some(Bound::Few(_)) => Allowed::Few(bits_between(0, greatest)),
            _ => Allowed::One(Interval::new(0, greatest)),
        };
        let mut within = vec![Test { fact, allowed }];
        within.extend(self.tests_of(&condition.within));
        self.push_tests(within, &condition.unless)
    }

    fn push_region(&mut self, region: &'r Region, asked: impl Fn(FactId) -> bool) -> CondId {
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

    /// The condition of a row.
    pub(crate) fn row(&self, row: RowId) -> CondId {
        CondId(row.0)
    }

    /// The condition of a flow.
    pub(crate) fn flow(&self, flow: FlowId) -> CondId {
        CondId(self.flows + u32::from(flow.0))
    }

    /// The condition of a tax.
    pub(crate) fn tax(&self, tax: TaxId) -> CondId {
        CondId(self.taxes + u32::from(tax.0))
    }

    /// The condition of the daily fee, of a rule set that has one.
    pub(crate) fn fee(&self) -> CondId {
        CondId(self.fee)
    }

    /// That a shipment meets a row in a lane lighter than the row's own; none if there is no such.
    pub(crate) fn raise(&self, row: RowId) -> Option<CondId> {
        self.raises.get(row.index()).copied().flatten()
    }

    /// An entry of the table at a place among all tables.
    pub(crate) fn entry(&self, table: usize, entry: u32) -> CondId {
        CondId(self.first_of(table, 0) + entry)
    }

    /// The same, whatever the date.
    pub(crate) fn entry_on_any_day(&self, table: usize, entry: u32) -> CondId {
        CondId(self.first_of(table, 1) + entry)
    }

    #[expect(clippy::indexing_slicing, reason = "there is a pair for each table")]
    fn first_of(&self, table: usize, which: usize) -> u32 {
        self.tables[table][which]
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

impl Index<CondId> for Catalog<'_> {
    type Output = Entry;

    #[expect(clippy::indexing_slicing, reason = "the catalog makes an id with its entry")]
    fn index(&self, id: CondId) -> &Entry {
        &self.entries[id.0 as usize]
    }
}

impl<'r> Index<RegionId> for Catalog<'r> {
    type Output = [Test<'r>];

    #[expect(clippy::indexing_slicing, reason = "the catalog makes an id with its box")]
    fn index(&self, id: RegionId) -> &[Test<'r>] {
        &self.tests[self.regions[id.0 as usize].clone()]
    }
}
