//! Texts of a rules file in several languages.

use advisor::model::wording::Language;
use advisor::{SourceFile, read};

use crate::harness::{Run, advisor};

const REST: &str = r#"
first-date = 2026-01-01
[lanes]
green = { name = "release", zh = "放行", de = "Freigabe" }
[steps]
declare = { title = { en = "Declare", de = "Anmelden" }, when = "before-arrival" }
[goods]
cheese = { de = "Käse" }
[refusals.none]
because.en = "no cheese"
because.zh = "禁止"
remedy = { de = "essen" }
when = { goods = "cheese" }
[flows.all]
steps = ["declare"]
"#;

fn of(header: &str) -> SourceFile {
    SourceFile::new("x.toml", format!("format = 1\ntitle = \"x\"\n{header}{REST}"))
}

#[test]
fn a_text_is_said_in_as_many_languages_as_the_file_lists() {
    let rule_set = read(&of("languages = [\"en\", \"zh\", \"de\"]")).unwrap();
    let in_language = |code: &str| Language::parse(code).unwrap();
    let lane = rule_set.lanes()[0].title.clone().unwrap();
    assert_eq!(lane.plain(), Some("release"));
    assert_eq!(lane.in_language(in_language("zh")), Some("放行"));
    assert_eq!(lane.in_language(in_language("de")), Some("Freigabe"));
    let step = &rule_set.steps()[0].title;
    assert_eq!((step.plain(), step.in_language(in_language("zh"))), (Some("Declare"), None));
    let because = rule_set.rows()[0].rule.because.clone().unwrap();
    assert_eq!(because.in_language(in_language("zh")), Some("禁止"));
    let (_, goods) = rule_set.fact_called("goods").unwrap();
    let cheese = goods.names().next().unwrap();
    assert_eq!(cheese.words(), "cheese", "a name in another language alone leaves the id");
    let found = advisor::shipment::name_value(goods, "käse");
    assert!(found.is_some(), "a name in any language of the file is taken");
}

#[test]
fn a_language_that_the_file_does_not_list_is_no_key() {
    let found = read(&of("languages = [\"en\", \"zh\"]")).unwrap_err();
    let told: Vec<String> = found.iter().map(|one| one.message.clone()).collect();
    assert!(told.iter().any(|one| one == "lane `green` knows no key `de`"), "{told:?}");
    let help = found.iter().filter_map(|one| one.help.clone()).collect::<Vec<_>>().join("\n");
    assert!(help.contains("list `de` under `languages`"), "{help}");
}

#[test]
fn what_is_said_twice_or_in_no_language_is_told() {
    let messages = |header: &str| {
        let found = read(&of(header)).unwrap_err();
        found.into_iter().map(|one| one.message).collect::<Vec<_>>().join("\n")
    };
    assert!(messages("languages = [\"en\", \"EN\"]").contains("`EN` is no language"));
    assert!(messages("languages = [\"en\", \"zh\", \"zh\"]").contains("`zh` is listed twice"));
    let twice = messages(
        "languages = [\"en\", \"zh\", \"de\"]\nlate-fee = { zh = \"a\", name = { zh = \"b\" } }\n",
    );
    assert!(twice.contains("said twice in `zh`"), "{twice}");
}

/// How the program answers in an environment of its own.
fn answer(environment: &[(&str, &str)], args: &str) -> Run {
    let mut command = advisor();
    command.envs(environment.iter().copied()).args(args.split_whitespace());
    command.output().unwrap().into()
}

/// How many columns a line takes: Chinese letters and signs take two.
fn columns(line: &str) -> usize {
    line.chars().map(|letter| if letter >= '\u{1100}' { 2 } else { 1 }).sum()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..'\u{a000}').contains(&letter))
}

const CALLS: [&str; 9] = [
    "route milk-powder airport --on 2026-11-25",
    "route milk-powder airport --on 2026-11-25 --arrival 2026-12-01 --value 900",
    "route wine --mode 0110 --on 2024-06-21 --arrival 2024-06-01 --value 30000 --why",
    "route meat --mode 0110 --port nansha --on 2026-11-25 --all",
    "route used-clothing --on 2026-11-25",
    "route health-food --mode express-c --port airport --on 2026-11-25",
    "route other --mode 9610 --value 200 --on 2026-11-25",
    "compare port --goods milk-powder --on 2026-11-25",
    "list goods cheese",
];

#[test]
fn the_locale_decides_the_language_and_the_flag_wins() {
    let call = "route milk-powder airport --on 2026-11-25";
    let english = answer(&[], call).stdout;
    assert!(english.starts_with("Yes, ") && !is_chinese(&english), "{english}");
    let chinese = answer(&[("LANG", "zh_CN.UTF-8")], call).stdout;
    assert!(chinese.starts_with("可以，"), "{chinese}");
    let said = |environment: &[(&str, &str)], flag: &str| {
        answer(environment, &format!("{call} {flag}")).stdout
    };
    assert_eq!(said(&[], "--lang zh"), chinese);
    assert_eq!(said(&[("LANG", "zh_CN.UTF-8")], "--lang en"), english);
    for (environment, expected) in [
        (vec![("LC_ALL", "zh_TW.UTF-8"), ("LANG", "en_US.UTF-8")], &chinese),
        (vec![("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], &english),
        (vec![("LC_ALL", ""), ("LC_MESSAGES", "zh"), ("LANG", "en_US")], &chinese),
        (vec![("LANG", "de_DE.UTF-8")], &english),
    ] {
        assert_eq!(&said(&environment, ""), expected, "{environment:?}");
    }
    let both = said(&[], "--lang both");
    assert!(both.starts_with("Yes, ") && both.contains("milk powder 奶粉"), "{both}");
}

#[test]
fn machines_read_the_same_in_every_language() {
    for format in ["json", "plain", "mermaid"] {
        let call = format!("route milk-powder airport --on 2026-11-25 --format {format}");
        assert_eq!(answer(&[("LANG", "zh_CN")], &call).stdout, answer(&[], &call).stdout);
    }
    for call in
        ["compare port --goods wine --on 2026-11-25 --format csv", "list goods --format json"]
    {
        assert_eq!(answer(&[("LANG", "zh_CN")], call).stdout, answer(&[], call).stdout);
    }
}

#[test]
fn every_answer_fits_eighty_columns_in_every_language() {
    for call in CALLS {
        for lang in ["en", "zh", "both"] {
            let told = answer(&[], &format!("{call} --lang {lang}")).stdout;
            assert!(!told.is_empty(), "{call}");
            let wide: Vec<&str> = told.lines().filter(|line| columns(line) > 80).collect();
            assert!(wide.is_empty(), "{call} --lang {lang}\n{}", wide.join("\n"));
        }
    }
}

#[test]
fn chinese_answers_hold_none_of_the_english_words_of_the_program() {
    // What a rule does is told in ids by `--why` and `--all`.
    let english = [
        "Yes,",
        "No:",
        "Release",
        "Tax ",
        "Papers",
        "Why ",
        "Before ",
        "After ",
        "At arrival",
        "Taken ",
        "Instead",
        "More:",
        "Advice",
        "Sooner",
        "papers",
        "released",
        "indicative",
        "lane",
        "Dates",
        "days",
        "Sources",
        "The shipment",
        "given",
        "in force",
    ];
    for call in CALLS.iter().filter(|call| !call.contains("--why") && !call.contains("--all")) {
        let told = answer(&[], &format!("{call} --lang zh")).stdout;
        for word in english {
            let program = told.lines().filter(|line| line.contains(word));
            assert_eq!(program.collect::<Vec<_>>().join("\n"), "", "{call}: {word}");
        }
    }
}

#[test]
fn what_is_said_yes_or_no_to_is_told_in_words() {
    let chinese = |said| answer(&[], &format!("route milk-powder airport --fact {said} --lang zh"));
    assert!(chinese("departed=no").stdout.contains("非：运输工具已启运"));
    assert!(!chinese("departed=no").stdout.contains("departed"));
    assert!(chinese("departed=yes").stdout.contains("，运输工具已启运"));
}

#[test]
fn wrong_calls_are_told_in_the_language_of_the_caller() {
    for call in [
        "route chese",
        "route wine prt",
        "route",
        "route wine --value x",
        "route wine --on 2010-01-01",
        "route wine --hs 0402.10",
        "route wine --arrival x",
        "route wine --fact nothing=1",
        "route wine --value 1e9",
        "route wine --category B --on 2026-01-01",
    ] {
        let run = answer(&[], &format!("{call} --lang zh"));
        assert_eq!(run.code, Some(2), "{call}");
        assert!(run.stderr.starts_with("错误：") && is_chinese(&run.stderr[9..]), "{}", run.stderr);
        assert!(answer(&[], call).stderr.starts_with("error: "), "{call}");
    }
}

#[test]
fn the_help_of_route_is_chinese_for_whoever_reads_chinese() {
    let help = answer(&[], "route --help --lang zh").stdout;
    let options = help.lines().filter(|line| line.trim_start().starts_with("--"));
    let mut count = 0;
    for option in options {
        let after = help.split(option).nth(1).unwrap();
        let text: String = after.lines().take(2).collect();
        assert!(is_chinese(&text), "{option}\n{after}");
        count += 1;
    }
    assert!(count > 18, "{help}");
    assert_eq!(answer(&[("LANG", "zh_CN")], "route --help").stdout, help);
    assert!(is_chinese(&answer(&[("LANG", "zh_CN")], "--help").stdout));
}
