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

#[test]
fn money_is_told_as_both_formulas_with_the_difference_for_a_shipment() {
    let text = run("rules").stdout;
    let share = file("edited-share.toml", text.replacen("share = 70", "share = 80", 1));
    let share = share.to_str().unwrap();
    let report = json(&format!("built-in:guangzhou.toml {share}"));
    let changes = report["changes"].as_array().unwrap();
    let formula = changes.iter().find(|change| change["kind"] == "formula").unwrap();
    let is = |side: &str, share: &str| formula["formulas"][side].as_str().unwrap().contains(share);
    assert!(is("old", "70% of ") && is("new", "80% of "), "{formula}");
    let amount = |side: &str| -> f64 {
        formula["to_pay"][side].as_str().expect("it is known").parse().unwrap()
    };
    let (old, new) = (amount("old"), amount("new"));
    assert!((new / old - 8.0 / 7.0).abs() < 0.001 && old > 1.0, "{old} {new}");
    // The calls that show it come to the same.
    for side in ["old", "new"] {
        let call = formula["witness"][side].as_str().unwrap();
        let plain = run(&format!("{} --format plain", call.strip_prefix("advisor ").unwrap()));
        let due = format!("tax\t{}\n", formula["to_pay"][side].as_str().unwrap());
        assert!(plain.stdout.contains(&due), "{call}\n{}", plain.stdout);
    }
    let words = run_args(&["diff", "built-in:guangzhou.toml", share]).stdout;
    assert!(words.contains("before: 70% of ") && words.contains("now: 80% of "), "{words}");
    assert!(words.contains("for the shipment below: CNY "), "{words}");
}

#[test]
fn dates_lengths_and_laws_are_compared() {
    let text = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let old = text.replacen("holds = [\"site\"] }", "holds = [\"site\"], takes = \"2 days\" }", 1)
        + "[deadlines.declaration]\nstep = \"declare\"\nby = \"3 days before arrival\"\n\
           sources = [\"notice-7\"]\n[laws.looked-at]\nwhen = { goods = \"cheese\" }\n\
           always = { lane = \"red\" }\n";
    let new = old
        .replacen("2 days", "1 to 3 days", 1)
        .replacen("3 days before", "24 hours before", 1)
        .replacen("always = {", "never = {", 1);
    let [old, new] = [("dates-old.toml", old), ("dates-new.toml", new)]
        .map(|(name, text)| file(name, text).to_str().unwrap().to_owned());
    let run = run(&format!("diff {old} {new}"));
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    let told = [
        "deadline.declaration: declare by 3 days before arrival → declare by 24 hours before arrival",
        "step.inspect: 2 days → 1 to 3 days",
        "2 edited: looked-at, declaration",
    ];
    for line in told {
        assert!(run.stdout.replace("\n    ", " ").contains(line), "{line}\n{}", run.stdout);
    }
    assert!(run.stdout.starts_with("No shipment of which both files speak"), "{}", run.stdout);
}
