//! Colors and weights; the terminal takes them off where they do not belong.

use advisor::evaluate::Verdict;
use anstyle::{AnsiColor, Style};

fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

pub(crate) fn error(text: &str) -> String {
    painted(AnsiColor::Red.on_default().bold(), text)
}

pub(crate) fn help(text: &str) -> String {
    painted(AnsiColor::Cyan.on_default().bold(), text)
}

pub(crate) fn heading(text: &str) -> String {
    painted(Style::new().bold(), text)
}

pub(crate) fn removed(text: &str) -> String {
    painted(AnsiColor::Red.on_default(), text)
}

pub(crate) fn added(text: &str) -> String {
    painted(AnsiColor::Green.on_default(), text)
}

pub(crate) fn quiet(text: &str) -> String {
    painted(Style::new().dimmed(), text)
}

pub(crate) fn warning(text: &str) -> String {
    painted(AnsiColor::Yellow.on_default(), text)
}

/// The headline of an answer: green for yes, red for no alone.
pub(crate) fn headline(verdict: Verdict, doubtful: bool, text: &str) -> String {
    let color = match verdict {
        Verdict::Clearable if doubtful => AnsiColor::Yellow,
        Verdict::Clearable => AnsiColor::Green,
        Verdict::NoPath | Verdict::Refused => AnsiColor::Red,
    };
    painted(color.on_default().bold(), text)
}
