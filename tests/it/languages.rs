//! Texts of a rules file in several languages.

use advisor::model::wording::Language;
use advisor::{SourceFile, read};

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
