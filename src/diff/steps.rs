//! Steps from one level to another, and the shipments that take them.
//!
//! What lifts a shipment higher on one side than on the other is a row that the other side has not
//! got: so the search begins in the boxes of such rows, and outside of them there is nothing to be
//! found.

use std::sync::Arc;

use crate::analyze::conditions::CondId;
use crate::diff::clauses::{Clauses, Earlier, Rows};
use crate::diff::levels::Levels;
use crate::diff::pair::{Pair, RuleId};
use crate::diff::version::Side;

/// A change of a level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// The level on each side.
    pub(crate) levels: [u32; 2],
    /// The level on each side where no row holds.
    pub(crate) bases: [u32; 2],
    /// Whether the shipments are already those of changed boxes.
    pub(crate) within_changed: bool,
}

/// That the level is at most this.
pub(crate) fn at_most(levels: &Arc<Levels>, side: Side, level: u32) -> Clauses {
    let rows = vec![Rows::NoneAbove { levels: Arc::clone(levels), side, level }];
    Clauses { rows, ..Clauses::default() }
}

/// That the level lies between these, where it is `base` if no row holds.
pub(crate) fn between(
    levels: &Arc<Levels>,
    side: Side,
    (from, to): (u32, u32),
    base: u32,
) -> Clauses {
    let mut clauses = at_most(levels, side, to);
    if from > base {
        clauses.rows.push(Rows::Some { levels: Arc::clone(levels), side, from, to });
    }
    clauses
}

/// All shipments for which a level is one on the old side and another on the new one, in parts that
/// do not overlap.
pub(crate) fn steps(pair: &Pair<'_>, levels: &Arc<Levels>, step: Step) -> Vec<Clauses> {
    let Step { levels: [old, new], bases, within_changed } = step;
    if old == new || old < bases[0] || new < bases[1] {
        return Vec::new();
    }
    let higher = if new > old { Side::New } else { Side::Old };
    let (top, low) = if new > old { (new, old) } else { (old, new) };
    let base = |side: Side| *side.of(&bases);
    let below = between(levels, higher.other(), (low, low), base(higher.other()));
    if top == base(higher) || within_changed {
        let above = between(levels, higher, (top, top), base(higher));
        return vec![below.and(&above)];
    }
    let range = Range { side: higher, top: (top, top), low };
    patches(pair, levels, range).map(|patch| patch.and(&below)).collect()
}

/// Levels of one side, of which some are above all that the other side has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) side: Side,
    pub(crate) top: (u32, u32),
    /// The greatest level of the other side.
    pub(crate) low: u32,
}

/// All shipments that a side lifts into the range while the other lifts them no higher than `low`,
/// by the changed row that lifts them first.
pub(crate) fn patches(
    pair: &Pair<'_>,
    levels: &Arc<Levels>,
    range: Range,
) -> impl Iterator<Item = Clauses> {
    let Range { side, top: (from, to), low } = range;
    let lifting = levels.more(side).iter().copied().filter(|one| {
        let own = levels.of(side, *one);
        from <= own && own <= to && levels.of(side.other(), *one) <= low
    });
    let patches: Arc<[CondId]> = lifting.collect();
    let above = at_most(levels, side, to);
    let each = (0..patches.len()).filter_map(move |count| {
        let condition = *patches.get(count)?;
        let earlier = vec![Earlier { patches: Arc::clone(&patches), count }];
        let patch = Clauses { all: vec![condition], earlier, ..Clauses::default() };
        Some((condition, patch.and(&above)))
    });
    each.map(move |(condition, patch)| {
        let rows = pair.rules(side).with.get(&condition).into_iter().flatten();
        patch.by(side, rows.map(|row| RuleId::Row(*row)))
    })
    .collect::<Vec<_>>()
    .into_iter()
}
