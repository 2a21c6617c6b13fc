//! Conditions in words: what a rule asks of each fact.

use advisor::lexicon::in_words;
use advisor::model::condition::Region;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Interval, Value, ValueSet};
use advisor::model::{FactId, RuleSet};

/// What a box asks, but for the date.
pub(crate) fn region(rule_set: &RuleSet, region: &Region) -> String {
    let asked = region.tests().iter().filter(|(id, _)| *id != FactId::DATE);
    let asked = asked.map(|(id, set)| {
        let fact = &rule_set[*id];
        format!("{} {}", fact.id, values(fact, set))
    });
    asked.collect::<Vec<_>>().join("; ")
}

/// The values of a set, as a rules file would name them.
pub(crate) fn values(fact: &Fact, set: &ValueSet) -> String {
    match &fact.kind {
        Kind::Names(names) => {
            let of = |wanted: bool| -> Vec<&str> {
                let names = names.values().enumerate();
                let wanted = names.filter(|(at, _)| set.contains(Value::of_index(*at)) == wanted);
                wanted.map(|(_, name)| name.id.as_str()).collect()
            };
            let (in_set, out) = (of(true), of(false));
            if out.is_empty() || in_set.len() <= out.len() + 1 {
                in_set.join(", ")
            } else {
                format!("not {}", in_words_plain(&out))
            }
        }
        Kind::YesNo => fact.show(set.least().unwrap_or(Value::NO)),
        Kind::Code(codes) => {
            let (others, prefixes) = codes.listed(set);
            format!("{}{}", if others { "not " } else { "" }, prefixes.join(", "))
        }
        Kind::Number(_) | Kind::Date => {
            let parts = set.intervals().iter().map(|part| interval(fact, *part));
            parts.collect::<Vec<_>>().join(" or ")
        }
    }
}

fn in_words_plain(names: &[&str]) -> String {
    in_words(names.iter().copied(), "or").replace('`', "")
}

fn interval(fact: &Fact, part: Interval) -> String {
    let domain = fact.domain();
    let show = |value: i64| fact.show(Value(value));
    match (part.least <= domain.least, part.greatest >= domain.greatest) {
        (true, true) => "any that is given".to_owned(),
        (true, false) => format!("at most {}", show(part.greatest)),
        (false, true) => format!("at least {}", show(part.least)),
        (false, false) if part.least == part.greatest => show(part.least),
        (false, false) => format!("{} to {}", show(part.least), show(part.greatest)),
    }
}
