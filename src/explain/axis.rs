//! Axes: facts that may still vary, each cut into the values that no rule tells apart.

use std::collections::HashMap;
use std::ops::Range;

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
    /// The value that stands for each atom.
    samples: Vec<Value>,
    /// The atom that each value stands for, by value; none of numbers and dates, whose atoms rise.
    places: Option<Vec<Option<usize>>>,
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
    /// The words that have bits: most conditions name few of many values.
    words: Range<usize>,
}

/// How atoms of a room lie to a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lie {
    Inside,
    Outside,
    Across,
}

impl Mask {
    fn new(axis: usize, at: usize, bits: Vec<u64>) -> Self {
        let first = bits.iter().position(|word| *word != 0).unwrap_or(0);
        let end = bits.iter().rposition(|word| *word != 0).map_or(0, |last| last + 1);
        Self { axis, at, bits: bits.into_boxed_slice(), words: first..end }
    }

    pub(super) fn lie(&self, room: &Room) -> Lie {
        let room = room.0.get(self.at..self.at + self.bits.len()).unwrap_or_default();
        let some = room.get(self.words.clone()).zip(self.bits.get(self.words.clone()));
        let some = some.into_iter().flat_map(|(room, bits)| room.iter().zip(bits));
        if some.into_iter().all(|(word, bits)| word & bits == 0) {
            return Lie::Outside;
        }
        let outside = room.iter().zip(&self.bits).any(|(word, bits)| word & !bits != 0);
        if outside { Lie::Across } else { Lie::Inside }
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
    /// An axis with these atoms, whose words begin at a place of a room; `samples` are the values that
    /// stand for the atoms.
    pub(super) fn new(
        kind: &Kind,
        fact: FactId,
        at: usize,
        atoms: Vec<ValueSet>,
        samples: Vec<Value>,
    ) -> Self {
        let places = (!is_ordered(kind)).then(|| {
            let most = samples.iter().map(|value| value.index() + 1).max().unwrap_or(0);
            let mut places = vec![None; most];
            for (atom, value) in samples.iter().enumerate() {
                if let Some(place) = places.get_mut(value.index()) {
                    *place = Some(atom);
                }
            }
            places
        });
        Self { fact, atoms, at, samples, places }
    }

    /// The mask of the atoms whose values are in a set, and how many they are.
    pub(super) fn mask_of(&self, axis: usize, set: &ValueSet) -> (Mask, usize) {
        let mut bits = vec![0_u64; self.words()];
        let mut count = 0;
        let mut add = |atom: usize| {
            if let Some(word) = bits.get_mut(atom / 64) {
                *word |= 1 << (atom % 64);
                count += 1;
            }
        };
        match &self.places {
            None => {
                for part in set.intervals() {
                    let from = self.samples.partition_point(|value| value.0 < part.least);
                    let to = self.samples.partition_point(|value| value.0 <= part.greatest);
                    (from..to).for_each(&mut add);
                }
            }
            Some(places) if set.size() < places.len() as u64 => {
                set.iter()
                    .filter_map(|value| places.get(value.index()).copied().flatten())
                    .for_each(add);
            }
            Some(_) => {
                let atoms = self.samples.iter().enumerate();
                atoms.filter(|(_, value)| set.contains(**value)).for_each(|(atom, _)| add(atom));
            }
        }
        (Mask::new(axis, self.at, bits), count)
    }

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
        Mask::new(axis, self.at, bits)
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

/// What is asked of a piece of an axis, and of what follows it.
type Signature = (Vec<usize>, Vec<u64>);

/// Whether the values of a fact rise.
pub(super) fn is_ordered(kind: &Kind) -> bool {
    matches!(kind, Kind::Number(_) | Kind::Code(_) | Kind::Date)
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
        let ordered = is_ordered(&rule_set[self.fact].kind);
        let pieces = self.pieces(rule_set, ordered);
        let own = self.asked_of(&pieces);
        let (mut atoms, mut samples): (Vec<Vec<Interval>>, Vec<Facts>) = (Vec::new(), Vec::new());
        let mut known: HashMap<Signature, usize> = HashMap::new();
        let mut before = None;
        for (piece, own) in pieces.into_iter().zip(own) {
            let facts = self.settled(rule_set, base, Value(piece.least));
            let signature = (own, self.asked_of_followers(&facts));
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

    /// For each piece what is asked of the axis that tells it from most: two pieces are alike if that
    /// is the same.
    fn asked_of(&self, pieces: &[Interval]) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = vec![Vec::new(); pieces.len()];
        let own = self.asked.iter().enumerate().filter(|(_, (fact, _))| *fact == self.fact);
        for (at, (_, set)) in own {
            let ranges = set.intervals().iter().map(|part| {
                let from = pieces.partition_point(|piece| piece.least < part.least);
                from..pieces.partition_point(|piece| piece.least <= part.greatest).max(from)
            });
            let ranges: Vec<Range<usize>> = ranges.collect();
            let count: usize = ranges.iter().map(Range::len).sum();
            // Of a set that most pieces are in, those that are not are noted.
            let noted: Vec<Range<usize>> = if count * 2 <= pieces.len() {
                ranges
            } else {
                let starts = std::iter::once(0).chain(ranges.iter().map(|range| range.end));
                let ends = ranges.iter().map(|range| range.start).chain([pieces.len()]);
                starts.zip(ends).map(|(from, to)| from..to).collect()
            };
            for piece in noted.into_iter().flatten() {
                found.get_mut(piece).into_iter().for_each(|asked| asked.push(at));
            }
        }
        found
    }

    /// Which of what is asked of its followers holds, as bits.
    fn asked_of_followers(&self, facts: &Facts) -> Vec<u64> {
        if self.followers.is_empty() {
            return Vec::new();
        }
        let words = self.asked.chunks(64).map(|chunk| {
            let bits = chunk.iter().zip(0..).filter(|((fact, _), _)| *fact != self.fact);
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
