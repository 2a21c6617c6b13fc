//! Closed shipments: those that can occur once everything is said, chosen or taken by default.

use crate::model::RuleSet;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::{DecimalText, Default, Fact, Kind};
use crate::model::value::{Interval, Value, ValueSet};

/// The values of a fact that occur in closed shipments; not given is one of them for a number or a
/// code that no default gives a value.
#[must_use]
pub fn domain(rule_set: &RuleSet, id: FactId) -> ValueSet {
    let fact = &rule_set[id];
    let whole = fact.domain();
    if matches!(fact.kind, Kind::Code(_)) && !rule_set.asks_for(id) {
        // Nothing tells codes apart: that one is given is no other shipment.
        return ValueSet::of([Value::NOT_GIVEN]);
    }
    let first = rule_set.first_date().value().0;
    let least = if id == FactId::DATE { first } else { whole.least };
    let given = Interval::new(least, whole.greatest);
    let absent = Interval::new(Value::NOT_GIVEN.0, Value::NOT_GIVEN.0);
    let absent = may_be_absent(rule_set, fact).then_some(absent);
    ValueSet::of_intervals(absent.into_iter().chain([given]))
}

/// Whether a fact is a number or a code that some shipments say nothing of.
fn may_be_absent(rule_set: &RuleSet, fact: &Fact) -> bool {
    let no_default = match &fact.default {
        Default::None => true,
        Default::ByName { fact: of, values, otherwise: None } => {
            values.len() < rule_set[*of].names().len()
        }
        _ => false,
    };
    no_default && fact.may_be_absent()
}

/// What no closed shipment meets, though each value can occur: a name on a day on which it is not in
/// force, a number that is not given where a name gives it a default, a name with the code of
/// another, and last what the owner of the file says never meets.
#[must_use]
pub fn impossible(rule_set: &RuleSet) -> Vec<Condition> {
    let out_of_force = rule_set.facts().flat_map(|(id, fact)| {
        fact.names().enumerate().filter_map(move |(at, name)| {
            let days = name.in_force.as_ref()?;
            let off = days.complement(i64::from(i32::MIN), i64::from(i32::MAX));
            let this = ValueSet::of([Value::of_index(at)]);
            (!off.is_empty()).then(|| both((FactId::DATE, off), (id, this)))
        })
    });
    let defaulted = rule_set.facts().filter(|(_, fact)| may_be_absent(rule_set, fact));
    let defaulted = defaulted.filter_map(|(id, fact)| {
        let Default::ByName { fact: of, values, .. } = &fact.default else { return None };
        let names = ValueSet::of(values.iter().map(|(name, _)| *name));
        Some(both((*of, names), (id, ValueSet::of([Value::NOT_GIVEN]))))
    });
    let stated = rule_set.impossibilities().iter().map(|one| one.condition.clone());
    out_of_force.chain(defaulted).chain(other_codes(rule_set)).chain(stated).collect()
}

/// That a name has the code of another. Where nothing asks for codes, they tell nothing of names.
fn other_codes(rule_set: &RuleSet) -> Vec<Condition> {
    let coded = rule_set.coded_list();
    let asked = coded.filter(|(code, _)| rule_set.asks_for(*code));
    let Some((code, list)) = asked else { return Vec::new() };
    let Kind::Code(codes) = &rule_set[code].kind else { return Vec::new() };
    let domain = codes.domain();
    let own = codes.of_each(rule_set[list].names().len()).into_iter().enumerate();
    let others = own.map(|(at, own)| {
        let others = own.complement(domain.least, domain.greatest);
        both((list, ValueSet::of([Value::of_index(at)])), (code, others))
    });
    others.filter(|condition| !condition.within.is_impossible()).collect()
}

fn both(one: (FactId, ValueSet), other: (FactId, ValueSet)) -> Condition {
    Condition { within: Region::new(vec![one, other]), unless: Vec::new() }
}

/// The fact that counts days, and the days of it that are not free of the late fee.
#[must_use]
pub fn late_days(rule_set: &RuleSet) -> Option<(FactId, ValueSet)> {
    let fee = rule_set.daily_fee()?;
    let Kind::Number(number) = &rule_set[fee.days].kind else { return None };
    let free = DecimalText::parse(&fee.free_days.normalize().to_string());
    let free = free.map_or(0, |free| number.steps(free).0);
    Some((fee.days, ValueSet::interval(free.saturating_add(1), i64::MAX)))
}
