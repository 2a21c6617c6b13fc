//! Rules files from disk, from standard input, or from the program itself.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use advisor::builtin;
use advisor::codes::Code;
use advisor::finding::Finding;
use advisor::model::RuleSet;
use advisor::read::{Named, Reading, is_tests_file};
use advisor::source::{SourceFile, Sources};
use anyhow::Context;

use crate::cli::RulesArgs;
use crate::commands::git::Revision;
use crate::commands::terminal::{Stop, Terminal};
use crate::render;

/// The rules that the call asks for, else those of the environment, else the built-in ones.
pub(crate) fn rules(args: &RulesArgs, terminal: &mut Terminal) -> Result<RuleSet, Stop> {
    // The flag wins; a file that it names is never passed over for another.
    let Some(path) = args.rules.clone().or_else(from_environment) else {
        let refused = |problems: Vec<_>| refused(&builtin::source().into(), &problems, terminal);
        return builtin::rule_set().map_err(refused);
    };
    file(&path, args.limit.rules_limit, terminal)
}

/// The rules of a file, or the built-in ones by their name.
pub(crate) fn named(path: &Path, limit: u32, terminal: &mut Terminal) -> Result<RuleSet, Stop> {
    if path == Path::new(builtin::NAME) {
        let refused = |problems: Vec<_>| refused(&builtin::source().into(), &problems, terminal);
        return builtin::rule_set().map_err(refused);
    }
    file(path, limit, terminal)
}

fn file(path: &Path, limit: u32, terminal: &mut Terminal) -> Result<RuleSet, Stop> {
    match source(path, limit)? {
        Ok(source) => {
            let Reading { sources, rule_set, .. } = read(path, source, &[], limit);
            rule_set.map_err(|problems| refused(&sources, &problems, terminal))
        }
        Err((name, problem)) => {
            Err(refused(&SourceFile::new(name, "").into(), &[problem], terminal))
        }
    }
}

/// Reads a rules file with the files that it names, each by its path from the file that names it,
/// and with what files of tests state of it.
pub(crate) fn read(
    path: &Path,
    source: SourceFile,
    tests: &[SourceFile],
    limit_mib: u32,
) -> Reading {
    let mut beside = Beside::new(path, &source, limit_mib);
    advisor::read::read_along(source, tests, &mut |named| beside.load(named))
}

/// Whether a file says at its beginning that it holds tests; false where it cannot be read, and of
/// a pipe, which can be read but once.
pub(crate) fn begins_as_tests(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let Ok(file) = std::fs::File::open(path) else { return false };
    let mut beginning = Vec::new();
    if file.take(64 * 1024).read_to_end(&mut beginning).is_err() {
        return false;
    }
    is_tests_file(&SourceFile::new("", String::from_utf8_lossy(&beginning)))
}

/// The files of one rules file, by the names under which they are known.
struct Beside {
    limit_mib: u32,
    /// The path of each name: a name may not say all letters of its path.
    paths: HashMap<String, PathBuf>,
    /// The name of each file: a file has one, whatever path leads to it.
    names: HashMap<PathBuf, String>,
    /// The revision of which they are, where the call names one.
    revision: Option<Revision>,
}

impl Beside {
    fn new(path: &Path, main: &SourceFile, limit_mib: u32) -> Self {
        let (paths, names) = (HashMap::new(), HashMap::new());
        let mut beside = Self { limit_mib, paths, names, revision: Revision::named(path) };
        beside.know(path, main.name().to_owned());
        beside
    }

    /// The name of the file at `path`, which is `name` for one that is met first.
    fn know(&mut self, path: &Path, name: String) -> String {
        self.paths.insert(name.clone(), path.to_owned());
        let canonical = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        self.names.entry(canonical).or_insert(name).clone()
    }

    fn load(&mut self, named: &Named<'_>) -> Result<SourceFile, Box<Finding>> {
        let by = self.paths.get(named.by).map(PathBuf::as_path);
        let of_revision = self.revision.as_ref().filter(|_| by.is_some_and(|by| !by.exists()));
        let path = of_revision.and_then(|revision| revision.beside(by?, named.path));
        let on_disk = || joined(by.and_then(Path::parent).unwrap_or(Path::new("")), named.path);
        let path = path.unwrap_or_else(on_disk);
        let name = path.display().to_string();
        let read = read_file(&path, self.limit_mib);
        let text = match read {
            Ok(bytes) => text(bytes, self.limit_mib),
            Err(error) => {
                let problem = format!("could not read the file: {error}");
                Err(Box::new(
                    Finding::of_file(Code::Unreadable, problem)
                        .help("a path begins in the folder of the file that names it"),
                ))
            }
        };
        let name = self.know(&path, name);
        match text {
            Ok(text) => Ok(SourceFile::new(name, text)),
            Err(mut problem) => {
                problem.message = format!("`{name}`: {}", problem.message);
                Err(problem)
            }
        }
    }
}

/// A file as another names it, without the folders that lead back out of where it leads in.
pub(crate) fn joined(folder: &Path, named: &str) -> PathBuf {
    let whole = folder.join(named);
    let mut short = PathBuf::new();
    for part in whole.components() {
        let within = short.components().next_back();
        match (part, within) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                short.pop();
            }
            _ => short.push(part),
        }
    }
    // A link on the way may lead elsewhere.
    let same = std::fs::canonicalize(&short).ok() == std::fs::canonicalize(&whole).ok();
    if same { short } else { whole }
}

/// The file that `ADVISOR_RULES` names; a variable that is set to nothing names none.
pub(crate) fn from_environment() -> Option<PathBuf> {
    std::env::var_os("ADVISOR_RULES").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Tells what is wrong with a file.
fn refused(sources: &Sources, problems: &[Finding], terminal: &mut Terminal) -> Stop {
    terminal.message(&render::snippet::findings(sources, problems));
    Stop::Invalid
}

/// The text of a rules file; a problem if it is no text at all.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn source(
    path: &Path,
    limit_mib: u32,
) -> anyhow::Result<Result<SourceFile, (String, Finding)>> {
    let name = if path == Path::new("-") { "<stdin>".into() } else { path.display().to_string() };
    let read = if path == Path::new("-") {
        bytes(std::io::stdin().lock(), limit_mib)
    } else {
        read_file(path, limit_mib)
    };
    let bytes = read.with_context(|| format!("could not read the rules file `{name}`"))?;
    Ok(match text(bytes, limit_mib) {
        Ok(text) => Ok(SourceFile::new(name, text)),
        Err(problem) => Err((name, *problem)),
    })
}

/// The bytes of a file, or of what a revision has at its path.
fn read_file(path: &Path, limit_mib: u32) -> std::io::Result<Vec<u8>> {
    match Revision::named(path) {
        Some(revision) => revision.bytes(most_bytes(limit_mib) + 1),
        None => std::fs::File::open(path).and_then(|file| bytes(file, limit_mib)),
    }
}

/// What can be read, and a little more than the limit: that tells a large file from an endless one
/// without reading either.
fn bytes(file: impl Read, limit_mib: u32) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most_bytes(limit_mib) + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn most_bytes(limit_mib: u32) -> u64 {
    u64::from(limit_mib) * 1024 * 1024
}

/// The text that was read; a problem if it is none.
fn text(bytes: Vec<u8>, limit_mib: u32) -> Result<String, Box<Finding>> {
    if bytes.len() as u64 > most_bytes(limit_mib) {
        let problem = Finding::of_file(Code::TooLarge, format!("larger than {limit_mib} MiB"))
            .help("if it is a rules file all the same, raise the limit with `--rules-limit`");
        return Err(Box::new(problem));
    }
    String::from_utf8(bytes)
        .map_err(|error| Box::new(not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())))
}

fn not_utf8(bytes: &[u8], at: usize) -> Finding {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Finding::of_file(Code::NotUtf8, "the file is UTF-16, not UTF-8")
            .help("save it as UTF-8");
    }
    if before.contains(&0) || bytes.iter().take(1024).any(|byte| *byte == 0) {
        return Finding::of_file(Code::NotUtf8, "the file is binary, not text")
            .help("name a rules file: a text in TOML");
    }
    Finding::of_file(Code::NotUtf8, format!("line {line} is not UTF-8"))
        .help("save the file as UTF-8; Chinese text may have been saved as GBK")
}
