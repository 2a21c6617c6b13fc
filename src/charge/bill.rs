//! All that must be paid for one shipment.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::charge::compute::{self, Charge};
use crate::charge::fee::daily_fee;
use crate::evaluate::{Decision, Verdict};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};

/// The charges of one shipment.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Bill<'r> {
    /// The tax, where a regime holds.
    pub tax: Option<Charge<'r>>,
    /// The fee for declaring late, where a day is late.
    pub late_fee: Option<Charge<'r>>,
}

impl<'r> Bill<'r> {
    /// The charges of a closed shipment; none of a refused one.
    #[must_use]
    pub fn new(rule_set: &'r RuleSet, decision: &Decision, facts: &Facts) -> Self {
        let regime = decision.tax.map(|tax| &rule_set[tax]);
        let fee = rule_set.daily_fee().filter(|_| decision.verdict != Verdict::Refused);
        Self {
            tax: regime.map(|regime| compute::tax(rule_set, regime, facts)),
            late_fee: fee.and_then(|fee| daily_fee(rule_set, fee, facts)),
        }
    }

    /// The charges there are.
    pub fn charges(&self) -> impl Iterator<Item = &Charge<'r>> {
        [&self.tax, &self.late_fee].into_iter().flatten()
    }

    /// What must be paid in all; none where that is not known.
    #[must_use]
    pub fn to_pay(&self) -> Option<Decimal> {
        self.charges().try_fold(Decimal::ZERO, |sum, charge| sum.checked_add(charge.to_pay()?))
    }

    /// How dear it is, as far as two bills can be compared: by what is to pay or, where a number is
    /// missing, by what each unit of it costs.
    pub(crate) fn dearness(&self) -> (u8, Option<FactId>, Decimal) {
        if let Some(to_pay) = self.to_pay() {
            return (0, None, to_pay);
        }
        match (self.tax.as_ref().and_then(|tax| tax.tariff.as_ref()), &self.late_fee) {
            (Some(tariff), None) => (1, Some(tariff.base), tariff.on_one),
            _ => (2, None, Decimal::ZERO),
        }
    }

    /// Whether this one is lower or higher; none where that cannot be told.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let (one, other) = (self.dearness(), other.dearness());
        let known = one.0 < 2 && (one.0, one.1) == (other.0, other.1);
        known.then(|| one.2.cmp(&other.2))
    }

    /// Whether both come to the same: the same amount or, where it is not known, the same rates.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.to_pay(), other.to_pay()) {
            (None, None) => self == other,
            (one, other) => one == other,
        }
    }
}
