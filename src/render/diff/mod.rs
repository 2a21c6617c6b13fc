//! What `diff` found, in the format of the caller.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod markdown;
mod page;
mod region;
pub(crate) mod replayed;
mod rows;
pub(crate) mod sources;
mod words;

use advisor::diff::{Difference, Group, RuleAt, Side};
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::model::wording::Tongue;
use advisor::witness::witness_command;

use crate::render::diff::replayed::Replayed;

/// Two rule sets, and what differs.
#[derive(Debug)]
pub(crate) struct Compared<'a> {
    pub(crate) rule_sets: [&'a RuleSet; 2],
    pub(crate) difference: &'a Difference,
    /// The day on which each is looked at, where it is one.
    pub(crate) on: Option<[Day; 2]>,
    /// What becomes of rows of shipments, where some were given.
    pub(crate) replayed: Option<Replayed<'a>>,
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

/// That only one side has a file.
pub(crate) fn only_one(side: Side, path: &str, tongue: Tongue) -> String {
    format!("{}\n", words::words(tongue).only(side, path, None))
}

/// A rule with the place where it stands.
fn placed(rule: &RuleAt) -> String {
    format!("{} ({}:{})", rule.id, rule.file, rule.line)
}
