//! A second place of another shape: the same program with `data/example-island.toml`.

use serde_json::{Value as Json, json};

use crate::harness::{Run, run, run_args};

/// The example: an invented island with its own ports, traders, lanes, papers and money.
const ISLAND: &str = "data/example-island.toml";

/// Runs the program with the rules of the island.
fn island(args: &str) -> Run {
    let mut all: Vec<&str> = args.split_whitespace().collect();
    all.extend(["--rules", ISLAND]);
    run_args(&all)
}

/// Shipments, and all that a broker of the island would ask about each.
fn shipments() -> Vec<(&'static str, Json)> {
    let release_first = json!(["collect-papers", "enter", "pay", "file"]);
    let audited = json!(["collect-papers", "enter", "pay", "open-books", "file"]);
    let papers_checked = json!(["collect-papers", "enter", "answer", "pay", "file"]);
    let opened = json!(["collect-papers", "enter", "answer", "show", "pay", "file"]);
    vec![
        // Each lane, by what puts a shipment there.
        (
            "--goods clothing --category trusted --value 1000 --on 2026-11-23",
            json!({"lane": "green", "flow": "release-first", "release": "on-arrival",
                "mode": "sea", "steps": release_first, "checks": [],
                "documents": ["entry-form", "invoice", "carrier-paper"],
                "tax": "100.00", "waived": false, "late_fee": null}),
        ),
        (
            "--goods clothing --port airfield --on 2026-11-23",
            json!({"lane": "blue", "flow": "release-first", "release": "on-arrival",
                "mode": "air", "steps": audited, "checks": ["audit"], "tax": null}),
        ),
        (
            "--goods clothing --category watched --on 2026-11-23",
            json!({"lane": "yellow", "flow": "check-first", "release": "after-review",
                "steps": papers_checked, "checks": ["paper-check"]}),
        ),
        (
            "--goods plants --category trusted --on 2026-11-23",
            json!({"lane": "red", "flow": "check-first", "release": "after-inspection",
                "steps": opened, "checks": ["paper-check", "opening", "pest-check"],
                "documents": ["entry-form", "invoice", "carrier-paper", "health-letter"]}),
        ),
        // Raw wood is searched, unless the trader is trusted.
        (
            "--goods clothing --fact wood-packaging=yes --on 2026-11-23",
            json!({"lane": "red", "release": "after-inspection", "steps": opened}),
        ),
        (
            "--goods clothing --category trusted --fact wood-packaging=yes --on 2026-11-23",
            json!({"lane": "yellow", "release": "after-review", "checks": ["paper-check"],
                "documents": ["entry-form", "invoice", "carrier-paper", "heat-mark"]}),
        ),
        // A check on the quay without a stricter lane: the audit stays where it was.
        (
            "--goods clothing --fact gross-tonnes=20 --on 2026-11-23",
            json!({"lane": "blue", "release": "on-arrival", "checks": ["audit"]}),
        ),
        (
            "--goods clothing --fact gross-tonnes=20.1 --on 2026-11-23",
            json!({"lane": "blue", "flow": "release-first", "release": "after-inspection",
                "steps": ["collect-papers", "enter", "show", "pay", "open-books", "file"],
                "checks": ["audit", "weighing"]}),
        ),
        // A check on data, in a step that nobody else has.
        (
            "--goods clothing --port airfield --mode courier --value 2000 --on 2025-07-01",
            json!({"lane": "blue", "release": "on-arrival", "tax": "240.00",
                "steps": ["collect-papers", "announce", "enter", "pay", "open-books", "file"],
                "checks": ["parcel-match", "audit"]}),
        ),
        (
            "--goods clothing --port airfield --mode courier --value 2000.01 --on 2025-07-01",
            refused(&["courier-value"]),
        ),
        (
            "--goods clothing --port airfield --mode courier --on 2025-06-30",
            refused(&["mode.courier.dates"]),
        ),
        // Where a mode goes, what goes by a mode, and what the crane lifts.
        (
            "--goods clothing --port airfield --mode sea --on 2026-11-23",
            refused(&["mode.sea.port"]),
        ),
        (
            "--goods fireworks --port airfield --mode air --on 2026-11-23",
            refused(&["goods.fireworks.mode"]),
        ),
        (
            "--goods fireworks --on 2026-11-23",
            json!({"lane": "red", "mode": "sea", "checks": ["paper-check", "opening"]}),
        ),
        (
            "--goods clothing --port old-mole --fact gross-tonnes=12 --on 2026-11-23",
            json!({"lane": "blue", "steps": audited}),
        ),
        (
            "--goods honey --port old-mole --fact gross-tonnes=12.1 --on 2025-06-01",
            refused(&["bee-disease", "crane"]),
        ),
        // Honey on the days around the ban.
        ("--goods honey --on 2025-05-31", json!({"lane": "yellow", "release": "after-review"})),
        ("--goods honey --on 2025-06-01", refused(&["bee-disease"])),
        ("--goods honey --on 2026-02-28", refused(&["bee-disease"])),
        ("--goods honey --on 2026-03-01", json!({"lane": "yellow", "steps": papers_checked})),
        // Duty: 12 percent in 2025 and 10 since; XTS 15 need not be paid, a cent more must be.
        (
            "--goods clothing --value 125.04 --on 2025-12-31",
            json!({"tax": "15.00", "waived": true}),
        ),
        (
            "--goods clothing --value 125.05 --on 2025-12-31",
            json!({"tax": "15.01", "waived": false}),
        ),
        (
            "--goods clothing --value 125.05 --on 2026-01-01",
            json!({"tax": "12.51", "waived": true}),
        ),
        ("--hs 8541.43 --value 90000 --on 2026-01-01", json!({"lane": "blue", "tax": "0.00"})),
        // A bicycle is worth what the list says, whatever the invoice says.
        (
            "--hs 8712.00 --value 5 --fact pieces=3 --on 2026-11-23",
            json!({"tax": "45.00", "waived": false}),
        ),
        // Storage: five days are free, less than XTS 10 is not collected, cents are dropped.
        (
            "--goods clothing --value 1000 --fact days-in-shed=5 --on 2026-11-23",
            json!({"late_fee": null}),
        ),
        (
            "--goods clothing --value 1000 --fact days-in-shed=9 --on 2026-11-23",
            json!({"late_fee": {"payable": "8.00", "waived": true}}),
        ),
        (
            "--goods clothing --value 1000 --fact days-in-shed=10 --on 2026-11-23",
            json!({"late_fee": {"payable": "10.00", "waived": false}}),
        ),
        (
            "--goods clothing --value 1999.99 --fact days-in-shed=10 --on 2026-11-23",
            json!({"late_fee": {"payable": "19.00", "waived": false}}),
        ),
        (
            "--goods clothing --port airfield --mode courier --value 1000 --fact days-in-shed=10 \
             --on 2026-11-23",
            json!({"late_fee": null, "tax": "100.00"}),
        ),
        // What no code matches is anything else, and the answer warns of it.
        ("--hs 8541.42 --on 2026-11-23", json!({"goods": "other", "lane": "blue", "warnings": 1})),
        ("--hs 6109.10 --on 2026-11-23", json!({"goods": "clothing", "warnings": 0})),
    ]
}

/// A shipment that these rules refuse, which therefore gets nothing else.
fn refused(rules: &[&str]) -> Json {
    json!({"verdict": "refused", "refusals": rules, "lane": null, "flow": null, "release": null,
        "steps": [], "tax": null, "late_fee": null})
}

/// The parts of an answer that expectations speak of, ids instead of objects.
fn summary(answer: &Json) -> Json {
    let ids = |list: &str, key: &str| -> Vec<Json> {
        answer[list].as_array().unwrap().iter().map(|one| one[key].clone()).collect()
    };
    json!({
        "verdict": answer["verdict"], "lane": answer["lane"], "flow": answer["flow"],
        "release": answer["release"], "checks": answer["checks"],
        "documents": answer["documents"], "late_fee": answer["late_fee"],
        "goods": answer["shipment"]["goods"], "mode": answer["shipment"]["mode"],
        "tax": answer["tax"]["payable"], "waived": answer["tax"]["waived"],
        "steps": ids("path", "step"), "refusals": ids("refusals", "rule"),
        "warnings": answer["warnings"].as_array().unwrap().len(),
    })
}

#[test]
fn the_second_place_is_valid() {
    let run = run_args(&["check", ISLAND]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("proven, and clean"), "{}", run.stdout);
}

#[test]
fn shipments_to_the_second_place_get_exactly_what_its_rules_say() {
    let mut failures = Vec::new();
    for (args, expect) in shipments() {
        let run = island(&format!("route {args} --format json"));
        let answer: Json = serde_json::from_str(&run.stdout).expect(&run.stderr);
        let verdict = expect["verdict"].as_str().unwrap_or("clearable");
        let code = if verdict == "clearable" { 0 } else { 1 };
        let got = summary(&answer);
        if got["verdict"] != verdict || run.code != Some(code) {
            failures.push(format!("{args}\n  exit {:?}, verdict {}", run.code, got["verdict"]));
        }
        for (key, expected) in expect.as_object().unwrap() {
            if got[key] != *expected {
                failures.push(format!("{args}\n  {key} is {}, not {expected}", got[key]));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_lane_and_flow_of_the_second_place_is_met() {
    let met = |key: &str, id: &str| shipments().iter().any(|(_, expect)| expect[key] == id);
    for (list, key) in [("lanes", "lane"), ("flows", "flow")] {
        let listed = island(&format!("list {list} --format plain")).stdout;
        assert!(listed.lines().all(|id| met(key, id)), "{listed}");
    }
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
    let answers = shipments().into_iter().map(|(args, _)| island(&format!("route {args}")).stdout);
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
        ("facts", "goods port category mode wood-packaging value gross-tonnes pieces days-in-shed"),
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
