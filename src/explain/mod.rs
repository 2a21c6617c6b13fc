//! Why, why not, what to change, what to ask, how far it reaches: an answer explained, as data.
//!
//! Everything is about one shipment: some of its facts are let vary, and the rules are worked into
//! what is left of them, a `Field`. A search splits it into rooms that get one answer
//! each. Nothing here is a guess: where a budget runs out, it is said.

mod ask;
mod axis;
mod change;
mod change_of_one;
mod cost;
mod explanation;
mod field;
mod forcing;
mod outcome;
mod reach;
mod search;
mod single;
mod tested;
mod why;
mod why_not;

pub use crate::explain::ask::{Questions, questions, unsaid};
pub use crate::explain::change::{Changes, Choice, Goal, changes};
pub use crate::explain::change_of_one::change_of_one;
pub use crate::explain::explanation::{Asked, Explanation};
pub use crate::explain::forcing::{Forced, forcing};
pub use crate::explain::outcome::Outcome;
pub use crate::explain::reach::{Reach, Within, reach, reach_in_short, until};
pub use crate::explain::search::{Steps, Undecided};
pub use crate::explain::single::{Moved, Single, Standing, To, is_charged, singles};
pub use crate::explain::tested::{Exception, Test, Tested};
pub use crate::explain::why::{Deciding, Part, Subject, Why, why};
pub use crate::explain::why_not::{Tried, Wanted, WhyNot, why_not};
