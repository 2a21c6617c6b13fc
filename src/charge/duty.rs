//! Duties in percent of a value, on each unit, or both, with VAT on top.

use rust_decimal::Decimal;

use crate::charge::exact::Exact;
use crate::charge::parts::{Part, Parts};
use crate::model::charge::{Entry, Table, Take};

/// A hundredth, which divides exactly.
const PERCENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// What a duty is computed from, as far as it has it.
pub(super) struct Duty<'r> {
    pub(super) value: Option<Decimal>,
    pub(super) rate: Option<(&'r Table, Decimal)>,
    /// The price of each unit, and how many there are.
    pub(super) specific: Option<(&'r Table, &'r Entry, Decimal)>,
    pub(super) take: Take,
    pub(super) minimum: Option<Decimal>,
    pub(super) vat: Option<(&'r Table, Decimal)>,
}

impl<'r> Duty<'r> {
    /// The parts of the duty, and the VAT on value and duty.
    pub(super) fn parts(&self) -> Parts<'r> {
        let value = self.value.unwrap_or(Decimal::ZERO);
        let mut parts = self.duties(value);
        if let Some((table, rate)) = self.vat {
            let taxed = parts.iter().fold(Exact::from(value), |sum, part| sum.plus(&part.amount));
            let amount = taxed.times(rate).times(PERCENT);
            parts.push(Part { table, rate, priced: None, amount });
        }
        Parts { parts, divisor: Decimal::ONE.into() }
    }

    fn duties(&self, value: Decimal) -> Vec<Part<'r>> {
        let in_percent = self.rate.map(|(table, rate)| {
            let amount = Exact::from(value).times(rate).times(PERCENT);
            Part { table, rate, priced: None, amount }
        });
        let on_units = self.specific.map(|(table, entry, units)| Part {
            table,
            rate: Decimal::ONE_HUNDRED,
            priced: entry.per.map(|_| (units, entry.amount)),
            amount: Exact::from(units).times(entry.amount),
        });
        let mut due: Vec<Part<'r>> = match (in_percent, on_units, self.take) {
            (Some(one), Some(other), Take::Higher) if one.amount.is_below(&other.amount) => {
                vec![other]
            }
            (Some(one), Some(other), Take::Lower) if other.amount.is_below(&one.amount) => {
                vec![other]
            }
            (Some(one), Some(_), Take::Higher | Take::Lower) => vec![one],
            (one, other, _) => one.into_iter().chain(other).collect(),
        };
        let sum = due.iter().fold(Exact::zero(), |sum, part| sum.plus(&part.amount));
        if let Some(least) = self.minimum.map(Exact::from).filter(|least| sum.is_below(least)) {
            due.truncate(1);
            due.iter_mut().for_each(|part| part.amount = least.clone());
        }
        due
    }
}
