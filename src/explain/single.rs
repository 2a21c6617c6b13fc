//! Single changes: one fact otherwise, as many shipments could be changed alike.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::evaluate::{Release, Verdict};
use crate::explain::cost::way;
use crate::model::change::Way;
use crate::model::charge::{Formula, Tax};
use crate::model::condition::{Condition, FactId, Facts};
use crate::model::fact::{Fact, Kind, Name, Offered};
use crate::model::value::{Interval, Value, ValueSet};
use crate::model::{LaneId, RuleSet};

/// A change of one fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Single {
    /// The fact, the date among them.
    pub fact: FactId,
    /// What becomes of it.
    pub to: To,
}

/// What becomes of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum To {
    /// It is this: a name, or yes or no.
    Be(Value),
    /// It is kept at or below this.
    AtMost(Value),
    /// It is this or more; of the date: that day or a later one.
    AtLeast(Value),
}

/// What an answer is measured by: what goes before what does not, a lighter lane before a stricter
/// one, then an earlier release; apart from that, what is to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// Whether it can go, how closely customs looks, and when it is let go.
    pub rank: (Verdict, Option<LaneId>, Option<Release>),
    /// What must be paid in all; none where that is not known.
    pub to_pay: Option<Decimal>,
}

impl Standing {
    /// What an answer is measured by.
    #[must_use]
    pub fn new(rank: (Verdict, Option<LaneId>, Option<Release>), to_pay: Option<Decimal>) -> Self {
        Self { rank, to_pay }
    }

    /// What is saved by another; none where one of the two is not known.
    #[must_use]
    pub fn saved_by(&self, other: &Self) -> Option<Decimal> {
        self.to_pay?.checked_sub(other.to_pay?)
    }
}

impl Single {
    /// The value that the fact of a shipment gets; none where that is no change, or cannot be done.
    #[must_use]
    pub fn value_for(&self, rule_set: &RuleSet, facts: &Facts) -> Option<Value> {
        let now = facts.get(self.fact);
        let fact = &rule_set[self.fact];
        match self.to {
            To::Be(value) => {
                let open = |name: &Name| name.is_in_force(facts.day()) && name.offered.holds(facts);
                (now != value && fact.name(value).is_none_or(open)).then_some(value)
            }
            To::AtMost(most) => (now > most).then_some(most),
            To::AtLeast(least) => (now != Value::NOT_GIVEN && now < least).then_some(least),
        }
    }
}

/// The single changes that are told apart by a file, in the order of its facts, the date last.
///
/// What has to stay as it is, as the file says or for what kind of fact it is, is not among them; nor
/// are codes. Numbers and dates go to where a rule begins or ends to hold.
#[must_use]
pub fn singles(rule_set: &RuleSet) -> Vec<Single> {
    let mut found = Vec::new();
    let facts = rule_set.facts().map(|(id, _)| id).chain([FactId::DATE]);
    for fact in facts {
        let Some(way) = way(rule_set, fact) else { continue };
        let to: Vec<To> = match &rule_set[fact].kind {
            Kind::Names(_) => names(&rule_set[fact]),
            Kind::YesNo => yes_or_no(way),
            Kind::Number(_) | Kind::Date => bounds(rule_set, fact, way),
            Kind::Code(_) => Vec::new(),
        };
        found.extend(to.into_iter().map(|to| Single { fact, to }));
    }
    found
}

fn names(fact: &Fact) -> Vec<To> {
    let names = fact.names().enumerate().filter(|(_, name)| name.offered != Offered::Never);
    names.map(|(at, _)| To::Be(Value::of_index(at))).collect()
}

fn yes_or_no(way: Way) -> Vec<To> {
    let yes = (way != Way::Lower).then_some(To::Be(Value::YES));
    let no = (way != Way::Raise).then_some(To::Be(Value::NO));
    yes.into_iter().chain(no).collect()
}

/// Whether what must be paid is computed on a fact: less of it is another order, and saves nothing.
#[must_use]
pub fn is_charged(rule_set: &RuleSet, fact: FactId) -> bool {
    let of_tax = |tax: &Tax| match &tax.formula {
        Formula::Chain { base, .. } => *base == fact,
        Formula::Duty { base, .. } | Formula::Flat { base, .. } => *base == Some(fact),
    };
    let prices = rule_set.prices().iter().flat_map(|table| &table.entries);
    rule_set.taxes().iter().any(of_tax)
        || rule_set.daily_fee().is_some_and(|fee| fee.base == fact)
        || prices.into_iter().any(|entry| entry.per == Some(fact))
}

/// Where rules begin and end to hold along a number or the date.
fn bounds(rule_set: &RuleSet, fact: FactId, way: Way) -> Vec<To> {
    let kind = &rule_set[fact].kind;
    let (least, greatest) = match kind {
        Kind::Date => (rule_set.first_date().value().0, i64::from(i32::MAX)),
        _ => (rule_set[fact].domain().least, rule_set[fact].domain().greatest),
    };
    let regions = rule_set.conditions().flat_map(Condition::regions);
    let regions = regions.chain(rule_set.table_regions());
    let sets: Vec<&ValueSet> = regions.filter_map(|region| region.allowed(fact)).collect();
    let parts = sets.iter().flat_map(|set| set.intervals());
    // Between two values: the last on one side, and the first on the other.
    let cuts = |part: &Interval| [part.least, part.greatest.saturating_add(1)];
    let mut cuts: Vec<i64> =
        parts.flat_map(cuts).filter(|cut| least < *cut && *cut <= greatest).collect();
    cuts.sort_unstable();
    cuts.dedup();
    // Of those that help as much the one is taken that changes least: nearer ones come first.
    let at_most =
        cuts.iter().rev().filter(|_| way != Way::Raise).map(|cut| To::AtMost(Value(cut - 1)));
    let at_least = cuts.iter().filter(|_| way != Way::Lower).map(|cut| To::AtLeast(Value(*cut)));
    at_most.chain(at_least).collect()
}

/// What a single change does to many shipments, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Moved {
    /// Shipments that could not go, and can.
    pub freed: u64,
    /// Those that get a lighter lane.
    pub lighter: u64,
    /// Those that are released earlier in the same lane.
    pub sooner: u64,
    /// Those that are as they were, and cost less.
    pub cheaper: u64,
    /// Those that would be worse off: to them it is not to be done.
    pub worse: u64,
    /// What is saved on those that it helps and that cost less, in all.
    pub saved: Decimal,
    /// What those that it helps and that cost more cost more, in all.
    pub costs: Decimal,
}

impl Moved {
    /// Counts a shipment, and says whether the change helps it.
    pub fn add(&mut self, now: &Standing, then: &Standing) -> bool {
        let saved = now.saved_by(then).unwrap_or_default();
        let counts = match then.rank.cmp(&now.rank) {
            Ordering::Greater => {
                self.worse += 1;
                return false;
            }
            Ordering::Equal if saved <= Decimal::ZERO => return false,
            Ordering::Equal => &mut self.cheaper,
            _ if then.rank.0 != Verdict::Clearable => return false,
            _ if now.rank.0 != then.rank.0 => &mut self.freed,
            _ if now.rank.1 != then.rank.1 => &mut self.lighter,
            _ => &mut self.sooner,
        };
        *counts += 1;
        self.saved = self.saved.saturating_add(saved.max(Decimal::ZERO));
        self.costs = self.costs.saturating_add((-saved).max(Decimal::ZERO));
        true
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.freed += other.freed;
        self.lighter += other.lighter;
        self.sooner += other.sooner;
        self.cheaper += other.cheaper;
        self.worse += other.worse;
        self.saved = self.saved.saturating_add(other.saved);
        self.costs = self.costs.saturating_add(other.costs);
    }

    /// How many shipments get a better way through customs.
    #[must_use]
    pub fn better(&self) -> u64 {
        self.freed + self.lighter + self.sooner
    }

    /// How many shipments it helps.
    #[must_use]
    pub fn helped(&self) -> u64 {
        self.better() + self.cheaper
    }
}
