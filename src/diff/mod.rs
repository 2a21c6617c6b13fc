//! What a change of rules does to shipments: two rule sets side by side, exactly.
//!
//! Both are read in one vocabulary, matched by id. The outcomes are looked at one by one, never
//! together: each asks for the shipments that one side answers in one way and the other in another,
//! within the boxes of what changed, for outside of them both answer alike. What is found are boxes
//! that do not overlap, so that a count is the sum of theirs. Nothing here prints.

mod amounts;
mod change;
mod charges;
mod clauses;
mod compare;
mod flows;
mod formula;
mod lanes;
mod laws;
mod levels;
mod measure;
mod merge;
mod outcomes;
mod pair;
mod refused;
mod rules;
mod said;
mod search;
mod shown;
mod steps;
mod times;
mod touched;
mod version;
mod vocabulary;
mod without;
mod witness;

pub use crate::diff::change::{Change, Direction};
pub use crate::diff::compare::{Difference, Group, MOST_TOLD, Options, diff};
pub use crate::diff::measure::{Count, Size};
pub use crate::diff::rules::{Fate, RuleAt, RuleChange};
pub use crate::diff::said::{KNOWN, Said};
pub use crate::diff::touched::touched;
pub use crate::diff::version::Side;
pub use crate::diff::vocabulary::Vocabulary;
pub use crate::diff::without::without;
