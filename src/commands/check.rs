//! `advisor check`: reads rules files and prints every problem.

use std::path::PathBuf;

use advisor::builtin;
use advisor::diagnostic::Diagnostic;
use advisor::model::RuleSet;
use advisor::source::SourceFile;

use crate::cli::{CheckArgs, CheckFormat};
use crate::commands::load;
use crate::commands::terminal::{Exit, Stop, Terminal};
use crate::render;
use crate::render::text::shown;

/// A file with what was found in it.
pub(crate) struct Checked {
    pub(crate) source: SourceFile,
    pub(crate) read: Result<RuleSet, Vec<Diagnostic>>,
}

pub(crate) fn run(args: &CheckArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let mut checked = Vec::new();
    let mut exit = Exit::Clean;
    for path in files(args) {
        match path {
            None => checked.push(Checked { source: builtin::source(), read: builtin::rule_set() }),
            Some(path) => match load::source(&path, args.rules_limit) {
                Ok(Ok(source)) if advisor::read::is_tests_file(&source) => {
                    let name = shown(source.name());
                    terminal.message(&format!("{name}: passed over, it holds tests and no rules"));
                }
                Ok(Ok(source)) => {
                    let read = advisor::read::read(&source);
                    checked.push(Checked { source, read });
                }
                Ok(Err((name, problem))) => checked
                    .push(Checked { source: SourceFile::new(name, ""), read: Err(vec![problem]) }),
                Err(error) => {
                    // The other files are still to be read.
                    terminal.message(&render::failure(&error));
                    exit = Exit::Failed;
                }
            },
        }
    }
    if checked.iter().any(|file| file.read.is_err()) {
        exit = exit.max(Exit::NotValid);
    }
    match args.format {
        CheckFormat::Human => {
            for file in &checked {
                if let Err(problems) = &file.read {
                    terminal.message(&render::snippet::problems(&file.source, problems));
                }
            }
            let mut answer = Vec::new();
            render::check::human(&checked, &mut answer)?;
            terminal.answer(&answer)?;
        }
        CheckFormat::Json => {
            let mut answer = Vec::new();
            render::check::json(&checked, &mut answer)?;
            terminal.answer(&answer)?;
        }
    }
    Ok(exit)
}

/// The files to check; none stands for the built-in one.
fn files(args: &CheckArgs) -> Vec<Option<PathBuf>> {
    if !args.files.is_empty() {
        return args.files.iter().cloned().map(Some).collect();
    }
    vec![load::from_environment()]
}
