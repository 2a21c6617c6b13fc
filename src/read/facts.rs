//! Facts: what the file says of each, their numbers and their defaults.

mod change;
pub(crate) mod counting;
mod lines;

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::condition::FactId;
use crate::model::fact::{DecimalText, Default, Fact, Kind, Lines, Name, Number};
use crate::model::ids::{Id, numbered};
use crate::model::value::Value;
use crate::read::codes;
use crate::read::entries::{Entry, keep, read_listed_names, read_names, report_shared_spellings};
use crate::read::facts::change::read_change;
pub(crate) use crate::read::facts::lines::check_lines;
use crate::read::facts::lines::read_lines;
use crate::read::groups::read_groups;
use crate::read::item::{Item, Text};
use crate::read::lists::{Lists, report_too_many};
use crate::read::names::{self, Letters};
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::Lanes;
use crate::read::vocabulary::Vocabulary;
use crate::source::Span;

/// Names that no fact may have: conditions, rows of a batch and its answers use them.
const RESERVED: [&str; 13] = [
    "on", "from", "until", "verdict", "flow", "release", "chosen", "tax", "late_fee", "rules",
    "error", "not", "lane",
];

/// The lists that have a section of their own, and the facts they are the names of.
const LISTS: [(&str, &str); 4] =
    [("goods", "goods"), ("ports", "port"), ("categories", "category"), ("modes", "mode")];

/// The bounds of a number of which something is wrong: no valid one reaches so far.
pub(crate) const NO_NUMBER: i64 = 1_000_000_000_000_000_000;

/// What is known of a fact before any of its parts is read.
struct Outline<'a> {
    id: &'a str,
    span: Span,
    /// Its own section of names, if it has one.
    names: Option<&'static str>,
    settings: Option<Section<'a>>,
}

/// What is left to read once all facts are known.
pub(crate) struct Left<'a> {
    /// The entries of lists, for the rules that stand there.
    pub(crate) entries: Vec<Entry<'a>>,
    /// What numbers count under a condition.
    pub(crate) counting: Vec<(FactId, Section<'a>)>,
}

/// Reads all facts; returns what is left to read of them.
pub(crate) fn read<'a>(
    problems: &mut Problems,
    root: &mut Section<'a>,
    lists: &Lists<'a>,
    vocabulary: &mut Vocabulary,
) -> Left<'a> {
    vocabulary.facts.push(special("on", Kind::Date));
    vocabulary.facts.push(lane_fact(lists));
    let mut entries = Vec::new();
    let mut defaults = Vec::new();
    let mut coded = Vec::new();
    let mut counting = Vec::new();
    for outline in outlines(problems, root) {
        let Some(id) = FactId::at(vocabulary.facts.len()) else {
            report_too_many::<FactId>(problems, root, "facts", FactId::MOST + 1);
            break;
        };
        let Read { fact, default, of, counts } =
            read_fact(problems, root, lists, outline, id, &mut entries);
        vocabulary.facts.push(fact);
        defaults.extend(default.map(|default| (id, default)));
        coded.extend(of.map(|of| (id, of)));
        counting.extend(counts.map(|counts| (id, counts)));
    }
    let ids = numbered(&vocabulary.facts).map(|(id, fact)| (fact.id.clone(), id));
    vocabulary.ids = ids.collect();
    for (id, default) in defaults {
        let value =
            vocabulary.fact(id).and_then(|fact| default_value(problems, vocabulary, fact, default));
        if let (Some(value), Some(fact)) = (value, vocabulary.facts.get_mut(id.index())) {
            fact.default = Default::Value(value);
        }
    }
    root.require(problems, "goods");
    codes::read_owners(problems, vocabulary, &mut entries, coded);
    read_groups(problems, root, vocabulary);
    for entry in &mut entries {
        read_defaults(problems, vocabulary, entry);
    }
    report_shared_spellings(problems, vocabulary);
    Left { entries, counting }
}

fn special(id: &str, kind: Kind) -> Fact {
    let default = Default::None;
    let (title, assumed, change, span) = (None, None, None, Span::default());
    let (counts, lines) = (None, Lines::Same);
    Fact { id: id.to_owned(), title, kind, default, counts, assumed, lines, change, span }
}

/// The lane as a fact, so that the condition of a flow can ask for it.
fn lane_fact(lists: &Lists<'_>) -> Fact {
    let names = lists.lanes.iter().map(|lane| {
        let mut name = Name::bare(&lane.id, lane.span);
        name.title = lane.title.clone();
        (lane.id.clone(), name)
    });
    special("lane", Kind::Names(names.collect()))
}

/// All facts in the order in which the file speaks of them.
fn outlines<'a>(problems: &mut Problems, root: &mut Section<'a>) -> Vec<Outline<'a>> {
    let mut outlines: Vec<Outline<'a>> = Vec::new();
    for (section, id) in LISTS {
        if root.has(section) {
            let span = root.key_span(section);
            outlines.push(Outline { id, span, names: Some(section), settings: None });
        }
    }
    for section in root.sections(problems, "facts", "fact") {
        let Text { text: id, span } = section.name;
        // Only a list may have been met before.
        if let Some(known) = outlines.iter_mut().take(LISTS.len()).find(|known| known.id == id) {
            known.settings = Some(section);
            continue;
        }
        names::check_grammar(problems, section.name, Letters::Small);
        if RESERVED.contains(&id) {
            problems.push(
                Finding::new(Code::BadName, span, format!("no fact can be called `{id}`"))
                    .label("this word has a meaning of its own")
                    .help("give the fact another name"),
            );
        }
        outlines.push(Outline { id, span, names: None, settings: Some(section) });
    }
    outlines.sort_by_key(|outline| outline.span);
    outlines
}

/// A fact as it stands, with what is to be read once all facts are known.
struct Read<'a> {
    fact: Fact,
    default: Option<Item<'a>>,
    /// The list to whose names its codes belong.
    of: Option<Text<'a>>,
    /// What it counts under a condition.
    counts: Option<Section<'a>>,
}

fn read_fact<'a>(
    problems: &mut Problems,
    root: &mut Section<'a>,
    lists: &Lists<'a>,
    outline: Outline<'a>,
    id: FactId,
    entries: &mut Vec<Entry<'a>>,
) -> Read<'a> {
    let mut fact = special(outline.id, Kind::YesNo);
    fact.span = outline.span;
    if let Some(key) = outline.names {
        let sections = root.sections(problems, key, outline.kind());
        let names = read_names(problems, lists, sections, id);
        fact.kind = Kind::Names(keep(names, entries));
    }
    let Some(mut settings) = outline.settings else {
        return Read { fact, default: None, of: None, counts: None };
    };
    fact.title = settings.named(problems, "name");
    fact.assumed = settings.wording(problems, "assumed");
    let change = settings.item("change");
    let default = settings.item("default");
    let mut of = None;
    if outline.names.is_none() {
        if let Some(code) = settings.section(problems, "code", "code") {
            let (mut codes, list) = codes::read_kind(problems, code);
            codes::read_code_names(problems, lists, &mut codes, &mut settings);
            (fact.kind, of) = (Kind::Code(codes), list);
        } else if let Some(number) = settings.section(problems, "number", "number") {
            fact.kind = Kind::Number(read_number(problems, number));
        } else if let Some(item) = settings.item("names") {
            let names = read_listed_names(problems, lists, item, id);
            fact.kind = Kind::Names(keep(names, entries));
        } else if default.is_none_or(|item| item.as_flag().is_none()) {
            problems.push(
                Finding::new(Code::MissingKey, fact.span, format!("what is fact `{}`?", fact.id))
                    .help("give it `names`, a `number`, a `code`, or a `default` of true or false"),
            );
        }
    }
    fact.change = change.and_then(|item| read_change(problems, item, &fact.kind));
    let counts = counting::read(problems, &mut settings, &mut fact);
    fact.lines = read_lines(problems, &mut settings, &fact.kind);
    settings.finish(problems);
    Read { fact, default, of, counts }
}

impl Outline<'_> {
    fn kind(&self) -> &'static str {
        LISTS.iter().find(|(_, id)| *id == self.id).map_or("name", |(_, id)| id)
    }
}

fn read_number(problems: &mut Problems, mut section: Section<'_>) -> Number {
    let mut number = |key: &'static str| {
        section.require(problems, key);
        let item = section.item(key)?;
        Some((problems.decimal(item, key)?, item.span))
    };
    let (least, greatest, step) = (number("least"), number("greatest"), number("step"));
    let unit = section.string(problems, "unit");
    let span = section.name.span;
    section.finish(problems);
    // A number of which something is wrong takes any value: each condition on it is not to be told, too.
    let mut read = Number { least: -NO_NUMBER, greatest: NO_NUMBER, step: 1, places: 6, unit };
    let (Some((least, least_span)), Some((greatest, greatest_span)), Some((step, step_span))) =
        (least, greatest, step)
    else {
        return read;
    };
    let whole_step = i64::try_from(step.digits).unwrap_or(0);
    if whole_step < 1 || step.places > 6 {
        problems.push(
            Finding::new(Code::ImpossibleRange, step_span, "this is no step")
                .help("write a number above 0 with at most six decimal places"),
        );
        return read;
    }
    (read.step, read.places) = (whole_step, step.places);
    let mut bound = |read: &Number, number: DecimalText, span: Span| {
        let (steps, exact) = read.steps(number);
        // A million billion steps: any number of them is exact in JSON readers, too.
        if !exact || steps.abs() > 1_000_000_000_000_000 {
            problems.push(
                Finding::new(Code::ImpossibleRange, span, "this is not a number of whole steps")
                    .help("take a multiple of `step`, at most 1,000,000,000,000,000 of them"),
            );
        }
        steps
    };
    read.least = bound(&read, least, least_span);
    read.greatest = bound(&read, greatest, greatest_span);
    if read.least > read.greatest {
        problems.push(
            Finding::new(Code::ImpossibleRange, span, "`greatest` is less than `least`")
                .help("exchange the two"),
        );
    }
    read
}

fn default_value(
    problems: &mut Problems,
    vocabulary: &Vocabulary,
    fact: &Fact,
    item: Item<'_>,
) -> Option<Value> {
    match &fact.kind {
        Kind::Names(_) => {
            let name = problems.text(item, "default")?;
            vocabulary.value_of(problems, fact, name)
        }
        Kind::YesNo => {
            let flag = item.as_flag();
            if flag.is_none() {
                problems.wrong_type(item, "default", "true or false");
            }
            flag.map(|flag| if flag { Value::YES } else { Value::NO })
        }
        Kind::Number(number) => {
            let value = problems.decimal(item, "default")?;
            let (steps, exact) = number.steps(value);
            let inside = exact && (number.least..=number.greatest).contains(&steps);
            if !inside {
                problems.push(
                    Finding::new(Code::ImpossibleRange, item.span, "this is no value of it")
                        .help("take one from `least` to `greatest`, on a step"),
                );
            }
            inside.then_some(Value(steps))
        }
        Kind::Code(_) => {
            let message = format!("`{}` can have no default", fact.id);
            let problem = Finding::new(Code::BadDefault, item.span, message);
            problems.push(problem.help("leave it out: a code that is not said is not given"));
            None
        }
        Kind::Date => None,
    }
}

/// Reads what an entry says of the defaults of other facts.
fn read_defaults(problems: &mut Problems, vocabulary: &mut Vocabulary, entry: &mut Entry<'_>) {
    let Some(section) = entry.section.section(problems, "defaults", "defaults") else { return };
    for (name, item) in section.entries() {
        let found = vocabulary.find(problems, name, Lanes::NotKnownYet);
        let Some((id, fact)) = found else { continue };
        if id <= entry.fact {
            problems.push(
                Finding::new(
                    Code::BadDefault,
                    name.span,
                    format!("fact `{}` stands earlier in the file", fact.id),
                )
                .help("a name can only give defaults to facts that the file declares after it"),
            );
            continue;
        }
        let Some(value) = default_value(problems, vocabulary, fact, item) else { continue };
        let Some(fact) = vocabulary.facts.get_mut(id.index()) else { continue };
        match &mut fact.default {
            Default::ByName { fact, values, .. } if *fact == entry.fact => {
                values.push((entry.value, value));
            }
            Default::ByName { .. } | Default::ByDate(_) => problems.push(Finding::new(
                Code::BadDefault,
                name.span,
                format!("fact `{}` gets defaults from another list", fact.id),
            )),
            plain => {
                let otherwise = match plain {
                    Default::Value(value) => Some(*value),
                    _ => None,
                };
                let values = vec![(entry.value, value)];
                *plain = Default::ByName { fact: entry.fact, values, otherwise };
            }
        }
    }
}
