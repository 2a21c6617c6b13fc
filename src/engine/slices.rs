//! Slices: rows about few values of one fact, listed under those values.
//!
//! A rules file may have a rule for each of 100,000 goods: only those of a shipment's own goods are
//! looked at. Values whose rows differ in nothing but their names share a class.

use std::collections::HashMap;

use crate::engine::atoms::Atoms;
use crate::model::condition::{FactId, Region};
use crate::model::fact::{Default, Kind};
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::ids::numbered;
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, LaneId, Row, RowId, RuleSet};

/// Up to so many rows are decided all at once, which is faster than any list.
const MOST_AT_ONCE: usize = 512;
/// A row about more values than this, and more than an eighth of all, is about no few values.
const FEW_VALUES: i64 = 64;
/// All lists together hold no more rows than this.
const MOST_LISTED: usize = 8_000_000;

/// The rows of one fact's values, and the class of each value.
#[derive(Debug, Clone, Default)]
pub(super) struct Slices {
    /// The fact along which the rows are sliced.
    pub(super) fact: Option<FactId>,
    /// Where the rows of each value begin in `rows`, and where the last ones end.
    starts: Vec<u32>,
    rows: Vec<RowId>,
    classes: Vec<u32>,
}

/// What tells the rows of two values apart once the value itself is left out.
#[derive(PartialEq, Eq, Hash)]
struct Shape<'r> {
    tests: Vec<(FactId, &'r ValueSet)>,
    unless: &'r [Region],
    effect: Option<(Option<LaneId>, CheckSet, DocumentSet)>,
    /// For a row whose exceptions ask for the value itself, which then belongs to it.
    own: Option<u32>,
}

impl Slices {
    /// Slices the rows of a rule set; also gives the rows that stand in no slice.
    pub(super) fn new(rule_set: &RuleSet) -> (Self, Vec<RowId>) {
        let rows = rule_set.rows();
        let all = || numbered(rows).map(|(id, _)| id).collect();
        let fact = (rows.len() > MOST_AT_ONCE).then(|| sharpest(rule_set)).flatten();
        let Some((id, count)) = fact else { return (Self::default(), all()) };
        let mut listed = 0;
        let (mut sliced, mut others) = (Vec::new(), Vec::new());
        for (row_id, row) in numbered(rows) {
            let set = row.rule.condition.within.allowed(id);
            let few = set.and_then(|set| few_values(set, count));
            match few.filter(|values| listed + values.len() <= MOST_LISTED) {
                Some(values) => {
                    listed += values.len();
                    sliced.extend(values.into_iter().map(|value| (value, row_id)));
                }
                None => others.push(row_id),
            }
        }
        sliced.sort_unstable();
        let place = |value: i64| sliced.partition_point(|(of, _)| *of < value);
        let starts = (0..=count).map(|value| u32::try_from(place(value)).unwrap_or(u32::MAX));
        let starts = starts.collect();
        let rows = sliced.iter().map(|(_, row)| *row).collect();
        let mut slices = Self { fact: Some(id), starts, rows, classes: Vec::new() };
        slices.classes = slices.classes(rule_set, id);
        (slices, others)
    }

    /// The rows of a value, in the order of the file.
    pub(super) fn of(&self, value: Value) -> &[RowId] {
        let at = value.index();
        let (Some(from), Some(to)) = (self.starts.get(at), self.starts.get(at.saturating_add(1)))
        else {
            return &[];
        };
        self.rows.get(*from as usize..*to as usize).unwrap_or_default()
    }

    /// The class of a value; nothing in the slices tells values of one class apart but names.
    pub(super) fn class(&self, value: Value) -> u32 {
        self.classes.get(value.index()).copied().unwrap_or(0)
    }

    /// How many classes there are.
    pub(super) fn class_count(&self) -> usize {
        self.classes.iter().max().map_or(0, |class| *class as usize + 1)
    }

    /// Parts values that share a class, but not an atom.
    pub(super) fn refine(&mut self, atoms: &[Option<Atoms>]) {
        let Some(id) = self.fact else { return };
        let Some(atoms) = atoms.get(id.index()).and_then(Option::as_ref) else { return };
        let mut known: HashMap<(u32, u32), u32> = HashMap::new();
        for (class, value) in self.classes.iter_mut().zip(0..) {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *class = *known.entry((*class, atoms.of(Value(value)))).or_insert(next);
        }
    }

    fn classes<'r>(&self, rule_set: &'r RuleSet, fact: FactId) -> Vec<u32> {
        let mut shapes: HashMap<Shape<'r>, u32> = HashMap::new();
        let mut lists: HashMap<Vec<u32>, u32> = HashMap::new();
        let values = (0_u32..).take(self.starts.len().saturating_sub(1));
        let classes = values.map(|value| {
            let list = self.of(Value(i64::from(value))).iter().map(|row| {
                let next = u32::try_from(shapes.len()).unwrap_or(u32::MAX);
                *shapes.entry(shape(&rule_set[*row], fact, value)).or_insert(next)
            });
            let next = u32::try_from(lists.len()).unwrap_or(u32::MAX);
            *lists.entry(list.collect()).or_insert(next)
        });
        classes.collect()
    }
}

fn shape(row: &Row, fact: FactId, value: u32) -> Shape<'_> {
    let condition = &row.rule.condition;
    let tests = condition.within.tests().iter().filter(|(of, _)| *of != fact);
    let own = condition.unless.iter().any(|region| region.allowed(fact).is_some());
    Shape {
        tests: tests.map(|(of, set)| (*of, set)).collect(),
        unless: &condition.unless,
        effect: match &row.effect {
            Effect::Refuse { .. } => None,
            Effect::Require { lane, checks, documents } => Some((*lane, *checks, *documents)),
        },
        own: own.then_some(value),
    }
}

/// The list of names along which the fewest rows are left for a value, and how many names it has.
fn sharpest(rule_set: &RuleSet) -> Option<(FactId, i64)> {
    let lists = rule_set.facts().filter(|(id, fact)| {
        matches!(fact.kind, Kind::Names(_))
            && !matches!(fact.default, Default::ByName { .. })
            && !rule_set.choices().contains(id)
    });
    let left = |id: FactId, count: i64| {
        let rows = rule_set.rows().iter();
        let of_row = |row: &Row| {
            let set = row.rule.condition.within.allowed(id);
            set.map_or(count, |set| size(set, count))
        };
        rows.map(of_row).fold(0_i64, i64::saturating_add) / count.max(1)
    };
    let measured = lists.map(|(id, fact)| (id, fact.domain().greatest.saturating_add(1)));
    measured.min_by_key(|(id, count)| left(*id, *count))
}

fn size(set: &ValueSet, count: i64) -> i64 {
    let parts = set.intervals().iter();
    let sizes = parts.map(|part| part.greatest.min(count - 1) - part.least.max(0) + 1);
    sizes.map(|size| size.max(0)).sum()
}

/// The values of a set, if they are few.
fn few_values(set: &ValueSet, count: i64) -> Option<Vec<i64>> {
    let few = FEW_VALUES.max(count / 8);
    let values = || {
        let parts = set.intervals().iter();
        parts.flat_map(|part| part.least.max(0)..=part.greatest.min(count - 1)).collect()
    };
    (size(set, count) <= few).then(values)
}
