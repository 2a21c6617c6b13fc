//! What is said of a shipment is taken alike, one shipment or many.

use crate::harness::{file, run_args, run_with_input};

/// A small place in which everything is said but what a test is about.
const PLACE: &str = r#"
format = 1
title = "a small place"
first-date = 2024-01-01
choices = ["CHOICE"]
[lanes]
green = {}
[steps]
declare = { title = "Declare", when = "before-arrival" }
[goods]
eggs = {}
[flows.all]
steps = ["declare"]
"#;

fn place(name: &str, choice: &str, rest: &str) -> String {
    let path = file(name, PLACE.replace("CHOICE", choice) + rest);
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_value_that_is_given_never_gives_way_to_one_that_followed_a_choice() {
    let rules = place(
        "follows-a-choice.toml",
        "port",
        r#"
[ports]
east = { defaults = { value = 5 } }
[facts.value]
number = { least = 0, greatest = 1000, step = 1 }
[rates.d]
entries = [{ percent = 10 }]
[taxes.t]
flat = { rate = "d", base = "value" }
"#,
    );
    let args = ["batch", "--columns=tax", "--on=2026-11-23", "--rules", &rules];
    let one_way = run_with_input(&args, b"goods,value\neggs,\neggs,200\neggs,\n");
    assert_eq!(one_way.stdout, "goods,value,tax\neggs,,0.50\neggs,200,20.00\neggs,,0.50\n");
    let the_other = run_with_input(&args, b"goods,value\neggs,200\neggs,\neggs,200\n");
    assert_eq!(the_other.stdout, "goods,value,tax\neggs,200,20.00\neggs,,0.50\neggs,200,20.00\n");
    let many = "eggs,\neggs,200\n".repeat(40_000);
    let input = format!("goods,value\n{many}");
    let [one, several] = ["--jobs=1", "--jobs=3"].map(|jobs| {
        let args = [&args[..], &[jobs]].concat();
        run_with_input(&args, input.as_bytes()).stdout
    });
    assert_eq!(one, several);
}

#[test]
fn a_choice_of_which_nothing_is_in_force_is_refused_for_one_shipment_and_for_many() {
    let rules = place(
        "gap-between-regimes.toml",
        "category",
        r#"
[categories.old]
lane = "green"
[categories.new]
lane = "green"
[regimes.before]
until = 2025-01-01
categories = ["old"]
default = "old"
[regimes.after]
from = 2026-01-01
categories = ["new"]
default = "new"
"#,
    );
    let said = "the rules have no category for 2025-06-01";
    let on = ["--on=2025-06-01", "--rules", &rules];
    let one = run_args(&[&["route", "--goods=eggs"], &on[..]].concat());
    assert_eq!(one.code, Some(2));
    assert!(one.stderr.contains(said), "{}", one.stderr);
    let args = [&["batch", "--columns=verdict,error"], &on[..]].concat();
    let many = run_with_input(&args, b"goods,on\neggs,\neggs,2024-06-01\neggs,2026-06-01\n");
    assert_eq!(many.code, Some(3), "{}", many.stderr);
    let rows: Vec<&str> = many.stdout.lines().collect();
    assert!(rows[1].starts_with(&format!("eggs,,,{said}")), "{}", rows[1]);
    assert_eq!(rows[2..], ["eggs,2024-06-01,clearable,", "eggs,2026-06-01,clearable,"]);
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let on = "--on=2026-11-23";
    let args = ["route", "--goods=milk-powdr", "--port=airprt", "--value=1e3", "--fact=x", on];
    let one = run_args(&args);
    assert_eq!(one.code, Some(2));
    let told: Vec<&str> = one.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    let expected = [
        "error: `--fact x` names no value",
        "error: unknown goods `milk-powdr`",
        "error: unknown port `airprt`",
        "error: `1e3` is no number for `value`",
    ];
    assert_eq!(told, expected);
    let args = ["batch", "--columns=error", on];
    let many = run_with_input(&args, b"goods,port,value\nmilk-powdr,airprt,1e3\n,airport,-1\n");
    assert_eq!(many.code, Some(3));
    let rows: Vec<&str> = many.stdout.lines().skip(1).collect();
    for said in ["unknown goods `milk-powdr`", "unknown port `airprt`", "`1e3` is no number"] {
        assert!(rows[0].contains(said), "{rows:?}");
    }
    for said in ["which goods is it?", "`value` cannot be -1"] {
        assert!(rows[1].contains(said), "{rows:?}");
    }
    let args = ["batch", "--set=port=airprt", "--map=sku=godds", "--columns=nothing", on];
    let call = run_with_input(&args, b"goods\nwine\n");
    assert_eq!(call.code, Some(2));
    for said in ["unknown port `airprt`", "no fact `godds`", "no column `nothing`"] {
        assert!(call.stderr.contains(said), "{}", call.stderr);
    }
}

#[test]
fn names_are_taken_in_the_words_people_have_alone_and_in_bulk() {
    let cases = [
        ("goods", "Milk Powder", "milk-powder"),
        ("goods", "奶粉", "milk-powder"),
        ("port", "Baiyun Airport", "airport"),
        ("port", "nansha seaport", "nansha"),
        ("port", "AIRPORT_CBZ", "airport-cbz"),
    ];
    for (fact, text, id) in cases {
        let goods = if fact == "goods" { vec![] } else { vec!["--goods", "wine"] };
        let said = format!("{fact}={text}");
        let mut args = vec!["route", "--on=2026-11-23", "--format=json", "--fact", &said];
        args.extend(goods);
        let answer = run_args(&args);
        let json: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
        assert_eq!(json["shipment"][fact], id, "{text}: {}", answer.stderr);
        let rows = format!(
            "goods,port,note\n{}\n",
            match fact {
                "goods" => format!("{text},airport,x"),
                _ => format!("wine,{text},x"),
            }
        );
        let same = rows.replace(text, id);
        let args = ["batch", "--columns=lane,rules", "--on=2026-11-23"];
        let [one, two] = [rows, same].map(|rows| run_with_input(&args, rows.as_bytes()).stdout);
        assert_eq!(one.replace(text, id), two);
    }
}

#[test]
fn an_unknown_name_is_answered_by_what_holds_it_and_by_a_way_on() {
    let told = |args: &[&str]| {
        let run = run_args(&[&["route"], args].concat());
        assert_eq!(run.code, Some(2));
        run.stderr
    };
    let goods = told(&["--goods", "powder formula of some kind"]);
    assert!(goods.contains("--hs") && goods.contains("`other`"), "{goods}");
    let port = told(&["--goods", "wine", "--port", "bonded zone"]);
    assert!(port.contains("`airport-cbz`") && port.contains("`guangzhou-bonded`"), "{port}");
    let category = told(&["--goods", "wine", "--category", "gold", "--on", "2026-11-23"]);
    assert!(category.contains("certified") && !category.contains("general-credit"), "{category}");
}
