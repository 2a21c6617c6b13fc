//! Codes of a tree: their kind, the prefixes that names carry, and the codes that conditions name.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon::in_words;
use crate::model::RuleSet;
use crate::model::code::{CodeName, Codes, is_in_pairs, with_lost_zeros};
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::{Coverage, Fact, Kind, Name};
use crate::model::value::{Interval, Value, ValueSet};
use crate::read::entries::Entry;
use crate::read::item::Text;
use crate::read::lists::Lists;
use crate::read::names::report_repetitions;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::{Lanes, Vocabulary};
use crate::source::Span;

/// Reads `code = { digits, of }`; which list `of` names is known only once all facts are.
pub(crate) fn read_kind<'a>(
    problems: &mut Problems,
    mut section: Section<'a>,
) -> (Codes, Option<Text<'a>>) {
    section.require(problems, "digits");
    let item = section.item("digits");
    let number = item.and_then(|item| problems.decimal(item, "digits"));
    let digits = number.filter(|number| number.places == 0);
    let digits = digits.and_then(|number| u32::try_from(number.digits).ok());
    let fits = |digits: &u32| digits.is_multiple_of(2) && (2..=Codes::MOST_DIGITS).contains(digits);
    let fitting = digits.filter(fits);
    if let (None, Some(item), Some(_)) = (fitting, item, number) {
        let message = "codes cannot have so many digits";
        let problem = Finding::new(Code::ImpossibleRange, item.span, message);
        let most = Codes::MOST_DIGITS;
        problems.push(problem.help(format!("write an even number from 2 to {most}")));
    }
    let of = section.text(problems, "of");
    section.finish(problems);
    (Codes::new(fitting.unwrap_or(Codes::MOST_DIGITS)), of)
}

/// Reads what codes are called, beginning by beginning.
pub(crate) fn read_code_names<'a>(
    problems: &mut Problems,
    lists: &Lists<'a>,
    codes: &mut Codes,
    settings: &mut Section<'a>,
) {
    let mut spans: HashMap<Interval, Span> = HashMap::new();
    for mut section in settings.sections(problems, "names", "code") {
        let name = section.name;
        let title = section.named(problems, "name");
        let sources = lists.sources_of(problems, &mut section);
        if title.is_none() {
            section.missing(problems, "name");
        }
        section.finish(problems);
        let Some(title) = title else { continue };
        let Some(digits) = prefix(problems, codes, name) else { continue };
        let part = codes.beginning_with(&digits);
        if let Some(first) = spans.insert(part, name.span) {
            let message = format!("{name} has a name already");
            problems.push(
                Finding::new(Code::Duplicate, name.span, message)
                    .other(first, "it is named here, too")
                    .help("keep one of the two"),
            );
        }
        codes.names.insert(part, CodeName { title, sources });
    }
}

/// Reads which codes belong to which names, of the lists that the facts of codes name.
pub(crate) fn read_owners(
    problems: &mut Problems,
    vocabulary: &mut Vocabulary,
    entries: &mut [Entry<'_>],
    lists: Vec<(FactId, Text<'_>)>,
) {
    let mut first: Option<Span> = None;
    for (id, of) in lists {
        let Some((list, list_fact)) = vocabulary.find(problems, of, Lanes::NotKnownYet) else {
            continue;
        };
        if !matches!(list_fact.kind, Kind::Names(_)) {
            let message = format!("`{}` is not a list of names", list_fact.id);
            let problem = Finding::new(Code::WrongType, of.span, message);
            problems.push(problem.help("name a list of names whose entries have these codes"));
            continue;
        }
        if let Some(first) = first {
            let message = "two facts have codes that belong to names";
            let problem = Finding::new(Code::Duplicate, of.span, message);
            problems.push(problem.other(first, "the first").help("keep one `of`"));
            continue;
        }
        first = Some(of.span);
        let Some(fact) = vocabulary.fact(id) else { continue };
        let Kind::Code(codes) = &fact.kind else { continue };
        let codes = Codes::new(codes.digits);
        let key = fact.id.clone();
        let own = entries.iter_mut().filter(|entry| entry.fact == list);
        let listed = own.map(|entry| (entry.value, entry.section.texts_called(problems, &key)));
        let listed: Vec<(Value, Vec<Text<'_>>)> = listed.collect();
        let (prefixes, texts) = read_prefixes(problems, &codes, &listed);
        report_shared(problems, vocabulary, (&codes, list), &prefixes);
        if let Some(Kind::Names(names)) =
            vocabulary.facts.get_mut(list.index()).map(|f| &mut f.kind)
        {
            for (value, digits) in texts {
                let name = names.get_index_mut(value.index());
                name.into_iter().for_each(|(_, name)| name.codes.push(digits.clone()));
            }
        }
        let rest = vocabulary.fact(list).and_then(rest_of);
        let plain = prefixes.into_iter().map(|(part, owner, _)| (part, owner)).collect();
        if let Some(Kind::Code(codes)) = vocabulary.facts.get_mut(id.index()).map(|f| &mut f.kind) {
            codes.of = Some(list);
            codes.owners = owners(codes.domain(), plain, rest);
        }
    }
}

/// The codes of prefixes, what they belong to, and where they stand.
type Prefixes = Vec<(Interval, Value, Span)>;

fn read_prefixes(
    problems: &mut Problems,
    codes: &Codes,
    listed: &[(Value, Vec<Text<'_>>)],
) -> (Prefixes, Vec<(Value, String)>) {
    let (mut prefixes, mut texts) = (Vec::new(), Vec::new());
    for (value, list) in listed {
        for text in list {
            let Some(digits) = prefix(problems, codes, *text) else { continue };
            prefixes.push((codes.beginning_with(&digits), *value, text.span));
            texts.push((*value, digits));
        }
    }
    (prefixes, texts)
}

/// Reports prefixes that belong to two names.
fn report_shared(
    problems: &mut Problems,
    vocabulary: &Vocabulary,
    (codes, list): (&Codes, FactId),
    prefixes: &Prefixes,
) {
    let Some(fact) = vocabulary.fact(list) else { return };
    let mut known: HashMap<Interval, (Value, Span)> = HashMap::with_capacity(prefixes.len());
    for (part, owner, span) in prefixes {
        let Some((first, other)) = known.insert(*part, (*owner, *span)) else { continue };
        known.insert(*part, (first, other));
        let id = |value: Value| fact.name(value).map_or("", |name: &Name| name.id.as_str());
        let prefix = codes.prefixes(*part).concat();
        let message = match first == *owner {
            true => format!("{prefix} is listed twice"),
            false => {
                let (first, second) = (id(first), id(*owner));
                format!("{prefix} belongs to two {}: `{first}` and `{second}`", fact.id)
            }
        };
        problems.push(
            Finding::new(Code::Duplicate, *span, message)
                .other(other, "first listed here")
                .help("give it to one of them, or give one of them a longer prefix"),
        );
    }
}

/// The name that stands for whatever no other entry matches.
fn rest_of(fact: &Fact) -> Option<Value> {
    fact.names().position(|name| name.coverage == Coverage::Rest).map(Value::of_index)
}

/// Who owns which codes: of the prefixes that a code begins with, the longest; else the rest.
fn owners(
    domain: Interval,
    mut prefixes: Vec<(Interval, Value)>,
    rest: Option<Value>,
) -> Vec<(Interval, Value)> {
    prefixes.sort_by_key(|(part, _)| (part.least, Reverse(part.greatest)));
    let mut found: Vec<(Interval, Value)> = Vec::with_capacity(prefixes.len());
    let mut own = |least: i64, greatest: i64, owner: Option<Value>| {
        let Some(owner) = owner.filter(|_| least <= greatest) else { return };
        match found.last_mut() {
            Some((last, of)) if *of == owner && last.greatest + 1 == least => {
                last.greatest = greatest;
            }
            _ => found.push((Interval::new(least, greatest), owner)),
        }
    };
    // Prefixes lie within or beside each other: those that are open lie one within the other.
    let mut open: Vec<(i64, Option<Value>)> = vec![(domain.greatest, rest)];
    let mut at = domain.least;
    for (part, owner) in prefixes {
        while let Some((end, of)) = open.pop_if(|(end, _)| *end < part.least) {
            own(at, end, of);
            at = at.max(end + 1);
        }
        own(at, part.least - 1, open.last().and_then(|(_, of)| *of));
        at = part.least;
        open.push((part.greatest, Some(owner)));
    }
    while let Some((end, of)) = open.pop() {
        own(at, end, of);
        at = at.max(end + 1);
    }
    found
}

/// The digits of a prefix, or a problem.
fn prefix(problems: &mut Problems, codes: &Codes, text: Text<'_>) -> Option<String> {
    let digits: String = text.text.chars().filter(|letter| *letter != '.').collect();
    let most = usize::try_from(codes.digits).unwrap_or(usize::MAX);
    let fits = is_in_pairs(text.text) && !text.text.contains(' ') && digits.len() <= most;
    if !fits {
        let message = format!("`{text}` is no beginning of a code");
        // Without a point it may just be a beginning that is too short by a digit.
        let lost = if text.text.contains('.') { with_lost_zeros(text.text) } else { Vec::new() };
        let help = match lost.is_empty() {
            true => format!("write an even number of digits, at most {most}, with dots or without"),
            false => format!(
                "zeros may be lost at its ends, as of {}",
                in_words(lost.iter().map(String::as_str), "or")
            ),
        };
        problems.push(Finding::new(Code::BadPrefix, text.span, message).help(help));
    }
    fits.then_some(digits)
}

impl Vocabulary {
    /// The codes of a list of prefixes and groups.
    pub(crate) fn code_set(
        &self,
        problems: &mut Problems,
        id: FactId,
        codes: &Codes,
        listed: &[Text<'_>],
    ) -> ValueSet {
        let groups = self.groups.get(&id);
        let mut parts: Vec<Interval> = Vec::with_capacity(listed.len());
        report_repetitions(problems, listed);
        for text in listed {
            if let Some(group) = groups.and_then(|groups| groups.get(text.text)) {
                group.used.set(true);
                parts.extend(group.members.intervals());
                continue;
            }
            parts.extend(prefix(problems, codes, *text).map(|one| codes.beginning_with(&one)));
        }
        ValueSet::of_intervals(parts)
    }
}

/// The rule set with the codes at which something begins that it tells apart.
pub(crate) fn with_cuts(mut rule_set: RuleSet) -> RuleSet {
    let coded: Vec<FactId> = rule_set
        .facts()
        .filter(|(_, fact)| matches!(fact.kind, Kind::Code(_)))
        .map(|(id, _)| id)
        .collect();
    for id in coded {
        let mut cuts: Vec<i64> = sets(&rule_set, id)
            .flat_map(ValueSet::intervals)
            .flat_map(|part| [part.least, part.greatest.saturating_add(1)])
            .collect();
        let fact = rule_set.facts.get_mut(id.index());
        let Some(Kind::Code(codes)) = fact.map(|fact| &mut fact.kind) else { continue };
        cuts.extend(codes.owners.iter().flat_map(|(part, _)| [part.least, part.greatest + 1]));
        cuts.sort_unstable();
        cuts.dedup();
        codes.cuts = cuts;
    }
    rule_set
}

/// The sets of a fact's values for which anything of the file asks.
fn sets(rule_set: &RuleSet, id: FactId) -> impl Iterator<Item = &ValueSet> {
    let cases = rule_set.steps().iter().flat_map(|step| &step.cases);
    let cases = cases.map(|case| &case.condition);
    let names = rule_set.facts().flat_map(|(_, fact)| fact.names());
    let offered = names.filter_map(|name| name.offered.condition());
    let never = rule_set.impossibilities().iter().map(|one| &one.condition);
    let besides = cases.chain(offered).chain(never).flat_map(Condition::regions);
    let regions = rule_set.regions().chain(besides);
    regions.filter_map(move |region: &Region| region.allowed(id))
}

#[cfg(test)]
mod tests {
    use super::owners;
    use crate::model::code::Codes;
    use crate::model::value::Value;

    #[test]
    fn the_longest_prefix_owns_a_code() {
        let codes = Codes::new(4);
        let prefixes = [("04", 0), ("0402", 1), ("0403", 1), ("0499", 2), ("05", 0), ("99", 3)];
        let parts = |prefixes: &[(&str, i64)]| {
            let parts = prefixes.iter().rev();
            parts.map(|(text, owner)| (codes.beginning_with(text), Value(*owner))).collect()
        };
        for rest in [None, Some(Value(9))] {
            let found = owners(codes.domain(), parts(&prefixes), rest);
            let owned = Codes { owners: found.clone(), ..Codes::new(4) };
            for code in 0..10_000 {
                let text = format!("{code:04}");
                let longest = prefixes.iter().filter(|(prefix, _)| text.starts_with(prefix));
                let longest = longest.max_by_key(|(prefix, _)| prefix.len());
                let expected = longest.map(|(_, owner)| Value(*owner)).or(rest);
                assert_eq!(owned.owner(Value(code)), expected, "{text}");
            }
            assert!(found.windows(2).all(|pair| pair[0].0.greatest < pair[1].0.least));
        }
    }
}
