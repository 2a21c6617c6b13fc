//! An explanation, for people, for programs, and for a page.

mod human;
mod json;
mod json_changes;
mod json_questions;
mod json_value;
mod markdown;
mod ranked;
mod words;
mod words_of_questions;
mod words_of_rules;
mod words_of_why_not;

pub(crate) use human::human;
pub(crate) use json::json;
pub(crate) use markdown::markdown;
pub(crate) use ranked::Ranked;

use advisor::advise::Advice;
use advisor::explain::Explanation;

use crate::render::speech::Speech;

/// What is explained, by which file.
#[derive(Clone, Copy)]
pub(crate) struct Explained<'a, 'r> {
    pub(crate) advice: &'a Advice<'r>,
    pub(crate) explanation: &'a Explanation<'r>,
    /// How whoever reads it is spoken to.
    pub(crate) speech: Speech,
}

impl Explained<'_, '_> {
    /// What is said where no change is told.
    fn no_option(&self, is_so: bool) -> &'static str {
        let words = self.speech.words;
        if is_so { words.is_so_already() } else { words.nothing_helps() }
    }
}
