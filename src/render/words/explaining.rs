//! The words of an explanation.

mod chinese;
mod english;

use advisor::evaluate::Verdict;
use advisor::explain::{Forced, Moved};

/// A question about an answer, which may be given up.
#[derive(Clone, Copy)]
pub(crate) enum About {
    /// What forces it.
    Forcing,
    /// How far it reaches.
    Reach,
    /// What would be better.
    Changes,
    /// What to ask.
    Questions,
}

/// What a number or a date is to be.
#[derive(Clone, Copy)]
pub(crate) enum Ends<'t> {
    Any,
    AtMost(&'t str),
    AtLeast(&'t str),
    Is(&'t str),
    Between(&'t str, &'t str),
}

/// The words of one language for an explanation. What they take is ready to be read.
pub(crate) trait Explaining {
    // Between words.
    /// Several things, all of them.
    fn together(&self, items: &[String]) -> String;
    /// Several sentences' parts in one.
    fn clauses(&self, items: &[String]) -> String;
    /// A text as a sentence of its own.
    fn full_stop(&self, text: &str) -> String;
    fn so_many_more(&self, more: usize) -> String;
    /// What a fact is, within a sentence.
    fn is(&self, fact: &str, value: &str) -> String;
    /// That a fact of yes or no is not so.
    fn is_no(&self, fact: &str) -> String;

    // Why.
    fn because(&self, reasons: &[String]) -> String;
    fn not_decided(&self, about: About) -> String;
    fn forces(&self, forced: Forced, facts: &[String]) -> String;
    fn stays(&self, refused: bool, date: &str, numbers: &[String], names: &[String]) -> String;
    fn verdict(&self, verdict: Verdict) -> &'static str;
    fn of_lane(&self, id: &str, checks: &[String]) -> String;
    fn of_flow(&self, id: &str) -> String;
    fn of_rule(&self, id: &str) -> String;
    fn decided(&self) -> &'static str;
    fn held_too(&self) -> &'static str;
    fn all_of_it(&self) -> &'static str;

    // Conditions.
    fn when(&self, conditions: &str) -> String;
    fn always(&self) -> &'static str;
    fn one_of_so_many(&self, name: &str, count: u64) -> String;
    fn ends(&self, ends: Ends<'_>) -> String;
    fn in_force(&self, from: Option<&str>, last: Option<&str>) -> String;
    fn lacks(&self, fact: &str, is: &str, needs: &str) -> String;
    fn except_where(&self, conditions: &str) -> String;

    // Why not.
    fn why_not(&self, wanted: &str, is_so: bool, is_rule: bool) -> String;
    fn in_the_way(&self) -> &'static str;
    fn checks_of_the_lane(&self) -> &'static str;
    fn lacking(&self) -> &'static str;
    fn would_be(&self) -> &'static str;
    /// On these days, all else being the same.
    fn on_days(&self, spans: &[String]) -> String;

    // What to change.
    fn would_let_it_go(&self) -> &'static str;
    fn would_be_better(&self) -> &'static str;
    fn would_bring(&self, wanted: &str) -> String;
    fn is_so_already(&self) -> &'static str;
    fn nothing_helps(&self) -> &'static str;
    fn more_changes(&self) -> &'static str;
    fn declare_from(&self, day: &str) -> String;
    fn keep_at_most(&self, name: &str, bound: &str) -> String;
    fn at_least(&self, name: &str, bound: &str) -> String;
    fn find_out(&self, part: &str) -> String;

    // What to ask.
    fn possible(&self, answers: usize) -> String;
    fn variants(&self, answer: &str, variants: usize) -> String;
    fn ask_next(&self, fact: &str, id: &str, at_most: usize) -> String;
    fn cannot_matter(&self, facts: &[String]) -> String;

    // Over many shipments.
    /// What heads the changes that give most a better way, and those that save most.
    fn rankings(&self) -> [&'static str; 2];
    fn no_change_helps(&self) -> &'static str;
    fn each_where_it_helps(&self) -> &'static str;
    fn at_most(&self, name: &str, bound: &str) -> String;
    /// What a change does to how many.
    fn moved(&self, moved: &Moved) -> String;
    /// What it saves, and what it costs.
    fn money_moved(&self, saved: Option<&str>, costs: Option<&str>) -> String;
}
