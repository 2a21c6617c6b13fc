//! Findings made by hand, hostile ones among them, for the tests of the formats.

use std::io;

use advisor::analyze::{self, Budget, Options};
use advisor::codes::{Code, Level};
use advisor::finding::Finding;
use advisor::model::condition::{FactId, Facts};
use advisor::model::value::{Day, Value};
use advisor::source::{SourceFile, Span};

use crate::files::Files;
use crate::report::{CheckedFile, give_fingerprints};

/// A message that tries to be a command, a color and a line of its own.
pub(super) const HOSTILE: &str = "奶粉\n::error::%injected, \u{1b}[31m\u{202e}";

const RULES: &str = "\
format = 1\ntitle = \"Rules with a hole\"\nfirst-date = 2026-01-01\n\
[checks]\n[lanes]\ngreen = {}\n[steps]\ndeclare = { title = \"x\", when = \"before-arrival\" }\n\
[goods]\neggs = {}\nshirts = { ordinary = true }\n\
[inspections.eggs]\nwhen = { goods = \"eggs\" }\nlane = \"green\"\n\
[flows.fast]\nwhen = { goods = \"shirts\" }\nsteps = [\"declare\"]\n";

/// A valid file with findings of each level, one that is not valid, one that cannot be read.
pub(super) fn files() -> Vec<CheckedFile> {
    let name = "./rules/it's.toml";
    let source = SourceFile::new(name, RULES);
    let rule_set = advisor::read::read(&source).expect("the rules are valid");
    let day = rule_set.first_date();
    let options = Options {
        budget: Budget::USUAL,
        anchor: None,
        threads: 1,
        progress: None,
        today: day,
        levels: Vec::new(),
        tell_settled: false,
    };
    let report = analyze::check(&rule_set, &source.clone().into(), &options);
    let witness = witness(&rule_set, day);
    let mut valid = CheckedFile::valid(
        Files::new(source.into(), |_| "rules/it's.toml".to_owned()),
        rule_set,
        report,
    );
    let hole = finding(Code::NoPath, Level::Error, "nothing takes it", 19..23);
    valid.findings = vec![
        hole.other(Span::new(0..6), HOSTILE).help("widen a flow").witness(Some(witness)),
        finding(Code::Unused, Level::Warning, HOSTILE, 0..30),
        finding(Code::Unused, Level::Warning, HOSTILE, 0..6),
        finding(Code::AlwaysRefused, Level::Note, "it is meant", 0..6),
        Finding::of_file(Code::Undecided, "not covered").about("flows"),
    ];
    let problems = vec![
        Finding::new(Code::UnknownKey, Span::new(0..3), HOSTILE).label(HOSTILE).help(HOSTILE),
        Finding::of_file(Code::Format, "no format"),
    ];
    let hostile = "a,\"b:%.toml".to_owned();
    let not_valid =
        CheckedFile::not_valid(files_of(SourceFile::new(hostile, "abc = 1\n")), problems);
    let missing = "no/such\u{1b}.toml".to_owned();
    let missing = files_of(SourceFile::new(missing, ""));
    let unreadable = CheckedFile::unreadable(missing, "not there".to_owned());
    let mut files = vec![valid, not_valid, unreadable];
    give_fingerprints(&mut files);
    files
}

/// A file with so many errors.
pub(super) fn many(count: usize) -> Vec<CheckedFile> {
    let problems = vec![Finding::of_file(Code::Syntax, "torn"); count];
    let source = SourceFile::new("many.toml", "");
    vec![CheckedFile::not_valid(files_of(source), problems)]
}

fn files_of(source: SourceFile) -> Files {
    Files::new(source.into(), str::to_owned)
}

fn witness(rule_set: &advisor::RuleSet, day: Day) -> Facts {
    let mut facts = Facts::unknown(rule_set.fact_count());
    facts.set(FactId::DATE, day.value());
    facts.set(rule_set.goods(), Value(0));
    facts
}

fn finding(code: Code, level: Level, message: &str, span: std::ops::Range<usize>) -> Finding {
    let mut finding = Finding::new(code, Span::new(span), message);
    finding.level = level;
    finding.about(format!("rule.{}", code.id()))
}

/// What a format prints.
pub(super) fn printed(print: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    print(&mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

/// Checks a value against a schema of `tests/schemas`.
pub(super) fn is_valid(schema: &str, value: &serde_json::Value) {
    let schema = std::fs::read_to_string(format!("tests/schemas/{schema}")).expect("it is there");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
