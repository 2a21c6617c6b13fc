//! Transcripts: what a user types and sees, byte for byte. `TRYCMD=overwrite` writes them anew.

use crate::harness::run_args;

fn cases() -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    cases.env("ADVISOR_RULES", "");
    cases.default_bin_name("advisor");
    cases
}

#[test]
fn the_program_says_what_its_transcripts_show() {
    cases().case("tests/cases/*.trycmd");
}

#[test]
fn the_readme_shows_what_the_program_says() {
    cases().case("README.md");
}

/// The fenced blocks of the README in one language.
fn blocks(language: &str) -> Vec<String> {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let fence = format!("```{language}\n");
    let blocks = readme.split(&fence).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_rules_file_of_the_readme_is_the_one_its_example_runs_on() {
    let file = std::fs::read_to_string("tests/cases/rules/port.toml").unwrap();
    let tests = std::fs::read_to_string("tests/cases/tests/port-tests.toml").unwrap();
    let table = std::fs::read_to_string("tests/cases/tables/inspections.csv").unwrap();
    assert_eq!(blocks("csv"), [table.as_str()]);
    let including = std::fs::read_to_string("tests/cases/ports/north.toml").unwrap();
    let [port, north, laws, of_port] = &blocks("toml")[..] else { panic!("other blocks") };
    assert_eq!([port, north, of_port], [&file, &including, &tests]);
    let lawful = std::fs::read_to_string("tests/cases/rules/never.toml").unwrap();
    assert!(lawful.contains(laws), "{laws}");
    assert_eq!(file.lines().count(), 41, "the README promises 41 lines");
}

fn word(block: &str) -> &str {
    block.split(' ').next().unwrap()
}

#[test]
fn the_commands_of_the_readme_run() {
    let blocks = blocks("sh");
    // Those for many machines need a cluster; a script of their own runs them as they stand here.
    let elsewhere = std::fs::read_to_string("tests/cluster/run").unwrap();
    let runs = |block: &str| elsewhere.contains(&format!("recipe {})", word(block)));
    let (many, here): (Vec<_>, Vec<_>) = blocks.iter().partition(|block| runs(block));
    assert_eq!(many.len(), 2);
    let commands = here.iter().flat_map(|block| block.lines());
    let (tests, others): (Vec<&str>, Vec<&str>) =
        commands.partition(|command| command.starts_with("cargo test"));
    // The command that passes the tests is the one that continuous integration runs.
    let script = std::fs::read_to_string(".ci/run").unwrap();
    assert!(tests.iter().all(|command| script.lines().any(|line| line == *command)), "{tests:?}");
    assert!(!tests.is_empty() && !others.is_empty());
    for command in others {
        let args = command.strip_prefix("cargo run --release -- ").unwrap();
        let run = run_args(&args.split(' ').collect::<Vec<_>>());
        assert_eq!(run.code, Some(0), "{command}\n{}", run.stderr);
    }
}

#[test]
fn what_the_article_says_is_shown_by_a_command_each() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let table = readme.split("### What the article says\n").nth(1).unwrap();
    let rows = table.split("\n#").next().unwrap().lines().filter(|line| line.contains("`advisor "));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split('`').collect()).collect();
    assert!(rows.len() > 15, "{rows:?}");
    for row in rows {
        let [_, command, _, shown, _] = row[..] else { panic!("{row:?}") };
        let args: Vec<&str> = command.split(' ').skip(1).collect();
        let run = run_args(&args);
        assert!(run.stdout.contains(shown), "{command} does not show {shown}\n{}", run.stdout);
        let refused = run.stdout.contains("verdict\trefused");
        assert_eq!(run.code, Some(i32::from(refused)), "{command}\n{}", run.stderr);
    }
}

#[test]
fn the_help_of_every_verb_ends_with_two_examples_that_work() {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_advisor"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples");
    std::fs::create_dir_all(&folder).unwrap();
    // What the examples of batch read.
    std::fs::write(folder.join("orders.csv"), "goods,value\nwine,1000\n").unwrap();
    std::fs::write(folder.join("orders.jsonl"), "{\"sku_group\":\"wine\"}\n").unwrap();
    let help = run_args(&["--help"]).stdout;
    let verbs = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let verbs = verbs.lines().map(|line| line.split_whitespace().next().unwrap());
    for verb in verbs.filter(|verb| *verb != "help") {
        let help = run_args(&[verb, "--help"]).stdout;
        let examples: Vec<&str> =
            help.split("Examples:\n").nth(1).unwrap().trim_end().lines().map(str::trim).collect();
        assert_eq!(examples.len(), 2, "{verb}: {examples:?}");
        for example in examples {
            let mut shell = std::process::Command::new("bash");
            shell.args(["-o", "pipefail", "-c", example]).current_dir(&folder);
            let output = shell.env_clear().env("PATH", &path).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{example}\n{stderr}");
        }
    }
}
