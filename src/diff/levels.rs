//! Levels: what the strictest of the rows that hold decides, whatever their order.
//!
//! Refused or not, the lane, whether a check or a document is needed, the release within one flow:
//! each is the highest level to which a row that holds lifts a shipment.

use std::sync::Arc;

use crate::analyze::conditions::CondId;
use crate::diff::pair::{Does, Pair};
use crate::diff::version::Side;

/// By condition of a row: the level to which it lifts, on each side.
#[derive(Debug)]
pub(crate) struct Levels {
    of: [Vec<u32>; 2],
    /// The conditions that lift higher on the new side, and those that do on the old one.
    more: [Vec<CondId>; 2],
}

impl Levels {
    /// Reads the level of each condition off what its rows do.
    pub(crate) fn new(pair: &Pair<'_>, level: impl Fn(Side, Does) -> u32) -> Arc<Self> {
        let of = Side::BOTH.map(|side| {
            let conditions = pair.row_conditions();
            conditions.map(|one| level(side, pair.does(side, one))).collect::<Vec<u32>>()
        });
        let [old, new] = &of;
        let mut more = [Vec::new(), Vec::new()];
        for (condition, (old, new)) in pair.row_conditions().zip(old.iter().zip(new)) {
            let higher = if old > new { Side::Old } else { Side::New };
            if old != new {
                higher.of_mut(&mut more).push(condition);
            }
        }
        Arc::new(Self { of, more })
    }

    /// The level to which a condition lifts; none of what is no condition of a row.
    pub(crate) fn of(&self, side: Side, condition: CondId) -> u32 {
        side.of(&self.of).get(condition.0 as usize).copied().unwrap_or(0)
    }

    /// The conditions that lift higher on a side than on the other.
    pub(crate) fn more(&self, side: Side) -> &[CondId] {
        side.of(&self.more).as_slice()
    }

    /// The levels that occur on a side, rising; the lowest is always one.
    pub(crate) fn occurring(&self, side: Side) -> Vec<u32> {
        let mut found = side.of(&self.of).clone();
        found.push(0);
        found.sort_unstable();
        found.dedup();
        found
    }
}
