//! An explanation, for people, for programs, and for a page.

mod human;
mod json;
mod json_changes;
mod json_questions;
mod json_value;
mod markdown;
mod words;
mod words_of_questions;
mod words_of_rules;

pub(crate) use human::human;
pub(crate) use json::json;
pub(crate) use markdown::markdown;

use advisor::advise::Advice;
use advisor::explain::Explanation;

/// What is explained, by which file.
#[derive(Clone, Copy)]
pub(crate) struct Explained<'a, 'r> {
    pub(crate) advice: &'a Advice<'r>,
    pub(crate) explanation: &'a Explanation<'r>,
}
