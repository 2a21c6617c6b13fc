//! The parts of a tax before and after it is rounded.

use rust_decimal::Decimal;

use crate::charge::exact::{Exact, Round};
use crate::model::charge::Table;

/// One part of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item<'r> {
    /// The table of its rate.
    pub table: &'r Table,
    /// The rate in percent.
    pub rate: Decimal,
    /// For a rate on prices: how many units, and the price of each.
    pub priced: Option<(Decimal, Decimal)>,
    /// The amount, rounded so that all parts add up to the payable amount.
    pub amount: Decimal,
}

/// A part of a tax before it is rounded.
pub(super) struct Part<'r> {
    pub(super) table: &'r Table,
    /// The rate in percent.
    pub(super) rate: Decimal,
    /// For a rate on prices: how many units, and the price of each.
    pub(super) priced: Option<(Decimal, Decimal)>,
    /// A multiple of the divisor of all parts.
    pub(super) amount: Exact,
}

/// The parts of a tax, each as a share of one divisor so that nothing is rounded before the end.
pub(super) struct Parts<'r> {
    pub(super) parts: Vec<Part<'r>>,
    pub(super) divisor: Exact,
}

impl<'r> Parts<'r> {
    /// The amount, rounded to a multiple of `unit`, half away from zero; none where it is too large.
    pub(super) fn rounded(&self, unit: Decimal) -> Option<Decimal> {
        self.sum().over(&self.divisor, unit, Round::HalfAway)
    }

    pub(super) fn sum(&self) -> Exact {
        self.parts.iter().fold(Exact::zero(), |sum, part| sum.plus(&part.amount))
    }

    /// The parts, rounded; the last takes what rounding left.
    pub(super) fn items(&self, payable: Decimal, unit: Decimal) -> Option<Vec<Item<'r>>> {
        let mut left = payable;
        let mut items = Vec::with_capacity(self.parts.len());
        for part in self.parts.iter().filter(|part| !part.rate.is_zero()) {
            let amount = part.amount.over(&self.divisor, unit, Round::HalfAway)?;
            left -= amount;
            items.push(Item { table: part.table, rate: part.rate, priced: part.priced, amount });
        }
        if let Some(last) = items.last_mut() {
            last.amount += left;
        }
        Some(items)
    }
}
