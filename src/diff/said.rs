//! What two rule sets say otherwise apart from their rules: words, what a call means, texts.

use std::collections::HashMap;

use crate::diff::version::{Side, Version};
use crate::model::condition::Condition;
use crate::model::fact::{Default, Fact, Kind, Name, Number, Offered};
use crate::model::value::{Day, Value, ValueSet};
use crate::model::wording::Wording;
use crate::model::{FactId, Reference, RuleSet};

/// What is said of a name that is known on all days.
pub const KNOWN: &str = "known";

/// Something that two rule sets say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of what, as `goods.wine`.
    pub subject: String,
    /// What the old one says; none if it does not know the subject.
    pub old: Option<String>,
    /// What the new one says.
    pub new: Option<String>,
}

/// The words that only one of them knows: shipments with them have an answer on one side only.
pub(crate) fn words(versions: [Version<'_>; 2]) -> Vec<Said> {
    let [old, new] = versions.map(|version| version.rule_set);
    let on = versions.map(|version| version.on);
    let mut found = Vec::new();
    let first = |rule_set: &RuleSet| Some(rule_set.first_date().to_string());
    tell(&mut found, "first-date".to_owned(), first(old), first(new));
    for (id, [one, other]) in matched(
        [old, new]
            .map(RuleSet::facts)
            .map(|all| all.map(|(_, fact)| (fact.id.as_str(), fact)).collect::<Vec<_>>()),
    ) {
        tell(&mut found, id.to_owned(), one.map(values_of), other.map(values_of));
        let (Some(one), Some(other)) = (one, other) else { continue };
        let known = |fact: &'_ Fact, on: Option<Day>| -> Vec<(String, String)> {
            let names = fact.names().filter(|name| on.is_none_or(|day| name.is_in_force(day)));
            let days = |name: &Name| on.map_or_else(|| in_force(name), |_| KNOWN.to_owned());
            names.map(|name| (name.id.clone(), days(name))).collect()
        };
        let names = [known(one, on[0]), known(other, on[1])];
        let names = names.each_ref().map(|names| {
            names.iter().map(|(id, days)| (id.as_str(), days.clone())).collect::<Vec<_>>()
        });
        for (name, [old, new]) in matched(names) {
            tell(&mut found, format!("{id}.{name}"), old, new);
        }
    }
    found
}

/// What a call means that leaves something out, or names it in another way.
pub(crate) fn calls(versions: [Version<'_>; 2]) -> Vec<Said> {
    let rule_sets @ [old, new] = versions.map(|version| version.rule_set);
    let mut found = Vec::new();
    let list = |ids: &[crate::model::FactId], rule_set: &RuleSet| {
        Some(ids.iter().map(|id| rule_set[*id].id.as_str()).collect::<Vec<_>>().join(", "))
    };
    let choices = rule_sets.map(|one| list(one.choices(), one));
    let preferred = rule_sets.map(|one| list(one.by_preference(), one));
    for (subject, [old, new]) in [("choices", choices), ("by-preference", preferred)] {
        tell(&mut found, subject.to_owned(), old, new);
    }
    for (_, fact) in new.facts() {
        let Some((_, twin)) = old.fact_called(&fact.id) else { continue };
        let defaults = [default_of(versions[0], twin), default_of(versions[1], fact)];
        let [one, other] = defaults.map(Some);
        tell(&mut found, format!("{}.default", fact.id), one, other);
        let spelled = [(old, twin), (new, fact)].map(|(rule_set, fact)| {
            let codes = codes_of(rule_set, fact);
            let names = fact.names().enumerate().map(|(at, name)| {
                let codes = codes.get(at).map_or(&[][..], Vec::as_slice);
                (name.id.as_str(), spelling(rule_set, name, codes))
            });
            names.collect()
        });
        for (name, [old, new]) in matched::<String>(spelled) {
            if old.is_some() && new.is_some() {
                tell(&mut found, format!("{}.{name}", fact.id), old, new);
            }
        }
        let ids = [twin, fact].map(|fact| fact.names().map(|name| name.id.as_str()).collect());
        let (old_id, new_id) = (old.fact_called(&fact.id), new.fact_called(&fact.id));
        let is_choice = |rule_set: &RuleSet, known: Option<(crate::model::FactId, &Fact)>| {
            known.is_some_and(|(id, _)| rule_set.choices().contains(&id))
        };
        if is_choice(old, old_id) || is_choice(new, new_id) {
            let [one, other] = in_order(ids);
            tell(&mut found, format!("{}.order", fact.id), one, other);
        }
    }
    found
}

/// The names that both have, in the order of each, if they differ.
fn in_order(ids: [Vec<&str>; 2]) -> [Option<String>; 2] {
    let [old, new] = &ids;
    let common = |own: &[&str], other: &[&str]| {
        let common = own.iter().filter(|id| other.contains(id));
        Some(common.copied().collect::<Vec<_>>().join(", "))
    };
    [common(old, new), common(new, old)]
}

/// Texts that people read and that decide nothing.
pub(crate) fn texts(old: &RuleSet, new: &RuleSet) -> Vec<Said> {
    let mut found = Vec::new();
    let sides = [own_texts(old), own_texts(new)];
    let sides = sides.each_ref().map(|texts| {
        texts.iter().map(|(subject, text)| (subject.as_str(), text.clone())).collect::<Vec<_>>()
    });
    for (subject, sides) in matched(sides) {
        // What one side alone has is told where its words are.
        let [Some(old), Some(new)] = sides else { continue };
        tell(&mut found, subject.to_owned(), Some(old), Some(new));
    }
    found
}

/// Every text of a rule set, under what it is about.
fn own_texts(rule_set: &RuleSet) -> Vec<(String, String)> {
    let reviewed = rule_set.reviewed().map(|day| day.to_string()).unwrap_or_default();
    let mut texts = vec![
        ("title".to_owned(), text([Some(rule_set.title())])),
        ("reviewed".to_owned(), reviewed),
        ("currency".to_owned(), rule_set.currency().unwrap_or_default().to_owned()),
    ];
    for (_, fact) in rule_set.facts() {
        texts.push((fact.id.clone(), text([fact.title.as_ref(), fact.assumed.as_ref()])));
        texts.extend(fact.names().map(|name| {
            let words = [&name.title, &name.short, &name.assumed].map(Option::as_ref);
            let words = with_reference(text(words), &name.reference, None);
            (format!("{}.{}", fact.id, name.id), words)
        }));
    }
    let mut more =
        |kind: &str, id: &str, words: String| texts.push((format!("{kind}.{id}"), words));
    for one in rule_set.sources() {
        let url = one.url.as_deref().unwrap_or_default();
        more("source", &one.id, format!("{} {url}", text([Some(&one.title)])).trim().to_owned());
    }
    for one in rule_set.lanes() {
        more("lane", &one.id, text([one.title.as_ref()]));
    }
    for one in rule_set.checks() {
        more("check", &one.id, text([one.title.as_ref(), one.short.as_ref()]));
    }
    for one in rule_set.documents() {
        let have = one.have.map(|fact| rule_set[fact].id.as_str());
        let words = text([one.title.as_ref(), one.short.as_ref()]);
        more("document", &one.id, with_reference(words, &one.reference, have));
    }
    for one in rule_set.steps() {
        let titles = std::iter::once(&one.title).chain(one.cases.iter().map(|case| &case.title));
        more("step", &one.id, with_reference(text(titles.map(Some)), &one.reference, None));
    }
    texts
}

/// Words, with where more is said, and the fact that says whether it is at hand.
fn with_reference(words: String, more: &Reference, have: Option<&str>) -> String {
    let parts = [more.form.as_deref(), more.url.as_deref(), have];
    let parts = std::iter::once(words.as_str()).chain(parts.into_iter().flatten());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Texts in all their languages, one behind the other.
pub(crate) fn text<'w>(parts: impl IntoIterator<Item = Option<&'w Wording>>) -> String {
    let parts = parts.into_iter().flatten().flat_map(Wording::all);
    parts.map(|(_, text)| text).collect::<Vec<_>>().join(" · ")
}

pub(super) fn tell(
    found: &mut Vec<Said>,
    subject: String,
    old: Option<String>,
    new: Option<String>,
) {
    if old != new {
        found.push(Said { subject, old, new });
    }
}

/// What two lists call the same, in the order of the new one; then what only the old one has.
pub(super) fn matched<T>(lists: [Vec<(&str, T)>; 2]) -> Vec<(&str, [Option<T>; 2])> {
    let [old, new] = lists;
    let order: Vec<&str> = old.iter().map(|(id, _)| *id).collect();
    let mut olds: HashMap<&str, T> = old.into_iter().collect();
    let mut found: Vec<(&str, [Option<T>; 2])> =
        new.into_iter().map(|(id, one)| (id, [olds.remove(id), Some(one)])).collect();
    found.extend(order.into_iter().filter_map(|id| Some((id, [Some(olds.remove(id)?), None]))));
    found
}

/// The values that a fact can have.
fn values_of(fact: &Fact) -> String {
    match &fact.kind {
        Kind::Names(_) => "a list of names".to_owned(),
        Kind::YesNo => "yes or no".to_owned(),
        Kind::Number(number) => range(number),
        Kind::Code(codes) => format!("a code of {} digits", codes.digits),
        Kind::Date => "a day".to_owned(),
    }
}

fn range(number: &Number) -> String {
    let show = |value: i64| number.show(Value(value));
    let (least, greatest) = (show(number.least), show(number.greatest));
    format!("{least} to {greatest} in steps of {}", number.show_step())
}

fn in_force(name: &Name) -> String {
    let days = name.in_force.as_ref().map(days);
    days.map_or_else(|| KNOWN.to_owned(), |days| format!("{KNOWN} {days}"))
}

/// Days in words.
fn days(set: &ValueSet) -> String {
    let day = |value: i64| Day::of(Value(value));
    let parts = set.intervals().iter().map(|part| {
        let first = part.least <= i64::from(i32::MIN);
        let last = part.greatest >= i64::from(i32::MAX);
        match (first, last) {
            (true, true) => "always".to_owned(),
            (true, false) => format!("until {}", day(part.greatest)),
            (false, true) => format!("from {}", day(part.least)),
            (false, false) => format!("from {} to {}", day(part.least), day(part.greatest)),
        }
    });
    parts.collect::<Vec<_>>().join(" and ")
}

/// What is taken for a fact of which nothing is said.
fn default_of(version: Version<'_>, fact: &Fact) -> String {
    let show = |value: Value| match fact.show(value) {
        shown if shown.is_empty() => "nothing".to_owned(),
        shown => shown,
    };
    match &fact.default {
        Default::None => "nothing".to_owned(),
        Default::Value(value) => show(*value),
        Default::ByDate(values) => {
            let spans = values
                .iter()
                .filter(|(span, _)| version.on.is_none_or(|on| span.contains(on.value())));
            let spans = spans.map(|(span, value)| match version.on {
                Some(_) => show(*value),
                None => {
                    let span = ValueSet::interval(span.least, span.greatest);
                    format!("{} {}", show(*value), days(&span))
                }
            });
            spans.collect::<Vec<_>>().join(", ")
        }
        Default::ByName { fact: of, values, otherwise } => {
            let of = &version.rule_set[*of];
            let named = values
                .iter()
                .map(|(name, value)| format!("{} for {} {}", show(*value), of.id, of.show(*name)));
            let rest = otherwise.map_or("nothing".to_owned(), show);
            named.chain([format!("else {rest}")]).collect::<Vec<_>>().join(", ")
        }
    }
}

/// How the codes begin of each name of a list, where they belong to its names.
fn codes_of(rule_set: &RuleSet, fact: &Fact) -> Vec<Vec<String>> {
    let coded = rule_set.coded_list().filter(|(_, list)| rule_set[*list].id == fact.id);
    let Some((code, _)) = coded else { return Vec::new() };
    let Kind::Code(codes) = &rule_set[code].kind else { return Vec::new() };
    let own = codes.of_each(fact.names().len()).into_iter();
    let prefixes =
        own.map(|own| own.intervals().iter().flat_map(|part| codes.prefixes(*part)).collect());
    prefixes.collect()
}

/// By which other words a name is known, and whether it is chosen where nothing is said.
fn spelling(rule_set: &RuleSet, name: &Name, codes: &[String]) -> String {
    let mut words: Vec<String> =
        name.aliases.iter().map(|alias| format!("alias {alias}")).collect();
    words.extend(codes.iter().map(|code| format!("code {code}")));
    words.sort_unstable();
    words.extend(match &name.offered {
        Offered::Always => None,
        Offered::Never => Some("not offered".to_owned()),
        Offered::If { condition, .. } => {
            Some(format!("offered for {}", asked(rule_set, condition)))
        }
    });
    if words.is_empty() { "nothing more".to_owned() } else { words.join(", ") }
}

/// What a condition asks, in ids.
pub(super) fn asked(rule_set: &RuleSet, condition: &Condition) -> String {
    let boxes = condition.regions().map(|region| {
        let tests = region.tests().iter().map(|(id, set)| {
            if *id == FactId::DATE {
                return days(set);
            }
            let fact = &rule_set[*id];
            let parts = set.intervals().iter().map(|part| {
                let [least, greatest] =
                    [part.least, part.greatest].map(|one| fact.show(Value(one)));
                if least == greatest { least } else { format!("{least} to {greatest}") }
            });
            format!("{} {}", fact.id, parts.collect::<Vec<_>>().join(", "))
        });
        tests.collect::<Vec<_>>().join("; ")
    });
    boxes.collect::<Vec<_>>().join(", but not ")
}

/// What is said on both sides, or on one of them.
impl Said {
    /// What a side says of it.
    #[must_use]
    pub fn on(&self, side: Side) -> Option<&str> {
        match side {
            Side::Old => self.old.as_deref(),
            Side::New => self.new.as_deref(),
        }
    }
}
