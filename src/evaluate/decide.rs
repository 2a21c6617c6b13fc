//! What the rows that hold require together, and what follows from it.

use crate::model::condition::{FactId, Facts};
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::ids::numbered;
use crate::model::outcome::{Release, Verdict};
use crate::model::value::Value;

use crate::model::{Effect, FlowId, LaneId, Row, RowId, RuleSet, TaxId};

/// What the rules say of one closed shipment, in a few words of memory.
///
/// A refused shipment has nothing but its refusals; one without a path has neither flow nor release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decision {
    /// Whether it can go.
    pub verdict: Verdict,
    /// How closely customs looks.
    pub lane: Option<LaneId>,
    /// The way it takes.
    pub flow: Option<FlowId>,
    /// When the goods are let go.
    pub release: Option<Release>,
    /// What customs does, the checks of the lane included.
    pub checks: CheckSet,
    /// What has to be handed in.
    pub documents: DocumentSet,
    /// The tax regime.
    pub tax: Option<TaxId>,
    /// How many rules refuse it.
    pub refusals: u32,
}

/// Decides a closed shipment by all rows of the rule set.
///
/// The lane is noted among the facts, for the flows that ask for it.
#[must_use]
pub fn decide(rule_set: &RuleSet, facts: &mut Facts) -> Decision {
    decide_by(rule_set, rule_set.rows(), facts)
}

/// Decides a closed shipment as if one row were not there.
#[must_use]
pub fn decide_without(rule_set: &RuleSet, left_out: RowId, facts: &mut Facts) -> Decision {
    let rows = numbered(rule_set.rows()).filter(|(id, _): &(RowId, _)| *id != left_out);
    decide_by(rule_set, rows.map(|(_, row)| row), facts)
}

/// Decides a closed shipment by those rows that may apply to it.
pub(crate) fn decide_by<'r>(
    rule_set: &RuleSet,
    rows: impl IntoIterator<Item = &'r Row>,
    facts: &mut Facts,
) -> Decision {
    let mut gathered = Gathered::NOTHING;
    for row in rows {
        if row.rule.condition.holds(facts) {
            gathered.add(&row.effect);
        }
    }
    if gathered.refusals > 0 {
        return gathered.refused();
    }
    facts.set(FactId::LANE, gathered.lane());
    let mut flows = numbered(rule_set.flows());
    let mut taxes = numbered(rule_set.taxes());
    let flow = flows.find(|(_, flow)| flow.rule.condition.holds(facts)).map(|(id, _)| id);
    let tax = taxes.find(|(_, tax)| tax.rule.condition.holds(facts)).map(|(id, _)| id);
    gathered.conclude(rule_set, flow, tax)
}

/// What the rows that hold require together, whatever their order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gathered {
    strictest: LaneId,
    checks: CheckSet,
    documents: DocumentSet,
    pub(crate) refusals: u32,
}

impl Gathered {
    /// What no row requires.
    pub(crate) const NOTHING: Self = Self {
        strictest: LaneId(0),
        checks: CheckSet::EMPTY,
        documents: DocumentSet::EMPTY,
        refusals: 0,
    };

    /// Adds what a row that holds does.
    pub(crate) fn add(&mut self, effect: &Effect) {
        match effect {
            Effect::Refuse { .. } => self.refusals += 1,
            Effect::Require { lane, checks, documents } => {
                self.strictest = lane.map_or(self.strictest, |lane| self.strictest.max(lane));
                self.checks = self.checks.union(*checks);
                self.documents = self.documents.union(*documents);
            }
        }
    }

    /// Adds what another line requires.
    pub(super) fn join(&mut self, other: Self) {
        self.strictest = self.strictest.max(other.strictest);
        self.checks = self.checks.union(other.checks);
        self.documents = self.documents.union(other.documents);
        self.refusals += other.refusals;
    }

    /// The checks that rows ask for, without those of the lane.
    pub(super) fn checks(&self) -> CheckSet {
        self.checks
    }

    /// The strictest lane of what holds.
    pub(crate) fn strictest(&self) -> LaneId {
        self.strictest
    }

    /// The lane, as the value of its fact.
    pub(crate) fn lane(&self) -> Value {
        Value(i64::from(self.strictest.0))
    }

    /// The decision where some row refuses.
    pub(crate) fn refused(self) -> Decision {
        Decision {
            verdict: Verdict::Refused,
            lane: None,
            flow: None,
            release: None,
            checks: CheckSet::EMPTY,
            documents: DocumentSet::EMPTY,
            tax: None,
            refusals: self.refusals,
        }
    }

    /// The decision where none refuses, with the flow and the tax regime that were found.
    pub(crate) fn conclude(
        self,
        rule_set: &RuleSet,
        flow: Option<FlowId>,
        tax: Option<TaxId>,
    ) -> Decision {
        let checks = self.checks.union(rule_set[self.strictest].checks);
        let taken = flow.map(|flow| &rule_set[flow]);
        Decision {
            verdict: if taken.is_some() { Verdict::Clearable } else { Verdict::NoPath },
            lane: Some(self.strictest),
            flow,
            release: taken.map(|flow| {
                if !checks.intersection(flow.at_arrival.inspections).is_empty() {
                    Release::AfterInspection
                } else if !checks.intersection(flow.at_arrival.reviews).is_empty() {
                    Release::AfterReview
                } else {
                    Release::OnArrival
                }
            }),
            checks,
            documents: self.documents,
            tax,
            refusals: 0,
        }
    }
}
