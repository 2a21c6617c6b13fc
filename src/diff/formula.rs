//! Formulas in words: two that read alike compute alike, rates aside.

use rust_decimal::Decimal;

use crate::model::charge::{DailyFee, Formula, Take, Tax};
use crate::model::{RateId, RuleSet};

/// How a tax is computed.
pub(crate) fn of_tax(rule_set: &RuleSet, tax: &Tax) -> String {
    let rate = |id: RateId| rule_set[id].id.as_str();
    let unit = tax.unit.normalize();
    match &tax.formula {
        Formula::Chain { base, duty, consumption_tax, vat, share } => {
            let parts = [("duty", duty), ("consumption tax", consumption_tax), ("VAT", vat)];
            let parts = parts.iter().filter_map(|(word, id)| {
                id.as_ref().map(|id| format!("{word} at rate {}", rate(*id)))
            });
            let parts: Vec<String> = parts.collect();
            let parts = parts.join(", ");
            let share = if *share == Decimal::ONE_HUNDRED {
                String::new()
            } else {
                format!("{}% of ", share.normalize())
            };
            format!("{share}{parts} on {}, rounded to {unit}", rule_set[*base].id)
        }
        Formula::Duty { base, rate: of, specific, take, minimum, vat } => {
            let base = base.map(|id| format!(" on {}", rule_set[id].id)).unwrap_or_default();
            let in_percent = of.map(|id| format!("rate {}{base}", rate(id)));
            let on_units = specific.map(|id| format!("the price {}", rule_set[id].id));
            let both: Vec<String> = in_percent.into_iter().chain(on_units).collect();
            let duty = match (both.as_slice(), take) {
                ([_, _], Take::Higher) => format!("the higher of {}", both.join(" and ")),
                ([_, _], Take::Lower) => format!("the lower of {}", both.join(" and ")),
                _ => both.join(" and "),
            };
            let least = minimum.map(|least| format!(", at least {}", least.normalize()));
            let vat = vat.map(|id| format!(", VAT at rate {}{base} and duty", rate(id)));
            let (least, vat) = (least.unwrap_or_default(), vat.unwrap_or_default());
            format!("{duty}{least}{vat}, rounded to {unit}")
        }
        Formula::Flat { rate: of, prices, base, waived_up_to } => {
            let prices = prices.map(|id| format!("the price {}", rule_set[id].id));
            let base = base.map(|id| rule_set[id].id.clone());
            let on: Vec<String> = prices.into_iter().chain(base).collect();
            let waived = waived_up_to.map(|most| format!(", none up to {}", most.normalize()));
            let waived = waived.unwrap_or_default();
            format!("rate {} on {}, rounded to {unit}{waived}", rate(*of), on.join(" or else "))
        }
    }
}

/// How the daily fee is computed.
pub(crate) fn of_fee(rule_set: &RuleSet, fee: &DailyFee) -> String {
    let [percent, free, unit, floor] =
        [fee.percent, fee.free_days, fee.unit, fee.floor].map(|one| one.normalize());
    format!(
        "{percent}% of {} for each of {} after {free}, parts of {unit} dropped, none below {floor}",
        rule_set[fee.base].id, rule_set[fee.days].id,
    )
}
