//! What tests call the parts of an answer that no rules file names.

use rust_decimal::Decimal;

use crate::evaluate::{Release, Verdict};

pub(crate) const VERDICTS: [(&str, Verdict); 3] = [
    ("clearable", Verdict::Clearable),
    ("refused", Verdict::Refused),
    ("no-path", Verdict::NoPath),
];

pub(crate) const RELEASES: [(&str, Release); 3] = [
    ("on-arrival", Release::OnArrival),
    ("after-review", Release::AfterReview),
    ("after-inspection", Release::AfterInspection),
];

/// The name of one of a few things.
pub(crate) fn name_of<T: PartialEq>(names: &[(&'static str, T)], thing: &T) -> &'static str {
    names.iter().find(|(_, one)| one == thing).map_or("", |(name, _)| name)
}

/// An amount with the cents it has at least.
pub(crate) fn money(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string()
}
