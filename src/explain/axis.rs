//! Axes: facts that may still vary, each cut into the values that no rule tells apart.

use std::collections::HashMap;

use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::{Default, Kind};
use crate::model::value::{Interval, Value, ValueSet};

/// A fact that may still vary.
#[derive(Debug)]
pub(super) struct Axis {
    pub(super) fact: FactId,
    /// Its values, those that no rule tells apart together; numbers and dates in rising order.
    pub(super) atoms: Vec<ValueSet>,
    /// Where its words begin in a room.
    pub(super) at: usize,
}

/// What is left of each axis, a bit for each atom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Room(pub(super) Vec<u64>);

/// Some atoms of one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mask {
    pub(super) axis: usize,
    at: usize,
    bits: Box<[u64]>,
}

/// How atoms of a room lie to a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lie {
    Inside,
    Outside,
    Across,
}

impl Mask {
    pub(super) fn lie(&self, room: &Room) -> Lie {
        let words = room.0.iter().skip(self.at).zip(&self.bits);
        let (mut inside, mut outside) = (0, 0);
        for (word, bits) in words {
            inside |= word & bits;
            outside |= word & !bits;
        }
        match (inside != 0, outside != 0) {
            (true, true) => Lie::Across,
            (true, false) => Lie::Inside,
            (false, _) => Lie::Outside,
        }
    }

    /// Keeps the atoms that are in another mask of the same axis, too; false if there are none.
    pub(super) fn narrow(&mut self, other: &Self) -> bool {
        self.bits.iter_mut().zip(&other.bits).for_each(|(word, bits)| *word &= bits);
        self.bits.iter().any(|word| *word != 0)
    }

    /// Keeps the atoms of the mask, or the others.
    pub(super) fn cut(&self, room: &Room, inside: bool) -> Room {
        let mut room = room.clone();
        for (word, bits) in room.0.iter_mut().skip(self.at).zip(&self.bits) {
            *word &= if inside { *bits } else { !bits };
        }
        room
    }
}

impl Axis {
    pub(super) fn words(&self) -> usize {
        self.atoms.len().div_ceil(64)
    }

    /// The mask of the atoms of which this is true.
    pub(super) fn mask(&self, axis: usize, holds: impl Fn(usize) -> bool) -> Mask {
        let mut bits = vec![0_u64; self.words()];
        for atom in (0..self.atoms.len()).filter(|atom| holds(*atom)) {
            if let Some(word) = bits.get_mut(atom / 64) {
                *word |= 1 << (atom % 64);
            }
        }
        Mask { axis, at: self.at, bits: bits.into_boxed_slice() }
    }

    /// The atom of a value; none if the axis does not have it.
    pub(super) fn atom_of(&self, value: Value) -> Option<usize> {
        self.atoms.iter().position(|atom| atom.contains(value))
    }

    /// The atoms that are left in a room.
    pub(super) fn left<'a>(&'a self, room: &'a Room) -> impl Iterator<Item = usize> + 'a {
        (0..self.atoms.len()).filter(|atom| self.has(room, *atom))
    }

    pub(super) fn has(&self, room: &Room, atom: usize) -> bool {
        room.0.get(self.at + atom / 64).is_some_and(|word| word >> (atom % 64) & 1 == 1)
    }

    pub(super) fn add(&self, room: &mut Room, atom: usize) {
        if let Some(word) = room.0.get_mut(self.at + atom / 64) {
            *word |= 1 << (atom % 64);
        }
    }

    /// Leaves one atom of the axis in a room.
    pub(super) fn hold(&self, room: &mut Room, atom: usize) {
        room.0.iter_mut().skip(self.at).take(self.words()).for_each(|word| *word = 0);
        self.add(room, atom);
    }

    /// The values that are left in a room.
    pub(super) fn values(&self, room: &Room) -> ValueSet {
        let atoms = self.left(room).filter_map(|atom| self.atoms.get(atom));
        ValueSet::of_intervals(atoms.flat_map(|atom| atom.intervals().iter().copied()))
    }
}

/// An axis before it is cut: what it may be, what follows it, and what rules ask of these facts.
pub(super) struct Uncut<'r> {
    pub(super) fact: FactId,
    pub(super) allowed: ValueSet,
    /// Facts whose values follow that of the axis, in their order.
    pub(super) followers: Vec<FactId>,
    asked: Vec<(FactId, &'r ValueSet)>,
}

impl<'r> Uncut<'r> {
    pub(super) fn new(fact: FactId, allowed: ValueSet, followers: Vec<FactId>) -> Self {
        Self { fact, allowed, followers, asked: Vec::new() }
    }

    /// Notes what is asked of the axis, or of what follows it.
    pub(super) fn ask(&mut self, fact: FactId, set: &'r ValueSet) {
        self.asked.push((fact, set));
    }

    /// Every fact with the value that it has once the axis has this one.
    pub(super) fn settled(&self, rule_set: &RuleSet, base: &Facts, value: Value) -> Facts {
        let mut facts = base.clone();
        facts.set(self.fact, value);
        for id in &self.followers {
            facts.set(*id, rule_set.default_of(&rule_set[*id], &facts));
        }
        facts
    }

    /// The atoms of the axis, and all facts for a value of each.
    pub(super) fn cut(&self, rule_set: &RuleSet, base: &Facts) -> (Vec<ValueSet>, Vec<Facts>) {
        let kind = &rule_set[self.fact].kind;
        let ordered = matches!(kind, Kind::Number(_) | Kind::Code(_) | Kind::Date);
        let pieces = self.pieces(rule_set, ordered);
        let (mut atoms, mut samples): (Vec<Vec<Interval>>, Vec<Facts>) = (Vec::new(), Vec::new());
        let mut known: HashMap<Vec<u64>, usize> = HashMap::new();
        let mut before = None;
        for piece in pieces {
            let facts = self.settled(rule_set, base, Value(piece.least));
            let signature = self.signature(&facts);
            let at = if ordered {
                let same = before.as_ref() == Some(&signature);
                same.then(|| atoms.len().saturating_sub(1))
            } else {
                known.get(&signature).copied()
            };
            match at.and_then(|at| atoms.get_mut(at)) {
                Some(atom) => atom.push(piece),
                None => {
                    known.insert(signature.clone(), atoms.len());
                    atoms.push(vec![piece]);
                    samples.push(facts);
                }
            }
            before = Some(signature);
        }
        (atoms.into_iter().map(ValueSet::of_intervals).collect(), samples)
    }

    /// Which of what is asked holds, as bits.
    fn signature(&self, facts: &Facts) -> Vec<u64> {
        let words = self.asked.chunks(64).map(|chunk| {
            let bits = chunk.iter().zip(0..);
            let bits = bits.filter(|((fact, set), _)| set.contains(facts.get(*fact)));
            bits.fold(0_u64, |word, (_, bit)| word | 1 << bit)
        });
        words.collect()
    }

    /// The values of the axis, cut wherever something may change.
    fn pieces(&self, rule_set: &RuleSet, ordered: bool) -> Vec<Interval> {
        if !ordered {
            return self.allowed.iter().map(|value| Interval::new(value.0, value.0)).collect();
        }
        let own = self.asked.iter().filter(|(fact, _)| *fact == self.fact);
        let own = own.flat_map(|(_, set)| set.intervals()).copied();
        let followed = self.followers.iter().flat_map(|id| match &rule_set[*id].default {
            Default::ByDate(spans) => spans.iter().map(|(days, _)| *days).collect(),
            _ => Vec::new(),
        });
        let edges = own.chain(followed);
        let mut edges: Vec<i64> =
            edges.flat_map(|part| [part.least, part.greatest.saturating_add(1)]).collect();
        edges.sort_unstable();
        edges.dedup();
        let mut pieces = Vec::new();
        for part in self.allowed.intervals() {
            let inside = edges.iter().filter(|edge| part.least < **edge && **edge <= part.greatest);
            let mut least = part.least;
            for edge in inside {
                pieces.push(Interval::new(least, *edge - 1));
                least = *edge;
            }
            pieces.push(Interval::new(least, part.greatest));
        }
        pieces
    }
}
