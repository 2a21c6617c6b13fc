//! Text to model: reads a rules file and finds everything that is wrong with it in one go.
//!
//! Knows nothing of shipments, and never prints.

mod charges;
mod condition;
mod entries;
mod exceptions;
mod facts;
mod file_kind;
mod flows;
pub(crate) mod item;
mod lists;
mod names;
mod overlaps;
mod regimes;
mod rules;
mod spoken;
pub(crate) mod syntax;
pub(crate) mod table;
mod vocabulary;
mod wordings;

pub(crate) use crate::read::file_kind::TESTS_OF;
pub use crate::read::file_kind::{is_tests_file, looks_like_rules};

use indexmap::IndexMap;

use crate::codes::{Code, Level};
use crate::finding::{Finding, in_file_order};
use crate::model::condition::FactId;
use crate::model::fact::{Default, Kind, Offered};
use crate::model::ids::numbered;
use crate::model::value::{Day, Value};
use crate::model::wording::Wording;
use crate::model::{Exception, Flow, Row, RowId, RuleSet};
use crate::read::charges::Charges;
use crate::read::lists::Lists;
use crate::read::rules::RuleReader;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::Vocabulary;
use crate::source::{SourceFile, Sources, Span};

/// The newest format of rules files that this program reads.
pub const FORMAT: i64 = 1;

/// The key of the tests, in a file of their own or among the rules.
pub(crate) const TEST: &str = "test";

/// The most combinations of choices that are tried for one shipment.
const MOST_COMBINATIONS: i64 = 100_000;

/// How many problems of a file are told.
const MOST_PROBLEMS: usize = 1_000;

/// Codes of problems that can be told from the place alone, even where other parts are torn.
const LOCAL: [Code; 7] = [
    Code::UnknownKey,
    Code::WrongType,
    Code::BadName,
    Code::BadDate,
    Code::BadHs,
    Code::EmptyCondition,
    Code::EmptyList,
];

/// Reads a rules file.
///
/// # Errors
/// Every problem of the file, in the order of the file; never none.
pub fn read(source: &SourceFile) -> Result<RuleSet, Vec<Finding>> {
    if let Some(problem) = file_kind::not_rules(source) {
        return Err(vec![problem]);
    }
    let syntax::Parsed { table, errors, torn } = syntax::parse(source);
    let mut root = Section::root(&table, "rules file");
    let mut problems = Problems::default();
    let newer = check_format(&mut problems, &mut root);
    if newer {
        return Err(problems.into_vec());
    }
    let rule_set = read_root(&mut problems, root, source);
    let mut found = problems.into_vec();
    if !torn.is_empty() {
        // What an error swallowed may be missed elsewhere: only what stands by itself is sure.
        // The torn parts stand one behind the other.
        let is_torn = |span: Span| {
            let at = torn.partition_point(|part| part.end <= span.start);
            torn.get(at).is_some_and(|part| part.start <= span.start)
        };
        found
            .retain(|one| LOCAL.contains(&one.code) && one.span.is_some_and(|span| !is_torn(span)));
    }
    found.extend(errors);
    match rule_set {
        Some(rule_set) if found.is_empty() => Ok(rule_set),
        _ => Err(bounded(in_file_order(found))),
    }
}

/// The first problems, with the number of the others: a file may have one a byte.
fn bounded(mut problems: Vec<Finding>) -> Vec<Finding> {
    let more = problems.len().saturating_sub(MOST_PROBLEMS);
    if more > 0 {
        problems.truncate(MOST_PROBLEMS);
        let message = format!("{more} more problems are not told");
        let help = "repair those that are, and check the file again";
        problems.push(Finding::of_file(Code::TooMany, message).help(help));
    }
    problems
}

/// Checks that the file is of a format that can be read; true if it is a newer one.
fn check_format(problems: &mut Problems, root: &mut Section<'_>) -> bool {
    let Some(item) = root.item("format") else {
        root.missing(problems, "format");
        return false;
    };
    let span = item.span;
    let format = item.as_number().and_then(|number| number.parse::<i64>().ok());
    match format {
        Some(FORMAT) => return false,
        Some(newer) if newer > FORMAT => problems.push(
            Finding::new(
                Code::Format,
                span,
                format!("format {newer} is newer than this program, which reads format {FORMAT}"),
            )
            .help("use a newer release of the program"),
        ),
        _ => problems.push(
            Finding::new(Code::Format, span, "this is no format of rules files")
                .help(format!("write `format = {FORMAT}`")),
        ),
    }
    format.is_some_and(|format| format > FORMAT)
}

/// What stands at the top of the file.
struct Header {
    title: Wording,
    first_date: Option<Day>,
    reviewed: Option<Day>,
    utc_offset_minutes: i32,
    currency: Option<String>,
}

fn read_header(problems: &mut Problems, root: &mut Section<'_>) -> Header {
    wordings::read_languages(problems, root);
    let title = root.required_named(problems, "title");
    root.require(problems, "first-date");
    Header {
        title,
        first_date: root.date(problems, "first-date"),
        reviewed: root.date(problems, "reviewed"),
        utc_offset_minutes: read_offset(problems, root),
        currency: root.string(problems, "currency"),
    }
}

fn read_offset(problems: &mut Problems, root: &mut Section<'_>) -> i32 {
    let Some(text) = root.text(problems, "utc-offset") else { return 0 };
    let minutes = || {
        let (sign, rest) = match text.text.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let two = |part: &str| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<i32>().ok()).flatten()
        };
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
    };
    minutes().unwrap_or_else(|| {
        problems.push(
            Finding::new(Code::BadDate, text.span, "`utc-offset` is not an offset from UTC")
                .help("write it like \"+08:00\""),
        );
        0
    })
}

fn read_root(
    problems: &mut Problems,
    mut root: Section<'_>,
    source: &SourceFile,
) -> Option<RuleSet> {
    let header = read_header(problems, &mut root);
    let mut lists = Lists::read(problems, &mut root);
    let mut vocabulary = Vocabulary::new(header.first_date);
    let mut entries = facts::read(problems, &mut root, &lists, &mut vocabulary);
    let choices = read_choices(problems, &mut root, &vocabulary);
    let by_preference = read_by_preference(problems, &mut root, &vocabulary, &choices);
    let categories =
        regimes::read_regimes(problems, &mut root, &lists, &mut vocabulary, &mut entries);
    report_no_default(problems, &vocabulary, &choices);
    let rules = read_rules(problems, &mut root, (&lists, &vocabulary), &choices, |reader| {
        reader.ids.extend(categories.iter().map(|row| (row.rule.id.clone(), row.rule.span)));
        entries.into_iter().for_each(|entry| reader.read_entry(entry));
    });
    let Rules { mut rows, flows, charges, lint_levels, exceptions, offered } = rules;
    entries::put_offered(&mut vocabulary, offered);
    flows::read_step_cases(problems, &mut lists, &vocabulary);
    // Category rows first: reasons begin with what the firm is.
    rows.splice(..0, categories);
    lists::report_too_many::<RowId>(problems, &root, "rules", rows.len());
    // Tests are read once the rules are known, and by those who run them.
    root.item(TEST);
    root.finish(problems);
    let goods = vocabulary.ids.get("goods").copied()?;
    let hs_prefixes =
        vocabulary.fact(goods).map(|fact| entries::hs_prefixes(problems, fact)).unwrap_or_default();
    let unused_groups = unused_groups(&vocabulary);
    Some(RuleSet {
        title: header.title,
        first_date: header.first_date?,
        reviewed: header.reviewed,
        utc_offset_minutes: header.utc_offset_minutes,
        currency: header.currency,
        facts: vocabulary.facts,
        goods,
        choices,
        by_preference,
        hs_prefixes,
        sources: lists.sources,
        lanes: lists.lanes,
        checks: lists.checks,
        steps: lists.steps,
        documents: lists.documents,
        rows,
        flows,
        rates: charges.rates.tables,
        prices: charges.prices.tables,
        taxes: charges.taxes,
        daily_fee: charges.daily_fee,
        lint_levels,
        exceptions,
        unused_groups,
        places: Sources::from(source.clone()).places(),
    })
}

/// All that stands in the rules of a file.
struct Rules {
    rows: Vec<Row>,
    flows: Vec<Flow>,
    charges: Charges,
    lint_levels: Vec<(Code, Level)>,
    exceptions: Vec<Exception>,
    offered: Vec<(FactId, Value, Offered)>,
}

/// Reads the rules; `first` reads those that stand with the names they are about.
fn read_rules(
    problems: &mut Problems,
    root: &mut Section<'_>,
    (lists, vocabulary): (&Lists<'_>, &Vocabulary),
    choices: &[FactId],
    first: impl FnOnce(&mut RuleReader<'_, '_>),
) -> Rules {
    let mut reader = RuleReader {
        problems,
        lists,
        vocabulary,
        ids: IndexMap::new(),
        rows: Vec::new(),
        exceptions: Vec::new(),
        unsettled: unsettled(vocabulary, choices),
        offered: Vec::new(),
    };
    first(&mut reader);
    reader.read_refusals(root);
    reader.read_inspections(root);
    let flows = reader.read_flows(root);
    let charges = reader.read_charges(root);
    let lint_levels = reader.read_lint_levels(root);
    let RuleReader { exceptions, offered, rows, .. } = reader;
    Rules { rows, flows, charges, lint_levels, exceptions, offered }
}

/// The groups that nothing names, as `goods.dairy`.
fn unused_groups(vocabulary: &Vocabulary) -> Vec<(String, Span)> {
    let groups = vocabulary.groups.iter().flat_map(|(id, groups)| {
        let fact = vocabulary.fact(*id).map_or("", |fact| fact.id.as_str());
        let unused = groups.iter().filter(|(_, group)| !group.used.get());
        unused.map(move |(name, group)| (format!("{fact}.{name}"), group.span))
    });
    groups.collect()
}

fn read_choices(
    problems: &mut Problems,
    root: &mut Section<'_>,
    vocabulary: &Vocabulary,
) -> Vec<FactId> {
    let listed = root.texts(problems, "choices");
    let mut choices = Vec::new();
    names::report_repetitions(problems, &listed);
    for name in &listed {
        let found = vocabulary.find(problems, *name, vocabulary::Lanes::NotKnownYet);
        let Some((id, fact)) = found else { continue };
        if !matches!(fact.kind, Kind::Names(_) | Kind::YesNo) || fact.id == "goods" {
            problems.push(
                Finding::new(
                    Code::BadChoice,
                    name.span,
                    format!("`{}` cannot be a choice", fact.id),
                )
                .help("a choice is a list of names, or yes or no, and not the goods"),
            );
            continue;
        }
        choices.push(id);
    }
    let combinations =
        choices.iter().filter_map(|id| vocabulary.fact(*id)).try_fold(1_i64, |all, fact| {
            let domain = fact.domain();
            all.checked_mul((domain.greatest - domain.least + 1).max(1))
        });
    if combinations.is_none_or(|all| all > MOST_COMBINATIONS) {
        problems.push(
            Finding::new(
                Code::TooMany,
                root.key_span("choices"),
                format!("the choices have more than {MOST_COMBINATIONS} combinations"),
            )
            .help("every combination is tried for every shipment: leave fewer choices open"),
        );
    }
    choices
}

/// The choices of which the first value that is not refused is taken.
fn read_by_preference(
    problems: &mut Problems,
    root: &mut Section<'_>,
    vocabulary: &Vocabulary,
    choices: &[FactId],
) -> Vec<FactId> {
    let listed = root.texts(problems, "by-preference");
    let mut preferred = Vec::new();
    names::report_repetitions(problems, &listed);
    for name in &listed {
        let found = vocabulary.find(problems, *name, vocabulary::Lanes::NotKnownYet);
        let Some((id, fact)) = found else { continue };
        if choices.contains(&id) {
            preferred.push(id);
            continue;
        }
        problems.push(
            Finding::new(Code::BadChoice, name.span, format!("`{}` is no choice", fact.id))
                .help("list it under `choices`, too"),
        );
    }
    preferred
}

/// The facts that may still be open when a choice is made: choices, and what follows from names.
fn unsettled(vocabulary: &Vocabulary, choices: &[FactId]) -> Vec<FactId> {
    let ids = (0..u16::MAX).map(FactId);
    let follows = ids
        .zip(&vocabulary.facts)
        .filter(|(_, fact)| matches!(fact.default, Default::ByName { .. }));
    choices.iter().copied().chain(follows.map(|(id, _)| id)).collect()
}

/// Reports facts of which a shipment would know nothing.
fn report_no_default(problems: &mut Problems, vocabulary: &Vocabulary, choices: &[FactId]) {
    for (id, fact) in numbered(&vocabulary.facts).skip(FactId::LANE.index() + 1) {
        let may_be_open = choices.contains(&id)
            || fact.id == "goods"
            || matches!(fact.kind, Kind::Number(_) | Kind::Date);
        // A fact without any type has been reported as that.
        let has_type = fact.kind != Kind::YesNo;
        let has_default = match &fact.default {
            Default::None => false,
            Default::ByName { fact: of, values, otherwise } => {
                let names = vocabulary.fact(*of).map_or(0, |fact| fact.names().len());
                otherwise.is_some() || values.len() >= names
            }
            Default::Value(_) | Default::ByDate(_) => true,
        };
        if !has_default && has_type && !may_be_open {
            problems.push(
                Finding::new(
                    Code::MissingKey,
                    fact.span,
                    format!("fact `{}` has no default", fact.id),
                )
                .help(format!(
                    "give it a `default` under `[facts.{}]`, or list it under `choices`",
                    fact.id
                )),
            );
        }
    }
}
