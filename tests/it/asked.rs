//! Questions to somebody who names no goods, at a pseudo terminal of `script`.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use crate::harness::{Run, run_args, run_with_input};

/// Begins a call at a terminal.
fn at_terminal(args: &str) -> Child {
    let mut command = Command::new("script");
    let call = format!("{} {args}", env!("CARGO_BIN_EXE_advisor"));
    command.env_clear().env("PATH", "/usr/bin:/bin").env("NO_COLOR", "1").env("TERM", "xterm");
    command.args(["-qec", &call, "/dev/null"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("there is `script`, of util-linux")
}

/// Runs a call at a terminal at which this is typed. What is typed is seen, too.
fn typed(args: &str, keys: &str) -> (Option<i32>, String) {
    let mut child = at_terminal(args);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(keys.as_bytes()).unwrap();
    drop(stdin);
    let run: Run = child.wait_with_output().unwrap().into();
    (run.code, run.stdout.replace('\r', ""))
}

/// The call that says all that was answered.
fn amounts_to(shown: &str) -> Vec<String> {
    let call = shown.split("Without questions:\n  advisor ").nth(1).expect(shown);
    call.lines().next().unwrap().split(' ').map(str::to_owned).collect()
}

/// The questions that were asked: their lines without number and remark.
fn asked(shown: &str) -> Vec<String> {
    let lines = shown.lines().map(|line| line.trim_start_matches("> "));
    let numbered = lines.take_while(|line| !line.starts_with(['Y', 'N'])).filter(|line| {
        line.starts_with(|first: char| first.is_ascii_digit()) && line.contains("Enter:")
    });
    numbered.map(|line| line[3..].split(" (").next().unwrap().to_owned()).collect()
}

#[test]
fn the_call_that_a_conversation_amounts_to_gives_the_same_answer() {
    for keys in ["milk powder\n1\nhongkong\n5001\n2\n", "0402.21\n0110\n\n\n\n", "红酒\n\n\n\n\n"]
    {
        let (code, shown) = typed("route --on 2026-11-24", keys);
        let call = amounts_to(&shown);
        let run = run_args(&call.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{call:?}");
        assert!(shown.contains(&run.stdout), "{shown}\n{}", run.stdout);
        let questions = asked(&shown);
        assert!((2..=5).contains(&questions.len()), "{questions:?}\n{shown}");
    }
}

#[test]
fn a_value_is_taken_by_number_by_name_and_in_any_language() {
    let said = |keys: &str| amounts_to(&typed("route --on 2026-11-24", keys).1).join(" ");
    let expected = "route --on 2026-11-24 --goods milk-powder --mode 1210";
    assert_eq!(said("milk powder\n2\n"), expected);
    assert_eq!(said("MILK-POWDER\n1210\n"), expected);
    assert_eq!(said("奶粉\n保税跨境贸易电子商务\n"), expected);
    assert_eq!(said("milkpowder\nBonded\n"), expected);
    // What is no value is told, and asked again.
    let (_, shown) = typed("route --on 2026-11-24", "milk-powdr\n奶粉\n99\n2\n");
    assert!(shown.contains("unknown goods `milk-powdr`"), "{shown}");
    assert!(shown.contains("unknown mode `99`"), "{shown}");
    assert_eq!(amounts_to(&shown).join(" "), expected);
}

#[test]
fn only_what_can_matter_is_asked() {
    // By the small port, cheese is red whatever else is so.
    let rules = "route --rules tests/cases/rules/port.toml --on 2026-11-24";
    let (code, shown) = typed(rules, "cheese\n\n\n\n\n");
    assert_eq!(code, Some(0), "{shown}");
    assert_eq!(asked(&shown).len(), 1, "{shown}");
    // What is said already is not asked for.
    let (_, shown) = typed("route --mode 0110 --on 2026-11-24", "wine\n\n\n\n\n");
    assert!(asked(&shown).iter().all(|one| !one.starts_with("Mode")), "{shown}");
}

#[test]
fn a_conversation_ends_where_the_caller_ends_it() {
    // Ctrl-D where nothing is known: the wrong call that it was.
    let (code, shown) = typed("route", "\u{4}");
    assert_eq!(code, Some(2), "{shown}");
    assert!(shown.contains("which goods is it?"), "{shown}");
    // Ctrl-D later leaves the rest open.
    let (code, shown) = typed("route --on 2026-11-24", "milk powder\n\u{4}");
    assert_eq!(code, Some(0), "{shown}");
    assert_eq!(amounts_to(&shown).join(" "), "route --on 2026-11-24 --goods milk-powder");
    // Ctrl-C ends the program.
    let mut child = at_terminal("route");
    let (mut stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.as_mut().unwrap());
    let (mut shown, mut byte) = (Vec::new(), [0]);
    while !shown.ends_with(b"\n> ") {
        assert_eq!(stdout.read(&mut byte).unwrap(), 1, "{shown:?}");
        shown.extend(byte);
    }
    stdin.write_all(b"\x03").unwrap();
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.code, Some(130), "{run:?}");
    assert!(!run.stdout.contains("error"), "{run:?}");
}

#[test]
fn nobody_is_asked_where_nobody_sits() {
    let run = run_with_input(&["route"], b"milk powder\n");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("which goods is it?"), "{}", run.stderr);
    // A program that reads the answer is none to be asked, nor is one that made another mistake.
    for args in ["route --format json", "route --on tomorrow"] {
        let (code, shown) = typed(args, "");
        assert_eq!(code, Some(2), "{shown}");
        assert!(!shown.contains("Enter"), "{shown}");
    }
}
