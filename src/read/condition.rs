//! Conditions: what stands under `when`, `unless` and `only`.

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::{DecimalText, Fact, Kind, Number};
use crate::model::value::{Day, Value, ValueSet};
use crate::read::cell::{self, Bound};
use crate::read::item::{Item, Text};
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::{Lanes, Vocabulary};
use crate::source::Span;

impl Vocabulary {
    /// The values that the file allows for a fact; `None` after a problem.
    pub(crate) fn value_set(
        &self,
        problems: &mut Problems,
        id: FactId,
        fact: &Fact,
        item: Item<'_>,
    ) -> Option<ValueSet> {
        let set = match &fact.kind {
            Kind::Names(_) | Kind::Code(_) => self.names_of(problems, id, fact, item)?,
            Kind::YesNo => {
                let Some(flag) = item.as_flag() else {
                    let wanted = match item.as_cell() {
                        Some(_) => "yes or no",
                        None => "true or false, without quotes",
                    };
                    problems.wrong_type(item, &fact.id, wanted);
                    return None;
                };
                ValueSet::of([if flag { Value::YES } else { Value::NO }])
            }
            Kind::Number(number) => range(problems, &fact.id, number, item)?,
            Kind::Date => return None,
        };
        if set.is_empty() {
            // The problem that emptied it has been reported, but for a list of all names.
            return None;
        }
        Some(set)
    }

    fn names_of(
        &self,
        problems: &mut Problems,
        id: FactId,
        fact: &Fact,
        item: Item<'_>,
    ) -> Option<ValueSet> {
        let (listed, not) = listed(problems, item, &fact.id)?;
        if !not {
            return Some(self.listed_set(problems, id, fact, &listed));
        }
        let domain = fact.domain();
        let named = self.listed_set(problems, id, fact, &listed);
        let rest = named.complement(domain.least, domain.greatest);
        if rest.is_empty() {
            problems.push(
                Finding::new(Code::ImpossibleRange, item.span, "this leaves no name at all")
                    .help("leave at least one name out of `not`"),
            );
        }
        Some(rest)
    }

    /// The box that a table describes.
    pub(crate) fn region(
        &self,
        problems: &mut Problems,
        section: &Section<'_>,
        lanes: Lanes,
    ) -> Region {
        let entries = section.entries();
        if entries.is_empty() {
            problems.push(
                Finding::new(
                    Code::EmptyCondition,
                    section.name.span,
                    format!("`{}` asks for nothing", section.name.text),
                )
                .help(format!("name a fact, or leave `{}` out", section.name.text)),
            );
        }
        self.region_of(problems, entries, lanes)
    }

    /// The box that these facts and dates describe.
    pub(crate) fn region_of(
        &self,
        problems: &mut Problems,
        entries: Vec<(Text<'_>, Item<'_>)>,
        lanes: Lanes,
    ) -> Region {
        let mut tests = Vec::with_capacity(entries.len());
        let mut dates = Dates::default();
        for (key, item) in entries {
            match key.text {
                "from" => dates.from = problems.date(item, "from").map(|day| (day, item.span)),
                "until" => dates.until = problems.date(item, "until").map(|day| (day, item.span)),
                _ => {
                    let found = self.find(problems, key, lanes);
                    let set = found.and_then(|(id, fact)| {
                        Some((id, self.value_set(problems, id, fact, item)?))
                    });
                    tests.extend(set);
                }
            }
        }
        tests.extend(self.days(problems, dates).map(|days| (FactId::DATE, days)));
        Region::new(tests)
    }

    /// The days on which something with these dates holds; `None` for always.
    pub(crate) fn days(&self, problems: &mut Problems, dates: Dates) -> Option<ValueSet> {
        if let (Some((from, _)), Some((until, span))) = (dates.from, dates.until)
            && until <= from
        {
            problems.push(
                Finding::new(Code::ImpossibleRange, span, "`until` is not after `from`")
                    .label(format!("the last day would be {}", until.previous()))
                    .help("`until` is the first day on which it no longer holds"),
            );
            return None;
        }
        if let (Some(first), Some((until, span))) = (self.first_date, dates.until)
            && until <= first
        {
            problems.push(
                Finding::new(Code::ImpossibleRange, span, "this ends before the file begins")
                    .label(format!("`first-date` is {first}"))
                    .help("remove the entry, or set an earlier `first-date`"),
            );
            return None;
        }
        if dates.from.is_none() && dates.until.is_none() {
            return None;
        }
        let least = dates.from.map_or(i64::from(i32::MIN), |(day, _)| day.value().0);
        let greatest = dates.until.map_or(i64::from(i32::MAX), |(day, _)| day.previous().value().0);
        Some(ValueSet::interval(least, greatest))
    }

    /// The condition of a rule: its `when`, `unless`, `from` and `until`.
    pub(crate) fn condition(
        &self,
        problems: &mut Problems,
        section: &mut Section<'_>,
        lanes: Lanes,
    ) -> Condition {
        let when = section.section(problems, "when", "condition");
        let within = when.map(|when| self.region(problems, &when, lanes)).unwrap_or_default();
        let columns = self.columns(problems, section, lanes);
        let days = Dates::read(problems, section);
        let days = self.days(problems, days).map(|days| (FactId::DATE, days));
        let tests = within.tests().iter().chain(columns.tests()).cloned().chain(days).collect();
        let within = Region::new(tests);
        if within.is_impossible() {
            problems.push(
                Finding::new(
                    Code::ImpossibleRange,
                    section.name.span,
                    "the dates of the rule and of its `when` exclude each other",
                )
                .help("write `from` and `until` once, beside `when`"),
            );
        }
        let unless = section.item("unless").map(|item| self.unless(problems, item, lanes));
        Condition { within, unless: unless.unwrap_or_default() }
    }

    /// What the columns of a row ask, each named after a fact.
    fn columns(&self, problems: &mut Problems, section: &mut Section<'_>, lanes: Lanes) -> Region {
        let is_fact = |key: &str| self.ids.contains_key(key) && !OWN_KEYS.contains(&key);
        let columns = section.columns(is_fact);
        if section.is_row() && section.has_other(|key| is_fact(key) || OWN_KEYS.contains(&key)) {
            // What is no key at all may be meant to be a fact.
            section.may_have(self.ids.keys());
        }
        self.region_of(problems, columns, lanes)
    }

    pub(crate) fn unless(
        &self,
        problems: &mut Problems,
        item: Item<'_>,
        lanes: Lanes,
    ) -> Vec<Region> {
        let boxes: Vec<Item<'_>> = match item.as_list() {
            Some(list) => list.iter().collect(),
            None => vec![item],
        };
        if boxes.is_empty() {
            problems.push(
                Finding::new(Code::EmptyCondition, item.span, "`unless` is an empty list")
                    .help("name a condition, or leave `unless` out"),
            );
        }
        let mut regions = Vec::with_capacity(boxes.len());
        for one in boxes {
            let name = Text { text: "unless", span: one.span };
            let section = crate::read::table::as_section(problems, one, name, "condition");
            regions.extend(section.map(|section| self.region(problems, &section, lanes)));
        }
        regions
    }
}

/// The keys that rules have of their own: no column of these asks for a fact.
const OWN_KEYS: [&str; 19] = [
    "allow",
    "because",
    "chain",
    "checks",
    "confidence",
    "documents",
    "flat",
    "from",
    "lane",
    "name",
    "remedy",
    "short",
    "sources",
    "steps",
    "title",
    "unit",
    "unless",
    "until",
    "when",
];

/// The names that a condition lists, and whether all but these are meant.
pub(crate) fn listed<'a>(
    problems: &mut Problems,
    item: Item<'a>,
    fact: &'a str,
) -> Option<(Vec<Text<'a>>, bool)> {
    if let Some(cell) = item.as_cell() {
        return Some(cell::names(problems.found_mut(), cell));
    }
    if item.as_table().is_none() {
        return Some((problems.texts(item, fact), false));
    }
    let name = Text { text: fact, span: item.span };
    let mut section = crate::read::table::as_section(problems, item, name, "condition on")?;
    let listed = section.texts(problems, "not");
    if !section.has("not") {
        problems.wrong_type(item, fact, "a name, a list of names or `{ not = … }`");
        return None;
    }
    section.finish(problems);
    Some((listed, true))
}

/// When something begins to hold, and when it no longer does, with the places of the two dates.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dates {
    pub(crate) from: Option<(Day, Span)>,
    pub(crate) until: Option<(Day, Span)>,
}

impl Dates {
    pub(crate) fn read(problems: &mut Problems, section: &mut Section<'_>) -> Self {
        let mut date = |key: &'static str| {
            let item = section.item(key)?;
            problems.date(item, key).map(|day| (day, item.span))
        };
        Self { from: date("from"), until: date("until") }
    }
}

/// The values of a number that a range allows.
fn range(problems: &mut Problems, id: &str, number: &Number, item: Item<'_>) -> Option<ValueSet> {
    let in_cell = item.as_cell().map(|cell| cell::bounds(problems.found_mut(), cell));
    let bounds = match in_cell.flatten() {
        Some(bounds) => bounds,
        None if item.as_table().is_some() => bounds_of_table(problems, id, item)?,
        None => {
            let no_number = item.as_cell().filter(|cell| DecimalText::parse(cell.text).is_none());
            if let Some(cell) = no_number {
                cell::no_bound(problems.found_mut(), cell);
                return None;
            }
            let exact = problems.decimal(item, id)?;
            let (steps, on_step) = number.steps(exact);
            let set = if on_step { ValueSet::interval(steps, steps) } else { ValueSet::of([]) };
            return within_domain(problems, number, item, set);
        }
    };
    let [above, at_least, at_most, below] =
        BOUNDS.map(|key| bounds.iter().find(|(bound, ..)| *bound == key).copied());
    for (one, two) in [(&at_least, &above), (&at_most, &below)] {
        if let (Some((first, ..)), Some((second, _, span))) = (one, two) {
            problems.push(
                Finding::new(
                    Code::ImpossibleRange,
                    *span,
                    format!("both `{first}` and `{second}`"),
                )
                .help("keep one of the two bounds"),
            );
        }
    }
    // A bound between two steps is met by the next step inside it.
    let up = |(steps, exact): (i64, bool)| if exact { steps } else { steps + 1 };
    let least = at_least
        .map(|(_, value, _)| up(number.steps(value)))
        .or(above.map(|(_, value, _)| number.steps(value).0 + 1))
        .unwrap_or(number.least);
    let greatest = at_most
        .map(|(_, value, _)| number.steps(value).0)
        .or(below.map(|(_, value, _)| up(number.steps(value)) - 1))
        .unwrap_or(number.greatest);
    within_domain(problems, number, item, ValueSet::interval(least, greatest))
}

/// The bounds of a range that is a table; none where it has other keys.
fn bounds_of_table(problems: &mut Problems, id: &str, item: Item<'_>) -> Option<Vec<Bound>> {
    let name = Text { text: id, span: item.span };
    let mut section = crate::read::table::as_section(problems, item, name, "range of")?;
    if section.entries().iter().any(|(key, _)| !BOUNDS.contains(&key.text)) {
        report_other_bounds(problems, &section);
        return None;
    }
    if section.entries().is_empty() {
        problems.push(
            Finding::new(Code::EmptyCondition, item.span, format!("`{id}` has no bound"))
                .help("write `above`, `at-least`, `at-most` or `below` with a number"),
        );
    }
    let bounds = BOUNDS.into_iter().filter_map(|key| {
        let item = section.item(key)?;
        Some((key, problems.decimal(item, key)?, item.span))
    });
    Some(bounds.collect())
}

/// The keys of a range.
const BOUNDS: [&str; 4] = ["above", "at-least", "at-most", "below"];

/// Other words for the bounds of a range, which people try.
const OTHER_BOUNDS: [(&str, &[&str]); 4] = [
    ("above", &["over", "more-than", "greater-than", "gt"]),
    ("at-least", &["min", "minimum", "least", "from", "gte"]),
    ("at-most", &["max", "maximum", "most", "greatest", "up-to", "to", "lte"]),
    ("below", &["under", "less-than", "lt"]),
];

fn report_other_bounds(problems: &mut Problems, section: &Section<'_>) {
    for (key, _) in section.entries().iter().filter(|(key, _)| !BOUNDS.contains(&key.text)) {
        let meant = OTHER_BOUNDS.iter().find(|(_, others)| others.contains(&key.text));
        let near = meant.map(|(bound, _)| format!("did you mean `{bound}`?"));
        let near = near.or_else(|| lexicon::did_you_mean(key.text, BOUNDS));
        let all = || format!("the keys are {}", lexicon::in_words(BOUNDS, "and"));
        let message = format!("{} knows no key `{key}`", section.words());
        let problem = Finding::new(Code::UnknownKey, key.span, message);
        problems.push(problem.help(near.unwrap_or_else(all)));
    }
}

fn within_domain(
    problems: &mut Problems,
    number: &Number,
    item: Item<'_>,
    set: ValueSet,
) -> Option<ValueSet> {
    let domain = ValueSet::interval(number.least, number.greatest);
    let inside = set.intersection(&domain);
    if inside.is_empty() {
        let least = number.show(Value(number.least));
        let greatest = number.show(Value(number.greatest));
        let step = number.show_step();
        problems.push(
            Finding::new(Code::ImpossibleRange, item.span, "no value lies in this range")
                .help(format!("the fact runs from {least} to {greatest} in steps of {step}")),
        );
        return None;
    }
    Some(inside)
}
