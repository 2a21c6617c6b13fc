//! What a call says of the rows that it reads, and what is said where that cannot be.

use std::io;
use std::path::Path;

use advisor::batch::{Encoding, Foreign, Format, OpenError, Options};
use advisor::lexicon;
use advisor::model::RuleSet;
use advisor::model::value::Day;
use anyhow::Context;

use crate::cli::{RowEncoding, RowFormat, RowsArgs};
use crate::commands::same_file::FileId;
use crate::commands::terminal::{Stop, Terminal};
use crate::render::summary;
use crate::render::text::shown;
use crate::wrong_call::{WrongCall, in_a_cell};

/// What a call says of rows, and all that is wrong with it.
pub(crate) fn options(args: &RowsArgs, file: &Path, day: Day) -> (Options, Vec<WrongCall>) {
    let mut wrong = Vec::new();
    let mut options = Options::new(day);
    options.input = args.input.map(format_of).or_else(|| format_of_name(file));
    options.words = in_a_cell;
    for map in &args.maps {
        match pair("--map", map, map.rsplit_once('='), "COLUMN=FACT") {
            Ok((column, fact)) => options.maps.push((column.to_owned(), fact.to_owned())),
            Err(call) => wrong.push(call),
        }
    }
    for set in &args.sets {
        match pair("--set", set, set.split_once('='), "FACT=VALUE") {
            Ok((fact, value)) => options.sets.push((fact.to_owned(), value.to_owned())),
            Err(call) => wrong.push(call),
        }
    }
    match delimiter(args.delimiter.as_deref(), file) {
        Ok(delimiter) => options.delimiter = delimiter,
        Err(call) => wrong.push(call),
    }
    (options, wrong)
}

/// What of it a rule set does not know.
pub(crate) fn problems(options: &Options, rule_set: &RuleSet) -> Vec<WrongCall> {
    options.problems(rule_set).into_iter().map(of_options).collect()
}

/// What is said of rows where there are none.
pub(crate) fn unused(rows: &RowsArgs, out: Option<&Path>) -> Option<WrongCall> {
    let RowsArgs { input, encoding, delimiter, maps, sets } = rows;
    let said = [
        ("--out", out.is_some()),
        ("--input", input.is_some()),
        ("--encoding", *encoding != RowEncoding::Utf8),
        ("--delimiter", delimiter.is_some()),
        ("--map", !maps.is_empty()),
        ("--set", !sets.is_empty()),
    ];
    said.into_iter().find(|(_, said)| *said).map(|(flag, _)| {
        WrongCall::new(
            format!("`{flag}` is about rows, and there are none"),
            "name a file of shipments with `--shipments`",
        )
    })
}

/// Refuses to write rows over a file that the call reads, or where its answer goes.
pub(crate) fn spare_out<'p>(
    out: Option<&Path>,
    file: &Path,
    named: impl Iterator<Item = &'p Path>,
    beside: impl Iterator<Item = &'p str>,
) -> Result<(), WrongCall> {
    let Some(out) = out else { return Ok(()) };
    if out == Path::new("-") {
        return Err(WrongCall::new(
            "`--out -` is no file",
            "name one: standard output is for the answer",
        ));
    }
    let mut taken = vec![("the file of rows", read_file(file))];
    taken.extend(named.map(|path| ("a rules file", read_file(path))));
    taken.extend(beside.map(|path| ("a file of the rules", read_file(Path::new(path)))));
    spare("`--out`", out, &taken).map(|_| ())
}

/// A file that a call reads, by a word for it.
pub(crate) fn read_file(path: &Path) -> Option<FileId> {
    match path == Path::new("-") {
        true => FileId::of_stream(&io::stdin()),
        false => FileId::of(path),
    }
}

/// Refuses to write over a file that the call needs for something else.
pub(crate) fn spare(
    flag: &'static str,
    path: &Path,
    taken: &[(&str, Option<FileId>)],
) -> Result<(&'static str, Option<FileId>), WrongCall> {
    let id = FileId::of(path);
    let other = taken.iter().find(|(_, other)| id.is_some() && *other == id);
    other.map_or(Ok((flag, id)), |(other, _)| Err(written_over(flag, other)))
}

pub(crate) fn format_of(format: RowFormat) -> Format {
    match format {
        RowFormat::Csv => Format::Csv,
        RowFormat::Jsonl => Format::Json,
    }
}

/// The encoding that the call names.
pub(crate) fn encoding_of(encoding: RowEncoding) -> Encoding {
    match encoding {
        RowEncoding::Utf8 => Encoding::Utf8,
        RowEncoding::Gbk => Encoding::Gbk,
        RowEncoding::Utf16 => Encoding::Utf16,
    }
}

fn extension(file: &Path) -> Option<String> {
    file.extension().map(|name| name.to_string_lossy().to_lowercase())
}

fn format_of_name(file: &Path) -> Option<Format> {
    match extension(file)?.as_str() {
        "csv" | "tsv" => Some(Format::Csv),
        "jsonl" | "ndjson" | "json" => Some(Format::Json),
        _ => None,
    }
}

fn pair<'t>(
    flag: &str,
    text: &str,
    pair: Option<(&'t str, &'t str)>,
    form: &str,
) -> Result<(&'t str, &'t str), WrongCall> {
    let both = pair.filter(|(first, second)| !first.is_empty() && !second.is_empty());
    both.ok_or_else(|| {
        WrongCall::new(format!("`{flag} {text}` says too little"), format!("write {form}"))
    })
}

fn delimiter(named: Option<&str>, file: &Path) -> Result<Option<u8>, WrongCall> {
    let text = match named {
        None => return Ok((extension(file).as_deref() == Some("tsv")).then_some(b'\t')),
        Some("tab" | "\\t") => "\t",
        Some(text) => text,
    };
    match text.as_bytes() {
        // What may stand in a name, a number or a quoted cell cannot separate cells.
        [b'"' | b'-' | b'.' | b'=' | b'\'' | b' ' | b'_'] => {}
        [byte] if byte.is_ascii_punctuation() || *byte == b'\t' => return Ok(Some(*byte)),
        _ => {}
    }
    Err(WrongCall::new(
        format!("`{text}` cannot separate cells"),
        "give one character such as `,` or `;`, or `tab`",
    ))
}

/// Both rules and rows are to come from standard input.
pub(crate) fn two_inputs() -> WrongCall {
    WrongCall::new(
        "rules and shipments cannot both come from standard input",
        "name a file for one of them",
    )
}

/// A file that is to be written is one that the call needs for something else.
fn written_over(flag: &str, other: &str) -> WrongCall {
    WrongCall::new(
        format!("{flag} and {other} are the same file"),
        format!("name another for {flag}"),
    )
}

/// Why the input cannot be answered, in words.
pub(crate) fn cannot_open(file: &Path, error: OpenError, terminal: &mut Terminal) -> Stop {
    let call = match error {
        OpenError::Read(error) => {
            let read = Err::<(), _>(error);
            let read = read.with_context(|| format!("could not read `{}`", file.display()));
            return read.map_or_else(Stop::Failed, |()| Stop::Invalid);
        }
        OpenError::Foreign(foreign) => {
            terminal.message(&not_text(file, foreign));
            return Stop::Invalid;
        }
        other => of_options(other),
    };
    call.into()
}

/// The same of what the call says beside the input.
fn of_options(error: OpenError) -> WrongCall {
    match error {
        OpenError::Value(error) => WrongCall::of_all_rows(error),
        OpenError::SafeJson => {
            WrongCall::new("`--csv-safe` is for CSV", "leave it out for JSON lines")
        }
        OpenError::MappedTwice(column) => {
            WrongCall::new(format!("`--map` names the column `{column}` twice"), "name it once")
        }
        OpenError::SetTwice(fact) => {
            WrongCall::new(format!("`--set` gives `{fact}` twice"), "give it once")
        }
        OpenError::DateAsFact => {
            WrongCall::new("`on` is no fact", "say `--on` for the date of all rows")
        }
        other => of_columns(other),
    }
}

/// The same of what the columns say.
fn of_columns(error: OpenError) -> WrongCall {
    match error {
        OpenError::Clash(name) => WrongCall::new(
            format!("the input has a column `{name}` of its own"),
            "use `--prefix` to add the answer under other names, such as `--prefix advice_`",
        ),
        OpenError::EndlessHeader => WrongCall::new(
            "the input has no header that ends",
            "its first line names the columns; is a quote left open there?",
        ),
        OpenError::CarriageReturns => WrongCall::new(
            "the lines of the input end with a carriage return alone",
            "convert it with `tr '\\r' '\\n'`",
        ),
        OpenError::NoColumn { column, columns, gbk } => {
            let near = lexicon::did_you_mean(&column, columns.iter().map(String::as_str));
            let help = near.unwrap_or_else(|| match gbk {
                true => "the header looks like GBK: read it with `--encoding gbk`".to_owned(),
                false => format!("its columns are {}", columns.join(", ")),
            });
            WrongCall::new(format!("the input has no column `{column}`"), help)
        }
        OpenError::SaidTwice { column, fact } => WrongCall::new(
            format!("the column `{column}` says `{fact}`, which is said already"),
            "name each fact in one column, or in `--set`, not in both",
        ),
        OpenError::NoGoods { facts, header } => WrongCall::new(
            format!("no column says what the goods are: the header is `{header}`"),
            format!(
                "name a column {}, say which it is with `--map COLUMN={}`, or what separates the \
                 cells with `--delimiter`",
                lexicon::in_words(facts.iter().map(String::as_str), "or"),
                facts.first().map_or("", String::as_str),
            ),
        ),
        OpenError::JsonArray => WrongCall::new(
            "the input looks like a JSON array, not like rows",
            "write an object a line, as `jq -c '.[]'` does",
        ),
        OpenError::JsonOverLines => WrongCall::new(
            "an object of the input goes over several lines",
            "write an object a line, as `jq -c .` does",
        ),
        OpenError::Misspelled(columns) => WrongCall::new(
            format!("columns that are no facts: {}", summary::named(&columns)),
            "correct the names, or leave out `--strict` to pass such columns on",
        ),
        other => WrongCall::new(other.to_string(), ""),
    }
}

fn not_text(file: &Path, foreign: Foreign) -> String {
    let name = file.display().to_string();
    let (what, way_out) = match foreign {
        Foreign::Utf16 => ("UTF-16, not UTF-8", "read it with `--encoding utf-16`"),
        Foreign::Binary => (
            "binary, not text",
            "name a file of rows, CSV or JSON lines; a spreadsheet saves one as `CSV UTF-8`",
        ),
    };
    format!("error: `{}` is {what}\n  help: {way_out}", shown(&name))
}
