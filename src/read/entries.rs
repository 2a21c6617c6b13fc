//! The entries of lists: goods, ports, categories, modes and other names, and their groups.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::LaneId;
use crate::model::condition::FactId;
use crate::model::fact::{Coverage, Default, Kind, Name, Offered};
use crate::model::value::{Interval, Value, ValueSet};
use crate::read::item::{Item, Text};
use crate::read::lists::Lists;
use crate::read::names::{self, Letters, report_repetitions};
use crate::read::table::{Problems, Section, as_section};
use crate::read::vocabulary::Vocabulary;
use crate::source::Span;

/// An entry of a list whose keys that are not its own, such as `only`, are still to be read.
pub(crate) struct Entry<'a> {
    pub(crate) fact: FactId,
    pub(crate) value: Value,
    pub(crate) section: Section<'a>,
}

/// Keeps the entries that have keys left to read; returns the names.
pub(crate) fn keep<'a>(
    names: Vec<(Name, Option<Entry<'a>>)>,
    entries: &mut Vec<Entry<'a>>,
) -> IndexMap<String, Name> {
    let mut kept = IndexMap::with_capacity(names.len());
    for (name, entry) in names {
        kept.insert(name.id.clone(), name);
        entries.extend(entry);
    }
    kept
}

pub(crate) fn read_listed_names<'a>(
    problems: &mut Problems,
    lists: &Lists<'a>,
    item: Item<'a>,
    fact: FactId,
) -> Vec<(Name, Option<Entry<'a>>)> {
    if item.as_table().is_some() {
        let name = Text { text: "names", span: item.span };
        let outer = as_section(problems, item, name, "name");
        let sections = outer.map(|outer| outer.inner(problems)).unwrap_or_default();
        return read_names(problems, lists, sections, fact);
    }
    let listed = problems.texts(item, "names");
    report_repetitions(problems, &listed);
    for name in &listed {
        names::check_grammar(problems, *name, Letters::Small);
    }
    listed.into_iter().map(|name| (Name::bare(name.text, name.span), None)).collect()
}

pub(crate) fn read_names<'a>(
    problems: &mut Problems,
    lists: &Lists<'a>,
    sections: Vec<Section<'a>>,
    fact: FactId,
) -> Vec<(Name, Option<Entry<'a>>)> {
    let mut names = Vec::with_capacity(sections.len());
    for (at, mut section) in sections.into_iter().enumerate() {
        let capitals = section.kind() == "category";
        let letters = if capitals { Letters::SmallAndCapital } else { Letters::Small };
        names::check_grammar(problems, section.name, letters);
        let mut name = Name::bare(section.name.text, section.name.span);
        name.title = section.named(problems, "name");
        name.short = section.wording(problems, "short");
        name.assumed = section.wording(problems, "assumed");
        name.reference = section.reference(problems);
        let aliases = section.texts(problems, "aliases");
        name.aliases = aliases.iter().map(|alias| alias.text.to_owned()).collect();
        match section.kind() {
            "goods" => read_goods(problems, &mut section, &mut name),
            "category" => name.lane = read_lane(problems, lists, &mut section),
            _ => {}
        }
        names.push((name, Some(Entry { fact, value: Value::of_index(at), section })));
    }
    names
}

fn read_lane(
    problems: &mut Problems,
    lists: &Lists<'_>,
    section: &mut Section<'_>,
) -> Option<LaneId> {
    section.require(problems, "lane");
    lists.lane_of(problems, section)
}

fn read_goods(problems: &mut Problems, section: &mut Section<'_>, name: &mut Name) {
    if section.flag(problems, "ordinary") == Some(true) {
        name.coverage = Coverage::Ordinary;
    }
    if section.flag(problems, "rest") == Some(true) {
        name.coverage = Coverage::Rest;
    }
}

/// Reports names of one list that a shipment could not tell apart.
pub(crate) fn report_shared_spellings(problems: &mut Problems, vocabulary: &Vocabulary) {
    for fact in vocabulary.facts.iter().skip(FactId::LANE.index() + 1) {
        let mut owners: HashMap<String, (usize, Span)> = HashMap::new();
        for (at, name) in fact.names().enumerate() {
            let spellings = name.exact_spellings();
            for spelling in spellings {
                if let Some((owner, first)) = owners.get(&spelling.to_lowercase())
                    && *owner != at
                {
                    problems.push(
                        Finding::new(
                            Code::Duplicate,
                            name.span,
                            format!(
                                "`{spelling}` could be either of two: {} `{}`",
                                fact.id, name.id
                            ),
                        )
                        .other(*first, "it is this one, too")
                        .help("names of a list must differ in every language, and from aliases, case aside"),
                    );
                    continue;
                }
                owners.insert(spelling.to_lowercase(), (at, name.span));
            }
        }
    }
}

/// The days on which each name of `fact` is in force, and its default by date.
pub(crate) fn put_in_force(
    vocabulary: &mut Vocabulary,
    fact: FactId,
    days: Vec<(Value, ValueSet)>,
    default: Default,
) {
    let Some(fact) = vocabulary.facts.get_mut(fact.index()) else { return };
    fact.default = default;
    let Kind::Names(names) = &mut fact.kind else { return };
    let mut intervals: HashMap<Value, Vec<Interval>> = HashMap::new();
    for (of, days) in days {
        intervals.entry(of).or_default().extend(days.intervals());
    }
    for (at, name) in names.values_mut().enumerate() {
        let own = intervals.remove(&Value::of_index(at));
        name.in_force = Some(ValueSet::of_intervals(own.unwrap_or_default()));
    }
}

/// Notes which names are not always offered.
pub(crate) fn put_offered(vocabulary: &mut Vocabulary, offered: Vec<(FactId, Value, Offered)>) {
    for (fact, value, offered) in offered {
        let fact = vocabulary.facts.get_mut(fact.index());
        if let Some(Kind::Names(names)) = fact.map(|fact| &mut fact.kind)
            && let Some((_, name)) = names.get_index_mut(value.index())
        {
            name.offered = offered;
        }
    }
}

/// Names the category that takes the place of each.
pub(crate) fn put_successors(
    vocabulary: &mut Vocabulary,
    fact: FactId,
    successors: &[(Value, Value)],
) {
    let Some(Kind::Names(names)) = vocabulary.facts.get_mut(fact.index()).map(|f| &mut f.kind)
    else {
        return;
    };
    for (of, successor) in successors {
        if let Some((_, name)) = names.get_index_mut(of.index()) {
            name.successor = Some(*successor);
        }
    }
}
