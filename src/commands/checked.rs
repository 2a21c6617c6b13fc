//! What `check` found in each file, counted, before any format sees it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use advisor::analyze::finding::{Finding, Report};
use advisor::diagnostic::Diagnostic;
use advisor::lints::{Level, UNDECIDED};
use advisor::model::RuleSet;
use advisor::model::condition::Facts;
use advisor::source::{SourceFile, Span};
use advisor::witness::{witness_command, witness_test};

use crate::commands::terminal::Exit;

/// A file with everything that was found in it.
#[derive(Debug)]
pub(crate) struct CheckedFile {
    pub(crate) source: SourceFile,
    /// The file as reports name it: relative to where the reports are read, if it lies there.
    pub(crate) path: String,
    pub(crate) state: State,
    /// In the order of the file.
    pub(crate) items: Vec<Item>,
}

/// How far a file could be followed.
#[derive(Debug)]
pub(crate) enum State {
    /// It could not be read at all.
    Unreadable,
    /// It is not valid: nothing was proven.
    NotValid,
    /// It is valid, and this is what was looked at.
    Valid(Box<Proven>),
}

/// The rules of a valid file, and how much was proven of them.
#[derive(Debug)]
pub(crate) struct Proven {
    pub(crate) rule_set: RuleSet,
    pub(crate) report: Report,
}

/// One thing that was found: a finding of the proofs, or a problem of reading.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) code: &'static str,
    pub(crate) level: Level,
    /// What of the file it is about, where that has a name.
    pub(crate) subject: Option<String>,
    pub(crate) message: String,
    pub(crate) span: Option<Span>,
    pub(crate) label: Option<String>,
    pub(crate) others: Vec<(Span, String)>,
    /// The rules that keep it from deciding anything, and whether others would do, too.
    pub(crate) blockers: Vec<String>,
    pub(crate) more_blockers: bool,
    pub(crate) help: Option<String>,
    pub(crate) witness: Option<Witness>,
    /// The same as long as the finding is, wherever its lines move to; no two items share one.
    pub(crate) fingerprint: String,
}

/// A shipment that shows a finding.
#[derive(Debug, Clone)]
pub(crate) struct Witness {
    pub(crate) facts: Facts,
    pub(crate) command: String,
    pub(crate) test: String,
}

/// How much was found; the same whatever the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) files: usize,
    pub(crate) not_valid: usize,
    pub(crate) unreadable: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    /// Questions that were given up; not counted among the errors.
    pub(crate) undecided: usize,
}

impl CheckedFile {
    /// A file that could not be read.
    pub(crate) fn unreadable(name: String, path: String, message: String) -> Self {
        let items = vec![Item::new("unreadable", Level::Error, message)];
        Self { source: SourceFile::new(name, ""), path, state: State::Unreadable, items }
    }

    /// A file that is not valid.
    pub(crate) fn not_valid(source: SourceFile, path: String, problems: Vec<Diagnostic>) -> Self {
        let items = problems.into_iter().map(Item::of_problem).collect();
        Self { source, path, state: State::NotValid, items }
    }

    /// A valid file with the report of its proofs.
    pub(crate) fn valid(
        source: SourceFile,
        path: String,
        rule_set: RuleSet,
        mut report: Report,
    ) -> Self {
        let findings = std::mem::take(&mut report.findings);
        let item = |finding| Item::of_finding(finding, &rule_set, source.name());
        let items = findings.into_iter().map(item).collect();
        let state = State::Valid(Box::new(Proven { rule_set, report }));
        Self { source, path, state, items }
    }

    pub(crate) fn proven(&self) -> Option<&Proven> {
        match &self.state {
            State::Valid(proven) => Some(proven),
            State::NotValid | State::Unreadable => None,
        }
    }
}

impl Item {
    /// A finding of which only this is known.
    pub(crate) fn new(code: &'static str, level: Level, message: String) -> Self {
        Self {
            code,
            level,
            subject: None,
            message,
            span: None,
            label: None,
            others: Vec::new(),
            blockers: Vec::new(),
            more_blockers: false,
            help: None,
            witness: None,
            fingerprint: String::new(),
        }
    }

    fn of_problem(problem: Diagnostic) -> Self {
        Self {
            span: problem.span,
            label: problem.label,
            others: problem.other.into_iter().collect(),
            help: problem.help,
            ..Self::new(problem.code, Level::Error, problem.message)
        }
    }

    fn of_finding(finding: Finding, rule_set: &RuleSet, file: &str) -> Self {
        let code = finding.lint.code;
        let witness = finding.witness.map(|facts| {
            let name = format!("{code}: {}", finding.subject);
            Witness {
                command: witness_command(rule_set, &facts, file),
                test: witness_test(rule_set, &facts, &name),
                facts,
            }
        });
        Self {
            subject: Some(finding.subject),
            span: finding.span,
            others: finding.others,
            blockers: finding.blockers,
            more_blockers: finding.more_blockers,
            help: finding.help,
            witness,
            ..Self::new(code, finding.level, finding.message)
        }
    }
}

impl Counts {
    /// Counts what was found.
    pub(crate) fn of(files: &[CheckedFile]) -> Self {
        let mut counts = Self { files: files.len(), ..Self::default() };
        for file in files {
            match file.state {
                State::Unreadable => counts.unreadable += 1,
                State::NotValid => counts.not_valid += 1,
                State::Valid(_) => {}
            }
            for item in &file.items {
                match item.level {
                    _ if item.code == UNDECIDED => counts.undecided += 1,
                    Level::Error => counts.errors += 1,
                    Level::Warning => counts.warnings += 1,
                    Level::Note => counts.notes += 1,
                    Level::Allow => {}
                }
            }
        }
        counts
    }

    /// Whether nothing was found at all.
    pub(crate) fn is_clean(&self) -> bool {
        *self == Self { files: self.files, ..Self::default() }
    }

    /// How the run ends.
    pub(crate) fn exit(&self) -> Exit {
        if self.unreadable > 0 {
            Exit::Failed
        } else if self.not_valid > 0 {
            Exit::NotValid
        } else if self.errors > 0 {
            Exit::No
        } else if self.undecided > 0 {
            Exit::Undecided
        } else {
            Exit::Clean
        }
    }
}

/// Gives every item its fingerprint: file, code and subject, and a counter where they are the same.
pub(crate) fn give_fingerprints(files: &mut [CheckedFile]) {
    let mut taken = HashSet::new();
    // How often each was met: a file may have very many problems with the same words.
    let mut met: HashMap<u64, u32> = HashMap::new();
    for file in files {
        for item in &mut file.items {
            let subject = item.subject.as_deref().unwrap_or(&item.message);
            let count = met.entry(fnv1a(&[&file.path, item.code, subject])).or_default();
            let mut print = fnv1a(&[&file.path, item.code, subject, &count.to_string()]);
            *count += 1;
            while !taken.insert(print) {
                print = print.wrapping_add(1);
            }
            item.fingerprint = format!("{print:016x}");
        }
    }
}

/// The hash FNV-1a of 64 bits: the same on every machine and in every release.
fn fnv1a(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A file as reports name it: with `/`, without `./`, relative to the first root it lies under.
pub(crate) fn report_path(path: &Path, roots: &[&Path]) -> String {
    let inside = roots.iter().find_map(|root| path.strip_prefix(root).ok());
    let path = inside.filter(|path| path.components().next().is_some()).unwrap_or(path);
    let relative: Vec<_> = path
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    let joined = relative.join("/");
    joined.strip_prefix("//").map(|rest| format!("/{rest}")).unwrap_or(joined)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use advisor::diagnostic::Diagnostic;
    use advisor::source::{SourceFile, Span};

    use super::{CheckedFile, Counts, Exit, fnv1a, give_fingerprints, report_path};

    fn file(lines: &str, messages: &[&str]) -> CheckedFile {
        let at = lines.len();
        let problem = |message: &&str| Diagnostic::new("unused", Span::new(at..at), *message);
        let problems = messages.iter().map(problem).collect();
        CheckedFile::not_valid(SourceFile::new("a.toml", lines), "a.toml".to_owned(), problems)
    }

    fn prints(file: CheckedFile) -> Vec<String> {
        let mut files = [file];
        give_fingerprints(&mut files);
        let items = files.iter().flat_map(|file| &file.items);
        items.map(|item| item.fingerprint.clone()).collect()
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // The published values for the empty text and for "a", each before the separator.
        assert_eq!(fnv1a(&[]), 0xcbf2_9ce4_8422_2325);
        let a = 0xaf63_dc4c_8601_ec8c_u64;
        assert_eq!(fnv1a(&["a"]), a.wrapping_mul(0x0000_0100_0000_01b3));
    }

    #[test]
    fn fingerprints_are_unique_and_survive_moved_lines() {
        let before = prints(file("", &["one", "two", "two"]));
        let after = prints(file("\n\n\n", &["one", "two", "two"]));
        assert_eq!(before, after);
        assert!(before[0] != before[1] && before[1] != before[2]);
        assert_eq!(prints(file("", &["two"]))[0], before[1]);
    }

    #[test]
    fn the_worst_that_holds_decides_the_exit() {
        let all =
            Counts { unreadable: 1, not_valid: 1, errors: 1, undecided: 1, ..Counts::default() };
        assert_eq!(all.exit(), Exit::Failed);
        assert_eq!(Counts { unreadable: 0, ..all }.exit(), Exit::NotValid);
        assert_eq!(Counts { unreadable: 0, not_valid: 0, ..all }.exit(), Exit::No);
        let undecided = Counts { undecided: 1, warnings: 3, notes: 1, ..Counts::default() };
        assert_eq!(undecided.exit(), Exit::Undecided);
        assert_eq!(Counts { undecided: 0, ..undecided }.exit(), Exit::Clean);
    }

    #[test]
    fn paths_are_relative_where_they_can_be() {
        let roots = [Path::new("/ci/project"), Path::new("/home")];
        assert_eq!(report_path(Path::new("./rules/./a.toml"), &roots), "rules/a.toml");
        assert_eq!(report_path(Path::new("/ci/project/rules/a.toml"), &roots), "rules/a.toml");
        assert_eq!(report_path(Path::new("/etc/a.toml"), &roots), "/etc/a.toml");
        assert_eq!(report_path(Path::new("../a.toml"), &roots), "../a.toml");
    }
}
