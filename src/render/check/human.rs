//! Findings for people: the lines of the file, the way out, a shipment that shows it.

use std::io::{self, Write};

use advisor::finding::Finding;

use crate::render::check::shipments;
use crate::render::snippet::{MOST_PRINTED, not_shown, one};
use crate::render::style;
use crate::render::text::{count, shown};
use crate::report::{CheckedFile, Counts};

/// What was found in a file, one text for each finding, with an empty line behind it.
pub(crate) fn findings(file: &CheckedFile) -> Vec<String> {
    let printed = file.findings.iter().take(MOST_PRINTED).map(|found| finding(file, found));
    printed.chain(not_shown(file.findings.len())).map(|text| text + "\n").collect()
}

fn finding(file: &CheckedFile, finding: &Finding) -> String {
    let mut text = one(file.files.sources(), finding);
    if let Some(witness) = file.witness(finding) {
        text.push_str(&format!("\n\n{}\n  {}", style::heading("see it:"), shown(&witness.command)));
        if let Some(worse) = &witness.worse {
            let worse = shown(worse);
            text.push_str(&format!("\n{}\n  {worse}", style::heading("and this, which is worse:")));
        }
        text.push_str(&format!("\n{}", style::heading("keep it, with what it should be:")));
        for line in witness.test.lines() {
            text.push_str(&format!("\n  {}", shown(line)));
        }
    }
    text
}

/// What was proven of a file, in one line; none where nothing was.
pub(crate) fn summary(file: &CheckedFile) -> Option<String> {
    let proven = file.proven()?;
    let report = &proven.report;
    Some(format!(
        "{}: looked at {}{}, {}, {}, every date from {} on",
        shown(file.files.name()),
        count(report.rules, "rule"),
        match report.laws {
            0 => String::new(),
            laws => format!(", {}", count(laws, "law")),
        },
        count(report.facts, "fact"),
        match shipments(report.shipments).as_str() {
            "1" => "1 shipment".to_owned(),
            many => format!("{many} shipments"),
        },
        proven.rule_set.first_date(),
    ))
}

/// The verdict on all files, in one line.
pub(crate) fn verdict(counts: &Counts, out: &mut dyn Write) -> io::Result<()> {
    let verdict = if counts.unreadable > 0 {
        style::error("not read")
    } else if counts.not_valid > 0 {
        style::error("not valid")
    } else if counts.errors > 0 {
        style::error("not clean")
    } else if counts.undecided > 0 {
        style::error("undecided")
    } else if counts.files == 0 {
        style::heading("nothing was proven")
    } else if counts.is_clean() {
        style::heading("proven, and clean")
    } else {
        style::heading("proven, without errors")
    };
    let part = |number, noun| (number > 0).then(|| count(number, noun));
    let parts = [
        Some(count(counts.files, "file")),
        (counts.unreadable > 0).then(|| format!("{} not read", counts.unreadable)),
        (counts.not_valid > 0).then(|| format!("{} not valid", counts.not_valid)),
        part(counts.errors, "error"),
        part(counts.warnings, "warning"),
        part(counts.notes, "note"),
        (counts.undecided > 0).then(|| format!("{} undecided", counts.undecided)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    writeln!(out, "{verdict}: {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{findings, verdict};
    use crate::render::check::samples::files;
    use crate::report::Counts;

    #[test]
    fn hidden_characters_of_a_file_are_shown() {
        let files = files();
        let texts: Vec<String> = files.iter().flat_map(findings).collect();
        let texts = anstream::adapter::strip_str(&texts.join("\n")).to_string();
        assert!(texts.contains("<U+001B>") && texts.contains("<U+202E>"), "{texts}");
        let hidden = |letter: char| letter != '\n' && letter.is_control();
        assert!(!texts.contains(hidden) && !texts.contains('\u{202e}'), "{texts}");
    }

    #[test]
    fn the_verdict_names_the_worst_first() {
        let line = |counts: &Counts| {
            let mut out = Vec::new();
            verdict(counts, &mut out).expect("a vector takes it");
            let text = String::from_utf8(out).expect("it is text");
            anstream::adapter::strip_str(&text).to_string()
        };
        let clean = Counts { files: 1, ..Counts::default() };
        assert_eq!(line(&clean), "proven, and clean: 1 file\n");
        assert_eq!(line(&Counts::default()), "nothing was proven: 0 files\n");
        let warned = Counts { warnings: 1, notes: 2, ..clean };
        assert_eq!(line(&warned), "proven, without errors: 1 file, 1 warning, 2 notes\n");
        let undecided = Counts { undecided: 1, ..warned };
        assert_eq!(line(&undecided), "undecided: 1 file, 1 warning, 2 notes, 1 undecided\n");
        let failed = Counts { files: 3, not_valid: 1, unreadable: 1, errors: 4, ..undecided };
        let expected = "not read: 3 files, 1 not read, 1 not valid, 4 errors, 1 warning, 2 notes, \
                        1 undecided\n";
        assert_eq!(line(&failed), expected);
    }
}
