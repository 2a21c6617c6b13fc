//! What kind of file a text is: rules, tests of rules, or something else.

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::source::SourceFile;

/// The key of a file of tests that names the rules file they are about.
pub(crate) const TESTS_OF: &str = "tests-of";

/// The key of the tests, in a file of their own or among the rules.
pub(crate) const TEST: &str = "test";

/// The key of the files that a rules file includes.
pub(crate) const INCLUDE: &str = "include";

/// The key of the tables that a rules file names.
pub(crate) const TABLES: &str = "tables";

/// What a file of tests may state of the rules.
pub(crate) const STATEMENTS: [&str; 2] = ["laws", "impossible"];

/// Whether a file holds tests of a rules file: its first key says so.
#[must_use]
pub fn is_tests_file(source: &SourceFile) -> bool {
    let mut lines = source.text().trim_start_matches('\u{feff}').lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| key_of(line) == Some(TESTS_OF))
}

/// Whether a text has what only rules files have, whatever else is wrong with it: flows, refusals,
/// or a key at its top that is `format` or is meant to be.
#[must_use]
pub fn looks_like_rules(text: &str) -> bool {
    let mut at_top = true;
    text.trim_start_matches('\u{feff}').lines().map(str::trim).any(|line| {
        let header =
            line.strip_prefix('[').map(|rest| rest.trim_start_matches(['[', ' ', '"', '\'']));
        at_top &= header.is_none();
        if line.starts_with('#') {
            return false;
        }
        let is_list = |list: &str| {
            let rest = header.and_then(|header| header.strip_prefix(list));
            rest.is_some_and(|rest| rest.starts_with(['.', ']', ' ', '"', '\'']))
        };
        let means_format = || {
            let key = key_of(line).or_else(|| line.split_whitespace().next());
            key.is_some_and(|key| lexicon::did_you_mean(key, ["format"]).is_some())
        };
        is_list("flows") || is_list("refusals") || (at_top && means_format())
    })
}

/// The bare key of a line such as `key = 1`.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    Some(key.trim().trim_matches(['"', '\'']))
}

/// What keeps the text from being a rules file at all.
pub(crate) fn not_rules(source: &SourceFile) -> Option<Finding> {
    if is_tests_file(source) {
        return Some(
            Finding::of_file(Code::TestsFile, "the file holds tests, not rules")
                .help("name the rules file that it tests"),
        );
    }
    if source.text().trim_start_matches('\u{feff}').trim().is_empty() {
        let help =
            "begin with `format = 1` and a `title`; the built-in rules are a file to start from";
        return Some(Finding::of_file(Code::EmptyFile, "the file is empty").help(help));
    }
    None
}
