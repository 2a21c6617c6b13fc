//! Lists of the vocabulary.

use std::io::{self, Write};

use advisor::model::RuleSet;
use advisor::model::code::parts_are_digits;
use advisor::model::condition::Region;
use advisor::model::value::{Day, ValueSet};
use advisor::model::wording::{Tongue, Wording};
use serde::Serialize;

use crate::render::json::{Rules, print};
use crate::render::speech::Speech;
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

    /// Whether its id, its name or another name holds these words, whatever their case; of digits,
    /// whether it is a code that begins so.
    pub(crate) fn is_called(&self, words: &str) -> bool {
        if parts_are_digits(words) && parts_are_digits(&self.id) {
            let digits = |text: &str| text.replace(['.', ' '], "");
            return digits(&self.id).starts_with(&digits(words));
        }
        let folded = |text: &str| advisor::lexicon::folded(text);
        let wanted = folded(words);
        let names = self.name.iter().flat_map(Wording::texts);
        let names = std::iter::once(self.id.as_str()).chain(names);
        names
            .chain(self.aliases.iter().map(String::as_str))
            .any(|name| folded(name).contains(&wanted))
    }
}

/// A table with the columns that any of the items fills.
pub(crate) fn human(
    items: &[Item],
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows: Vec<[String; 4]> = items.iter().map(|item| cells(item, speech)).collect();
    let filled =
        |at: &usize| rows.iter().any(|row| row.get(*at).is_some_and(|one| !one.is_empty()));
    let filled: Vec<usize> = (0..4).filter(filled).collect();
    // Ids are there to be copied: where they leave no room beside them, the rest goes below.
    let widest = |at: &usize| rows.iter().filter_map(|row| Some(row.get(*at)?.len())).max();
    if filled.iter().filter_map(widest).sum::<usize>() > 2 * width {
        return items.iter().try_for_each(|item| below(item, speech, width, out));
    }
    let of_row = |row: &[String]| -> Vec<String> {
        filled.iter().filter_map(|at| row.get(*at).cloned()).collect()
    };
    let header = of_row(&speech.words.columns().map(str::to_owned));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| of_row(row)).collect();
    for (at, line) in table::lines_of_words(&header, &rows, width).iter().enumerate() {
        writeln!(out, "{}", if at == 0 { style::heading(line) } else { line.clone() })?;
    }
    Ok(())
}

/// An item as a row: its id, what it is called, when it is in force, and what else there is to say.
fn cells(item: &Item, speech: Speech) -> [String; 4] {
    let id = match item.aliases.as_slice() {
        [] => item.id.clone(),
        aliases => speech.words.aside(&item.id, &speech.words.listed(aliases)),
    };
    let days = item.days.as_ref().map(|days| in_force_in(days, speech)).unwrap_or_default();
    let name = item.name.as_ref().map(|name| speech.text(name)).unwrap_or_default();
    [shown(&id).into_owned(), name, days, shown(&item.detail).into_owned()]
}

/// An item with what is said of it below its id.
fn below(item: &Item, speech: Speech, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let [_, name, days, detail] = cells(item, speech);
    let days = if days.is_empty() { days } else { format!("  {days}") };
    writeln!(out, "{}{days}", style::heading(&shown(&item.id)))?;
    let aliases = item.aliases.as_slice();
    let also = (!aliases.is_empty()).then(|| speech.words.also_called(aliases));
    let also = also.map(|also| shown(&also).into_owned()).unwrap_or_default();
    for text in [name, also, detail].into_iter().filter(|text| !text.is_empty()) {
        let rows = [vec![text]];
        table::lines(None, &rows, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

/// A set of days in words, for English.
pub(crate) fn in_force(days: &ValueSet) -> String {
    in_force_in(days, Speech::new(Tongue::English))
}

/// A set of days in words.
fn in_force_in(days: &ValueSet, speech: Speech) -> String {
    let (from, until) = from_until(days);
    let told = |day: Option<Day>| day.map(|day| day.to_string());
    let (from, last) = (told(from), told(until.map(Day::previous)));
    speech.words.days(from.as_deref(), last.as_deref())
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
    let rules = Rules::new(rule_set, on);
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
