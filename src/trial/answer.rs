//! The answer for one shipment, as far as tests can ask for it.
//!
//! It is the answer of [`advise`](crate::advise::advise) without the alternatives, which cost most of
//! its time and of which no test speaks.

use crate::advise::{self, warning};
use crate::charge::Bill;
use crate::choose::{Prefer, Search};
use crate::evaluate::{Decision, Verdict};
use crate::model::condition::Facts;
use crate::model::id_set::IdSet;
use crate::model::ids::{Id, numbered};
use crate::model::value::Day;
use crate::model::{RowId, Rule, RuleSet};
use crate::shipment::{InputErrors, Shipment};
use crate::trial::test::{List, Test};

/// The answer for one shipment.
#[derive(Debug)]
pub(crate) struct Answer<'r> {
    pub(crate) rule_set: &'r RuleSet,
    /// Every fact as it was decided with.
    pub(crate) facts: Facts,
    pub(crate) decision: Decision,
    /// The rows that led here: of a refused shipment, those that refuse it.
    pub(crate) rows: Vec<RowId>,
    pub(crate) bill: Bill<'r>,
}

impl<'r> Answer<'r> {
    pub(crate) fn new(rule_set: &'r RuleSet, shipment: &Shipment) -> Self {
        let best = Search::new(rule_set, shipment, Prefer::Lightest).best();
        let (facts, decision) = (best.facts, best.decision);
        let refused = decision.verdict == Verdict::Refused;
        let leads = |id: &RowId| {
            let row = &rule_set[*id];
            row.refuses() == refused && row.rule.condition.holds(&facts)
        };
        let rows = numbered(rule_set.rows()).map(|(id, _)| id).filter(leads).collect();
        let bill = Bill::new(rule_set, &decision, &facts);
        Self { rule_set, rows, bill, facts, decision }
    }

    /// The rules that led here: rows, flow and charges.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &'r Rule> {
        let rule_set = self.rule_set;
        let rows = self.rows.iter().map(|id| &rule_set[*id].rule);
        let flow = self.decision.flow.map(|flow| &rule_set[flow].rule);
        let charges = self.bill.charges().map(|charge| charge.rule);
        rows.chain(flow).chain(charges)
    }

    /// The ids of a list.
    pub(crate) fn list(&self, list: List) -> Vec<&'r str> {
        let rule_set = self.rule_set;
        match list {
            List::Checks => {
                members(rule_set.checks(), self.decision.checks).map(|one| &*one.id).collect()
            }
            List::Documents => {
                members(rule_set.documents(), self.decision.documents).map(|one| &*one.id).collect()
            }
            List::Rules => self.rules().map(|rule| &*rule.id).collect(),
        }
    }

    /// The steps of the path.
    pub(crate) fn steps(&self) -> Vec<&'r str> {
        let flow = self.decision.flow.map(|flow| &self.rule_set[flow]);
        let path = flow.map(|flow| advise::path(self.rule_set, flow, &self.decision, &self.facts));
        path.iter().flatten().map(|one| &*one.step.id).collect()
    }

    /// Where the answer may mislead.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let warnings = warning::warnings(self.rule_set, &self.facts, &self.bill, Prefer::Lightest);
        warnings.iter().map(ToString::to_string).collect()
    }
}

impl Test {
    /// The answer for its shipment.
    pub(super) fn answer<'r>(
        &self,
        rule_set: &'r RuleSet,
        today: Day,
    ) -> Result<Answer<'r>, InputErrors> {
        let shipment = self.query(rule_set, today).shipment()?;
        Ok(Answer::new(rule_set, &shipment))
    }
}

fn members<I: Id, T>(all: &[T], set: IdSet<I>) -> impl Iterator<Item = &T> {
    numbered(all).filter(move |(id, _)| set.contains(*id)).map(|(_, entry)| entry)
}
