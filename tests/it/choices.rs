//! Nothing is chosen behind the trader's back: preference, what is offered, and what is said of both.

use advisor::{SourceFile, read};
use serde_json::{Value as Json, json};

use crate::harness::{file, run_args, run_with_input};

/// A place whose post is lightest, whose road is a long way, and whose ship takes no heavy goods.
const PLACE: &str = r#"
format = 1
title = "a small place"
first-date = 2024-01-01
choices = ["way"]
by-preference = ["way"]
[checks]
opening = { kind = "site" }
[lanes]
green = {}
red = { checks = ["opening"] }
[steps]
declare = { title = "Declare", when = "before-arrival" }
inspect = { title = "Present", when = "at-arrival", holds = ["site"] }
[goods]
eggs = {}
gold = {}
[facts.way.names]
ship = { offered = { unless = { weight = { above = 100 } }, because = "no ship takes so much" } }
road = {}
post = { offered = false }
[facts.weight]
number = { least = 0, greatest = 1000, step = 1 }
[refusals.gold]
because = "gold goes by post"
remedy = "post it"
when = { goods = "gold", way = ["ship", "road"] }
[inspections.slow]
when = { way = ["ship"] }
lane = "red"
[flows.all]
steps = ["declare", "inspect"]
"#;

fn ask(name: &str, rules: &str, facts: &[&str]) -> (Option<i32>, Json) {
    let path = file(name, rules);
    let mut args = vec!["route", "--format=json", "--on=2024-06-01", "--rules"];
    args.push(path.to_str().unwrap());
    args.extend(facts);
    let run = run_args(&args);
    (run.code, serde_json::from_str(&run.stdout).unwrap_or(Json::String(run.stderr)))
}

#[test]
fn the_first_that_is_not_refused_is_taken_whatever_its_lane() {
    let (code, answer) = ask("choices-1.toml", PLACE, &["--goods=eggs"]);
    assert_eq!((code, answer["shipment"]["way"].as_str()), (Some(0), Some("ship")));
    assert_eq!(answer["passed_over"], json!([]));
    let others: Vec<_> = answer["alternatives"].as_array().unwrap().iter().collect();
    let told = |one: &Json| (one["change"]["way"].clone(), one["offered"].clone());
    assert_eq!(told(others[0]), (json!("road"), json!(true)));
    assert_eq!(told(others[1]), (json!("post"), json!(false)));
    assert!(others.iter().all(|one| one["compared"] == "better"), "{others:?}");
}

#[test]
fn what_is_not_offered_for_a_shipment_is_passed_over_with_its_reason() {
    let (code, answer) = ask("choices-2.toml", PLACE, &["--goods=eggs", "--fact=weight=101"]);
    assert_eq!((code, answer["shipment"]["way"].as_str()), (Some(0), Some("road")));
    let expected = json!([{"fact": "way", "value": "ship", "closed": "not-offered",
        "because": "no ship takes so much", "refusals": []}]);
    assert_eq!(answer["passed_over"], expected);
    // Who asks for it gets it.
    let facts = ["--goods=eggs", "--fact=weight=101", "--fact=way=ship"];
    let (code, answer) = ask("choices-3.toml", PLACE, &facts);
    assert_eq!((code, answer["lane"].as_str()), (Some(0), Some("red")));
}

#[test]
fn what_is_not_offered_is_never_chosen_and_named_where_all_else_is_refused() {
    let (code, answer) = ask("choices-4.toml", PLACE, &["--goods=gold"]);
    assert_eq!((code, answer["verdict"].as_str()), (Some(1), Some("refused")));
    let alternatives = answer["alternatives"].as_array().unwrap();
    assert_eq!(alternatives.len(), 1);
    assert_eq!(alternatives[0]["change"], json!({"way": "post"}));
    assert_eq!(alternatives[0]["offered"], json!(false));
}

#[test]
fn a_choice_of_which_nothing_is_offered_has_to_be_made_by_the_caller() {
    let rules = PLACE.replace("road = {}\n", "").replace(", \"road\"", "");
    let facts = ["--goods=eggs", "--fact=weight=101"];
    let (code, told) = ask("nothing-offered.toml", &rules, &facts);
    assert_eq!(code, Some(2));
    let message = "the rules offer no way for this shipment";
    assert!(told.as_str().unwrap().contains(message), "{told}");
    let path = file("nothing-offered.toml", &rules);
    let args =
        ["batch", "--columns=verdict,error", "--on=2024-06-01", "--rules", path.to_str().unwrap()];
    let rows = run_with_input(&args, b"goods,weight\neggs,101\neggs,100\neggs,101\n");
    let lines: Vec<&str> = rows.stdout.lines().collect();
    assert!(lines[1].contains(message) && lines[3].contains(message), "{lines:?}");
    assert_eq!(lines[2], "eggs,100,clearable,");
}

#[test]
fn a_file_that_offers_what_cannot_be_known_is_refused() {
    let cases = [
        ("by-preference = [\"way\"]", "by-preference = [\"weight\"]", "`weight` is no choice"),
        ("unless = { weight = { above = 100 } }, ", "", "`offered` asks for nothing"),
        ("offered = false", "offered = \"no\"", "`offered` is not true, false or a table"),
        ("weight = { above = 100 }", "way = \"road\"", "`offered` asks for `way`, which may"),
        ("unless = { weight", "after = { weight", "knows no key `after`"),
    ];
    for (from, to, message) in cases {
        let text = PLACE.replace(from, to);
        assert_ne!(text, PLACE);
        let problems = read(&SourceFile::new("place.toml", text.as_str())).unwrap_err();
        let found = problems.iter().any(|one| one.message.contains(message));
        assert!(found, "{message}: {problems:?}");
    }
}

#[test]
fn the_built_in_rules_say_why_e_commerce_is_closed() {
    let args = "route --goods milk-powder --port airport --value 300 --annual 27000 --format json";
    let run = run_args(&args.split(' ').collect::<Vec<_>>());
    let answer: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["shipment"]["mode"], "0110");
    let passed = answer["passed_over"].as_array().unwrap();
    let closed: Vec<_> =
        passed.iter().map(|one| (one["value"].as_str(), one["closed"].as_str())).collect();
    assert_eq!(closed, [(Some("9610"), Some("refused")), (Some("1210"), Some("refused"))]);
    let refusals = passed[0]["refusals"].as_array().unwrap();
    assert_eq!(refusals[0]["rule"], "annual-limit-2019");
}
