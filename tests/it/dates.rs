//! Dates: what follows from an arrival, and the calendar.

use std::collections::HashSet;

use serde_json::Value as Json;

use crate::harness::{file, run, run_args};

fn json(call: &str) -> Json {
    let run = run(call);
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{call}\n{}", run.stderr))
}

fn validator() -> jsonschema::Validator {
    let schema = std::fs::read_to_string("tests/schemas/route.json").unwrap();
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
}

#[test]
fn every_answer_is_of_its_schema_and_titles_what_it_names() {
    let validator = validator();
    let goods = ["milk-powder", "wine", "meat", "other", "used-clothing", "electronics", "cars"];
    for goods in goods {
        for rest in ["", "--arrival 2026-12-01", "--direction export --value 900", "--mode postal"]
        {
            let call = format!("route {goods} {rest} --on 2026-11-25 --format json");
            let answer = json(&call);
            let wrong: Vec<String> =
                validator.iter_errors(&answer).map(|one| one.to_string()).collect();
            assert!(wrong.is_empty(), "{call}\n{wrong:?}");
            for (list, titles) in [("checks", "checks"), ("documents", "documents")] {
                for id in answer[list].as_array().unwrap() {
                    let title = &answer["titles"][titles][id.as_str().unwrap()];
                    assert!(title["en"].is_string() && title["zh"].is_string(), "{id}: {title}");
                }
            }
        }
    }
}

#[test]
fn facts_that_count_days_follow_the_arrival() {
    let facts = |call: &str| json(&format!("route wine {call} --format json"))["shipment"].clone();
    let told = facts("--mode 0110 --on 2026-12-05 --arrival 2026-12-01");
    assert_eq!((&told["days-since-entry"], &told["lead-days"]), (&4.into(), &1.into()));
    let out = "--direction export --on 2026-11-28 --arrival";
    let told = facts(&format!("{out} 2026-12-01T06:00"));
    assert_eq!((&told["days-since-entry"], &told["lead-days"]), (&0.into(), &3.into()));
    // What does not count days of such a shipment does not follow, whatever the dates are.
    let told = facts(&format!("{out} 2026-11-20"));
    assert_eq!((&told["days-since-entry"], &told["lead-days"]), (&0.into(), &0.into()));
    let told = facts("--on 2026-11-28 --arrival 2027-12-20");
    assert_eq!((&told["days-since-entry"], &told["lead-days"]), (&0.into(), &1.into()));
    let wrong = run(&format!("route wine {out} 2027-12-20"));
    assert_eq!(wrong.code, Some(2));
    let words = "`lead-days` cannot be 387, as arrival on 2027-12-20 and declaration on 2026-11-28";
    assert!(wrong.stderr.contains(words), "{}", wrong.stderr);
    // Without an arrival the defaults of the file stand.
    let told = facts("--on 2026-11-28");
    assert_eq!((&told["days-since-entry"], &told["lead-days"]), (&0.into(), &1.into()));
    // Goods that are still to come are declared on the day they come.
    let answer = json("route wine --arrival 2100-01-02 --format json");
    assert_eq!(answer["rules"]["on"], "2100-01-02");
}

#[test]
fn dates_that_contradict_each_other_are_a_wrong_call() {
    let call = "route wine --on 2026-12-05 --arrival 2026-12-01 --fact days-since-entry=";
    assert_eq!(run(&format!("{call}4")).code, Some(0), "the same said twice is no contradiction");
    let wrong = run(&format!("{call}3"));
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("it is 4"), "{}", wrong.stderr);
    for bad in ["tomorrow", "2026-13-01", "2026-12-01T25:00"] {
        let wrong = run_args(&["route", "wine", "--arrival", bad]);
        assert_eq!(wrong.code, Some(2), "{bad}");
        assert!(wrong.stderr.contains("date and time"), "{}", wrong.stderr);
    }
    assert_eq!(run("route wine --format ics").code, Some(2), "a calendar needs an arrival");
}

#[test]
fn deadlines_and_lengths_come_from_the_file_alone() {
    let rules = file(
        "deadlines.toml",
        r#"
format = 1
title = "x"
first-date = 2026-01-01
[lanes]
green = { checks = ["look", "test"] }
[checks]
look = { kind = "site" }
test = { kind = "site", takes = "2 to 3 days" }
[steps]
enter = { title = "Enter", when = "at-arrival" }
show = { title = "Show", when = "at-arrival", holds = ["site"], takes = "up to 1 day" }
after = { title = "After", when = "after-release" }
[documents]
paper = { step = "after" }
[goods]
eggs = {}
[flows.all]
steps = ["enter", "show", "after"]
[inspections.eggs]
documents = ["paper"]
[deadlines.enter]
step = "enter"
not-before = "2 days before arrival"
by = "1 week after arrival"
[deadlines.never]
step = "enter"
by = "1 day after arrival"
until = 2026-06-01
[deadlines.paper]
document = "paper"
by = "10 working days after release"
[deadlines.loading]
document = "paper"
by = "24 hours before loading"
"#,
    );
    let rules = rules.to_str().unwrap();
    let args = ["route", "eggs", "--rules", rules, "--on", "2026-07-01", "--arrival", "2026-07-04"];
    let answer = run_args(&[args.as_slice(), &["--format", "json"]].concat());
    let answer: Json = serde_json::from_str(&answer.stdout).unwrap();
    let dates = &answer["dates"];
    let due: Vec<&str> =
        dates["due"].as_array().unwrap().iter().map(|due| due["rule"].as_str().unwrap()).collect();
    assert_eq!(due, ["enter", "paper", "loading"]);
    assert_eq!(dates["due"][0]["not_before"]["at"], "2026-07-02");
    assert_eq!(dates["due"][0]["by"]["at"], "2026-07-11");
    assert_eq!(dates["due"][1]["by"]["at"], Json::Null, "no calendar of working days is guessed");
    assert_eq!(dates["due"][1]["by"]["words"], "10 working days after release");
    assert_eq!(dates["due"][2]["by"]["at"], Json::Null, "nobody said when they are loaded");
    assert_eq!(
        (&dates["release"]["from"], &dates["release"]["to"]),
        (&"2026-07-06".into(), &"2026-07-07".into())
    );
    assert_eq!(dates["fee_from"], Json::Null);
    let human = run_args(&args).stdout;
    assert!(human.contains("10 working days after release"), "{human}");
    assert!(human.lines().all(|line| line.chars().count() <= 80), "{human}");
}

/// The lines of a calendar, unfolded.
fn unfolded(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

#[test]
fn a_calendar_is_one_by_the_letter() {
    for call in [
        "route milk-powder airport --value 900",
        "route wine --mode 0110 --port huangpu",
        "route electronics --direction export --mode 9710",
    ] {
        for arrival in ["2026-12-01", "2026-12-01T06:30"] {
            let call = format!("{call} --on 2026-11-30 --arrival {arrival} --format ics");
            let first = run(&call);
            assert_eq!(first.code, Some(0), "{call}\n{}", first.stderr);
            assert_eq!(first.stdout, run(&call).stdout, "the same call gives the same bytes");
            assert!(first.stdout.ends_with("END:VCALENDAR\r\n"));
            assert_eq!(first.stdout.matches('\n').count(), first.stdout.matches("\r\n").count());
            assert!(first.stdout.split("\r\n").all(|line| line.len() <= 75), "{}", first.stdout);
            let lines = unfolded(&first.stdout);
            let of = |key: &str| -> Vec<&String> {
                lines.iter().filter(|line| line.starts_with(key)).collect()
            };
            let events = of("BEGIN:VEVENT").len();
            assert!(events >= 2, "{}", first.stdout);
            for key in ["UID:", "DTSTAMP:20261130T000000Z", "DTSTART", "SUMMARY:", "END:VEVENT"] {
                assert_eq!(of(key).len(), events, "{key}\n{}", first.stdout);
            }
            let uids: HashSet<&String> = of("UID:").into_iter().collect();
            assert_eq!(uids.len(), events);
        }
    }
    let at =
        run("route milk-powder airport --on 2026-11-30 --arrival 2026-12-01T06:30 --format ics");
    assert!(at.stdout.contains("DTSTART:20261130T223000Z"), "by UTC\n{}", at.stdout);
    let other = run("route milk-powder airport --on 2026-11-30 --arrival 2026-12-02 --format ics");
    let uid = |text: &str| unfolded(text).into_iter().find(|line| line.starts_with("UID")).unwrap();
    assert_ne!(uid(&at.stdout), uid(&other.stdout));
}

#[test]
fn a_refused_shipment_has_no_calendar() {
    let run = run("route used-clothing --arrival 2026-12-01 --on 2026-11-30 --format ics");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains("no calendar"), "{}", run.stderr);
}
