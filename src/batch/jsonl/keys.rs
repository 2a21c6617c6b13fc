//! What the keys of JSON objects say, remembered from row to row.

use std::collections::HashMap;

use crate::batch::open_error::PassedOn;
use crate::batch::plan::{Plan, Target};
use crate::model::FactId;

/// So many different keys are remembered.
const MOST_KEYS: usize = 10_000;
/// Longer ones are not.
const LONGEST_KEY: usize = 100;
/// So many keys are said to be nearly facts.
const MOST_MISSPELLED: usize = 1000;

/// What a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Says(Target),
    PassedOn,
    /// It is nearly called as a fact, which is an error: its place among those.
    Misspelled(usize),
    /// It has the name of a key that is added.
    Clash,
}

/// What keys say, remembered.
#[derive(Debug)]
pub(super) struct Keys<'p> {
    pub(super) plan: &'p Plan<'p>,
    /// The keys of the first rows, of which the caller knows.
    pub(super) first: &'p [String],
    /// What these say.
    pub(super) said: Vec<Target>,
    /// By fact: whether it is a number.
    pub(super) numbers: Vec<bool>,
    pub(super) known: HashMap<Box<str>, Key>,
    /// The keys of the row before, in their order: rows are mostly alike.
    pub(super) last: Vec<(Box<str>, Key)>,
    /// Those of later rows that are nearly called as facts.
    pub(super) misspelled: Vec<PassedOn>,
}

impl Keys<'_> {
    pub(super) fn is_number(&self, id: FactId) -> bool {
        self.numbers.get(id.index()) == Some(&true)
    }

    pub(super) fn key(&mut self, place: usize, name: &str) -> Key {
        if let Some((_, key)) = self.last.get(place).filter(|(last, _)| **last == *name) {
            return *key;
        }
        let key = self.known.get(name).copied().unwrap_or_else(|| self.new_key(name));
        if name.len() > LONGEST_KEY {
            return key;
        }
        if self.known.len() < MOST_KEYS {
            self.known.insert(name.into(), key);
        }
        if self.last.len() <= place {
            self.last.resize_with(place + 1, || ("".into(), Key::PassedOn));
        }
        if let Some(last) = self.last.get_mut(place) {
            *last = (name.into(), key);
        }
        key
    }

    fn new_key(&mut self, name: &str) -> Key {
        if self.plan.clashes(name) {
            return Key::Clash;
        }
        if let Some(target) = self.plan.target(name) {
            return Key::Says(target);
        }
        let is_first = self.first.iter().any(|first| first == name);
        if is_first || self.misspelled.len() >= MOST_MISSPELLED {
            return Key::PassedOn;
        }
        let near = self.plan.near(name, &self.said);
        if near.is_empty() {
            return Key::PassedOn;
        }
        self.misspelled.push(PassedOn { name: name.to_owned(), near });
        let place = self.misspelled.len() - 1;
        if self.plan.strict { Key::Misspelled(place) } else { Key::PassedOn }
    }
}
