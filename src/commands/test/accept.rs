//! `--accept`: today's answers written into the tests that fail, everything else left as it is.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use crate::wrong_call::WrongCall;
use advisor::source::SourceFile;
use advisor::trial::Edit;

use crate::cli::TestArgs;
use crate::commands::sink;
use crate::commands::terminal::{Stop, Terminal};
use crate::render::test::diff;
use crate::results::TestedFile;

/// Shows what would be written and writes it, if that is wanted; true if it was.
pub(super) fn accept(
    files: &[TestedFile],
    args: &TestArgs,
    terminal: &mut Terminal,
) -> Result<bool, Stop> {
    let mut rewritten = Vec::new();
    for file in files {
        for (test, failed) in file.failed() {
            if failed.failure.edits.is_none() {
                let line = file.line(test.span);
                terminal.message(&diff::by_hand(file, test, line));
            }
        }
        let mut edits: Vec<&Edit> = file
            .failed()
            .filter_map(|(_, failed)| failed.failure.edits.as_ref())
            .flatten()
            .collect();
        edits.sort_by_key(|edit| edit.span);
        if edits.is_empty() {
            continue;
        }
        let name = file.source().name();
        if !Path::new(name).is_file() {
            return Err(not_a_file(name).into());
        }
        rewritten.push((file, edited(file.source(), &edits)));
    }
    if rewritten.is_empty() {
        return Ok(false);
    }
    for (file, text) in &rewritten {
        terminal.answer(diff::of(file, text).as_bytes())?;
    }
    if !args.yes && !confirmed(terminal)? {
        return Ok(false);
    }
    for (file, text) in &rewritten {
        sink::write_file(Path::new(file.source().name()), text.as_bytes())?;
    }
    Ok(true)
}

/// The text with the parts replaced; they are sorted and none lies in another.
fn edited(source: &SourceFile, edits: &[&Edit]) -> String {
    let text = source.text();
    let mut edited = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        let range = source.range(edit.span);
        edited.push_str(text.get(from..range.start).unwrap_or_default());
        edited.push_str(&edit.text);
        from = range.end;
    }
    edited.push_str(text.get(from..).unwrap_or_default());
    edited
}

/// Asks a person; nobody is asked where nobody can answer.
fn confirmed(terminal: &mut Terminal) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        terminal.message("nothing was written: `--yes` writes it without asking");
        return Ok(false);
    }
    terminal.message("write this? [y/N]");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

fn not_a_file(name: &str) -> WrongCall {
    WrongCall::new(
        format!("`{name}` cannot be written: it is no file on disk"),
        "name a file of tests that is yours".to_owned(),
    )
}
