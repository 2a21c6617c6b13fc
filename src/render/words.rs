//! The program's own words for people, a table for each language that it speaks.
//!
//! A language that lacks a word does not compile. Names, reasons and remedies are the file's own.

mod asking;
mod cargo;
mod cargo_chinese;
mod cargo_english;
mod chinese;
mod english;
mod explaining;
mod table;

use advisor::model::wording::Tongue;

pub(crate) use crate::render::words::explaining::{About, Ends};
pub(crate) use crate::render::words::table::Words;

/// The words of a language.
pub(crate) fn words(tongue: Tongue) -> &'static dyn Words {
    match tongue {
        Tongue::English => &english::English,
        Tongue::Chinese => &chinese::Chinese,
    }
}
