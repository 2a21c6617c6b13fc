//! Finished values to text: nothing is computed here that another format would have to repeat.

pub(crate) mod ask;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod condition;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod human;
pub(crate) mod ics;
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod mermaid;
pub(crate) mod plain;
pub(crate) mod reach;
pub(crate) mod rule;
pub(crate) mod snippet;
pub(crate) mod speech;
pub(crate) mod start;
mod style;
pub(crate) mod summary;
mod table;
pub(crate) mod test;
pub(crate) mod text;
pub(crate) mod words;

use crate::render::speech::Speech;
use crate::render::text::shown;
use crate::wrong_call::WrongCall;

/// A wrong call, for people.
pub(crate) fn wrong_call(call: &WrongCall, speech: Speech) -> String {
    let (words, (message, help)) = (speech.words, call.in_tongue(speech.tongue));
    let mut message = words.pair(&style::error(words.error()), &shown(&message));
    if let Some(help) = help {
        message.push_str(&format!("\n  {}", words.pair(&style::help(words.help()), &shown(&help))));
    }
    message
}

/// Something that could not be read or written, for people.
pub(crate) fn failure(error: &anyhow::Error) -> String {
    format!("{}: {}", style::error("error"), shown(&format!("{error:#}")))
}
