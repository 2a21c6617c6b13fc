//! Conditions as sentences: what they found and what they lacked, fact by fact.

use advisor::RuleSet;
use advisor::explain::{Test, Tested};
use advisor::model::condition::FactId;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Interval, Value, ValueSet};

use crate::render::condition;
use crate::render::list::from_until;
use crate::render::reach::amount;
use crate::render::text::shown;

/// Items, as a list within a sentence.
pub(crate) fn listed(items: &[String], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}

/// What a condition found, fact by fact.
pub(crate) fn conditions(rule_set: &RuleSet, tested: &Tested<'_>) -> String {
    let tests = tested.tests.iter().map(|test| self::test(rule_set, test));
    let tests: Vec<String> = tests.collect();
    if tests.is_empty() { "always".to_owned() } else { tests.join("; ") }
}

/// What keeps a condition from holding, fact by fact.
pub(crate) fn failures(rule_set: &RuleSet, tested: &Tested<'_>) -> String {
    let failed = tested.failed().map(|test| failure(rule_set, test));
    let exceptions =
        tested.exceptions.iter().filter(|one| one.holds && tested.failed().count() == 0);
    let exceptions = exceptions.map(|one| {
        let tests = one.tests.iter().map(|test| self::test(rule_set, test));
        format!("except where {}", tests.collect::<Vec<_>>().join("; "))
    });
    failed.chain(exceptions).collect::<Vec<_>>().join("; ")
}

/// What one test would have needed.
fn failure(rule_set: &RuleSet, test: &Test<'_>) -> String {
    let fact = &rule_set[test.fact];
    let (id, is) = (shown(&fact.id), fact.show(test.value));
    let is = if is.is_empty() { "not given".to_owned() } else { shown(&is).into_owned() };
    match &fact.kind {
        Kind::Date => window(test.allowed),
        Kind::Number(_) => format!("{id} is {is}, not {}", ranges(fact, test.allowed)),
        Kind::Names(_) | Kind::YesNo | Kind::Code(_) => {
            format!("{id} is {is}, not {}", shown(&condition::values(fact, test.allowed)))
        }
    }
}

/// When it would have been so, all else being the same.
pub(crate) fn would_be(days: &ValueSet) -> String {
    let spans = days.intervals().iter().map(|part| {
        let span = ValueSet::interval(part.least, part.greatest);
        match from_until(&span) {
            (Some(from), Some(until)) => format!("from {from} to {}", until.previous()),
            (Some(from), None) => format!("from {from} on"),
            (None, Some(until)) => format!("to {}", until.previous()),
            (None, None) => "always".to_owned(),
        }
    });
    let spans: Vec<String> = spans.collect();
    match spans.as_slice() {
        [] => "on no day, all else being the same".to_owned(),
        spans => format!("{}, all else being the same", listed(spans, "and")),
    }
}

/// What one test found.
fn test(rule_set: &RuleSet, test: &Test<'_>) -> String {
    let fact = &rule_set[test.fact];
    let words = shown(&fact.words()).into_owned();
    if test.fact == FactId::DATE {
        return window(test.allowed);
    }
    match &fact.kind {
        Kind::Names(_) => {
            let name = fact.name(test.value).map(|name| shown(&name.short_words()).into_owned());
            let others = match test.allowed.size() {
                1 => String::new(),
                count => format!(" (one of {count})"),
            };
            format!("{words}: {}{others}", name.unwrap_or_default())
        }
        Kind::YesNo if test.value == Value::YES => words,
        Kind::YesNo => format!("not: {words}"),
        Kind::Number(_) | Kind::Code(_) | Kind::Date => {
            let is = match test.value {
                Value::NOT_GIVEN => "not given".to_owned(),
                value => amount(fact, value.0),
            };
            format!("{words}: {is} ({})", ranges(fact, test.allowed))
        }
    }
}

/// When a rule is in force.
fn window(days: &ValueSet) -> String {
    match from_until(days) {
        (Some(from), Some(until)) => format!("in force from {from} to {}", until.previous()),
        (Some(from), None) => format!("in force from {from} on"),
        (None, Some(until)) => format!("in force to {}", until.previous()),
        (None, None) => "always in force".to_owned(),
    }
}

/// The ranges of a number.
fn ranges(fact: &Fact, set: &ValueSet) -> String {
    if let Kind::Code(_) = &fact.kind {
        return condition::values(fact, set);
    }
    let domain = fact.domain();
    let range =
        |part: &Interval| match (part.least <= domain.least, part.greatest >= domain.greatest) {
            (true, true) => "any".to_owned(),
            (true, false) => format!("at most {}", amount(fact, part.greatest)),
            (false, true) => format!("at least {}", amount(fact, part.least)),
            (false, false) if part.least == part.greatest => amount(fact, part.least),
            (false, false) => {
                format!("{} to {}", amount(fact, part.least), amount(fact, part.greatest))
            }
        };
    set.intervals().iter().map(range).collect::<Vec<_>>().join(" or ")
}
