//! All that must be paid for a shipment of several lines.

use rust_decimal::Decimal;

use crate::charge::compute::{Charge, is_waived, tax_of_line, waived_up_to};
use crate::charge::fee::daily_fee_of_lines;
use crate::evaluate::{LinesDecision, Verdict};
use crate::model::condition::Facts;
use crate::model::{RuleSet, TaxId};

/// The charges of several lines.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LinesBill<'r> {
    /// The tax of each line, where a regime holds: on what the line has of each total.
    pub taxes: Vec<Option<Charge<'r>>>,
    /// The fee for declaring late, where a day is late: one for all lines.
    pub late_fee: Option<Charge<'r>>,
}

impl<'r> LinesBill<'r> {
    /// The charges of lines that are decided, by their facts and by what each has of the totals;
    /// none where they are refused.
    pub(crate) fn new(
        rule_set: &'r RuleSet,
        decided: &LinesDecision,
        facts: &[Facts],
        own: &[Facts],
    ) -> Self {
        let regimes: Vec<Option<TaxId>> = decided.lines.iter().map(|one| one.tax).collect();
        let both = || facts.iter().zip(own);
        let taxes = regimes.iter().zip(both()).map(|(tax, (facts, own))| {
            tax.map(|tax| tax_of_line(rule_set, &rule_set[tax], facts, own))
        });
        let mut taxes: Vec<Option<Charge<'r>>> = taxes.collect();
        waive_together(rule_set, &regimes, &mut taxes);
        let fee = rule_set.daily_fee().filter(|_| decided.whole.verdict != Verdict::Refused);
        let both: Vec<(&Facts, &Facts)> = both().collect();
        let late_fee = fee.and_then(|fee| daily_fee_of_lines(rule_set, fee, &both));
        Self { taxes, late_fee }
    }

    /// The charges there are.
    pub fn charges(&self) -> impl Iterator<Item = &Charge<'r>> {
        self.taxes.iter().chain([&self.late_fee]).flatten()
    }

    /// What the taxes come to; none where that is not known.
    #[must_use]
    pub fn tax(&self) -> Option<Decimal> {
        sum(self.taxes.iter().flatten())
    }

    /// What must be paid in all; none where that is not known.
    #[must_use]
    pub fn to_pay(&self) -> Option<Decimal> {
        sum(self.charges())
    }
}

fn sum<'r: 'c, 'c>(mut charges: impl Iterator<Item = &'c Charge<'r>>) -> Option<Decimal> {
    charges.try_fold(Decimal::ZERO, |sum, charge| sum.checked_add(charge.to_pay()?))
}

/// The greatest tax that need not be paid is one of the shipment, not of each line.
fn waive_together(rule_set: &RuleSet, regimes: &[Option<TaxId>], taxes: &mut [Option<Charge<'_>>]) {
    for regime in regimes.iter().flatten() {
        let Some(most) = waived_up_to(&rule_set[*regime]) else { continue };
        let of_regime = || regimes.iter().map(|one| *one == Some(*regime));
        let amounts = taxes.iter().zip(of_regime()).filter(|(_, own)| *own);
        let whole = amounts
            .map(|(tax, _)| tax.as_ref()?.payable)
            .try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount?));
        let waived = is_waived(whole, Some(most));
        for (tax, _) in taxes.iter_mut().zip(of_regime()).filter(|(_, own)| *own) {
            tax.iter_mut().for_each(|tax| tax.waived = waived);
        }
    }
}
