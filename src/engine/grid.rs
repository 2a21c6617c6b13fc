//! The grid: for each atom of each fact a bitset of the conditions it can meet.
//!
//! One `and` over the facts leaves the conditions whose box holds. What a condition makes of its
//! exceptions, and what follows, is not known here.

use std::collections::HashMap;

use crate::engine::atoms::Atoms;
use crate::model::RuleSet;
use crate::model::condition::{Condition, FactId};
use crate::model::value::{Value, ValueSet};

/// The bits of one fact: a run of words for a value that was not given, then one for each column.
#[derive(Debug, Clone)]
struct Columns {
    bits: Vec<u64>,
    /// The column of each atom.
    of_atom: Vec<u32>,
}

/// All conditions that are decided at once.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    words: usize,
    /// By fact; none for facts that no condition asks for.
    columns: Vec<Option<Columns>>,
    all: Vec<u64>,
}

impl Grid {
    /// Lays out conditions; each group begins with a word of its own.
    pub(super) fn new(
        rule_set: &RuleSet,
        atoms: &[Option<Atoms>],
        groups: &[Vec<&Condition>],
    ) -> Self {
        let padded = groups.iter().flat_map(|group| {
            let padding = group.len().next_multiple_of(64) - group.len();
            group.iter().copied().map(Some).chain(std::iter::repeat_n(None, padding))
        });
        let conditions: Vec<Option<&Condition>> = padded.collect();
        let words = conditions.len() / 64;
        let all = bits(&conditions, |_| true);
        let columns = rule_set.fact_ids().zip(atoms).map(|(id, atoms)| {
            let asked = conditions.iter().flatten().any(|one| one.within.allowed(id).is_some());
            atoms.as_ref().filter(|_| asked).map(|atoms| Columns::new(id, atoms, &conditions))
        });
        Self { words, columns: columns.collect(), all }
    }

    /// Every condition.
    pub(super) fn all(&self) -> &[u64] {
        &self.all
    }

    /// Whether any condition asks for `fact`.
    pub(super) fn asks_for(&self, fact: FactId) -> bool {
        self.columns.get(fact.index()).is_some_and(Option::is_some)
    }

    /// Leaves in `left` what can hold with this atom of `fact`; `None` for a value not given.
    pub(super) fn narrow(&self, fact: FactId, atom: Option<u32>, left: &mut [u64]) {
        let Some(Some(columns)) = self.columns.get(fact.index()) else { return };
        let column = atom.map_or(0, |atom| {
            columns.of_atom.get(atom as usize).map_or(0, |column| *column as usize + 1)
        });
        let from = column * self.words;
        if let Some(bits) = columns.bits.get(from..from + self.words) {
            left.iter_mut().zip(bits).for_each(|(left, bits)| *left &= bits);
        }
    }
}

impl Columns {
    fn new(id: FactId, atoms: &Atoms, conditions: &[Option<&Condition>]) -> Self {
        let tests: Vec<Option<Option<&ValueSet>>> =
            conditions.iter().map(|one| one.map(|one| one.within.allowed(id))).collect();
        let column = |value: Value| bits(&tests, |test| test.is_none_or(|set| set.contains(value)));
        let mut bits = column(Value::NOT_GIVEN);
        let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
        let of_atom = atoms.samples().iter().map(|sample| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(column(*sample)).or_insert_with_key(|words| {
                bits.extend(words);
                next
            })
        });
        let of_atom = of_atom.collect();
        Self { bits, of_atom }
    }
}

/// A bit for each entry that is there and fits.
fn bits<T: Copy>(entries: &[Option<T>], fits: impl Fn(T) -> bool) -> Vec<u64> {
    let words = entries.chunks(64).map(|chunk| {
        let set = chunk.iter().zip(0..).filter(|(entry, _)| entry.is_some_and(&fits));
        set.fold(0_u64, |word, (_, bit)| word | 1 << bit)
    });
    words.collect()
}

/// The places of the bits that are set, rising.
pub(super) fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().zip((0..).step_by(64)).flat_map(|(word, first)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros();
            (rest != 0).then(|| {
                rest &= rest - 1;
                first + bit as usize
            })
        })
    })
}
