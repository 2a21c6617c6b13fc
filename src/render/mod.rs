//! Finished values to text: nothing is computed here that another format would have to repeat.

pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod condition;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod mermaid;
pub(crate) mod plain;
pub(crate) mod reach;
pub(crate) mod rule;
pub(crate) mod snippet;
mod style;
pub(crate) mod summary;
mod table;
pub(crate) mod test;
pub(crate) mod text;

use crate::render::text::shown;
use crate::wrong_call::WrongCall;

/// A wrong call, for people.
pub(crate) fn wrong_call(call: &WrongCall) -> String {
    let mut message = format!("{}: {}", style::error("error"), shown(&call.message));
    if let Some(help) = &call.help {
        message.push_str(&format!("\n  {}: {}", style::help("help"), shown(&help.to_string())));
    }
    message
}

/// Something that could not be read or written, for people.
pub(crate) fn failure(error: &anyhow::Error) -> String {
    format!("{}: {}", style::error("error"), shown(&format!("{error:#}")))
}
