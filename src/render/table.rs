//! Tables: the only place that knows the table crate.

use std::borrow::Cow;

use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, TableStyle, Width};

/// How much of a cell is printed.
const MOST_LETTERS: usize = 10_000;

/// What stands beside the content of a column.
const PADDING: usize = 2;

/// Rows of cells as lines of at most `width` columns, indented, without borders.
pub(crate) fn lines(header: Option<&[&str]>, rows: &[Vec<String>], width: usize) -> Vec<String> {
    printed(&table(header, rows, width))
}

/// The same for what is to be copied: no word is torn apart, so that some cells take more lines.
pub(crate) fn lines_of_words(header: &[&str], rows: &[Vec<String>], width: usize) -> Vec<String> {
    let mut table = table(Some(header), rows, width);
    let natural = table.column_max_content_widths();
    let natural: usize = natural.iter().map(|column| usize::from(*column) + PADDING).sum();
    if natural >= width {
        keep_words_whole(&mut table, rows, width);
    }
    printed(&table)
}

fn table(header: Option<&[&str]>, rows: &[Vec<String>], width: usize) -> Table {
    let mut table = Table::new();
    let style: TableStyle = comfy_table::presets::NOTHING;
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width.saturating_sub(1)).unwrap_or(u16::MAX));
    if let Some(header) = header {
        table.set_header(header.iter().map(Cell::new));
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| Cell::new(bounded(cell))));
    }
    table
}

/// What of a cell is printed: the crate counts columns in sixteen bits, and nobody reads on for ever.
fn bounded(cell: &str) -> Cow<'_, str> {
    match cell.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => Cow::Owned(format!("{} …", cell.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(cell),
    }
}

fn printed(table: &Table) -> Vec<String> {
    table.lines().map(|line| format!(" {}", line.trim_end())).collect()
}

fn keep_words_whole(table: &mut Table, rows: &[Vec<String>], width: usize) {
    for (at, column) in table.column_iter_mut().enumerate() {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let longest = cells.map(|cell| longest_word(cell)).max().unwrap_or(0);
        let least = (longest + PADDING).min(width / 3);
        let least = Width::Fixed(u16::try_from(least).unwrap_or(u16::MAX));
        column.set_constraint(ColumnConstraint::LowerBoundary(least));
    }
}

/// How long the longest word is; Chinese text may break anywhere.
fn longest_word(text: &str) -> usize {
    let breaks = |letter: char| letter.is_whitespace() || !letter.is_ascii();
    text.split(breaks).map(str::len).max().unwrap_or(0)
}
