//! Tables: the only place that knows the table crate.

use comfy_table::{Cell, ContentArrangement, Table, TableStyle};

/// Rows of cells as lines of at most `width` columns, indented, without borders.
pub(crate) fn lines(header: Option<&[&str]>, rows: &[Vec<String>], width: usize) -> Vec<String> {
    let mut table = Table::new();
    let style: TableStyle = comfy_table::presets::NOTHING;
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width.saturating_sub(1)).unwrap_or(u16::MAX));
    if let Some(header) = header {
        table.set_header(header.iter().map(Cell::new));
    }
    for row in rows {
        table.add_row(row.iter().map(Cell::new));
    }
    table.lines().map(|line| format!(" {}", line.trim_end())).collect()
}
