//! Annotations of GitHub Actions: a failure is an error at the line of what was expected, a law
//! that does not hold one at its own; last, what there was.

use std::io::{self, Write};

use advisor::codes::Code;
use advisor::finding::Finding;

use crate::files::Position;
use crate::render::check::github::{MOST_SHOWN, data, property};
use crate::render::test::human;
use crate::render::test::words::lines;
use crate::render::text::shown;
use crate::results::{TestedFile, Totals};

/// The problems, failures and laws as annotations, with the number of those that would be dropped.
pub(crate) fn annotations(
    files: &[TestedFile],
    totals: &Totals,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut all = Vec::new();
    for file in files {
        for problem in &file.problems {
            all.push(annotation("error", file, problem, &with_help(problem)));
        }
        for (test, failed) in file.failed() {
            let mut text = vec![test.name.clone()];
            text.extend(lines(file, failed));
            all.push(annotation("error", file, &file.finding(test, failed), &text));
        }
        for finding in file.laws.iter().flat_map(|law| &law.findings) {
            let command = match finding.code {
                Code::VacuousLaw => "warning",
                _ => "error",
            };
            all.push(annotation(command, file, finding, &with_help(finding)));
        }
    }
    for line in all.iter().take(MOST_SHOWN) {
        writeln!(out, "{line}")?;
    }
    let more = all.len().saturating_sub(MOST_SHOWN);
    if more > 0 {
        writeln!(out, "{more} more errors are not shown: `--format human` has them all")?;
    }
    writeln!(out, "::notice title=advisor test::{}", data(&human::summary(totals)))
}

fn with_help(finding: &Finding) -> Vec<String> {
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    std::iter::once(finding.message.clone()).chain(help).collect()
}

fn annotation(command: &str, file: &TestedFile, finding: &Finding, text: &[String]) -> String {
    let Position { path, line, .. } = file.files.position_of(finding);
    let path = property(&shown(path));
    let title = property(finding.code.id());
    let text: Vec<_> = text.iter().map(|line| shown(line).into_owned()).collect();
    format!("::{command} file={path},line={line},title={title}::{}", data(&text.join("\n")))
}
