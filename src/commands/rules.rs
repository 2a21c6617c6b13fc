//! `advisor rules`: the built-in rules, or how a section of a rules file is written.

use advisor::builtin::{SECTIONS, TEXT};
use advisor::lexicon;

use crate::cli::PrintArgs;
use crate::commands::terminal::{Stop, Terminal};
use crate::exit::Exit;
use crate::wrong_call::WrongCall;

/// By this name the top of the file is asked for, which has no header.
const TOP: &str = "top";
/// By this one all of it is.
const ALL: &str = "all";

pub(crate) fn run(args: &PrintArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let text = match args.section.as_deref() {
        None => TEXT.to_owned(),
        Some(ALL) => SECTIONS.to_owned(),
        Some(name) => section(name)?,
    };
    terminal.answer(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// The example of a section, with the comments before it.
fn section(name: &str) -> Result<String, WrongCall> {
    let wanted = name.trim().trim_matches(['[', ']']).to_lowercase();
    let sections = sections();
    let mut found = sections.iter().filter(|(known, _)| *known == wanted).peekable();
    if found.peek().is_none() {
        let mut names: Vec<&str> = sections.iter().map(|(name, _)| *name).collect();
        names.dedup();
        let near = lexicon::did_you_mean(&wanted, names.iter().copied());
        let all = || format!("it is one of {}, or `{ALL}`", lexicon::in_words(names.clone(), "or"));
        let message = format!("a rules file has no section `{name}`");
        return Err(WrongCall::new(message, near.unwrap_or_else(all)));
    }
    let lines: Vec<&str> = found.flat_map(|(_, lines)| lines.iter().copied()).collect();
    Ok(format!("{}\n", lines.join("\n").trim_end()))
}

/// The sections of the example in their order, each with its lines; parts of one section that stand
/// apart are apart here.
fn sections() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = vec![(TOP, Vec::new())];
    // Comments belong to what follows them.
    let mut comments = Vec::new();
    for line in SECTIONS.lines() {
        if line.starts_with('#') {
            comments.push(line);
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            let name = header.trim_start_matches('[').split(['.', ']']).next().unwrap_or_default();
            if sections.last().is_none_or(|(last, _)| *last != name) {
                sections.push((name, Vec::new()));
            }
        }
        if let Some((_, lines)) = sections.last_mut() {
            lines.append(&mut comments);
            lines.push(line);
        }
    }
    sections
}
