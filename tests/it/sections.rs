//! The worked example of every section of a rules file: valid, whole, and true in what it marks.

use std::collections::BTreeMap;

use crate::harness::{file, run, run_args};

const EXAMPLE: &str = "data/sections/rules.toml";
const MARK: &str = "# required";

/// What is said where something is left out that has to stand there.
const MISSING: [&str; 4] =
    ["error[missing-key]", "error[expects-nothing]", "error[format]", "error[tests-file]"];

/// The lines of the example that are whole keys, with their numbers.
fn keys(text: &str) -> Vec<(usize, &str)> {
    let is_key = |line: &str| line.starts_with(|first: char| first.is_ascii_alphanumeric());
    text.lines().enumerate().filter(|(_, line)| is_key(line)).collect()
}

/// What the program says of the example without one line.
fn without(at: usize) -> String {
    let text = std::fs::read_to_string(EXAMPLE).unwrap();
    let lines = text.lines().enumerate().filter(|(line, _)| *line != at);
    let text: String = lines.map(|(_, line)| format!("{line}\n")).collect();
    for name in ["common.toml", "duty.csv", "goods.csv"] {
        file(name, std::fs::read(format!("data/sections/{name}")).unwrap());
    }
    let path = file("without.toml", text);
    run_args(&["test", path.to_str().unwrap()]).stderr
}

#[test]
fn the_example_of_every_section_is_proven_clean_and_passes_its_test() {
    let checked = run(&format!("check {EXAMPLE} --on 2026-11-23"));
    assert_eq!((checked.code, checked.stdout.as_str()), (Some(0), "proven, and clean: 1 file\n"));
    assert_eq!(run(&format!("test {EXAMPLE}")).code, Some(0));
}

#[test]
fn what_is_marked_is_required_and_nothing_else_is() {
    let text = std::fs::read_to_string(EXAMPLE).unwrap();
    let (mut marked, mut wrong) = (0, Vec::new());
    for (at, line) in keys(&text) {
        // What is a choice no more needs a default.
        if line.starts_with("choices") {
            continue;
        }
        let said = without(at);
        let missing = MISSING.iter().any(|code| said.contains(code));
        marked += usize::from(line.ends_with(MARK));
        if missing != line.ends_with(MARK) {
            wrong.push(format!("without line {}: {line}\n{said}", at + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(marked > 40, "only {marked} keys are marked");
}

/// The keys of a section as the README's table has them.
fn promised() -> BTreeMap<String, Vec<String>> {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let table = readme.split("| section | states | keys of an entry |").nth(1).unwrap();
    let rows = table.split("\n\n").next().unwrap().lines().skip(2);
    let mut promised = BTreeMap::new();
    let code = |text: &str| -> Vec<String> {
        text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    for row in rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        let mut sections = code(cells[0]);
        if sections.is_empty() {
            sections.push("top".to_owned());
        }
        let keys = code(&cells[2..].join(" "));
        for section in sections {
            let name = section.trim_matches(['[', ']']).split('.').next().unwrap().to_owned();
            promised.insert(name, keys.clone());
        }
    }
    promised
}

#[test]
fn the_example_has_every_section_and_key_that_the_readme_names() {
    let promised = promised();
    assert!(promised.len() > 20, "the table was not read");
    // Lists share the row of their keys, and each has some of them.
    let lists = ["goods", "ports", "categories", "modes", "rates", "prices"];
    let shown: BTreeMap<&String, String> = promised
        .keys()
        .map(|name| {
            let shown = run(&format!("rules --section {name}"));
            assert_eq!(shown.code, Some(0), "{name}: {}", shown.stderr);
            (name, shown.stdout)
        })
        .collect();
    for (name, keys) in &promised {
        let own = shown[name].as_str();
        let all: String = shown.values().map(String::as_str).collect();
        let text = if lists.contains(&name.as_str()) { &all } else { own };
        for key in keys {
            let key = key.split(' ').next().unwrap();
            // A value of a key, or one of an entry of several lines.
            let stands = |text: &str| {
                let between = |one: char| !(one.is_alphanumeric() || one == '-');
                text.split(between).any(|word| word == key)
                    || key.contains('.') && text.contains(key)
            };
            assert!(stands(text), "`{key}` of `[{name}]` stands nowhere in its example:\n{own}");
        }
    }
    let all = std::fs::read_to_string(EXAMPLE).unwrap();
    let headers = all.lines().filter_map(|line| line.strip_prefix('['));
    for header in headers {
        let name = header.trim_start_matches('[').split(['.', ']']).next().unwrap();
        let told = promised.contains_key(name) || ["lints", "test"].contains(&name);
        assert!(told, "the README's table says nothing of `[{name}]`");
    }
}

#[test]
fn an_unknown_section_is_answered_by_those_there_are() {
    let wrong = run("rules --section flow");
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("did you mean `flows`?"), "{}", wrong.stderr);
    let wrong = run("rules --section x");
    assert!(wrong.stderr.contains("`top`, `sources`, `lanes`"), "{}", wrong.stderr);
    let all = run("rules --section all").stdout;
    assert_eq!(all, std::fs::read_to_string(EXAMPLE).unwrap());
    let one = run("rules --section [lanes]").stdout;
    assert!(one.starts_with("# How closely customs looks"), "{one}");
}
