//! The lines of a shipment, as flags and as files say them.

use std::io::Read;
use std::path::Path;

use advisor::model::RuleSet;
use advisor::shipment::{Order, OrderQuery, Query};
use anyhow::Context;
use serde_json::Value as Json;

use crate::cli::RouteArgs;
use crate::commands::facts::{Dates, said};
use crate::commands::terminal::Stop;
use crate::wrong_call::WrongCall;

/// No shipment has more lines.
const MOST_LINES: usize = 1_000;
/// Nor does a file of them have more bytes.
const MOST_BYTES: u64 = 1 << 20;

/// What is said of one line: facts with their values, as they were written.
type LineSaid = Vec<(String, String)>;

/// The shipment of the lines that a call says; none where it says none.
///
/// # Errors
/// A file cannot be read, or something of what is said is wrong.
pub(super) fn of_call<'r>(
    args: &RouteArgs,
    rule_set: &'r RuleSet,
    dates: Dates<'_>,
    besides: &[(&str, &str)],
) -> Result<Option<Order<'r>>, Stop> {
    if args.lines.is_empty() && args.lines_file.is_none() {
        return Ok(None);
    }
    let lines = of_flags_and_file(&args.lines, args.lines_file.as_deref())?;
    order(rule_set, said(rule_set, dates, &args.facts, besides), &lines).map(Some)
}

/// The lines that a call says, by flags and by a file.
fn of_flags_and_file(flags: &[String], file: Option<&Path>) -> Result<Vec<LineSaid>, Stop> {
    let mut lines = Vec::new();
    for flag in flags {
        lines.push(of_flag(flag)?);
    }
    if let Some(path) = file {
        lines.extend(of_file(path)?);
    }
    if lines.len() > MOST_LINES {
        let message = format!("{} lines, where a shipment has at most {MOST_LINES}", lines.len());
        Err(WrongCall::new(message, "ask for them in several shipments"))?;
    }
    Ok(lines)
}

/// The shipment of these lines, with what is said of all of them, or all that is wrong with it.
fn order<'r>(
    rule_set: &'r RuleSet,
    (common, wrong): (Query<'r>, Vec<WrongCall>),
    lines: &[LineSaid],
) -> Result<Order<'r>, Stop> {
    let mut query = OrderQuery::new(common);
    for line in lines {
        query.line();
        for (fact, value) in line {
            let known = rule_set.fact_called(fact).is_some();
            let fact = if known { fact.clone() } else { fact.to_lowercase() };
            query.give(&fact, value);
        }
    }
    match query.order() {
        Ok(order) if wrong.is_empty() => Ok(order),
        Ok(_) => Err(Stop::Call(wrong)),
        Err(errors) => {
            let errors = errors.into_iter().map(|(line, error)| {
                let call = WrongCall::from(error);
                match line {
                    Some(at) => call.in_line(at + 1),
                    None => call,
                }
            });
            Err(Stop::Call(wrong.into_iter().chain(errors).collect()))
        }
    }
}

/// `goods=milk-powder value=300`: what stands between two names belongs to the value before it.
fn of_flag(flag: &str) -> Result<LineSaid, WrongCall> {
    let mut line: LineSaid = Vec::new();
    for word in flag.split_whitespace() {
        match (word.split_once('='), line.last_mut()) {
            (Some((name, value)), _) => line.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) => {
                value.push(' ');
                value.push_str(word);
            }
            (None, None) => return Err(no_line(flag)),
        }
    }
    if line.is_empty() { Err(no_line(flag)) } else { Ok(line) }
}

fn no_line(flag: &str) -> WrongCall {
    WrongCall::new(
        format!("`--line {flag}` names no value"),
        "write it as NAME=VALUE with spaces between, like \"goods=milk-powder value=300\"",
    )
}

fn of_file(path: &Path) -> Result<Vec<LineSaid>, Stop> {
    let name = path.display();
    let mut bytes = Vec::new();
    let read = match path == Path::new("-") {
        true => std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes),
        false => std::fs::File::open(path)
            .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)),
    };
    read.with_context(|| format!("could not read `{name}`"))?;
    let wrong = |what: &str| WrongCall::new(format!("`{name}` {what}"), FORMS);
    if bytes.len() as u64 > MOST_BYTES {
        Err(wrong("is no file of lines: it has more than 1 MiB"))?;
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong("is not UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let lines = match text.starts_with(['[', '{']) {
        true => of_json(text).map_err(|what| wrong(&what))?,
        false => of_csv(text).map_err(|what| wrong(&what))?,
    };
    if lines.is_empty() {
        Err(wrong("has no lines"))?;
    }
    Ok(lines)
}

/// How a file of lines is written.
const FORMS: &str = "write CSV with the names of facts above, or a JSON array of objects";

fn of_csv(text: &str) -> Result<Vec<LineSaid>, String> {
    let header = text.lines().next().unwrap_or_default();
    let signs = [b',', b';', b'\t'];
    let often = |sign: &u8| header.bytes().filter(|byte| byte == sign).count();
    let delimiter = signs.into_iter().rev().max_by_key(often).unwrap_or(b',');
    let mut rows = rows_of(text.as_bytes(), delimiter)?.into_iter();
    let names = rows.next().unwrap_or_default();
    let mut lines = Vec::new();
    for row in rows.filter(|row| row.iter().any(|cell| !cell.is_empty())) {
        if row.len() > names.len() {
            return Err(format!("has a row of {} cells under {} names", row.len(), names.len()));
        }
        let said = names.iter().cloned().zip(row).filter(|(_, cell)| !cell.is_empty());
        lines.push(said.collect());
    }
    Ok(lines)
}

/// The cells of each row, without the blanks around them.
fn rows_of(mut bytes: &[u8], delimiter: u8) -> Result<Vec<Vec<String>>, String> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    // No cell is longer than what is left.
    let mut cell = vec![0; bytes.len() + 1];
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut filled = 0;
    loop {
        let room = cell.get_mut(filled..).unwrap_or_default();
        let (result, read, written) = reader.read_field(bytes, room);
        bytes = bytes.get(read..).unwrap_or_default();
        filled += written;
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                let text = std::str::from_utf8(cell.get(..filled).unwrap_or_default());
                row.push(text.map_err(|_| "is not UTF-8")?.trim().to_owned());
                filled = 0;
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            csv_core::ReadFieldResult::End => return Ok(rows),
            csv_core::ReadFieldResult::InputEmpty => {}
            csv_core::ReadFieldResult::OutputFull => return Err("has a cell too long".to_owned()),
        }
    }
}

fn of_json(text: &str) -> Result<Vec<LineSaid>, String> {
    let torn = |error: serde_json::Error| format!("is no JSON: {error}");
    let values: Vec<Json> = match text.starts_with('[') {
        true => serde_json::from_str(text).map_err(torn)?,
        // An object a line.
        false => serde_json::Deserializer::from_str(text)
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(torn)?,
    };
    values.into_iter().map(of_object).collect()
}

fn of_object(value: Json) -> Result<LineSaid, String> {
    let Json::Object(facts) = value else {
        return Err("has something that is no object".to_owned());
    };
    let mut line = Vec::new();
    for (name, value) in facts {
        line.push(match value {
            Json::Null => continue,
            Json::Bool(true) => (name, "yes".to_owned()),
            Json::Bool(false) => (name, "no".to_owned()),
            Json::Number(number) => (name, number.to_string()),
            Json::String(text) => (name, text),
            Json::Array(_) | Json::Object(_) => {
                return Err(format!("has a list or an object in `{name}`"));
            }
        });
    }
    Ok(line)
}
