//! The shape of the house: what the project promises of its own files.

use std::path::Path;

use crate::uses::{circle, rust_files, uses};

/// Which modules may use which, each only those above it: there is no circle among them.
const MAY_USE: &[(&str, &[&str])] = &[
    ("parallel", &[]),
    ("source", &[]),
    ("codes", &[]),
    ("letters", &[]),
    ("lexicon", &[]),
    ("model", &["codes", "source"]),
    ("finding", &["codes", "model", "source"]),
    ("read", &["codes", "finding", "letters", "lexicon", "model", "source"]),
    ("builtin", &["finding", "model", "read", "source"]),
    ("shipment", &["lexicon", "model"]),
    ("evaluate", &["model"]),
    ("charge", &["evaluate", "model"]),
    ("choose", &["charge", "evaluate", "model", "shipment"]),
    ("advise", &["charge", "choose", "evaluate", "model", "shipment"]),
    ("schedule", &["advise", "evaluate", "model"]),
    ("space", &["model"]),
    (
        "analyze",
        &[
            "codes", "evaluate", "finding", "letters", "lexicon", "model", "parallel", "source",
            "space",
        ],
    ),
    ("diff", &["analyze", "charge", "evaluate", "model", "source", "space"]),
    ("witness", &["builtin", "evaluate", "model"]),
    ("engine", &["charge", "choose", "evaluate", "lexicon", "model", "shipment"]),
    (
        "explain",
        &["advise", "charge", "choose", "engine", "evaluate", "model", "shipment", "space"],
    ),
    (
        "trial",
        &[
            "advise", "analyze", "charge", "choose", "codes", "diff", "evaluate", "finding",
            "lexicon", "model", "parallel", "read", "shipment", "source", "space", "witness",
        ],
    ),
    (
        "batch",
        &[
            "advise", "charge", "engine", "evaluate", "explain", "letters", "lexicon", "model",
            "shipment",
        ],
    ),
];

/// No function of the source has more lines.
const LONGEST: usize = 60;

/// The same of the program.
const PROGRAM_MAY_USE: &[(&str, &[&str])] = &[
    ("cli", &[]),
    ("exit", &[]),
    ("files", &[]),
    ("report", &["exit", "files"]),
    ("results", &["exit", "files"]),
    ("wrong_call", &[]),
    ("render", &["exit", "files", "report", "results", "wrong_call"]),
    ("commands", &["cli", "exit", "files", "render", "report", "results", "wrong_call"]),
    ("language", &["cli", "render"]),
    ("main", &["cli", "commands", "exit", "language", "render"]),
];

/// The module that a file of `src` belongs to.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let tables = [MAY_USE, PROGRAM_MAY_USE];
    for table in tables {
        for (at, (name, used)) in table.iter().enumerate() {
            let above = |one: &&str| table[..at].iter().any(|(other, _)| other == one);
            assert!(used.iter().all(above), "{name} uses what does not stand above it");
        }
    }
    let mut seen = 0;
    for path in rust_files(Path::new("src")) {
        let module = module(&path);
        if ["lib", "build"].contains(&module.as_str()) {
            continue;
        }
        let known = tables.iter().copied().flatten().find(|(name, _)| *name == module);
        let (_, above) = known.unwrap_or_else(|| panic!("`{module}` stands in no table"));
        let text = std::fs::read_to_string(&path).unwrap();
        for used in text.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            seen += 1;
            let allowed = used == module || above.contains(&used.as_str());
            assert!(allowed, "{} uses `{used}`, which does not stand above it", path.display());
        }
    }
    assert!(seen > 50, "only {seen} uses were seen");
}

#[test]
fn no_file_uses_one_that_uses_it() {
    let uses = uses();
    assert!(uses.values().map(|used| used.len()).sum::<usize>() > 300, "the uses were not read");
    assert_eq!(circle(&uses), None);
}

#[test]
fn the_crate_documentation_lists_the_modules_in_their_order() {
    let text = std::fs::read_to_string("src/lib.rs").unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("//! - [`"));
    let listed: Vec<&str> =
        lines.map(|line| line.split('`').next().unwrap().trim_start_matches("mod@")).collect();
    let modules: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, modules);
}

#[test]
fn the_library_neither_prints_nor_touches_the_machine() {
    let is_library = |path: &Path| MAY_USE.iter().any(|(name, _)| *name == module(path));
    let forbidden =
        ["println!", "print!(", "std::env", "std::fs", "std::process", "std::net", "anyhow"];
    for path in rust_files(Path::new("src")) {
        if !is_library(&path) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for word in forbidden {
            assert!(!text.contains(word), "{} has `{word}`", path.display());
        }
    }
}

#[test]
fn no_text_of_the_library_names_a_verb_or_a_flag() {
    // A witness is a call of the program, and so is the way to a larger budget.
    let calls = ["src/witness.rs", "src/analyze/budget.rs"];
    let mut library = rust_files(Path::new("src"));
    library.retain(|path| !calls.iter().any(|call| path == Path::new(call)));
    for path in library.iter().filter(|path| MAY_USE.iter().any(|one| one.0 == module(path))) {
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in ["`advisor ", "`--", "\"--"] {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn the_program_knows_no_goods_port_category_or_mode() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let facts = rule_set.facts().map(|(_, fact)| fact);
    // `other`, `general` and the like are words of the language, too.
    let words = ["other", "general", "regular", "certified", "post", "on-arrival"];
    let ids: Vec<String> = facts
        .flat_map(|fact| fact.names().map(|name| name.id.clone()))
        .filter(|id| id.len() > 3 && !words.contains(&id.as_str()))
        .collect();
    assert!(ids.len() > 40);
    for path in rust_files(Path::new("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        // Examples in the help and the docs may name them, and so may a file's own tests.
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| {
            let line = line.trim_start();
            !line.starts_with("//") && !line.starts_with("advisor ") && !line.contains("Examples:")
        });
        for line in lines {
            for id in &ids {
                assert!(!line.contains(&format!("\"{id}\"")), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn files_and_functions_stay_readable() {
    let mut functions = 0;
    for path in rust_files(Path::new("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not say what it is", path.display());
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
        assert!(!text.contains("TODO") && !text.contains("FIXME"), "{}", path.display());
        for (name, lines) in functions_of(&text) {
            functions += 1;
            assert!(lines <= LONGEST, "`{name}` of {} has {lines} lines", path.display());
        }
    }
    assert!(functions > 1000, "only {functions} functions were seen");
}

/// The functions of a file, as rustfmt lays them out, each with the number of its lines.
fn functions_of(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let begin = line.trim_start();
        let indent = &line[..line.len() - begin.len()];
        let visible = begin.strip_prefix("pub").map_or(begin, |rest| {
            let inside = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
            inside.map_or(rest, |(_, rest)| rest).trim_start()
        });
        let Some(name) = visible.trim_start_matches("const ").strip_prefix("fn ") else { continue };
        let end = lines[at..]
            .iter()
            .position(|line| line.strip_prefix(indent).is_some_and(|rest| rest.starts_with('}')));
        let name = name.split(['(', '<']).next().unwrap();
        // One that has no body, or all of it on its line, has no end of its own.
        let whole = line.ends_with(';') || line.ends_with('}');
        functions.push((name, if whole { 1 } else { end.map_or(1, |end| end + 1) }));
    }
    functions
}

#[test]
fn the_top_level_holds_what_was_asked_for() {
    let allowed = ["Cargo.toml", "Cargo.lock", "src", "data", "tests", "README.md", "target"];
    for entry in std::fs::read_dir(".").unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let fits = allowed.contains(&name.as_str())
            || name.starts_with('.')
            || name.starts_with("LICENSE");
        assert!(fits, "{name} stands at the top level");
    }
}

#[test]
fn the_library_alone_brings_no_crate_of_the_program() {
    let manifest: toml::Table = std::fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let cli = manifest["features"]["cli"].as_array().unwrap();
    let cli: Vec<&str> = cli.iter().map(|name| name.as_str().unwrap()).collect();
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let tree = |features: &[&str]| {
        let fixed = ["tree", "--locked", "--offline", "--edges", "normal", "--prefix", "none"];
        let output = std::process::Command::new(&cargo).args(fixed).args(features).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let (all, alone) = (tree(&[]), tree(&["--no-default-features"]));
    for name in cli {
        let line = format!("\n{} v", name.strip_prefix("dep:").unwrap());
        assert!(all.contains(&line), "{name} is not needed:\n{all}");
        assert!(!alone.contains(&line), "{name} comes with the library:\n{alone}");
    }
}
