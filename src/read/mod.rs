//! Text to model: reads a rules file and finds everything that is wrong with it in one go.
//!
//! Knows nothing of shipments, and never prints.

mod cell;
mod charges;
mod choices;
mod codes;
mod condition;
mod csv;
mod entries;
mod exceptions;
mod facts;
mod file_kind;
mod flows;
mod formulas;
mod graft;
mod groups;
mod header;
mod impossible;
pub(crate) mod item;
mod laws;
mod lists;
mod lowering;
mod names;
mod overlaps;
mod papers;
mod parts;
mod pieces;
mod regimes;
mod rules;
mod sheets;
mod spoken;
pub(crate) mod syntax;
pub(crate) mod table;
mod times;
mod vocabulary;
mod wordings;

pub(crate) use crate::read::file_kind::{STATEMENTS, TEST, TESTS_OF};
pub use crate::read::file_kind::{is_tests_file, looks_like_rules};
pub use crate::read::header::FORMAT;
pub use crate::read::parts::{Load, Named, includes};

use indexmap::IndexMap;

use crate::codes::{Code, Level};
use crate::finding::{Finding, in_file_order};
use crate::model::condition::FactId;
use crate::model::fact::Offered;
use crate::model::law::Law;
use crate::model::value::Value;
use crate::model::{Deadline, Exception, Flow, Row, RowId, Rule, RuleSet};
use crate::read::charges::Charges;
use crate::read::choices::{read_by_preference, read_choices, report_no_default, unsettled};
use crate::read::file_kind::{INCLUDE, TABLES};
use crate::read::header::{check_format, read_header};
use crate::read::item::Table;
use crate::read::lists::Lists;
use crate::read::parts::{Parts, Torn};
use crate::read::rules::RuleReader;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::Vocabulary;
use crate::source::{SourceFile, Sources, Span};

/// How many problems of a file are told.
const MOST_PROBLEMS: usize = 1_000;

/// Codes of problems that can be told from the place alone, even where other parts are torn.
const LOCAL: [Code; 7] = [
    Code::UnknownKey,
    Code::WrongType,
    Code::BadName,
    Code::BadDate,
    Code::BadPrefix,
    Code::EmptyCondition,
    Code::EmptyList,
];

/// What reading a rules file brings.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reading {
    /// The file, with those it names that could be had: spans point into them.
    pub sources: Sources,
    /// The rule set, or every problem in the order of the files; never none.
    pub rule_set: Result<RuleSet, Vec<Finding>>,
}

/// Reads a rules file that names no others.
///
/// # Errors
/// Every problem of the file, in the order of the file; never none.
pub fn read(source: &SourceFile) -> Result<RuleSet, Vec<Finding>> {
    read_with(source.clone(), &mut parts::nothing_else).rule_set
}

/// Reads a rules file with those that it names, which `load` brings.
#[must_use]
pub fn read_with(source: SourceFile, load: &mut Load<'_>) -> Reading {
    read_along(source, &[], load)
}

/// Reads a rules file with those that it names, which `load` brings, and with the laws and
/// impossibilities of files of tests; of what is no TOML nothing is taken.
#[must_use]
pub fn read_along(source: SourceFile, tests: &[SourceFile], load: &mut Load<'_>) -> Reading {
    let mut sources = Sources::from(source);
    let rule_set = read_sources(&mut sources, tests, load);
    Reading { rule_set: rule_set.map_err(|found| bounded(in_file_order(found))), sources }
}

fn read_sources(
    sources: &mut Sources,
    tests: &[SourceFile],
    load: &mut Load<'_>,
) -> Result<RuleSet, Vec<Finding>> {
    let main = sources.main().clone();
    if let Some(problem) = file_kind::not_rules(&main) {
        return Err(vec![problem]);
    }
    let mut problems = Problems::default();
    let mut parts = Parts::new(sources, load);
    let mut table = parts.parse(&main);
    if check_format(&mut problems, &mut Section::root(&table, "rules file")) {
        return Err(problems.into_vec());
    }
    let included = parts.load_included(&main, &table);
    let mut others: Vec<Table<'_>> =
        included.iter().map(|file| parts.parse_included(file)).collect();
    let asked = table.take(TABLES);
    let tables = parts.load_tables(&main, asked.as_ref());
    let others_asked: Vec<_> = others.iter_mut().map(|other| other.take(TABLES)).collect();
    let by = included.iter().zip(&others_asked);
    let others_tables: Vec<_> =
        by.map(|(file, asked)| parts.load_tables(file, asked.as_ref())).collect();
    let stating = parts.place_tests(tests);
    parts.graft(&mut table, &tables);
    for (mut other, tables) in others.into_iter().zip(&others_tables) {
        parts.graft(&mut other, tables);
        parts.join(&mut table, other);
    }
    for tables in std::iter::once(&tables).chain(&others_tables) {
        parts.add_words(&mut table, tables);
    }
    for file in &stating {
        parts.join(&mut table, parts::statements(file));
    }
    let Torn { errors, mut torn, missing } = parts.into_torn();
    torn.sort_unstable();
    let root = Section::root(&table, "rules file");
    let rule_set = read_root(&mut problems, root, sources);
    let mut found = problems.into_vec();
    if missing || !torn.is_empty() {
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
        _ => Err(found),
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

fn read_root(problems: &mut Problems, mut root: Section<'_>, sources: &Sources) -> Option<RuleSet> {
    // These are read before all else.
    for key in ["format", INCLUDE, TABLES] {
        root.item(key);
    }
    let header = read_header(problems, &mut root);
    let mut lists = Lists::read(problems, &mut root);
    let mut vocabulary = Vocabulary::new(header.first_date);
    let mut left = facts::read(problems, &mut root, &lists, &mut vocabulary);
    let choices = read_choices(problems, &mut root, &vocabulary);
    facts::counting::read_conditions(problems, &mut vocabulary, left.counting, &choices);
    let by_preference = read_by_preference(problems, &mut root, &vocabulary, &choices);
    let categories =
        regimes::read_regimes(problems, &mut root, &lists, &mut vocabulary, &mut left.entries);
    check_facts(problems, &vocabulary, &choices);
    let mut rules = read_rules(problems, &mut root, (&lists, &vocabulary), &choices, |reader| {
        reader.ids.extend(categories.iter().map(|row| (row.rule.id.clone(), row.rule.span)));
        left.entries.into_iter().for_each(|entry| reader.read_entry(entry));
    });
    entries::put_offered(&mut vocabulary, std::mem::take(&mut rules.offered));
    flows::read_step_cases(problems, &mut lists, &vocabulary);
    lists.read_haves(problems, &vocabulary);
    lists.join_documents(problems, &root);
    // Category rows first: reasons begin with what the firm is.
    rules.rows.splice(..0, categories);
    lists::report_too_many::<RowId>(problems, &root, "rules", rules.rows.len());
    // Tests are read once the rules are known, and by those who run them.
    root.item(TEST);
    root.finish(problems);
    let goods = vocabulary.ids.get("goods").copied()?;
    Some(codes::with_cuts(RuleSet {
        unused_groups: unused_groups(&vocabulary),
        title: header.title,
        first_date: header.first_date?,
        reviewed: header.reviewed,
        utc_offset_minutes: header.utc_offset_minutes,
        currency: header.currency,
        facts: vocabulary.facts,
        goods,
        choices,
        by_preference,
        sources: lists.sources,
        lanes: lists.lanes,
        checks: lists.checks,
        steps: lists.steps,
        documents: lists.documents,
        impossibilities: rules.impossibilities,
        laws: rules.laws,
        rows: rules.rows,
        flows: rules.flows,
        deadlines: rules.deadlines,
        rates: rules.charges.rates.tables,
        prices: rules.charges.prices.tables,
        taxes: rules.charges.taxes,
        daily_fee: rules.charges.daily_fee,
        lint_levels: rules.lint_levels,
        exceptions: rules.exceptions,
        places: sources.places(),
    }))
}

/// Reports what does not go together in facts that are all known.
fn check_facts(problems: &mut Problems, vocabulary: &Vocabulary, choices: &[FactId]) {
    report_no_default(problems, vocabulary, choices);
    facts::check_lines(problems, vocabulary, choices);
}

/// All that stands in the rules of a file.
struct Rules {
    impossibilities: Vec<Rule>,
    laws: Vec<Law>,
    rows: Vec<Row>,
    flows: Vec<Flow>,
    deadlines: Vec<Deadline>,
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
    let impossibilities = reader.read_impossibilities(root);
    reader.read_refusals(root);
    reader.read_inspections(root);
    let flows = reader.read_flows(root);
    let deadlines = reader.read_deadlines(root);
    let charges = reader.read_charges(root);
    let laws = reader.read_laws(root, &flows, &charges);
    let lint_levels = reader.read_lint_levels(root);
    let RuleReader { exceptions, offered, rows, .. } = reader;
    Rules {
        impossibilities,
        laws,
        rows,
        flows,
        deadlines,
        charges,
        lint_levels,
        exceptions,
        offered,
    }
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
