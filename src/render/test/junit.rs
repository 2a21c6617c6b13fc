//! JUnit XML: one suite a file, one case a test.

use std::io::{self, Write};

use advisor::analyze::ProvenLaw;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::files::Position;
use crate::render::test::words::lines;
use crate::render::text::shown;
use crate::results::{LawState, State, Tested, TestedFile};

/// All files as suites.
pub(crate) fn suites(files: &[TestedFile], out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("advisor test");
    report.add_test_suites(files.iter().map(suite));
    report.serialize(&mut *out).map_err(io::Error::other)
}

fn suite(file: &TestedFile) -> TestSuite {
    let mut suite = TestSuite::new(shown(file.files.path()));
    suite.add_test_cases(file.tests.iter().map(|test| case(file, test)));
    suite.add_test_cases(file.laws.iter().map(|law| law_case(file, law)));
    // What is wrong with the file itself belongs to no test.
    for problem in &file.problems {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        let Position { path, line, .. } = file.files.position_of(problem);
        let place = format!("{}:{line}", shown(path));
        status.set_type(problem.code.id()).set_message(shown(&problem.message));
        status.set_description(match &problem.help {
            Some(help) => format!("{place}: {}\nhelp: {}", shown(&problem.message), shown(help)),
            None => format!("{place}: {}", shown(&problem.message)),
        });
        let mut case = TestCase::new(format!("{} in line {line}", problem.code.id()), status);
        case.set_classname(shown(file.files.path()));
        suite.add_test_case(case);
    }
    suite
}

fn law_case(file: &TestedFile, law: &ProvenLaw) -> TestCase {
    let message =
        law.findings.first().map_or(String::new(), |one| shown(&one.message).into_owned());
    let status = match LawState::of(law) {
        LawState::Holds => TestCaseStatus::success(),
        state => {
            let kind = match state {
                LawState::Broken => NonSuccessKind::Failure,
                LawState::Holds | LawState::Undecided => NonSuccessKind::Error,
            };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_type(state.id()).set_message(message);
            status
        }
    };
    let mut case = TestCase::new(format!("law {}", shown(&law.id)), status);
    case.set_classname(shown(file.files.path()));
    case
}

fn case(file: &TestedFile, test: &Tested) -> TestCase {
    let status = match &test.state {
        State::Passed => TestCaseStatus::success(),
        State::Failed(failed) => {
            let lines = lines(file, failed);
            let lines: Vec<_> = lines.iter().map(|line| shown(line).into_owned()).collect();
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let first = lines.first().map(String::as_str).unwrap_or_default().to_owned();
            status.set_type("test-failed").set_message(first).set_description(lines.join("\n"));
            status
        }
        State::NotValid => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("not-valid").set_message("the test is not valid");
            status
        }
        State::NotRun => TestCaseStatus::skipped(),
    };
    let mut case = TestCase::new(shown(&test.name), status);
    case.set_classname(shown(file.files.path()));
    case
}
