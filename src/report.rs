//! What `check` found in each file, counted, before any format sees it; knows no format.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use advisor::analyze::report::Report;
use advisor::codes::{Code, Level};
use advisor::finding::Finding;
use advisor::model::RuleSet;
use advisor::witness::{witness_command, witness_test};

use crate::exit::Exit;
use crate::files::Files;

/// A file with everything that was found in it.
#[derive(Debug)]
pub(crate) struct CheckedFile {
    pub(crate) files: Files,
    pub(crate) state: State,
    /// In the order of the file.
    pub(crate) findings: Vec<Finding>,
    /// One for each of the findings: the same as long as the finding is, wherever its lines move to;
    /// no two findings share one.
    pub(crate) fingerprints: Vec<String>,
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

/// A shipment that shows a finding, for people.
#[derive(Debug)]
pub(crate) struct Witness {
    pub(crate) command: String,
    pub(crate) test: String,
    /// The call for the shipment that is worse, where two are compared.
    pub(crate) worse: Option<String>,
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
    fn new(files: Files, state: State, findings: Vec<Finding>) -> Self {
        Self { files, state, findings, fingerprints: Vec::new() }
    }

    /// A file that could not be read.
    pub(crate) fn unreadable(files: Files, message: String) -> Self {
        let findings = vec![Finding::of_file(Code::Unreadable, message)];
        Self::new(files, State::Unreadable, findings)
    }

    /// A file that is not valid.
    pub(crate) fn not_valid(files: Files, problems: Vec<Finding>) -> Self {
        Self::new(files, State::NotValid, problems)
    }

    /// A valid file with the report of its proofs.
    pub(crate) fn valid(files: Files, rule_set: RuleSet, mut report: Report) -> Self {
        let findings = std::mem::take(&mut report.findings);
        Self::new(files, State::Valid(Box::new(Proven { rule_set, report })), findings)
    }

    pub(crate) fn proven(&self) -> Option<&Proven> {
        match &self.state {
            State::Valid(proven) => Some(proven),
            State::NotValid | State::Unreadable => None,
        }
    }

    /// How to see a finding, where a shipment shows it.
    pub(crate) fn witness(&self, finding: &Finding) -> Option<Witness> {
        let facts = finding.witness.as_ref()?;
        let rule_set = &self.proven()?.rule_set;
        let subject = finding.subject.as_deref().unwrap_or_default();
        let name = format!("{}: {subject}", finding.code.id());
        let worse = finding.breach.as_ref().and_then(|breach| breach.worse.as_ref());
        Some(Witness {
            worse: worse.map(|facts| witness_command(rule_set, facts, rule_set.file())),
            command: witness_command(rule_set, facts, rule_set.file()),
            test: witness_test(rule_set, facts, &name),
        })
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
            for finding in &file.findings {
                match finding.level {
                    _ if finding.code == Code::Undecided => counts.undecided += 1,
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

/// Gives every finding its fingerprint: file, code and subject, and a counter where they are the same.
pub(crate) fn give_fingerprints(files: &mut [CheckedFile]) {
    let mut taken = HashSet::new();
    // How often each was met: a file may have very many problems with the same words.
    let mut met: HashMap<u64, u32> = HashMap::new();
    for file in files {
        let prints = file.findings.iter().map(|finding| {
            let (path, code) = (file.files.path(), finding.code.id());
            let subject = finding.subject.as_deref().unwrap_or(&finding.message);
            let count = met.entry(fnv1a(&[path, code, subject])).or_default();
            let mut print = fnv1a(&[path, code, subject, &count.to_string()]);
            *count += 1;
            while !taken.insert(print) {
                print = print.wrapping_add(1);
            }
            format!("{print:016x}")
        });
        file.fingerprints = prints.collect();
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

    use advisor::codes::Code;
    use advisor::finding::Finding;
    use advisor::source::{SourceFile, Span};

    use super::{CheckedFile, Counts, Exit, Files, fnv1a, give_fingerprints, report_path};

    fn file(lines: &str, messages: &[&str]) -> CheckedFile {
        let at = lines.len();
        let problem = |message: &&str| Finding::new(Code::UnknownKey, Span::new(at..at), *message);
        let problems = messages.iter().map(problem).collect();
        let files = Files::new(SourceFile::new("a.toml", lines).into(), str::to_owned);
        CheckedFile::not_valid(files, problems)
    }

    fn prints(file: CheckedFile) -> Vec<String> {
        let mut files = [file];
        give_fingerprints(&mut files);
        files.into_iter().flat_map(|file| file.fingerprints).collect()
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
