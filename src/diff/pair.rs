//! Two rule sets side by side: all conditions of both in one vocabulary, each once.
//!
//! A condition that both have has one id, whatever the rule is called and wherever it stands. So
//! rules that were moved or renamed are no difference to begin with.

use std::collections::HashMap;

use indexmap::IndexSet;

use crate::analyze::TableId;
use crate::analyze::conditions::CondId;
use crate::diff::lanes::{Lanes, at_lane};
use crate::diff::version::{Side, Version};
use crate::diff::vocabulary::Vocabulary;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::ids::{FlowId, LaneId, RowId, TaxId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, Rule, RuleSet};
use crate::space;

/// What the rows with one condition do together, on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Does {
    pub(crate) refuses: bool,
    pub(crate) lane: LaneId,
    pub(crate) checks: CheckSet,
    pub(crate) documents: DocumentSet,
}

impl Does {
    const NOTHING: Self = Self {
        refuses: false,
        lane: LaneId(0),
        checks: CheckSet::EMPTY,
        documents: DocumentSet::EMPTY,
    };

    fn add(&mut self, effect: &Effect) {
        match effect {
            Effect::Refuse { .. } => self.refuses = true,
            Effect::Require { lane, checks, documents } => {
                self.lane = self.lane.max(lane.unwrap_or(LaneId(0)));
                self.checks = self.checks.union(*checks);
                self.documents = self.documents.union(*documents);
            }
        }
    }
}

/// A rule of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RuleId {
    Row(RowId),
    Flow(FlowId),
    Tax(TaxId),
    Fee,
    /// An entry of the table at this place among all.
    Entry(TableId, u32),
    /// What the table has for all else.
    Rest(TableId),
    /// A lane, for the checks that it brings.
    Lane(LaneId),
}

/// The rules of one side, in the vocabulary of both. What nothing can meet has no condition.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) rows: Vec<Option<CondId>>,
    /// By condition of a row: what the rows that have it do; nothing, of a condition of others.
    pub(crate) does: Vec<Does>,
    pub(crate) with: HashMap<CondId, Vec<RowId>>,
    /// The rows of each rule, by its id.
    pub(crate) called: HashMap<String, Vec<RowId>>,
    /// For each lane that flows tell apart: their conditions in it.
    pub(crate) flows: Vec<Vec<Option<CondId>>>,
    /// The same of the tax regimes.
    pub(crate) taxes: Vec<Vec<Option<CondId>>>,
    /// By lane: its place among those above.
    pub(crate) class: Vec<usize>,
    pub(crate) fee: Option<CondId>,
    /// By table: its entries.
    pub(crate) tables: HashMap<TableId, Vec<Option<CondId>>>,
    /// By table that has an amount for all else: where that is not known to hold.
    pub(crate) unknown: HashMap<TableId, Vec<CondId>>,
}

/// Two rule sets side by side.
#[derive(Debug)]
pub(crate) struct Pair<'r> {
    pub(crate) versions: [Version<'r>; 2],
    pub(crate) vocabulary: Vocabulary,
    pub(crate) conditions: IndexSet<Condition>,
    /// How many of them, the first, are those of rows.
    pub(crate) of_rows: usize,
    pub(crate) rules: [Rules; 2],
    /// What no shipment meets.
    pub(crate) impossible: Vec<CondId>,
    pub(crate) lanes: Lanes,
}

impl<'r> Pair<'r> {
    /// Puts two versions into one vocabulary.
    pub(crate) fn new(versions: [Version<'r>; 2]) -> Self {
        let [old, new] = versions;
        let vocabulary = Vocabulary::new(old, new);
        let lanes = Lanes::new(old.rule_set, new.rule_set);
        let mut reader = Reader { versions, vocabulary, conditions: IndexSet::new() };
        let rows = Side::BOTH.map(|side| reader.rows(side));
        let of_rows = reader.conditions.len();
        let impossible: Vec<CondId> =
            Side::BOTH.into_iter().flat_map(|side| reader.impossible(side)).collect();
        let [olds, news] = rows;
        let rules = [(Side::Old, olds), (Side::New, news)]
            .map(|(side, rows)| reader.rules(side, rows, of_rows));
        let Reader { vocabulary, conditions, .. } = reader;
        Self { versions, vocabulary, conditions, of_rows, rules, impossible, lanes }
    }

    pub(crate) fn rule_set(&self, side: Side) -> &'r RuleSet {
        side.of(&self.versions).rule_set
    }

    pub(crate) fn rules(&self, side: Side) -> &Rules {
        side.of(&self.rules)
    }

    /// What the rows with a condition do, on one side.
    pub(crate) fn does(&self, side: Side, condition: CondId) -> Does {
        let does = self.rules(side).does.get(condition.0 as usize);
        does.copied().unwrap_or(Does::NOTHING)
    }

    /// The conditions of rows.
    pub(crate) fn row_conditions(&self) -> impl Iterator<Item = CondId> + use<> {
        (0..u32::try_from(self.of_rows).unwrap_or(u32::MAX)).map(CondId)
    }

    /// The rule of which an id speaks, where it is one.
    pub(crate) fn rule(&self, side: Side, id: RuleId) -> Option<&'r Rule> {
        let rule_set = self.rule_set(side);
        match id {
            RuleId::Row(row) => Some(&rule_set[row].rule),
            RuleId::Flow(flow) => Some(&rule_set[flow].rule),
            RuleId::Tax(tax) => Some(&rule_set[tax].rule),
            RuleId::Fee => rule_set.daily_fee().map(|fee| &fee.rule),
            RuleId::Entry(..) | RuleId::Rest(_) | RuleId::Lane(_) => None,
        }
    }
}

/// Takes in the conditions of both.
struct Reader<'r> {
    versions: [Version<'r>; 2],
    vocabulary: Vocabulary,
    conditions: IndexSet<Condition>,
}

impl<'r> Reader<'r> {
    fn version(&self, side: Side) -> Version<'r> {
        *side.of(&self.versions)
    }

    fn take(&mut self, side: Side, condition: &Condition) -> Option<CondId> {
        let known = self.vocabulary.condition(condition, self.version(side), side)?;
        let (at, _) = self.conditions.insert_full(known);
        u32::try_from(at).ok().map(CondId)
    }

    fn take_region(&mut self, side: Side, region: &Region) -> Option<CondId> {
        self.take(side, &Condition { within: region.clone(), unless: Vec::new() })
    }

    fn rows(&mut self, side: Side) -> Vec<Option<CondId>> {
        let rows = self.version(side).rule_set.rows();
        rows.iter().map(|row| self.take(side, &row.rule.condition)).collect()
    }

    fn impossible(&mut self, side: Side) -> Vec<CondId> {
        let conditions = space::impossible(self.version(side).rule_set);
        conditions.iter().filter_map(|condition| self.take(side, condition)).collect()
    }

    fn rules(&mut self, side: Side, rows: Vec<Option<CondId>>, of_rows: usize) -> Rules {
        let rule_set = self.version(side).rule_set;
        let mut does = vec![Does::NOTHING; of_rows];
        let mut with: HashMap<CondId, Vec<RowId>> = HashMap::new();
        let mut called: HashMap<String, Vec<RowId>> = HashMap::new();
        for ((id, row), condition) in numbered::<RowId, _>(rule_set.rows()).zip(&rows) {
            called.entry(row.rule.id.clone()).or_default().push(id);
            let Some(condition) = condition else { continue };
            with.entry(*condition).or_default().push(id);
            if let Some(does) = does.get_mut(condition.0 as usize) {
                does.add(&row.effect);
            }
        }
        let (class, firsts) = lane_classes(rule_set);
        let mut in_lanes = |conditions: &[&Condition]| -> Vec<Vec<Option<CondId>>> {
            let lanes = firsts.iter();
            let lanes = lanes.map(|lane| {
                let resolved = conditions.iter().map(|condition| {
                    at_lane(condition, *lane).and_then(|condition| self.take(side, &condition))
                });
                resolved.collect()
            });
            lanes.collect()
        };
        let flows: Vec<_> = rule_set.flows().iter().map(|flow| &flow.rule.condition).collect();
        let taxes: Vec<_> = rule_set.taxes().iter().map(|tax| &tax.rule.condition).collect();
        let (flows, taxes) = (in_lanes(&flows), in_lanes(&taxes));
        let tables = TableId::all(rule_set).map(|id| {
            let entries = id.of(rule_set).entries.iter();
            (id, entries.map(|entry| self.take_region(side, &entry.within)).collect())
        });
        let tables = tables.collect();
        let unknown = TableId::all(rule_set).filter_map(|id| {
            let rest = id.of(rule_set).otherwise.as_ref()?;
            let regions = rest.unknown.iter();
            let known = regions.filter_map(|one| self.take_region(side, one));
            Some((id, known.collect::<IndexSet<_>>().into_iter().collect()))
        });
        let unknown = unknown.collect();
        let fee = self.fee(side);
        Rules { rows, does, with, called, flows, taxes, class, fee, tables, unknown }
    }

    /// When the daily fee is due.
    fn fee(&mut self, side: Side) -> Option<CondId> {
        let rule_set = self.version(side).rule_set;
        let fee = rule_set.daily_fee()?;
        let late = space::late_days(rule_set)?;
        let Condition { within, unless } = fee.rule.condition.clone();
        let tests = within.tests().iter().cloned().chain([late]);
        let within = Region::new(tests.collect());
        self.take(side, &Condition { within, unless })
    }
}

/// Which lanes flows and taxes tell apart: the class of each lane, and the first lane of each class.
fn lane_classes(rule_set: &RuleSet) -> (Vec<usize>, Vec<LaneId>) {
    let flows = rule_set.flows().iter().map(|flow| &flow.rule.condition);
    let conditions = flows.chain(rule_set.taxes().iter().map(|tax| &tax.rule.condition));
    let sets: Vec<&ValueSet> = conditions
        .flat_map(Condition::regions)
        .filter_map(|region| region.allowed(FactId::LANE))
        .collect();
    let mut known: IndexSet<Vec<bool>> = IndexSet::new();
    let (mut class, mut firsts) = (Vec::new(), Vec::new());
    for (id, _) in numbered::<LaneId, _>(rule_set.lanes()) {
        let value = Value(i64::from(id.0));
        let (at, is_new) = known.insert_full(sets.iter().map(|set| set.contains(value)).collect());
        class.push(at);
        if is_new {
            firsts.push(id);
        }
    }
    (class, firsts)
}
