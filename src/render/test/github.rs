//! Annotations of GitHub Actions: a failure is an error at the line of what was expected.

use std::io::{self, Write};

use advisor::finding::Finding;

use crate::files::Position;
use crate::render::check::github::{MOST_SHOWN, data, property};
use crate::render::test::words::lines;
use crate::render::text::shown;
use crate::results::TestedFile;

/// The problems and failures as annotations, with the number of those that would be dropped.
pub(crate) fn annotations(files: &[TestedFile], out: &mut dyn Write) -> io::Result<()> {
    let mut all = Vec::new();
    for file in files {
        for problem in &file.problems {
            let mut text = vec![problem.message.clone()];
            text.extend(problem.help.iter().map(|help| format!("help: {help}")));
            all.push(annotation(file, problem, &text));
        }
        for (test, failed) in file.failed() {
            let mut text = vec![test.name.clone()];
            text.extend(lines(file, failed));
            all.push(annotation(file, &file.finding(test, failed), &text));
        }
    }
    for line in all.iter().take(MOST_SHOWN) {
        writeln!(out, "{line}")?;
    }
    let more = all.len().saturating_sub(MOST_SHOWN);
    if more > 0 {
        writeln!(out, "{more} more errors are not shown: `--format human` has them all")?;
    }
    Ok(())
}

fn annotation(file: &TestedFile, finding: &Finding, text: &[String]) -> String {
    let Position { path, line, .. } = file.files.position_of(finding);
    let path = property(&shown(path));
    let title = property(finding.code.id());
    let text: Vec<_> = text.iter().map(|line| shown(line).into_owned()).collect();
    format!("::error file={path},line={line},title={title}::{}", data(&text.join("\n")))
}
