//! A Code Quality report of GitLab: an array of findings.

use std::io::{self, Write};

use advisor::codes::Level;
use serde::Serialize;

use crate::render::check::{findings, fingerprints};
use crate::render::json::print;
use crate::report::CheckedFile;

/// GitLab shows the description alone, so that the code stands in it, too.
#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// All findings as one array.
pub(crate) fn code_quality(files: &[CheckedFile], out: &mut dyn Write) -> io::Result<()> {
    let all = findings(files).zip(fingerprints(files));
    let issues = all.map(|((file, finding), fingerprint)| {
        let position = file.files.position_of(finding);
        Issue {
            description: format!("{}: {}", finding.code.id(), finding.message),
            check_name: finding.code.id(),
            fingerprint,
            severity: severity(finding.level),
            location: Location {
                path: position.path,
                lines: Lines { begin: position.line, end: position.end_line },
            },
        }
    });
    print(&issues.collect::<Vec<_>>(), out)
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note | Level::Allow => "info",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::Value;

    use super::code_quality;
    use crate::render::check::samples::{files, printed};

    #[test]
    fn findings_have_what_gitlab_asks_for_and_fingerprints_of_their_own() {
        let text = printed(|out| code_quality(&files(), out));
        let findings: Vec<Value> = serde_json::from_str(&text).expect("it is JSON");
        let mut prints = HashSet::new();
        for finding in &findings {
            let words = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            assert!(words("description").starts_with(&format!("{}: ", words("check_name"))));
            assert!(["major", "minor", "info"].contains(&words("severity").as_str()));
            assert!(finding["location"]["lines"]["begin"].as_u64() >= Some(1));
            assert!(!finding["location"]["path"].as_str().unwrap_or("./").starts_with("./"));
            assert!(prints.insert(words("fingerprint")), "{finding}");
        }
        assert_eq!(findings.len(), files().iter().map(|file| file.findings.len()).sum::<usize>());
    }
}
