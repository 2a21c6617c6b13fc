//! The manual of the findings: one page, or the list of all.

use advisor::codes::{Code, Kind};

use crate::render::{style, table};

/// The page of one code, with the file that shows it.
pub(crate) fn page(code: Code, width: usize) -> String {
    let title = style::heading(&format!("{}: {}", code.id(), code.summary()));
    let mut page = format!("{title}\n\n");
    let mut line = String::new();
    for word in code.manual().split_whitespace() {
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
    page.push_str(&format!("{line}\n\n"));
    page.push_str(&match code.kind() {
        Kind::Problem => "It keeps a file from being used.\n".to_owned(),
        Kind::Finding => format!("Its level is {} unless told otherwise.\n", code.level().id()),
    });
    for (at, (language, block)) in code.example().enumerate() {
        let heading = match (language, at) {
            ("toml", _) => "A file, rules.toml",
            ("csv", _) => "A table beside it, table.csv",
            ("console", 0..=2) => "What is found",
            _ => "Mended",
        };
        page.push_str(&format!("\n{}\n", style::heading(heading)));
        for line in block.lines() {
            page.push_str(format!("    {line}").trim_end());
            page.push('\n');
        }
    }
    page
}

/// All codes as a table.
pub(crate) fn list(width: usize) -> String {
    let row = |code: Code| vec![code.id().into(), code.level().id().into(), code.summary().into()];
    let rows: Vec<Vec<String>> = Code::ALL.iter().copied().map(row).collect();
    let lines = table::lines(Some(&["code", "level", "finds"]), &rows, width);
    let lines = lines
        .iter()
        .enumerate()
        .map(|(at, line)| if at == 0 { style::heading(line) + "\n" } else { format!("{line}\n") });
    lines.collect()
}
