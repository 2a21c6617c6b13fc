//! Which rules files a call of `check` is about: files, standard input, folders.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use advisor::source::SourceFile;
use advisor::trial::tests_of;
use anyhow::Context;

use crate::commands::load;
use crate::wrong_call::WrongCall;

/// One file to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The rules that are part of the program.
    BuiltIn,
    /// A file that the call names, or standard input.
    Named(PathBuf),
    /// A file found in a folder that the call names.
    Found(PathBuf),
}

/// Folders that could not be searched and links that lead nowhere, and why.
pub(crate) type Errors = Vec<(PathBuf, anyhow::Error)>;

/// The files to check, and the folders that could not be searched.
///
/// # Errors
/// A folder holds no rules file at all: its name may be wrong, and nothing would be checked.
pub(crate) fn places(named: &[PathBuf]) -> Result<(Vec<Place>, Errors), WrongCall> {
    if named.is_empty() {
        let place = load::from_environment().map_or(Place::BuiltIn, Place::Named);
        return Ok((vec![place], Vec::new()));
    }
    let mut places = Vec::new();
    let mut errors = Vec::new();
    for path in named {
        if path != Path::new("-") && path.is_dir() {
            let before = errors.len();
            let found = search(path, &mut errors);
            if found.is_empty() && errors.len() == before {
                let message = format!("`{}` holds no TOML file", path.display());
                return Err(WrongCall::new(message, "name a rules file, or a folder with one"));
            }
            places.extend(found.into_iter().map(Place::Found));
        } else {
            places.push(Place::Named(path.clone()));
        }
    }
    // A file is checked once, however often the call comes by it.
    let mut seen = HashSet::new();
    places.retain(|place| match place {
        Place::BuiltIn => true,
        Place::Named(path) | Place::Found(path) => seen.insert(path.clone()),
    });
    Ok((places, errors))
}

/// The TOML files of a folder and of those in it, sorted; hidden folders are left alone.
fn search(folder: &Path, errors: &mut Errors) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = entries.with_context(|| format!("could not search `{}`", folder.display()));
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                errors.push((folder, error));
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            // The kind of the entry itself: a link to a folder may lead round in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !hidden {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ext| ext == "toml") {
                match std::fs::metadata(&path) {
                    Ok(file) if file.is_file() => found.push(path),
                    Ok(_) => {}
                    // A link that leads nowhere may have led to rules: it is not passed over.
                    Err(error) => {
                        let context = format!("could not read `{}`", path.display());
                        errors.push((path, anyhow::Error::new(error).context(context)));
                    }
                }
            }
        }
    }
    found.sort();
    found
}

/// The files of tests that lie beside a rules file and name it, sorted.
pub(crate) fn tests_beside(rules: &Path, rules_limit: u32) -> Vec<(PathBuf, SourceFile)> {
    let Ok(canonical) = std::fs::canonicalize(rules) else { return Vec::new() };
    let folder = rules.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new(".")));
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .map(|name| folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name)))
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml") && path.is_file())
        .filter(|path| load::begins_as_tests(path))
        .collect();
    paths.sort();
    let of_it = paths.into_iter().filter_map(|path| {
        let source = load::source(&path, rules_limit).ok()?.ok()?;
        let (named, _) = tests_of(&source)?;
        let named = std::fs::canonicalize(path.parent()?.join(named)).ok()?;
        (named == canonical).then_some((path, source))
    });
    of_it.collect()
}

/// The files that rules files among these include, each with the name of the first that does: what
/// is only there to be included is no rules file of its own.
pub(crate) fn included(places: &[Place], rules_limit: u32) -> HashMap<PathBuf, String> {
    let mut included = HashMap::new();
    if !places.iter().any(|place| matches!(place, Place::Found(_))) {
        return included;
    }
    for place in places {
        let (Place::Named(path) | Place::Found(path)) = place else { continue };
        // What cannot be read is told when it is its turn; standard input can be read but once.
        if path == Path::new("-") {
            continue;
        }
        let Ok(Ok(source)) = load::source(path, rules_limit) else { continue };
        let folder = path.parent().unwrap_or(Path::new(""));
        for named in advisor::read::includes(&source) {
            if let Ok(canonical) = std::fs::canonicalize(folder.join(named)) {
                included.entry(canonical).or_insert_with(|| source.name().to_owned());
            }
        }
    }
    included
}

/// The rules file that includes a file which was found in a folder, if one does.
pub(crate) fn included_by<'n>(
    place: &Place,
    included: &'n HashMap<PathBuf, String>,
) -> Option<&'n str> {
    let Place::Found(path) = place else { return None };
    let canonical = std::fs::canonicalize(path).ok()?;
    included.get(&canonical).map(String::as_str)
}

/// Why a file that holds no tests is no rules file either and is passed over, if it is to be.
pub(crate) fn passed_over(place: &Place, source: &SourceFile) -> Option<&'static str> {
    let found = matches!(place, Place::Found(_));
    let is_rules = advisor::read::looks_like_rules(source.text());
    (found && !is_rules).then_some("it has no `format` at its top: no rules file")
}

#[cfg(test)]
mod tests {
    use advisor::read::looks_like_rules;

    #[test]
    fn rules_files_are_told_by_what_they_have() {
        assert!(looks_like_rules("# rules\n\nformat=1\n"));
        assert!(looks_like_rules("\u{feff}title = \"x\"\n  \"format\" = 1\n[goods]"));
        for broken in
            ["fromat = 1\n", "format 1\n", "Format = 1", "[goods]\nformat = 1\n[flows.a]\n"]
        {
            assert!(looks_like_rules(broken), "{broken}");
        }
        assert!(looks_like_rules("title = \"x\"\n[refusals]\nx = {}\n"));
        assert!(!looks_like_rules("[package]\nformat = 1\n[flowsheet]\n"));
        assert!(!looks_like_rules("# format = 1\nname = \"x\"\n"));
    }
}
