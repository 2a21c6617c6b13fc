//! `advisor test`: what it finds, what it lets nobody pass by, and what it writes.

use std::path::Path;

use serde_json::Value as Json;

use crate::harness::{Run, file, run, run_args};

/// A small rules file, as tests of other folders name it.
fn port() -> String {
    std::fs::canonicalize("tests/cases/rules/port.toml").unwrap().display().to_string()
}

/// A file with tests of the small port.
fn tests_file(name: &str, tests: &str) -> std::path::PathBuf {
    file(name, format!("tests-of = \"{}\"\n\n{tests}", port()))
}

fn test(path: &Path, more: &[&str]) -> Run {
    let path = path.display().to_string();
    run_args(&[&["test", path.as_str()][..], more].concat())
}

fn json(path: &Path) -> Json {
    let run = test(path, &["--format", "json"]);
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr))
}

/// Holds a report to the schema.
fn is_valid(report: &Json) {
    let schema = std::fs::read_to_string("tests/schemas/test.json").unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn the_tests_of_the_project_pass() {
    let run = run("test data tests/cases.toml --on 2026-11-23");
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("passed: ") && run.stdout.contains(" in 5 files"));
    assert_eq!(run.stderr, "");
}

#[test]
fn the_tests_of_guangzhou_try_every_rule_rate_limit_date_and_list() {
    let run = run("test --coverage --format json --on 2026-11-23");
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    is_valid(&report);
    let coverage = &report["coverage"][0];
    for kind in ["rule", "expected", "lane", "amount", "number", "date", "list"] {
        let counts = &coverage["kinds"][kind];
        let items = coverage["items"].as_array().unwrap().iter();
        let missing: Vec<_> =
            items.filter(|item| item["kind"] == kind && item["hits"] == 0).collect();
        assert_eq!(counts["goals"], counts["covered"], "{kind}: {missing:#?}");
        assert!(counts["goals"].as_u64() > Some(2));
    }
    let enough = self::run("test --min-coverage 100 --on 2026-11-23");
    assert_eq!(enough.code, Some(0), "{}", enough.stderr);
}

#[test]
fn coverage_counts_what_was_tried_and_nothing_else() {
    // One shipment of shirts by sea: all that it tries can be counted on two hands.
    let path = tests_file(
        "covered-tests.toml",
        "[[test]]\nname = 'one'\non = 2026-05-05\nfacts = { goods = 'shirts', mode = 'sea' }\n\
         expect = { lane = 'green', rules = ['papers'] }\n\
         [[test]]\nname = 'a failure counts nothing'\non = 2026-05-05\n\
         facts = { goods = 'cheese', mode = 'sea' }\nexpect = { lane = 'green' }\n",
    );
    let report: Json =
        serde_json::from_str(&test(&path, &["--coverage", "--format", "json"]).stdout).unwrap();
    is_valid(&report);
    let items = report["coverage"][0]["items"].as_array().unwrap();
    let told = |hits: u64| -> Vec<String> {
        let items = items.iter().filter(|item| item["hits"] == hits);
        let text = |item: &Json, key: &str| item[key].as_str().unwrap().to_owned();
        items.map(|item| format!("{}: {}", text(item, "subject"), text(item, "what"))).collect()
    };
    let reached = [
        "green: comes",
        "papers: holds",
        "papers: is expected",
        "cheese: `goods` not cheese",
        "standard: holds",
    ];
    // Of what a mode asks of goods, shirts by sea show neither side: both facts differ.
    assert_eq!(told(1), reached);
    let missing = told(0);
    for goal in ["red: comes", "cheese: holds", "mode.mail.goods: `mode` not mail"] {
        assert!(missing.iter().any(|one| one == goal), "{goal}: {missing:#?}");
    }
}

#[test]
fn too_little_coverage_ends_with_1_and_is_written_as_lcov() {
    let lcov = file("port.info", "");
    let path = lcov.display().to_string();
    let call = ["--min-coverage", "100", "--lcov", &path];
    let run = test(Path::new("tests/cases/tests/port-tests.toml"), &call);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("less than 100%"), "{}", run.stderr);
    let text = std::fs::read_to_string(lcov).unwrap();
    assert!(text.starts_with("TN:\nSF:tests/cases/rules/port.toml\n"), "{text}");
    let rules = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let line_of = |start| rules.lines().position(|line| line.starts_with(start)).unwrap() + 1;
    let line = line_of("[inspections.cheese]");
    assert!(text.contains(&format!("\nDA:{line},1\n")), "{text}");
    let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert!(text.contains(&format!("\nBRF:{}\n", count("BRDA:"))), "{text}");
    // In no test the lane is green.
    assert_eq!(
        (count("DA:"), text.contains(&format!("\nDA:{},0\n", line_of("green = ")))),
        (6, true),
        "{text}"
    );
    assert!(text.ends_with("\nLF:6\nLH:5\nend_of_record\n"), "{text}");
}

#[test]
fn a_page_colours_the_rules_by_what_is_tried() {
    let page = file("port.html", "");
    let path = page.display().to_string();
    let run = test(Path::new("tests/cases/tests/port-tests.toml"), &["--html", &path]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = std::fs::read_to_string(page).unwrap();
    let rules = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    assert_eq!(text.matches("<td class=n>").count(), rules.lines().count());
    // Cheese was tried, on mail only one side, and the green lane never came.
    for (line, class) in
        [("[inspections.cheese]", "all"), ("green = ", "none"), ("mail = ", "some")]
    {
        let at = text.find(&format!("<summary>{line}")).unwrap_or_else(|| panic!("{line}: {text}"));
        let row = &text[text[..at].rfind("<tr").unwrap()..at];
        assert!(row.starts_with(&format!("<tr class=\"{class}\">")), "{line}: {row}");
    }
    let hostile = tests_file(
        "hostile-page-tests.toml",
        "[[test]]\nname = '</table><script>'\n\
        on = 2026-05-05\nfacts = { goods = 'cheese', mode = 'sea' }\nexpect = { lane = 'red' }\n",
    );
    assert_eq!(test(&hostile, &["--html", &path]).code, Some(0));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("&lt;script&gt;") && !text.contains("<script"), "{text}");
}

/// A shipment of cheese with one expectation, for each key one that is met and one that is not.
const KEYS: [(&str, &str, &str); 27] = [
    ("cheese", "verdict = 'clearable'", "verdict = 'refused'"),
    ("cheese", "lane = 'red'", "lane = 'green'"),
    ("cheese", "lane = { at-least = 'red' }", "lane = { at-most = 'green' }"),
    ("cheese", "flow = 'standard'", "flow = false"),
    ("cheese", "release = 'after-inspection'", "release = { at-most = 'after-review' }"),
    ("cheese", "steps = ['declare', 'review', 'inspect']", "steps = ['declare', 'inspect']"),
    ("cheese", "checks = ['opening']", "checks = { exactly = ['opening'] }"),
    ("shirts", "checks = { exactly = [] }", "checks = ['opening']"),
    ("shirts", "no-checks = ['opening']", "no-checks = { exactly = [] }"),
    ("cheese", "documents = ['health-cert']", "documents = { exactly = ['invoice'] }"),
    ("shirts", "no-documents = ['health-cert']", "no-documents = ['health-cert', 'invoice']"),
    ("shirts", "tax-regime = false", "tax-regime = 'x'"),
    ("shirts", "tax = false", "tax = '1.00'"),
    ("shirts", "tax-waived = false", "tax-waived = true"),
    ("shirts", "late-fee = false", "late-fee = { at-least = 1 }"),
    ("shirts", "late-fee-waived = false", "late-fee-waived = true"),
    ("shirts", "refusals = []", "refusals = ['x']"),
    ("mail", "refusals = ['mode.mail.goods']", "refusals = []"),
    ("mail", "lane = false", "lane = 'red'"),
    ("mail", "steps = []", "steps = ['declare']"),
    ("cheese", "rules = ['papers', 'cheese']", "rules = { exactly = ['papers', 'cheese'] }"),
    ("shirts", "no-rules = ['cheese']", "no-rules = ['papers']"),
    ("shirts", "shipment = { mode = 'sea' }", "shipment = { mode = 'mail' }"),
    ("shirts", "warnings = []", "warnings = ['no rule']"),
    ("shirts", "verdict = 'clearable'", "warning = 'no rule'"),
    ("sand", "error = 'unknown goods `sand`'", "error = 'linen'"),
    ("sand", "error = 'unknown'", "verdict = 'clearable'"),
];

#[test]
fn every_key_tells_a_right_answer_from_a_wrong_one() {
    for (at, (shipment, met, missed)) in KEYS.into_iter().enumerate() {
        let facts = match shipment {
            "mail" => "goods = 'cheese', mode = 'mail'".to_owned(),
            goods => format!("goods = '{goods}'"),
        };
        for (expect, code) in [(met, 0), (missed, 1)] {
            let test_of = format!(
                "[[test]]\nname = 'one'\non = 2026-05-05\nfacts = {{ {facts} }}\nexpect = {{ {expect} }}\n"
            );
            let path = tests_file(&format!("key-{at}-{code}-tests.toml"), &test_of);
            let run = test(&path, &[]);
            // What no file of tests can say is not valid; all else fails at the value.
            let found = run.code == Some(code) || (code == 1 && run.code == Some(3));
            assert!(found, "{expect}: {:?}\n{}{}", run.code, run.stdout, run.stderr);
            let pointed_at = ["test-failed", "unknown-name", "wrong-type", "bad-value"];
            let told = pointed_at.iter().any(|one| run.stderr.contains(&format!("error[{one}]")));
            assert_eq!(told, code == 1, "{expect}\n{}", run.stderr);
        }
    }
}

#[test]
fn what_would_pass_emptily_is_an_error_with_its_line() {
    let run = run("test tests/cases/tests/empty-tests.toml --format json");
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    let problems = report["files"][0]["problems"].as_array().unwrap();
    let told = problems.iter().map(|problem| {
        (problem["code"].as_str().unwrap(), problem["place"]["line"].as_u64().unwrap())
    });
    let expected = [
        ("expects-nothing", 6),
        ("bad-value", 10),
        ("expects-nothing", 11),
        ("unknown-name", 11),
        ("never-holds", 17),
        ("wrong-call-only", 22),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    assert_eq!(report["summary"]["not_valid"], 4);
}

#[test]
fn reports_are_valid_whatever_is_wrong() {
    let torn = tests_file("torn-tests.toml", "[[test]]\nname = \"x\nfacts = {}\n");
    let lost = file("lost-tests.toml", "tests-of = \"nowhere.toml\"\n[[test]]\n");
    let flawed = std::fs::canonicalize("tests/cases/rules/flawed.toml").unwrap();
    let flawed = file("flawed-tests.toml", format!("tests-of = '{}'\n", flawed.display()));
    let expected = [
        ("tests/cases/tests/port-tests.toml", 0),
        ("tests/cases/tests/wrong-tests.toml", 1),
        ("tests/cases/tests/empty-tests.toml", 3),
        ("no/such/file.toml", 4),
        (torn.to_str().unwrap(), 3),
        (lost.to_str().unwrap(), 4),
        (flawed.to_str().unwrap(), 3),
    ];
    for (path, exit) in expected {
        let run = run_args(&["test", path, "--format", "json"]);
        assert_eq!(run.code, Some(exit), "{path}: {}{}", run.stdout, run.stderr);
        let report: Json = serde_json::from_str(&run.stdout).unwrap();
        is_valid(&report);
        assert_eq!(report["summary"]["exit"], exit);
        for format in ["junit", "github", "human"] {
            assert_eq!(run_args(&["test", path, "--format", format]).code, Some(exit));
        }
    }
    let all: Vec<&str> = expected.iter().map(|(path, _)| *path).collect();
    let run = run_args(&[&["test"][..], &all].concat());
    assert_eq!(run.code, Some(4), "of several, what could not be read");
}

#[test]
fn the_order_is_that_of_the_files_whatever_the_threads() {
    let call =
        |jobs: &str| run(&format!("test tests/cases/tests data --format json --jobs {jobs}"));
    let one = call("1");
    assert!(one.stdout.len() > 10_000);
    for jobs in ["2", "7", "512"] {
        assert_eq!(call(jobs).stdout, one.stdout, "--jobs {jobs}");
    }
}

#[test]
fn tests_stand_in_the_rules_file_too() {
    let rules = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let tests = std::fs::read_to_string("tests/cases/tests/port-tests.toml").unwrap();
    let (_, tests) = tests.split_once('\n').unwrap();
    let path = file("port-with-tests.toml", format!("{rules}{tests}"));
    let run = test(&path, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "passed: 3 tests in 1 file\n"));
    let checked = run_args(&["check", path.to_str().unwrap()]);
    assert_eq!(checked.code, Some(0), "{}", checked.stderr);
    // A wrong one keeps the file from being valid, for `check`, too.
    let path = file("port-with-flawed-tests.toml", format!("{rules}[[test]]\nname = \"x\"\n"));
    for verb in ["test", "check"] {
        let run = run_args(&[verb, path.to_str().unwrap()]);
        assert_eq!(run.code, Some(3), "{verb}: {}", run.stderr);
        assert!(run.stderr.contains("has no `expect`"), "{}", run.stderr);
    }
}

#[test]
fn check_knows_files_of_tests() {
    let run = run("check tests/cases/tests/port-tests.toml");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("it holds 3 tests for `advisor test`"), "{}", run.stderr);
    let run = self::run("check tests/cases/tests/empty-tests.toml");
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("error[never-holds]"), "{}", run.stderr);
}

#[test]
fn the_tests_that_check_prints_run_as_they_are() {
    let rules = std::fs::canonicalize("tests/cases/rules/findings.toml").unwrap();
    let checked = run("check tests/cases/rules/findings.toml --on 2026-11-23 --format json");
    let report: Json = serde_json::from_str(&checked.stdout).unwrap();
    let problems = report["files"][0]["problems"].as_array().unwrap();
    let blocks: Vec<&str> =
        problems.iter().filter_map(|one| one["witness"]["test"].as_str()).collect();
    assert!(blocks.len() > 3, "{blocks:?}");
    let text = format!("tests-of = '{}'\n\n{}", rules.display(), blocks.join("\n"));
    let path = file("witness-tests.toml", text);
    let report = json(&path);
    assert_eq!(report["summary"]["passed"], blocks.len(), "{report:#}");
    assert_eq!(report["summary"]["exit"], 0);
}

const TO_ACCEPT: &str = r#"# Kept.
[[test]]
name = "cheese" # kept
on = 2026-05-05
facts = { goods = "cheese" }
expect = { lane = "green",   release = "after-inspection", checks = ["review", "opening"] } # kept

[[test]]
name = "shirts"
on = 2026-05-05
facts = { goods = "shirts" }
[test.expect]
lane = { at-least = "red" }   # kept
steps = [
  "declare",
  "inspect", # gone with the list
]
rules = ["papers", "cheese.no"]
refusals = []

[[test]]
name = "early"
on = 2025-05-05
facts = { goods = "shirts" }
expect = { verdict = "clearable" }
"#;

#[test]
fn accept_writes_what_came_and_nothing_else() {
    let given = TO_ACCEPT.replace(", \"cheese.no\"", "");
    let path = tests_file("accept-tests.toml", &given);
    let before = std::fs::read_to_string(&path).unwrap();
    let asked = test(&path, &["--accept"]);
    assert_eq!(asked.code, Some(1), "nobody said yes");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    assert!(asked.stderr.contains("nothing was written"), "{}", asked.stderr);
    let run = test(&path, &["--accept", "--yes"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let early =
        "the rules begin on 2026-01-01, 2025-05-05 is earlier: take 2026-01-01 or a later date";
    let expected = before
        .replace("lane = \"green\",   ", "lane = \"red\",   ")
        .replace("{ at-least = \"red\" }", "\"green\"")
        .replace("[\n  \"declare\",\n  \"inspect\", # gone with the list\n]", "[\"declare\"]")
        .replace("{ verdict = \"clearable\" }", &format!("{{ error = \"{early}\" }}"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
    for line in
        ["-expect = { lane = \"green\", ", "+lane = \"green\"   # kept", "+steps = [\"declare\"]"]
    {
        assert!(run.stdout.contains(&format!("\n{line}")), "{line}\n{}", run.stdout);
    }
    let again = test(&path, &["--accept", "--yes"]);
    assert_eq!(again.stdout, "passed: 3 tests in 1 file\n");
}

#[test]
fn what_only_a_person_can_say_is_left_alone() {
    let path = tests_file(
        "by-hand-tests.toml",
        "[[test]]\nname = \"one\"\non = 2026-05-05\nfacts = { goods = \"cheese\" }\n\
         expect = { no-checks = [\"opening\"] }\n",
    );
    let before = std::fs::read_to_string(&path).unwrap();
    let run = test(&path, &["--accept", "--yes"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("`one` is left as it is"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn a_rules_file_brings_the_tests_beside_it() {
    let rules = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let folder = file("x", "").parent().unwrap().join("beside");
    std::fs::create_dir_all(&folder).unwrap();
    let tests = "[[test]]\nname = 'a'\nfacts = { goods = 'cheese' }\nexpect = { lane = 'red' }\n";
    std::fs::write(folder.join("rules.toml"), rules).unwrap();
    std::fs::write(folder.join("a.toml"), format!("tests-of = 'rules.toml'\n{tests}")).unwrap();
    std::fs::write(folder.join("b.toml"), format!("tests-of = 'others.toml'\n{tests}")).unwrap();
    let run = test(&folder.join("rules.toml"), &["--on", "2026-05-05"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "passed: 1 test in 1 file\n"));
    // In a folder nothing is passed over: the rules of the other file are missing.
    assert_eq!(test(&folder, &["--on", "2026-05-05"]).code, Some(4));
}
