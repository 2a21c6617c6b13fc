//! What `check` proves of charges and of days, found once more by looking at every shipment.

use std::collections::BTreeSet;

use advisor::RuleSet;
use advisor::evaluate::Verdict;
use advisor::model::charge::{DailyFee, Table};
use advisor::model::condition::{FactId, Facts};
use advisor::model::fact::{DecimalText, Kind};
use advisor::model::ids::Id;
use advisor::model::value::{Day, Value};
use advisor::model::{LaneId, TaxId};
use rust_decimal::Decimal;

use crate::proofs::{Closed, Expected};

/// What counts as today.
pub(crate) fn today() -> Day {
    Day::parse("2026-11-23").unwrap()
}

/// The number of days that is the first of a fee, in steps.
pub(crate) fn first_day_due(rule_set: &RuleSet, fee: &DailyFee) -> i64 {
    let Kind::Number(number) = &rule_set[fee.days].kind else { panic!("days are a number") };
    number.steps(DecimalText::parse(&fee.free_days.to_string()).unwrap()).0 + 1
}

fn in_lane(one: &Closed) -> Facts {
    let mut facts = one.facts.clone();
    let lane =
        one.decision.lane.map_or(Value::NOT_GIVEN, |lane: LaneId| Value::of_index(lane.index()));
    facts.set(FactId::LANE, lane);
    facts
}

pub(crate) fn expect<'c>(rule_set: &RuleSet, all: &'c [Closed], found: &mut Expected<'c>) {
    let goes: Vec<&Closed> =
        all.iter().filter(|one| one.decision.verdict != Verdict::Refused).collect();
    taxes(rule_set, &goes, found);
    tables(rule_set, &goes, found);
    if let Some(fee) = rule_set.daily_fee() {
        let Kind::Number(number) = &rule_set[fee.days].kind else { panic!("days are a number") };
        let due = goes.iter().any(|one| {
            let days = one.facts.get(fee.days);
            days != Value::NOT_GIVEN
                && number.show(days).parse::<Decimal>().unwrap() > fee.free_days
                && fee.rule.condition.holds(&in_lane(one))
        });
        if !due {
            found.insert(("dead-rule", fee.rule.id.clone()), Vec::new());
        }
    }
    closed(rule_set, all, found);
}

fn taxes<'c>(rule_set: &RuleSet, goes: &[&'c Closed], found: &mut Expected<'c>) {
    for (at, tax) in rule_set.taxes().iter().enumerate() {
        if !goes.iter().any(|one| one.decision.tax == TaxId::at(at)) {
            found.insert(("dead-rule", tax.rule.id.clone()), Vec::new());
        }
        for earlier in rule_set.taxes().iter().take(at) {
            let holds = |one: &&&Closed| {
                let facts = in_lane(one);
                tax.rule.condition.holds(&facts) && earlier.rule.condition.holds(&facts)
            };
            let both: Vec<&Closed> = goes.iter().filter(holds).copied().collect();
            if !both.is_empty() {
                let subject = format!("{}.{}", tax.rule.id, earlier.rule.id);
                found.insert(("overlap", subject), both);
            }
        }
    }
}

fn tables<'c>(rule_set: &RuleSet, goes: &[&'c Closed], found: &mut Expected<'c>) {
    let mut unused: BTreeSet<String> = BTreeSet::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (at, tax) in rule_set.taxes().iter().enumerate() {
        let due = goes.iter().filter(|one| one.decision.tax == TaxId::at(at));
        let due: Vec<&Closed> = due.copied().collect();
        let rates = tax.formula.rates().map(|id| ("rate", &rule_set[id]));
        let prices = tax.formula.prices().map(|id| ("price", &rule_set[id]));
        for (word, table) in rates.chain(prices) {
            for (at, entry) in table.entries.iter().enumerate() {
                let subject = format!("{word}.{}.{}", table.id, at + 1);
                let holds = due.iter().any(|one| entry.within.holds(&one.facts));
                if holds {
                    used.insert(subject)
                } else {
                    unused.insert(subject)
                };
            }
            // A table with a rate for all else knows all of them.
            if table.otherwise.is_some() {
                continue;
            }
            let unknown: Vec<&Closed> =
                due.iter().filter(|one| table.entry(&one.facts).is_none()).copied().collect();
            let missing = unknown.iter().filter(|one| {
                one.facts.get(FactId::DATE) <= today().value() && on_some_day(table, &one.facts)
            });
            let missing: Vec<&Closed> = missing.copied().collect();
            if !missing.is_empty() {
                let subject = ("date-gap", format!("{word}.{}", table.id));
                found.entry(subject).or_default().extend(missing);
            }
            let gaps = unknown.iter().filter(|one| one.facts.get(FactId::DATE) == today().value());
            let gaps: Vec<&Closed> = gaps.copied().collect();
            if !gaps.is_empty() {
                found.insert(("rate-gap", format!("{}.{}", tax.rule.id, table.id)), gaps);
            }
        }
    }
    let never = unused.difference(&used);
    found.extend(never.map(|subject| (("unused", subject.clone()), Vec::new())));
}

/// Whether an entry would hold, were it another day.
fn on_some_day(table: &Table, facts: &Facts) -> bool {
    table.entries.iter().any(|entry| {
        let mut tests = entry.within.tests().iter().filter(|(fact, _)| *fact != FactId::DATE);
        tests.all(|(fact, set)| set.contains(facts.get(*fact)))
    })
}

/// Values of choices that are closed between two times, up to today.
fn closed(rule_set: &RuleSet, all: &[Closed], found: &mut Expected<'_>) {
    for id in rule_set.choices() {
        let fact = &rule_set[*id];
        for value in (fact.domain().least..=fact.domain().greatest).map(Value) {
            let with = |goes: bool| {
                let with = all.iter().filter(|one| one.facts.get(*id) == value);
                let with = with.filter(|one| !goes || one.decision.verdict != Verdict::Refused);
                let days = with.map(|one| one.facts.get(FactId::DATE));
                days.filter(|day| *day <= today().value()).collect::<BTreeSet<Value>>()
            };
            let (exists, goes) = (with(false), with(true));
            let between = |day: &&Value| goes.first() < Some(*day) && Some(*day) < goes.last();
            if exists.difference(&goes).any(|day| between(&day)) {
                let subject = format!("{}.{}", fact.id, fact.show(value));
                found.insert(("date-gap", subject), Vec::new());
            }
        }
    }
}
