//! The tests of the built-in rules, which are data: each holds, and together they reach every rule.
//!
//! Knows the rules only by what they ask for; what they should answer stands in the file of tests.

use std::collections::BTreeSet;

use advisor::charge::Charge;
use advisor::evaluate::{Release, Verdict};
use advisor::model::RuleSet;
use advisor::model::charge::{Entry, Table};
use advisor::model::condition::{Condition, FactId, Region};
use advisor::model::fact::{Coverage, Kind};
use advisor::model::value::{Day, Value as FactValue};
use advisor::shipment::InputErrors;
use advisor::{Advice, Query, SourceFile, advise};
use toml::{Table as Keys, Value};

const FILE: &str = "data/guangzhou-tests.toml";

/// One test as it stands in the file.
struct Case {
    name: String,
    on: Day,
    facts: Vec<(String, String)>,
    expect: Keys,
}

/// A test with what the rules answer.
struct Answered<'r> {
    case: Case,
    answer: Result<Advice<'r>, InputErrors>,
}

#[test]
fn the_rules_answer_every_test_as_expected() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let answered = answered(&rule_set);
    let failures: Vec<String> =
        answered.iter().flat_map(|one| failures(&rule_set, &one.case, &one.answer)).collect();
    let tests = answered.len();
    assert!(tests > 500, "only {tests} tests were read");
    assert!(failures.is_empty(), "{} in {tests} tests:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_fires_and_is_named_in_some_test() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let answered = answered(&rule_set);
    let advices = || answered.iter().filter_map(|one| one.answer.as_ref().ok());
    let fired: BTreeSet<&str> = advices().flat_map(reason_ids).collect();
    let named: BTreeSet<&str> = answered.iter().flat_map(|one| named_rules(&one.case)).collect();
    for rule in rule_set.rules() {
        assert!(fired.contains(rule.id.as_str()), "`{}` fires in no test", rule.id);
        assert!(named.contains(rule.id.as_str()), "no test expects `{}`", rule.id);
    }
    let counted: Vec<&Entry> = answered
        .iter()
        .filter(|one| one.case.expect.contains_key("tax"))
        .filter_map(|one| one.answer.as_ref().ok()?.bill.tax.as_ref())
        .flat_map(|tax| tax.entries.iter().copied())
        .collect();
    for (table, entry) in entries(&rule_set) {
        let used = counted.iter().any(|one| std::ptr::eq(*one, entry));
        let line = rule_set.line(entry.span);
        assert!(used, "no test expects an amount by `{}` of line {line}", table.id);
    }
}

#[test]
fn every_date_and_limit_is_tried_on_both_sides() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let answered = answered(&rule_set);
    let mut untried = Vec::new();
    let mut edges = 0;
    for rule in rule_set.rules() {
        let Condition { within, unless } = &rule.condition;
        for edge in unless.iter().chain([within]).flat_map(|region| edges_of(&rule_set, region)) {
            edges += 1;
            let is_own = std::ptr::eq(edge.region, within);
            let fires = |advice: &Advice<'_>| !is_own || rule.condition.holds(&advice.facts);
            untried.extend(edge.untried(&rule_set, &answered, &rule.id, fires));
        }
    }
    for (table, entry) in entries(&rule_set) {
        for edge in edges_of(&rule_set, &entry.within) {
            edges += 1;
            let counts = |advice: &Advice<'_>| {
                advice
                    .bill
                    .tax
                    .iter()
                    .flat_map(|tax| &tax.entries)
                    .any(|one| std::ptr::eq(*one, entry))
            };
            untried.extend(edge.untried(&rule_set, &answered, &table.id, counts));
        }
    }
    assert!(edges > 100, "only {edges} edges were seen");
    assert!(untried.is_empty(), "{} of {edges} edges:\n{}", untried.len(), untried.join("\n"));
}

/// The chapters of the tariff in which daily trade lies.
const CHAPTERS: [u8; 38] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 30, 33,
    34, 42, 61, 62, 63, 64, 84, 85, 87, 90, 93, 95,
];

#[test]
fn no_code_of_daily_trade_is_unknown() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let goods = &rule_set[rule_set.goods()];
    assert!(goods.names().len() >= 60, "only {} goods", goods.names().len());
    let headings = CHAPTERS.iter().flat_map(|chapter| (0..100).map(move |at| (chapter, at)));
    for (chapter, heading) in headings {
        let mut query = Query::new(&rule_set, Day::parse("2024-06-01").unwrap());
        let code = format!("{chapter:02}{heading:02}.99.99.99");
        query.give_hs(&code);
        let shipment = query.shipment().unwrap();
        let name = goods.name(shipment.get(rule_set.goods())).unwrap();
        assert!(name.coverage != Coverage::Rest, "{code} is `{}`", name.id);
    }
}

/// A date or a number at which a region begins or ends.
struct Edge<'r> {
    region: &'r Region,
    fact: FactId,
    inside: FactValue,
    outside: FactValue,
}

impl Edge<'_> {
    /// What no test tries: the last value inside, or the first outside with all else inside.
    fn untried(
        &self,
        rule_set: &RuleSet,
        answered: &[Answered<'_>],
        id: &str,
        counts: impl Fn(&Advice<'_>) -> bool,
    ) -> Vec<String> {
        let but_for_this = |advice: &Advice<'_>| {
            let mut tests = self.region.tests().iter().filter(|(fact, _)| *fact != self.fact);
            tests.all(|(fact, set)| set.contains(advice.facts.get(*fact)))
        };
        let tried = |value: FactValue, and: &dyn Fn(&Advice<'_>) -> bool| {
            let advices = answered.iter().filter_map(|one| one.answer.as_ref().ok());
            let mut at = advices.filter(|advice| advice.facts.get(self.fact) == value);
            at.any(|advice| but_for_this(advice) && and(advice))
        };
        // Outside its regime a category is a wrong call, and its test says which.
        let not_in_force = || {
            let category = id.split_once('.').map_or(id, |(_, category)| category);
            let day = |one: &Answered<'_>| {
                self.fact == FactId::DATE && one.case.on.value() == self.outside
            };
            answered.iter().filter(|one| one.answer.is_err() && day(one)).any(|one| {
                one.case.facts.iter().any(|(fact, value)| fact == "category" && value == category)
            })
        };
        let fact = &rule_set[self.fact];
        let shown = |value| format!("`{id}`: {} {}", fact.id, fact.show(value));
        let inside = (!tried(self.inside, &counts)).then(|| shown(self.inside) + ", inside");
        let outside = !tried(self.outside, &|_| true) && !not_in_force();
        let outside = outside.then(|| shown(self.outside) + ", outside");
        inside.into_iter().chain(outside).collect()
    }
}

fn edges_of<'r>(rule_set: &'r RuleSet, region: &'r Region) -> Vec<Edge<'r>> {
    let mut edges = Vec::new();
    for (id, set) in region.tests() {
        let fact = &rule_set[*id];
        let mut domain = fact.domain();
        match fact.kind {
            Kind::Date => domain.least = rule_set.first_date().value().0,
            Kind::Number(_) => (),
            Kind::Names(_) | Kind::YesNo => continue,
        }
        let mut add = |inside, outside| {
            let (inside, outside) = (FactValue(inside), FactValue(outside));
            edges.push(Edge { region, fact: *id, inside, outside });
        };
        for part in set.intervals() {
            if part.least > domain.least {
                add(part.least, part.least - 1);
            }
            if part.greatest < domain.greatest {
                add(part.greatest, part.greatest + 1);
            }
        }
    }
    edges
}

/// The entries of all rates and prices, each with its table.
fn entries(rule_set: &RuleSet) -> Vec<(&Table, &Entry)> {
    let tables = rule_set.rates().iter().chain(rule_set.prices());
    tables.flat_map(|table| table.entries.iter().map(move |one| (table, one))).collect()
}

fn answered(rule_set: &RuleSet) -> Vec<Answered<'_>> {
    let text = std::fs::read_to_string(FILE).unwrap();
    assert!(advisor::read::is_tests_file(&SourceFile::new(FILE, &*text)), "`tests-of` comes first");
    let mut file: Keys = toml::from_str(&text).unwrap();
    assert_eq!(file.remove("tests-of"), Some(Value::from("guangzhou.toml")));
    let tests = file.remove("test").unwrap();
    assert!(file.is_empty(), "{FILE} has more than tests: {file}");
    let cases: Vec<Case> = tests.as_array().unwrap().iter().map(case).collect();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two tests have one name");
    let answered = |case: Case| Answered { answer: answer(rule_set, &case), case };
    cases.into_iter().map(answered).collect()
}

fn case(test: &Value) -> Case {
    let mut keys = test.as_table().unwrap().clone();
    let mut take = |key| keys.remove(key).unwrap_or_else(|| panic!("no `{key}` in {test}"));
    let (name, on, facts, expect) = (take("name"), take("on"), take("facts"), take("expect"));
    assert!(keys.is_empty(), "unknown keys in {test}");
    let expect = expect.as_table().unwrap().clone();
    assert!(!expect.is_empty(), "{name} expects nothing");
    let facts = facts.as_table().unwrap().iter();
    Case {
        name: name.as_str().unwrap().to_owned(),
        on: Day::parse(&on.as_datetime().unwrap().to_string()).unwrap(),
        facts: facts.map(|(fact, value)| (fact.clone(), as_text(value))).collect(),
        expect,
    }
}

/// The value of a fact as the command line takes it.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        _ => panic!("{value} is no value of a fact"),
    }
}

fn answer<'r>(rule_set: &'r RuleSet, case: &Case) -> Result<Advice<'r>, InputErrors> {
    let mut query = Query::new(rule_set, case.on);
    for (fact, value) in &case.facts {
        if fact == "hs" { query.give_hs(value) } else { query.give(fact, value) }
    }
    Ok(advise(rule_set, query.shipment()?))
}

/// What of a test does not come out as expected, one line for each key.
fn failures(
    rule_set: &RuleSet,
    case: &Case,
    answer: &Result<Advice<'_>, InputErrors>,
) -> Vec<String> {
    let error = case.expect.get("error");
    let found = match (answer, error) {
        (Err(wrong), Some(part)) => {
            assert_eq!(case.expect.len(), 1, "{}: nothing else with `error`", case.name);
            let said = wrong.to_string();
            let met = !text(part).is_empty() && said.contains(text(part));
            (!met).then(|| format!("error: expected {part}, got {said:?}")).into_iter().collect()
        }
        (Err(wrong), None) => vec![format!("it is a wrong call: {wrong}")],
        (Ok(_), Some(part)) => vec![format!("error: expected {part}, got an answer")],
        (Ok(advice), None) => {
            let keys = case.expect.iter();
            keys.filter_map(|(key, expected)| difference(rule_set, advice, key, expected)).collect()
        }
    };
    found.into_iter().map(|one| format!("{}\n    {one}", case.name)).collect()
}

/// How the answer differs from what is expected under one key.
fn difference(
    rule_set: &RuleSet,
    advice: &Advice<'_>,
    key: &str,
    expected: &Value,
) -> Option<String> {
    let (met, actual) = match key.strip_prefix("no-").unwrap_or(key) {
        "checks" | "documents" | "rules" => {
            let known = known_ids(rule_set, key);
            let actual = actual_ids(advice, key);
            let listed = texts(expected);
            // A list that names nothing, or nothing that there is, would hold whatever the answer.
            let sound = !listed.is_empty() && listed.iter().all(|id| known.contains(id));
            let absent = key.starts_with("no-");
            (sound && listed.iter().all(|id| actual.contains(id) != absent), format!("{actual:?}"))
        }
        "refusals" if key == "refusals" => {
            let actual: Vec<&str> =
                advice.refusals.iter().map(|refusal| refusal.rule.id.as_str()).collect();
            (texts(expected) == actual, format!("{actual:?}"))
        }
        "warning" if key == "warning" => {
            let part = text(expected);
            let met = !part.is_empty()
                && advice.warnings.iter().any(|one| one.to_string().contains(part));
            (met, format!("{:?}", advice.warnings))
        }
        _ => {
            let actual = single(advice, key);
            (
                actual.as_ref() == Some(expected),
                actual.map_or_else(String::new, |it| it.to_string()),
            )
        }
    };
    (!met).then(|| format!("{key}: expected {expected}, got {actual}"))
}

/// The part of the answer of which there is one.
fn single(advice: &Advice<'_>, key: &str) -> Option<Value> {
    let waived = |charge: &Option<Charge<'_>>| charge.as_ref().map(|it| Value::from(it.waived));
    let payable = |charge: &Option<Charge<'_>>| {
        charge.as_ref()?.payable.map(|amount| Value::from(format!("{amount:.2}")))
    };
    let text = match key {
        "verdict" => Some(match advice.decision.verdict {
            Verdict::Clearable => "clearable",
            Verdict::NoPath => "no-path",
            Verdict::Refused => "refused",
        }),
        "lane" => advice.lane().map(|lane| lane.id.as_str()),
        "flow" => advice.flow().map(|flow| flow.rule.id.as_str()),
        "release" => advice.decision.release.map(|release| match release {
            Release::OnArrival => "on-arrival",
            Release::AfterReview => "after-review",
            Release::AfterInspection => "after-inspection",
        }),
        "tax-regime" => advice.bill.tax.as_ref().map(|tax| tax.rule.id.as_str()),
        "tax" => return payable(&advice.bill.tax),
        "late-fee" => return payable(&advice.bill.late_fee),
        "tax-waived" => return waived(&advice.bill.tax),
        "late-fee-waived" => return waived(&advice.bill.late_fee),
        _ => panic!("no test can expect `{key}`"),
    };
    text.map(Value::from)
}

fn actual_ids<'a>(advice: &'a Advice<'_>, key: &str) -> Vec<&'a str> {
    if key.ends_with("checks") {
        advice.checks().map(|check| check.id.as_str()).collect()
    } else if key.ends_with("documents") {
        advice.documents().map(|document| document.id.as_str()).collect()
    } else {
        reason_ids(advice)
    }
}

fn known_ids<'r>(rule_set: &'r RuleSet, key: &str) -> Vec<&'r str> {
    if key.ends_with("checks") {
        rule_set.checks().iter().map(|check| check.id.as_str()).collect()
    } else if key.ends_with("documents") {
        rule_set.documents().iter().map(|document| document.id.as_str()).collect()
    } else {
        rule_set.rules().map(|rule| rule.id.as_str()).collect()
    }
}

fn reason_ids<'a>(advice: &'a Advice<'_>) -> Vec<&'a str> {
    advice.reasons.iter().map(|reason| reason.rule.id.as_str()).collect()
}

/// The rules that a test expects by name.
fn named_rules(case: &Case) -> Vec<&str> {
    let lists = ["rules", "refusals"].into_iter().filter_map(|key| case.expect.get(key));
    let single = ["flow", "tax-regime"].into_iter().filter_map(|key| case.expect.get(key));
    lists.flat_map(texts).chain(single.map(text)).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn texts(value: &Value) -> Vec<&str> {
    let list = value.as_array().unwrap_or_else(|| panic!("{value} is no list"));
    list.iter().map(text).collect()
}
