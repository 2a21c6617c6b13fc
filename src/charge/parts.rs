//! The parts of a tax before and after it is rounded.

use rust_decimal::{Decimal, RoundingStrategy};

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

/// The parts of a tax, each as a share of one divisor so that nothing is rounded before the end.
pub(super) struct Parts<'r> {
    pub(super) parts: Vec<(&'r Table, Decimal, Decimal)>,
    pub(super) divisor: Decimal,
    pub(super) priced: Option<(Decimal, Decimal)>,
}

impl<'r> Parts<'r> {
    pub(super) fn total(&self) -> Option<Decimal> {
        self.sum()?.checked_div(self.divisor)
    }

    pub(super) fn sum(&self) -> Option<Decimal> {
        self.parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.2))
    }

    /// The parts, rounded; the last takes what rounding left.
    pub(super) fn items(&self, payable: Decimal, unit: Decimal) -> Vec<Item<'r>> {
        let mut left = payable;
        let charged = self.parts.iter().filter(|(_, rate, _)| !rate.is_zero());
        let mut items: Vec<Item<'r>> = charged
            .map(|(table, rate, part)| {
                let amount = part.checked_div(self.divisor).and_then(|exact| rounded(exact, unit));
                let amount = amount.unwrap_or_default();
                left -= amount;
                Item { table, rate: *rate, priced: self.priced, amount }
            })
            .collect();
        if let Some(last) = items.last_mut() {
            last.amount += left;
        }
        items
    }
}

/// Rounds to a multiple of `unit`, half away from zero.
pub(super) fn rounded(exact: Decimal, unit: Decimal) -> Option<Decimal> {
    let units = exact.checked_div(unit)?;
    units.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).checked_mul(unit)
}
