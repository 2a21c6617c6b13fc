//! Values side by side, and ways chosen by money.

use serde_json::Value as Json;

use crate::harness::{file, run, run_args};

fn json(call: &str) -> Json {
    serde_json::from_str(&run(call).stdout).unwrap()
}

#[test]
fn each_row_of_a_comparison_is_the_answer_for_that_value() {
    let facts = "--goods milk-powder --value 300 --on 2026-11-23";
    for fact in ["port", "mode", "direction", "registered"] {
        let compared = json(&format!("compare {fact} {facts} --format json"));
        let rows = compared["values"].as_array().unwrap();
        assert!(rows.len() > 1, "{compared}");
        for row in rows {
            let value = match &row["value"] {
                Json::String(name) => name.clone(),
                Json::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
                other => panic!("{other}"),
            };
            let alone = json(&format!("route {facts} --fact {fact}={value} --format json"));
            for key in ["verdict", "lane", "flow", "release", "checks", "documents", "tax"] {
                assert_eq!(row[key], alone[key], "{fact}={value}: {key}");
            }
        }
        let csv = run(&format!("compare {fact} {facts} --format csv")).stdout;
        assert_eq!(csv.lines().count(), rows.len() + 1);
        let human = run(&format!("compare {fact} {facts}")).stdout;
        assert!(human.lines().all(|line| line.chars().count() <= 80), "{human}");
    }
}

#[test]
fn what_cannot_be_compared_is_a_wrong_call() {
    for (fact, word) in [("value", "too many"), ("prot", "did you mean `port`")] {
        let run = run(&format!("compare {fact} --goods wine"));
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains(word), "{}", run.stderr);
    }
    let twice = run("compare port --goods wine --port airport");
    assert_eq!(twice.code, Some(2), "{}", twice.stderr);
}

/// A place whose quick gate is dear; what the slow gate costs is not known for gold.
const PLACE: &str = r#"
format = 1
title = "two gates"
first-date = 2024-01-01
choices = ["gate"]
[checks]
opening = { kind = "site" }
[lanes]
green = {}
red = { checks = ["opening"] }
[steps]
inspect = { title = "Present", when = "at-arrival", holds = ["site"] }
[goods]
eggs = {}
gold = {}
[facts.gate]
names = ["quick", "slow"]
[facts.value]
number = { least = 0, greatest = 1000, step = 1 }
[inspections.slow]
when = { gate = "slow" }
lane = "red"
[flows.all]
steps = ["inspect"]
[rates.duty]
entries = [{ percent = 20, goods = "eggs", gate = "quick" }, { percent = 10, goods = "eggs", gate = "slow" }]
[taxes.duty]
flat = { rate = "duty", base = "value" }
"#;

#[test]
fn the_cheapest_way_is_taken_where_it_is_asked_for_and_can_be_told() {
    let path = file("two-gates.toml", PLACE);
    let gate = |facts: &[&str]| {
        let mut args = vec!["route", "--on=2024-06-01", "--format=json", "--rules"];
        args.push(path.to_str().unwrap());
        args.extend(facts);
        let answer: Json = serde_json::from_str(&run_args(&args).stdout).unwrap();
        (answer["shipment"]["gate"].as_str().unwrap().to_owned(), answer["warnings"].to_string())
    };
    assert_eq!(gate(&["eggs", "--value=100"]).0, "quick");
    assert_eq!(gate(&["eggs", "--value=100", "--prefer=cheapest"]).0, "slow");
    // The rates tell even where the value is not given.
    assert_eq!(gate(&["eggs", "--prefer=cheapest"]).0, "slow");
    let (taken, warnings) = gate(&["gold", "--value=100", "--prefer=cheapest"]);
    assert_eq!(taken, "quick");
    assert!(warnings.contains("cannot be compared"), "{warnings}");
}

#[test]
fn goods_and_port_may_stand_without_flags() {
    let short = run("route milk-powder airport --on 2026-11-23");
    let long = run("route --goods milk-powder --port airport --on 2026-11-23");
    assert_eq!((short.code, &short.stdout), (Some(0), &long.stdout));
    let twice = run("route milk-powder --goods wine");
    assert_eq!(twice.code, Some(2));
    assert!(twice.stderr.contains("given twice"), "{}", twice.stderr);
}

#[test]
fn a_list_is_searched_and_a_rule_printed_whole() {
    let found = run("list goods MILK-powder --format plain").stdout;
    assert!(found.lines().any(|id| id == "milk-powder"), "{found}");
    let none = run("list goods nothing-like-it --format plain");
    assert_eq!((none.code, none.stdout.as_str()), (Some(2), ""));
    assert!(none.stderr.contains("nothing under `goods` is called"), "{}", none.stderr);
    let rule = run("list rule milk-powder-at-the-airport").stdout;
    for word in ["when", "port airport", "then", "lane red", "source", "built-in:guangzhou.toml:"] {
        assert!(rule.contains(word), "`{word}`: {rule}");
    }
    let as_json = json("list rule milk-powder-at-the-airport --format json");
    assert_eq!(as_json["schema"], "advisor.rule/1");
    let all = run("list").stdout;
    assert!(all.contains("goods") && all.contains("rules") && all.contains("origin"), "{all}");
}

#[test]
fn the_rules_that_can_apply_are_listed_by_what_is_known() {
    let rules = |facts: &str| {
        let listed = run(&format!("list rules --on 2026-11-23 --format plain{facts}"));
        assert_eq!(listed.code, Some(0), "{}", listed.stderr);
        listed.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (all, wine) = (rules(""), rules(" --goods wine --port nansha"));
    assert!(wine.len() < all.len() && wine.iter().all(|rule| all.contains(rule)));
    assert!(!wine.contains(&"milk-powder-at-the-airport".to_owned()), "{wine:?}");
    // What led to an answer could apply by less than all that was said.
    let answer = json("route --goods wine --port nansha --on 2026-11-23 --format json");
    for reason in answer["reasons"].as_array().unwrap() {
        let rule = reason["rule"].as_str().unwrap().to_owned();
        assert!(wine.contains(&rule), "{rule}");
    }
    assert_eq!(run("list rules --goods no-such-thing-at-all").code, Some(2));
}

#[test]
fn lists_stay_within_the_terminal_and_keep_ids_whole() {
    for list in ["rules", "facts", "goods", "documents", "sources", "taxes"] {
        let table = run(&format!("list {list}")).stdout;
        let ids = run(&format!("list {list} --format plain")).stdout;
        let wide = table.lines().find(|line| {
            line.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum::<usize>() > 80
        });
        assert_eq!(wide, None, "{list}");
        let words: Vec<&str> = table.split([' ', '\n', ',', '(', ')']).collect();
        assert!(ids.lines().all(|id| words.contains(&id)), "{list}");
    }
}
