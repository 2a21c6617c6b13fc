//! Text to tests: every problem at once, and no test that would hold whatever the rules say.

use std::collections::HashMap;

use crate::codes::Code;
use crate::finding::{Finding, in_file_order};
use crate::lexicon;
use crate::model::RuleSet;
use crate::model::condition::{FactId, Region};
use crate::model::value::{Day, Value};
use crate::read::item::{Item, Text};
use crate::read::table::{Problems, Section, as_section};
use crate::read::{STATEMENTS, TEST, TESTS_OF, is_tests_file, syntax};
use crate::shipment::{self, InputError, InputErrors, Origin, Shipment};
use crate::source::{SourceFile, Span};
use crate::trial::expect;
use crate::trial::test::{Expectation, Given, Test, Want};

/// The tests of one file, read for a rule set.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Sheet {
    /// The tests that can be run, in the order of the file.
    pub tests: Vec<Test>,
    /// The names of the others, with where they stand.
    pub not_valid: Vec<(String, Span)>,
    /// What is wrong with the others and with the file, in its order.
    pub problems: Vec<Finding>,
}

/// The rules file that a file of tests names, as it names it, and where; none for a file of another
/// kind.
#[must_use]
pub fn tests_of(source: &SourceFile) -> Option<(String, Span)> {
    if !is_tests_file(source) {
        return None;
    }
    let parsed = syntax::parse(source);
    let named = parsed.table.get(TESTS_OF)?;
    Some((named.as_str()?.to_owned(), named.span))
}

/// Whether a file of tests states laws or impossibilities of the rules that it names.
#[must_use]
pub fn states_of_rules(source: &SourceFile) -> bool {
    let may = STATEMENTS.iter().any(|key| source.text().contains(key));
    may && is_tests_file(source) && {
        let table = syntax::parse(source).table;
        STATEMENTS.iter().any(|key| table.get(key).is_some())
    }
}

/// Whether a file says that it holds tests, in a file of their own or among the rules.
#[must_use]
pub fn holds_tests(source: &SourceFile) -> bool {
    let header = |line: &str| {
        let line = line.trim_start().strip_prefix("[[").unwrap_or_default().trim_start();
        line.strip_prefix(TEST).is_some_and(|rest| rest.trim_start().starts_with("]]"))
    };
    is_tests_file(source) || source.text().lines().any(header)
}

/// Reads the tests of a file: of one that holds nothing else, or those among the rules.
///
/// `today` is the date of tests that say none.
#[must_use]
pub fn read(source: &SourceFile, rule_set: &RuleSet, today: Day) -> Sheet {
    let syntax::Parsed { table, errors, torn } = syntax::parse(source);
    let is_torn = |span: Span| torn.iter().any(|part| (part.start..part.end).contains(&span.start));
    let mut problems = Problems::default();
    let mut root = Section::root(&table, "file of tests");
    let item = root.item(TEST);
    if is_tests_file(source) {
        root.text(&mut problems, TESTS_OF);
        // These are read with the rules that they are about.
        let states = STATEMENTS.map(|key| root.item(key)).iter().any(Option::is_some);
        if item.is_none() && !states && errors.is_empty() {
            root.missing(&mut problems, TEST);
        }
        root.finish(&mut problems);
    }
    let mut sheet = Sheet::default();
    let mut names = HashMap::new();
    for (text, section) in sections(&mut problems, item) {
        let mut own = Problems::default();
        let name = Text { text: &text.text, span: text.span };
        if let Some(first) = names.insert(text.text.clone(), text.span).filter(|_| text.is_name) {
            let message = format!("two tests are called `{}`", text.text);
            let twice = Finding::new(Code::Duplicate, text.span, message);
            own.push(twice.other(first, "first called here").help("give one another name"));
        }
        let reader = Reader { source, rule_set, today, problems: &mut own };
        let test = reader.test(section, name);
        let own = own.into_vec();
        match test.filter(|_| own.is_empty()) {
            Some(test) => sheet.tests.push(test),
            None => sheet.not_valid.push((text.text.clone(), text.span)),
        }
        own.into_iter().for_each(|problem| problems.push(problem));
    }
    let mut found = problems.into_vec();
    found.retain(|one| one.span.is_none_or(|span| !is_torn(span)));
    found.extend(errors);
    sheet.problems = in_file_order(found);
    sheet
}

/// What a test is called, or where it stands.
struct Called {
    text: String,
    span: Span,
    is_name: bool,
}

/// The tables of all tests.
fn sections<'a>(problems: &mut Problems, item: Option<Item<'a>>) -> Vec<(Called, Section<'a>)> {
    let Some(item) = item else { return Vec::new() };
    let Some(array) = item.as_list() else {
        problems.wrong_type(item, TEST, "a list of tables, each under `[[test]]`");
        return Vec::new();
    };
    let of_table = |(place, one): (usize, Item<'a>)| {
        let name = one.as_table().and_then(|table| table.get("name"));
        let name = name.and_then(|name| Some((name.as_str()?, name.span)));
        let called = match name {
            Some((text, span)) => Called { text: text.to_owned(), span, is_name: true },
            None => Called { text: (place + 1).to_string(), span: one.span, is_name: false },
        };
        let unnamed = Text { text: "", span: called.span };
        Some((called, as_section(problems, one, unnamed, "test")?))
    };
    array.iter().enumerate().filter_map(of_table).collect()
}

/// Reads one test.
struct Reader<'r, 'p> {
    source: &'r SourceFile,
    rule_set: &'r RuleSet,
    today: Day,
    problems: &'p mut Problems,
}

impl Reader<'_, '_> {
    fn test<'a>(mut self, mut section: Section<'a>, name: Text<'a>) -> Option<Test> {
        section.name = name;
        section.required(self.problems, "name");
        let on = section.date(self.problems, "on");
        let given = self.given(&mut section);
        let outer = section.item("expect");
        if outer.is_none() {
            section.missing(self.problems, "expect");
        }
        let key = Text { text: "expect", span: section.key_span("expect") };
        let table = outer.and_then(|item| as_section(self.problems, item, key, "test"));
        section.finish(self.problems);
        let mut table = table?;
        table.name = name;
        let expect = expect::read(self.problems, self.rule_set, table, key.span);
        // A table under a header of its own cannot give way to one behind the key.
        let text = |span: &Span| self.source.slice(*span);
        let expect_span = outer.map(|item| item.span).filter(|span| text(span).starts_with('{'));
        let test =
            Test { name: name.text.to_owned(), span: name.span, on, given, expect, expect_span };
        let wrong_call = test.expect.iter().any(|one| matches!(one.want, Want::Error(_)));
        if !wrong_call {
            self.check_given(&test.given);
            self.check_that_rules_can_hold(&test);
        }
        Some(test)
    }

    /// The facts as a call would say them.
    fn given(&mut self, section: &mut Section<'_>) -> Vec<Given> {
        if !section.has("facts") {
            section.missing(self.problems, "facts");
        }
        let Some(facts) = section.section(self.problems, "facts", "test") else {
            return Vec::new();
        };
        let entries = facts.entries().into_iter();
        let given = entries.filter_map(|(fact, item)| {
            let text = expect::fact_text(self.problems, fact.text, item)?;
            let (fact_span, span) = (fact.span, item.span);
            Some(Given { fact: fact.text.to_owned(), fact_span, text, span })
        });
        given.collect()
    }

    /// Reports facts and values that there are not on any day.
    fn check_given(&mut self, given: &[Given]) {
        for one in given {
            let wrong = match self.rule_set.fact_called(&one.fact) {
                Some((id, _)) => shipment::value(self.rule_set, id, &one.text).err(),
                None => {
                    let known = self.rule_set.facts().map(|(_, fact)| fact.id.as_str());
                    let message = format!("the rules know no fact `{}`", one.fact);
                    let near = lexicon::did_you_mean(&one.fact, known);
                    let unknown = Finding::new(Code::UnknownName, one.fact_span, message);
                    self.problems.push(unknown.maybe_help(near));
                    None
                }
            };
            if let Some(wrong) = wrong {
                let bad = Finding::new(Code::BadValue, one.span, wrong.message());
                self.problems.push(bad.maybe_help(wrong.hint()));
            }
        }
    }

    /// Reports rules that are expected of a shipment which they exclude.
    fn check_that_rules_can_hold(&mut self, test: &Test) {
        let shipment = test.query(self.rule_set, self.today).shipment();
        let shipment = match shipment {
            Ok(shipment) => shipment,
            // What else is wrong with the call is told when the test is run.
            Err(wrong) => return self.report_impossible(test, &wrong),
        };
        let named = test.expect.iter().flat_map(Expectation::named_rules);
        for (id, span) in named {
            let rule = self.rule_set.rules().find(|rule| rule.id == id);
            let Some(rule) = rule else { continue };
            let Some(why) = never(self.rule_set, &rule.condition.within, &shipment) else {
                let excepted = rule.condition.unless.iter().any(|region| {
                    region.tests().iter().all(|(fact, set)| {
                        is_settled(self.rule_set, &shipment, *fact)
                            && set.contains(shipment.get(*fact))
                    })
                });
                if excepted {
                    let message = format!("`{id}` can never hold here: the shipment is excepted");
                    self.problems.push(never_holds(span, message));
                }
                continue;
            };
            self.problems.push(never_holds(span, format!("`{id}` can never hold here: {why}")));
        }
    }

    /// Reports a shipment that there is not.
    fn report_impossible(&mut self, test: &Test, wrong: &InputErrors) {
        let excluded = |one: &&InputError| matches!(one, InputError::Impossible(_));
        for one in wrong.as_slice().iter().filter(excluded) {
            let message = format!("test `{}`: {}", test.name, one.message());
            let problem = Finding::new(Code::ImpossibleShipment, test.span, message);
            self.problems.push(problem.maybe_help(one.hint()));
        }
    }
}

fn never_holds(span: Span, message: String) -> Finding {
    Finding::new(Code::NeverHolds, span, message)
        .help("change the facts or the date, or expect another rule")
}

/// Whether a fact keeps its value, whatever is chosen.
pub(super) fn is_settled(rule_set: &RuleSet, shipment: &Shipment, fact: FactId) -> bool {
    fact == FactId::DATE
        || (fact != FactId::LANE
            && rule_set.facts().any(|(id, _)| id == fact)
            && shipment.origin(fact) != Origin::Chosen
            && !shipment.dependents().contains(&fact))
}

/// Which fact keeps the shipment out of a box, in words.
fn never(rule_set: &RuleSet, within: &Region, shipment: &Shipment) -> Option<String> {
    let excludes = |(fact, set): &&(FactId, _)| {
        let set: &crate::model::value::ValueSet = set;
        is_settled(rule_set, shipment, *fact) && !set.contains(shipment.get(*fact))
    };
    let (id, _) = within.tests().iter().find(excludes)?;
    let (fact, value) = (&rule_set[*id], shipment.get(*id));
    Some(match shipment.origin(*id) {
        _ if *id == FactId::DATE => format!("it is not in force on {}", shipment.day()),
        _ if value == Value::NOT_GIVEN => format!("it asks for `{}`, which is not given", fact.id),
        Origin::Given => format!("it does not hold for `{}` {}", fact.id, fact.show(value)),
        _ => format!("it does not hold for `{}` {}, which is assumed", fact.id, fact.show(value)),
    })
}
