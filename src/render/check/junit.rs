//! JUnit XML: one suite a file, one case a kind of finding. The only place that knows the crate.
//!
//! A case fails exactly if the run would: warnings and notes are its output, not its failure.

use std::io::{self, Write};

use advisor::lints::{ALL, Level, UNDECIDED};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use crate::commands::checked::{CheckedFile, Item};
use crate::render::check::{Position, message_lines};
use crate::render::text::shown;

/// All files as suites.
pub(crate) fn suites(files: &[CheckedFile], out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("advisor check");
    report.add_test_suites(files.iter().map(suite));
    report.serialize(&mut *out).map_err(io::Error::other)
}

fn suite(file: &CheckedFile) -> TestSuite {
    let mut suite = TestSuite::new(shown(&file.path));
    let count = |level| {
        let of_level = |item: &&Item| item.level == level && item.code != UNDECIDED;
        file.items.iter().filter(of_level).count().to_string()
    };
    let undecided = file.items.iter().filter(|item| item.code == UNDECIDED).count();
    suite.add_properties([
        Property::new("errors", count(Level::Error)),
        Property::new("warnings", count(Level::Warning)),
        Property::new("notes", count(Level::Note)),
        Property::new("undecided", undecided.to_string()),
    ]);
    for code in codes(file) {
        let found: Vec<&Item> = file.items.iter().filter(|item| item.code == code).collect();
        suite.add_test_case(case(file, code, &found));
    }
    suite
}

/// All kinds of finding for a file of which something was proven, else the problems it has.
fn codes(file: &CheckedFile) -> Vec<&'static str> {
    if file.proven().is_some() {
        return ALL.iter().map(|lint| lint.code).collect();
    }
    let mut codes: Vec<&str> = file.items.iter().map(|item| item.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn case(file: &CheckedFile, code: &'static str, found: &[&Item]) -> TestCase {
    let lines: Vec<String> = found.iter().map(|item| lines(file, item)).collect();
    let text = lines.join("\n");
    let fails = code == UNDECIDED || found.iter().any(|item| item.level == Level::Error);
    let mut case = if fails && !found.is_empty() {
        let kind = if code == UNDECIDED { NonSuccessKind::Error } else { NonSuccessKind::Failure };
        let mut status = TestCaseStatus::non_success(kind);
        let first = found.first().map(|item| shown(&item.message)).unwrap_or_default();
        status.set_type(code).set_message(first).set_description(text);
        TestCase::new(code, status)
    } else {
        let mut case = TestCase::new(code, TestCaseStatus::success());
        if !text.is_empty() {
            case.set_system_out(text);
        }
        case
    };
    case.set_classname(shown(&file.path));
    case
}

/// An item as the format `short` has it, with the way out below.
fn lines(file: &CheckedFile, item: &Item) -> String {
    let Position { line, column, .. } = Position::of_item(file, item);
    let message: Vec<_> = message_lines(item).iter().map(|one| shown(one).into_owned()).collect();
    let (path, level) = (shown(&file.path), item.level.id());
    format!("{path}:{line}:{column}: {level}[{}] {}", item.code, message.join("\n  "))
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
