//! SARIF 2.1.0, as code scanning takes it: output structs of its own.

use std::cmp::Reverse;
use std::io::{self, Write};

use advisor::codes::{Code, Level};
use advisor::finding::Finding;
use serde::Serialize;

use crate::exit::Exit;
use crate::files::Position;
use crate::render::check::{findings, fingerprints, message_lines};
use crate::render::json::print;
use crate::report::{CheckedFile, Counts};

/// Code scanning takes no more results of one run.
const MOST_RESULTS: usize = 25_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    results: Vec<Outcome<'a>>,
    column_kind: &'static str,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    help: Text,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints<'a> {
    primary_location_line_hash: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// One log of one run.
pub(crate) fn log(files: &[CheckedFile], counts: &Counts, out: &mut dyn Write) -> io::Result<()> {
    log_of_at_most(MOST_RESULTS, files, counts, out)
}

fn log_of_at_most(
    most: usize,
    files: &[CheckedFile],
    counts: &Counts,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut found: Vec<_> = findings(files).zip(fingerprints(files)).collect();
    let left_out = found.len().saturating_sub(most);
    let mut notifications = Vec::new();
    if left_out > 0 {
        // What weighs most is kept.
        found.sort_by_key(|((_, finding), _)| Reverse(finding.level));
        found.truncate(most);
        let text = format!("{left_out} more findings are left out; `--format json` has them all");
        notifications.push(Notification { level: "warning", message: Text { text } });
    }
    let results = found.into_iter().map(|((file, finding), print)| result(file, finding, print));
    let exit = counts.exit();
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "advisor",
                version: env!("CARGO_PKG_VERSION"),
                rules: Code::ALL.iter().copied().map(rule).collect(),
            },
        },
        invocations: [Invocation {
            execution_successful: exit != Exit::Failed,
            exit_code: exit.code(),
            tool_execution_notifications: notifications,
        }],
        results: results.collect(),
        column_kind: "unicodeCodePoints",
    };
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    print(&Log { schema, version: "2.1.0", runs: [run] }, out)
}

fn rule(code: Code) -> Rule {
    Rule {
        id: code.id(),
        short_description: Text { text: code.summary().to_owned() },
        help: Text { text: code.manual().to_owned() },
        default_configuration: Configuration {
            enabled: code.level() != Level::Allow,
            level: level(code.level()),
        },
    }
}

fn result<'a>(file: &CheckedFile, finding: &Finding, fingerprint: &'a str) -> Outcome<'a> {
    let others = finding.others.iter().enumerate().map(|(at, (span, label))| Location {
        id: Some(at + 1),
        ..location(file.files.position(*span), Some(label.as_str()))
    });
    Outcome {
        rule_id: finding.code.id(),
        // The registry is the list of rules, and a code is its place there.
        rule_index: finding.code as usize,
        level: level(finding.level),
        message: text(&message_lines(file, finding).join("\n")),
        locations: [location(file.files.position_of(finding), finding.label.as_deref())],
        related_locations: others.collect(),
        partial_fingerprints: Fingerprints { primary_location_line_hash: fingerprint },
    }
}

fn location(position: Position<'_>, label: Option<&str>) -> Location {
    let Position { path, line, column, end_line, end_column, .. } = position;
    let region = Region { start_line: line, start_column: column, end_line, end_column };
    let artifact_location = ArtifactLocation { uri: uri(path) };
    let physical_location = PhysicalLocation { artifact_location, region };
    Location { id: None, physical_location, message: label.map(text) }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
        Level::Allow => "none",
    }
}

/// A message as plain text: what reads as a link there is kept from being one.
fn text(text: &str) -> Text {
    let is_link = text.contains("](");
    let text = if is_link { text.replace('[', r"\[").replace(']', r"\]") } else { text.to_owned() };
    Text { text }
}

/// A path as a relative reference, or as a `file` URI where it is absolute.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{log, log_of_at_most, text, uri};
    use crate::render::check::samples::{files, is_valid, printed};
    use crate::report::Counts;

    #[test]
    fn the_log_is_valid_sarif() {
        let files = files();
        let text = printed(|out| log(&files, &Counts::of(&files), out));
        let log: Value = serde_json::from_str(&text).expect("it is JSON");
        is_valid("sarif-2.1.0.json", &log);
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
        for result in run["results"].as_array().expect("there are results") {
            let rule = result["ruleIndex"].as_u64().and_then(|at| rules.get(at as usize));
            assert_eq!(rule.map(|rule| &rule["id"]), Some(&result["ruleId"]));
        }
        let first = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(first["artifactLocation"]["uri"], "rules/it%27s.toml");
        assert_eq!(first["region"]["startLine"], 2);
    }

    #[test]
    fn too_many_results_are_cut_with_a_note_and_errors_are_kept() {
        let files = files();
        let text = printed(|out| log_of_at_most(2, &files, &Counts::of(&files), out));
        let log: Value = serde_json::from_str(&text).expect("it is JSON");
        is_valid("sarif-2.1.0.json", &log);
        let results = log["runs"][0]["results"].as_array().expect("there are results");
        assert_eq!(results.len(), 2);
        assert!(results.iter().all(|result| result["level"] == "error"), "{text}");
        let note = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
        assert!(note["message"]["text"].as_str().is_some_and(|text| text.contains("left out")));
    }

    #[test]
    fn rule_text_makes_no_link_and_no_scheme() {
        assert_eq!(text("[click](https://x)").text, r"\[click\](https://x)");
        assert_eq!(text("under `[flows]`").text, "under `[flows]`");
        assert_eq!(uri("built-in:x.toml"), "built-in%3Ax.toml");
        assert_eq!(uri("/a b/奶.toml"), "file:///a%20b/%E5%A5%B6.toml");
    }
}
