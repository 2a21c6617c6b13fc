//! Entries that stand elsewhere, put where they belong: those of included files and of tables.
//!
//! Nothing is changed or replaced: what is there twice is told with both places.

use std::collections::HashMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::read::cell;
use crate::read::csv::Cell;
use crate::read::item::{Key, Node, Shape, Table, Text};
use crate::read::sheets::{Asked, Rows};
use crate::read::table::Problems;
use crate::source::Span;

/// Puts two values with one key together, if they are lists of names; `depth` says of how many
/// levels.
pub(crate) fn join_values<'a>(
    problems: &mut Problems,
    (first, known): &mut (Key<'a>, Node<'a>),
    (key, node): (Key<'a>, Node<'a>),
    depth: usize,
) {
    let (known_span, span) = (known.span, node.span);
    match (&mut known.value, node.value) {
        (Shape::Table(whole), Shape::Table(part)) if depth > 0 => {
            join_names(problems, whole, part.into_entries(), depth - 1);
        }
        (known, value) => {
            let (first, second) = (place(first, known, known_span), place(&key, &value, span));
            let name = Text { text: &key.text, span: second };
            let message = format!("`{name}` is defined twice");
            let problem = Finding::new(Code::Duplicate, first, message);
            let help = "keep one of the two: what stands elsewhere is neither changed nor replaced";
            problems.push(problem.other(second, "it is defined here, too").help(help));
        }
    }
}

/// Where a value is said: under its key, or in the cell of a table, whose key is a column.
fn place(key: &Key<'_>, value: &Shape<'_>, span: Span) -> Span {
    if matches!(value, Shape::Cell(_)) { span } else { key.span }
}

/// Puts entries behind those of a table.
fn join_names<'a>(
    problems: &mut Problems,
    whole: &mut Table<'a>,
    part: Vec<(Key<'a>, Node<'a>)>,
    depth: usize,
) {
    let entries = whole.entries_mut();
    let places = entries.iter().enumerate().map(|(at, (key, _))| (key.text.to_string(), at));
    let mut places: HashMap<String, usize> = places.collect();
    for (key, node) in part {
        match places.get(&*key.text).and_then(|at| entries.get_mut(*at)) {
            None => {
                places.insert(key.text.to_string(), entries.len());
                entries.push((key, node));
            }
            Some(known) => join_values(problems, known, (key, node), depth),
        }
    }
}

/// A row, with the text it is named by.
type Row<'a> = (Option<Cell<'a>>, Node<'a>);

/// Puts the rows of a table where they belong.
pub(crate) fn graft<'a>(
    problems: &mut Problems,
    root: &mut Table<'a>,
    asked: &Asked<'a>,
    rows: Vec<Row<'a>>,
) {
    if asked.rows == Rows::Words
        && let Some(fact) = asked.of.and_then(|of| code_fact(root, of.text))
        && let Some(names) = inner(fact, at(asked.section, "names"))
    {
        return join_names(problems, names, named(rows), 0);
    }
    let section = match asked.rows {
        // Words are added to what stands in the section that they are of.
        Rows::Words => asked.of.unwrap_or(asked.section),
        _ => asked.section,
    };
    let Some(whole) = inner(root, section) else { return };
    let of = asked.of.unwrap_or(section);
    match asked.rows {
        Rows::Named => join_names(problems, whole, named(rows), 0),
        Rows::Words => add_words(problems, whole, rows),
        Rows::Facts => {
            let names = inner(whole, of).and_then(|fact| inner(fact, at(of, "names")));
            match names {
                Some(names) => join_names(problems, names, named(rows), 0),
                None => problems.push(
                    Finding::new(Code::WrongType, of.span, format!("`{of}` has a list of names"))
                        .help("keep all names in the table, or write those of the file as a table"),
                ),
            }
        }
        Rows::Groups => {
            let Some(groups) = inner(whole, of) else { return };
            let members = members(problems, rows);
            join_names(problems, groups, members, 0);
        }
        Rows::Listed => {
            let Some(entry) = inner(whole, of) else { return };
            let entries = entry.entries_mut();
            let place = entries.iter().position(|(key, _)| key.text == "entries");
            let place = place.unwrap_or(entries.len());
            if place == entries.len() {
                let node = Node { value: Shape::List(Vec::new()), span: of.span };
                entries.push((Key { text: "entries".into(), span: of.span }, node));
            }
            // What is no list is told by who reads it.
            if let Some((_, Node { value: Shape::List(list), .. })) = entries.get_mut(place) {
                list.extend(rows.into_iter().map(|(_, node)| node));
            }
        }
    }
}

/// A fact of codes, whose words are what its codes are called.
fn code_fact<'t, 'a>(root: &'t mut Table<'a>, id: &str) -> Option<&'t mut Table<'a>> {
    let fact = table_under(table_under(root, "facts")?, id)?;
    fact.get("code").is_some().then_some(fact)
}

/// The table under a key, if there is one.
fn table_under<'t, 'a>(table: &'t mut Table<'a>, key: &str) -> Option<&'t mut Table<'a>> {
    let (_, node) = table.entries_mut().iter_mut().find(|(other, _)| other.text == key)?;
    match &mut node.value {
        Shape::Table(inner) => Some(inner),
        _ => None,
    }
}

fn at<'a>(place: Text<'_>, text: &'a str) -> Text<'a> {
    Text { text, span: place.span }
}

/// The table under a key, which is made if there is none; none if something else stands there.
fn inner<'t, 'a>(table: &'t mut Table<'a>, key: Text<'a>) -> Option<&'t mut Table<'a>> {
    let entries = table.entries_mut();
    let place = entries.iter().position(|(other, _)| other.text == key.text);
    let place = place.unwrap_or(entries.len());
    if place == entries.len() {
        let node = Node { value: Shape::Table(Table::default()), span: key.span };
        entries.push((Key { text: key.text.into(), span: key.span }, node));
    }
    match &mut entries.get_mut(place)?.1.value {
        Shape::Table(inner) => Some(inner),
        _ => None,
    }
}

fn named(rows: Vec<Row<'_>>) -> Vec<(Key<'_>, Node<'_>)> {
    let named = rows.into_iter().filter_map(|(name, node)| {
        let Cell { text, span } = name?;
        Some((Key { text, span }, node))
    });
    named.collect()
}

/// The groups that rows name, each with its members: by name, or a group for each letter.
fn members<'a>(problems: &mut Problems, rows: Vec<Row<'a>>) -> Vec<(Key<'a>, Node<'a>)> {
    let mut groups: Vec<(Key<'a>, Node<'a>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (name, node) in rows {
        let Some(name) = name else { continue };
        let Some(row) = node.as_table() else { continue };
        let mut of_row = Vec::new();
        for (key, item) in row.iter() {
            let Some(cell) = item.as_cell() else { continue };
            match key.text {
                "groups" => {
                    let listed = cell::members(problems.found_mut(), cell).into_iter();
                    of_row.extend(listed.map(|one| (one.text.to_owned(), one.span)));
                }
                "letters" => {
                    let letters = cell.text.chars().filter(|letter| !letter.is_whitespace());
                    of_row.extend(letters.map(|letter| (letter.to_string(), cell.span)));
                }
                _ => {
                    if problems.is_first_at(key.span) {
                        let message = format!("the table knows no column `{key}`");
                        problems.push(
                            Finding::new(Code::UnknownKey, key.span, message)
                                .help("the columns are `id`, `groups` and `letters`"),
                        );
                    }
                }
            }
        }
        for (group, span) in of_row {
            let place = *places.entry(group.clone()).or_insert_with(|| {
                let node = Node { value: Shape::List(Vec::new()), span };
                groups.push((Key { text: group.into(), span }, node));
                groups.len() - 1
            });
            let member = Node { value: Shape::Text(name.text.clone()), span: name.span };
            if let Some((_, Node { value: Shape::List(list), .. })) = groups.get_mut(place) {
                list.push(member);
            }
        }
    }
    groups
}

/// Adds what rows say to the entries that they name.
fn add_words<'a>(problems: &mut Problems, whole: &mut Table<'a>, rows: Vec<Row<'a>>) {
    let entries = whole.entries_mut();
    let places = entries.iter().enumerate().map(|(at, (key, _))| (key.text.to_string(), at));
    let places: HashMap<String, usize> = places.collect();
    for (name, node) in named(rows) {
        let Shape::Table(row) = node.value else { continue };
        let known = places.get(&*name.text).and_then(|at| entries.get_mut(*at));
        match known.map(|(_, node)| &mut node.value) {
            Some(Shape::Table(entry)) => join_names(problems, entry, row.into_entries(), 0),
            _ => {
                let text = Text { text: &name.text, span: name.span };
                let message = format!("nothing is called `{text}` there");
                problems.push(
                    Finding::new(Code::UnknownName, name.span, message)
                        .help("words are added to what stands in the file: declare it first"),
                );
            }
        }
    }
}
