//! `advisor check` through its command line: what is checked, which level counts, every format.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use advisor::codes::Code;
use advisor::evaluate::decide;
use advisor::model::RuleSet;
use advisor::model::condition::{FactId, Facts};
use advisor::model::fact::{Default, Kind};
use advisor::model::value::{Day, Value};
use advisor::witness::{FLAGS, witness_command, witness_test};
use serde_json::Value as Json;

use crate::harness::{advisor, file, run, run_args, run_with_input};
use crate::rng::Rng;

const HOLE: &str = "tests/cases/rules/hole.toml";
const TORN: &str = "tests/cases/rules/torn.toml";

/// A folder of a test's own, with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (file, content) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

fn is_valid(schema: &str, value: &Json) {
    let schema = std::fs::read_to_string(format!("tests/schemas/{schema}")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// The command that shows the hole of a file.
fn witness(file: &Json) -> &str {
    let problems = file["problems"].as_array().unwrap();
    let hole = problems.iter().find(|problem| problem["code"] == "no-path").unwrap();
    hole["witness"]["command"].as_str().unwrap()
}

/// How many findings a format tells of, by what it printed.
fn told(format: &str, stdout: &str, stderr: &str) -> usize {
    let json = || serde_json::from_str::<Json>(stdout).unwrap();
    match format {
        "human" => stderr.lines().filter(|line| line.contains("[") && line.contains("]:")).count(),
        "short" => stdout.lines().count(),
        "json" => {
            let report = json();
            is_valid("check.json", &report);
            let files = report["files"].as_array().unwrap();
            files.iter().map(|file| file["problems"].as_array().unwrap().len()).sum()
        }
        "sarif" => {
            let log = json();
            is_valid("sarif-2.1.0.json", &log);
            log["runs"][0]["results"].as_array().unwrap().len()
        }
        "github" => stdout.lines().filter(|line| line.starts_with("::")).count(),
        "gitlab" => json().as_array().unwrap().len(),
        _ => {
            let report = quick_junit::Report::deserialize_from_str(stdout).unwrap();
            let suites = report.test_suites.iter();
            let counts = suites.flat_map(|suite| &suite.properties);
            counts.map(|one| one.value.as_str().parse::<usize>().unwrap()).sum()
        }
    }
}

#[test]
fn every_format_tells_of_the_same_findings_and_ends_alike() {
    let formats = ["human", "short", "json", "sarif", "github", "gitlab", "junit"];
    let today = ["--quiet", "--on", "2026-11-23"];
    let calls: [&[&str]; 4] = [&[HOLE], &[HOLE, TORN], &[TORN, "no/such.toml"], &[]];
    for call in calls {
        let found: BTreeSet<_> = formats
            .iter()
            .map(|format| {
                let args = [&["check", "--format", format], call, &today].concat();
                let run = run_args(&args);
                assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
                (run.code, told(format, &run.stdout, &run.stderr))
            })
            .collect();
        assert_eq!(found.len(), 1, "{call:?}: {found:?}");
    }
    assert_eq!(run_args(&["check", HOLE, "--quiet"]).code, Some(1));
    assert_eq!(run_args(&["check", HOLE, TORN, "--quiet"]).code, Some(3));
    assert_eq!(run_args(&["check", HOLE, "no/such.toml", TORN]).code, Some(4));
}

#[test]
fn folders_are_searched_and_what_is_no_rules_file_is_passed_over() {
    let port = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let tests = "tests-of = '../b/port.toml'\n[[test]]\nname = 'a'\nfacts = { goods = 'cheese' }\n\
                 expect = { lane = 'red' }\n";
    let files = [
        ("b/port.toml", port.as_str()),
        ("a/torn.toml", "format = 1\ntitle = \n"),
        ("a/tests.toml", tests),
        ("Cargo.toml", "[package]\nname = \"x\"\n"),
        ("notes.txt", "format = 1\n"),
        (".hidden/c.toml", "format = 1\n"),
    ];
    let folder = folder("search", &files);
    let run = run_args(&["check", folder.to_str().unwrap(), "--format", "json"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    let names = report["files"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|file| file["file"].as_str().unwrap().to_owned()).collect();
    let expected = ["a/torn.toml", "b/port.toml"].map(|name| folder.join(name));
    assert_eq!(names, expected.map(|path| path.display().to_string()));
    assert!(
        run.stderr.contains("tests.toml: passed over, it holds 1 test for `advisor test`"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("Cargo.toml: passed over, it has no `format`"), "{}", run.stderr);
    // Named by itself, a file without a format is a rules file that lacks it.
    let cargo = folder.join("Cargo.toml");
    assert_eq!(run_args(&["check", cargo.to_str().unwrap()]).code, Some(3));
    // A folder without any would pass for ever if nobody said so.
    for empty in [".hidden/none", "cargo-only"] {
        let path = folder.join(empty);
        std::fs::create_dir_all(&path).unwrap();
        if empty == "cargo-only" {
            std::fs::copy(&cargo, path.join("Cargo.toml")).unwrap();
        }
        let run = run_args(&["check", path.to_str().unwrap()]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
    }
}

#[test]
fn a_broken_rules_file_of_a_folder_is_not_passed_over() {
    let port = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let format = "format = 1";
    let below = port.replacen(format, "", 1) + "\n[lints]\nformat = 1\n";
    for (name, broken) in [
        ("fromat.toml", port.replacen(format, "fromat = 1", 1)),
        ("no-equals.toml", port.replacen(format, "format 1", 1)),
        ("none.toml", port.replacen(format, "", 1)),
        ("below.toml", below),
        ("near.toml", "formt = 1\n".to_owned()),
    ] {
        let folder = folder("broken", &[("good.toml", &port), (name, &broken)]);
        let run = run_args(&["check", folder.to_str().unwrap()]);
        assert_eq!(run.code, Some(3), "{name}: {}", run.stderr);
    }
    for target in ["nowhere.toml", "link.toml"] {
        let folder = folder("dangling", &[("good.toml", &port)]);
        std::os::unix::fs::symlink(folder.join(target), folder.join("link.toml")).unwrap();
        let run = run_args(&["check", folder.to_str().unwrap()]);
        assert_eq!(run.code, Some(4), "{target}: {}", run.stderr);
        assert!(run.stderr.contains("link.toml"), "{}", run.stderr);
    }
}

#[test]
fn nothing_passes_for_proven_that_was_not_checked() {
    let port = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let tests = "tests/cases/tests/port-tests.toml";
    let run = run_args(&["check", tests]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "nothing was proven: 0 files\n"));
    let text = std::fs::read_to_string(tests).unwrap();
    let folder = folder("tests-alone", &[("rules/port.toml", &port), ("tests/a.toml", &text)]);
    let run = run_args(&["check", folder.join("tests").to_str().unwrap()]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was checked"), "{}", run.stderr);
    // Beside a rules file it is passed over; a key that only begins like that is a key.
    let beside = run_args(&["check", tests, "tests/cases/rules/port.toml"]);
    assert_eq!(beside.code, Some(0), "{}", beside.stderr);
    let other = file("tests-offset.toml", format!("tests-offset = 1\n{port}"));
    let run = run_args(&["check", other.to_str().unwrap()]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("no key `tests-offset`"), "{}", run.stderr);
}

#[test]
fn a_folder_with_a_pipe_or_a_circle_of_links_does_not_hang() {
    let port = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let folder = folder("links", &[("port.toml", port.as_str())]);
    std::os::unix::fs::symlink(&folder, folder.join("circle")).unwrap();
    let pipe = folder.join("pipe.toml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let run = run_args(&["check", folder.to_str().unwrap(), "--format", "json"]);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["summary"]["files"], 1, "{}", run.stderr);
}

#[test]
fn a_file_is_checked_once_and_standard_input_is_a_file() {
    let args = ["check", HOLE, HOLE, "-", "-", "--format", "json"];
    let hole = std::fs::read(HOLE).unwrap();
    let run = run_with_input(&args, &hole);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(report["files"][1]["file"], "<stdin>");
    let command = witness(&report["files"][1]);
    assert!(command.starts_with("advisor route --rules - --goods eggs"), "{command}");
}

#[test]
fn the_last_level_of_the_call_wins() {
    let levels = |flags: &str| {
        let run = run(&format!("check {HOLE} --format json --on 2026-01-01 {flags}"));
        let report: Json = serde_json::from_str(&run.stdout).unwrap();
        let problems = report["files"][0]["problems"].as_array().unwrap();
        let found = problems.iter().find(|problem| problem["code"] == "no-path");
        (run.code, found.map(|problem| problem["level"].as_str().unwrap().to_owned()))
    };
    assert_eq!(levels(""), (Some(1), Some("error".to_owned())));
    assert_eq!(levels("--deny no-path --warn no-path"), (Some(0), Some("warning".to_owned())));
    assert_eq!(levels("--warn no-path --deny no-path"), (Some(1), Some("error".to_owned())));
    assert_eq!(levels("--deny no-path --allow no-path"), (Some(0), None));
    // All that are warnings by then.
    let error = (Some(1), Some("error".to_owned()));
    assert_eq!(levels("--warn no-path --deny warnings"), error);
    assert_eq!(levels("--warn no-path --strict"), error);
    assert_eq!(levels("--deny warnings --warn no-path --allow no-source").1.unwrap(), "warning");
    assert_eq!(levels("--warn no-path --allow warnings"), (Some(0), None));
}

#[test]
fn what_the_file_accepts_is_told_only_if_it_is_asked_for() {
    let port = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let ban = "[refusals.ban]\nwhen = { goods = [\"cheese\"] }\nbecause = \"banned\"\nremedy = \"none\"\n";
    // One goods is banned by its own refusal, an owner's exception speaks for the rest.
    let built_in = run("rules").stdout;
    for (name, text) in [("accepted.toml", built_in), ("ban.toml", format!("{port}\n{ban}"))] {
        let path = file(name, text);
        let check = |flags: &str| {
            let flags = format!(
                "{flags} --allow no-source --allow dead-rule --allow unreachable-lane --on 2026-11-23"
            );
            let path = path.to_str().unwrap();
            run_args(&[&["check", path][..], &flags.split(' ').collect::<Vec<_>>()].concat())
        };
        for format in ["human", "github"] {
            let quiet = check(&format!("--format {format}"));
            let printed = quiet.stdout + &quiet.stderr;
            assert!(!printed.contains("always-refused"), "{name}: {printed}");
            let told = check(&format!("--format {format} --verbose"));
            let printed = told.stdout + &told.stderr;
            assert!(printed.contains("always-refused"), "{name}: {printed}");
        }
        assert_eq!(check("--strict").code, Some(0), "{name}");
    }
}

#[test]
fn wrong_calls_say_what_was_meant() {
    let calls: [(&str, &[&str]); 9] = [
        ("--deny no-pth", &["no finding `no-pth`", "`no-path`"]),
        ("--allow x", &["no finding `x`", "advisor check --list"]),
        ("--explain no-pth", &["no finding `no-pth`", "`no-path`"]),
        ("--warn unknown-key", &["`unknown-key` keeps a file from being used"]),
        ("--allow undecided", &["cannot be allowed", "--budget"]),
        ("--on 2026-02-29", &["is no date"]),
        ("--budget lots", &["invalid value 'lots'"]),
        ("--explain no-path --list", &["cannot be used with"]),
        ("--format xml", &["invalid value 'xml'", "junit"]),
    ];
    for (args, words) in calls {
        let run = run(&format!("check {args}"));
        assert_eq!(run.code, Some(2), "{args}: {}", run.stderr);
        assert!(run.stdout.is_empty(), "{args}");
        assert!(words.iter().all(|word| run.stderr.contains(word)), "{args}: {}", run.stderr);
    }
}

#[test]
fn what_is_undecided_neither_passes_for_proven_nor_spoils_an_exception() {
    let built_in = run("rules").stdout;
    let starved = |text: &str| {
        let path = file("starved.toml", text);
        run_args(&["check", path.to_str().unwrap(), "--budget", "1", "--format", "short"])
    };
    // With no steps to take, the exceptions of the file may well be for what is not found.
    let run = starved(&built_in);
    assert_eq!(run.code, Some(5), "{}", run.stdout);
    assert!(run.stdout.contains("[undecided]") && !run.stdout.contains("[unused-exception]"));
    // It is said which budget ran out.
    for flag in ["--budget", "--budget-total"] {
        let human = run_args(&["check", flag, "1"]).stderr;
        assert!(human.contains(&format!("help: raise `{flag}`")), "{human}");
    }
    // A file cannot allow it away, no more than a call can.
    let exception = "\nwine = { allow = { undecided = \"x\" }, ";
    let at_goods = built_in.replacen("\nwine = { ", exception, 1);
    assert_ne!(at_goods, built_in);
    for text in [built_in + "\n[lints]\nundecided = \"allow\"\n", at_goods] {
        let run = starved(&text);
        assert_eq!(run.code, Some(3), "{}", run.stdout);
        assert!(run.stdout.contains("`undecided` cannot be allowed"), "{}", run.stdout);
    }
}

#[test]
fn reports_name_files_from_the_project_even_if_called_within_a_folder_of_it() {
    let project =
        folder("project", &[("rules/hole.toml", &std::fs::read_to_string(HOLE).unwrap())]);
    let absolute = project.join("rules/hole.toml");
    for path in ["hole.toml", "./hole.toml", absolute.to_str().unwrap()] {
        let mut command = advisor();
        command.args(["check", path, "--format", "gitlab"]).current_dir(project.join("rules"));
        let output = command.env("CI_PROJECT_DIR", &project).output().unwrap();
        let report: Json = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report[0]["location"]["path"], "rules/hole.toml", "{path}");
    }
}

#[test]
fn quiet_says_nothing_of_what_is_clean() {
    let quiet = run("check tests/cases/rules/port.toml --allow stale --allow no-source --quiet");
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (Some(0), "", ""));
    let found = run_args(&["check", HOLE, "--quiet"]);
    assert!(found.stdout.starts_with("not clean: 1 file, "), "{}", found.stdout);
    assert!(!found.stderr.contains("looked at"), "{}", found.stderr);
}

#[test]
fn every_finding_has_a_page_and_stands_in_the_list_and_in_the_readme() {
    let list = run("check --list").stdout;
    let readme = std::fs::read_to_string("README.md").unwrap();
    let section = readme.split("## Check a rules file").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let table = section.split("| code | level | finds |\n|---|---|---|\n").nth(1).unwrap();
    let table: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let row =
        |code: Code| format!("| `{}` | {} | {} |", code.id(), code.level().id(), code.summary());
    assert_eq!(table, Code::findings().map(row).collect::<Vec<_>>());
    for code in Code::ALL {
        let page = run(&format!("check --explain {}", code.id()));
        assert_eq!(page.code, Some(0));
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&page.stdout).contains(&words(code.manual())), "{}", page.stdout);
        assert!(list.lines().any(|line| line.trim_start().starts_with(code.id())), "{list}");
    }
}

/// Runs the words of a command as a shell would, with `advisor` on the path.
fn shell(command: &str, folder: &Path) -> (Option<i32>, Json) {
    let program = Path::new(env!("CARGO_BIN_EXE_advisor"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", &format!("{command} --format json")]).current_dir(folder);
    let output = shell.env_clear().env("PATH", path).output().unwrap();
    let answer = serde_json::from_slice(&output.stdout);
    let answer =
        answer.unwrap_or_else(|_| panic!("{command}\n{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code(), answer)
}

/// A closed shipment, by a generator of whole numbers.
fn closed(rule_set: &RuleSet, next: &mut impl FnMut(i64) -> i64) -> Facts {
    let mut facts = Facts::unknown(rule_set.fact_count());
    let first = rule_set.first_date();
    let day = Day(first.0 + i32::try_from(next(5_000)).unwrap());
    facts.set(FactId::DATE, day.value());
    for (id, fact) in rule_set.facts() {
        let domain = fact.domain();
        let value = match &fact.kind {
            Kind::Number(_) if fact.default == Default::None && next(2) == 0 => Value::NOT_GIVEN,
            Kind::Names(_) => {
                let fits = |at: i64| {
                    let name = fact.name(Value(at));
                    name.is_some_and(|name| name.is_in_force(day))
                };
                let all: Vec<i64> = (0..=domain.greatest).filter(|at| fits(*at)).collect();
                Value(all[usize::try_from(next(i64::try_from(all.len()).unwrap())).unwrap()])
            }
            Kind::Code(codes) => {
                let goods = facts.get(rule_set.goods());
                let own = codes.owners.iter().filter(|(_, owner)| *owner == goods);
                let own: Vec<Value> = own.map(|(part, _)| Value(part.greatest)).collect();
                let at = usize::try_from(next(i64::try_from(own.len()).unwrap() + 1)).unwrap();
                own.get(at).copied().unwrap_or(Value::NOT_GIVEN)
            }
            _ => Value(domain.least + next(domain.greatest - domain.least + 1)),
        };
        let default = rule_set.default_of(fact, &facts);
        let keep = next(3) == 0 && default != Value::NOT_GIVEN;
        facts.set(id, if keep { default } else { value });
    }
    facts
}

#[test]
fn the_command_of_a_witness_asks_for_this_very_shipment() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let mut rng = Rng(20_261_123);
    let mut next = |below: i64| i64::try_from(rng.below(usize::try_from(below).unwrap())).unwrap();
    let folder = folder("witness", &[]).parent().unwrap().to_owned();
    for _ in 0..40 {
        let drawn = std::iter::repeat_with(|| closed(&rule_set, &mut next));
        let mut facts = drawn.into_iter().find(|facts| rule_set.is_possible(facts)).unwrap();
        let command = witness_command(&rule_set, &facts, advisor::builtin::NAME);
        let (_, answer) = shell(&command, &folder);
        for (id, fact) in rule_set.facts() {
            let got = match &answer["shipment"][&fact.id] {
                Json::Null => String::new(),
                Json::Bool(true) => "yes".to_owned(),
                Json::Bool(false) => "no".to_owned(),
                Json::String(name) => name.clone(),
                number => number.to_string(),
            };
            assert_eq!(got, fact.show(facts.get(id)), "`{}` of {command}", fact.id);
        }
        let decision = decide(&rule_set, &mut facts);
        let lane = decision.lane.map(|lane| rule_set[lane].id.as_str());
        assert_eq!(answer["lane"].as_str(), lane, "{command}");
        let entry = witness_test(&rule_set, &facts, "a \"quoted\" name");
        let entry: toml::Value = toml::from_str(&entry).unwrap();
        let entry = &entry["test"][0];
        assert_eq!(entry["expect"]["verdict"].as_str(), answer["verdict"].as_str());
        assert_eq!(entry["name"].as_str(), Some("a \"quoted\" name"));
        let refusals = entry["expect"].get("refusals").and_then(toml::Value::as_array);
        let refusals: Option<Vec<&str>> =
            refusals.map(|ids| ids.iter().filter_map(toml::Value::as_str).collect());
        let told = answer["refusals"].as_array().unwrap().iter();
        let told: Vec<&str> = told.map(|one| one["rule"].as_str().unwrap()).collect();
        assert_eq!(refusals.unwrap_or_default(), told, "{command}");
    }
}

#[test]
fn the_witness_of_a_file_with_an_awkward_name_can_be_pasted() {
    let hole = std::fs::read_to_string(HOLE).unwrap();
    let folder = folder("awkward", &[("-it's $(here) 奶.toml", &hole)]);
    let output = advisor()
        .current_dir(&folder)
        .args(["check", "--format", "json", "--", "-it's $(here) 奶.toml"])
        .output()
        .unwrap();
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    let command = witness(&report["files"][0]);
    let (code, answer) = shell(command, &folder);
    assert_eq!((code, answer["verdict"].as_str()), (Some(1), Some("no-path")));
}

#[test]
fn the_flags_of_a_witness_are_flags_of_the_program() {
    let help = run("route --help").stdout;
    for flag in FLAGS {
        assert!(help.contains(&format!("--{flag} <")), "{flag}");
    }
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let hole = std::fs::read_to_string(HOLE).unwrap();
    let prints = |content: String| {
        let path = file("moved.toml", content);
        let run = run_args(&["check", path.to_str().unwrap(), "--format", "gitlab"]);
        let findings: Vec<Json> = serde_json::from_str(&run.stdout).unwrap();
        let prints = findings.iter().map(|one| one["fingerprint"].as_str().unwrap().to_owned());
        prints.collect::<Vec<_>>()
    };
    let before = prints(hole.clone());
    assert!(!before.is_empty());
    assert_eq!(before, prints(format!("# one line\n# and another\n{hole}")));
}
