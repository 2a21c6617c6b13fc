//! The fee for delay.

use rust_decimal::Decimal;

use crate::charge::compute::{Charge, Missing, Sum, is_due};
use crate::charge::exact::{Exact, Round};
use crate::model::RuleSet;
use crate::model::charge::DailyFee;
use crate::model::condition::Facts;
use crate::model::fact::Lines;

/// The fee for delay; none where no day is late.
#[must_use]
pub fn daily_fee<'r>(
    rule_set: &'r RuleSet,
    fee: &'r DailyFee,
    facts: &Facts,
) -> Option<Charge<'r>> {
    daily_fee_of_lines(rule_set, fee, &[(facts, facts)])
}

/// The fee of a shipment of several lines, each with its facts and with what it has of each total:
/// one fee, on what those lines are worth for which it holds.
pub(super) fn daily_fee_of_lines<'r>(
    rule_set: &'r RuleSet,
    fee: &'r DailyFee,
    lines: &[(&Facts, &Facts)],
) -> Option<Charge<'r>> {
    let held: Vec<&(&Facts, &Facts)> =
        lines.iter().filter(|(facts, _)| fee.rule.condition.holds(facts)).collect();
    let (facts, own) = held.first()?;
    let mut sum = Sum::new(rule_set, facts, own);
    let late = sum.number(fee.days)?.checked_sub(fee.free_days)?;
    if late <= Decimal::ZERO {
        return None;
    }
    // What all lines share is there once.
    let counted = if rule_set[fee.base].lines == Lines::Same { 1 } else { held.len() };
    let mut missing = sum.missing;
    let mut worth = Some(Exact::zero());
    for (facts, own) in held.iter().take(counted) {
        let mut sum = Sum::new(rule_set, facts, own);
        let value = sum.number(fee.base);
        missing.extend(
            sum.missing.iter().filter(|one| !missing.contains(one)).copied().collect::<Vec<_>>(),
        );
        worth = worth.zip(value).map(|(worth, value)| worth.plus(&Exact::from(value)));
    }
    let exact = worth.map(|value| {
        let hundredfold = value.times(fee.percent).times(late);
        hundredfold.over(&Decimal::ONE_HUNDRED.into(), fee.unit, Round::Down)
    });
    if exact == Some(None) {
        missing.push(Missing::Size);
    }
    let payable = exact.flatten();
    Some(Charge {
        rule: &fee.rule,
        title: fee.title.as_ref(),
        payable,
        waived: payable.is_some_and(|amount| is_due(amount) && amount < fee.floor),
        items: Vec::new(),
        entries: Vec::new(),
        missing,
        tariff: None,
    })
}
