//! Groups: some names of a list under one name, which other groups may name.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::model::condition::FactId;
use crate::model::fact::Kind;
use crate::model::value::ValueSet;
use crate::read::item::{Item, Text};
use crate::read::names::{self, Letters};
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::{Group, Lanes, Vocabulary};

pub(crate) fn read_groups(
    problems: &mut Problems,
    root: &mut Section<'_>,
    vocabulary: &mut Vocabulary,
) {
    for section in root.sections(problems, "groups", "groups of") {
        let found = vocabulary.find(problems, section.name, Lanes::NotKnownYet);
        let Some((id, fact)) = found else { continue };
        if !matches!(fact.kind, Kind::Names(_) | Kind::Code(_)) {
            problems.push(
                Finding::new(
                    Code::WrongType,
                    section.name.span,
                    format!("`{}` is not a list of names", fact.id),
                )
                .help("only names and codes can be put in groups"),
            );
            continue;
        }
        let entries = section.entries();
        let ordered = ordered(&entries);
        if ordered.len() < entries.len() {
            report_circle(problems, vocabulary, id, (&entries, &ordered));
        }
        for (name, item) in ordered {
            read_group(problems, vocabulary, id, name, item);
        }
    }
}

fn read_group(
    problems: &mut Problems,
    vocabulary: &mut Vocabulary,
    id: FactId,
    name: Text<'_>,
    item: Item<'_>,
) {
    let Some(fact) = vocabulary.fact(id) else { return };
    names::check_grammar(problems, name, Letters::SmallAndCapital);
    if let Some(entry) = fact.value_of_id(name.text).and_then(|value| fact.name(value)) {
        problems.push(
            Finding::new(
                Code::Duplicate,
                name.span,
                format!("`{}` is both a {} and a group", name.text, fact.id),
            )
            .other(entry.span, "the name is declared here")
            .help("give the group another name"),
        );
    }
    let listed = problems.texts(item, name.text);
    let members = vocabulary.listed_set(problems, id, fact, &listed);
    let (span, used) = (name.span, Cell::new(false));
    let groups = vocabulary.groups.entry(id).or_default();
    groups.insert(name.text.to_owned(), Group { members, span, used });
}

/// Groups by their names, as they stand in the file or in another order.
type Entries<'a> = [(Text<'a>, Item<'a>)];

/// The groups of a list, each behind those that it names and else as they stand in the file; those
/// that name each other in a circle are left out, and those that name them.
fn ordered<'a>(groups: &Entries<'a>) -> Vec<(Text<'a>, Item<'a>)> {
    let places: HashMap<&str, usize> =
        groups.iter().enumerate().map(|(at, (name, _))| (name.text, at)).collect();
    // For each group those that wait for it, and for how many it waits itself.
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    let mut waits: Vec<usize> = vec![0; groups.len()];
    for ((at, (_, item)), waits) in groups.iter().enumerate().zip(&mut waits) {
        let alone = std::slice::from_ref(*item);
        let members = item.as_list().unwrap_or(alone).iter().filter_map(|one| one.as_str());
        for place in members.filter_map(|member| places.get(member)) {
            waiting.get_mut(*place).into_iter().for_each(|waiting| waiting.push(at));
            *waits += 1;
        }
    }
    let free = waits.iter().enumerate().filter(|(_, waits)| **waits == 0);
    let mut free: BinaryHeap<Reverse<usize>> = free.map(|(at, _)| Reverse(at)).collect();
    let mut ordered = Vec::with_capacity(groups.len());
    while let Some(Reverse(at)) = free.pop() {
        ordered.extend(groups.get(at).copied());
        for next in waiting.get(at).into_iter().flatten() {
            let Some(waits) = waits.get_mut(*next) else { continue };
            *waits -= 1;
            if *waits == 0 {
                free.push(Reverse(*next));
            }
        }
    }
    ordered
}

/// Says which groups cannot be told, and keeps what names them from being told as well.
fn report_circle(
    problems: &mut Problems,
    vocabulary: &mut Vocabulary,
    id: FactId,
    (all, ordered): (&Entries<'_>, &Entries<'_>),
) {
    let known: HashSet<&str> = ordered.iter().map(|(name, _)| name.text).collect();
    let left = || all.iter().map(|(name, _)| *name).filter(|name| !known.contains(name.text));
    let names = lexicon::in_words(left().map(|name| name.text), "and");
    let mut circle: Option<Finding> = None;
    for name in left() {
        circle = Some(match circle {
            None => {
                let message = format!("who is in {names}? they name each other in a circle");
                Finding::new(Code::UnknownName, name.span, message)
                    .help("let one of them name its members itself")
            }
            Some(circle) => circle.other(name.span, "and this one"),
        });
        let (members, used) = (ValueSet::of([]), Cell::new(true));
        let groups = vocabulary.groups.entry(id).or_default();
        groups.insert(name.text.to_owned(), Group { members, span: name.span, used });
    }
    circle.into_iter().for_each(|circle| problems.push(circle));
}
