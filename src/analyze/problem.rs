//! A problem: what a question asks of one box of shipments, as rows of bits.
//!
//! Only what can still go one way or the other is in it: conditions that the box does not meet are
//! left out, and so are tests that all of the box passes. Values between two cuts are one atom.

use std::ops::{Index, IndexMut};

use crate::analyze::bound::{Allowed, Bound, Test, bits_of};
use crate::analyze::conditions::CondId;
use crate::model::ids::FactId;
use crate::model::value::{Interval, Value, ValueSet};

/// A run of entries in one of the lists of a problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<const OF: u8> {
    first: u32,
    end: u32,
}

pub(crate) type Masks = Run<0>;
pub(crate) type Children = Run<1>;
pub(crate) type Bits = Run<2>;
pub(crate) type Words = Run<3>;

impl<const OF: u8> Run<OF> {
    pub(crate) fn new(first: usize, end: usize) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { first: place(first), end: place(end) }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }

    pub(crate) fn is_empty(self) -> bool {
        self.first == self.end
    }
}

/// The atoms that a test leaves on one axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mask {
    pub(crate) words: Words,
    pub(crate) bits: Bits,
}

/// A condition: a box, and the boxes inside of it in which it does not hold after all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) masks: Masks,
    pub(crate) children: Children,
    /// What it costs to look at it.
    pub(crate) cost: u64,
    /// The condition of the catalog that it comes from.
    pub(crate) origin: CondId,
}

/// A condition of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(pub(crate) u32);

impl NodeId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A box of atoms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells(pub(crate) Vec<u64>);

#[derive(Debug)]
struct Axis {
    fact: FactId,
    words: Words,
    /// The least value of each atom, rising; of a fact with few values each is an atom.
    cuts: Option<Vec<i64>>,
}

/// A question about one box.
#[derive(Debug)]
pub(crate) struct Problem {
    axes: Vec<Axis>,
    masks: Vec<Mask>,
    bits: Vec<u64>,
    nodes: Vec<Node>,
    children: Vec<NodeId>,
    /// The whole box.
    pub(crate) start: Cells,
    /// The conditions that must not hold.
    pub(crate) clauses: Vec<NodeId>,
    bounds: Vec<Bound>,
}

impl Problem {
    /// Puts a problem together of conditions whose masks are the places of their tests.
    pub(crate) fn new(
        tests: &[Test<'_>],
        nodes: Vec<Node>,
        children: Vec<NodeId>,
        clauses: Vec<NodeId>,
        bounds: Vec<Bound>,
        also: &[(FactId, ValueSet)],
    ) -> Self {
        let mut problem = Self {
            axes: Vec::new(),
            masks: Vec::with_capacity(tests.len()),
            bits: Vec::with_capacity(tests.len()),
            nodes,
            children,
            start: Cells::default(),
            clauses,
            bounds,
        };
        let axis_of = problem.lay_axes(tests, also);
        for test in tests {
            problem.push_mask(test, &axis_of);
        }
        let costs: Vec<u64> = problem.nodes.iter().map(|node| problem.cost(node)).collect();
        problem.nodes.iter_mut().zip(costs).for_each(|(node, cost)| node.cost = cost);
        problem
    }

    /// Lays out an axis for each fact that is asked for; gives the place of each fact's axis.
    fn lay_axes(&mut self, tests: &[Test<'_>], also: &[(FactId, ValueSet)]) -> Vec<Option<usize>> {
        let mut cuts: Vec<Option<Vec<i64>>> = vec![None; self.bounds.len()];
        for test in tests {
            let Some(cuts) = cuts.get_mut(test.fact.index()) else { continue };
            let cuts = cuts.get_or_insert_default();
            match test.allowed {
                Allowed::Few(_) => {}
                Allowed::One(part) => note_cuts(cuts, part),
                Allowed::Several(set) => set.intervals().iter().for_each(|p| note_cuts(cuts, *p)),
            }
        }
        for (fact, set) in also {
            if let Some(Some(cuts)) = cuts.get_mut(fact.index()) {
                set.intervals().iter().for_each(|part| note_cuts(cuts, *part));
            }
        }
        let mut axis_of = vec![None; cuts.len()];
        let facts = (0..=u16::MAX).map(FactId).zip(cuts).zip(&self.bounds).zip(&mut axis_of);
        for (((fact, cuts), bound), place) in facts {
            let Some(mut cuts) = cuts else { continue };
            let first = self.start.0.len();
            let cuts = match bound {
                Bound::Few(bits) => {
                    self.start.0.push(*bits);
                    None
                }
                Bound::Many(set) => {
                    cuts.retain(|cut| set.contains(Value(*cut)));
                    cuts.extend(set.intervals().iter().map(|part| part.least));
                    cuts.sort_unstable();
                    cuts.dedup();
                    self.start.0.resize(first + cuts.len().div_ceil(64), u64::MAX);
                    if let Some(last) = self.start.0.last_mut()
                        && cuts.len() % 64 != 0
                    {
                        *last = (1 << (cuts.len() % 64)) - 1;
                    }
                    Some(cuts)
                }
            };
            *place = Some(self.axes.len());
            self.axes.push(Axis { fact, words: Run::new(first, self.start.0.len()), cuts });
        }
        axis_of
    }

    fn push_mask(&mut self, test: &Test<'_>, axis_of: &[Option<usize>]) {
        let axis = axis_of.get(test.fact.index()).copied().flatten();
        let Some(axis) = axis.and_then(|axis| self.axes.get(axis)) else { return };
        let first = self.bits.len();
        match (&axis.cuts, test.allowed) {
            (None, Allowed::Few(bits)) => self.bits.push(bits),
            (None, Allowed::One(part)) => {
                self.bits.push(bits_of(&ValueSet::interval(part.least, part.greatest)));
            }
            (None, Allowed::Several(set)) => self.bits.push(bits_of(set)),
            (Some(cuts), allowed) => {
                self.bits.resize(first + cuts.len().div_ceil(64), 0);
                let bits = self.bits.get_mut(first..).unwrap_or_default();
                match allowed {
                    Allowed::One(part) => set_atoms(bits, cuts, part),
                    Allowed::Several(set) => {
                        set.intervals().iter().for_each(|part| set_atoms(bits, cuts, *part));
                    }
                    Allowed::Few(few) => {
                        for value in Bound::Few(few).values() {
                            set_atoms(bits, cuts, Interval::new(value.0, value.0));
                        }
                    }
                }
            }
        }
        let bits = Run::new(first, self.bits.len());
        self.masks.push(Mask { words: axis.words, bits });
    }

    /// What looking at a condition costs, in steps: one, and one for every eight words.
    fn cost(&self, node: &Node) -> u64 {
        let words = |node: &Node| -> u64 {
            let masks = self[node.masks].iter();
            masks.map(|mask| u64::from(mask.bits.end - mask.bits.first)).sum()
        };
        let inner = self[node.children].iter().map(|child| words(&self[*child]) + 1);
        1 + (words(node) + inner.sum::<u64>()) / 8
    }

    /// All conditions.
    pub(crate) fn node_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        let count = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        (0..count).map(NodeId)
    }

    /// How much there is to look at.
    pub(crate) fn size(&self) -> usize {
        self.nodes.len() + self.bits.len() / 8
    }

    fn axis(&self, fact: FactId) -> Option<&Axis> {
        self.axes.iter().find(|axis| axis.fact == fact)
    }

    /// Whether anything still asks for a fact.
    pub(crate) fn asks(&self, fact: FactId) -> bool {
        self.axis(fact).is_some()
    }

    /// The values of a fact in the whole box.
    pub(crate) fn bound(&self, fact: FactId) -> Option<&Bound> {
        self.bounds.get(fact.index())
    }

    /// Keeps the atoms of a fact that begin within a set; false if none is left.
    pub(crate) fn keep(&self, cells: &mut Cells, fact: FactId, set: &ValueSet) -> bool {
        let Some(axis) = self.axis(fact) else {
            return self.bound(fact).is_some_and(|bound| {
                let mut bound = bound.clone();
                bound.keep(set);
                !bound.is_empty()
            });
        };
        let words = &mut cells[axis.words];
        match &axis.cuts {
            None => words.iter_mut().for_each(|word| *word &= bits_of(set)),
            Some(cuts) => {
                let mut kept = vec![0; words.len()];
                for part in set.intervals() {
                    set_atoms(&mut kept, cuts, *part);
                }
                words.iter_mut().zip(kept).for_each(|(word, kept)| *word &= kept);
            }
        }
        words.iter().any(|word| *word != 0)
    }

    /// The part of the whole box that some facts are held to; none if it is empty.
    pub(crate) fn held_to(&self, held: &[(FactId, ValueSet)]) -> Option<Cells> {
        let mut cells = self.start.clone();
        held.iter().all(|(fact, set)| self.keep(&mut cells, *fact, set)).then_some(cells)
    }

    /// What a box leaves of each fact.
    pub(crate) fn bounds_of(&self, cells: &Cells) -> Vec<Bound> {
        let mut bounds = self.bounds.clone();
        for axis in &self.axes {
            let (Some(bound), Some(set)) =
                (bounds.get_mut(axis.fact.index()), self.values(cells, axis.fact))
            else {
                continue;
            };
            bound.keep(&set);
        }
        bounds
    }

    /// The least value of a fact in a box.
    pub(crate) fn least(&self, cells: &Cells, fact: FactId) -> Option<Value> {
        let Some(axis) = self.axis(fact) else { return self.bound(fact)?.least() };
        let first = ones(&cells[axis.words]).next()?;
        match &axis.cuts {
            None => Some(Value::of_index(first)),
            Some(cuts) => cuts.get(first).copied().map(Value),
        }
    }

    /// The values of each fact in a box, for those that something asks for.
    pub(crate) fn values(&self, cells: &Cells, fact: FactId) -> Option<ValueSet> {
        let axis = self.axis(fact)?;
        let Some(cuts) = &axis.cuts else {
            let values = ones(&cells[axis.words]).map(Value::of_index);
            return Some(ValueSet::of(values));
        };
        let Some(Bound::Many(bound)) = self.bound(fact) else { return None };
        let parts = ones(&cells[axis.words]).filter_map(|atom| {
            let least = *cuts.get(atom)?;
            let end = cuts.get(atom + 1).map_or(i64::MAX, |next| next - 1);
            let part = bound.intervals().iter().find(|part| part.contains(Value(least)))?;
            Some(Interval::new(least, end.min(part.greatest)))
        });
        Some(ValueSet::of_intervals(parts))
    }
}

fn note_cuts(cuts: &mut Vec<i64>, part: Interval) {
    cuts.push(part.least);
    cuts.extend(part.greatest.checked_add(1));
}

/// Sets the bits of the atoms that begin within an interval.
fn set_atoms(bits: &mut [u64], cuts: &[i64], part: Interval) {
    let from = cuts.partition_point(|cut| *cut < part.least);
    let to = cuts.partition_point(|cut| *cut <= part.greatest);
    if from == to {
        return;
    }
    let words = bits.get_mut(from / 64..=(to - 1) / 64).unwrap_or_default();
    for (word, first) in words.iter_mut().zip((from / 64 * 64..).step_by(64)) {
        let (least, end) = (from.max(first), to.min(first + 64));
        if least < end {
            *word |= u64::MAX << (least - first) & u64::MAX >> (64 - (end - first));
        }
    }
}

/// The places of the bits that are set, rising.
fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().zip((0..).step_by(64)).flat_map(|(word, first)| {
        (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first + bit)
    })
}

macro_rules! runs {
    ($($run:ty, $list:ident, $entry:ty;)+) => {$(
        impl Index<$run> for Problem {
            type Output = [$entry];

            #[expect(clippy::indexing_slicing, reason = "a problem makes a run with its entries")]
            fn index(&self, run: $run) -> &[$entry] {
                &self.$list[run.range()]
            }
        }
    )+};
}

runs! {
    Masks, masks, Mask;
    Children, children, NodeId;
    Bits, bits, u64;
}

impl Index<NodeId> for Problem {
    type Output = Node;

    #[expect(clippy::indexing_slicing, reason = "a problem makes an id with its condition")]
    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }
}

impl Index<Words> for Cells {
    type Output = [u64];

    #[expect(clippy::indexing_slicing, reason = "all boxes of a problem have the same words")]
    fn index(&self, words: Words) -> &[u64] {
        &self.0[words.range()]
    }
}

impl IndexMut<Words> for Cells {
    #[expect(clippy::indexing_slicing, reason = "all boxes of a problem have the same words")]
    fn index_mut(&mut self, words: Words) -> &mut [u64] {
        &mut self.0[words.range()]
    }
}
