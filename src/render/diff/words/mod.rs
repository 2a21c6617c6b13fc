//! What `diff` says to people, a table for each language: one that lacks a word does not compile.
//!
//! Names and ids are the files' own.

mod chinese;
mod english;

use advisor::batch::Move;
use advisor::diff::{Change, Direction, Fate, Side};
use advisor::model::wording::Tongue;

/// The words of one language. What they take is ready to be read.
pub(crate) trait Words: Sync {
    // Between words.
    fn all_of(&self, items: &[String]) -> String;
    fn any_of(&self, items: &[String]) -> String;
    fn and_more(&self, more: usize) -> String;
    fn more(&self, more: usize) -> String;
    /// What something is, behind what it is called.
    fn pair(&self, name: &str, value: &str) -> String;
    fn sentence(&self, parts: &[String]) -> String;
    /// What a change is, with how many, or when.
    fn also(&self, first: &str, second: &str) -> String;

    // How much.
    fn at_least_so_many(&self, count: &str) -> String;
    fn combinations(&self, names: &str, one: bool, shipments: Option<&str>) -> String;
    fn otherwise(&self, size: &str, one: bool, given_up: Option<&str>) -> String;
    fn undecided(&self, flag: &str) -> String;
    fn the_same(&self) -> &'static str;
    fn alike(&self) -> &'static str;
    fn no_effect(&self) -> &'static str;

    // What changes.
    fn heading(&self, change: &Change, direction: Direction) -> String;
    fn for_the_same(&self) -> &'static str;
    fn by(&self, side: Side, rules: &str) -> String;
    fn computed(&self, side: Side, formula: &str) -> String;
    fn paid(&self, old: &str, new: &str, more: Option<&str>) -> String;
    fn unknown_amount(&self) -> &'static str;
    fn more_lines(&self, lines: usize, left: &str) -> String;

    // Which shipments, and when.
    fn all_shipments(&self) -> &'static str;
    fn not_given(&self) -> &'static str;
    fn any_given(&self) -> &'static str;
    fn none_of(&self, names: &[String]) -> String;
    fn at_most(&self, value: &str) -> String;
    fn at_least(&self, value: &str) -> String;
    fn to(&self, least: &str, greatest: &str) -> String;
    fn on_that_day(&self) -> &'static str;
    fn on_all_days(&self) -> &'static str;
    fn until(&self, day: &str) -> String;
    fn from(&self, day: &str) -> String;
    fn on(&self, day: &str) -> String;
    fn first_to_last(&self, first: &str, last: &str) -> String;

    // What else differs.
    fn not_compared(&self) -> &'static str;
    fn calls(&self) -> &'static str;
    fn times(&self) -> &'static str;
    fn texts(&self) -> &'static str;
    fn rules(&self) -> &'static str;
    fn nothing(&self) -> &'static str;
    fn only(&self, side: Side, subject: &str, what: Option<&str>) -> String;
    fn fate(&self, fate: Fate, rules: usize, named: &str) -> String;

    // Rows of shipments.
    fn rows(&self, moved: &str, all: &str, file: &str) -> String;
    fn money_in_all(&self, amount: &str) -> String;
    fn of_rows(&self, rows: &str) -> String;
    fn rows_heading(&self, file: &str) -> String;
    fn moved(&self, one: &Move) -> String;
    fn more_due(&self, is_tax: bool, amount: &str) -> String;
    fn not_known(&self, is_tax: bool) -> &'static str;
    fn sum_too_large(&self) -> &'static str;
    fn in_lines(&self, rows: &str, lines: &str, more: bool) -> String;
    fn unanswered(&self, before: &str, now: &str) -> String;
    fn written_to(&self, file: &str) -> String;

    // A comment.
    fn columns(&self) -> [&'static str; 4];
    fn rows_column(&self) -> &'static str;
    fn more_below(&self, changes: usize) -> String;
    fn folded(&self) -> &'static str;
    fn no_room(&self, lines: usize) -> String;

    // Sources.
    fn sources(&self) -> [&'static str; 4];
    fn idle_sources(&self, count: usize, ids: &str) -> String;
}

/// The words of a language.
pub(crate) fn words(tongue: Tongue) -> &'static dyn Words {
    match tongue {
        Tongue::English => &english::English,
        Tongue::Chinese => &chinese::Chinese,
    }
}
