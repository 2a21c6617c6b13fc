//! Boxes, days and counts in words.

use advisor::diff::{Count, Size, Vocabulary};
use advisor::model::FactId;
use advisor::model::condition::Region;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Day, Interval, Value, ValueSet};

use crate::render::diff::words::Words;

/// Numbers with more digits are told in powers of ten, beside their first digits.
const MOST_DIGITS: usize = 15;

/// How many shipments there are.
pub(crate) fn size(size: &Size, words: &dyn Words) -> String {
    let (names, shipments) = (count(&size.names, words), count(&size.shipments, words));
    let all = (names != shipments).then_some(shipments.as_str());
    words.combinations(&names, size.names.least == 1_u8.into(), all)
}

/// A number as people read it: its digits in threes, or a power of ten where they are too many.
pub(crate) fn count(count: &Count, words: &dyn Words) -> String {
    let digits = count.least.to_string();
    let shown = if digits.len() <= MOST_DIGITS {
        in_threes(&digits)
    } else {
        let (first, rest) = digits.split_at(1);
        let second: String = rest.chars().take(1).collect();
        format!("{first}.{second} × 10^{}", rest.len())
    };
    if count.is_exact { shown } else { words.at_least_so_many(&shown) }
}

/// Digits in threes.
pub(crate) fn in_threes(digits: &str) -> String {
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// What a box asks, its days last.
pub(crate) fn region(vocabulary: &Vocabulary, region: &Region, words: &dyn Words) -> String {
    let asked = region.tests().iter().filter(|(id, _)| *id != FactId::DATE);
    let asked = asked.map(|(id, set)| {
        let fact = vocabulary.fact(*id);
        let given = set.intervals().iter().filter(|part| part.greatest != Value::NOT_GIVEN.0);
        let given = ValueSet::of_intervals(given.copied());
        let absent = set.intervals().len() > given.intervals().len();
        let parts = [
            (!given.is_empty()).then(|| values(fact, &given, words)),
            absent.then(|| words.not_given().to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} {}", fact.id, words.any_of(&parts))
    });
    let mut parts: Vec<String> = asked.collect();
    let dates = region.allowed(FactId::DATE).map(|set| days(vocabulary, set, words));
    parts.extend(dates);
    if parts.is_empty() { words.all_shipments().to_owned() } else { parts.join("; ") }
}

/// The values of a set, as a rules file would name them.
fn values(fact: &Fact, set: &ValueSet, words: &dyn Words) -> String {
    match &fact.kind {
        Kind::Names(names) => {
            let of = |wanted: bool| -> Vec<String> {
                let names = names.values().enumerate();
                let wanted = names.filter(|(at, _)| set.contains(Value::of_index(*at)) == wanted);
                wanted.map(|(_, name)| name.id.clone()).collect()
            };
            let (in_set, out) = (of(true), of(false));
            if out.is_empty() || in_set.len() <= out.len() + 1 {
                in_set.join(", ")
            } else {
                words.none_of(&out)
            }
        }
        Kind::YesNo => fact.show(set.least().unwrap_or(Value::NO)),
        Kind::Code(codes) => {
            let (others, prefixes) = codes.listed(set);
            if others { words.none_of(&prefixes) } else { prefixes.join(", ") }
        }
        Kind::Number(_) | Kind::Date => {
            let parts = set.intervals().iter().map(|part| interval(fact, *part, words));
            words.any_of(&parts.collect::<Vec<_>>())
        }
    }
}

fn interval(fact: &Fact, part: Interval, words: &dyn Words) -> String {
    let domain = fact.domain();
    let show = |value: i64| fact.show(Value(value));
    match (part.least <= domain.least, part.greatest >= domain.greatest) {
        (true, true) => words.any_given().to_owned(),
        (true, false) => words.at_most(&show(part.greatest)),
        (false, true) => words.at_least(&show(part.least)),
        (false, false) if part.least == part.greatest => show(part.least),
        (false, false) => words.to(&show(part.least), &show(part.greatest)),
    }
}

/// Days in words; those of the whole comparison are all.
pub(crate) fn days(vocabulary: &Vocabulary, set: &ValueSet, words: &dyn Words) -> String {
    let domain = vocabulary.domain(FactId::DATE);
    if domain.size() == 1 {
        return words.on_that_day().to_owned();
    }
    if set.covers(domain) {
        return words.on_all_days().to_owned();
    }
    let ends = domain.intervals();
    let first = ends.first().map(|part| part.least);
    let last = ends.last().map(|part| part.greatest);
    let day = |value: i64| Day::of(Value(value)).to_string();
    let parts = set.intervals().iter().map(|part| {
        match (Some(part.least) == first, Some(part.greatest) == last) {
            (true, _) => words.until(&day(part.greatest)),
            (false, true) => words.from(&day(part.least)),
            (false, false) if part.least == part.greatest => words.on(&day(part.least)),
            (false, false) => words.first_to_last(&day(part.least), &day(part.greatest)),
        }
    });
    words.all_of(&parts.collect::<Vec<_>>())
}
