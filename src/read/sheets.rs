//! `[tables]`: which files of rows belong to which sections, and the rows as entries of them.
//!
//! A row becomes what an entry of TOML is, with its places in the table, so that no section is read
//! twice.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::read::csv::{self, Cell, Grid};
use crate::read::item::{Item, Key, Node, Shape, Table, Text};
use crate::read::table::{Problems, as_section};
use crate::source::{SourceFile, Span};

/// The column that names what a row is about.
pub(crate) const ID: &str = "id";

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Entries of a section, each with a name of its own.
    Named,
    /// Members of the list `entries` of one entry of a section.
    Listed,
    /// The names of a fact.
    Facts,
    /// Names and the groups that they are in.
    Groups,
    /// More of what stands elsewhere: texts in other languages, other names.
    Words,
}

/// The sections that may have rows, and what the rows are.
const SECTIONS: [(&str, Rows); 20] = [
    ("sources", Rows::Named),
    ("checks", Rows::Named),
    ("lanes", Rows::Named),
    ("steps", Rows::Named),
    ("documents", Rows::Named),
    ("goods", Rows::Named),
    ("ports", Rows::Named),
    ("categories", Rows::Named),
    ("modes", Rows::Named),
    ("regimes", Rows::Named),
    ("refusals", Rows::Named),
    ("inspections", Rows::Named),
    ("impossible", Rows::Named),
    ("flows", Rows::Named),
    ("taxes", Rows::Named),
    ("rates", Rows::Listed),
    ("prices", Rows::Listed),
    ("facts", Rows::Facts),
    ("groups", Rows::Groups),
    ("words", Rows::Words),
];

/// A table that a rules file names.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) rows: Rows,
    pub(crate) section: Text<'a>,
    /// What of the section, where the rows are not its own entries.
    pub(crate) of: Option<Text<'a>>,
    pub(crate) file: Text<'a>,
    /// The columns that are read, each with the key that it stands for; all of them, if none is named.
    columns: Option<Vec<(Text<'a>, Text<'a>)>>,
    /// What every row says as well.
    with: Vec<(Text<'a>, Item<'a>)>,
}

/// Reads what stands under `[tables]`.
pub(crate) fn asked<'a>(problems: &mut Problems, item: Item<'a>) -> Vec<Asked<'a>> {
    let name = Text { text: "tables", span: item.span };
    let Some(section) = as_section(problems, item, name, "section") else { return Vec::new() };
    let mut asked = Vec::new();
    for (section, item) in section.entries() {
        let known = SECTIONS.iter().find(|(name, _)| *name == section.text);
        let Some((_, rows)) = known else {
            let names = || SECTIONS.iter().map(|(name, _)| *name);
            let all = || format!("these may have rows: {}", lexicon::in_words(names(), "and"));
            let near = lexicon::did_you_mean(section.text, names());
            let message = format!("section `{section}` can have no table");
            let problem = Finding::new(Code::UnknownKey, section.span, message);
            problems.push(problem.help(near.unwrap_or_else(all)));
            continue;
        };
        if *rows == Rows::Named {
            asked.extend(files(problems, (*rows, section, None), item));
            continue;
        }
        let Some(inner) = as_section(problems, item, section, "section") else { continue };
        for (of, item) in inner.entries() {
            asked.extend(files(problems, (*rows, section, Some(of)), item));
        }
    }
    asked
}

/// The files of one section: a name, a table that says more of one, or a list of these.
fn files<'a>(
    problems: &mut Problems,
    (rows, section, of): (Rows, Text<'a>, Option<Text<'a>>),
    item: Item<'a>,
) -> Vec<Asked<'a>> {
    let alone = std::slice::from_ref(item);
    let mut files = Vec::new();
    for item in item.as_list().unwrap_or(alone) {
        let (mut columns, mut with) = (None, Vec::new());
        let file = if item.as_table().is_some() {
            let name = of.unwrap_or(section);
            let Some(mut one) = as_section(problems, item, name, "table of") else { continue };
            one.require(problems, "file");
            let file = one.text(problems, "file");
            if let Some(section) = one.section(problems, "columns", "columns of") {
                let named = section.entries().into_iter();
                columns = Some(
                    named
                        .filter_map(|(key, column)| Some((key, problems.text(column, key.text)?)))
                        .collect(),
                );
            }
            if let Some(section) = one.section(problems, "with", "rows of") {
                with = section.entries();
            }
            one.finish(problems);
            file
        } else {
            problems.text(item, section.text)
        };
        files.extend(file.map(|file| Asked { rows, section, of, file, columns, with }));
    }
    files
}

/// A column that is read: its place, the key it stands for, and what that is part of.
struct Column<'a> {
    at: usize,
    outer: Option<Key<'a>>,
    key: Key<'a>,
}

/// The keys without which a row of a list says nothing.
const AMOUNTS: [&str; 2] = ["percent", "price"];

/// What a key may be part of, as in `only.port`.
const OUTER: [&str; 5] = ["when", "unless", "only", "defaults", "allow"];

/// The rows of a table, each with the text it is named by, if it is; and what a quote without an end
/// has swallowed.
pub(crate) fn rows<'a>(
    problems: &mut Problems,
    asked: &Asked<'a>,
    file: &'a SourceFile,
) -> (Vec<(Option<Cell<'a>>, Node<'a>)>, Option<Span>) {
    let Grid { mut rows, errors, torn } = csv::parse(file);
    errors.into_iter().for_each(|error| problems.push(error));
    if rows.is_empty() {
        let message = format!("`{}`: the table is empty", file.name());
        let help = "begin it with a row of the names of its columns";
        problems.push(Finding::new(Code::EmptyFile, asked.file.span, message).help(help));
        return (Vec::new(), torn);
    }
    let header = rows.remove(0);
    let columns = columns(problems, asked, &header);
    report_twice(problems, asked, &columns);
    let id = columns.iter().find(|column| column.outer.is_none() && column.key.text == ID);
    let id = id.map(|column| column.at);
    if asked.rows != Rows::Listed && id.is_none() && torn.is_none() {
        let span = header.first().map_or(asked.file.span, |cell| cell.span);
        let message = format!("the table has no column `{ID}`");
        problems.push(Finding::new(Code::MissingKey, span, message).help(format!(
            "name each row there, or say which column does: `columns = {{ {ID} = \"…\" }}`"
        )));
        return (Vec::new(), torn);
    }
    // A table of several rates has an empty cell where there is none of one kind.
    let chosen = asked.rows == Rows::Listed && asked.columns.is_some();
    let amount = columns.iter().find(|column| chosen && AMOUNTS.contains(&&*column.key.text));
    let amount = amount.map(|column| column.at);
    let says =
        |cells: &[Cell<'_>], at: usize| cells.get(at).is_none_or(|cell| !cell.text.is_empty());
    let mut lowered = Vec::with_capacity(rows.len());
    for cells in rows.into_iter().filter(|cells| amount.is_none_or(|at| says(cells, at))) {
        lowered.extend(row(problems, asked, (&header, &columns, id), cells));
    }
    (lowered, torn)
}

/// The columns that are read.
fn columns<'a>(problems: &mut Problems, asked: &Asked<'a>, header: &[Cell<'a>]) -> Vec<Column<'a>> {
    let mut places: HashMap<&str, &Cell<'_>> = HashMap::new();
    for cell in header.iter().filter(|cell| !cell.text.is_empty()) {
        if let Some(first) = places.insert(&cell.text, cell) {
            let message = format!("two columns are called `{}`", cell.text);
            problems.push(
                Finding::new(Code::Duplicate, cell.span, message)
                    .other(first.span, "the first of them")
                    .help("give one of them another name"),
            );
        }
    }
    let Some(wanted) = &asked.columns else {
        let all = header.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
        return all.map(|(at, cell)| column(at, cell.text.clone(), cell.span)).collect();
    };
    let mut columns = Vec::with_capacity(wanted.len());
    for (key, name) in wanted {
        let found = header.iter().enumerate().find(|(_, cell)| cell.text == name.text);
        let Some((at, cell)) = found else {
            let names = || header.iter().map(|cell| &*cell.text);
            let near = lexicon::did_you_mean(name.text, names());
            let all = || format!("the columns are {}", lexicon::in_words(names(), "and"));
            let message = format!("the table has no column `{name}`");
            let problem = Finding::new(Code::UnknownName, name.span, message);
            problems.push(problem.help(near.unwrap_or_else(all)));
            continue;
        };
        columns.push(column(at, Cow::Borrowed(key.text), cell.span));
    }
    columns
}

fn column<'a>(at: usize, text: Cow<'a, str>, span: Span) -> Column<'a> {
    let parts = match text {
        Cow::Borrowed(text) => text.split_once('.').filter(|(outer, _)| OUTER.contains(outer)),
        Cow::Owned(_) => None,
    };
    let key = |text: Cow<'a, str>| Key { text, span };
    match parts {
        Some((outer, own)) => Column { at, outer: Some(key(outer.into())), key: key(own.into()) },
        None => Column { at, outer: None, key: key(text) },
    }
}

/// Says that what every row is given has a column of its own.
fn report_twice(problems: &mut Problems, asked: &Asked<'_>, columns: &[Column<'_>]) {
    for (key, _) in &asked.with {
        let same = |column: &&Column<'_>| column.outer.is_none() && column.key.text == key.text;
        if let Some(column) = columns.iter().find(same) {
            let message = format!("`{key}` is said by a column, too");
            problems.push(
                Finding::new(Code::Duplicate, key.span, message)
                    .other(column.key.span, "this column")
                    .help("leave one of the two out"),
            );
        }
    }
}

/// One row, with the text it is named by; none after a problem.
fn row<'a>(
    problems: &mut Problems,
    asked: &Asked<'a>,
    (header, columns, id): (&[Cell<'a>], &[Column<'a>], Option<usize>),
    cells: Vec<Cell<'a>>,
) -> Option<(Option<Cell<'a>>, Node<'a>)> {
    let first = cells.first().map_or(asked.file.span, |cell| cell.span);
    let span = Span { start: first.start, end: cells.last().map_or(first.end, |one| one.span.end) };
    for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
        if header.get(at).is_none_or(|column| column.text.is_empty()) {
            let message = format!("`{}` stands under no column", cell.text);
            let help = "name the column in the first row, or put a cell with a delimiter in quotes";
            problems.push(Finding::new(Code::BadTable, cell.span, message).help(help));
        }
    }
    if cells.len() < header.len() {
        let message = format!("this row has {} of {} cells", cells.len(), header.len());
        let help = "leave a cell empty, but write the delimiters around it";
        problems.push(Finding::new(Code::BadTable, span, message).help(help));
    }
    let name = id.and_then(|at| cells.get(at)).filter(|cell| !cell.text.is_empty());
    if asked.rows != Rows::Listed && name.is_none() {
        let message = format!("this row has no `{ID}`");
        let problem = Finding::new(Code::MissingKey, span, message);
        problems.push(problem.help("name what the row is about, or remove it"));
        return None;
    }
    let mut table: Vec<(Key<'a>, Node<'a>)> = Vec::with_capacity(columns.len());
    for column in columns {
        let cell = cells.get(column.at).filter(|cell| !cell.text.is_empty());
        let Some(cell) = cell.filter(|_| asked.rows == Rows::Listed || Some(column.at) != id)
        else {
            continue;
        };
        let node = Node { value: Shape::Cell(cell.text.clone()), span: cell.span };
        let Some(outer) = &column.outer else {
            table.push((column.key.clone(), node));
            continue;
        };
        // What stands within another key is told in the row itself.
        let entry = (Key { text: column.key.text.clone(), span: cell.span }, node);
        match table.iter_mut().find(|(key, _)| key.text == outer.text) {
            Some((_, Node { value: Shape::Table(inner), .. })) => inner.entries_mut().push(entry),
            _ => {
                let value = Shape::Table(Table::of_row(vec![entry]));
                let key = Key { text: outer.text.clone(), span: cell.span };
                table.push((key, Node { value, span }));
            }
        }
    }
    for (key, item) in &asked.with {
        let key = Key { text: key.text.into(), span: key.span };
        table.push((key, (*item).clone()));
    }
    let name = name.cloned();
    Some((name, Node { value: Shape::Table(Table::of_row(table)), span }))
}
