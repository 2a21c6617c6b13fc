//! Documents that are at hand or not, and one of several.

use serde_json::Value as Json;

use crate::harness::run;

const RULES: &str = "tests/cases/rules/papers.toml";

fn answer(facts: &str) -> Json {
    let run = run(&format!("route cheese --rules {RULES} --on 2026-08-01 --format json {facts}"));
    serde_json::from_str(&run.stdout).unwrap()
}

fn ids(answer: &Json, key: &str) -> Vec<String> {
    answer[key].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn of_several_documents_one_is_enough() {
    let yes_or_no = ["no", "yes"];
    for (eur1, declaration) in yes_or_no.iter().flat_map(|one| yes_or_no.map(|two| (one, two))) {
        for permit in yes_or_no {
            let facts = format!(
                "--fact has-eur1={eur1} --fact has-declaration={declaration} \
                 --fact has-permit={permit}"
            );
            let answer = answer(&facts);
            let documents = ids(&answer, "documents");
            assert_eq!(documents, ["invoice", "permit", "eur1|invoice-declaration"], "{facts}");
            let none = *eur1 == "no" && declaration == "no";
            let mut missing = Vec::new();
            missing.extend((permit == "no").then_some("permit"));
            missing.extend(none.then_some("eur1|invoice-declaration"));
            assert_eq!(ids(&answer, "missing_documents"), missing, "{facts}");
            // What is not at hand changes nothing else.
            assert_eq!(answer["verdict"], "clearable", "{facts}");
        }
    }
}

#[test]
fn the_answer_about_papers_keeps_its_schema() {
    let schema = std::fs::read_to_string("tests/schemas/route.json").unwrap();
    let schema: Json = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let answer = answer("");
    let wrong: Vec<String> = validator.iter_errors(&answer).map(|one| one.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(answer["references"]["documents"]["eur1"]["form"], "EUR.1");
}
