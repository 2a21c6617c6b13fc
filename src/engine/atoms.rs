//! Atoms: the values of one fact that no rule tells apart, under one number.

use std::collections::HashMap;

use crate::model::value::{Interval, Value, ValueSet};

/// Comparing every interval with every set has to end soon; beyond this atoms are merely not merged.
const MOST_COMPARISONS: usize = 20_000_000;

/// Domains up to this length are looked up instead of searched; longer tables leave the cache.
const LONGEST_TABLE: i64 = 1 << 12;

/// The values of one fact, cut where rules tell them apart.
#[derive(Debug, Clone)]
pub(super) struct Atoms {
    /// The first value of each interval, rising; the first interval begins before every value.
    starts: Vec<i64>,
    /// The atom of each interval.
    of_interval: Vec<u32>,
    /// The atom of each value, for short domains that begin with 0.
    of_value: Vec<u32>,
    /// A value of each atom.
    samples: Vec<Value>,
}

impl Atoms {
    /// The atoms of a fact with this domain of which rules ask whether it lies in these sets.
    pub(super) fn new(domain: Interval, sets: &[&ValueSet]) -> Self {
        let mut starts: Vec<i64> = sets
            .iter()
            .flat_map(|set| set.intervals())
            .flat_map(|part| [part.least, part.greatest.saturating_add(1)])
            .filter(|start| domain.least < *start && *start <= domain.greatest)
            .collect();
        starts.push(domain.least);
        starts.sort_unstable();
        starts.dedup();
        let (of_interval, samples) = merged(&starts, sets);
        let mut atoms = Self { starts, of_interval, of_value: Vec::new(), samples };
        if domain.least == 0 && domain.greatest < LONGEST_TABLE {
            let values = 0..=domain.greatest;
            atoms.of_value = values.map(|value| atoms.search(Value(value))).collect();
        }
        atoms
    }

    /// The atom of a value of the domain.
    pub(super) fn of(&self, value: Value) -> u32 {
        match self.of_value.get(value.index()) {
            Some(atom) => *atom,
            None => self.search(value),
        }
    }

    /// A value of each atom.
    pub(super) fn samples(&self) -> &[Value] {
        &self.samples
    }

    fn search(&self, value: Value) -> u32 {
        let after = self.starts.partition_point(|start| *start <= value.0);
        self.of_interval.get(after.saturating_sub(1)).copied().unwrap_or(0)
    }
}

/// The atom of each interval, and a value of each atom: intervals in the same sets are one atom.
fn merged(starts: &[i64], sets: &[&ValueSet]) -> (Vec<u32>, Vec<Value>) {
    let samples = || starts.iter().copied().map(Value);
    if starts.len().saturating_mul(sets.len()) > MOST_COMPARISONS {
        return ((0..=u32::MAX).take(starts.len()).collect(), samples().collect());
    }
    let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
    let mut kept = Vec::new();
    let of_interval = samples().map(|sample| {
        let signature = sets.chunks(64).map(|chunk| {
            let bits = chunk.iter().zip(0..).filter(|(set, _)| set.contains(sample));
            bits.fold(0_u64, |word, (_, bit)| word | 1 << bit)
        });
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(signature.collect()).or_insert_with(|| {
            kept.push(sample);
            next
        })
    });
    (of_interval.collect(), kept)
}

#[cfg(test)]
mod tests {
    use super::Atoms;
    use crate::model::value::{Interval, Value, ValueSet};

    #[test]
    fn values_share_an_atom_where_no_set_tells_them_apart() {
        let sets = [ValueSet::of([Value(1), Value(4)]), ValueSet::interval(3, 20)];
        let atoms = Atoms::new(Interval::new(0, 9), &sets.iter().collect::<Vec<_>>());
        let table: Vec<u32> = (0..10).map(|value| atoms.of(Value(value))).collect();
        assert_eq!(table, [0, 1, 0, 2, 3, 2, 2, 2, 2, 2]);
        assert_eq!(atoms.samples(), [Value(0), Value(1), Value(3), Value(4)]);
    }
}
