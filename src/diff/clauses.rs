//! Clauses: what holds of shipments that both sides answer differently in one way.

use std::sync::Arc;

use crate::analyze::conditions::CondId;
use crate::diff::levels::Levels;
use crate::diff::pair::RuleId;
use crate::diff::version::Side;

/// What is asked of the rows of one side, all together.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    /// None holds that lifts the shipment above a level.
    NoneAbove { levels: Arc<Levels>, side: Side, level: u32 },
    /// One holds that lifts it to one of these levels.
    Some { levels: Arc<Levels>, side: Side, from: u32, to: u32 },
}

/// The first of some conditions, none of which holds.
#[derive(Debug, Clone)]
pub(crate) struct Earlier {
    pub(crate) patches: Arc<[CondId]>,
    pub(crate) count: usize,
}

/// All that holds at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clauses {
    /// Conditions that hold.
    pub(crate) all: Vec<CondId>,
    /// Conditions that do not.
    pub(crate) none: Vec<CondId>,
    pub(crate) earlier: Vec<Earlier>,
    pub(crate) rows: Vec<Rows>,
    /// By side: the rules by which it is so.
    pub(crate) by: [Vec<RuleId>; 2],
}

impl Clauses {
    /// What meets both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.all.extend(&other.all);
        both.none.extend(&other.none);
        both.earlier.extend(other.earlier.iter().cloned());
        both.rows.extend(other.rows.iter().cloned());
        for (own, more) in both.by.iter_mut().zip(&other.by) {
            own.extend(more);
        }
        both
    }

    /// Whether a condition is asked to hold and not to.
    pub(crate) fn contradicts_itself(&self) -> bool {
        self.all.iter().any(|one| self.none.contains(one))
    }

    /// The same, for which these rules of a side are the reason.
    pub(crate) fn by(mut self, side: Side, rules: impl IntoIterator<Item = RuleId>) -> Self {
        side.of_mut(&mut self.by).extend(rules);
        self
    }
}
