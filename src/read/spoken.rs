//! What reading itself says of an entry: when it is open, with what it goes, and what to do instead.
//!
//! In the languages of the file that the program speaks: the file says none of it.

use crate::lexicon;
use crate::model::fact::{Fact, Kind};
use crate::model::value::{Value, ValueSet};
use crate::model::wording::{Language, Tongue, Wording, called};
use crate::read::condition::Dates;

/// Of an entry that is open on some days, why it is closed on others.
pub(super) fn open(languages: &[Language], fact: &Fact, name: &str, dates: Dates) -> Wording {
    let from = dates.from.map(|(day, _)| day);
    let last = dates.until.map(|(day, _)| day.previous());
    Wording::spoken(languages, |tongue| {
        let (opens, ends, and) = match tongue {
            Tongue::English => ("opens on ", "ends with ", " and "),
            Tongue::Chinese => ("启用日期为", "有效至", "，"),
        };
        let from = from.map(|day| format!("{opens}{day}"));
        let last = last.map(|day| format!("{ends}{day}"));
        let both: Vec<String> = from.into_iter().chain(last).collect();
        format!("{} `{name}` {}", fact_in(fact, tongue), both.join(and))
    })
}

/// What to do about it.
pub(super) fn another_date(languages: &[Language], fact: &Fact) -> Wording {
    Wording::spoken(languages, |tongue| match tongue {
        Tongue::English => format!("choose another {}, or another date", fact.words()),
        Tongue::Chinese => format!("改选其他{}，或改换日期", fact_in(fact, tongue)),
    })
}

/// Of an entry that goes only with some values of another fact, why it does not go with the rest.
pub(super) fn goes_only(
    languages: &[Language],
    fact: &Fact,
    name: &str,
    other: &Fact,
    set: &ValueSet,
) -> Wording {
    Wording::spoken(languages, |tongue| {
        let (one, two) = (fact_in(fact, tongue), fact_in(other, tongue));
        let allowed = values(other, set, tongue);
        match tongue {
            Tongue::English => format!("{one} `{name}` goes only with {two} {allowed}"),
            Tongue::Chinese => format!("{one} `{name}` 只适用于{two} {allowed}"),
        }
    })
}

/// What to do about it. Nobody can choose other goods; another port or mode is a way out.
pub(super) fn use_allowed(
    languages: &[Language],
    fact: &Fact,
    other: &Fact,
    set: &ValueSet,
) -> Wording {
    Wording::spoken(languages, |tongue| {
        let (one, two) = (fact_in(fact, tongue), fact_in(other, tongue));
        let allowed = values(other, set, tongue);
        match (tongue, fact.id == "goods") {
            (Tongue::English, true) => format!("use {two} {allowed}"),
            (Tongue::English, false) => format!("use {two} {allowed}, or another {one}"),
            (Tongue::Chinese, true) => format!("改用{two} {allowed}"),
            (Tongue::Chinese, false) => format!("改用{two} {allowed}，或改选其他{one}"),
        }
    })
}

fn fact_in(fact: &Fact, tongue: Tongue) -> String {
    called(fact.title.as_ref(), &fact.id, tongue.language())
}

/// The values of a set, as part of a sentence.
fn values(fact: &Fact, set: &ValueSet, tongue: Tongue) -> String {
    let (to, or) = match tongue {
        Tongue::English => (" to ", "or"),
        Tongue::Chinese => (" 至 ", "或"),
    };
    if let Kind::Code(codes) = &fact.kind {
        let (others, prefixes) = codes.listed(set);
        let prefixes = lexicon::in_words(prefixes.iter().map(String::as_str), or);
        return match (others, tongue) {
            (false, _) => prefixes,
            (true, Tongue::English) => format!("anything but {prefixes}"),
            (true, Tongue::Chinese) => format!("{prefixes} 以外"),
        };
    }
    let Kind::Names(_) = fact.kind else {
        let parts = set.intervals().iter().map(|part| {
            let (least, greatest) = (fact.show(Value(part.least)), fact.show(Value(part.greatest)));
            if least == greatest { least } else { format!("{least}{to}{greatest}") }
        });
        return parts.collect::<Vec<_>>().join(&format!(" {or} "));
    };
    let names = fact.names().enumerate();
    let listed = names.filter(|(at, _)| set.contains(Value::of_index(*at)));
    lexicon::in_words(listed.map(|(_, name)| name.id.as_str()), or)
}
