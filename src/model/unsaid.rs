//! What becomes of a fact of which nothing is said.

use crate::model::RuleSet;
use crate::model::condition::FactId;
use crate::model::fact::Default;
use crate::model::value::Value;

/// What becomes of a fact of which nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// It is left open, and the advisor chooses it.
    Chosen,
    /// It is always the same.
    Is(Value),
    /// It follows the date.
    ByDate,
    /// It follows the name of this other fact.
    Follows(FactId),
    /// It is a number or a code that is not given.
    Absent,
    /// It has to be said.
    Required,
}

impl RuleSet {
    /// What becomes of `fact` where nothing is said of it.
    #[must_use]
    pub fn unsaid(&self, fact: FactId) -> Unsaid {
        if self.choices().contains(&fact) {
            return Unsaid::Chosen;
        }
        let fact = &self[fact];
        match &fact.default {
            Default::Value(value) => Unsaid::Is(*value),
            Default::ByDate(_) => Unsaid::ByDate,
            Default::ByName { fact, .. } => Unsaid::Follows(*fact),
            Default::None if fact.may_be_absent() => Unsaid::Absent,
            Default::None => Unsaid::Required,
        }
    }
}
