//! What a call of `advisor batch` means, together with the header of its input.

use std::io::{self, Read};

use crate::wrong_call::WrongCall;
use advisor::Engine;
use advisor::lexicon;
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::shipment::{self, InputError};

use crate::batch::blocks::{Blocks, LONGEST_ROW, looks_like};
use crate::batch::csv::Header;
use crate::batch::plan::{Column, Format, Plan, Target, folded, target_called};
use crate::batch::rows::{End, Fields, made_safe, record_end, without_line_end, write_field};
use crate::cli::{BatchArgs, RowFormat};

/// What separates cells, tried in this order.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The plan that a call asks for, before the header is known.
pub(crate) fn plan(
    args: &BatchArgs,
    engine: &'static Engine<'static>,
    day: Day,
    beginning: &[u8],
) -> Result<Plan, Vec<WrongCall>> {
    let rule_set = engine.rule_set();
    let input = args.input.map_or_else(|| told_format(args, beginning), format_of);
    let output = args.output_format.map_or(input, format_of);
    let mut wrong = Vec::new();
    if args.csv_safe && output != Format::Csv {
        wrong.push(WrongCall::new("`--csv-safe` is for CSV", "leave it out for JSON lines"));
    }
    let mut maps: Vec<(String, Target)> = Vec::new();
    for text in &args.maps {
        match map(rule_set, &maps, text) {
            Ok(map) => maps.push(map),
            Err(call) => wrong.push(call),
        }
    }
    let mut sets: Vec<(Target, String)> = Vec::new();
    for text in &args.sets {
        match set(rule_set, &sets, text) {
            Ok(set) => sets.push(set),
            Err(call) => wrong.push(call),
        }
    }
    let delimiter = delimiter(args).map_err(|call| wrong.push(call));
    let columns = columns(args).map_err(|call| wrong.push(call));
    let first = rule_set.first_date();
    if day < first {
        wrong.push(InputError::TooEarly { day, first }.into());
    }
    match (delimiter, columns) {
        (Ok(delimiter), Ok(columns)) if wrong.is_empty() => {
            let csv_safe = args.csv_safe;
            Ok(Plan { engine, day, sets, maps, columns, input, output, delimiter, csv_safe })
        }
        _ => Err(wrong),
    }
}

/// A column that is to be taken for a fact.
fn map(
    rule_set: &RuleSet,
    maps: &[(String, Target)],
    text: &str,
) -> Result<(String, Target), WrongCall> {
    let (column, fact) = pair("--map", text, "COLUMN=FACT")?;
    let column = folded(column);
    if maps.iter().any(|(other, _)| *other == column) {
        let message = format!("`--map` names the column `{column}` twice");
        return Err(WrongCall::new(message, "name it once"));
    }
    Ok((column, target(rule_set, fact)?))
}

/// A fact that is the same in every row.
fn set(
    rule_set: &RuleSet,
    sets: &[(Target, String)],
    text: &str,
) -> Result<(Target, String), WrongCall> {
    let (fact, value) = pair("--set", text, "FACT=VALUE")?;
    let target = target(rule_set, fact)?;
    if target == Target::On {
        return Err(WrongCall::new("`on` is no fact", "say `--on` for the date of all rows"));
    }
    if sets.iter().any(|(other, _)| *other == target) {
        return Err(WrongCall::new(format!("`--set` gives `{fact}` twice"), "give it once"));
    }
    check_value(rule_set, target, value)?;
    Ok((target, value.to_owned()))
}

fn format_of(format: RowFormat) -> Format {
    match format {
        RowFormat::Csv => Format::Csv,
        RowFormat::Jsonl => Format::Json,
    }
}

/// The format that the name of the input tells, else its first byte.
fn told_format(args: &BatchArgs, beginning: &[u8]) -> Format {
    let extension = args.file.extension().map(|name| name.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("csv" | "tsv") => Format::Csv,
        Some("jsonl" | "ndjson" | "json") => Format::Json,
        _ if beginning.trim_ascii_start().first() == Some(&b'{') => Format::Json,
        _ => Format::Csv,
    }
}

fn pair<'t>(flag: &str, text: &'t str, form: &str) -> Result<(&'t str, &'t str), WrongCall> {
    let pair = text.rsplit_once('=').filter(|_| flag == "--map").or_else(|| text.split_once('='));
    let both = pair.filter(|(first, second)| !first.is_empty() && !second.is_empty());
    both.ok_or_else(|| {
        WrongCall::new(format!("`{flag} {text}` says too little"), format!("write {form}"))
    })
}

fn target(rule_set: &RuleSet, name: &str) -> Result<Target, WrongCall> {
    let known = target_called(rule_set, &folded(name));
    known.map_or_else(|| Ok(shipment::fact(rule_set, name).map(Target::Fact)?), Ok)
}

/// Refuses a value that no row could have; one that is only out of force is for the rows to say.
fn check_value(rule_set: &RuleSet, target: Target, value: &str) -> Result<(), WrongCall> {
    match target {
        Target::On => {}
        Target::Hs => drop(shipment::goods_of_code(rule_set, value)?),
        Target::Fact(id) => drop(shipment::value(&rule_set[id], value)?),
    }
    Ok(())
}

fn delimiter(args: &BatchArgs) -> Result<u8, WrongCall> {
    let text = match args.delimiter.as_deref() {
        None => {
            let tabs = args.file.extension().is_some_and(|name| name.eq_ignore_ascii_case("tsv"));
            return Ok(if tabs { b'\t' } else { b',' });
        }
        Some("tab" | "\\t") => "\t",
        Some(text) => text,
    };
    match text.as_bytes() {
        // What may stand in a name, a number or a quoted cell cannot separate cells.
        [b'"' | b'-' | b'.' | b'=' | b'\'' | b' ' | b'_'] => {}
        [byte] if byte.is_ascii_punctuation() || *byte == b'\t' => return Ok(*byte),
        _ => {}
    }
    Err(WrongCall::new(
        format!("`{text}` cannot separate cells"),
        "give one character such as `,` or `;`, or `tab`",
    ))
}

fn columns(args: &BatchArgs) -> Result<Vec<(Column, String)>, WrongCall> {
    let all = Column::ALL.map(|(name, _)| name);
    let named: Vec<&str> = args.columns.iter().map(|name| name.trim()).collect();
    let asked = if named.is_empty() { all.to_vec() } else { named };
    let mut columns = Vec::new();
    for (at, name) in asked.iter().enumerate() {
        let found = Column::ALL.iter().find(|(known, _)| known == name);
        let Some((_, column)) = found else {
            let help = format!("it is one of {}", lexicon::in_words(all.iter().copied(), "or"));
            return Err(WrongCall::new(format!("there is no column `{name}` to add"), help));
        };
        if asked.get(..at).unwrap_or_default().contains(name) {
            return Err(WrongCall::new(
                format!("`--columns` names `{name}` twice"),
                "name it once",
            ));
        }
        columns.push((*column, format!("{}{name}", args.prefix)));
    }
    Ok(columns)
}

/// A summary on standard output would stand among the rows.
pub(crate) fn summary_among_rows() -> WrongCall {
    WrongCall::new("`--summary -` is no file", "leave it out to have the summary on standard error")
}

/// A file that is to be written is one that the call needs for something else.
pub(crate) fn written_over(flag: &str, other: &str) -> WrongCall {
    WrongCall::new(
        format!("{flag} and {other} are the same file"),
        format!("name another for {flag}"),
    )
}

/// Both rules and rows are to come from standard input.
pub(crate) fn two_inputs() -> WrongCall {
    WrongCall::new(
        "rules and shipments cannot both come from standard input",
        "name a file for one of them",
    )
}

/// A column that is there already.
pub(crate) fn clash(name: &str) -> WrongCall {
    WrongCall::new(
        format!("the input has a column `{name}` of its own"),
        "use `--prefix` to add the answer under other names, such as `--prefix advice_`",
    )
}

/// Reads and understands the header; nothing for an input that is empty.
pub(crate) fn header<R: Read>(
    args: &BatchArgs,
    plan: &mut Plan,
    blocks: &mut Blocks<R>,
) -> io::Result<Result<Option<Header>, WrongCall>> {
    // Blank lines before the header are passed over, as everywhere.
    loop {
        let blank = blocks.peeked().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        blocks.skip(blank);
        if !blocks.peeked().is_empty() || !blocks.read_ahead()? {
            break;
        }
    }
    let length = loop {
        match record_end(blocks.peeked(), plan.delimiter, false) {
            End::Row(length) => break length,
            _ if blocks.peeked().len() > LONGEST_ROW => break 0,
            _ => {}
        }
        if !blocks.read_ahead()? {
            match record_end(blocks.peeked(), plan.delimiter, true) {
                End::Row(length) => break length,
                _ => break 0,
            }
        }
    };
    if blocks.peeked().is_empty() {
        return Ok(Ok(None));
    }
    if length == 0 {
        let help = "its first line names the columns; is a quote left open there?";
        return Ok(Err(WrongCall::new("the input has no header that ends", help)));
    }
    let line = blocks.peeked().get(..length).unwrap_or_default().to_vec();
    blocks.skip(length);
    Ok(understood(args, plan, &line).map(Some))
}

fn understood(args: &BatchArgs, plan: &mut Plan, line: &[u8]) -> Result<Header, WrongCall> {
    let row = without_line_end(line);
    let names = |delimiter: u8| {
        let mut fields = Fields::new(delimiter);
        fields.read(row);
        let names = fields.iter().map(|name| String::from_utf8_lossy(name).into_owned());
        names.collect::<Vec<String>>()
    };
    let tabs = plan.delimiter == b'\t';
    if args.delimiter.is_none() && !tabs {
        // What separates the cells is what makes most of them columns that are known.
        let known = |delimiter: &u8| {
            names(*delimiter).iter().filter(|name| plan.target(name).is_some()).count()
        };
        let best = DELIMITERS.iter().rev().max_by_key(|delimiter| known(delimiter));
        plan.delimiter = best.copied().filter(|best| known(best) > 0).unwrap_or(b',');
    }
    let header = Header::new(plan, line, names(plan.delimiter));
    if header.names.iter().any(|name| name.trim_end().contains('\r')) {
        let message = "the lines of the input end with a carriage return alone";
        return Err(WrongCall::new(message, "convert it with `tr '\\r' '\\n'`"));
    }
    check_columns(plan, &header, row)?;
    Ok(header)
}

fn check_columns(plan: &Plan, header: &Header, row: &[u8]) -> Result<(), WrongCall> {
    if let Some(clashing) = header.names.iter().find(|name| plan.clashes(name.trim())) {
        return Err(clash(clashing));
    }
    let named = || header.names.iter().map(|name| folded(name));
    if let Some((missing, _)) = plan.maps.iter().find(|(column, _)| !named().any(|n| n == *column))
    {
        let names: Vec<String> = named().collect();
        let near = lexicon::did_you_mean(missing, names.iter().map(String::as_str));
        let help = near.unwrap_or_else(|| {
            let encoding = std::str::from_utf8(row).is_err().then(|| looks_like(row));
            encoding.map_or_else(|| format!("its columns are {}", names.join(", ")), str::to_owned)
        });
        return Err(WrongCall::new(format!("the input has no column `{missing}`"), help));
    }
    let mut said: Vec<Target> = plan.sets.iter().map(|(target, _)| *target).collect();
    for (name, target) in header.names.iter().zip(&header.targets) {
        let Some(target) = target else { continue };
        if said.contains(target) {
            let words = plan.words(*target);
            let message =
                format!("the column `{}` says `{words}`, which is said already", name.trim());
            return Err(WrongCall::new(
                message,
                "name each fact in one column, or in `--set`, not in both",
            ));
        }
        said.push(*target);
    }
    let goods = Target::Fact(plan.rule_set().goods());
    if !said.contains(&goods) && !said.contains(&Target::Hs) {
        let id = plan.words(goods);
        let message =
            format!("no column says what the goods are: the header is `{}`", shortened(row));
        if row.trim_ascii_start().starts_with(b"[") {
            let help = "write an object a line, as `jq -c '.[]'` does".to_owned();
            return Err(WrongCall::new("the input looks like a JSON array, not like rows", help));
        }
        let help = format!(
            "name a column `{id}` or `hs`, say which it is with `--map COLUMN={id}`, or what \
             separates the cells with `--delimiter`"
        );
        return Err(WrongCall::new(message, help));
    }
    Ok(())
}

fn shortened(row: &[u8]) -> String {
    String::from_utf8_lossy(row).chars().take(100).collect()
}

/// Writes the header with the columns that are added, as it came.
pub(crate) fn write_header(plan: &Plan, header: &Header, out: &mut Vec<u8>) {
    if plan.csv_safe {
        write_names(plan, header.names.iter().map(String::as_str), out);
    } else {
        out.extend_from_slice(&header.raw);
        for (_, name) in &plan.columns {
            out.push(plan.delimiter);
            write_field(name.as_bytes(), plan.delimiter, out);
        }
    }
    out.extend_from_slice(header.line_end);
}

/// Writes a header of these columns and those that are added.
pub(crate) fn write_columns(plan: &Plan, names: &[&str], out: &mut Vec<u8>) {
    write_names(plan, names.iter().copied(), out);
    out.push(b'\n');
}

fn write_names<'n>(plan: &'n Plan, names: impl Iterator<Item = &'n str>, out: &mut Vec<u8>) {
    let added = plan.columns.iter().map(|(_, name)| name.as_str());
    for (at, name) in names.chain(added).enumerate() {
        out.extend((at > 0).then_some(plan.delimiter));
        let safe = made_safe(name.as_bytes()).filter(|_| plan.csv_safe);
        write_field(safe.as_deref().unwrap_or(name.as_bytes()), plan.delimiter, out);
    }
}
