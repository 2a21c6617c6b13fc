//! `advisor batch` on files as people and programs write them, and what it says beside the answers.

use advisor::batch::{Batch, Column, Format, Options};
use advisor::{Day, Engine, builtin};

use crate::harness::{Run, file, run_with_input};

/// Answers rows with these columns, by the built-in rules of one day.
fn batch(columns: &str, args: &[&str], input: impl AsRef<[u8]>) -> Run {
    let fixed = ["batch", "--on", "2026-11-23", "--columns", columns];
    run_with_input(&[&fixed, args].concat(), input.as_ref())
}

fn lines(run: &Run) -> Vec<&str> {
    run.stdout.lines().collect()
}

#[test]
fn a_column_that_is_no_fact_is_named_once_with_what_it_is_near_to() {
    let run = batch("lane", &[], "goods,prt,id\nmilk-powder,airport,1\nwine,,2\n");
    assert_eq!(run.code, Some(0));
    let notice = "passed on, no facts: `prt` (did you mean `port`?), `id`\n";
    assert!(run.stderr.starts_with(notice), "{}", run.stderr);
    assert_eq!(run.stderr.matches("prt").count(), 1);
    // What a column says already is not what another was meant for.
    let run = batch("lane", &["--strict"], "goods,port,ports\nwine,airport,1\n");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let run = batch("lane", &["--strict"], "goods,prt,id\nwine,airport,1\n");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("columns that are no facts: `prt` (did you mean `port`?)"));
    // A key may come late: then it is the row that is bad.
    let rows = "{\"goods\":\"wine\"}\n{\"goods\":\"wine\",\"valeu\":3}\n";
    let run = batch("lane,error", &[], rows);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.stderr.matches("`valeu` (did you mean `value`?)").count(), 1, "{}", run.stderr);
    let run = batch("lane,error", &["--strict"], rows);
    assert_eq!(run.code, Some(3));
    assert!(lines(&run)[1].contains("the key `valeu` is no fact: did you mean `value`?"));
    let run = batch("lane", &["--quiet"], "goods,prt\nwine,1\nx,2\n");
    assert_eq!((run.code, run.stderr.as_str()), (Some(3), ""));
}

#[test]
fn what_else_there_is_to_know_can_be_asked_for() {
    let columns = "warnings,checks,documents,refused_because,error";
    let rows = "goods,port\nother,airport\nweapons,\nx,\n";
    let run = batch(columns, &[], rows);
    let csv = lines(&run);
    assert!(csv[1].starts_with("other,airport,"), "{}", csv[1]);
    assert!(csv[1].contains("goods are `other`: no rule for particular goods was looked up"));
    assert!(csv[1].contains(",record-match document-review"), "{}", csv[1]);
    assert!(csv[2].starts_with("weapons,,,,,") && csv[2].contains("weapons"), "{}", csv[2]);
    assert!(csv[3].starts_with("x,,,,,,") && csv[3].contains("unknown goods"), "{}", csv[3]);
    assert!(run.stderr.contains("\nwarnings: 1 (column `warnings`)\n"), "{}", run.stderr);
    let json = batch(columns, &["--format", "jsonl"], rows);
    let json: Vec<serde_json::Value> =
        lines(&json).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(json[0]["warnings"].as_array().unwrap().len() > 1);
    assert_eq!(json[0]["checks"][0], "record-match");
    assert!(json[0]["refused_because"].as_array().unwrap().is_empty());
    assert_eq!(json[1]["refused_because"].as_array().unwrap().len(), 1);
    assert!(json[1]["checks"].as_array().unwrap().is_empty());
    assert!(json[2]["warnings"].is_null() && json[2]["error"].is_string());
    // They come with the others, and each is asked for once.
    let run = batch("default,warnings", &[], "goods\nwine\n");
    assert!(lines(&run)[0].ends_with(",late_fee,rules,error,warnings"), "{}", run.stdout);
    assert_eq!(batch("default,lane", &[], "goods\nwine\n").code, Some(2));
}

#[test]
fn warnings_of_rows_are_those_of_single_calls() {
    let rule_set = builtin::rule_set().unwrap();
    let day = Day::parse("2026-11-23").unwrap();
    let goods = rule_set[rule_set.goods()].names().map(|name| name.id.clone());
    let goods: Vec<String> = goods.collect();
    let rows = goods.iter().map(|id| format!("{{\"goods\":\"{id}\",\"value\":300}}\n"));
    let run = batch("warnings", &[], rows.collect::<String>());
    let mut warned = 0;
    for (id, line) in goods.iter().zip(lines(&run)) {
        let mut query = advisor::Query::new(&rule_set, day);
        query.give("goods", id);
        query.give("value", "300");
        let advice = advisor::advise(&rule_set, query.shipment().unwrap());
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let expected: Vec<String> = advice.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(row["warnings"], serde_json::json!(expected), "{id}");
        warned += usize::from(!advice.warnings.is_empty());
    }
    assert!(warned > 0);
    assert!(run.stderr.contains(&format!("\nwarnings: {warned} (")), "{warned} {}", run.stderr);
}

#[test]
fn files_of_chinese_spreadsheets_are_read_as_they_are() {
    let text = "goods,note\n奶粉,中文\nwine,\"引号,内\"\n";
    let answers = "goods,note,lane,error\n奶粉,中文,yellow,\nwine,\"引号,内\",yellow,\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let mut utf16: Vec<u8> = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut big: Vec<u8> = vec![0xfe, 0xff];
    big.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    for (name, bytes) in [("gbk", gbk.as_ref()), ("utf-16", &utf16), ("utf-16", &big)] {
        let run = batch("lane,error", &["--encoding", name], bytes);
        assert_eq!((run.stdout.as_str(), run.code), (answers, Some(0)), "{}", run.stderr);
    }
    // A letter may be cut by any read; what belongs to no letter is told where it matters.
    let long = format!("note,goods\n{}", "中文中,wine\n".repeat(20_000));
    let (gbk, _, _) = encoding_rs::GBK.encode(&long);
    let run = batch("lane", &["--encoding", "gbk"], gbk.as_ref());
    assert_eq!(run.stdout.matches("\n中文中,wine,yellow").count(), 20_000);
    let run = batch("error", &["--encoding", "gbk"], b"goods\nwine\n\xff\n");
    assert!(run.code == Some(3) && lines(&run)[2].contains("`goods`: it is not UTF-8"));
    let run = batch("error", &[], [0; 5000]);
    assert!(run.stderr.contains("binary, not text"), "{}", run.stderr);
}

#[test]
fn json_that_is_no_lines_is_refused_once() {
    let object = "{\n  \"goods\": \"wine\"\n}\n";
    for (args, input, help) in [
        (&[][..], object.to_owned(), "jq -c ."),
        (&[], object.repeat(3), "jq -c ."),
        (&["--input", "jsonl"], format!("[\n{object}]\n"), "jq -c '.[]'"),
        (&["--input", "jsonl"], "[{\"goods\":\"wine\"}]\n".to_owned(), "jq -c '.[]'"),
        (&[], "[\n{\"goods\":\"wine\"}]\n".to_owned(), "jq -c '.[]'"),
    ] {
        let run = batch("lane", args, &input);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{input}");
        assert!(run.stderr.contains(help), "{}", run.stderr);
    }
    // A row that breaks off is a bad row.
    let run = batch("lane", &[], "{\"goods\":\n{\"goods\":\"wine\"}\n");
    assert_eq!((run.code, lines(&run).len()), (Some(3), 2), "{}", run.stderr);
}

#[test]
fn yes_and_no_are_read_in_the_usual_spellings() {
    let rows = ["yes", "Y", "1", "TRUE", "是", "no", "n", "0", "False", "否", "maybe"];
    let rows: String = rows.iter().map(|text| format!("wine,{text}\n")).collect();
    let run = batch("verdict", &["--set", "mode=9610"], format!("goods,registered\n{rows}"));
    let verdicts = lines(&run).into_iter().skip(1).map(|line| line.rsplit(',').next().unwrap());
    let expected = [vec!["clearable"; 5], vec!["refused"; 5], vec![""]].concat();
    assert_eq!(verdicts.collect::<Vec<_>>(), expected, "{}", run.stdout);
    for (text, code) in [("是", 0), ("N", 1), ("0", 1)] {
        let fact = format!("registered={text}");
        let run = crate::harness::run_args(&["route", "--goods", "wine", "--fact", &fact]);
        assert_eq!(run.code, Some(code), "{text} {}", run.stderr);
    }
}

#[test]
fn codes_of_the_tariff_are_read_as_spreadsheets_leave_them() {
    let run = batch("lane,error", &[], "hs\n2204.21\n2204 21\n\"2204 21\"\n402.10\n402.1\n40210\n");
    let csv = lines(&run);
    assert!(csv[1..4].iter().all(|line| line.ends_with(",yellow,")), "{}", run.stdout);
    // A number takes the zeros at both ends of a code: the digits that are left are another code.
    for line in &csv[4..6] {
        assert!(line.contains("is no HS code") && line.contains("as of `0402.10`"), "{line}");
    }
    assert!(csv[6].contains("as of `040210` or `402100`"), "{}", csv[6]);
    let run = batch("error", &[], "{\"hs\":402.1}\n");
    assert!(run.stdout.contains("as of `0402.10`"), "{}", run.stdout);
}

#[test]
fn the_way_out_of_a_bad_row_is_a_column() {
    let run = batch("error", &[], "goods,departed\nchese,no\nwine,maybe\n,no\n");
    assert!(run.stdout.contains("give the HS code in a column `hs`"), "{}", run.stdout);
    assert!(run.stdout.contains("not `maybe`: write `yes` or `no`"), "{}", run.stdout);
    assert!(!run.stdout.contains("`--"), "a row has no flags: {}", run.stdout);
    let run = batch("error", &["--set", "goods=chese"], "port\nairport\n");
    assert!(run.stderr.contains("give the HS code with `--set hs=…`"), "{}", run.stderr);
}

#[test]
fn a_mark_within_a_file_stays_in_its_cell() {
    let rows = "note,goods\n\u{feff}y,wine\n\u{feff}\"q\",wine\n\u{feff},wine\n\u{feff}\n";
    let run = batch("lane", &["--format", "jsonl"], rows);
    let notes = lines(&run)
        .iter()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            row["note"].as_str().unwrap().to_owned()
        })
        .collect::<Vec<_>>();
    assert_eq!(notes, ["\u{feff}y", "\u{feff}\"q\"", "\u{feff}", "\u{feff}"]);
    // Two files in one, each with a header and a mark.
    let run = batch("lane", &["--csv-safe"], "goods\nwine\n\u{feff}goods\nwine\n");
    assert_eq!(run.stdout, "goods,lane\nwine,yellow\n\u{feff}goods,\nwine,yellow\n");
}

#[test]
fn no_cell_that_a_spreadsheet_computes_passes_if_asked() {
    for cell in ["=1", "+a", "-a", "@a", "\u{ff1d}1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}1", "\0=1"]
    {
        let run = batch("lane", &["--csv-safe"], format!("goods,n\nwine,{cell}\n"));
        assert_eq!(lines(&run)[1], format!("wine,'{cell},yellow"));
    }
    let run = batch("lane", &["--csv-safe"], "goods,n\nwine,\"\n=1\"\n");
    assert!(run.stdout.ends_with("wine,\"'\n=1\",yellow\n"), "{}", run.stdout);
}

#[test]
fn no_message_is_as_long_as_what_it_is_about() {
    let long = "9".repeat(900_000);
    let rows =
        format!("goods,value\nwine,{long}\n").repeat(1) + &format!("{long},\nwine,-{long}\n");
    let run = batch("error", &[], &rows);
    let cells = lines(&run).into_iter().skip(1).map(|line| line.rsplit(',').next().unwrap().len());
    assert!(
        cells.clone().all(|length| length > 10 && length < 500),
        "{:?}",
        cells.collect::<Vec<_>>()
    );
    assert!(run.stderr.len() < 3000, "{}", run.stderr.len());
}

#[test]
fn lines_are_counted_right_whatever_stands_before_a_bad_row() {
    let rows = "goods,n\nwine,\"a\nb\"\n\nwine,\"open\nx,1\nwine,\"c\r\n\nd\"\r\nx,2\n";
    let run = batch("error", &[], rows);
    let said = run.stderr.lines().filter(|line| line.starts_with("line "));
    let said: Vec<&str> = said.map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(said, ["line 5", "line 6", "line 10"], "{}", run.stderr);
}

#[test]
fn the_library_answers_as_the_program_does() {
    let rule_set = builtin::rule_set().unwrap();
    let engine = Engine::new(&rule_set);
    let csv = "goods,port,value,n\nwine,,100,\"a, b\"\nwine,airprot,,\nweapons,,,\nmeat,airport\n";
    let json = "{\"goods\":\"wine\",\"n\":[1]}\n{\"goods\":\n{\"goods\":\"meat\",\"n\":null}\n";
    for (input, format) in [(csv, Format::Csv), (json, Format::Json)] {
        for output in [Format::Csv, Format::Json] {
            let mut options = Options::new(Day::parse("2026-11-23").unwrap());
            (options.input, options.output) = (Some(format), Some(output));
            options.columns = Column::defaults().chain([Column::Warnings]).collect();
            let mut out = Vec::new();
            let batch = Batch::open(&engine, &options, input.as_bytes()).unwrap();
            let tally = batch.run(&mut out).unwrap();
            let name = |format| if format == Format::Csv { "csv" } else { "jsonl" };
            let args = ["--input", name(format), "--format", name(output)];
            let run = self::batch("default,warnings", &args, input);
            assert_eq!(String::from_utf8(out).unwrap(), run.stdout);
            assert_eq!((tally.rows, tally.bad_rows), (run_rows(&run), 1), "{}", run.stderr);
        }
    }
}

fn run_rows(run: &Run) -> u64 {
    let summary = run.stderr.lines().find(|line| line.contains(" rows: ")).unwrap();
    summary.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_summary_for_programs_counts_warnings() {
    let path = file("warned.json", "");
    let args = ["--summary", path.to_str().unwrap(), "--quiet"];
    let run = batch("lane", &args, "goods\nother\nwine\n");
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let summary: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!((&summary["rows"], &summary["warned"]), (&2.into(), &1.into()));
}
