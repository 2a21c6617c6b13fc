//! JUnit XML: one suite a file, one case a kind of finding. The only place that knows the crate.
//!
//! A case fails exactly if the run would: warnings and notes are its output, not its failure.

use std::io::{self, Write};

use advisor::codes::{Code, Level};
use advisor::finding::Finding;
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use crate::files::Position;
use crate::render::check::message_lines;
use crate::render::text::shown;
use crate::report::CheckedFile;

/// All files as suites.
pub(crate) fn suites(files: &[CheckedFile], out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("advisor check");
    report.add_test_suites(files.iter().map(suite));
    report.serialize(&mut *out).map_err(io::Error::other)
}

fn suite(file: &CheckedFile) -> TestSuite {
    let mut suite = TestSuite::new(shown(file.files.path()));
    let count = |level| {
        let of_level = |one: &&Finding| one.level == level && one.code != Code::Undecided;
        file.findings.iter().filter(of_level).count().to_string()
    };
    let undecided = file.findings.iter().filter(|one| one.code == Code::Undecided).count();
    suite.add_properties([
        Property::new("errors", count(Level::Error)),
        Property::new("warnings", count(Level::Warning)),
        Property::new("notes", count(Level::Note)),
        Property::new("undecided", undecided.to_string()),
    ]);
    for code in codes(file) {
        let found: Vec<&Finding> = file.findings.iter().filter(|one| one.code == code).collect();
        suite.add_test_case(case(file, code, &found));
    }
    suite
}

/// All kinds of finding for a file of which something was proven, else the problems it has.
fn codes(file: &CheckedFile) -> Vec<Code> {
    if file.proven().is_some() {
        return Code::findings().collect();
    }
    let mut codes: Vec<Code> = file.findings.iter().map(|one| one.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn case(file: &CheckedFile, code: Code, found: &[&Finding]) -> TestCase {
    let lines: Vec<String> = found.iter().map(|one| lines(file, one)).collect();
    let text = lines.join("\n");
    let fails = code == Code::Undecided || found.iter().any(|one| one.level == Level::Error);
    let mut case = if fails && !found.is_empty() {
        let kind =
            if code == Code::Undecided { NonSuccessKind::Error } else { NonSuccessKind::Failure };
        let mut status = TestCaseStatus::non_success(kind);
        let first = found.first().map(|one| shown(&one.message)).unwrap_or_default();
        status.set_type(code.id()).set_message(first).set_description(text);
        TestCase::new(code.id(), status)
    } else {
        let mut case = TestCase::new(code.id(), TestCaseStatus::success());
        if !text.is_empty() {
            case.set_system_out(text);
        }
        case
    };
    case.set_classname(shown(file.files.path()));
    case
}

/// An item as the format `short` has it, with the way out below.
fn lines(file: &CheckedFile, finding: &Finding) -> String {
    let Position { path, line, column, .. } = file.files.position_of(finding);
    let message = message_lines(file, finding);
    let message: Vec<_> = message.iter().map(|line| shown(line)).collect();
    let (path, level) = (shown(path), finding.level.id());
    format!("{path}:{line}:{column}: {level}[{}] {}", finding.code.id(), message.join("\n  "))
}

#[cfg(test)]
mod tests {
    use quick_junit::Report;

    use super::suites;
    use crate::render::check::samples::{files, printed};

    #[test]
    fn an_xml_reader_takes_hostile_text() {
        let text = printed(|out| suites(&files(), out));
        let report = Report::deserialize_from_str(&text).expect("it is JUnit XML");
        assert_eq!(report.test_suites.len(), files().len());
        assert_eq!((report.failures, report.errors), (4, 1), "{text}");
        assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'), "{text}");
    }
}
