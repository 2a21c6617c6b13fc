//! Shipments and what a customs practitioner expects of them: data, run against the built-in rules.

use serde_json::Value as Json;
use toml::Value;

use crate::harness::run;

/// Keys of `expect` that are compared with the JSON as they stand.
const EXACT: [&str; 4] = ["verdict", "lane", "flow", "release"];

#[test]
fn practitioners_get_what_they_expect() {
    let file = std::fs::read_to_string("tests/cases.toml").unwrap();
    let cases: Value = toml::from_str(&file).unwrap();
    let cases = cases["case"].as_array().unwrap();
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    assert!(!cases.is_empty());
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// What of a case does not come out as expected.
fn failure(case: &Value) -> Option<String> {
    let args = case["args"].as_str().unwrap();
    let run = run(&format!("route {args} --format json"));
    let answer: Json = serde_json::from_str(&run.stdout).unwrap_or(Json::Null);
    let mut wrong = Vec::new();
    let expect = case["expect"].as_table().unwrap();
    for (key, expected) in expect {
        let met = match key.as_str() {
            "exit" => run.code.map(i64::from) == expected.as_integer(),
            "stderr" => texts(expected).iter().all(|text| run.stderr.contains(text)),
            "checks" | "documents" => texts(expected).iter().all(|id| has(&answer[key], id)),
            "tax_regime" => answer["tax"]["regime"].as_str() == expected.as_str(),
            "tax" | "late_fee" => answer[key]["payable"].as_str() == expected.as_str(),
            key if EXACT.contains(&key) => answer[key].as_str() == expected.as_str(),
            key => panic!("no case can expect `{key}`"),
        };
        if !met {
            wrong.push(format!("{key} is not {expected}"));
        }
    }
    if wrong.is_empty() {
        return None;
    }
    let name = case["name"].as_str().unwrap();
    let answer = format!(
        "verdict {} lane {} flow {} release {} refusals {} tax {} chosen {}",
        answer["verdict"],
        answer["lane"],
        answer["flow"],
        answer["release"],
        answer["refusals"],
        answer["tax"],
        answer["shipment"]["mode"],
    );
    let code = run.code;
    Some(format!("{name}\n  {args}\n  {}\n  {code:?} {answer}{}", wrong.join("; "), run.stderr))
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn has(list: &Json, id: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|one| one == id))
}
