//! The yardstick: reading, one hash look-up and writing by hand, and nothing else.
//!
//! What `advisor batch` is measured against. It answers the same rows with the same bytes, so that
//! the difference between the two is the price of reading rules from a file.
//!
//! usage: yardstick rules SIZE | csv-rows SIZE COUNT | json-rows SIZE COUNT
//!        yardstick guangzhou-rows 0 COUNT
//!        yardstick csv SIZE < ROWS | json SIZE < ROWS     (SIZE: small, or a number of rules)
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a measuring program that cannot go on should stop"
)]

mod work;

use std::io::{BufRead, BufReader, Write};

use advisor::model::fact::Kind;
use advisor::model::value::{Day, Value};
use work::{Answer, Shipment, Size, Table};

const COLUMNS: &str = ",verdict,lane,flow,release,chosen,tax,late_fee,rules,error\n";

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    if args[1] == "guangzhou-rows" {
        return guangzhou(args[3].parse().unwrap());
    }
    let size = size(args.get(2).copied().unwrap_or_default());
    let count = || args.get(3).expect("a count").parse().unwrap();
    match args[1] {
        "rules" => std::io::stdout().write_all(work::rules(size).as_bytes()).unwrap(),
        "csv-rows" => {
            let header = "goods,port,category,direction,value\n".to_owned();
            let rows = work::shipments(size).take(count()).map(|row| csv_row(&row));
            write_all(std::iter::once(header).chain(rows));
        }
        "json-rows" => write_all(work::shipments(size).take(count()).map(|row| json_row(&row))),
        "csv" => csv(&Table::new(size)),
        "json" => json(&Table::new(size)),
        other => panic!("no {other}"),
    }
}

/// Shipments by the built-in rules with every fact given.
fn guangzhou(count: usize) {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let mut twister = work::Twister::new(11);
    let names = rule_set.facts().map(|(_, fact)| fact.id.clone());
    let header = names.chain(["on".to_owned()]).collect::<Vec<_>>().join(",") + "\n";
    let rows = std::iter::repeat_with(|| {
        let day = Day(20_550 + i32::try_from(twister.below(200)).unwrap());
        let mut row = String::new();
        for (_, fact) in rule_set.facts() {
            let text = match &fact.kind {
                Kind::Names(_) => {
                    let open: Vec<&str> = fact
                        .names()
                        .filter(|name| name.is_in_force(day))
                        .map(|name| name.id.as_str())
                        .collect();
                    open[twister.below(open.len())].to_owned()
                }
                Kind::YesNo => ["yes", "no"][usize::from(twister.below(10) == 0)].to_owned(),
                Kind::Number(number) => {
                    let most = usize::try_from(number.greatest.min(1_000_000)).unwrap();
                    number.show(Value(i64::try_from(twister.below(most)).unwrap()))
                }
                Kind::Code(_) | Kind::Date => String::new(),
            };
            row += &text;
            row.push(',');
        }
        row + &format!("{day}\n")
    });
    write_all(std::iter::once(header).chain(rows.take(count)));
}

fn size(text: &str) -> Size {
    if text == "small" { Size::Small } else { Size::Rules(text.parse().unwrap()) }
}

fn csv_row(row: &Shipment) -> String {
    let Shipment { goods, port, category, direction, value } = row;
    format!("{goods},{port},{category},{direction},{value}\n")
}

fn json_row(row: &Shipment) -> String {
    let Shipment { goods, port, category, direction, value } = row;
    format!(
        "{{\"goods\":\"{goods}\",\"port\":\"{port}\",\"category\":\"{category}\",\
         \"direction\":\"{direction}\",\"value\":{value}}}\n"
    )
}

fn write_all(rows: impl Iterator<Item = String>) {
    let mut out = std::io::BufWriter::with_capacity(1 << 18, std::io::stdout().lock());
    rows.for_each(|row| out.write_all(row.as_bytes()).unwrap());
    out.flush().unwrap();
}

fn text(field: &[u8]) -> &str {
    std::str::from_utf8(field).unwrap()
}

fn rules(category: &str, answer: &Answer, out: &mut Vec<u8>) {
    out.extend_from_slice(b"category.");
    out.extend_from_slice(category.as_bytes());
    if let Some(rule) = answer.rule {
        write!(out, " r{rule}").unwrap();
    }
    out.push(b' ');
    out.extend_from_slice(answer.flow.as_bytes());
    out.push(b' ');
    out.extend_from_slice(answer.regime.0.as_bytes());
    write!(out, ".{}", answer.regime.1).unwrap();
}

fn csv(table: &Table) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .buffer_capacity(1 << 18)
        .from_reader(std::io::stdin().lock());
    let mut stdout = std::io::stdout().lock();
    let mut out = Vec::with_capacity(1 << 19);
    let mut row = csv::ByteRecord::new();
    let mut first = true;
    while reader.read_byte_record(&mut row).unwrap() {
        for (at, field) in row.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            out.extend_from_slice(field);
        }
        if first {
            out.extend_from_slice(COLUMNS.as_bytes());
            first = false;
            continue;
        }
        let value = text(&row[4]).parse().unwrap();
        let category = text(&row[2]);
        let answer = table.answer(text(&row[0]), text(&row[1]), category, text(&row[3]), value);
        out.extend_from_slice(b",clearable,");
        out.extend_from_slice(answer.level.as_bytes());
        out.push(b',');
        out.extend_from_slice(answer.flow.as_bytes());
        out.extend_from_slice(b",on-arrival,,0.00,,");
        rules(category, &answer, &mut out);
        out.extend_from_slice(b",\n");
        if out.len() > 1 << 18 {
            stdout.write_all(&out).unwrap();
            out.clear();
        }
    }
    stdout.write_all(&out).unwrap();
}

#[derive(serde::Deserialize)]
struct Row<'l> {
    goods: &'l str,
    port: &'l str,
    category: &'l str,
    direction: &'l str,
    value: i64,
}

fn json(table: &Table) {
    let mut stdin = BufReader::with_capacity(1 << 18, std::io::stdin().lock());
    let mut stdout = std::io::stdout().lock();
    let mut out = Vec::with_capacity(1 << 19);
    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line).unwrap() > 0 {
        let row: Row<'_> = serde_json::from_slice(&line).unwrap();
        let answer = table.answer(row.goods, row.port, row.category, row.direction, row.value);
        out.extend_from_slice(&line[..line.len() - 2]);
        out.extend_from_slice(b",\"verdict\":\"clearable\",\"lane\":\"");
        out.extend_from_slice(answer.level.as_bytes());
        out.extend_from_slice(b"\",\"flow\":\"");
        out.extend_from_slice(answer.flow.as_bytes());
        out.extend_from_slice(
            b"\",\"release\":\"on-arrival\",\"chosen\":\"\",\"tax\":\"0.00\",\"late_fee\":null,\"rules\":\"",
        );
        rules(row.category, &answer, &mut out);
        out.extend_from_slice(b"\",\"error\":null}\n");
        if out.len() > 1 << 18 {
            stdout.write_all(&out).unwrap();
            out.clear();
        }
        line.clear();
    }
    stdout.write_all(&out).unwrap();
}
