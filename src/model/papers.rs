//! Which documents will do, and which of them are at hand.

use crate::model::condition::Facts;
use crate::model::rule_set::RuleSet;
use crate::model::value::Value;
use crate::model::vocabulary::Document;

impl RuleSet {
    /// The documents that will do for one: itself, or those of which it is one.
    #[must_use]
    pub fn papers_of<'r>(&'r self, document: &'r Document) -> Vec<&'r Document> {
        match document.one_of.as_slice() {
            [] => vec![document],
            several => several.iter().map(|id| &self[*id]).collect(),
        }
    }

    /// Whether a document is at hand; none where no fact says so.
    #[must_use]
    pub fn is_at_hand(&self, document: &Document, facts: &Facts) -> Option<bool> {
        if document.one_of.is_empty() {
            return document.have.map(|fact| facts.get(fact) == Value::YES);
        }
        let each = document.one_of.iter().map(|id| self.is_at_hand(&self[*id], facts));
        each.reduce(|one, other| match (one, other) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        })
        .flatten()
    }
}
