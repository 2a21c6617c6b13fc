//! Blockers: what keeps a rule from ever deciding anything.

use crate::analyze::ask::Asker;
use crate::analyze::prove::{Budget, Ordered, refuses, rows_of};
use crate::analyze::search::Spent;
use crate::analyze::slice::{Cut, Group, RowPlace};

/// A refusal, or an earlier entry of an ordered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blocker {
    /// A row of the rule set, which refuses.
    Row(usize),
    /// An earlier entry of the list.
    Entry(usize),
}

/// What is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blocked {
    /// A requirement.
    Row(usize),
    /// An entry of an ordered list.
    Entry(Ordered, usize),
}

/// A set of blockers of which none can be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blockers {
    pub(crate) set: Vec<Blocker>,
    /// Whether another such set exists: then changing one of these is not enough.
    pub(crate) another: bool,
}

/// The blockers of something that is dead; none where the budget is spent.
///
/// The first of the file are left out first, so that what is named comes as late as it can.
pub(crate) fn blockers(cut: &Cut<'_>, blocked: Blocked, budget: Budget) -> Option<Blockers> {
    let all = candidates(cut, blocked);
    let blocks = |set: &[Blocker]| blocks(cut, blocked, set, budget);
    let mut set = all.clone();
    for one in &all {
        let without: Vec<Blocker> = set.iter().copied().filter(|other| other != one).collect();
        if blocks(&without).ok()? {
            set = without;
        }
    }
    let mut another = false;
    for one in &set {
        let without: Vec<Blocker> = all.iter().copied().filter(|other| other != one).collect();
        another = another || blocks(&without).ok()?;
    }
    Some(Blockers { set, another })
}

/// Everything that could block.
fn candidates(cut: &Cut<'_>, blocked: Blocked) -> Vec<Blocker> {
    let rows = cut.rule_set.rows().iter().enumerate();
    let refusals = rows.filter(|(_, row)| refuses(&row.effect)).map(|(at, _)| Blocker::Row(at));
    let (condition, earlier) = match blocked {
        Blocked::Row(at) => (cut.rule_set.rows().get(at).map(|row| &row.rule.condition), 0),
        Blocked::Entry(Ordered::Flows, at) => {
            (cut.rule_set.flows().get(at).map(|flow| &flow.rule.condition), at)
        }
        Blocked::Entry(Ordered::Taxes, at) => {
            (cut.rule_set.taxes().get(at).map(|tax| &tax.rule.condition), at)
        }
    };
    // What has nothing in common with the condition cannot stand in its way.
    let meets = |at: usize| {
        let other = cut.rule_set.rows().get(at).map(|row| &row.rule.condition.within);
        condition.zip(other).is_some_and(|(one, other)| one.within.meets(other))
    };
    let refusals = refusals.filter(|one| matches!(one, Blocker::Row(at) if meets(*at)));
    refusals.chain((0..earlier).map(Blocker::Entry)).collect()
}

/// Whether these alone keep it from ever deciding anything.
fn blocks(cut: &Cut<'_>, blocked: Blocked, set: &[Blocker], budget: Budget) -> Result<bool, Spent> {
    let groups = match blocked {
        Blocked::Row(row) => cut.groups_of_row(row),
        Blocked::Entry(..) => (0..cut.groups.len()).collect(),
    };
    let concerns = |own: &[usize]| match blocked {
        Blocked::Row(row) => cut.is_shared(row) || own.contains(&row),
        Blocked::Entry(..) => true,
    };
    for at in groups {
        let Some(group) = cut.groups.get(at) else { continue };
        let slice = cut.slice(at);
        // Members of a group have rows of their own: what is left of them differs by the set.
        let mut patterns: Vec<Vec<usize>> = Vec::new();
        for (_, own) in &group.members {
            let refusals = slice.refusals.iter().enumerate().filter(|(_, row)| {
                let row = match row.place {
                    RowPlace::Shared(row) => Some(row),
                    RowPlace::Own(at) => own.get(at).copied(),
                };
                row.is_some_and(|row| set.contains(&Blocker::Row(row)))
            });
            let pattern: Vec<usize> = refusals.map(|(at, _)| at).collect();
            if concerns(own) && !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        for refusals in patterns {
            let mut asker = Asker::new(cut, &slice, budget.question);
            if goes_despite(&mut asker, group, blocked, set, &refusals)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Whether something decides after all when only these refusals and earlier entries are left.
fn goes_despite(
    asker: &mut Asker<'_>,
    group: &Group,
    blocked: Blocked,
    set: &[Blocker],
    refusals: &[usize],
) -> Result<bool, Spent> {
    let slice = asker.slice;
    let found = match blocked {
        Blocked::Row(row) => {
            let mut places = slice.requirements.iter();
            let at = places.position(|one| rows_of(group, one.row.place).contains(&row));
            at.map_or(Ok(None), |at| asker.requirement_holds_despite(at, refusals))
        }
        Blocked::Entry(list, at) => {
            let list = match list {
                Ordered::Flows => &slice.flows,
                Ordered::Taxes => &slice.taxes,
            };
            let earlier = set.iter().filter_map(|one| match one {
                Blocker::Entry(at) => Some(*at),
                Blocker::Row(_) => None,
            });
            asker.wins_despite(list, at, refusals, &earlier.collect::<Vec<_>>())
        }
    };
    Ok(found?.is_some())
}
