//! The catalog: every condition of a rule set, ready to be laid over boxes.
//!
//! What a rule does to the lane is a condition, too: a shipment that meets the rule and is in a
//! lighter lane cannot be. So the lane is one more fact of the box, and flows that ask for it are
//! like all others.

use std::ops::{Deref, DerefMut};

use crate::analyze::conditions::{CondId, Conditions};
use crate::model::charge::Table;
use crate::model::condition::Condition;
use crate::model::ids::{FactId, FlowId, PriceId, RateId, RowId, TaxId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, RuleSet};
use crate::space;

/// Which of what no shipment can be is left out of sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Impossible {
    /// What the facts make so: names that are not in force, and the like.
    ByFacts,
    /// What an entry of the file says.
    Stated(usize),
}

/// Every condition of a rule set, under the names by which questions speak of them.
#[derive(Debug)]
pub(crate) struct Catalog<'r> {
    conditions: Conditions<'r>,
    /// What no shipment can be, the entries of the file last.
    impossible: Vec<CondId>,
    /// How many entries of the file there are among these.
    stated: usize,
    flows: u32,
    taxes: u32,
    fee: u32,
    laws: u32,
    /// By row: that a shipment meets it in a lane that is too light.
    raises: Vec<Option<CondId>>,
    /// By table of rates, then by table of prices: its entries, and the same whatever the date.
    tables: Vec<[u32; 2]>,
    /// By table: where what it has for all else is not known to hold.
    unknown: Vec<Vec<CondId>>,
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
        catalog.laws = catalog.next();
        for law in rule_set.laws() {
            catalog.push(&law.rule.condition);
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
            let rest = id.of(rule_set).otherwise.iter().flat_map(|rest| &rest.unknown);
            let unknown = rest.map(|region| catalog.push_region(region, |_| true)).collect();
            catalog.unknown.push(unknown);
        }
        catalog
    }

    fn empty(rule_set: &RuleSet) -> Self {
        let lanes = ValueSet::interval(0, Value::of_index(rule_set.lanes().len()).0 - 1);
        let domains = rule_set.fact_ids().map(|id| match id {
            FactId::LANE => lanes.clone(),
            _ => space::domain(rule_set, id),
        });
        Self {
            conditions: Conditions::new(domains),
            impossible: Vec::new(),
            stated: rule_set.impossibilities().len(),
            flows: 0,
            taxes: 0,
            fee: 0,
            laws: 0,
            raises: Vec::new(),
            tables: Vec::new(),
            unknown: Vec::new(),
        }
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

    /// The condition of a law, by its place.
    pub(crate) fn law(&self, at: usize) -> CondId {
        CondId(self.laws + u32::try_from(at).unwrap_or(0))
    }

    /// What no shipment can be, by its place; none for what is allowed.
    pub(crate) fn impossible(&self, at: u32, allowed: &[Impossible]) -> Option<CondId> {
        let first = self.impossible.len() - self.stated_count();
        let kind = match (at as usize).checked_sub(first) {
            Some(stated) => Impossible::Stated(stated),
            None => Impossible::ByFacts,
        };
        self.impossible.get(at as usize).filter(|_| !allowed.contains(&kind)).copied()
    }

    /// How many impossibilities the file states.
    pub(crate) fn stated_count(&self) -> usize {
        self.stated.min(self.impossible.len())
    }

    /// The condition of an impossibility of the file.
    pub(crate) fn stated(&self, at: usize) -> Option<CondId> {
        let first = self.impossible.len() - self.stated_count();
        self.impossible.get(first.checked_add(at)?).copied()
    }

    /// That a shipment meets a row in a lane lighter than the row's own; none if there is no such.
    pub(crate) fn raise(&self, row: RowId) -> Option<CondId> {
        self.raises.get(row.index()).copied().flatten()
    }

    /// An entry of the table at a place among all tables.
    pub(crate) fn entry(&self, table: usize, entry: u32) -> CondId {
        CondId(self.first_of(table, 0) + entry)
    }

    /// Where what a table has for all else is not known to hold.
    pub(crate) fn unknown(&self, table: usize) -> &[CondId] {
        self.unknown.get(table).map_or(&[], Vec::as_slice)
    }

    /// The same, whatever the date.
    pub(crate) fn entry_on_any_day(&self, table: usize, entry: u32) -> CondId {
        CondId(self.first_of(table, 1) + entry)
    }

    #[expect(clippy::indexing_slicing, reason = "there is a pair for each table")]
    fn first_of(&self, table: usize, which: usize) -> u32 {
        self.tables[table][which]
    }
}

impl<'r> Deref for Catalog<'r> {
    type Target = Conditions<'r>;

    fn deref(&self) -> &Conditions<'r> {
        &self.conditions
    }
}

impl DerefMut for Catalog<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conditions
    }
}
