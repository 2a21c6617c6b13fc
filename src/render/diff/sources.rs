//! What hangs on each source of a rules file, as a table.

use std::io::{self, Write};

use advisor::diff::Size;
use advisor::model::Source;
use advisor::model::wording::Tongue;

use crate::render::diff::region;
use crate::render::diff::words::words;
use crate::render::text::shown;
use crate::render::{style, table};

/// A source, and what would be answered otherwise without the rules that cite nothing else.
pub(crate) struct Hanging<'a> {
    pub(crate) source: &'a Source,
    /// How many rules are no longer the same.
    pub(crate) rules: usize,
    /// How many changes there are, with the shipments for which anything changes.
    pub(crate) changes: usize,
    pub(crate) size: Size,
}

pub(crate) fn human(
    all: &[Hanging<'_>],
    tongue: Tongue,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = words(tongue);
    let (held, idle): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.changes > 0);
    let rows = held.iter().map(|one| {
        let id = shown(&one.source.id).into_owned();
        vec![
            id,
            one.rules.to_string(),
            one.changes.to_string(),
            region::count(&one.size.names, words),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let header = words.sources();
    if !rows.is_empty() {
        for (at, line) in table::lines_of_words(&header, &rows, width).iter().enumerate() {
            writeln!(out, "{}", if at == 0 { style::heading(line) } else { line.clone() })?;
        }
    }
    if !idle.is_empty() {
        let ids: Vec<_> = idle.iter().map(|one| shown(&one.source.id)).collect();
        let text = words.idle_sources(ids.len(), &ids.join(", "));
        write!(out, "\n{}", crate::render::text::wrapped(&text, width))?;
    }
    Ok(())
}
