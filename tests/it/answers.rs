//! What a person reads: short, the verdict first, nothing that misleads left for the end.

use crate::harness::run;

/// How many columns a line takes: Chinese letters take two.
fn columns(line: &str) -> usize {
    line.chars().map(|letter| if letter >= '\u{1100}' { 2 } else { 1 }).sum()
}

fn lines(call: &str) -> Vec<String> {
    let answer = run(&format!("route {call} --on 2026-11-23"));
    let lines: Vec<String> = answer.stdout.lines().map(str::to_owned).collect();
    assert!(lines.iter().all(|line| columns(line) <= 80), "{}", answer.stdout);
    lines
}

#[test]
fn an_answer_fits_a_screen_and_a_refusal_half_of_it() {
    let answer = lines("--goods milk-powder --port airport");
    assert!(answer.len() <= 36, "{} lines", answer.len());
    for refused in [
        "--goods weapons",
        "--goods used-clothing --port airport",
        "--goods apparel --port airport --mode 9610 --value 6000 --fact single-item=no",
        "--goods apparel --port post",
        "--goods meat --mode 9610",
    ] {
        let answer = lines(refused);
        assert!(answer.len() <= 14, "{refused}: {} lines", answer.len());
        assert!(answer[0].starts_with("No: "), "{answer:?}");
    }
}

#[test]
fn each_depth_adds_to_the_one_before() {
    let [short, why, all] = ["", " --why", " --all"]
        .map(|depth| lines(&format!("--goods milk-powder --port airport{depth}")));
    assert!(short.len() < why.len() && why.len() < all.len());
    assert!(!short.contains(&"Sources".to_owned()) && why.contains(&"Sources".to_owned()));
    assert!(all.contains(&"The shipment".to_owned()));
    assert!(short.iter().take(short.len() - 3).all(|line| why.contains(line)));
}

#[test]
fn goods_that_no_rule_knows_get_no_yes_and_old_rules_a_warning() {
    let unknown = lines("--hs 9999");
    assert!(unknown[0].starts_with("No rule knows these goods; by the general rules:"));
    let late = run("route --goods wine --port airport --on 2030-01-01").stdout;
    let warning = late.lines().position(|line| line.starts_with("Warning: the rules were last"));
    assert!(warning.is_some_and(|at| at < 6), "{late}");
}

#[test]
fn red_is_for_no_alone() {
    let color = |call: &str| {
        let run = run(&format!("route {call} --on 2026-11-23 --color always"));
        run.stdout.lines().next().unwrap().split('m').take(2).collect::<Vec<_>>().join("m")
    };
    let (yes, no) = (color("--goods milk-powder --port airport"), color("--goods weapons"));
    assert!(yes.contains("\u{1b}[32") || yes.contains("\u{1b}[1m\u{1b}[32"), "{yes:?}");
    assert!(no.contains("\u{1b}[31") || no.contains("\u{1b}[1m\u{1b}[31"), "{no:?}");
}
