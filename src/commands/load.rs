//! Rules files from disk, from standard input, or from the program itself.

use std::io::Read;
use std::path::{Path, PathBuf};

use advisor::builtin;
use advisor::codes::Code;
use advisor::finding::Finding;
use advisor::model::RuleSet;
use advisor::source::{SourceFile, Sources};
use anyhow::Context;

use crate::cli::RulesArgs;
use crate::commands::terminal::{Stop, Terminal};
use crate::render;

/// The rules that the call asks for, else those of the environment, else the built-in ones.
pub(crate) fn rules(args: &RulesArgs, terminal: &mut Terminal) -> Result<RuleSet, Stop> {
    // The flag wins; a file that it names is never passed over for another.
    let Some(path) = args.rules.clone().or_else(from_environment) else {
        let refused = |problems: Vec<_>| refused(&builtin::source().into(), &problems, terminal);
        return builtin::rule_set().map_err(refused);
    };
    match source(&path, args.rules_limit)? {
        Ok(source) => {
            let refused = |problems: Vec<_>| refused(&source.clone().into(), &problems, terminal);
            advisor::read::read(&source).map_err(refused)
        }
        Err((name, problem)) => {
            Err(refused(&SourceFile::new(name, "").into(), &[problem], terminal))
        }
    }
}

/// The file that `ADVISOR_RULES` names; a variable that is set to nothing names none.
pub(crate) fn from_environment() -> Option<PathBuf> {
    std::env::var_os("ADVISOR_RULES").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Tells what is wrong with a file.
fn refused(sources: &Sources, problems: &[Finding], terminal: &mut Terminal) -> Stop {
    terminal.message(&render::snippet::findings(sources, problems));
    Stop::Invalid
}

/// The text of a rules file; a problem if it is no text at all.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn source(
    path: &Path,
    limit_mib: u32,
) -> anyhow::Result<Result<SourceFile, (String, Finding)>> {
    let name = if path == Path::new("-") { "<stdin>".into() } else { path.display().to_string() };
    let limit = u64::from(limit_mib) * 1024 * 1024;
    let mut bytes = Vec::new();
    // A little more than the limit tells a large file from an endless one without reading either.
    if path == Path::new("-") {
        std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(path);
        file.and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
    }
    .with_context(|| format!("could not read the rules file `{name}`"))?;
    if bytes.len() as u64 > limit {
        let problem = Finding::of_file(Code::TooLarge, format!("larger than {limit_mib} MiB"))
            .help("if it is a rules file all the same, raise the limit with `--rules-limit`");
        return Ok(Err((name, problem)));
    }
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(name, text)),
        Err(error) => Err((name, not_utf8(error.as_bytes(), error.utf8_error().valid_up_to()))),
    })
}

fn not_utf8(bytes: &[u8], at: usize) -> Finding {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Finding::of_file(Code::NotUtf8, "the file is UTF-16, not UTF-8")
            .help("save it as UTF-8");
    }
    if before.contains(&0) || bytes.iter().take(1024).any(|byte| *byte == 0) {
        return Finding::of_file(Code::NotUtf8, "the file is binary, not text")
            .help("name a rules file: a text in TOML");
    }
    Finding::of_file(Code::NotUtf8, format!("line {line} is not UTF-8"))
        .help("save the file as UTF-8; Chinese text may have been saved as GBK")
}
