//! Changes in words.

use advisor::diff::{Change, Count, Direction, Side, Vocabulary};
use advisor::evaluate::Release;
use advisor::lexicon::in_words;
use advisor::model::FactId;
use advisor::model::condition::Region;
use advisor::model::value::{Day, Value, ValueSet};

use crate::render::condition;

/// Numbers with more digits are told in powers of ten, beside their first digits.
const MOST_DIGITS: usize = 15;

/// What changes, as a heading.
pub(crate) fn heading(change: &Change, direction: Direction) -> String {
    let worse = direction == Direction::Worse;
    let none = "none".to_owned();
    match change {
        Change::Refused => "Refused, and was not".to_owned(),
        Change::Allowed => "Not refused any more".to_owned(),
        Change::NoPath { flow } => format!("No flow takes them any more (was {flow})"),
        Change::Path { flow } => format!("A flow takes them now: {flow}"),
        Change::RefusedAlso { rule } => format!("Refused as before, now also by {rule}"),
        Change::RefusedLess { rule } => format!("Refused as before, no longer also by {rule}"),
        Change::Lane { old, new } => {
            let word = match direction {
                Direction::Worse => "Stricter lane",
                Direction::Other => "Another lane",
                Direction::Better => "Lighter lane",
            };
            format!("{word}: {old} to {new}")
        }
        Change::Release { old, new } => {
            let word = if worse { "Later release" } else { "Earlier release" };
            format!("{word}: {} to {}", release(*old), release(*new))
        }
        Change::Check { id, on } => format!("{}: {id}", more(*on, "check")),
        Change::Document { id, on } => format!("{}: {id}", more(*on, "document")),
        Change::Flow { old, new } => format!("Another flow: {old} to {new}"),
        Change::Steps { flow } => format!("Other steps of the flow {flow}"),
        Change::HandedIn { document, steps: [old, new] } => {
            let step = |step: &Option<String>| step.clone().unwrap_or_else(|| none.clone());
            format!("{document} is handed in at another step: {} to {}", step(old), step(new))
        }
        Change::CheckedIn { check, steps: [old, new] } => {
            let step = |step: &Option<String>| step.clone().unwrap_or_else(|| none.clone());
            format!("{check} takes place in another step: {} to {}", step(old), step(new))
        }
        Change::Regime { old, new } => {
            let regime = |regime: &Option<String>| regime.clone().unwrap_or_else(|| none.clone());
            format!("Another tax regime: {} to {}", regime(old), regime(new))
        }
        Change::Formula { tax, .. } => format!("The tax {tax} is computed otherwise"),
        Change::Rate { table, is_price, amounts: [old, new] } => {
            let amount = |amount: &Option<String>| match amount {
                Some(amount) if *is_price => amount.clone(),
                Some(amount) => format!("{amount}%"),
                None => "not known".to_owned(),
            };
            let word = match (direction, is_price) {
                (Direction::Worse, false) => "Higher rate",
                (Direction::Better, false) => "Lower rate",
                (Direction::Other, false) => "Another rate",
                (Direction::Worse, true) => "Higher price",
                (Direction::Better, true) => "Lower price",
                (Direction::Other, true) => "Another price",
            };
            format!("{word} {table}: {} to {}", amount(old), amount(new))
        }
        Change::Fee { on: Side::New } => "A fee for delay is due now".to_owned(),
        Change::Fee { on: Side::Old } => "No fee for delay is due any more".to_owned(),
        Change::FeeFormula { .. } => "The fee for delay is computed otherwise".to_owned(),
    }
}

fn more(on: Side, what: &str) -> String {
    match on {
        Side::New => format!("One {what} more"),
        Side::Old => format!("One {what} less"),
    }
}

/// A release in few words.
fn release(release: Release) -> &'static str {
    match release {
        Release::OnArrival => "on arrival",
        Release::AfterReview => "after a review",
        Release::AfterInspection => "after an inspection",
    }
}

/// A number as people read it: its digits in threes, or a power of ten where they are too many.
pub(crate) fn count(count: &Count) -> String {
    let digits = count.least.to_string();
    let shown = if digits.len() <= MOST_DIGITS {
        let mut shown = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        shown
    } else {
        let (first, rest) = digits.split_at(1);
        let second: String = rest.chars().take(1).collect();
        format!("{first}.{second} × 10^{}", rest.len())
    };
    if count.is_exact { shown } else { format!("at least {shown}") }
}

/// What a box asks, its days last.
pub(crate) fn region(vocabulary: &Vocabulary, region: &Region) -> String {
    let asked = region.tests().iter().filter(|(id, _)| *id != FactId::DATE);
    let asked = asked.map(|(id, set)| {
        let fact = vocabulary.fact(*id);
        let given = set.intervals().iter().filter(|part| part.greatest != Value::NOT_GIVEN.0);
        let given = ValueSet::of_intervals(given.copied());
        let absent = set.intervals().len() > given.intervals().len();
        let words: Vec<String> = [
            (!given.is_empty()).then(|| condition::values(fact, &given)),
            absent.then(|| "not given".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        format!("{} {}", fact.id, words.join(" or "))
    });
    let mut parts: Vec<String> = asked.collect();
    let dates = region.allowed(FactId::DATE).map(|set| days(vocabulary, set));
    parts.extend(dates);
    if parts.is_empty() { "all shipments".to_owned() } else { parts.join("; ") }
}

/// Days in words; those of the whole comparison are all.
pub(crate) fn days(vocabulary: &Vocabulary, set: &ValueSet) -> String {
    let domain = vocabulary.domain(FactId::DATE);
    if domain.size() == 1 {
        return "on that day".to_owned();
    }
    if set.covers(domain) {
        return "on all days".to_owned();
    }
    let ends = domain.intervals();
    let first = ends.first().map(|part| part.least);
    let last = ends.last().map(|part| part.greatest);
    let day = |value: i64| Day::of(Value(value)).to_string();
    let parts = set.intervals().iter().map(|part| {
        match (Some(part.least) == first, Some(part.greatest) == last) {
            (true, _) => format!("until {}", day(part.greatest)),
            (false, true) => format!("from {}", day(part.least)),
            (false, false) if part.least == part.greatest => format!("on {}", day(part.least)),
            (false, false) => format!("from {} to {}", day(part.least), day(part.greatest)),
        }
    });
    let parts: Vec<String> = parts.collect();
    in_words(parts.iter().map(String::as_str), "and").replace('`', "")
}
