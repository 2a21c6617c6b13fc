//! What `diff` found, in the format of the caller.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod sources;
mod words;

use advisor::diff::{Difference, Group, RuleAt, Side};
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::witness::witness_command;

/// Two rule sets, and what differs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compared<'a> {
    pub(crate) rule_sets: [&'a RuleSet; 2],
    pub(crate) difference: &'a Difference,
    /// The day on which each is looked at, where it is one.
    pub(crate) on: Option<[Day; 2]>,
}

impl Compared<'_> {
    /// The calls that show a change, on the old side and on the new one.
    fn commands(&self, group: &Group) -> Option<[String; 2]> {
        let facts = group.witness.as_ref()?;
        let call = |side: Side| {
            let rule_set = *side.of(&self.rule_sets);
            witness_command(rule_set, side.of(facts), rule_set.file())
        };
        Some(Side::BOTH.map(call))
    }
}

/// A rule with the place where it stands.
fn placed(rule: &RuleAt) -> String {
    format!("{} ({}:{})", rule.id, rule.file, rule.line)
}
