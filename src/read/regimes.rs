//! The regimes: which enterprise categories are in force when, each lowered to its lane.

use std::collections::{BTreeMap, HashMap};

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::condition::{Condition, Region};
use crate::model::fact::{Default, Fact};
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::value::{Interval, Value, ValueSet};
use crate::model::{Confidence, Effect, FactId, LaneId, Row, Rule, RuleKind};
use crate::read::condition::Dates;
use crate::read::entries::{self, Entry};
use crate::read::item::Text;
use crate::read::lists::Lists;
use crate::read::names::{self, Letters};
use crate::read::rules::confidence;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::{Lanes, Vocabulary};

/// A span of time in which some categories are in force.
struct Regime {
    days: ValueSet,
    default: Value,
}

/// Reads when which categories are in force, and lowers each to the lane it starts from.
pub(crate) fn read_regimes(
    problems: &mut Problems,
    root: &mut Section<'_>,
    lists: &Lists<'_>,
    vocabulary: &mut Vocabulary,
    entries: &mut [Entry<'_>],
) -> Vec<Row> {
    let category = vocabulary.ids.get("category").copied();
    let mut rows = Vec::new();
    let mut regimes: Vec<Regime> = Vec::new();
    let mut in_force: Vec<(Value, ValueSet)> = Vec::new();
    let mut taken = BTreeMap::new();
    let all_days = ValueSet::interval(i64::from(i32::MIN), i64::from(i32::MAX));
    for mut section in root.sections(problems, "regimes", "regime") {
        names::check_grammar(problems, section.name, Letters::Small);
        let fact = category.and_then(|id| vocabulary.fact(id).map(|fact| (id, fact)));
        let Some((id, fact)) = fact else {
            problems.push(without_categories(section.name));
            continue;
        };
        let unless = section.item("unless");
        let unless = unless.map(|item| vocabulary.unless(problems, item, Lanes::NotKnownYet));
        let unless = unless.unwrap_or_default();
        let dates = Dates::read(problems, &mut section);
        let days = vocabulary.days(problems, dates).unwrap_or_else(|| all_days.clone());
        let sources = lists.sources_of(problems, &mut section);
        section.require(problems, "categories");
        let listed = section.texts(problems, "categories");
        let members = vocabulary.name_set(problems, id, fact, &listed);
        section.require(problems, "default");
        let default = section.text(problems, "default");
        let default =
            default.and_then(|name| default_among(problems, vocabulary, (fact, &members), name));
        let values = members.intervals().iter().flat_map(|part| part.least..=part.greatest);
        for value in values.map(Value) {
            let Some(name) = fact.name(value) else { continue };
            in_force.push((value, days.clone()));
            let tests = vec![(FactId::DATE, days.clone()), (id, ValueSet::of([value]))];
            let rule = Rule {
                id: format!("{}.{}", section.name.text, name.id),
                because: None,
                condition: Condition { within: Region::new(tests), unless: unless.clone() },
                sources: sources.clone(),
                confidence: Confidence::Stated,
                span: section.name.span,
            };
            rows.push(category_row(rule, name.lane));
        }
        report_overlap(problems, &mut taken, section.name, &days);
        regimes.extend(default.map(|default| Regime { days, default }));
        section.finish(problems);
    }
    let Some(id) = category else { return rows };
    finish_categories(problems, lists, vocabulary, entries, id, &mut rows);
    if !regimes.is_empty() {
        report_second_default(problems, vocabulary, id);
        entries::put_in_force(vocabulary, id, in_force, Default::ByDate(defaults(&regimes)));
    }
    rows
}

fn without_categories(regime: Text<'_>) -> Finding {
    Finding::new(Code::MissingKey, regime.span, "a regime without categories")
        .help("declare the categories under `[categories]`")
}

/// The default category of each span of days.
fn defaults(regimes: &[Regime]) -> Vec<(Interval, Value)> {
    let of_regime = |regime: &Regime| {
        let days = regime.days.intervals().iter().copied();
        days.map(|days| (days, regime.default)).collect::<Vec<_>>()
    };
    regimes.iter().flat_map(of_regime).collect()
}

/// The default of a regime, which has to be one of its categories.
fn default_among(
    problems: &mut Problems,
    vocabulary: &Vocabulary,
    (fact, members): (&Fact, &ValueSet),
    name: Text<'_>,
) -> Option<Value> {
    let value = vocabulary.value_of(problems, fact, name)?;
    if !members.contains(value) {
        problems.push(
            Finding::new(Code::BadDefault, name.span, "this category is not in the regime")
                .help("choose one of its `categories`, or add this one"),
        );
    }
    Some(value)
}

/// The row by which a category has its own lane.
fn category_row(rule: Rule, lane: Option<LaneId>) -> Row {
    let (checks, documents) = (CheckSet::EMPTY, DocumentSet::EMPTY);
    Row { rule, kind: RuleKind::Category, effect: Effect::Require { lane, checks, documents } }
}

/// Reports a default of the category beside those of the regimes.
fn report_second_default(problems: &mut Problems, vocabulary: &Vocabulary, id: FactId) {
    if let Some(fact) = vocabulary.fact(id).filter(|fact| fact.default != Default::None) {
        problems.push(
            Finding::new(Code::BadDefault, fact.span, "the category has a default of its own")
                .label("each regime has one, too")
                .help("leave the default to the regimes"),
        );
    }
}

/// Reports a regime that is in force while an earlier one is; `taken` has those that are not, by
/// their first days.
fn report_overlap<'a>(
    problems: &mut Problems,
    taken: &mut BTreeMap<i64, (i64, Text<'a>)>,
    name: Text<'a>,
    days: &ValueSet,
) {
    for part in days.intervals() {
        // Those that are taken lie apart: the last to begin before this one ends is the nearest.
        let nearest = taken.range(..=part.greatest).next_back();
        let overlapping = nearest.filter(|(_, (last, _))| *last >= part.least);
        let Some((_, (_, other))) = overlapping else {
            taken.insert(part.least, (part.greatest, name));
            continue;
        };
        problems.push(
            Finding::new(
                Code::TwoInForce,
                name.span,
                format!("`{other}` and `{name}` are in force at once"),
            )
            .other(other.span, "this regime is still in force then")
            .help("let the first end (`until`) on the day on which the second begins (`from`)"),
        );
    }
}

/// Reads what is left of each category, and gives it to the rows of its lane.
fn finish_categories(
    problems: &mut Problems,
    lists: &Lists<'_>,
    vocabulary: &mut Vocabulary,
    entries: &mut [Entry<'_>],
    id: FactId,
    rows: &mut Vec<Row>,
) {
    let without_regime = rows.is_empty();
    let mut rows_of: HashMap<Value, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let value = row.rule.condition.within.allowed(id).and_then(ValueSet::least);
        if let Some(value) = value {
            rows_of.entry(value).or_default().push(at);
        }
    }
    let mut successors = Vec::new();
    for entry in entries.iter_mut().filter(|entry| entry.fact == id) {
        let section = &mut entry.section;
        let confidence = confidence(problems, section);
        let own = lists.sources_of(problems, section);
        let Some(fact) = vocabulary.fact(id) else { return };
        let Some(name) = fact.name(entry.value) else { continue };
        if let Some(successor) = section.text(problems, "succeeded-by") {
            let value = vocabulary.value_of(problems, fact, successor);
            successors.extend(value.map(|value| (entry.value, value)));
        }
        let set = ValueSet::of([entry.value]);
        if without_regime {
            rows.push(Row {
                rule: Rule {
                    id: format!("category.{}", name.id),
                    because: None,
                    condition: Condition {
                        within: Region::new(vec![(id, set)]),
                        unless: Vec::new(),
                    },
                    sources: own,
                    confidence,
                    span: name.span,
                },
                kind: RuleKind::Category,
                effect: Effect::Require {
                    lane: name.lane,
                    checks: CheckSet::EMPTY,
                    documents: DocumentSet::EMPTY,
                },
            });
            continue;
        }
        for at in rows_of.get(&entry.value).into_iter().flatten() {
            if let Some(row) = rows.get_mut(*at) {
                row.rule.confidence = confidence;
                row.rule.sources.extend(own.iter().copied());
            }
        }
    }
    entries::put_successors(vocabulary, id, &successors);
}
