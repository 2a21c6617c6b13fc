//! `advisor`, the program: arguments in, an answer and an exit code out.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test that cannot go on should stop"
    )
)]

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
