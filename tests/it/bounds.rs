//! What a rules file may be at most, on both sides of each bound; and files that would take for ever
//! if reading compared each with each.

use advisor::codes::Code;
use advisor::model::ids::Id;
use advisor::model::{CheckId, DocumentId, FactId, FlowId, LaneId, PriceId, RateId, StepId, TaxId};
use advisor::{Finding, RuleSet, SourceFile, read};

use crate::harness::run_with_input;

/// A small file, with more entries in one of its tables.
fn with(table: &str, entries: impl Iterator<Item = String>) -> String {
    let tables = [
        ("checks", ""),
        ("lanes", "green = {}\n"),
        ("steps", "declare = { title = \"x\", when = \"before-arrival\", holds = [\"data\"] }\n"),
        ("documents", ""),
        ("goods", "eggs = {}\n"),
        ("facts", "value = { number = { least = 0, greatest = 9, step = 1 } }\n"),
        ("flows", "all = { steps = [\"declare\"] }\n"),
        ("rates", "duty = { entries = [{ percent = 5 }] }\n"),
        ("prices", ""),
        ("taxes", ""),
    ];
    let mut text = "format = 1\ntitle = \"x\"\nfirst-date = 2026-01-01\n".to_owned();
    let mut entries = Some(entries);
    for (name, own) in tables {
        text.push_str(&format!("[{name}]\n{own}"));
        if name == table {
            entries.take().into_iter().flatten().for_each(|entry| text.push_str(&(entry + "\n")));
        }
    }
    text
}

fn reading(text: String) -> Result<RuleSet, Vec<Finding>> {
    read(&SourceFile::new("bounds.toml", text))
}

#[test]
fn every_count_has_a_bound_that_is_told() {
    let bounds: [(&str, usize, &str); 9] = [
        ("checks", CheckId::MOST, "{ kind = \"data\" }"),
        ("documents", DocumentId::MOST, "{ step = \"declare\" }"),
        ("lanes", LaneId::MOST - 1, "{}"),
        ("steps", StepId::MOST - 1, "{ title = \"x\", when = \"after-release\" }"),
        // The date, the lane, the goods and the value are facts, too.
        ("facts", FactId::MOST - 4, "{ default = true }"),
        ("flows", FlowId::MOST - 1, "{ steps = [\"declare\"] }"),
        ("rates", RateId::MOST - 1, "{ entries = [{ percent = 5 }] }"),
        ("prices", PriceId::MOST, "{ per = \"value\", entries = [{ price = 5 }] }"),
        ("taxes", TaxId::MOST, "{ flat = { rate = \"duty\", base = \"value\" } }"),
    ];
    for (table, most, entry) in bounds {
        let file = |count: usize| with(table, (0..count).map(|at| format!("x{at} = {entry}")));
        if let Err(problems) = reading(file(most)) {
            panic!("{most} {table}: {problems:?}");
        }
        let problems = reading(file(most + 1)).unwrap_err();
        assert!(problems.iter().any(|one| one.code == Code::TooMany), "{table}: {problems:?}");
    }
}

#[test]
fn choices_are_tried_in_so_many_combinations() {
    let file = |count: usize| {
        let ports = (0..count).map(|at| format!("p{at} = {{}}\n")).collect::<String>();
        with("goods", std::iter::empty()).replace("first-date", "choices = [\"port\"]\nfirst-date")
            + "[ports]\n"
            + &ports
    };
    assert!(reading(file(100_000)).is_ok());
    let problems = reading(file(100_001)).unwrap_err();
    assert_eq!(problems[0].code, Code::TooMany, "{problems:?}");
    assert!(problems[0].message.contains("100000"), "{problems:?}");
}

#[test]
fn of_the_problems_of_a_file_so_many_are_told() {
    let told = |count: usize| {
        let goods = (0..count).map(|at| format!("g{at} = {{ colour = 1 }}"));
        reading(with("goods", goods)).unwrap_err()
    };
    let is_rest = |one: &Finding| one.code == Code::TooMany;
    let (most, over) = (told(1_000), told(1_003));
    assert_eq!((most.len(), most.iter().any(is_rest)), (1_000, false));
    assert_eq!((over.len(), is_rest(&over[1_000])), (1_001, true));
    assert!(over[1_000].message.starts_with("3 more problems"), "{:?}", over[1_000]);
}

#[test]
fn threads_have_a_bound() {
    for verb in ["check", "test", "batch"] {
        let code = |jobs: &str| run_with_input(&[verb, "--jobs", jobs], b"goods\nwine\n").code;
        assert_eq!([code("512"), code("513"), code("0")], [Some(0), Some(2), Some(2)], "{verb}");
    }
}

#[test]
fn names_and_texts_have_a_length() {
    let goods = |entry: String| reading(with("goods", std::iter::once(entry)));
    for (most, file) in [
        (100, (|length| format!("{} = {{}}", "a".repeat(length))) as fn(usize) -> String),
        (4_000, |length| format!("a = {{ name = \"{}\" }}", "b".repeat(length))),
        (4_000, |length| format!("a = {{ aliases = [\"{}\"] }}", "b".repeat(length))),
    ] {
        assert!(goods(file(most)).is_ok());
        let problems = goods(file(most + 1)).unwrap_err();
        assert_eq!(problems[0].code, Code::TooLong, "{problems:?}");
        assert!(problems[0].message.len() < 200, "{problems:?}");
    }
}

#[test]
fn reading_takes_time_in_proportion_to_the_file() {
    // Each took from ten seconds to hours, optimised, when something in it was compared with each.
    let many = 30_000;
    let numbered =
        |entry: &'static str| (0..many).map(move |at| entry.replace('#', &at.to_string()));
    let valid = [
        with(
            "flows",
            std::iter::once(format!(
                "last = {{ steps = [\"declare\", {}] }}",
                numbered("\"s#\"").take(25_000).collect::<Vec<_>>().join(", ")
            )),
        )
        .replace(
            "[documents]\n",
            &(numbered("s# = { title = \"x\", when = \"after-release\" }\n")
                .take(25_000)
                .collect::<String>()
                + "[documents]\n"),
        ),
        with("goods", numbered("g# = {}"))
            + "[rates.tariff]\nentries = [\n"
            + &numbered("{ goods = \"g#\", percent = 5 },\n").collect::<String>()
            + "]\n",
        with("goods", std::iter::empty())
            + "[rates.days]\nentries = [\n"
            + &(0..many)
                .map(|at| {
                    let day = |at: usize| {
                        format!("{}-{:02}-{:02}", 2026 + at / 336, at % 336 / 28 + 1, at % 28 + 1)
                    };
                    format!("{{ percent = 1, from = {}, until = {} }},\n", day(at), day(at + 1))
                })
                .collect::<String>()
            + "]\n",
        with("goods", std::iter::empty())
            + "[categories]\n"
            + &numbered("c# = { lane = \"green\" }\n").collect::<String>()
            + "[regimes.all]\ndefault = \"c0\"\ncategories = ["
            + &numbered("\"c#\", ").collect::<String>()
            + "]\n",
    ];
    for text in valid {
        if let Err(problems) = reading(text) {
            panic!("{:?}", problems.first());
        }
    }
    let sources = numbered("s# = { title = \"x\" }\n").collect::<String>();
    let unknown = numbered("f# = { steps = [\"declare\"], sources = [\"t#\"] }");
    let facts = numbered("f# = { steps = [\"declare\"], when = { g# = true } }");
    let broken: [(String, Code); 6] = [
        (with("flows", unknown) + "[sources]\n" + &sources, Code::UnknownName),
        (with("flows", facts), Code::UnknownName),
        (
            with("goods", numbered("g# = {}"))
                + &numbered("[t#]\nx = = 1\ncolour = 1\n").collect::<String>(),
            Code::Syntax,
        ),
        (
            with("goods", std::iter::empty())
                + &numbered("[t#]\n").chain(numbered("[t#]\n")).collect::<String>(),
            Code::Duplicate,
        ),
        (with("goods", numbered("g# = { only = { goods = \"h#\" } }")), Code::ImpossibleRange),
        (
            with("goods", std::iter::empty())
                + "[categories]\nc = { lane = \"green\" }\n"
                + &numbered("[regimes.r#]\ndefault = \"c\"\ncategories = [\"c\"]\n")
                    .collect::<String>(),
            Code::TwoInForce,
        ),
    ];
    for (text, code) in broken {
        let problems = reading(text).unwrap_err();
        assert!(problems.iter().any(|one| one.code == code), "{code:?}: {:?}", &problems[..3]);
        assert!(problems.len() <= 1_001);
    }
}
