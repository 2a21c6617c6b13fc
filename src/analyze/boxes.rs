//! The search: disjoint boxes that together are all shipments a problem asks for.
//!
//! What a condition leaves one way out of only is taken at once; else the box is split along the
//! condition that leaves the fewest. The ways out of a condition do not overlap: the first test
//! fails; or it passes and the second fails; … or all pass, and the first exception holds; or not
//! the first but the second. So a witness is the first box, and a count the sum of all.

use std::rc::Rc;

use crate::analyze::conditions::CondId;
use crate::analyze::problem::{Cells, Mask, NodeId, Problem};

/// The budget was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spent;

/// A way out of a condition.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// A test of it fails.
    Fails(Mask),
    /// An exception of it holds.
    Holds(NodeId),
}

/// How many ways a box has out of a condition.
enum Ways {
    /// The box does not meet it.
    Free,
    /// None.
    None,
    One(Way),
    Several(usize),
}

/// A part of the whole that is still to be searched: its cells lie on the stack of cells.
struct Part {
    clauses: Rc<[NodeId]>,
    /// Conditions that must not hold either.
    more: Vec<NodeId>,
}

/// A search that is under way.
pub(crate) struct Boxes<'p> {
    problem: &'p Problem,
    parts: Vec<Part>,
    /// The cells of all parts, one after the other.
    cells: Vec<u64>,
    /// The box at hand.
    current: Cells,
    /// By condition: whether the search has made use of it.
    used: Vec<bool>,
}

impl<'p> Boxes<'p> {
    /// Begins with a part of the whole box.
    pub(crate) fn new(problem: &'p Problem, within: &Cells) -> Self {
        let first = Part { clauses: problem.clauses.as_slice().into(), more: Vec::new() };
        Self {
            problem,
            parts: vec![first],
            cells: within.0.clone(),
            current: within.clone(),
            used: Vec::new(),
        }
    }

    /// Notes which conditions are made use of.
    pub(crate) fn noting(mut self) -> Self {
        self.used = self.problem.node_ids().map(|_| false).collect();
        self
    }

    /// The conditions without which the search might have ended otherwise.
    pub(crate) fn used(&self) -> impl Iterator<Item = CondId> + '_ {
        let nodes = self.problem.node_ids().zip(&self.used);
        nodes.filter(|(_, used)| **used).map(|(node, _)| self.problem[node].origin)
    }

    /// The next box.
    pub(crate) fn next(&mut self, steps: &mut u64) -> Result<Option<&Cells>, Spent> {
        while let Some(part) = self.parts.pop() {
            let words = self.current.0.len();
            let rest = self.cells.len().saturating_sub(words);
            self.current.0.clear();
            self.current.0.extend(self.cells.drain(rest..));
            if self.search(part, steps)? {
                return Ok(Some(&self.current));
            }
        }
        Ok(None)
    }

    /// Searches one part: true if what is left of it is a box, false if it was split or is empty.
    fn search(&mut self, part: Part, steps: &mut u64) -> Result<bool, Spent> {
        let problem = self.problem;
        let mut left: Vec<NodeId> =
            part.more.into_iter().chain(part.clauses.iter().copied()).collect();
        loop {
            let mut alive = Vec::with_capacity(left.len());
            let mut more: Vec<NodeId> = Vec::new();
            let mut fewest: Option<(usize, NodeId)> = None;
            let mut narrowed = false;
            for id in left {
                let node = &problem[id];
                *steps = steps.checked_sub(node.cost).ok_or(Spent)?;
                match problem.ways(id, &self.current) {
                    Ways::Free => {}
                    Ways::None => {
                        self.note(id);
                        return Ok(false);
                    }
                    Ways::One(way) => {
                        self.note(id);
                        match way {
                            Way::Fails(mask) => problem.remove(&mut self.current, &mask),
                            Way::Holds(child) => {
                                problem.enter(&mut self.current, child);
                                more.extend(&problem[problem[child].children]);
                            }
                        }
                        narrowed = true;
                    }
                    Ways::Several(count) => {
                        alive.push(id);
                        if fewest.is_none_or(|(least, _)| count < least) {
                            fewest = Some((count, id));
                        }
                    }
                }
            }
            alive.extend(more);
            left = alive;
            if narrowed {
                continue;
            }
            let Some((_, id)) = fewest else { return Ok(true) };
            self.note(id);
            left.retain(|other| *other != id);
            self.split(id, &left);
            return Ok(false);
        }
    }

    fn note(&mut self, id: NodeId) {
        if let Some(used) = self.used.get_mut(id.index()) {
            *used = true;
        }
    }

    /// Puts aside one part for each way out of a condition; the first is the next to be searched.
    fn split(&mut self, id: NodeId, clauses: &[NodeId]) {
        let problem = self.problem;
        let clauses: Rc<[NodeId]> = clauses.into();
        let mut found: Vec<(Cells, Vec<NodeId>)> = Vec::new();
        let node = &problem[id];
        for mask in &problem[node.masks] {
            if problem.sticks_out(&self.current, mask) {
                let mut outside = self.current.clone();
                problem.remove(&mut outside, mask);
                found.push((outside, Vec::new()));
                problem.keep_mask(&mut self.current, mask);
            }
        }
        let mut earlier: Vec<NodeId> = Vec::new();
        for child in &problem[node.children] {
            let mut inside = self.current.clone();
            if problem.enter(&mut inside, *child) {
                let own = &problem[problem[*child].children];
                found.push((inside, own.iter().chain(&earlier).copied().collect()));
                earlier.push(*child);
            }
        }
        for (cells, more) in found.into_iter().rev() {
            self.cells.extend(&cells.0);
            self.parts.push(Part { clauses: Rc::clone(&clauses), more });
        }
    }
}

impl Problem {
    fn meets(&self, cells: &Cells, mask: &Mask) -> bool {
        cells[mask.words].iter().zip(&self[mask.bits]).any(|(word, bits)| word & bits != 0)
    }

    fn sticks_out(&self, cells: &Cells, mask: &Mask) -> bool {
        cells[mask.words].iter().zip(&self[mask.bits]).any(|(word, bits)| word & !bits != 0)
    }

    fn remove(&self, cells: &mut Cells, mask: &Mask) {
        let bits = &self[mask.bits];
        cells[mask.words].iter_mut().zip(bits).for_each(|(word, bits)| *word &= !bits);
    }

    fn keep_mask(&self, cells: &mut Cells, mask: &Mask) -> bool {
        let mut left = 0;
        for (word, bits) in cells[mask.words].iter_mut().zip(&self[mask.bits]) {
            *word &= bits;
            left |= *word;
        }
        left != 0
    }

    /// Keeps the part of a box that lies in that of a condition; false if there is none.
    fn enter(&self, cells: &mut Cells, id: NodeId) -> bool {
        self[self[id].masks].iter().all(|mask| self.keep_mask(cells, mask))
    }

    /// The ways that a box has out of a condition.
    fn ways(&self, id: NodeId, cells: &Cells) -> Ways {
        let node = &self[id];
        let mut found = Ways::None;
        let mut note = |way: Way| {
            found = match found {
                Ways::None => Ways::One(way),
                Ways::One(_) => Ways::Several(2),
                Ways::Several(count) => Ways::Several(count + 1),
                Ways::Free => Ways::Free,
            };
        };
        for mask in &self[node.masks] {
            if !self.meets(cells, mask) {
                return Ways::Free;
            }
            if self.sticks_out(cells, mask) {
                note(Way::Fails(*mask));
            }
        }
        if node.children.is_empty() {
            return found;
        }
        let mut inside = cells.clone();
        self.enter(&mut inside, id);
        for child in &self[node.children] {
            let masks = &self[self[*child].masks];
            if !masks.iter().all(|mask| self.meets(&inside, mask)) {
                continue;
            }
            let covers = !masks.iter().any(|mask| self.sticks_out(&inside, mask));
            if covers && self[*child].children.is_empty() {
                // Where all tests pass an exception does, too: the condition never holds.
                return Ways::Free;
            }
            note(Way::Holds(*child));
        }
        found
    }
}
