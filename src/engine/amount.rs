//! Amounts of money without a decimal division for each shipment.
//!
//! Once rates are known, a tax is a whole number of steps times a fraction. Both are exact, so that
//! the amount is the one that [`crate::charge`] computes; where they do not fit, that is asked.

use rust_decimal::Decimal;

use crate::charge::{self, Exact, Multiple};
use crate::model::RuleSet;
use crate::model::charge::{DailyFee, Tax};
use crate::model::condition::{FactId, Facts};
use crate::model::fact::Kind;
use crate::model::value::Value;

/// Products stay below this, far within what exact decimals hold as well.
const MOST: i128 = 1 << 90;

/// What must be paid for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable {
    /// The amount before a waiver; none where something it needs is not known.
    pub amount: Option<Decimal>,
    /// Whether it need not be paid.
    pub waived: bool,
}

impl Payable {
    /// What is left to pay; none where that is not known.
    #[must_use]
    pub fn to_pay(self) -> Option<Decimal> {
        if self.waived { self.amount.and(Some(Decimal::ZERO)) } else { self.amount }
    }
}

/// How the tax of a decision follows from its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Amount {
    /// No tax regime holds.
    #[default]
    None,
    /// A rate is not known.
    Unknown,
    /// The number of steps times a fraction, in units to which it is rounded.
    Fraction { base: FactId, numerator: i128, denominator: i128, unit: Decimal },
    /// It does not fit a fraction.
    Exact,
}

impl Amount {
    /// How `tax` follows from the numbers of a shipment with these facts.
    pub(super) fn new(rule_set: &RuleSet, tax: Option<&Tax>, facts: &Facts) -> Self {
        let Some(tax) = tax else { return Self::None };
        match charge::multiple(rule_set, tax, facts) {
            Multiple::Unknown => Self::Unknown,
            Multiple::Other => Self::Exact,
            Multiple::Of { base, total, divisor } => {
                fraction(rule_set, tax, base, &total, &divisor).unwrap_or(Self::Exact)
            }
        }
    }

    /// The amount for these facts.
    pub(super) fn of(self, rule_set: &RuleSet, tax: &Tax, facts: &Facts) -> Option<Payable> {
        let amount = match self {
            Self::None => return None,
            Self::Unknown => None,
            Self::Exact => return Some(exact(rule_set, tax, facts)),
            Self::Fraction { base, numerator, denominator, unit } => {
                let steps = facts.get(base);
                if steps == Value::NOT_GIVEN {
                    None
                } else {
                    let product = i128::from(steps.0).checked_mul(numerator);
                    let Some(product) = product.filter(|product| product.abs() < MOST) else {
                        return Some(exact(rule_set, tax, facts));
                    };
                    units(product, denominator).checked_mul(unit.mantissa()).and_then(|units| {
                        Decimal::try_from_i128_with_scale(units, unit.scale()).ok()
                    })
                }
            }
        };
        let waived = charge::is_waived(amount, charge::waived_up_to(tax));
        Some(Payable { amount, waived })
    }
}

fn exact(rule_set: &RuleSet, tax: &Tax, facts: &Facts) -> Payable {
    let charge = charge::tax(rule_set, tax, facts);
    Payable { amount: charge.payable, waived: charge.waived }
}

/// The quotient, rounded half away from zero.
fn units(product: i128, denominator: i128) -> i128 {
    // Most amounts fit the arithmetic that the machine has.
    if let (Ok(product), Ok(denominator)) = (u64::try_from(product), u64::try_from(denominator)) {
        let (whole, rest) = (product / denominator.max(1), product % denominator.max(1));
        return i128::from(whole) + i128::from(rest >= denominator - rest);
    }
    let (whole, rest) = (product / denominator, (product % denominator).abs());
    if rest >= denominator - rest { whole + product.signum() } else { whole }
}

fn fraction(
    rule_set: &RuleSet,
    tax: &Tax,
    base: FactId,
    total: &Exact,
    divisor: &Exact,
) -> Option<Amount> {
    let Kind::Number(number) = &rule_set[base].kind else { return None };
    let ((total, total_places), (divisor, divisor_places)) = (total.parts()?, divisor.parts()?);
    let ten = |power: u32| 10_i128.checked_pow(power);
    // steps × step / 10^places × total / divisor / unit
    let numerator = total
        .checked_mul(i128::from(number.step))?
        .checked_mul(ten(divisor_places)?)?
        .checked_mul(ten(tax.unit.scale())?)?;
    let denominator = divisor
        .checked_mul(tax.unit.mantissa())?
        .checked_mul(ten(total_places)?)?
        .checked_mul(ten(number.places)?)?;
    let common = common_divisor(numerator, denominator);
    let fits = denominator > 0 && numerator.abs() < MOST && denominator < MOST && common > 0;
    fits.then(|| Amount::Fraction {
        base,
        numerator: numerator / common,
        denominator: denominator / common,
        unit: tax.unit,
    })
}

fn common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The fee for delay, once its condition is known to hold; none where no day is late.
pub(super) fn late_fee(rule_set: &RuleSet, fee: &DailyFee, facts: &Facts) -> Option<Payable> {
    // Nearly every shipment is in time: a whole number says so.
    if facts.get(fee.days).0 <= 0 {
        return None;
    }
    let charge = charge::daily_fee(rule_set, fee, facts)?;
    Some(Payable { amount: charge.payable, waived: charge.waived })
}
