//! `advisor`, the program: arguments in, an answer and an exit code out.

mod cli;
mod commands;
mod exit;
mod files;
mod language;
mod render;
mod report;
mod results;
mod wrong_call;

use std::process::ExitCode;

use crate::cli::Color;
use crate::commands::terminal::Terminal;
use crate::exit::Exit;
use crate::render::text::shown;

fn main() -> ExitCode {
    let cli = match language::parsed(std::env::args_os().collect()) {
        Ok(cli) => cli,
        Err(error) => return not_called(error),
    };
    let mut terminal = Terminal::new(cli.color, language::speech(cli.lang));
    let outcome = match &cli.verb {
        Some(verb) => commands::run(verb, &mut terminal),
        None => commands::start(&mut terminal),
    };
    terminal.finish(outcome)
}

/// Prints the help that was asked for, or what is wrong with the call.
fn not_called(error: clap::Error) -> ExitCode {
    // The message repeats arguments: it is made of what can be sent to a terminal.
    let args = std::env::args_os().map(|arg| shown(&arg.to_string_lossy()).into_owned());
    let error = language::parsed(args.map(Into::into).collect()).err().unwrap_or(error);
    let text = error.render().ansi().to_string();
    let mut terminal = Terminal::new(Color::Auto, language::speech(None));
    let outcome = if error.use_stderr() {
        terminal.message(text.trim_end_matches('\n'));
        Ok(Exit::WrongCall)
    } else {
        terminal.answer(text.as_bytes()).map(|()| Exit::Clean).map_err(Into::into)
    };
    terminal.finish(outcome)
}
