//! Lists of the vocabulary.

use std::io::{self, Write};

use advisor::model::RuleSet;
use advisor::model::condition::Region;
use advisor::model::value::{Day, ValueSet};
use advisor::model::wording::{Tongue, Wording};
use serde::Serialize;

use crate::render::json::print;
use crate::render::text::shown;
use crate::render::{style, table};

/// One thing of a list.
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) name: Option<Wording>,
    pub(crate) aliases: Vec<String>,
    /// The days on which it is in force; `None` for always.
    pub(crate) days: Option<ValueSet>,
    pub(crate) detail: String,
    /// What it asks of the facts, for a rule.
    pub(crate) within: Option<Region>,
}

impl Item {
    /// What it is called in the language of the file.
    fn plain_name(&self) -> Option<&str> {
        self.name.as_ref()?.plain()
    }

    fn in_chinese(&self) -> Option<&str> {
        self.name.as_ref()?.in_language(Tongue::Chinese.language())
    }

    /// Whether its id, its name or another name holds these words, whatever their case.
    pub(crate) fn is_called(&self, words: &str) -> bool {
        let folded = |text: &str| advisor::lexicon::folded(text);
        let wanted = folded(words);
        let names = self.name.iter().flat_map(Wording::texts);
        let names = std::iter::once(self.id.as_str()).chain(names);
        names
            .chain(self.aliases.iter().map(String::as_str))
            .any(|name| folded(name).contains(&wanted))
    }
}

/// What a column shows of an item.
type Show = fn(&Item) -> String;

/// A table with the columns that any of the items fills.
pub(crate) fn human(items: &[Item], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let columns: [(&str, Show); 5] = [
        ("id", id_and_aliases),
        ("name", |item| item.plain_name().unwrap_or_default().to_owned()),
        ("中文", |item| item.in_chinese().unwrap_or_default().to_owned()),
        ("in force", in_force_of),
        ("details", |item| item.detail.clone()),
    ];
    let filled: Vec<_> = columns
        .into_iter()
        .filter(|(_, cell)| items.iter().any(|item| !cell(item).is_empty()))
        .collect();
    // Ids are there to be copied: where they leave no room beside them, the rest goes below.
    let widest = |cell: &Show| items.iter().map(|item| cell(item).len()).max().unwrap_or(0);
    if filled.iter().map(|(_, cell)| widest(cell)).sum::<usize>() > 2 * width {
        return items.iter().try_for_each(|item| below(item, width, out));
    }
    let header: Vec<&str> = filled.iter().map(|(title, _)| *title).collect();
    let rows: Vec<Vec<String>> = items
        .iter()
        .map(|item| filled.iter().map(|(_, cell)| shown(&cell(item)).into_owned()).collect())
        .collect();
    for (at, line) in table::lines_of_words(&header, &rows, width).iter().enumerate() {
        writeln!(out, "{}", if at == 0 { style::heading(line) } else { line.clone() })?;
    }
    Ok(())
}

/// An item with what is said of it below its id.
fn below(item: &Item, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let days = in_force_of(item);
    let days = if days.is_empty() { days } else { format!("  {days}") };
    writeln!(out, "{}{days}", style::heading(&shown(&item.id)))?;
    let name = item.name.iter().flat_map(Wording::texts).collect::<Vec<_>>().join(" ");
    let also = match item.aliases.as_slice() {
        [] => String::new(),
        aliases => format!("also {}", aliases.join(", ")),
    };
    for text in [name, also, item.detail.clone()].iter().filter(|text| !text.is_empty()) {
        let rows = [vec![shown(text).into_owned()]];
        table::lines(None, &rows, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn id_and_aliases(item: &Item) -> String {
    match item.aliases.as_slice() {
        [] => item.id.clone(),
        aliases => format!("{} ({})", item.id, aliases.join(", ")),
    }
}

fn in_force_of(item: &Item) -> String {
    item.days.as_ref().map(in_force).unwrap_or_default()
}

/// A set of days in words.
pub(crate) fn in_force(days: &ValueSet) -> String {
    let (from, until) = from_until(days);
    match (from, until.map(Day::previous)) {
        (Some(from), Some(last)) => format!("{from} to {last}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(last)) => format!("to {last}"),
        (None, None) => String::new(),
    }
}

/// The ids, one a line.
pub(crate) fn plain(items: &[Item], out: &mut dyn Write) -> io::Result<()> {
    items.iter().try_for_each(|item| writeln!(out, "{}", shown(&item.id)))
}

#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    rules: Rules<'a>,
    what: &'a str,
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Rules<'a> {
    title: &'a str,
    file: &'a str,
    on: Option<String>,
}

/// `from` is the first day, `until` the first day no longer.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: Option<&'a str>,
    zh: Option<&'a str>,
    aliases: &'a [String],
    from: Option<String>,
    until: Option<String>,
    detail: &'a str,
}

/// One JSON object.
pub(crate) fn json(
    rule_set: &RuleSet,
    what: &str,
    items: &[Item],
    on: Option<Day>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let entries = items.iter().map(|item| {
        let (from, until) = item.days.as_ref().map_or((None, None), from_until);
        Entry {
            id: &item.id,
            name: item.plain_name(),
            zh: item.in_chinese(),
            aliases: &item.aliases,
            from: from.map(|day| day.to_string()),
            until: until.map(|day| day.to_string()),
            detail: &item.detail,
        }
    });
    let (title, file) = (rule_set.title(), rule_set.file());
    let rules = Rules { title, file, on: on.map(|day| day.to_string()) };
    print(&List { schema: "advisor.list/1", rules, what, items: entries.collect() }, out)
}

/// The first day of a set of days, and the first day after it; `None` where it is open.
pub(crate) fn from_until(days: &ValueSet) -> (Option<Day>, Option<Day>) {
    let day = |value: i64| i32::try_from(value).ok().map(Day);
    let first = days.intervals().first().and_then(|part| day(part.least));
    let last = days.intervals().last().and_then(|part| day(part.greatest));
    let from = first.filter(|day| day.0 > i32::MIN);
    let until = last.filter(|day| day.0 < i32::MAX).map(|day| Day(day.0 + 1));
    (from, until)
}
