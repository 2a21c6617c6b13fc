//! Proves the laws of a rule set, and says of each that fails what breaks it.

use num_bigint::BigUint;

use crate::analyze::boxes::Spent;
use crate::analyze::budget::{Purse, Short};
use crate::analyze::days::days_of;
use crate::analyze::law::{Asked, Laws};
use crate::analyze::question::Case;
use crate::analyze::subject::{Fuel, Subject};
use crate::analyze::witness::witness;
use crate::model::condition::Facts;
use crate::model::ids::FactId;
use crate::model::law::Along;
use crate::model::value::{Day, Value, ValueSet};

/// What was asked of a law, and what it came to.
#[derive(Debug)]
pub(crate) struct LawProof {
    /// The place of the law.
    pub(crate) law: usize,
    pub(crate) asked: Asked,
    /// Whether there is such a shipment, or such two.
    pub(crate) found: Result<bool, Short>,
    /// What shows it, where it breaks the law.
    pub(crate) breach: Option<Breach>,
}

/// What breaks a law.
#[derive(Debug)]
pub(crate) struct Breach {
    /// A shipment that does; of an order, with the one that is worse.
    pub(crate) shown: Result<Option<(Facts, Option<Facts>)>, Short>,
    /// The days on which some do.
    pub(crate) days: Result<ValueSet, Short>,
    /// The day on which they are counted, and how many there are; of an order, pairs of them.
    pub(crate) count: Result<(Day, BigUint), Short>,
}

/// Proves all laws, on a day that counts as today.
pub(crate) fn prove_laws(subject: &Subject<'_>, today: Day, purse: &mut Purse) -> Vec<LawProof> {
    let laws = Laws { rule_set: subject.rule_set, catalog: &subject.catalog };
    let all = subject.rule_set.laws().iter().enumerate();
    let asked: Vec<(usize, Asked)> =
        all.flat_map(|(at, law)| Laws::asked(law).map(move |asked| (at, asked))).collect();
    let found = purse.settle(&asked, |(at, asked), fuel| {
        Ok(subject.any(&laws.cases(*at, *asked), fuel)?.is_some())
    });
    let broken = |(asked, found): &(&(usize, Asked), &Result<bool, Short>)| {
        asked.1 != Asked::Speaks && **found == Ok(true)
    };
    let broken = asked.iter().zip(&found).filter(broken).map(|(asked, _)| *asked);
    let mut breaches =
        breaches(subject, &laws, &broken.collect::<Vec<_>>(), today, purse).into_iter();
    let proofs = asked.into_iter().zip(found).map(|((law, asked), found)| {
        let is_broken = asked != Asked::Speaks && found == Ok(true);
        let breach = if is_broken { breaches.next() } else { None };
        LawProof { law, asked, found, breach }
    });
    proofs.collect()
}

/// The place of a law that does not hold; none where all are proven to.
pub(crate) fn broken_law(subject: &Subject<'_>, fuel: &mut Fuel) -> Result<Option<usize>, Spent> {
    let laws = Laws { rule_set: subject.rule_set, catalog: &subject.catalog };
    for (at, law) in subject.rule_set.laws().iter().enumerate() {
        for asked in Laws::asked(law).filter(|asked| *asked != Asked::Speaks) {
            if subject.any(&laws.cases(at, asked), fuel)?.is_some() {
                return Ok(Some(at));
            }
        }
    }
    Ok(None)
}

fn breaches(
    subject: &Subject<'_>,
    laws: &Laws<'_, '_>,
    broken: &[(usize, Asked)],
    today: Day,
    purse: &mut Purse,
) -> Vec<Breach> {
    let first = subject.rule_set.first_date().value();
    let shown = purse.settle(broken, |(at, asked), fuel| {
        for case in laws.cases(*at, *asked) {
            if let Some(found) = show(subject, laws, *at, case, fuel)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    });
    let days = purse.settle(broken, |(at, asked), fuel| {
        let mut left = ValueSet::interval(first.0, i64::from(i32::MAX));
        let mut found = ValueSet::of([]);
        for case in laws.cases(*at, *asked) {
            found = found.union(&days_of(subject, &case, &left, fuel)?);
            left = left.intersection(&found.complement(i64::MIN, i64::MAX));
        }
        Ok(found)
    });
    let today = today.value().max(first);
    let places: Vec<usize> = (0..broken.len()).collect();
    let count = purse.settle(&places, |place, fuel| {
        let days = days.get(*place).and_then(|days| days.as_ref().ok()).ok_or(Spent)?;
        let (at, asked) = broken.get(*place).copied().ok_or(Spent)?;
        // The day of today, if it is broken then; else the first on which it is.
        let day = days.least().filter(|_| !days.contains(today)).unwrap_or(today);
        let mut cases = laws.cases(at, asked);
        for case in &mut cases {
            case.held.push((FactId::DATE, ValueSet::of([day])));
        }
        Ok((Day::of(day), subject.count(&cases, fuel)?))
    });
    let all = shown.into_iter().zip(days).zip(count);
    all.map(|((shown, days), count)| Breach { shown, days, count }).collect()
}

/// The shipment of a case that is easiest to read, and the one that differs from it in one fact.
fn show(
    subject: &Subject<'_>,
    laws: &Laws<'_, '_>,
    at: usize,
    mut case: Case,
    fuel: &mut Fuel,
) -> Result<Option<(Facts, Option<Facts>)>, Spent> {
    let Some(twin) = &case.twin else {
        return Ok(witness(subject, case, fuel)?.map(|facts| (facts, None)));
    };
    let order = laws.rule_set.laws().get(at).and_then(|law| law.order.as_ref());
    let falls = order.is_some_and(|order| order.along == Along::Falling);
    let fact = twin.fact;
    let own = case.held.iter().rfind(|(held, _)| *held == fact).map(|(_, values)| values.clone());
    // Of two runs of numbers those that lie next to each other.
    let (first, second) = match falls {
        true => (own.and_then(|one| one.least()), greatest(&twin.values)),
        false => (own.as_ref().and_then(greatest), twin.values.least()),
    };
    let (Some(first), Some(second)) = (first, second) else { return Ok(None) };
    case.held.push((fact, ValueSet::of([first])));
    Ok(witness(subject, case, fuel)?.map(|facts| {
        let mut other = facts.clone();
        other.set(fact, second);
        (facts, Some(other))
    }))
}

fn greatest(values: &ValueSet) -> Option<Value> {
    values.intervals().last().map(|part| Value(part.greatest))
}
