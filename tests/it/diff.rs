//! `advisor diff` as it is called: its JSON, its threads, its budget, and files that say much.

use serde_json::Value;

use crate::harness::{file, run, run_args};

const PORT: &str = "tests/cases/rules/port.toml tests/cases/rules/port-next.toml";

fn json(args: &str) -> Value {
    let run = run(&format!("diff {args} --format json"));
    let report: Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
    let schema = std::fs::read_to_string("tests/schemas/diff.json").unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

#[test]
fn the_report_is_valid_and_tells_the_same_as_the_words() {
    let report = json(PORT);
    assert_eq!(report["total"]["names"]["least"], "2");
    let lane = &report["changes"][0];
    assert_eq!(lane["kind"], "lane");
    assert_eq!(lane["rules"]["new"][0]["id"], "parcels");
    assert_eq!(lane["boxes"][0]["mode"]["values"][0], "mail");
    assert_eq!(lane["days"][0], serde_json::json!(["2026-07-01", null]));
    assert_eq!(report["rules"].as_array().unwrap().len(), 3);
    for other in ["tests/cases/rules/hole.toml", "built-in:guangzhou.toml"] {
        assert_eq!(json(&format!("tests/cases/rules/port.toml {other}"))["effect"], true);
    }
    let same = json("built-in:guangzhou.toml built-in:guangzhou.toml --on 2026-11-23");
    assert_eq!(same["effect"], false);
}

/// The built-in rules with one lane made lighter and one inspection gone.
fn edited(name: &str) -> String {
    let text = run("rules").stdout;
    let at = text.find("[inspections.milk-powder-at-the-airport]").unwrap();
    let (before, after) = text.split_at(at);
    let text = format!("{before}{}", after.replacen("lane = \"red\"", "lane = \"yellow\"", 1));
    let at = text.find("[inspections.quarantine]").unwrap();
    let end = at + 1 + text[at + 1..].find("\n[").unwrap();
    let path = file(name, format!("{}{}", &text[..at], &text[end..]));
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_change_of_the_built_in_rules_is_the_same_for_any_number_of_threads() {
    let edited = edited("edited-threads.toml");
    let call =
        |jobs: &str| run_args(&["diff", "built-in:guangzhou.toml", &edited, "--jobs", jobs]).stdout;
    let one = call("1");
    assert!(one.contains("Lighter lane: red to yellow"), "{one}");
    assert!(one.contains("One check less: quarantine"), "{one}");
    assert_eq!(call("3"), one);
    for line in one.lines().filter(|line| !line.starts_with("  advisor route ")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn a_spent_budget_gives_counts_that_are_at_least() {
    let edited = edited("edited-budget.toml");
    let whole = json(&format!("built-in:guangzhou.toml {edited}"));
    let part = json(&format!("built-in:guangzhou.toml {edited} --budget-total 20000"));
    assert!(part["undecided"].is_string(), "{part}");
    let least = |report: &Value| -> u128 {
        report["total"]["names"]["least"].as_str().unwrap().parse().unwrap()
    };
    assert!(least(&part) <= least(&whole));
    assert_eq!(part["total"]["names"]["exact"], false);
    assert_eq!(whole["total"]["names"]["exact"], true);
}

#[test]
fn a_comment_has_a_line_for_each_change_and_folds_the_rest() {
    let run = run(&format!("diff {PORT} --format markdown --fail-on refused"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (table, rest) = run.stdout.split_once("<details>").unwrap();
    assert!(table.contains("| Stricter lane: green to red | 1 | from 2026-07-01 | parcels |"));
    assert!(rest.contains("advisor route --rules") && rest.trim_end().ends_with("</details>"));
    assert_eq!(run.stdout.matches("```").count(), 2);
    let rows = "--shipments tests/cases/rows/parcels.csv --on 2026-07-01 --format markdown";
    let rows = crate::harness::run(&format!("diff {PORT} {rows}")).stdout;
    assert!(rows.contains("3 of the 6 rows of tests/cases/rows/parcels.csv.**"), "{rows}");
    assert!(rows.contains("| Stricter lane: green to red | 1 | 2 | on that day | parcels |"));
    let edited = edited("edited-comment.toml");
    let large = run_args(&["diff", "built-in:guangzhou.toml", &edited, "--format", "markdown"]);
    assert!(large.stdout.len() < 65_536);
}
