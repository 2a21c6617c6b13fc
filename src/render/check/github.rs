//! Annotations of GitHub Actions: commands on standard output, one a line.

use std::io::{self, Write};

use advisor::codes::Level;
use advisor::finding::Finding;

use crate::render::check::{findings, message_lines};
use crate::render::text::shown;
use crate::report::CheckedFile;

/// GitHub shows so many annotations of a kind for each step, and drops the rest without a word.
pub(crate) const MOST_SHOWN: usize = 10;

/// The findings as annotations, errors first, with the number of those that would be dropped.
pub(crate) fn annotations(files: &[CheckedFile], out: &mut dyn Write) -> io::Result<()> {
    let kinds = [
        (Level::Error, "error", "errors"),
        (Level::Warning, "warning", "warnings"),
        (Level::Note, "notice", "notes"),
    ];
    for (level, command, many) in kinds {
        let of_level: Vec<_> = findings(files).filter(|(_, one)| one.level == level).collect();
        for (file, finding) in of_level.iter().take(MOST_SHOWN) {
            writeln!(out, "{}", annotation(command, file, finding))?;
        }
        let more = of_level.len().saturating_sub(MOST_SHOWN);
        if more > 0 {
            writeln!(out, "{more} more {many} are not shown: `--format short` has them all")?;
        }
    }
    Ok(())
}

fn annotation(command: &str, file: &CheckedFile, finding: &Finding) -> String {
    let position = file.files.position_of(finding);
    let mut properties = vec![format!("file={}", property(&shown(position.path)))];
    properties.push(format!("line={}", position.line));
    // Columns are wrong in an annotation of several lines.
    if position.line == position.end_line {
        properties.push(format!("col={}", position.column));
        properties.push(format!("endColumn={}", position.end_column));
    } else {
        properties.push(format!("endLine={}", position.end_line));
    }
    properties.push(format!("title={}", finding.code.id()));
    let lines = message_lines(file, finding);
    let lines: Vec<_> = lines.iter().map(|line| shown(line)).collect();
    format!("::{command} {}::{}", properties.join(","), data(&lines.join("\n")))
}

/// Text behind the last `::`, where a line break would begin another command.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property, which ends at a comma or a colon as well.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{annotations, data, property};
    use crate::render::check::samples::{files, many, printed};

    #[test]
    fn rule_text_begins_no_command() {
        assert_eq!(data("a\r\n::set-env name=x::100%"), "a%0D%0A::set-env name=x::100%25");
        assert_eq!(property("a,b:c\n%"), "a%2Cb%3Ac%0A%25");
        let text = printed(|out| annotations(&files(), out));
        let commands = ["::error file=", "::warning file=", "::notice file="];
        for line in text.lines() {
            assert!(commands.iter().any(|command| line.starts_with(command)), "{line}");
        }
        assert_eq!(
            text.lines().count(),
            files().iter().map(|file| file.findings.len()).sum::<usize>()
        );
        let first = "::error file=rules/it's.toml,line=2,col=9,endColumn=13,title=no-path::nothing";
        assert!(text.starts_with(first), "{text}");
        // On several lines there are no columns.
        assert!(text.contains("line=1,endLine=2,title="), "{text}");
        assert!(text.contains("file=a%2C\"b%3A%25.toml,"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }

    #[test]
    fn errors_come_first_and_the_rest_is_counted() {
        let text = printed(|out| annotations(&many(25), out));
        assert_eq!(text.matches("::error ").count(), 10);
        assert!(text.contains("\n15 more errors are not shown"), "{text}");
        let text = printed(|out| annotations(&files(), out));
        let places: Vec<_> = ["::error", "::warning", "::notice"].map(|one| text.find(one)).into();
        assert!(places.is_sorted() && places[0].is_some(), "{text}");
    }
}
