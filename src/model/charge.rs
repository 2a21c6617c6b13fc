//! Charges: rates and prices as dated data, and the few formulas that use them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::by_range::{ByRange, Lazy};
use crate::model::condition::{Facts, Region};
use crate::model::ids::{FactId, PriceId, RateId, SourceId};
use crate::model::rule::{Confidence, Rule};
use crate::model::value::{Value, ValueSet};
use crate::model::wording::{Wording, in_words};
use crate::source::Span;

/// A rate or a price that depends on the facts and the date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Table {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// Its entries; no two of them ever hold at once.
    pub entries: Vec<Entry>,
    /// What holds where none of them does.
    pub otherwise: Option<Otherwise>,
    /// Where it comes from, for entries that cite nothing of their own.
    pub sources: Vec<SourceId>,
    /// Where it is declared.
    pub span: Span,
    /// Its entries by what they ask for.
    #[serde(skip)]
    pub(crate) sorted: Lazy,
}

/// What a table has for all else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Otherwise {
    /// The amount.
    pub entry: Entry,
    /// Where it is not known to hold: what an entry asks for was not given.
    pub unknown: Vec<Region>,
}

/// One amount of a table, and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entry {
    /// When it holds, its dates included.
    pub within: Region,
    /// A rate in percent, or a price.
    pub amount: Decimal,
    /// For prices: the number fact whose unit the price is for.
    pub per: Option<FactId>,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Where it is declared.
    pub span: Span,
}

/// A tax regime: the first whose condition holds is the one that is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tax {
    /// The rule by which it is taken.
    pub rule: Rule,
    /// What people call it.
    pub title: Option<Wording>,
    /// How it is computed.
    pub formula: Formula,
    /// What the payable amount is rounded to, half away from zero.
    pub unit: Decimal,
}

/// How a tax is computed. Rates are in percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Formula {
    /// Duty on the value; consumption tax on value and duty, itself included; VAT on all of these;
    /// a share of the sum is payable.
    Chain {
        /// The number fact that says what the goods are worth.
        base: FactId,
        /// The rate of duty; none for no duty.
        duty: Option<RateId>,
        /// The rate of consumption tax; none for no such tax.
        consumption_tax: Option<RateId>,
        /// The rate of VAT; none for no such tax.
        vat: Option<RateId>,
        /// The share that is payable, in percent.
        share: Decimal,
    },
    /// A duty in percent of the value, for each unit, or both, and VAT on value and duty.
    Duty {
        /// The number fact that says what the goods are worth, where a rate is on that.
        base: Option<FactId>,
        /// The rate in percent; none for none.
        rate: Option<RateId>,
        /// The duty on each unit; none for none.
        specific: Option<PriceId>,
        /// Which of the two is due, where there are both.
        take: Take,
        /// The least duty that is due at all.
        minimum: Option<Decimal>,
        /// The rate of VAT; none for no such tax.
        vat: Option<RateId>,
    },
    /// One rate on a price for each unit, or on a value.
    Flat {
        /// The rate.
        rate: RateId,
        /// The price for each unit, where the table has one.
        prices: Option<PriceId>,
        /// The number fact that says what the goods are worth, where no price does.
        base: Option<FactId>,
        /// The greatest tax that need not be paid.
        waived_up_to: Option<Decimal>,
    },
}

/// What is due of a duty in percent and of one on each unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Take {
    /// Both of them.
    Both,
    /// The higher one.
    Higher,
    /// The lower one.
    Lower,
}

/// A fee for every day after some free ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DailyFee {
    /// The rule by which it is due.
    pub rule: Rule,
    /// What people call it.
    pub title: Option<Wording>,
    /// The rate for each day, in percent.
    pub percent: Decimal,
    /// The number fact that says what the goods are worth.
    pub base: FactId,
    /// The number fact that counts the days.
    pub days: FactId,
    /// How many days are free.
    pub free_days: Decimal,
    /// Parts of this are dropped.
    pub unit: Decimal,
    /// A fee below this is not levied.
    pub floor: Decimal,
}

impl Formula {
    /// The tables of rates that the formula uses.
    pub fn rates(&self) -> impl Iterator<Item = RateId> {
        let rates = match self {
            Self::Chain { duty, consumption_tax, vat, .. } => [*duty, *consumption_tax, *vat],
            Self::Duty { rate, vat, .. } => [*rate, *vat, None],
            Self::Flat { rate, .. } => [Some(*rate), None, None],
        };
        rates.into_iter().flatten()
    }

    /// The table of prices that the formula uses, if it does.
    #[must_use]
    pub fn prices(&self) -> Option<PriceId> {
        match self {
            Self::Chain { .. } => None,
            Self::Duty { specific, .. } => *specific,
            Self::Flat { prices, .. } => *prices,
        }
    }
}

impl Formula {
    /// Whether the amount is a number times something, once the rates are known.
    #[must_use]
    pub fn is_multiple(&self) -> bool {
        match self {
            Self::Chain { .. } | Self::Flat { .. } => true,
            Self::Duty { specific, minimum, .. } => specific.is_none() && minimum.is_none(),
        }
    }

    /// The number fact that says what the goods are worth, if the formula looks at one.
    #[must_use]
    pub fn base(&self) -> Option<FactId> {
        match self {
            Self::Chain { base, .. } => Some(*base),
            Self::Duty { base, .. } | Self::Flat { base, .. } => *base,
        }
    }
}

impl Otherwise {
    /// Where it is not known to hold beside some entries: the box of each, with what is not given as
    /// one value more of every fact that may be so.
    pub(crate) fn unknown(
        entries: &[Entry],
        may_be_absent: impl Fn(FactId) -> bool,
    ) -> Vec<Region> {
        let not_given = ValueSet::of([Value::NOT_GIVEN]);
        let asks = |within: &Region| within.tests().iter().any(|(id, _)| may_be_absent(*id));
        let boxes = entries.iter().map(|entry| &entry.within).filter(|within| asks(within));
        let widened = boxes.map(|within| {
            let tests = within.tests().iter().map(|(id, set)| match may_be_absent(*id) {
                true => (*id, set.union(&not_given)),
                false => (*id, set.clone()),
            });
            Region::new(tests.collect())
        });
        widened.collect()
    }
}

impl Table {
    /// Lets what it has for all else know its entries, once they are others.
    pub(crate) fn settle(&mut self, may_be_absent: impl Fn(FactId) -> bool) {
        if let Some(rest) = &mut self.otherwise {
            rest.unknown = Otherwise::unknown(&self.entries, may_be_absent);
        }
    }

    /// The entry that holds for these facts, else the one for all else; none where nothing is known.
    #[must_use]
    pub fn entry(&self, facts: &Facts) -> Option<&Entry> {
        let sort = || ByRange::new(self.entries.iter().map(|entry| &entry.within));
        let places = self.sorted.get_or_sort(sort).of(facts).into_iter().flatten();
        let mut entries = places.filter_map(|at| self.entries.get(*at as usize));
        let listed = entries.find(|entry| entry.within.holds(facts));
        listed.or_else(|| {
            let rest = self.otherwise.as_ref()?;
            (!rest.unknown.iter().any(|region| region.holds(facts))).then_some(&rest.entry)
        })
    }

    /// A fact that was not given, and without which it is not known whether an entry holds.
    #[must_use]
    pub fn lacks(&self, facts: &Facts) -> Option<FactId> {
        let unknown = self.otherwise.iter().flat_map(|rest| &rest.unknown);
        let mut asked = unknown.filter(|one| one.holds(facts)).flat_map(Region::tests);
        asked.find(|(fact, _)| facts.get(*fact) == Value::NOT_GIVEN).map(|(fact, _)| *fact)
    }

    /// What people call it: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }
}
