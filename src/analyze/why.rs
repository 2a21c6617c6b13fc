//! Why nothing meets a condition even where no rule is in its way.

use crate::analyze::boxes::Spent;
use crate::analyze::catalog::Impossible;
use crate::analyze::question::Case;
use crate::analyze::subject::{Fuel, Subject};

/// What keeps shipments from a condition: nothing of this can be left out. Where nothing is in it, the
/// condition excludes itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Why {
    /// Nothing leads to the lanes that it asks for.
    pub(crate) no_lane: bool,
    /// What it names is not in force when it holds.
    pub(crate) not_in_force: bool,
    /// Impossibilities of the file.
    pub(crate) stated: Vec<usize>,
}

/// Why no shipment answers a case: what is left once everything is left out that can be.
///
/// The refusals of the case stay as they are, and so do earlier entries of a list.
pub(crate) fn why(subject: &Subject<'_>, case: &Case, fuel: &mut Fuel) -> Result<Why, Spent> {
    let mut case = case.clone();
    let mut why = Why::default();
    let mut none_without = |change: &dyn Fn(&mut Case)| {
        let mut other = case.clone();
        change(&mut other);
        let none = subject.first(&other, fuel)?.is_none();
        if none {
            case = other;
        }
        Ok(none)
    };
    // What the file states is left out first: it is told only where nothing else is enough.
    for at in 0..subject.catalog.stated_count() {
        if !none_without(&|case| case.allowed.push(Impossible::Stated(at)))? {
            why.stated.push(at);
        }
    }
    why.not_in_force = !none_without(&|case| case.allowed.push(Impossible::ByFacts))?;
    why.no_lane = !none_without(&|case| case.any_lane = case.lanes)?;
    Ok(why)
}
