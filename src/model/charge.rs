//! Charges: rates and prices as dated data, and the few formulas that use them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::condition::{Facts, Region};
use crate::model::ids::{FactId, PriceId, RateId, SourceId};
use crate::model::rule::{Confidence, Rule};
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
    /// Where it comes from, for entries that cite nothing of their own.
    pub sources: Vec<SourceId>,
    /// Where it is declared.
    pub span: Span,
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
            Self::Flat { rate, .. } => [Some(*rate), None, None],
        };
        rates.into_iter().flatten()
    }

    /// The table of prices that the formula uses, if it does.
    #[must_use]
    pub fn prices(&self) -> Option<PriceId> {
        match self {
            Self::Chain { .. } => None,
            Self::Flat { prices, .. } => *prices,
        }
    }
}

impl Table {
    /// The entry that holds for these facts; none where nothing is known.
    #[must_use]
    pub fn entry(&self, facts: &Facts) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.within.holds(facts))
    }

    /// What people call it: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }
}
