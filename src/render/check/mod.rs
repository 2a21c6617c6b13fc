//! What `check` found, in every format: each gets the same findings, counted before.

pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod manual;
#[cfg(test)]
mod samples;
pub(crate) mod sarif;
pub(crate) mod short;

use advisor::analyze::report::Shipments;
use advisor::finding::Finding;

use crate::report::CheckedFile;

/// All findings with their files, the files in the order of the call.
fn findings(files: &[CheckedFile]) -> impl Iterator<Item = (&CheckedFile, &Finding)> {
    files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
}

/// All fingerprints, in the same order.
fn fingerprints(files: &[CheckedFile]) -> impl Iterator<Item = &str> {
    files.iter().flat_map(|file| &file.fingerprints).map(String::as_str)
}

/// A message with its help and its witness behind it, a line each; as the file has them.
fn message_lines(file: &CheckedFile, finding: &Finding) -> Vec<String> {
    let mut lines = vec![finding.message.clone()];
    lines.extend(finding.help.iter().map(|help| format!("help: {help}")));
    lines.extend(file.witness(finding).map(|witness| format!("see it: {}", witness.command)));
    lines
}

/// How many shipments there are, as people read it.
fn shipments(shipments: Shipments) -> String {
    match shipments {
        Shipments::Exactly(count) => count.to_string(),
        Shipments::About(factor, power) => format!("{factor:.1}e{power}"),
    }
}
