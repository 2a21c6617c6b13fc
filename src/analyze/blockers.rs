//! Blockers: what keeps a rule from ever deciding anything.
//!
//! Candidates are left out one by one, in the order of the file. What has been found out serves
//! again: a set that contains the conditions a proof made use of blocks, too, and one that none of
//! those belongs to that hold for some shipment does not.

use crate::analyze::ask::{Found, Used};
use crate::analyze::bound::Bound;
use crate::analyze::boxes::Spent;
use crate::analyze::conditions::CondId;
use crate::analyze::question::{Case, Listed, Question, Refusals};
use crate::analyze::subject::{Fuel, Slice, Subject};
use crate::analyze::why::{Why, why};
use crate::model::condition::{Condition, Facts};
use crate::model::ids::{RowId, numbered};
use crate::model::value::Value;

/// A refusal, or an earlier entry of an ordered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Blocker {
    /// A row of the rule set, which refuses.
    Row(RowId),
    /// An earlier entry of the list.
    Entry(Listed),
}

/// What is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Blocked {
    /// A requirement.
    Row(RowId),
    /// An entry of an ordered list.
    Entry(Listed),
}

/// A set of blockers of which none can be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Blockers {
    pub(crate) set: Vec<Blocker>,
    /// Whether another such set exists: then changing one of these is not enough.
    pub(crate) another: bool,
    /// What keeps shipments from it besides.
    pub(crate) why: Why,
}

/// The blockers of something that is dead.
pub(crate) fn blockers(
    subject: &Subject<'_>,
    blocked: Blocked,
    fuel: &mut Fuel,
) -> Result<Blockers, Spent> {
    let all = candidates(subject, blocked);
    let mut asker =
        Asker { subject, blocked, all: &all, proofs: Vec::new(), shipments: Vec::new() };
    let mut set = vec![true; all.len()];
    for at in 0..all.len() {
        put(&mut set, at, false);
        if !asker.blocks(&set, fuel)? {
            put(&mut set, at, true);
        }
    }
    let mut another = false;
    let mut without = vec![true; all.len()];
    for (at, _) in set.iter().enumerate().filter(|(_, kept)| **kept) {
        put(&mut without, at, false);
        another = another || asker.blocks(&without, fuel)?;
        put(&mut without, at, true);
    }
    // Where rules are in its way, only what the file states is worth a word besides.
    let why = match set.contains(&true) && subject.catalog.stated_count() == 0 {
        true => Why::default(),
        false => why(subject, &asker.case(&set), fuel)?,
    };
    let kept = all.iter().zip(&set).filter(|(_, kept)| **kept);
    Ok(Blockers { set: kept.map(|(blocker, _)| *blocker).collect(), another, why })
}

fn put(set: &mut [bool], at: usize, is: bool) {
    if let Some(slot) = set.get_mut(at) {
        *slot = is;
    }
}

/// Everything that could block.
fn candidates(subject: &Subject<'_>, blocked: Blocked) -> Vec<Blocker> {
    let rule_set = subject.rule_set;
    let condition = subject.condition(match blocked {
        Blocked::Row(row) => Blocker::Row(row),
        Blocked::Entry(entry) => Blocker::Entry(entry),
    });
    // What has nothing in common with the condition cannot stand in its way.
    let refusals = numbered(rule_set.rows())
        .filter(|(_, row)| row.refuses() && condition.within.meets(&row.rule.condition.within));
    let refusals = refusals.map(|(id, _)| Blocker::Row(id));
    let earlier = match blocked {
        Blocked::Row(_) => Vec::new(),
        Blocked::Entry(entry) => entry.earlier(),
    };
    refusals.chain(earlier.into_iter().map(Blocker::Entry)).collect()
}

/// Asks whether some of the candidates block alone, and remembers why they do or do not.
struct Asker<'a, 'r> {
    subject: &'a Subject<'r>,
    blocked: Blocked,
    all: &'a [Blocker],
    /// The candidates that a proof made use of: any set that has them all blocks.
    proofs: Vec<Vec<bool>>,
    /// The candidates that hold for a shipment: no set that has none of them blocks.
    shipments: Vec<Vec<bool>>,
}

impl Asker<'_, '_> {
    fn blocks(&mut self, set: &[bool], fuel: &mut Fuel) -> Result<bool, Spent> {
        let has_all =
            |needed: &Vec<bool>| needed.iter().zip(set).all(|(needed, has)| *has || !needed);
        if self.proofs.iter().any(has_all) {
            return Ok(true);
        }
        let has_none = |hits: &Vec<bool>| !hits.iter().zip(set).any(|(hit, has)| *hit && *has);
        if self.shipments.iter().any(has_none) {
            return Ok(false);
        }
        let mut used = Used::new();
        let case = self.case(set);
        match self.goes(&case, set, fuel, &mut used)? {
            Some(found) => {
                self.shipments.push(self.hits(&found));
                Ok(false)
            }
            None => {
                let conditions = self.all.iter().map(|one| self.subject.id_of(*one));
                self.proofs.push(conditions.map(|id| used.contains(&id)).collect());
                Ok(true)
            }
        }
    }

    /// What goes despite the candidates of a set.
    fn case(&self, set: &[bool]) -> Case {
        let (mut rows, mut none) = (Vec::new(), Vec::new());
        for (blocker, _) in self.all.iter().zip(set).filter(|(_, has)| **has) {
            match blocker {
                Blocker::Row(row) => rows.push(*row),
                Blocker::Entry(entry) => none.push(entry.condition(&self.subject.catalog)),
            }
        }
        let question = match self.blocked {
            Blocked::Row(row) => Question::HoldsDespite(row),
            Blocked::Entry(entry) => Question::Wins(entry),
        };
        let cases = question.cases(self.subject.rule_set, &self.subject.catalog);
        let case = cases.into_iter().next().unwrap_or_default();
        Case { refusals: Refusals::Only(rows), none, ..case }
    }

    /// A shipment that goes: of the slices only those are looked at that differ in what blocks.
    fn goes(
        &self,
        case: &Case,
        set: &[bool],
        fuel: &mut Fuel,
        used: &mut Used,
    ) -> Result<Option<Found>, Spent> {
        let subject = self.subject;
        let bounds = subject.bounds(case);
        if bounds.iter().any(Bound::is_empty) {
            return Ok(None);
        }
        let anchor = subject.cut.anchor;
        let Some(bound) = bounds.get(anchor.index()) else { return Ok(None) };
        if bound.size() > 1 {
            let open = Slice::Open;
            if subject.first_in(case, bounds.clone(), open, fuel, Some(&mut *used))?.is_none() {
                return Ok(None);
            }
            used.clear();
        }
        let own = |value: Value| -> Vec<usize> {
            let rows = subject.cut.refusals.of(value).iter();
            let places = rows.filter_map(|row| self.all.binary_search(&Blocker::Row(*row)).ok());
            places.filter(|at| set.get(*at) == Some(&true)).collect()
        };
        let mut seen = std::collections::HashSet::new();
        for value in bound.values() {
            // Values of one group have the same rules but for those that name them one by one.
            if !seen.insert((subject.cut.group_of(value), own(value))) {
                continue;
            }
            let slice = Slice::At(value);
            let found = subject.first_in(case, bounds.clone(), slice, fuel, Some(&mut *used))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The candidates that hold for a shipment of a box.
    fn hits(&self, found: &Found) -> Vec<bool> {
        let rule_set = self.subject.rule_set;
        let mut facts = Facts::unknown(rule_set.fact_count());
        for fact in rule_set.fact_ids() {
            let least = found.problem.least(&found.cells, fact);
            facts.set(fact, least.unwrap_or(Value::NOT_GIVEN));
        }
        self.all.iter().map(|one| self.subject.condition(*one).holds(&facts)).collect()
    }
}

impl<'r> Subject<'r> {
    fn condition(&self, blocker: Blocker) -> &'r Condition {
        match blocker {
            Blocker::Row(row) => &self.rule_set[row].rule.condition,
            Blocker::Entry(Listed::Flow(flow)) => &self.rule_set[flow].rule.condition,
            Blocker::Entry(Listed::Tax(tax)) => &self.rule_set[tax].rule.condition,
        }
    }

    fn id_of(&self, blocker: Blocker) -> CondId {
        match blocker {
            Blocker::Row(row) => self.catalog.row(row),
            Blocker::Entry(entry) => entry.condition(&self.catalog),
        }
    }
}
