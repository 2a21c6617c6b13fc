//! All that must be paid for one shipment.

use rust_decimal::Decimal;

use crate::charge::{self, Charge};
use crate::evaluate::{Decision, Verdict};
use crate::model::RuleSet;
use crate::model::condition::Facts;

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
    /// The charges of a shipment; none of a refused one.
    pub(super) fn new(rule_set: &'r RuleSet, decision: &Decision, facts: &Facts) -> Self {
        let regime = decision.tax.map(|tax| &rule_set[tax]);
        let fee = rule_set.daily_fee().filter(|_| decision.verdict != Verdict::Refused);
        Self {
            tax: regime.map(|regime| charge::tax(rule_set, regime, facts)),
            late_fee: fee.and_then(|fee| charge::daily_fee(rule_set, fee, facts)),
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

    /// Whether both come to the same: the same amount or, where it is not known, the same rates.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.to_pay(), other.to_pay()) {
            (None, None) => self == other,
            (one, other) => one == other,
        }
    }
}
