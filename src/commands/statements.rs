//! What files of tests state of rules files: the laws and impossibilities that go along with them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use advisor::finding::Finding;
use advisor::read::Reading;
use advisor::source::{Role, SourceFile, Span};
use advisor::trial::{states_of_rules, tests_of};

use crate::commands::load;
use crate::commands::sources::{Place, tests_beside};

/// The files of tests that state something, by the rules file that they name.
#[derive(Default)]
pub(crate) struct Statements(HashMap<PathBuf, Vec<(PathBuf, SourceFile)>>);

impl Statements {
    /// Those that a call is about: the files of tests among its places, and those beside the rules
    /// files that it names.
    pub(crate) fn of(places: &[Place], rules_limit: u32) -> Self {
        let mut statements = Self::default();
        for place in places {
            let (Place::Named(path) | Place::Found(path)) = place else { continue };
            // Standard input can be read but once.
            if path == Path::new("-") {
                continue;
            }
            if load::begins_as_tests(path) {
                if let Ok(Ok(source)) = load::source(path, rules_limit) {
                    statements.add(path, source);
                }
            } else if matches!(place, Place::Named(_)) {
                for (path, source) in tests_beside(path, rules_limit) {
                    statements.add(&path, source);
                }
            }
        }
        statements
    }

    /// Adds a file of tests, if it states something.
    pub(crate) fn add(&mut self, path: &Path, source: SourceFile) {
        if !states_of_rules(&source) {
            return;
        }
        let Some(rules) = rules_of(path, &source) else { return };
        let files = self.0.entry(canonical(&rules)).or_default();
        if !files.iter().any(|(known, _)| canonical(known) == canonical(path)) {
            files.push((path.to_owned(), source));
        }
    }

    /// Whether a file of tests is among them.
    pub(crate) fn has(&self, tests: &Path) -> bool {
        let path = canonical(tests);
        self.0.values().flatten().any(|(known, _)| canonical(known) == path)
    }

    /// Puts the rules files that they are about before those of their places that lack them.
    pub(crate) fn add_rules(&self, places: &mut Vec<Place>) {
        let mut known: HashSet<PathBuf> = paths(places).map(canonical).collect();
        let mut at = 0;
        while let Some(place) = places.get(at) {
            let (Place::Named(path) | Place::Found(path)) = place else {
                at += 1;
                continue;
            };
            let mut files = self.0.values().flatten();
            let stating = files.find(|(known, _)| known == path);
            let rules = stating.and_then(|(path, source)| rules_of(path, source));
            let lacks = |rules: &PathBuf| rules.is_file() && known.insert(canonical(rules));
            if let Some(rules) = rules.filter(lacks) {
                places.insert(at, Place::Named(rules));
                at += 1;
            }
            at += 1;
        }
    }

    /// Those that are at none of these places, by their paths.
    pub(crate) fn others<'s>(
        &'s self,
        places: &[Place],
    ) -> impl Iterator<Item = &'s (PathBuf, SourceFile)> {
        let known: HashSet<PathBuf> = paths(places).map(canonical).collect();
        let all = self.0.values().flatten();
        let mut others: Vec<_> =
            all.filter(|(path, _)| !known.contains(&canonical(path))).collect();
        others.sort_by(|(one, _), (other, _)| one.cmp(other));
        others.into_iter()
    }

    /// What is stated of a rules file.
    pub(crate) fn about(&self, rules: &Path) -> Vec<SourceFile> {
        let files = self.0.get(&canonical(rules)).into_iter().flatten();
        files.map(|(_, source)| source.clone()).collect()
    }
}

fn paths(places: &[Place]) -> impl Iterator<Item = &Path> {
    places.iter().filter_map(|place| match place {
        Place::BuiltIn => None,
        Place::Named(path) | Place::Found(path) => Some(path.as_path()),
    })
}

/// The rules file that a file of tests names, by its path from there.
pub(crate) fn rules_of(tests: &Path, source: &SourceFile) -> Option<PathBuf> {
    let (named, _) = tests_of(source)?;
    Some(load::joined(tests.parent().unwrap_or(Path::new("")), &named))
}

/// A path by which a file is known, whichever leads to it.
pub(crate) fn canonical(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A rules file, read with what is stated of it.
pub(crate) struct Stated {
    /// With the statements, or without them where they are wrong.
    pub(crate) reading: Reading,
    /// What is wrong with them, by their places in all files.
    pub(crate) misstated: Vec<Finding>,
}

/// Reads a rules file with what files of tests state of it.
pub(crate) fn read(
    path: &Path,
    source: SourceFile,
    tests: &[SourceFile],
    rules_limit: u32,
) -> Stated {
    let mut reading = load::read(path, source.clone(), tests, rules_limit);
    let Reading { sources, rule_set, .. } = &reading;
    let mut misstated = match rule_set {
        Err(found) if !tests.is_empty() => found.clone(),
        _ => return Stated { reading, misstated: Vec::new() },
    };
    let in_tests = |span: Span| sources.of(span).role() == Role::Tests;
    for finding in &mut misstated {
        // Of two places the one to be mended is that which was added.
        let other = finding.others.iter_mut().find(|(span, _)| in_tests(*span));
        if let (Some(span), Some((other, _))) = (&mut finding.span, other)
            && !in_tests(*span)
        {
            std::mem::swap(span, other);
        }
    }
    match load::read(path, source, &[], rules_limit) {
        alone @ Reading { rule_set: Err(_), .. } => {
            Stated { reading: alone, misstated: Vec::new() }
        }
        Reading { rule_set, .. } => {
            reading.rule_set = rule_set;
            Stated { reading, misstated }
        }
    }
}
