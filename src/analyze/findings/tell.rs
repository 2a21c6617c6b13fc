//! Tells everything that was proven: the list of all findings that stand on a proof.

use crate::analyze::findings::all_impossible;
use crate::analyze::findings::always_refused;
use crate::analyze::findings::date_gap;
use crate::analyze::findings::dead_rule;
use crate::analyze::findings::laws;
use crate::analyze::findings::no_path;
use crate::analyze::findings::overlap;
use crate::analyze::findings::proven::Proven;
use crate::analyze::findings::rate_gap;
use crate::analyze::findings::redundant_rule;
use crate::analyze::findings::undecided;
use crate::analyze::findings::unreachable_lane;
use crate::analyze::findings::unused;
use crate::finding::Finding;

/// All findings that stand on a proof.
const ALL: [fn(&Proven<'_>) -> Vec<Finding>; 11] = [
    always_refused::findings,
    date_gap::findings,
    dead_rule::findings,
    laws::findings,
    no_path::findings,
    overlap::findings,
    rate_gap::findings,
    redundant_rule::findings,
    undecided::findings,
    unreachable_lane::findings,
    unused::findings,
];

/// Tells everything that was proven.
pub(crate) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let nothing = all_impossible::findings(proven);
    if !nothing.is_empty() {
        return nothing;
    }
    ALL.iter().flat_map(|tell| tell(proven)).collect()
}
