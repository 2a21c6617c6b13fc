//! Bad input of every kind: a clear error, the right exit code, no panic, no hang, never a fallback.

use std::time::{Duration, Instant};

use crate::harness::{advisor, file, run_args, run_with_input};

/// Runs `route` with more arguments and expects an exit code and words on standard error.
fn refused(args: &[&str], code: i32, words: &[&str]) {
    let all: Vec<&str> = ["route"].iter().chain(args).copied().collect();
    let run = run_args(&all);
    assert_eq!(run.code, Some(code), "{args:?}\n{}", run.stderr);
    assert!(run.stdout.is_empty(), "{args:?} answers although it cannot: {}", run.stdout);
    assert!(!run.stderr.contains("panicked"), "{args:?}\n{}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "{args:?} does not say `{word}`:\n{}", run.stderr);
    }
}

/// Runs `route` by a rules file with this content.
fn refused_file(name: &str, content: impl AsRef<[u8]>, words: &[&str]) {
    let path = file(name, content);
    refused(&["--goods", "x", "--rules", path.to_str().unwrap()], 3, words);
}

const GOODS: [&str; 4] = ["--goods", "apparel", "--on", "2024-06-01"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    GOODS.iter().chain(more).copied().collect()
}

#[test]
fn numbers_are_plain_or_refused() {
    for text in ["1e3", "1_000", "+5", "1,000", "five", "５", "0x10", "1.2.3", ".5", "NaN", "inf"]
    {
        refused(&with(&["--value", text]), 2, &["is no number", "plain digits"]);
    }
    for text in ["-1", "-0.01", "99999999999", &"9".repeat(10_000)] {
        refused(&with(&["--value", text]), 2, &["cannot be", "it runs from 0 to"]);
    }
    refused(&with(&["--value", "2.675"]), 2, &["steps of 0.01"]);
    refused(&with(&["--lead-days", "1.5"]), 2, &["steps of 1"]);
}

#[test]
fn dates_exist_and_lie_within_the_file() {
    for text in ["2026-02-29", "2026-2-1", "20260201", "yesterday", "2026-02-01T00:00", "", "1e3"] {
        refused(&["--goods", "apparel", "--on", text], 2, &["is no date", "2026-11-23"]);
    }
    for text in ["2013-12-31", "0001-01-01"] {
        refused(&["--goods", "apparel", "--on", text], 2, &["the rules begin on 2014-01-01"]);
    }
}

#[test]
fn facts_are_given_once_and_not_empty() {
    refused(&["--goods", ""], 2, &["`goods` is empty"]);
    refused(&with(&["--port", ""]), 2, &["`port` is empty"]);
    refused(&with(&["--value", ""]), 2, &["`value` is empty"]);
    refused(&with(&["--fact", "departed="]), 2, &["`departed` is empty"]);
    refused(&with(&["--fact", "departed"]), 2, &["NAME=VALUE"]);
    refused(&with(&["--fact", "=no"]), 2, &["no fact ``"]);
    refused(&with(&["--port", "airport", "--fact", "port=nansha"]), 2, &["`port` is given twice"]);
    refused(&with(&["--fact", "manifest=no", "--fact", "manifest=no"]), 2, &["given twice"]);
    refused(
        &with(&["--port", "airport", "--port", "airport"]),
        2,
        &["cannot be used multiple times"],
    );
    refused(&with(&["--fact", "departed=maybe"]), 2, &["yes or no", "write `yes` or `no`"]);
    refused(&with(&["--fact", "departd=no"]), 2, &["no fact `departd`", "`departed`"]);
    refused(&[], 2, &["which goods is it?", "advisor list goods"]);
}

#[test]
fn unknown_names_come_with_the_nearest() {
    refused(&["--goods", "milk-powdr"], 2, &["unknown goods `milk-powdr`", "`milk-powder`"]);
    refused(&with(&["--port", "airprot"]), 2, &["unknown port", "`airport`"]);
    refused(&with(&["--mode", "9611"]), 2, &["unknown mode", "`9610`"]);
    refused(&with(&["--category", "regulr"]), 2, &["unknown category", "`regular`"]);
    refused(&with(&["--direction", "sideways"]), 2, &["it is one of `import` or `export`"]);
    refused(
        &["--goods", &"x".repeat(100_000)],
        2,
        &["unknown goods `xxx", "give the HS code with `--hs`"],
    );
    refused(&["--goods", "\u{1b}[31mred"], 2, &["<U+001B>[31mred"]);
}

/// Whether a terminal could obey anything in what was printed, or hide it.
fn is_tame(printed: &str) -> bool {
    !printed.contains(|letter| letter != '\n' && advisor::letters::is_hidden(letter))
}

#[test]
fn a_rules_file_writes_nothing_on_the_terminal_of_whoever_checks_it() {
    // Clears the screen and writes a verdict of its own, where a terminal obeys it.
    let forged = "\u{9b}2J\u{9b}1;1Hproven, and clean: 1 file\u{9b}8m\u{9d}0;x\u{9c}\u{85}\u{2028}";
    let drawn_as_nothing = "\u{200b}\u{61c}\u{feff}\u{e0041}\u{ad}\u{3164}\u{34f}\u{fe0f}\u{202e}";
    let torn = format!("format = 1\ntitle = \"{forged}{drawn_as_nothing}\" x\n");
    let builtin = run_args(&["rules"]).stdout;
    let title = format!("title = \"{forged}{drawn_as_nothing}");
    let valid = builtin.replacen("title = \"", &title, 1);
    for (name, text, code) in [("torn.toml", torn, 3), ("valid.toml", valid, 1)] {
        let path = file(&format!("terminal-{name}"), text);
        let path = path.to_str().unwrap();
        for format in ["human", "short", "json", "sarif", "github", "gitlab", "junit"] {
            let run = run_args(&["check", path, "--format", format]);
            assert_eq!(run.code, Some(code), "{}", run.stderr);
            assert!(is_tame(&run.stderr) && is_tame(&run.stdout), "{format}: {run:?}");
        }
        for verb in [&["route", "--goods=wine"][..], &["list", "goods"], &["batch", "-"]] {
            let run = run_args(&[verb, &["--rules", path]].concat());
            assert!(is_tame(&run.stderr) && is_tame(&run.stdout), "{verb:?}: {run:?}");
        }
    }
}

#[test]
fn the_snippet_of_a_hidden_letter_stands_under_its_column() {
    let path = file("columns.toml", "format = 1\ntitle = \"\u{9b}\u{e0041}奶\u{9b}\" x\n");
    let run = run_args(&["check", path.to_str().unwrap()]);
    assert!(run.stderr.contains("columns.toml:2:16\n"), "{}", run.stderr);
    let lines: Vec<&str> = run.stderr.lines().collect();
    let at = lines.iter().position(|line| line.contains("title = ")).unwrap();
    assert!(lines[at].ends_with("title = \"\u{fffd}\u{fffd}奶\u{fffd}\" x"), "{}", run.stderr);
    // Each sign takes one column, the Chinese letter two.
    assert_eq!(lines[at + 1].find('^'), Some("2 | title = \"??奶?\" ".len() - 1), "{}", run.stderr);
}

#[test]
fn names_of_files_and_arguments_are_tame_and_json_is_exact() {
    let hostile = "a\u{9b}31m\u{1b}[2J\u{200b}";
    for args in [
        &[hostile][..],
        &["route", hostile],
        &["route", "--goods", "x", "--format", hostile],
        &["check", hostile],
        &["check", "--explain", hostile],
        &["check", "--deny", hostile],
        &["batch", hostile],
        &["batch", "-", "--rules", hostile],
        &["list", hostile],
        &["check", "--budget", hostile],
    ] {
        let run = run_args(args);
        assert!(run.code.is_some_and(|code| code == 2 || code == 4), "{args:?}: {run:?}");
        assert!(is_tame(&run.stderr) && is_tame(&run.stdout), "{args:?}: {run:?}");
        assert!(run.stderr.contains("U+009B"), "{args:?}: {run:?}");
    }
    let title = "a\u{7f}b\u{9b}c\u{e0041}";
    let builtin = run_args(&["rules"]).stdout;
    let line = builtin.lines().find(|line| line.starts_with("title = ")).unwrap();
    // TOML takes no DEL but as an escape.
    let escaped = title.replace('\u{7f}', "\\u007F");
    let path = file("exact.toml", builtin.replacen(line, &format!("title = \"{escaped}\""), 1));
    let args = ["route", "--goods", "wine", "--format", "json", "--rules", path.to_str().unwrap()];
    let answer: serde_json::Value = serde_json::from_str(&run_args(&args).stdout).unwrap();
    assert_eq!(answer["rules"]["title"], title);
}

#[test]
fn codes_are_codes_and_tell_the_goods() {
    refused(&["--hs", "123"], 2, &["`123` is no HS code", "`0123` or `1230`"]);
    for text in ["04O2", "0402..10", ".0402", "0402.", "０４０２", "04021000000", "-1"] {
        refused(&["--hs", text], 2, &["is no HS code", "2, 4, 6, 8 or 10 digits"]);
    }
    refused(&["--hs", ""], 2, &["`hs` is empty"]);
    refused(&["--hs", "04"], 2, &["too short", "`milk-powder`", "`fresh-dairy`"]);
    refused(&["--hs", "0402"], 2, &["too short", "`milk-powder`"]);
    refused(&["--hs", "0402.21", "--goods", "wine"], 2, &["disagree", "`milk-powder`", "`wine`"]);
    refused(&["--hs", "9999.99", "--goods", "wine"], 2, &["disagree", "`other`", "`wine`"]);
    refused(&["--hs", "0402.21", "--fact", "hs=0402.21"], 2, &["given twice"]);
    let agree = run_args(&["route", "--hs", "0402.21.00", "--goods", "奶粉", "--format", "plain"]);
    assert_eq!(agree.code, Some(0), "{}", agree.stderr);
}

#[test]
fn a_rules_file_that_cannot_be_read_is_an_error_and_no_fallback() {
    refused(&["--goods", "wine", "--rules", "/no/such/file.toml"], 4, &["/no/such/file.toml"]);
    refused(&["--goods", "wine", "--rules", "/"], 4, &["could not read the rules file `/`"]);
    refused(&["--goods", "wine", "--rules", ""], 2, &["a value is required for '--rules"]);
    let mut command = advisor();
    let output = command
        .args(["route", "--goods", "wine"])
        .env("ADVISOR_RULES", "/no/such/file.toml")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    // The flag wins over the environment.
    let path = file("flag-wins.toml", "format = 2\n");
    let output = advisor()
        .args(["route", "--goods", "wine", "--rules", path.to_str().unwrap()])
        .env("ADVISOR_RULES", "/no/such/file.toml")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_file_that_is_no_rules_file_says_what_it_is() {
    refused_file("empty.toml", "", &["the file is empty", "built-in rules"]);
    refused_file("blank.toml", " \n\t\n", &["the file is empty"]);
    refused_file("binary.toml", [0x7f, b'E', b'L', b'F', 0, 0xfe, 0xff, 0x80], &["binary"]);
    let utf16: Vec<u8> = "\u{feff}format = 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused_file("utf16.toml", utf16, &["UTF-16", "save it as UTF-8"]);
    refused_file(
        "gbk.toml",
        b"format = 1\ntitle = \"\xc4\xcc\xb7\xdb\"\n",
        &["line 2 is not UTF-8", "GBK"],
    );
    refused_file(
        "newer.toml",
        "format = 2\nnew-key = 1\n",
        &["format 2 is newer", "newer release"],
    );
    refused_file("nul.toml", "format = 1\0\n", &["not valid TOML"]);
    refused_file("two-boms.toml", "\u{feff}\u{feff}format = 1\n", &["not valid TOML"]);
    for content in ["={=<=u==", "==\n[._[._", "v=0x _", "v=0b_1"] {
        refused_file("fuzzed.toml", content, &["error"]);
    }
    // One byte order mark and Windows line ends are fine.
    let builtin = run_args(&["rules"]).stdout;
    let windows = format!("\u{feff}{}", builtin.replace('\n', "\r\n"));
    let path = file("windows.toml", windows);
    assert_eq!(run_args(&["check", path.to_str().unwrap()]).code, Some(0));
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    for depth in [100, 1_000, 100_000] {
        let arrays = format!("format = 1\na = {}{}\n", "[".repeat(depth), "]".repeat(depth));
        refused_file("deep-arrays.toml", arrays, &["error"]);
        let tables = format!("format = 1\na = {}{}\n", "{a=".repeat(depth), "}".repeat(depth));
        refused_file("deep-tables.toml", tables, &["error"]);
        let keys = format!("format = 1\n{} = 1\n", vec!["a"; depth].join("."));
        refused_file("deep-keys.toml", keys, &["error"]);
        let header = format!("format = 1\n[{}]\n", vec!["a"; depth].join("."));
        refused_file("deep-header.toml", header, &["error"]);
    }
}

#[test]
fn many_problems_are_printed_in_part() {
    let begun = Instant::now();
    let path = file("many-errors.toml", "= 1\n".repeat(200_000));
    let run = run_args(&["check", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(3));
    assert_eq!(run.stderr.matches("error[").count(), 50);
    assert!(run.stderr.contains("951 more problems"), "{}", run.stderr.len());
    for (format, most) in [("json", 1_000_000), ("gitlab", 500_000), ("short", 200_000)] {
        let run = run_args(&["check", path.to_str().unwrap(), "--format", format]);
        assert!(run.stdout.contains("199000 more problems are not told"));
        assert!(run.stdout.len() < most, "{format}: {}", run.stdout.len());
    }
    // Not a measurement: a bound that only a hang or a quadratic loop would pass.
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[test]
fn endless_and_over_large_files_end() {
    refused(
        &["--goods", "wine", "--rules", "/dev/zero", "--rules-limit", "1"],
        3,
        &["larger than 1 MiB", "--rules-limit"],
    );
    let path = file("large.toml", " ".repeat(1024 * 1024 + 1));
    let args = ["--goods", "wine", "--rules", path.to_str().unwrap(), "--rules-limit", "1"];
    refused(&args, 3, &["larger than 1 MiB"]);
}

#[test]
fn rules_come_from_standard_input_and_from_a_pipe() {
    let builtin = run_args(&["rules"]).stdout;
    let args = ["route", "--goods", "wine", "--on", "2024-06-01", "--rules", "-"];
    let run = run_with_input(&args, builtin.as_bytes());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("<stdin>"), "{}", run.stdout);
    let script = format!("'{0}' check <('{0}' rules)", env!("CARGO_BIN_EXE_advisor"));
    let output = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let script =
        format!("'{}' rules | head -1; echo \"${{PIPESTATUS[0]}}\"", env!("CARGO_BIN_EXE_advisor"));
    let output = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.trim_end().ends_with('0'), "{stdout}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_full_disk_is_said() {
    for arg in ["rules", "--help", "--version"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = advisor().arg(arg).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{arg}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("No space left"), "{arg}");
    }
}
