//! What matters most of an answer: what decided it, what would be better, and how to get out of a no.

use std::cmp::{Ordering, Reverse};

use crate::advise::advice::Advice;
use crate::advise::alternatives::{Alternative, Comparison};
use crate::advise::assumptions::Assumption;
use crate::advise::reason::{Reason, ReasonKind};
use crate::evaluate::Verdict;
use crate::model::StepTime;
use crate::model::condition::FactId;
use crate::model::fact::Coverage;
use crate::shipment::Origin;

/// What matters most of an answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct Brief<'a, 'r> {
    /// What raised the shipment to its lane, the inspections before the category.
    pub decisive: Vec<&'a Reason<'r>>,
    /// Whether only the rules for all goods are known for these.
    pub unknown_goods: bool,
    /// How many documents there are until the release, and how many after it.
    pub papers: (usize, usize),
    /// Ways that are better and change no choice by preference.
    pub sooner: Vec<&'a Alternative<'r>>,
    /// Ways that are as good, cost less and change no choice by preference.
    pub cheaper: Vec<&'a Alternative<'r>>,
    /// For each choice by preference that was left open, the next way that is offered.
    pub preferred: Vec<(FactId, Option<&'a Alternative<'r>>)>,
    /// What was taken for granted and could change the answer, in the order of what it would cost if
    /// it were wrong.
    pub assumptions: Vec<Assumption>,
    /// For a refused shipment: the ways that are open, those that are offered first.
    pub ways_out: Vec<&'a Alternative<'r>>,
}

impl<'r> Advice<'r> {
    /// What matters most of this answer.
    #[must_use]
    pub fn brief(&self) -> Brief<'_, 'r> {
        let preferred = |id: &FactId| self.rule_set.by_preference().contains(id);
        let keeps_business =
            |one: &&Alternative<'r>| one.offered && !one.change.iter().any(|(id, _)| preferred(id));
        let clears = self.decision.verdict == Verdict::Clearable;
        let ways = || self.alternatives.iter().filter(|_| clears).filter(keeps_business);
        let sooner = ways().filter(|one| one.compared == Comparison::Better);
        let is_cheaper = |one: &&Alternative<'r>| {
            matches!(one.compared, Comparison::Same | Comparison::Different)
                && one.bill.compare(&self.bill) == Some(Ordering::Less)
        };
        let mut assumptions = self.assumptions();
        assumptions.sort_by_key(|one| (Reverse(one.worst), self.urgency(one)));
        let mut ways_out: Vec<&Alternative<'r>> = self
            .alternatives
            .iter()
            .filter(|one| one.decision.verdict == Verdict::Clearable)
            .collect();
        ways_out.sort_by_key(|one| !one.offered);
        let goods = self.rule_set.goods();
        let name = self.rule_set[goods].name(self.facts.get(goods));
        Brief {
            decisive: self.decisive(),
            unknown_goods: name.is_some_and(|name| name.coverage == Coverage::Rest),
            papers: self.papers(),
            sooner: sooner.collect(),
            cheaper: ways().filter(is_cheaper).collect(),
            preferred: self.next_ways(),
            assumptions,
            ways_out: if clears { Vec::new() } else { ways_out },
        }
    }

    /// Which of two assumptions that would cost as much a trader should look at first: a number that was not given, then what the
    /// file has a phrase for.
    fn urgency(&self, one: &Assumption) -> u8 {
        let fact = &self.rule_set[one.fact];
        let name = fact.name(self.facts.get(one.fact));
        let phrased = fact.assumed.is_some() || name.is_some_and(|name| name.assumed.is_some());
        match self.shipment.origin(one.fact) {
            Origin::NotGiven => 0,
            _ if phrased => 1,
            _ => 2,
        }
    }

    fn decisive(&self) -> Vec<&Reason<'r>> {
        let raises = |one: &&Reason<'r>| one.lane.is_some() && one.lane == self.decision.lane;
        let mut decisive: Vec<&Reason<'r>> = self.reasons.iter().filter(raises).collect();
        decisive.sort_by_key(|one| one.kind == ReasonKind::Category);
        decisive
    }

    fn papers(&self) -> (usize, usize) {
        let count = |after: bool| {
            let of_time =
                self.path.iter().filter(|one| (one.step.time == StepTime::AfterRelease) == after);
            of_time.map(|one| one.documents.len()).sum()
        };
        (count(false), count(true))
    }

    /// For each choice by preference that was left open, the way that comes next.
    fn next_ways(&self) -> Vec<(FactId, Option<&Alternative<'r>>)> {
        let open = self.rule_set.by_preference().iter().copied();
        let open = open.filter(|id| self.shipment.origin(*id) == Origin::Chosen);
        let next = open.map(|id| {
            let values =
                self.alternatives.iter().filter_map(|one| Some((one, *one.change.first()?)));
            let offered = values.filter(|(one, (fact, value))| {
                one.offered && *fact == id && *value > self.facts.get(id)
            });
            (id, offered.min_by_key(|(_, (_, value))| *value).map(|(one, _)| one))
        });
        next.collect()
    }
}
