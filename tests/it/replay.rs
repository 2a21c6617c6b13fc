//! `advisor diff --shipments`: rows under two rule sets, held against what `batch` says of each.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::{file, run, run_args};
use crate::rng::Rng;

const ON: &str = "2026-11-23";
const COLUMNS: &str =
    "verdict,lane,flow,release,chosen,checks,documents,regime,tax,late_fee,rules,error";

/// The built-in rules with another lane, a check less, another rate and a refusal more.
fn edited(name: &str) -> String {
    let text = run("rules").stdout;
    let at = text.find("[inspections.milk-powder-at-the-airport]").unwrap();
    let (before, after) = text.split_at(at);
    let text = format!("{before}{}", after.replacen("lane = \"red\"", "lane = \"yellow\"", 1));
    let at = text.find("[inspections.quarantine]").unwrap();
    let end = at + 1 + text[at + 1..].find("\n[").unwrap();
    let text = format!("{}{}", &text[..at], &text[end..]);
    let refusal = "\n[refusals.no-wine-by-post]\nbecause = \"wine does not go by post\"\n\
        when = { goods = \"wine\", mode = \"postal\" }\nremedy = \"send it as freight\"\n\
        confidence = \"indicative\"\n";
    let text = text.replacen("share = 70", "share = 80", 1) + refusal;
    file(name, text).to_str().unwrap().to_owned()
}

/// Rows with values of all kinds, some of them wrong.
fn rows(rng: &mut Rng, count: usize) -> Vec<Vec<(&'static str, String)>> {
    let goods = ["milk-powder", "wine", "meat", "apparel", "奶粉", "gold", "other", "cosmetics"];
    let modes = ["", "9610", "postal", "0110", "1210"];
    let row = |rng: &mut Rng| {
        vec![
            ("goods", rng.pick(&goods).to_owned()),
            ("port", rng.pick(&["airport", "", "nansha", "post"]).to_owned()),
            ("mode", rng.pick(&modes).to_owned()),
            ("value", rng.pick(&["", "100", "1999.99", "26000", "much"]).to_owned()),
            ("days-since-entry", rng.pick(&["", "", "20"]).to_owned()),
            ("note", rng.pick(&["a \"b\", c", "", "two\nlines"]).to_owned()),
        ]
    };
    (0..count).map(|_| row(rng)).collect()
}

fn csv(rows: &[Vec<(&str, String)>]) -> String {
    let mut text = "goods,port,mode,value,days-since-entry,note\n".to_owned();
    for row in rows {
        let cells = row.iter().map(|(_, cell)| format!("\"{}\"", cell.replace('"', "\"\"")));
        text += &(cells.collect::<Vec<_>>().join(",") + "\n");
    }
    text
}

fn json_lines(rows: &[Vec<(&str, String)>]) -> String {
    let object = |row: &Vec<(&str, String)>| {
        let pairs = row.iter().map(|(key, cell)| ((*key).to_owned(), Value::from(cell.as_str())));
        Value::Object(pairs.collect()).to_string()
    };
    rows.iter().map(|row| object(row) + "\n").collect()
}

type Answer = BTreeMap<String, String>;

/// What `batch` says of the rows of a file.
fn batch(rules: &str, path: &str) -> Vec<Answer> {
    let args = ["batch", path, "--rules", rules, "--on", ON, "--columns", COLUMNS];
    let run =
        run_args(&[&args[..], &["--format", "jsonl", "--quiet", "--prefix", "the_"]].concat());
    let answer = |line: &str| -> Answer {
        let row: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        let text = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => {
                let names = other.as_array().unwrap().iter().map(|one| one.as_str().unwrap());
                names.collect::<Vec<_>>().join(" ")
            }
        };
        let own = row.iter().filter_map(|(key, value)| Some((key.strip_prefix("the_")?, value)));
        own.map(|(key, value)| (key.to_owned(), text(value))).collect()
    };
    run.stdout.lines().map(answer).collect()
}

/// Whether the answer is another, of a row that had one.
fn moves(old: &Answer, new: &Answer) -> bool {
    let is_same = |column: &str| old[column] == new[column];
    let mut columns = COLUMNS.split(',').filter(|column| !["rules", "error"].contains(column));
    let refused = old["verdict"] == "refused" && new["verdict"] == "refused";
    old["error"].is_empty() && !(columns.all(is_same) && (!refused || is_same("rules")))
}

fn cents(text: &str) -> i64 {
    if text.is_empty() { 0 } else { text.replace('.', "").parse().unwrap() }
}

#[test]
fn rows_that_move_are_those_of_which_batch_says_another_thing() {
    let edited = edited("edited-replay.toml");
    let old = "built-in:guangzhou.toml";
    let old_file = file("old-replay.toml", run("rules").stdout);
    let old_file = old_file.to_str().unwrap();
    let rows = rows(&mut Rng(14), 600);
    for (name, text) in [("replay.csv", csv(&rows)), ("replay.jsonl", json_lines(&rows))] {
        let path = file(name, text);
        let out = path.with_file_name(format!("moved-{name}"));
        let (path, out) = (path.to_str().unwrap(), out.to_str().unwrap());
        let args = ["diff", old, &edited, "--shipments", path, "--out", out, "--on", ON];
        let found = run_args(&[&args[..], &["--format", "json"]].concat());
        assert_eq!(found.code, Some(1), "{}", found.stderr);
        let report: Value = serde_json::from_str(&found.stdout).unwrap();
        let counted = &report["rows"];
        let [before, after] = [old_file, &edited].map(|rules| batch(rules, path));
        assert_eq!((before.len(), after.len()), (600, 600));
        let pairs: Vec<(&Answer, &Answer)> = before.iter().zip(&after).collect();
        let moved: Vec<&(&Answer, &Answer)> =
            pairs.iter().filter(|(old, new)| moves(old, new)).collect();
        let count = |is: &dyn Fn(&Answer, &Answer) -> bool| {
            pairs.iter().filter(|(old, new)| is(old, new)).count()
        };
        assert!(moved.len() > 50, "{}", moved.len());
        assert_eq!(counted["rows"], 600);
        assert_eq!(counted["moved"], moved.len());
        let unanswered = count(&|old, _| !old["error"].is_empty());
        assert!(unanswered > 50);
        assert_eq!(counted["unanswered_before"], unanswered);
        for way in counted["ways"].as_array().unwrap() {
            let column = way["column"].as_str().unwrap();
            let [was, is] = ["old", "new"].map(|side| way[side].as_str());
            let has =
                |answer: &Answer, name: &str| answer[column].split(' ').any(|one| one == name);
            let expected = count(&|old, new| match (was, is, column) {
                _ if !old["error"].is_empty() => false,
                (None, Some(name), _) => {
                    has(new, name)
                        && !has(old, name)
                        && (column != "rules" || old["verdict"] == new["verdict"])
                        && old["verdict"] != "refused"
                        || column == "rules"
                            && has(new, name)
                            && !has(old, name)
                            && old["verdict"] == "refused"
                            && new["verdict"] == "refused"
                }
                (Some(name), None, _) => {
                    has(old, name) && !has(new, name) && new["verdict"] != "refused"
                }
                (Some(was), Some(is), _) => {
                    let refused = [old, new].iter().any(|one| one["verdict"] == "refused");
                    old[column] == was && new[column] == is && (column == "verdict" || !refused)
                }
                (None, None, _) => false,
            });
            assert_eq!(way["rows"], expected, "{way}");
        }
        let mut more = 0;
        for (old, new) in &moved {
            let refused = [old, new].iter().any(|one| one["verdict"] == "refused");
            let known = |one: &Answer| one["regime"].is_empty() == one["tax"].is_empty();
            if !refused && known(old) && known(new) {
                more += cents(&new["tax"]) - cents(&old["tax"]);
            }
        }
        assert_ne!(more, 0);
        assert_eq!(cents(counted["tax"]["more"].as_str().unwrap()), more);
        written(&path_of(out), name, &moved);
    }
}

fn path_of(path: &str) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// The rows that move stand in the file, in their order, with both answers.
fn written(text: &str, name: &str, moved: &[&(&Answer, &Answer)]) {
    let answers: Vec<[Answer; 2]> = if name.ends_with(".csv") {
        let mut reader = csv_reader(text);
        let names: Vec<String> = reader.remove(0);
        let row = |cells: Vec<String>| {
            ["old_", "new_"].map(|side| {
                let pairs = names.iter().zip(&cells);
                let own = pairs.filter_map(|(name, cell)| Some((name.strip_prefix(side)?, cell)));
                own.map(|(name, cell)| (name.to_owned(), cell.clone())).collect()
            })
        };
        reader.into_iter().map(row).collect()
    } else {
        let row = |line: &str| {
            let row: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
            ["old_", "new_"].map(|side| {
                let own = row.iter().filter_map(|(k, v)| Some((k.strip_prefix(side)?, v)));
                let text = |value: &Value| match value {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    Value::Array(all) => {
                        all.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>().join(" ")
                    }
                    other => panic!("{other}"),
                };
                own.map(|(key, value)| (key.to_owned(), text(value))).collect()
            })
        };
        text.lines().map(row).collect()
    };
    let expected: Vec<[Answer; 2]> =
        moved.iter().map(|(old, new)| [(*old).clone(), (*new).clone()]).collect();
    assert_eq!(answers, expected);
}

/// Rows of cells; the tests' own reader of quotes.
fn csv_reader(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    rows
}

#[test]
fn what_is_counted_is_the_same_for_any_number_of_threads() {
    let edited = edited("edited-replay-threads.toml");
    let path = file("replay-threads.csv", csv(&rows(&mut Rng(15), 4000)));
    let call = |jobs: &str| {
        let fixed = ["diff", "built-in:guangzhou.toml", &edited, "--on", ON, "--jobs", jobs];
        run_args(&[&fixed[..], &["--shipments", path.to_str().unwrap()]].concat()).stdout
    };
    let one = call("1");
    assert!(one.contains("of the 4,000 rows"), "{one}");
    assert_eq!(call("4"), one);
}

#[test]
fn a_column_is_taken_by_the_side_that_knows_it_and_no_file_is_written_over() {
    let port = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let next = port.replace("[modes]", "[facts]\nsealed = { default = true }\n[modes]")
        + "[inspections.open]\nbecause = \"what is not sealed is looked at\"\n\
           when = { sealed = false }\nlane = \"red\"\nsources = [\"notice-7\"]\n";
    let [old, new] = [("replay-port.toml", port), ("replay-sealed.toml", next)]
        .map(|(name, text)| file(name, text).to_str().unwrap().to_owned());
    let rows = file("replay-sealed.csv", "goods,mode,closed\nshirts,sea,no\nshirts,sea,yes\n");
    let rows = rows.to_str().unwrap();
    let call = |more: &[&str]| {
        let fixed = ["diff", &old, &new, "--on", "2026-11-23", "--shipments", rows];
        run_args(&[&fixed[..], more].concat())
    };
    let found = call(&["--map", "closed=sealed"]);
    assert!(found.stdout.contains("1 of the 2 rows"), "{}{}", found.stdout, found.stderr);
    let wrong = call(&["--map", "closed=locked"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.stderr);
    assert_eq!(wrong.stderr.matches("locked").count(), 1, "{}", wrong.stderr);
    for path in [rows, &old, &new] {
        let refused = call(&["--out", path]);
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(refused.stderr.contains("are the same file"), "{}", refused.stderr);
    }
    let lonely = run(&format!("diff {old} {new} --out x.csv"));
    assert_eq!(lonely.code, Some(2));
    assert!(lonely.stderr.contains("`--shipments`"), "{}", lonely.stderr);
}
