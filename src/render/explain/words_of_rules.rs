//! Conditions as sentences: what they found and what they lacked, fact by fact.

use advisor::RuleSet;
use advisor::explain::{Test, Tested};
use advisor::model::condition::FactId;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Interval, Value, ValueSet};

use crate::render::condition;
use crate::render::explain::Explained;
use crate::render::list::from_until;
use crate::render::reach::amount;
use crate::render::speech::Speech;
use crate::render::text::shown;
use crate::render::words::Ends;

/// What a condition found, fact by fact.
pub(crate) fn conditions(explained: &Explained<'_, '_>, tested: &Tested<'_>) -> String {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let tests = tested.tests.iter().map(|test| self::test(rule_set, test, speech));
    let tests: Vec<String> = tests.collect();
    if tests.is_empty() { speech.words.always().to_owned() } else { speech.words.clauses(&tests) }
}

/// What keeps a condition from holding, fact by fact.
pub(crate) fn failures(explained: &Explained<'_, '_>, tested: &Tested<'_>) -> String {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let failed = tested.failed().map(|test| failure(rule_set, test, speech));
    let exceptions =
        tested.exceptions.iter().filter(|one| one.holds && tested.failed().count() == 0);
    let exceptions = exceptions.map(|one| {
        let tests = one.tests.iter().map(|test| self::test(rule_set, test, speech));
        speech.words.except_where(&speech.words.clauses(&tests.collect::<Vec<_>>()))
    });
    speech.words.clauses(&failed.chain(exceptions).collect::<Vec<_>>())
}

/// What one test would have needed.
fn failure(rule_set: &RuleSet, test: &Test<'_>, speech: Speech) -> String {
    let fact = &rule_set[test.fact];
    let (id, is) = (shown(&fact.id), fact.show(test.value));
    let is = if is.is_empty() { speech.words.not_given().into() } else { shown(&is) };
    match &fact.kind {
        Kind::Date => window(test.allowed, speech),
        Kind::Number(_) => speech.words.lacks(&id, &is, &ranges(fact, test.allowed, speech)),
        Kind::Names(_) | Kind::YesNo | Kind::Code(_) => {
            let needs = condition::values(fact, test.allowed);
            speech.words.lacks(&id, &is, &shown(&needs))
        }
    }
}

/// When it would have been so, all else being the same.
pub(crate) fn would_be(days: &ValueSet, speech: Speech) -> String {
    let spans = days.intervals().iter().map(|part| {
        let (from, last) = ends_of(&ValueSet::interval(part.least, part.greatest));
        let span = speech.words.days(from.as_deref(), last.as_deref());
        if span.is_empty() { speech.words.always().to_owned() } else { span }
    });
    speech.words.on_days(&spans.collect::<Vec<_>>())
}

/// What one test found.
fn test(rule_set: &RuleSet, test: &Test<'_>, speech: Speech) -> String {
    let (fact, words) = (&rule_set[test.fact], speech.words);
    let called = speech.fact(fact);
    if test.fact == FactId::DATE {
        return window(test.allowed, speech);
    }
    match &fact.kind {
        Kind::Names(_) => {
            let name = fact.name(test.value).map(|name| speech.value(name)).unwrap_or_default();
            let name = match test.allowed.size() {
                1 => name,
                count => words.one_of_so_many(&name, count),
            };
            words.pair(&called, &name)
        }
        Kind::YesNo if test.value == Value::YES => called,
        Kind::YesNo => words.not(&called),
        Kind::Number(_) | Kind::Code(_) | Kind::Date => {
            let is = match test.value {
                Value::NOT_GIVEN => words.not_given().to_owned(),
                value => amount(fact, value.0),
            };
            let is = words.aside(&is, &ranges(fact, test.allowed, speech));
            words.pair(&called, &is)
        }
    }
}

/// When a rule is in force.
fn window(days: &ValueSet, speech: Speech) -> String {
    let (from, last) = ends_of(days);
    speech.words.in_force(from.as_deref(), last.as_deref())
}

/// The first and the last day of some.
fn ends_of(days: &ValueSet) -> (Option<String>, Option<String>) {
    let (from, until) = from_until(days);
    (from.map(|day| day.to_string()), until.map(|until| until.previous().to_string()))
}

/// The ranges of a number.
fn ranges(fact: &Fact, set: &ValueSet, speech: Speech) -> String {
    if let Kind::Code(_) = &fact.kind {
        return condition::values(fact, set);
    }
    let domain = fact.domain();
    let range = |part: &Interval| {
        let (least, most) = (amount(fact, part.least), amount(fact, part.greatest));
        let ends = match (part.least <= domain.least, part.greatest >= domain.greatest) {
            (true, true) => Ends::Any,
            (true, false) => Ends::AtMost(&most),
            (false, true) => Ends::AtLeast(&least),
            (false, false) if part.least == part.greatest => Ends::Is(&least),
            (false, false) => Ends::Between(&least, &most),
        };
        speech.words.ends(ends)
    };
    speech.words.either(&set.intervals().iter().map(range).collect::<Vec<_>>())
}
