//! JSON: output structs of its own, with every key always there.

use std::io::{self, Write};

use advisor::finding::{Breach, Finding};
use advisor::witness::{day, said};
use indexmap::IndexMap;
use serde::Serialize;

use crate::files::Position;
use crate::render::check::shipments;
use crate::render::json::{json_value, print};
use crate::report::{CheckedFile, Counts, Proven, Witness};

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    summary: Summary,
    files: Vec<FileReport<'a>>,
}

/// Questions that were given up are not among the errors.
#[derive(Serialize)]
struct Summary {
    exit: u8,
    files: usize,
    not_valid: usize,
    unreadable: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    undecided: usize,
}

#[derive(Serialize)]
struct FileReport<'a> {
    file: &'a str,
    valid: bool,
    proven: Option<ProvenOut>,
    problems: Vec<Problem<'a>>,
}

/// The number of shipments is text: it may be larger than what readers of JSON can count.
#[derive(Serialize)]
struct ProvenOut {
    facts: usize,
    shipments: String,
    rules: usize,
    laws: usize,
    from: String,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    level: &'static str,
    subject: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<Place<'a>>,
    others: Vec<Place<'a>>,
    blockers: &'a [String],
    more_blockers: bool,
    witness: Option<WitnessOut<'a>>,
    breach: Option<BreachOut<'a>>,
    fingerprint: &'a str,
}

/// `file` is the rules file or one that it names. Lines and columns count from 1, columns in
/// characters; offsets count the bytes of the file from 0.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: u32,
    end_offset: u32,
    label: Option<&'a str>,
}

/// The facts that have to be said; all others have their defaults.
#[derive(Serialize)]
struct WitnessOut<'a> {
    command: String,
    on: String,
    facts: IndexMap<&'a str, serde_json::Value>,
    test: String,
}

/// What breaks a law: `shipments` are counted on the day `on` and are text, as they may be very many;
/// they do so from the day `from` to before the day `until`. `worse` is the call for the second of two
/// shipments.
#[derive(Serialize)]
struct BreachOut<'a> {
    worse: Option<String>,
    rules: &'a [String],
    shipments: Option<&'a str>,
    on: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

fn breach_out(breach: &Breach, witness: Option<Witness>) -> BreachOut<'_> {
    let (from, until) = breach.days.map(|(from, until)| (Some(from), until)).unwrap_or_default();
    BreachOut {
        worse: witness.and_then(|witness| witness.worse),
        rules: &breach.rules,
        shipments: breach.shipments.as_ref().map(|(_, count)| count.as_str()),
        on: breach.shipments.as_ref().map(|(day, _)| day.to_string()),
        from: from.map(|day| day.to_string()),
        until: until.map(|day| day.to_string()),
    }
}

/// One JSON object.
pub(crate) fn report(
    files: &[CheckedFile],
    counts: &Counts,
    out: &mut dyn Write,
) -> io::Result<()> {
    let summary = Summary {
        exit: counts.exit().code(),
        files: counts.files,
        not_valid: counts.not_valid,
        unreadable: counts.unreadable,
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        undecided: counts.undecided,
    };
    let files = files.iter().map(|file| FileReport {
        file: file.files.name(),
        valid: file.proven().is_some(),
        proven: file.proven().map(proven),
        problems: {
            let all = file.findings.iter().zip(&file.fingerprints);
            all.map(|(finding, print)| problem(file, finding, print)).collect()
        },
    });
    print(&Report { schema: "advisor.check/1", summary, files: files.collect() }, out)
}

fn proven(proven: &Proven) -> ProvenOut {
    ProvenOut {
        facts: proven.report.facts,
        shipments: shipments(proven.report.shipments),
        rules: proven.report.rules,
        laws: proven.report.laws,
        from: proven.rule_set.first_date().to_string(),
    }
}

fn problem<'a>(file: &'a CheckedFile, finding: &'a Finding, fingerprint: &'a str) -> Problem<'a> {
    let at = |span| file.files.position(span);
    let others = finding.others.iter().map(|(span, label)| place(at(*span), Some(label)));
    let witness = file.witness(finding).zip(finding.witness.as_ref().zip(file.proven()));
    let breach = finding.breach.as_deref();
    let breach = breach.map(|breach| breach_out(breach, file.witness(finding)));
    let witness = witness.map(|(Witness { command, test, .. }, (facts, proven))| {
        let shown = said(&proven.rule_set, facts).map(|(_, fact, value)| {
            (fact.id.as_str(), json_value(&fact.kind, value, fact.show(value)))
        });
        WitnessOut { command, on: day(facts).to_string(), facts: shown.collect(), test }
    });
    Problem {
        code: finding.code.id(),
        level: finding.level.id(),
        subject: finding.subject.as_deref(),
        message: &finding.message,
        help: finding.help.as_deref(),
        place: finding.span.map(|span| place(at(span), finding.label.as_deref())),
        others: others.collect(),
        blockers: &finding.blockers,
        more_blockers: finding.more_blockers,
        witness,
        breach,
        fingerprint,
    }
}

fn place<'a>(position: Position<'a>, label: Option<&'a str>) -> Place<'a> {
    let Position { name: file, line, column, end_line, end_column, .. } = position;
    let Position { offset, end_offset, .. } = position;
    Place { file, line, column, end_line, end_column, offset, end_offset, label }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::render::check::samples::{HOSTILE, files, is_valid, printed};
    use crate::report::Counts;

    #[test]
    fn the_report_is_valid_and_holds_the_text_as_it_is() {
        let files = files();
        let text = printed(|out| super::report(&files, &Counts::of(&files), out));
        let report: Value = serde_json::from_str(&text).expect("it is JSON");
        is_valid("check.json", &report);
        assert_eq!(report["files"][0]["problems"][1]["message"], HOSTILE);
        let witness = &report["files"][0]["problems"][0]["witness"];
        assert_eq!(witness["facts"]["goods"], "eggs");
        assert_eq!(witness["on"], "2026-01-01");
        assert_eq!(report["summary"]["exit"], 4);
    }
}
