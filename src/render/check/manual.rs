//! The manual of the findings: one page, or the list of all.

use advisor::lints::{ALL, Lint};

use crate::render::{style, table};

/// The page of one finding.
pub(crate) fn page(lint: &Lint, width: usize) -> String {
    let title = style::heading(&format!("{}: {}", lint.code, lint.summary));
    let mut page = format!("{title}\n\n");
    let mut line = String::new();
    for word in lint.manual.split_whitespace() {
        if !line.is_empty() && line.len() + 1 + word.len() > width {
            page.push_str(&line);
            page.push('\n');
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    page.push_str(&format!("{line}\n\nIts level is {} unless told otherwise.\n", lint.level.id()));
    page
}

/// All findings as a table.
pub(crate) fn list(width: usize) -> String {
    let row = |lint: &Lint| vec![lint.code.into(), lint.level.id().into(), lint.summary.into()];
    let rows: Vec<Vec<String>> = ALL.iter().map(row).collect();
    let lines = table::lines(Some(&["code", "level", "finds"]), &rows, width);
    let lines = lines
        .iter()
        .enumerate()
        .map(|(at, line)| if at == 0 { style::heading(line) + "\n" } else { format!("{line}\n") });
    lines.collect()
}
