//! Axes: the values of each fact, cut where the conditions at hand tell them apart.
//!
//! Values between two cuts are one atom; a set of values is a row of bits, one for each atom.

use crate::model::RuleSet;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::value::{Value, ValueSet};
use crate::space;

/// The axis of one fact.
#[derive(Debug)]
pub(crate) struct Axis {
    pub(crate) fact: FactId,
    /// The least value of each atom, rising.
    pub(crate) cuts: Vec<i64>,
    /// Where the bits of this axis begin in a box.
    first_word: usize,
    words: usize,
}

/// The axes of the facts that some conditions ask for.
#[derive(Debug, Default)]
pub(crate) struct Axes {
    pub(crate) axes: Vec<Axis>,
    words: usize,
}

/// A box of atoms: for each axis a set of them, never empty.
pub(crate) type Cells = Vec<u64>;

/// The atoms that a test leaves on one axis.
#[derive(Debug, Clone)]
pub(crate) struct Mask {
    pub(crate) axis: usize,
    pub(crate) bits: Vec<u64>,
}

/// A region as masks; without one it holds everywhere.
pub(crate) type Masks = Vec<Mask>;

/// A condition as masks.
#[derive(Debug, Clone)]
pub(crate) struct Masked {
    pub(crate) within: Masks,
    pub(crate) unless: Vec<Masks>,
}

impl Axes {
    /// Cuts the axes of all facts that the regions ask for; where they are cut, also at `also`.
    pub(crate) fn new<'c>(
        rule_set: &RuleSet,
        regions: impl Iterator<Item = &'c Region>,
        also: &[(FactId, ValueSet)],
    ) -> Self {
        let mut cuts: Vec<Option<Vec<i64>>> = vec![None; rule_set.fact_count()];
        for (fact, set) in regions.flat_map(Region::tests) {
            let Some(slot) = cuts.get_mut(fact.index()) else { continue };
            let cuts = slot.get_or_insert_default();
            for part in set.intervals() {
                cuts.extend([Some(part.least), part.greatest.checked_add(1)].into_iter().flatten());
            }
        }
        for (fact, set) in also {
            if let Some(cuts) = cuts.get_mut(fact.index()).and_then(Option::as_mut) {
                for part in set.intervals() {
                    cuts.extend(
                        [Some(part.least), part.greatest.checked_add(1)].into_iter().flatten(),
                    );
                }
            }
        }
        let mut axes = Self::default();
        for (id, cuts) in rule_set.fact_ids().zip(cuts) {
            if let Some(cuts) = cuts {
                axes.push(id, &space::domain(rule_set, id), cuts);
            }
        }
        axes
    }

    fn push(&mut self, fact: FactId, domain: &ValueSet, mut cuts: Vec<i64>) {
        cuts.retain(|cut| domain.contains(Value(*cut)));
        cuts.extend(domain.intervals().iter().map(|part| part.least));
        cuts.sort_unstable();
        cuts.dedup();
        let words = cuts.len().div_ceil(64);
        self.axes.push(Axis { fact, cuts, first_word: self.words, words });
        self.words += words;
    }

    /// The box of all shipments.
    pub(crate) fn everything(&self) -> Cells {
        let mut cells = vec![0; self.words];
        for axis in &self.axes {
            for atom in 0..axis.cuts.len() {
                if let Some(word) = cells.get_mut(axis.first_word + atom / 64) {
                    *word |= 1 << (atom % 64);
                }
            }
        }
        cells
    }

    /// The place of the axis of a fact.
    pub(crate) fn of(&self, fact: FactId) -> Option<usize> {
        self.axes.iter().position(|axis| axis.fact == fact)
    }

    /// The atoms of an axis that lie in a set of values.
    pub(crate) fn mask(&self, axis: usize, set: &ValueSet) -> Mask {
        let Some(found) = self.axes.get(axis) else { return Mask { axis, bits: Vec::new() } };
        let mut bits = vec![0; found.words];
        for (atom, cut) in found.cuts.iter().enumerate() {
            if set.contains(Value(*cut))
                && let Some(word) = bits.get_mut(atom / 64)
            {
                *word |= 1 << (atom % 64);
            }
        }
        Mask { axis, bits }
    }

    /// The one atom of an axis in which a value lies.
    pub(crate) fn mask_of(&self, axis: usize, value: Value) -> Mask {
        let Some(found) = self.axes.get(axis) else { return Mask { axis, bits: Vec::new() } };
        let mut bits = vec![0; found.words];
        let after = found.cuts.partition_point(|cut| *cut <= value.0);
        if let Some(atom) = after.checked_sub(1)
            && let Some(word) = bits.get_mut(atom / 64)
        {
            *word |= 1 << (atom % 64);
        }
        Mask { axis, bits }
    }

    /// A region as masks. Facts without an axis are asked for by nothing else: they do not matter.
    pub(crate) fn masks(&self, region: &Region) -> Masks {
        let tests = region.tests().iter();
        tests.filter_map(|(fact, set)| self.of(*fact).map(|axis| self.mask(axis, set))).collect()
    }

    /// A condition as masks.
    pub(crate) fn masked(&self, condition: &Condition) -> Masked {
        Masked {
            within: self.masks(&condition.within),
            unless: condition.unless.iter().map(|region| self.masks(region)).collect(),
        }
    }

    /// The bits of one axis.
    pub(crate) fn bits<'c>(&self, cells: &'c [u64], axis: usize) -> &'c [u64] {
        let range = self.axes.get(axis).map(|axis| axis.first_word..axis.first_word + axis.words);
        range.and_then(|range| cells.get(range)).unwrap_or_default()
    }

    fn bits_mut<'c>(&self, cells: &'c mut [u64], axis: usize) -> &'c mut [u64] {
        let range = self.axes.get(axis).map(|axis| axis.first_word..axis.first_word + axis.words);
        range.and_then(|range| cells.get_mut(range)).unwrap_or_default()
    }

    /// Keeps the atoms of a mask; false if none is left.
    pub(crate) fn keep(&self, cells: &mut [u64], mask: &Mask) -> bool {
        let mut left = 0;
        for (word, bits) in self.bits_mut(cells, mask.axis).iter_mut().zip(&mask.bits) {
            *word &= bits;
            left |= *word;
        }
        left != 0
    }

    /// Takes the atoms of a mask away; false if none is left.
    pub(crate) fn remove(&self, cells: &mut [u64], mask: &Mask) -> bool {
        let mut left = 0;
        for (word, bits) in self.bits_mut(cells, mask.axis).iter_mut().zip(&mask.bits) {
            *word &= !bits;
            left |= *word;
        }
        left != 0
    }

    /// Keeps the part of a box that lies in a region; false if there is none.
    pub(crate) fn keep_all(&self, cells: &mut [u64], masks: &[Mask]) -> bool {
        masks.iter().all(|mask| self.keep(cells, mask))
    }

    /// Whether a box has a part in the region.
    pub(crate) fn meets(&self, cells: &[u64], masks: &[Mask]) -> bool {
        masks.iter().all(|mask| {
            self.bits(cells, mask.axis).iter().zip(&mask.bits).any(|(word, bits)| word & bits != 0)
        })
    }

    /// Whether a box has atoms outside the mask.
    pub(crate) fn sticks_out(&self, cells: &[u64], mask: &Mask) -> bool {
        let words = self.bits(cells, mask.axis).iter().zip(&mask.bits);
        words.into_iter().any(|(word, bits)| word & !bits != 0)
    }
}
