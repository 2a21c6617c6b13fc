//! A rule set, compiled: what is looked up once, so that no shipment has to.

use std::ops::Range;
use std::sync::OnceLock;

use indexmap::IndexSet;

use crate::engine::atoms::Atoms;
use crate::engine::grid::Grid;
use crate::engine::ids::Ids;
use crate::engine::slices::Slices;
use crate::engine::spelling::Spelling;
use crate::model::by_range::ByRange;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::{Kind, Name};
use crate::model::ids::numbered;
use crate::model::unsaid::Unsaid;
use crate::model::value::{Value, ValueSet};
use crate::model::{RowId, RuleSet};
use crate::shipment::{self, InputError, Intake, Spellings};

/// So many rows are decided at once; what is beyond is looked at one by one.
const MOST_IN_GRID: usize = 4096;

/// A rule set, compiled for deciding many shipments.
#[derive(Debug, Clone)]
pub struct Engine<'r> {
    pub(super) rule_set: &'r RuleSet,
    pub(super) spellings: Vec<Spelling>,
    /// By fact: its names, once one of them is misspelled.
    pub(super) written: Vec<OnceLock<Spellings>>,
    pub(super) atoms: Vec<Option<Atoms>>,
    /// The facts that the grid asks for, but the lane.
    pub(super) asked: Vec<FactId>,
    pub(super) grid: Grid,
    /// The rows of the grid, by their bits.
    pub(super) in_grid: Vec<RowId>,
    /// Rows that are in neither the grid nor a slice.
    pub(super) loose: Vec<RowId>,
    /// Their places by what they ask for.
    pub(super) by_range: ByRange,
    pub(super) slices: Slices,
    pub(super) ids: Ids,
    pub(super) groups: Groups,
    pub(super) intake: Intake<'r>,
    /// Which facts make up the key of a decision; none if they are too many.
    pub(super) key: Option<Vec<KeyPart>>,
}

/// The words of the grid that belong to each kind of condition.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    pub(super) rows: Range<usize>,
    pub(super) flows: Range<usize>,
    pub(super) taxes: Range<usize>,
    pub(super) impossible: Range<usize>,
}

/// One fact's part of a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyPart {
    pub(super) fact: FactId,
    pub(super) bits: u32,
    /// Whether the class of its slice goes into the key, and not its atom.
    pub(super) by_class: bool,
}

impl<'r> Engine<'r> {
    /// Compiles a rule set.
    #[must_use]
    pub fn new(rule_set: &'r RuleSet) -> Self {
        let (mut slices, others) = Slices::new(rule_set);
        let atoms = atoms(rule_set, &slices, &others);
        slices.refine(&atoms);
        let (in_grid, loose) = others.split_at(others.len().min(MOST_IN_GRID));
        let (grid, groups) = lay_out(rule_set, &atoms, in_grid);
        let ids: Vec<FactId> = rule_set.fact_ids().collect();
        let asked = ids.iter().copied().filter(|id| *id != FactId::LANE && grid.asks_for(*id));
        let facts = ids.iter().map(|id| &rule_set[*id]);
        let mut engine = Self {
            rule_set,
            spellings: facts.clone().map(Spelling::new).collect(),
            written: facts.map(|_| OnceLock::new()).collect(),
            asked: asked.collect(),
            grid,
            in_grid: in_grid.to_vec(),
            loose: loose.to_vec(),
            by_range: ByRange::new(loose.iter().map(|row| &rule_set[*row].rule.condition.within)),
            ids: Ids::new(rule_set),
            groups,
            intake: Intake::new(rule_set),
            key: None,
            atoms,
            slices,
        };
        engine.key = engine.key_parts(&ids);
        engine
    }

    /// The rules it was made from.
    #[must_use]
    pub fn rule_set(&self) -> &'r RuleSet {
        self.rule_set
    }

    /// Reads the slow way what its spelling does not tell, or says what is wrong.
    pub(super) fn parse(&self, id: FactId, text: &str) -> Result<Value, InputError> {
        let fact = &self.rule_set[id];
        let written = self.written.get(id.index());
        match written.filter(|_| matches!(fact.kind, Kind::Names(_)) && !text.is_empty()) {
            // Its spelling knows all names as they are written, so that this is none of them.
            Some(written) => written.get_or_init(|| Spellings::new(fact)).value(fact, text),
            None => shipment::value(self.rule_set, id, text),
        }
    }

    /// What a decision depends on; none if that does not fit a key.
    fn key_parts(&self, ids: &[FactId]) -> Option<Vec<KeyPart>> {
        let mut parts = Vec::new();
        for id in ids.iter().copied().filter(|id| *id != FactId::LANE) {
            let unsaid = self.rule_set.unsaid(id);
            let by_class = self.slices.fact == Some(id);
            let atoms = self.atoms.get(id.index())?.as_ref();
            let codes = match atoms {
                _ if by_class => self.slices.class_count(),
                Some(atoms) => atoms.samples().len(),
                // Nothing asks for its value: what counts is whether it is open, and what was found
                // of it then is this shipment's value, too.
                None if matches!(unsaid, Unsaid::Chosen | Unsaid::Follows(_)) => 1,
                None => continue,
            };
            // Two codes more: not given, and still open.
            let bits = (codes + 2).next_power_of_two().trailing_zeros();
            parts.push(KeyPart { fact: id, bits, by_class });
        }
        (parts.iter().map(|part| part.bits).sum::<u32>() <= 128).then_some(parts)
    }

    /// The atom of a value; none for one that was not given.
    pub(super) fn atom(&self, fact: FactId, value: Value) -> Option<u32> {
        let atoms = self.atoms.get(fact.index())?.as_ref()?;
        (value != Value::NOT_GIVEN).then(|| atoms.of(value))
    }
}

/// The names of the choices.
fn choosable(rule_set: &RuleSet) -> impl Iterator<Item = (FactId, &Name)> {
    rule_set.choices().iter().flat_map(|id| rule_set[*id].names().map(move |name| (*id, name)))
}

/// The conditions of flows, taxes and the late fee, which are looked at after the rows.
fn later_conditions(rule_set: &RuleSet) -> [Vec<&Condition>; 3] {
    let flows = rule_set.flows().iter().map(|flow| &flow.rule.condition);
    let taxes = rule_set.taxes().iter().map(|tax| &tax.rule.condition);
    let fee = rule_set.daily_fee().iter().map(|fee| &fee.rule.condition).collect();
    [flows.collect(), taxes.collect(), fee]
}

/// What the owner of the file says never meets.
fn impossible(rule_set: &RuleSet) -> impl Iterator<Item = &Condition> {
    rule_set.impossibilities().iter().map(|one| &one.condition)
}

fn lay_out(rule_set: &RuleSet, atoms: &[Option<Atoms>], rows: &[RowId]) -> (Grid, Groups) {
    let rows = rows.iter().map(|row| &rule_set[*row]);
    let [flows, taxes, _] = later_conditions(rule_set);
    let impossible = impossible(rule_set).collect();
    let all = [rows.map(|row| &row.rule.condition).collect(), flows, taxes, impossible];
    let mut end = 0;
    let mut next = |group: &Vec<&Condition>| {
        let begin = end;
        end += group.len().div_ceil(64);
        begin..end
    };
    let [rows, flows, taxes, impossible] = &all;
    let groups = Groups {
        rows: next(rows),
        flows: next(flows),
        taxes: next(taxes),
        impossible: next(impossible),
    };
    (Grid::new(rule_set, atoms, &all), groups)
}

/// For each fact of which anything asks, the values that nothing tells apart.
fn atoms(rule_set: &RuleSet, slices: &Slices, others: &[RowId]) -> Vec<Option<Atoms>> {
    let mut sets: Vec<IndexSet<&ValueSet>> = vec![IndexSet::new(); rule_set.fact_count()];
    let mut others = others.iter().peekable();
    for (id, row) in numbered(rule_set.rows()) {
        let listed = others.next_if(|other| **other == id).is_none();
        // What a row of a slice says of its value is in the list of that value.
        let but = slices.fact.filter(|_| listed);
        note_condition(&mut sets, &row.rule.condition, but);
    }
    for condition in later_conditions(rule_set).into_iter().flatten().chain(impossible(rule_set)) {
        note_condition(&mut sets, condition, None);
    }
    for table in rule_set.rates.iter().chain(&rule_set.prices) {
        table.entries.iter().for_each(|entry| note_region(&mut sets, &entry.within, None));
    }
    // What can be chosen depends on what is in force that day, and on what is offered.
    for (_, name) in choosable(rule_set) {
        if let Some(days) = &name.in_force {
            sets.get_mut(FactId::DATE.index()).map(|sets| sets.insert(days));
        }
        if let Some(condition) = name.offered.condition() {
            note_condition(&mut sets, condition, None);
        }
    }
    let atoms = rule_set.facts.iter().zip(&sets).map(|(fact, sets)| {
        let sets: Vec<&ValueSet> = sets.iter().copied().collect();
        (!sets.is_empty()).then(|| Atoms::new(fact.domain(), &sets))
    });
    atoms.collect()
}

fn note_condition<'r>(
    sets: &mut [IndexSet<&'r ValueSet>],
    condition: &'r Condition,
    but: Option<FactId>,
) {
    condition.regions().for_each(|region| note_region(sets, region, but));
}

fn note_region<'r>(sets: &mut [IndexSet<&'r ValueSet>], region: &'r Region, but: Option<FactId>) {
    for (fact, set) in region.tests().iter().filter(|(fact, _)| Some(*fact) != but) {
        sets.get_mut(fact.index()).map(|sets| sets.insert(set));
    }
}
