//! A second place of another shape: the same program with `data/example-island.toml`.

use advisor::model::value::Day;
use advisor::{SourceFile, trial};
use serde_json::Value as Json;

use crate::harness::{Run, run, run_args};

/// The example: an invented island with its own ports, traders, lanes, papers and money.
const ISLAND: &str = "data/example-island.toml";

/// Runs the program with the rules of the island.
fn island(args: &str) -> Run {
    let mut all: Vec<&str> = args.split_whitespace().collect();
    all.extend(["--rules", ISLAND]);
    run_args(&all)
}

/// The calls that ask for the shipments of its tests.
fn calls() -> Vec<String> {
    let file = |path| SourceFile::new(path, std::fs::read_to_string(path).unwrap());
    let rule_set = advisor::read(&file(ISLAND)).unwrap();
    let today = Day::parse("2026-11-23").unwrap();
    let sheet = trial::read(&file("data/example-island-tests.toml"), &rule_set, today);
    assert_eq!(sheet.tests.len(), 32);
    sheet.tests.iter().map(|test| test.call(ISLAND, today)).collect()
}

#[test]
fn the_second_place_is_valid() {
    let run = run_args(&["check", ISLAND]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("proven, and clean"), "{}", run.stdout);
}

#[test]
fn a_flag_of_a_fact_that_the_second_place_lacks_is_a_wrong_call() {
    let flags = [("direction", "import"), ("declared", "x"), ("annual", "100"), ("lead-days", "3")];
    for (fact, value) in flags {
        let run = island(&format!("route --goods clothing --{fact} {value}"));
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        assert!(run.stderr.contains(&format!("`--{fact}`")), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("fact `{fact}`")), "{}", run.stderr);
    }
}

#[test]
fn people_are_answered_in_the_words_of_the_second_place() {
    let args = "route --goods clothing --port airfield --fact days-in-shed=20 --value 1000 \
                --on 2026-11-23 --all";
    let answer = island(args).stdout;
    let first = answer.lines().next().unwrap();
    let expected = "Yes, released on arrival: blue lane (release, audit afterwards)";
    assert!(first.starts_with(expected), "{answer}");
    for words in [
        "Gull Point airfield",
        "by air",
        "release first, audit later",
        "XTS 100.00",
        "import duty",
        "XTS 30.00",
        "storage fee",
        "Open your books to the auditor",
        "customs: audit of the books",
        "Handbook of the customs house of Quillmere",
        "EXAMPLE",
    ] {
        assert!(answer.contains(words), "`{words}` is not in:\n{answer}");
    }
}

#[test]
fn no_word_of_the_built_in_rules_is_said_of_the_second_place() {
    let mut foreign = vec!["CNY".to_owned(), "Guangzhou".to_owned()];
    for list in ["ports", "modes", "categories", "flows", "steps"] {
        let run = run(&format!("list {list} --format json"));
        let listed: Json = serde_json::from_str(&run.stdout).unwrap();
        let items = listed["items"].as_array().unwrap().iter();
        foreign.extend(items.filter_map(|item| item["name"].as_str()).map(str::to_owned));
    }
    assert!(foreign.len() > 40, "{foreign:?}");
    let answers =
        calls().into_iter().map(|call| run(call.strip_prefix("advisor ").unwrap()).stdout);
    let lists = ["goods", "facts", "rules"].map(|list| island(&format!("list {list}")).stdout);
    for text in answers.chain(lists) {
        // Where a line is broken depends on its width, not on its words.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = foreign.iter().find(|words| text.contains(words.as_str()));
        assert_eq!(said, None, "{text}");
        assert!(text.chars().all(|c| !('\u{2e80}'..='\u{9fff}').contains(&c)), "{text}");
    }
}

#[test]
fn plain_prints_the_choices_of_the_file_and_no_others() {
    let run = island("route --goods clothing --value 1000 --on 2026-11-23 --format plain");
    let lines: Vec<&str> = run.stdout.lines().collect();
    let expected = [
        "verdict\tclearable",
        "lane\tblue",
        "flow\trelease-first",
        "release\ton-arrival",
        "mode\tsea",
        "step\tcollect-papers",
    ];
    assert_eq!(lines[..expected.len()], expected);
    assert!(lines.contains(&"tax\t100.00") && lines.contains(&"late_fee\t"), "{lines:?}");
}

#[test]
fn lists_show_the_vocabulary_of_the_second_place() {
    let lists = [
        ("goods", "seedlings honey clothing bicycles solar-panels fireworks other"),
        ("ports", "lantern-bay old-mole gull-point"),
        ("categories", "trusted ordinary watched"),
        ("modes", "sea air courier"),
        ("lanes", "green blue yellow red"),
        ("flows", "release-first check-first"),
        (
            "facts",
            "goods port category mode hs wood-packaging value gross-tonnes pieces days-in-shed",
        ),
    ];
    for (list, ids) in lists {
        let listed = island(&format!("list {list} --format plain")).stdout;
        assert_eq!(listed.lines().collect::<Vec<_>>().join(" "), ids);
    }
    let on_a_day = island("list modes --on 2025-06-30 --format plain").stdout;
    assert_eq!(on_a_day, "sea\nair\n");
}

#[test]
fn no_rule_of_the_second_place_cites_nothing() {
    let text = std::fs::read_to_string(ISLAND).unwrap();
    let header = text.lines().next().unwrap();
    assert!(header.contains("EXAMPLE") && header.contains("does not exist"), "{header}");
    let file: toml::Value = toml::from_str(&text).unwrap();
    assert!(file["title"].as_str().unwrap().starts_with("EXAMPLE"));
    let kinds =
        ["categories", "modes", "flows", "refusals", "inspections", "rates", "prices", "taxes"];
    let rules = kinds.iter().flat_map(|kind| file[*kind].as_table().unwrap());
    let fee = ("late-fee".to_owned(), file["late-fee"].clone());
    for (id, rule) in rules.chain(std::iter::once((&fee.0, &fee.1))) {
        assert!(rule.get("sources").is_some(), "{id} cites nothing");
    }
}
