//! Rules as they are at a revision of git: compared, shown, and as git's own diff driver.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::{Run, advisor};

/// A repository with the rules of a port in `rules/port.toml`, which include others and a table.
struct Repository(PathBuf);

const RULES: &str = r#"format = 1
title = "Rules of a small port"
first-date = 2026-01-01
include = ["parts/goods.toml"]
[sources]
notice = { title = "Notice of the port" }
[checks]
opening = { kind = "site" }
[lanes]
green = {}
red = { checks = ["opening"] }
[steps]
inspect = { title = "Present the goods", when = "at-arrival", holds = ["site"] }
[tables]
inspections = "parts/strict.csv"
[flows]
standard = { steps = ["inspect"], sources = ["notice"] }
"#;
const GOODS: &str = "format = 1\n[goods]\ncheese = {}\nmeat = {}\nshirts = { ordinary = true }\n";
const STRICT: &str = "id,goods,lane,sources\ncheese,cheese,red,notice\n";

impl Repository {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(root.join("rules/parts")).unwrap();
        let own = Self(root);
        own.git("init -q -b main .");
        own.write("rules/port.toml", RULES);
        own.write("rules/parts/goods.toml", GOODS);
        own.write("rules/parts/strict.csv", STRICT);
        own.commit();
        own
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.0.join(path), text).unwrap();
    }

    fn git(&self, args: &str) -> String {
        self.shell(&format!("git -c user.name=a -c user.email=a@b.example {args}"))
    }

    fn commit(&self) {
        self.git("add . && git -c user.name=a -c user.email=a@b.example commit -q -m change");
    }

    /// Runs a line of the shell, to which the program is known by its name.
    fn shell(&self, line: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_advisor")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(&self.0).env("PATH", path);
        let alone = [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")];
        let output = command.envs(alone).env("GIT_CEILING_DIRECTORIES", &self.0).output().unwrap();
        let run = Run::from(output);
        assert_eq!(run.code, Some(0), "{line}\n{}{}", run.stdout, run.stderr);
        run.stdout
    }

    fn advisor(&self, folder: &str, args: &str) -> Run {
        let mut command = advisor();
        command.args(args.split_whitespace()).current_dir(self.0.join(folder));
        command.env("PATH", std::env::var("PATH").unwrap()).output().unwrap().into()
    }
}

#[test]
fn a_file_is_compared_with_what_it_was_with_all_that_it_names() {
    let port = Repository::new("git-port");
    port.write("rules/parts/strict.csv", &format!("{STRICT}meat,meat,red,notice\n"));
    let calls = [
        (".", "diff HEAD:rules/port.toml rules/port.toml"),
        (".", "diff --git rules/port.toml"),
        (".", "diff --git main rules/port.toml"),
        ("rules", "diff HEAD:./port.toml port.toml"),
        ("rules", "diff HEAD:rules/port.toml port.toml"),
        ("rules/parts", "diff --git ../port.toml"),
    ];
    for (folder, call) in calls {
        let run = port.advisor(folder, call);
        assert_eq!(run.code, Some(1), "{call}\n{}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("Stricter lane: green to red"), "{call}\n{}", run.stdout);
        assert!(run.stdout.contains("goods meat"), "{call}\n{}", run.stdout);
    }
    // The calls that show it work as they are printed.
    let shown = port.advisor(".", "diff HEAD:rules/port.toml rules/port.toml").stdout;
    let calls: Vec<&str> =
        shown.lines().filter_map(|line| line.strip_prefix("  advisor ")).collect();
    let lanes = ["green", "red"];
    assert_eq!(calls.len(), 2, "{shown}");
    for (call, lane) in calls.iter().zip(lanes) {
        let answer = port.advisor(".", &format!("{call} --format plain")).stdout;
        assert!(answer.contains(&format!("lane\t{lane}\n")), "{call}\n{answer}");
    }
    // What was included is that of the revision, too, and a rule of it has its place there.
    port.commit();
    port.write("rules/parts/goods.toml", &GOODS.replace("meat = {}", "meat = {}\neggs = {}"));
    port.write("rules/parts/strict.csv", STRICT);
    let run = port.advisor(".", "diff HEAD:rules/port.toml rules/port.toml");
    assert!(run.stdout.contains("goods.eggs: only now"), "{}", run.stdout);
    assert!(
        run.stdout.contains("before by meat (HEAD:rules/parts/strict.csv:3)"),
        "{}",
        run.stdout
    );
    let same = port.advisor(".", "diff HEAD~1:rules/port.toml HEAD~1:rules/port.toml");
    assert_eq!((same.code, same.stdout.as_str()), (Some(0), "The two files say the same.\n"));
}

#[test]
fn what_git_does_not_know_is_said_in_its_words() {
    let port = Repository::new("git-unknown");
    let wrong = [
        ("diff HEAD~7:rules/port.toml rules/port.toml", "HEAD~7"),
        ("diff HEAD:port.toml rules/port.toml", "port.toml"),
        ("diff --git nowhere rules/port.toml", "nowhere"),
        ("diff --git rules/none.toml", "none.toml"),
    ];
    for (call, word) in wrong {
        let run = port.advisor(".", call);
        assert_eq!(run.code, Some(4), "{call}\n{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(word), "{call}\n{}", run.stderr);
        assert!(run.stdout.is_empty(), "{}", run.stdout);
    }
}

#[test]
fn the_two_lines_of_the_readme_make_it_the_diff_driver_of_git() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let lines = readme.lines().filter(|line| {
        line.starts_with("echo '*rules.toml diff") || line.starts_with("git config diff.advisor")
    });
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let port = Repository::new("git-driver");
    port.git("mv rules/port.toml rules/rules.toml");
    port.commit();
    lines.iter().for_each(|line| drop(port.shell(line)));
    let red = RULES.replace(
        "[flows]",
        "[inspections.meat]\nwhen = { goods = \"meat\" }\n\
        lane = \"red\"\nsources = [\"notice\"]\n[flows]",
    );
    port.write("rules/rules.toml", &red);
    let told = port.git("diff");
    assert!(told.contains("rules/rules.toml\n"), "{told}");
    assert!(told.contains("Stricter lane: green to red"), "{told}");
    // Of two that are committed git gives temporary files.
    port.commit();
    port.git("mv rules/rules.toml rules/other.toml");
    port.git("commit -q -m gone");
    let log = port.git("log -p --ext-diff --format=%s -2 -- rules/rules.toml");
    assert!(log.contains("Stricter lane: green to red"), "{log}");
    assert!(log.contains("rules/rules.toml: only before"), "{log}");
    // A file with problems keeps no other from being told.
    port.write("rules/rules.toml", "format = 1\n");
    port.git("add -N .");
    port.git("diff");
}

#[test]
fn mistakes_are_made_in_what_has_changed_since_a_revision() {
    let port = Repository::new("git-since");
    let test = "\n[[test]]\nname = \"cheese is looked at\"\nfacts = { goods = \"cheese\" }\n\
        on = 2026-11-23\nexpect = { lane = \"red\" }\n";
    port.write("rules/port.toml", &format!("{RULES}{test}"));
    port.commit();
    port.write("rules/parts/strict.csv", &format!("{STRICT}meat,meat,red,notice\n"));
    let subjects = |call: &str| {
        let run =
            port.advisor(".", &format!("test rules/port.toml --mutants --format json {call}"));
        let report: serde_json::Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
        let mutants = report["mutants"][0]["items"].as_array().expect("mutants").clone();
        let mut subjects: Vec<String> =
            mutants.iter().map(|one| one["subject"].as_str().expect("a rule").to_owned()).collect();
        subjects.dedup();
        subjects
    };
    assert_eq!(subjects(""), ["standard", "cheese", "meat"]);
    assert_eq!(subjects("--since HEAD"), ["meat"]);
    assert_eq!(subjects("--since HEAD~1"), ["meat"]);
    port.git("mv rules/port.toml rules/other.toml");
    port.git("mv rules/other.toml rules/port.toml");
    port.commit();
    assert_eq!(subjects("--since HEAD"), Vec::<String>::new());
    let unknown = port.advisor(".", "test rules/port.toml --mutants --since nowhere");
    assert_eq!(unknown.code, Some(4), "{}", unknown.stderr);
    let own = port.advisor(".", "test --mutants --since HEAD");
    assert_eq!(own.code, Some(2), "{}", own.stderr);
}
