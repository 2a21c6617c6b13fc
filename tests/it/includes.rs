//! Rules in several files: they say what one file would, and every place says its file.

use std::path::{Path, PathBuf};

use advisor::codes::Code;
use advisor::finding::Finding;
use advisor::read::{Reading, read, read_with};
use advisor::source::SourceFile;
use serde_json::Value as Json;

use crate::harness::run_args;

/// A folder of this test alone, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("includes").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The text cut into its head and its top-level sections, each with the list it belongs to.
fn sections(text: &str) -> (String, Vec<(String, String)>) {
    let mut head = String::new();
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            let list = name.split(['.', ']']).next().unwrap();
            sections.push((list.to_owned(), String::new()));
        }
        let into = sections.last_mut().map_or(&mut head, |(_, text)| text);
        *into += line;
        *into += "\n";
    }
    (head, sections)
}

/// The built-in rules, the sections of some lists moved into files that the first includes.
fn split(lists: [&[&str]; 2]) -> [String; 3] {
    let (head, sections) = sections(advisor::builtin::TEXT);
    let mut main =
        head.replacen("format = 1\n", "format = 1\ninclude = [\"a.toml\", \"b.toml\"]\n", 1);
    let mut parts = lists.map(|_| "format = 1\n".to_owned());
    let mut moved = 0;
    for (list, text) in sections {
        match lists.iter().position(|lists| lists.contains(&list.as_str())) {
            Some(part) => {
                parts[part] += &text;
                moved += 1;
            }
            None => main += &text,
        }
    }
    assert!(moved > 20, "only {moved} sections were moved");
    let [a, b] = parts;
    [main, a, b]
}

#[test]
fn rules_in_three_files_pass_the_tests_of_one_and_answer_alike() {
    let folder = folder("split");
    let texts =
        split([&["sources", "checks", "lanes", "documents"], &["refusals", "flows", "rates"]]);
    for (name, text) in ["main.toml", "a.toml", "b.toml"].iter().zip(&texts) {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let tests = advisor::builtin::TESTS.replacen("tests-of = \"guangzhou", "tests-of = \"main", 1);
    std::fs::write(folder.join("tests.toml"), tests).unwrap();
    let path = |name: &str| folder.join(name).display().to_string();
    let run = run_args(&["test", &path("tests.toml")]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);

    let route = ["route", "milk-powder", "airport", "--on", "2026-11-23", "--format", "json"];
    let main = path("main.toml");
    let together = [&route[..], &["--rules", main.as_str()]].concat();
    let [mut one, mut three]: [Json; 2] = [&route[..], &together[..]]
        .map(|args| serde_json::from_str(&run_args(args).stdout).unwrap());
    let reasons = three["reasons"].as_array().unwrap();
    assert!(reasons.len() > 4);
    for reason in reasons {
        let file = reason["file"].as_str().unwrap();
        let text = std::fs::read_to_string(file).unwrap();
        let line = text.lines().nth(reason["line"].as_u64().unwrap() as usize - 1).unwrap();
        // A name that a rule is about begins the rule's own.
        let id = reason["rule"].as_str().unwrap();
        assert!(id.split('.').any(|part| line.contains(part)), "{id} is not in {file}: {line}");
    }
    let files: Vec<_> = reasons.iter().map(|reason| reason["file"].clone()).collect();
    assert!(files.contains(&main.clone().into()) && files.contains(&path("b.toml").into()));
    for answer in [&mut one, &mut three] {
        answer["rules"]["file"] = Json::Null;
        for reason in answer["reasons"].as_array_mut().unwrap() {
            reason["file"] = Json::Null;
            reason["line"] = Json::Null;
        }
    }
    assert_eq!(one, three);
    let run = run_args(&["check", &main]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let lcov = path("lines.info");
    let run = run_args(&["test", &path("tests.toml"), "--lcov", &lcov]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lcov = std::fs::read_to_string(lcov).unwrap();
    assert_eq!(lcov.matches("SF:").count(), 3, "{lcov}");
}

/// Reads a file that includes `part.toml`.
fn with_part(main: &str, part: &str) -> Reading {
    let main = SourceFile::new("main.toml", format!("format = 1\ninclude = \"part.toml\"\n{main}"));
    read_with(main, &mut |named| {
        assert_eq!((named.path, named.by), ("part.toml", "main.toml"));
        Ok(SourceFile::new("part.toml", part))
    })
}

#[test]
fn every_problem_of_either_file_is_told_where_it_stands() {
    let port = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let (head, sections) = sections(&port);
    let head = head.replacen("format = 1\n", "", 1);
    // Each section in the other file in its turn, with a key that nobody knows.
    for at in 0..sections.len() {
        let mut main = head.clone();
        for (place, (_, text)) in sections.iter().enumerate() {
            if place != at {
                main += text;
            }
        }
        let part = format!("format = 1\nunknown = 1\n{}", sections[at].1);
        let Reading { sources, rule_set, .. } = with_part(&main, &part);
        let problems = rule_set.unwrap_err();
        let unknown: Vec<&Finding> =
            problems.iter().filter(|one| one.code == Code::UnknownKey).collect();
        let [unknown] = unknown[..] else { panic!("{problems:?}") };
        let span = unknown.span.unwrap();
        assert_eq!(sources.of(span).name(), "part.toml");
        assert_eq!(sources.of(span).line_column(span.start), (2, 1));
        assert_eq!(sources.of(span).slice(span), "unknown");
        assert_eq!(problems.len(), 1, "{problems:?}");
        let Reading { rule_set, .. } = with_part(&main, &part.replacen("unknown = 1\n", "", 1));
        assert!(rule_set.is_ok(), "{rule_set:?}");
    }
}

#[test]
fn a_file_that_is_read_alone_includes_nothing() {
    let source = SourceFile::new("main.toml", "format = 1\ninclude = \"part.toml\"\n");
    let problems = read(&source).unwrap_err();
    let [problem] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!(problem.code, Code::Unreadable);
    assert_eq!(problem.span.map(|span| source.slice(span)), Some("\"part.toml\""));
}

#[test]
fn words_of_a_table_are_added_to_what_is_included() {
    let main = "format = 1\ntitle = \"x\"\nlanguages = [\"en\", \"zh\"]\n\
                first-date = 2026-01-01\ninclude = \"common.toml\"\n\
                [tables]\nwords.goods = \"words.csv\"\n";
    let common = std::fs::read_to_string("tests/cases/ports/common.toml").unwrap();
    let Reading { rule_set, .. } = read_with(SourceFile::new("main.toml", main), &mut |named| {
        let words = "id,zh,aliases\ncheese,奶酪,fromage; queso\n";
        let text = if named.path == "words.csv" { words } else { &common };
        Ok(SourceFile::new(named.path, text))
    });
    let rule_set = rule_set.unwrap();
    let goods = &rule_set[rule_set.goods()];
    let cheese = goods.names().next().unwrap();
    assert_eq!(cheese.aliases, ["fromage", "queso"]);
}

#[test]
fn batch_writes_over_no_file_that_the_rules_include() {
    let folder = folder("batch");
    for name in ["common.toml", "north.toml"] {
        std::fs::copy(Path::new("tests/cases/ports").join(name), folder.join(name)).unwrap();
    }
    std::fs::write(folder.join("rows.csv"), "goods\ncheese\n").unwrap();
    let path = |name: &str| folder.join(name).display().to_string();
    let [rules, rows, common] = ["north.toml", "rows.csv", "common.toml"].map(path);
    let run = run_args(&["batch", &rows, "--rules", &rules, "--output", &common]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("a file of the rules"), "{}", run.stderr);
    let run = run_args(&["batch", &rows, "--rules", &rules]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}
