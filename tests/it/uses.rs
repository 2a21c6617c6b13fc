//! Which files of the source use which, read off their `use` lines and paths.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The files that each file of a crate uses, itself left out; both by their path below `src`.
pub(crate) type Uses = BTreeMap<String, BTreeSet<String>>;

/// All Rust files of a folder and of those within it, sorted.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
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

/// Reads what the files of `src` use of each other.
pub(crate) fn uses() -> Uses {
    let texts: BTreeMap<String, String> = rust_files(Path::new("src"))
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix("src").unwrap().with_extension("");
            let text = std::fs::read_to_string(&path).unwrap();
            // What tests use of their neighbours is no part of the structure.
            let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
            (inside.to_str().unwrap().to_owned(), without_comments(&code))
        })
        .collect();
    let names: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
    texts
        .iter()
        .map(|(name, text)| {
            let used = paths(text).into_iter().filter_map(|path| file_of(&names, &path));
            (name.clone(), used.filter(|used| used != name).collect())
        })
        .collect()
}

fn without_comments(code: &str) -> String {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Every path from the root of the crate that a text names, `use` trees spread out.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for part in text.split("crate::").skip(1) {
        let mut rest = part;
        spread(&mut Vec::new(), &mut rest, &mut found);
    }
    found
}

/// Reads one path, or the tree that it ends in.
fn spread(before: &mut Vec<String>, rest: &mut &str, found: &mut Vec<Vec<String>>) {
    let depth = before.len();
    loop {
        *rest = rest.trim_start();
        if let Some(inside) = rest.strip_prefix('{') {
            *rest = inside;
            loop {
                spread(before, rest, found);
                *rest = rest.trim_start().trim_start_matches(',').trim_start();
                match rest.strip_prefix('}') {
                    Some(after) => *rest = after,
                    None if rest.is_empty() => (),
                    None => continue,
                }
                break;
            }
            break;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        before.push(word.to_owned());
        match after.strip_prefix("::") {
            Some(after) => *rest = after,
            None => {
                // `a as b` names `a`.
                let renamed = after.strip_prefix(" as ").map(|after| {
                    after.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
                });
                *rest = renamed.unwrap_or(after);
                found.push(before.clone());
                break;
            }
        }
    }
    before.truncate(depth);
}

/// The file that a path leads into: the longest beginning of it that is one.
fn file_of(names: &BTreeSet<&str>, path: &[String]) -> Option<String> {
    (1..=path.len()).rev().find_map(|length| {
        let name = path[..length].join("/");
        [name.clone(), format!("{name}/mod")].into_iter().find(|name| names.contains(name.as_str()))
    })
}

/// The first circle among files that use each other, if there is one.
pub(crate) fn circle(uses: &Uses) -> Option<Vec<String>> {
    let mut left: Uses = uses.clone();
    // What uses nothing that is left stands in no circle.
    loop {
        let free: Vec<String> =
            left.iter().filter(|(_, used)| used.is_empty()).map(|(name, _)| name.clone()).collect();
        if free.is_empty() {
            break;
        }
        left.retain(|name, _| !free.contains(name));
        left.values_mut().for_each(|used| used.retain(|name| !free.contains(name)));
    }
    let mut way = vec![left.keys().next()?.clone()];
    loop {
        let next = left[way.last().unwrap()].iter().next().unwrap().clone();
        if let Some(at) = way.iter().position(|name| *name == next) {
            way.drain(..at);
            way.push(next);
            return Some(way);
        }
        way.push(next);
    }
}

#[test]
fn circles_are_found() {
    let uses = |pairs: &[(&str, &[&str])]| -> Uses {
        let owned = |used: &[&str]| used.iter().map(|name| (*name).to_owned()).collect();
        pairs.iter().map(|(name, used)| ((*name).to_owned(), owned(used))).collect()
    };
    assert_eq!(circle(&uses(&[("a", &["b"]), ("b", &["c"]), ("c", &[])])), None);
    let found = circle(&uses(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"])])).unwrap();
    assert_eq!(found, ["b", "c", "b"]);
    let read = paths("use crate::a::{self, b::{c, d as e}, f};\nlet x = crate::g::h();");
    let read: Vec<String> = read.iter().map(|path| path.join("::")).collect();
    assert_eq!(read, ["a::self", "a::b::c", "a::b::d", "a::f", "g::h"]);
}
