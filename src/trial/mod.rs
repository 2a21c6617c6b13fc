//! Tests of a rules file: what its owner expects of shipments, read, run and judged.
//!
//! A test says some facts of a shipment and some parts of its answer. [`read`](read()) takes the
//! tests of a file as far as they say something about a rule set; [`run`](run()) tells for each
//! whether it holds and, where it does not, what came instead. Knows nothing of files on a disk, of
//! printing or of the command line.

mod answer;
mod cover;
mod coverage;
mod expect;
mod goal;
mod judge;
mod missing;
mod mutants;
mod mutation;
mod names;
mod read;
mod run;
mod seek;
mod test;
mod write;

pub use crate::trial::coverage::coverage;
pub use crate::trial::goal::{Goal, GoalKind};
pub use crate::trial::judge::{Edit, Failure, Miss};
pub use crate::trial::missing::{MissingTest, missing};
pub use crate::trial::mutants::{Mutant, MutantState, Shown, mutants, smallest, with_mistake};
pub use crate::trial::read::{Sheet, holds_tests, read, states_of_rules, tests_of};
pub use crate::trial::run::{DecidingRule, Outcome, run};
pub use crate::trial::test::{Expectation, Given, Test};
