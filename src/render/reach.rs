//! How far an answer reaches, in words; numbers as people write them.

use advisor::RuleSet;
use advisor::explain::Reach;
use advisor::model::condition::FactId;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Value, ValueSet};

use crate::render::list::from_until;
use crate::render::speech::Speech;
use crate::render::text::{grouped, shown};

/// Where an answer ends: its date and numbers, those alone that have an end.
pub(crate) fn limits(rule_set: &RuleSet, reach: &Reach, speech: Speech) -> String {
    let ends = |one: &ValueSet| from_until(one).1.is_some();
    let date = reach.of(FactId::DATE).filter(|one| ends(&one.values));
    let date = date.map(|one| days(&one.values, speech));
    let others = reach.within.iter().filter(|one| !one.all);
    let numbers = others.filter_map(|one| number(&rule_set[one.fact], &one.values, speech));
    date.into_iter().chain(numbers).collect::<Vec<_>>().join("; ")
}

/// The dates of an answer.
pub(crate) fn days(days: &ValueSet, speech: Speech) -> String {
    let (_, until) = from_until(days);
    let last = until.map(|until| until.previous().to_string());
    speech.words.until(last.as_deref())
}

/// What a fact is called within a sentence: no remark that follows what it is.
pub(crate) fn called(fact: &Fact, speech: Speech) -> String {
    let whole = speech.fact(fact);
    let remark = whole.find([',', ';', '，', '；']).filter(|at| *at > 0);
    remark.and_then(|at| whole.get(..at)).unwrap_or(&whole).to_owned()
}

/// How far a number goes.
pub(crate) fn number(fact: &Fact, values: &ValueSet, speech: Speech) -> Option<String> {
    let Kind::Number(kind) = &fact.kind else { return None };
    let name = called(fact, speech);
    let given = values.intervals().iter().filter(|part| part.greatest > Value::NOT_GIVEN.0);
    let (least, greatest) = given.fold((i64::MAX, i64::MIN), |(least, greatest), part| {
        (least.min(part.least), greatest.max(part.greatest))
    });
    if least > greatest {
        return Some(format!("{name} {}", speech.words.not_given()));
    }
    if least == greatest {
        return Some(format!("{name} {}", amount(fact, least)));
    }
    let least = (least > kind.least).then(|| amount(fact, least));
    let greatest = (greatest < kind.greatest).then(|| amount(fact, greatest));
    Some(speech.words.number(&name, least.as_deref(), greatest.as_deref()))
}

/// A number with its unit.
pub(crate) fn amount(fact: &Fact, value: i64) -> String {
    let unit = match &fact.kind {
        Kind::Number(number) => number.unit.as_deref(),
        _ => None,
    };
    let unit = unit.map(|unit| format!(" {}", shown(unit))).unwrap_or_default();
    format!("{}{unit}", grouped(&fact.show(Value(value))))
}
