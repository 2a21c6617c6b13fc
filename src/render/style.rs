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

pub(crate) fn quiet(text: &str) -> String {
    painted(Style::new().dimmed(), text)
}

/// The headline of an answer: lighter lanes are greener, by their place among the lanes.
pub(crate) fn headline(verdict: Verdict, strictness: Option<(usize, usize)>, text: &str) -> String {
    let color = match (verdict, strictness) {
        (Verdict::Clearable, Some((0, _))) => AnsiColor::Green,
        (Verdict::Clearable, Some((lane, lanes))) if lane + 1 < lanes => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    painted(color.on_default().bold(), text)
}
