//! Tables beside the rules: a row is what an entry of TOML is, and every fault is told in its cell.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use advisor::codes::Code;
use advisor::finding::Finding;
use advisor::model::charge::Entry;
use advisor::model::value::Day;
use advisor::model::{Row, RuleSet};
use advisor::read::{Reading, read_with};
use advisor::source::{SourceFile, Span};
use advisor::{Query, advise};
use rust_decimal::Decimal;

use crate::rng::Rng;

/// What every file of these tests begins with, behind its keys at the top.
const VOCABULARY: &str = r#"
[sources]
law = { title = "The law" }
book = { title = "The book" }
[checks]
opening = { kind = "site" }
[lanes]
green = {}
red = { checks = ["opening"] }
[steps]
declare = { title = "Declare", when = "before-arrival" }
present = { title = "Present", when = "at-arrival", holds = ["site"] }
[documents]
paper = { step = "declare" }
seal = { step = "declare" }
[goods]
cheese = {}
eggs = {}
shirts = {}
wine = {}
[groups.goods]
food = ["cheese", "eggs"]
[facts.value]
number = { least = 0, greatest = 1000, step = 0.5 }
[facts.fresh]
default = true
[facts.hs]
code = { digits = 6 }
[flows.all]
steps = ["declare", "present"]
"#;

/// Reads rules with tables, by the names of their files.
fn read(tables: &str, rest: &str, files: &HashMap<&str, String>) -> Reading {
    let head = "format = 1\ntitle = \"tables\"\nfirst-date = 2026-01-01\n";
    let main = SourceFile::new("main.toml", format!("{head}{tables}{VOCABULARY}{rest}"));
    read_with(main, &mut |named| {
        assert_eq!(named.by, "main.toml");
        Ok(SourceFile::new(named.path, files[named.path].as_str()))
    })
}

fn valid(tables: &str, rest: &str, files: &HashMap<&str, String>) -> RuleSet {
    read(tables, rest, files).rule_set.unwrap()
}

/// The rows that decide, wherever they stand.
fn rows(rule_set: &RuleSet) -> Vec<Row> {
    let mut rows = rule_set.rows().to_vec();
    rows.iter_mut().for_each(|row| row.rule.span = Span::default());
    rows
}

fn entries(rule_set: &RuleSet) -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        rule_set.rates().iter().flat_map(|table| table.entries.clone()).collect();
    entries.iter_mut().for_each(|entry| entry.span = Span::default());
    entries
}

/// One condition or effect in both languages: the column, as TOML and as a cell.
type Said = (&'static str, String, String);

fn listed(names: &[&str]) -> String {
    format!("[{}]", names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "))
}

fn some<'n>(rng: &mut Rng, names: &[&'n str]) -> Vec<&'n str> {
    let mut some: Vec<&str> = names.iter().copied().filter(|_| rng.below(2) == 0).collect();
    if some.is_empty() {
        some.push(names[rng.below(names.len())]);
    }
    some
}

/// What a rule asks, each of its facts or not.
fn asked(rng: &mut Rng) -> Vec<Said> {
    let mut asked: Vec<Said> = Vec::new();
    let goods = some(rng, &["cheese", "eggs", "wine", "food"]);
    let goods: Vec<&str> = goods.into_iter().take(2).collect();
    let list = goods.join(if rng.below(2) == 0 { "; " } else { "," });
    match rng.below(4) {
        0 => {}
        1 => {
            asked.push(("goods", format!("{{ not = {} }}", listed(&goods)), format!("not {list}")))
        }
        _ => asked.push(("goods", listed(&goods), list)),
    }
    let (low, high) = (rng.below(500), 500 + rng.below(500));
    let value = match rng.below(8) {
        0 => Some((format!("{{ at-least = {low}, at-most = {high} }}"), format!("{low}..{high}"))),
        1 => Some((format!("{{ above = {low}.5 }}"), format!(">{low}.5"))),
        2 => Some((format!("{{ at-least = {low} }}"), format!(">= {low}"))),
        3 => Some((format!("{{ below = {high}, above = {low} }}"), format!("< {high}; > {low}"))),
        4 => Some((format!("{{ at-most = {high} }}"), format!("..{high}"))),
        5 => Some((format!("{low}"), format!("{low}"))),
        _ => None,
    };
    asked.extend(value.map(|(toml, cell)| ("value", toml, cell)));
    let codes = some(rng, &["04", "0406", "61.03", "2204.21"]);
    let list = codes.join("; ");
    match rng.below(4) {
        0 => asked.push(("hs", format!("{{ not = {} }}", listed(&codes)), format!("not {list}"))),
        1 => asked.push(("hs", listed(&codes), list)),
        _ => {}
    }
    if rng.below(3) == 0 {
        let yes = rng.below(2) == 0;
        let words = if yes { ["yes", "true", "是"] } else { ["no", "FALSE", "0"] };
        asked.push(("fresh", yes.to_string(), words[rng.below(3)].to_owned()));
    }
    asked
}

/// What else a rule says.
fn said(rng: &mut Rng) -> Vec<Said> {
    let same = |text: String| (format!("\"{}\"", text.replace('"', "\\\"")), text);
    let mut said: Vec<Said> = Vec::new();
    let mut say = |key, (toml, cell)| said.push((key, toml, cell));
    say("lane", same(["green", "red"][rng.below(2)].to_owned()));
    if rng.below(2) == 0 {
        let papers = some(rng, &["paper", "seal"]);
        say("documents", (listed(&papers), papers.join(" ; ")));
    }
    if rng.below(2) == 0 {
        let words = ["it is so", "so, and \"not\" else", "又一条"];
        say("because", same(words[rng.below(3)].to_owned()));
    }
    if rng.below(2) == 0 {
        let day = format!("2026-0{}-1{}", 1 + rng.below(9), rng.below(9));
        say("from", (day.clone(), day));
    }
    let sources = some(rng, &["law", "book"]);
    say("sources", (listed(&sources), sources.join(",")));
    said
}

/// A cell as some program writes it.
fn written(rng: &mut Rng, cell: &str, delimiter: char) -> String {
    let must = cell.contains(['"', '\n', delimiter]);
    let blanks = " ".repeat(rng.below(2));
    if must || rng.below(5) == 0 {
        return format!("{blanks}\"{}\"{blanks}", cell.replace('"', "\"\""));
    }
    format!("{blanks}{cell}{blanks}")
}

/// Rows of cells as a file, in one of the ways in which it may be written.
fn csv(rng: &mut Rng, columns: &[&str], rows: &[Vec<Said>]) -> String {
    let delimiter = [',', ';', '\t'][rng.below(3)];
    let end = ["\n", "\r\n", "\r"][rng.below(3)];
    let mut text = if rng.below(3) == 0 { "\u{feff}".to_owned() } else { String::new() };
    text += &columns.join(&delimiter.to_string());
    text += end;
    for row in rows {
        let cell = |column: &&str| {
            let said = row.iter().find(|(key, ..)| key == column);
            said.map_or(String::new(), |(_, _, cell)| cell.clone())
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        let cells: Vec<String> = cells.iter().map(|cell| written(rng, cell, delimiter)).collect();
        text += &cells.join(&delimiter.to_string());
        text += end;
        if rng.below(4) == 0 {
            text += &delimiter.to_string().repeat(rng.below(3));
            text += end;
        }
    }
    text
}

#[test]
fn a_row_says_what_an_entry_of_toml_says() {
    let mut rng = Rng(14);
    let mut conditions = 0;
    for _ in 0..300 {
        let (mut toml, mut table) = (String::new(), Vec::new());
        for at in 0..1 + rng.below(6) {
            let (asked, said) = (asked(&mut rng), said(&mut rng));
            let id = format!("rule-{at}");
            writeln!(toml, "[inspections.{id}]").unwrap();
            let when: Vec<String> =
                asked.iter().map(|(key, toml, _)| format!("{key} = {toml}")).collect();
            if !when.is_empty() {
                writeln!(toml, "when = {{ {} }}", when.join(", ")).unwrap();
            }
            said.iter().for_each(|(key, text, _)| writeln!(toml, "{key} = {text}").unwrap());
            conditions += asked.len();
            table.push([vec![("id", String::new(), id)], asked, said].concat());
        }
        let mut columns = vec![
            "id",
            "goods",
            "hs",
            "value",
            "fresh",
            "lane",
            "documents",
            "because",
            "from",
            "sources",
        ];
        rng.shuffle(&mut columns);
        let text = csv(&mut rng, &columns, &table);
        let files = HashMap::from([("table.csv", text.clone())]);
        let by_table = valid("[tables]\ninspections = \"table.csv\"\n", "", &files);
        let by_toml = valid("", &toml, &HashMap::new());
        assert_eq!(rows(&by_table), rows(&by_toml), "{toml}\n{text}");
        for row in by_table.rows() {
            let place = by_table.place(row.rule.span);
            assert_eq!(place.file, "table.csv");
            let text = text.replace("\r\n", "\n");
            if !text.contains('\r') {
                let line = text.lines().nth(place.line - 1).unwrap();
                assert!(line.contains(&row.rule.id), "{} is not in {line}", row.rule.id);
            }
        }
    }
    assert!(conditions > 1000, "only {conditions} conditions were asked");
}

#[test]
fn one_table_gives_two_rates_what_each_has_in_a_column_of_its_own() {
    let tables = r#"
[tables]
rates.duty = [
    { file = "tariff.csv", columns = { goods = "what", percent = "most" }, with = { fresh = true } },
    { file = "tariff.csv", columns = { goods = "what", percent = "some" }, with = { fresh = false } },
]
"#;
    let text = "what,name,most,some\ncheese,Cheese,10,8\neggs,Eggs,5,\nwine; shirts,Others,,2.5\n";
    let files = HashMap::from([("tariff.csv", text.to_owned())]);
    let toml = r#"entries = [
        { goods = "cheese", percent = 10, fresh = true },
        { goods = "eggs", percent = 5, fresh = true },
        { goods = "cheese", percent = 8, fresh = false },
        { goods = ["wine", "shirts"], percent = 2.5, fresh = false },
    ]
"#;
    let by_table = valid(tables, "[rates.duty]\nname = \"duty\"\n", &files);
    let toml = format!("{VOCABULARY}[rates.duty]\nname = \"duty\"\n{toml}");
    let head = "format = 1\ntitle = \"x\"\nfirst-date = 2026-01-01\n";
    let by_toml = advisor::read(&SourceFile::new("x", format!("{head}{toml}"))).unwrap();
    assert_eq!(entries(&by_table), entries(&by_toml));
    assert_eq!(entries(&by_table).len(), 4);
    // It is brought and placed once, though it is named twice.
    let Reading { sources, .. } = read(tables, "", &files);
    assert_eq!(sources.files().count(), 2);
}

#[test]
fn names_groups_and_words_come_from_tables() {
    let tables = "languages = [\"en\", \"zh\"]\n[tables]\nports = \"ports.csv\"\n\
                  groups.goods = \"letters.csv\"\nwords.goods = \"words.csv\"\n\
                  facts.origin = \"origins.csv\"\n";
    let files = HashMap::from([
        (
            "ports.csv",
            "id,name,only.goods,defaults.origin\neast,East,not wine,\nwest,,,far\n".into(),
        ),
        ("letters.csv", "id,letters,groups\ncheese,AB,\neggs,B,laid\n".into()),
        ("words.csv", "id,name,zh,aliases\nwine,Wine,葡萄酒,vino; vin\n".into()),
        ("origins.csv", "id,name\nnear,Near by\nfar,Far off\n".into()),
    ]);
    let rest = "[facts.port]\ndefault = \"east\"\n[facts.origin]\ndefault = \"near\"\n\
                [refusals.both]\nwhen = { goods = [\"A\", \"laid\"], port = \"west\" }\n\
                because = \"x\"\nremedy = \"y\"\n";
    let rule_set = valid(tables, rest, &files);
    let (_, goods) = rule_set.fact_called("goods").unwrap();
    let wine = goods.names().find(|name| name.id == "wine").unwrap();
    assert_eq!(wine.aliases, ["vino", "vin"]);
    let ids = |fact: &str| -> Vec<String> {
        let (_, fact) = rule_set.fact_called(fact).unwrap();
        fact.names().map(|name| name.id.clone()).collect()
    };
    assert_eq!(ids("port"), ["east", "west"]);
    assert_eq!(ids("origin"), ["near", "far"]);
    let both = rule_set.rows().iter().find(|row| row.rule.id == "both").unwrap();
    let (id, _) = rule_set.fact_called("goods").unwrap();
    let members = both.rule.condition.within.allowed(id).unwrap();
    assert_eq!(members.iter().map(|value| value.index()).collect::<Vec<_>>(), [0, 1]);
    let only = rule_set.rows().iter().find(|row| row.rule.id == "port.east.goods").unwrap();
    assert_eq!(rule_set.place(only.rule.span).file, "ports.csv");
}

#[test]
fn a_tariff_of_codes_is_charged_as_its_columns_say() {
    let mut rng = Rng(16);
    let mut tariff: BTreeMap<String, [Option<usize>; 2]> = BTreeMap::new();
    while tariff.len() < 800 {
        let code = format!("{:02}{:04}", 1 + rng.below(97), rng.below(10_000));
        let mut rate = || (rng.below(4) > 0).then(|| rng.below(60));
        tariff.insert(code, [rate(), rate()]);
    }
    let cell = |rate: &Option<usize>| rate.map_or(String::new(), |rate| rate.to_string());
    let rows = tariff
        .iter()
        .map(|(code, [most, few])| format!("{code},\"so, called\",{},{}\n", cell(most), cell(few)));
    let text = format!("code,name,most,few\n{}", rows.collect::<String>());
    let tables = r#"
[tables]
rates.duty = [
    { file = "t.csv", columns = { hs = "code", percent = "most" }, with = { fresh = true } },
    { file = "t.csv", columns = { hs = "code", percent = "few" }, with = { fresh = false } },
]
"#;
    let rest = "[rates.duty]\nname = \"duty\"\n[taxes.duty]\n\
                flat = { rate = \"duty\", base = \"value\" }\n";
    let rule_set = valid(tables, rest, &HashMap::from([("t.csv", text)]));
    let day = Day::parse("2026-05-05").unwrap();
    for (code, rates) in &tariff {
        for (fresh, rate) in ["yes", "no"].into_iter().zip(rates) {
            let mut query = Query::new(&rule_set, day);
            let said = [("goods", "wine"), ("hs", code), ("fresh", fresh), ("value", "100")];
            said.iter().for_each(|(fact, text)| query.give(fact, text));
            let advice = advise(&rule_set, query.shipment().unwrap());
            // Of 100 a rate in percent is what is due.
            let due = advice.bill.tax.unwrap().payable;
            assert_eq!(due, rate.map(Decimal::from), "{code} {fresh}");
        }
    }
}

#[test]
fn a_table_is_told_its_faults_whatever_is_in_it() {
    let good = "id,goods,value,lane,because,sources\na,not eggs,1..5,red,\"so, it is\",law\n\
                b,cheese; wine,> 5,green,,law; book\n奶,food,,red,,\n";
    let tables = "[tables]\ninspections = \"table.csv\"\nrates.duty = \"table.csv\"\n\
                  groups.goods = \"table.csv\"\nwords.goods = \"table.csv\"\n";
    let mut rng = Rng(15);
    let bits =
        ["\"", ",", ";", "\n", "\r", "..", "not ", "id", "-", "奶", "\u{feff}", "0", ">", "{"];
    let mut seen: HashMap<Code, usize> = HashMap::new();
    for _ in 0..400 {
        let mut letters: Vec<String> = good.chars().map(String::from).collect();
        for _ in 0..1 + rng.below(6) {
            let at = rng.below(letters.len());
            match rng.below(3) {
                0 => drop(letters.remove(at)),
                1 => letters[at] = bits[rng.below(bits.len())].to_owned(),
                _ => letters.insert(at, bits[rng.below(bits.len())].to_owned()),
            }
        }
        let text = letters.concat();
        let files = HashMap::from([("table.csv", text.clone())]);
        let Reading { sources, rule_set, .. } = read(tables, "", &files);
        for Finding { code, span, others, .. } in rule_set.err().into_iter().flatten() {
            *seen.entry(code).or_default() += 1;
            for span in span.into_iter().chain(others.iter().map(|(span, _)| *span)) {
                let file = sources.of(span);
                assert!(file.text().get(file.range(span)).is_some(), "{code:?} {span:?}\n{text}");
            }
        }
    }
    for code in [Code::BadTable, Code::UnknownKey, Code::MissingKey, Code::UnknownName] {
        assert!(seen.get(&code).is_some_and(|times| *times > 20), "{code:?}: {seen:?}");
    }
}
