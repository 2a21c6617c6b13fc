//! Days: when something can go, found box by box, not day by day.

use crate::analyze::bound::Bound;
use crate::analyze::boxes::Spent;
use crate::analyze::question::{Case, Refusals};
use crate::analyze::subject::{Fuel, Subject};
use crate::model::ids::FactId;
use crate::model::value::{Value, ValueSet};

/// The days, of those given, on which some shipment answers a case.
pub(crate) fn days_of(
    subject: &Subject<'_>,
    case: &Case,
    days: &ValueSet,
    fuel: &mut Fuel,
) -> Result<ValueSet, Spent> {
    let (mut left, mut found) = (days.clone(), ValueSet::of([]));
    while !left.is_empty() {
        let mut case = case.clone();
        case.held.push((FactId::DATE, left.clone()));
        let Some(shown) = subject.first(&case, fuel)? else { break };
        let in_box = shown.problem.values(&shown.cells, FactId::DATE);
        let in_box = in_box.or_else(|| match shown.problem.bound(FactId::DATE) {
            Some(Bound::Many(set)) => Some(set.clone()),
            _ => None,
        });
        // Each box takes some days away: the search ends.
        let Some(in_box) = in_box.filter(|in_box| in_box.meets(&left)) else { break };
        found = found.union(&in_box.intersection(&left));
        left = without(&left, &in_box);
    }
    Ok(found)
}

fn without(days: &ValueSet, taken: &ValueSet) -> ValueSet {
    days.intersection(&taken.complement(i64::MIN, i64::MAX))
}

/// The days, of those given, on which no shipment with a value can go, though there are shipments
/// with it, and though one can go before and after.
pub(crate) fn closed_between(
    subject: &Subject<'_>,
    fact: FactId,
    value: Value,
    days: &ValueSet,
    fuel: &mut Fuel,
) -> Result<ValueSet, Spent> {
    let goes = Case { held: vec![(fact, ValueSet::of([value]))], ..Case::default() };
    let open = days_of(subject, &goes, days, fuel)?;
    let ends = open.least().zip(open.intervals().last().map(|part| part.greatest));
    let Some((first, last)) = ends else { return Ok(open) };
    let between = without(&ValueSet::interval(first.0, last), &open);
    let exists = Case { refusals: Refusals::Only(Vec::new()), ..goes };
    days_of(subject, &exists, &between, fuel)
}
