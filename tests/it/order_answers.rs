//! Answers about shipments of several lines, as programs read them.

use serde_json::Value as Json;

use crate::harness::run_args;

/// What `route` says in JSON of such lines, held to its schema.
fn answer(lines: &[&str]) -> Json {
    let mut args = vec!["route", "--rules", "tests/cases/rules/lines.toml", "--on", "2026-08-01"];
    args.extend(lines.iter().flat_map(|line| ["--line", line]));
    args.extend(["--format", "json"]);
    let run = run_args(&args);
    let answer: Json = serde_json::from_str(&run.stdout).unwrap();
    let schema = std::fs::read_to_string("tests/schemas/route.json").unwrap();
    let schema: Json = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&answer).map(|one| one.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    answer
}

#[test]
fn several_lines_keep_the_schema_and_say_which_is_refused() {
    let (shirts, ivory) = ("goods=shirts value=60", "goods=ivory value=20");
    let clear = answer(&[shirts, "goods=watches value=70"]);
    assert_eq!(clear["verdict"], "clearable");
    assert_eq!(clear["lines"].as_array().unwrap().len(), 2);
    let refused = answer(&[shirts, ivory, "goods=watches value=70"]);
    assert_eq!(refused["verdict"], "refused");
    let lines = refused["lines"].as_array().unwrap().iter();
    let refusals = lines.map(|line| line["refusals"].as_array().unwrap().len());
    assert_eq!(refusals.collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(refused["split"]["refused"], serde_json::json!([2]));
}

#[test]
fn one_line_has_the_keys_of_a_shipment_without_lines() {
    let one = answer(&["goods=shirts value=60"]);
    assert!(one.get("lines").is_none() && one.get("split").is_none());
}
