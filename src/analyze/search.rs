//! Is there a shipment that meets some conditions and none of others?
//!
//! A search over boxes: what a condition allows in one way only is taken at once, and else the box
//! is split along the condition that leaves the fewest ways. It ends with a box of such shipments,
//! with the proof that there is none, or when its budget is spent.

use crate::analyze::axes::{Axes, Cells, Masked, Masks};

/// What a question came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// There is such a shipment.
    Yes,
    /// There is none.
    No,
    /// The budget was spent before it was known.
    Undecided,
}

/// The steps that a search may still take.
#[derive(Debug)]
pub(crate) struct Fuel {
    pub(crate) steps: u64,
}

/// The budget was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spent;

/// A box in which every shipment meets all of `positive` and none of `negative`, if there is one.
pub(crate) fn find<'m>(
    axes: &Axes,
    mut cells: Cells,
    positive: &[&'m Masked],
    negative: &[&'m Masked],
    fuel: &mut Fuel,
) -> Result<Option<Cells>, Spent> {
    let mut avoid: Vec<Avoid<'m>> = Vec::with_capacity(negative.len());
    for condition in positive {
        if !axes.keep_all(&mut cells, &condition.within) {
            return Ok(None);
        }
        avoid.extend(condition.unless.iter().map(|within| Avoid { within, unless: &[] }));
    }
    avoid.extend(negative.iter().map(|one| Avoid { within: &one.within, unless: &one.unless }));
    search(axes, cells, avoid, fuel)
}

/// A condition that must not hold.
#[derive(Clone, Copy)]
struct Avoid<'m> {
    within: &'m Masks,
    unless: &'m [Masks],
}

/// In how many ways a box can still get around a condition.
struct Ways {
    /// The tests that some of the box fails.
    outside: Vec<usize>,
    /// The exceptions that some of the box meets.
    exceptions: Vec<usize>,
}

impl Avoid<'_> {
    /// The ways around the condition; none at all where the box does not meet it.
    fn ways(&self, axes: &Axes, cells: &[u64]) -> Option<Ways> {
        if !axes.meets(cells, self.within) {
            return None;
        }
        let tests = self.within.iter().enumerate();
        let outside: Vec<usize> =
            tests.filter(|(_, mask)| axes.sticks_out(cells, mask)).map(|(at, _)| at).collect();
        let mut exceptions = Vec::new();
        if !self.unless.is_empty() {
            let mut inside = cells.to_vec();
            axes.keep_all(&mut inside, self.within);
            for (at, exception) in self.unless.iter().enumerate() {
                if !axes.meets(&inside, exception) {
                    continue;
                }
                if !exception.iter().any(|mask| axes.sticks_out(&inside, mask)) {
                    return None;
                }
                exceptions.push(at);
            }
        }
        Some(Ways { outside, exceptions })
    }
}

fn search(
    axes: &Axes,
    mut cells: Cells,
    mut avoid: Vec<Avoid<'_>>,
    fuel: &mut Fuel,
) -> Result<Option<Cells>, Spent> {
    loop {
        let Some(left) = fuel.steps.checked_sub(1 + avoid.len() as u64) else {
            fuel.steps = 0;
            return Err(Spent);
        };
        fuel.steps = left;
        let mut alive = Vec::with_capacity(avoid.len());
        let mut fewest: Option<(usize, Avoid<'_>, Ways)> = None;
        let mut narrowed = false;
        for one in avoid {
            let Some(ways) = one.ways(axes, &cells) else { continue };
            match (ways.outside.as_slice(), ways.exceptions.as_slice()) {
                ([], []) => return Ok(None),
                ([only], []) => {
                    if let Some(mask) = one.within.get(*only) {
                        axes.remove(&mut cells, mask);
                    }
                    narrowed = true;
                }
                ([], [only]) => {
                    if let Some(exception) = one.unless.get(*only)
                        && !axes.keep_all(&mut cells, exception)
                    {
                        return Ok(None);
                    }
                    narrowed = true;
                }
                _ => {
                    alive.push(one);
                    let count = ways.outside.len() + ways.exceptions.len();
                    if fewest.as_ref().is_none_or(|(least, ..)| count < *least) {
                        fewest = Some((count, one, ways));
                    }
                }
            }
        }
        avoid = alive;
        if narrowed {
            continue;
        }
        let Some((_, one, ways)) = fewest else { return Ok(Some(cells)) };
        return split(axes, cells, &avoid, one, &ways, fuel);
    }
}

/// Tries each way around a condition; the ways do not overlap.
fn split(
    axes: &Axes,
    mut cells: Cells,
    avoid: &[Avoid<'_>],
    one: Avoid<'_>,
    ways: &Ways,
    fuel: &mut Fuel,
) -> Result<Option<Cells>, Spent> {
    for mask in ways.outside.iter().filter_map(|at| one.within.get(*at)) {
        let mut outside = cells.clone();
        if axes.remove(&mut outside, mask)
            && let Some(found) = search(axes, outside, avoid.to_vec(), fuel)?
        {
            return Ok(Some(found));
        }
        if !axes.keep(&mut cells, mask) {
            return Ok(None);
        }
    }
    for exception in ways.exceptions.iter().filter_map(|at| one.unless.get(*at)) {
        let mut inside = cells.clone();
        if axes.keep_all(&mut inside, exception)
            && let Some(found) = search(axes, inside, avoid.to_vec(), fuel)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
