//! The shape of the house: what the project promises of its own files.

use std::path::{Path, PathBuf};

/// Which modules may use which: each names those below it. The binary's own come last.
const MAY_USE: [(&str, &[&str]); 21] = [
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("letters", &[]),
    ("lexicon", &[]),
    ("model", &["lints", "source"]),
    ("read", &["lexicon", "model", "lints", "diagnostic", "source"]),
    ("shipment", &["lexicon", "model"]),
    ("evaluate", &["model"]),
    ("choose", &["evaluate", "shipment", "model"]),
    ("advise", &["choose", "charge", "evaluate", "shipment", "model"]),
    ("builtin", &["read", "model", "diagnostic", "source"]),
    ("charge", &["model"]),
    ("lints", &[]),
    ("space", &["model"]),
    ("witness", &["builtin", "evaluate", "model"]),
    ("analyze", &["letters", "lexicon", "lints", "space", "model", "diagnostic", "source"]),
    ("engine", &["lexicon", "choose", "charge", "evaluate", "shipment", "model"]),
    ("render", &["commands"]),
    ("batch", &["render"]),
    ("commands", &["cli", "batch", "render"]),
    ("main", &["cli", "commands", "render"]),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The module that a file of `src` belongs to.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let mut seen = 0;
    for path in rust_files(Path::new("src")) {
        let module = module(&path);
        let Some((_, below)) = MAY_USE.iter().find(|(name, _)| *name == module) else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        for used in text.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            seen += 1;
            let allowed = used == module || below.contains(&used.as_str());
            assert!(allowed, "{} uses `{used}`, which does not lie below it", path.display());
        }
    }
    assert!(seen > 50, "only {seen} uses were seen");
}

#[test]
fn the_library_neither_prints_nor_touches_the_machine() {
    let binary = ["main", "cli", "commands", "batch", "render", "build"];
    let forbidden =
        ["println!", "print!(", "std::env", "std::fs", "std::process", "std::net", "anyhow"];
    for path in rust_files(Path::new("src")) {
        if binary.contains(&module(&path).as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for word in forbidden {
            assert!(!text.contains(word), "{} has `{word}`", path.display());
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
    for path in rust_files(Path::new("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not say what it is", path.display());
        let lines = text.lines().count();
        assert!(lines <= 450, "{} has {lines} lines", path.display());
        assert!(!text.contains("TODO") && !text.contains("FIXME"), "{}", path.display());
    }
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
