//! `advisor`, the program: arguments in, an answer and an exit code out.

mod batch;
mod cli;
mod commands;
mod render;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let mut terminal = commands::terminal::Terminal::new(cli.color);
    let outcome = commands::run(&cli.verb, &mut terminal);
    terminal.finish(outcome)
}
