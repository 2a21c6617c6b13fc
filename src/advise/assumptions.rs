//! Which of what was taken for granted could change the answer.

use rust_decimal::Decimal;

use crate::advise::advice::Advice;
use crate::charge::Bill;
use crate::evaluate::{Decision, Release, Verdict, decide_by};
use crate::model::condition::{Condition, FactId, Facts};
use crate::model::fact::Kind;
use crate::model::value::{Value, ValueSet};
use crate::model::{LaneId, Row};
use crate::shipment::Origin;

/// A fact that was not said, and other values of it that alone would change the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assumption {
    /// The fact.
    pub fact: FactId,
    /// Another value that lifts every refusal, if the shipment is refused and there is one.
    pub lifting: Option<Value>,
    /// Another value that changes the answer.
    pub other: Value,
    /// For a number, the values up to which something else holds than above them.
    pub limits: Vec<Value>,
    /// The worst that other values lead to.
    pub worst: Toll,
}

/// What an answer comes to for a trader, the better before the worse: whether the shipment can go, how
/// closely customs looks, when it is let go; then what it costs, and how many papers and checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Toll {
    rank: (Verdict, Option<LaneId>, Option<Release>),
    dearness: (u8, Option<FactId>, Decimal),
    work: usize,
}

impl Toll {
    fn of(decision: &Decision, bill: &Bill<'_>) -> Self {
        let (documents, checks) = (decision.documents.iter(), decision.checks.iter());
        Self {
            rank: (decision.verdict, decision.lane, decision.release),
            dearness: bill.dearness(),
            work: documents.count() + checks.count(),
        }
    }
}

/// What the rules say of a shipment with another value: the decision, and what refuses it.
type Ruling<'r> = (Decision, Vec<&'r str>);

impl<'r> Advice<'r> {
    /// The facts that were not said, and of which another value alone would change the answer.
    #[must_use]
    pub fn decisive_assumptions(&self) -> Vec<FactId> {
        self.assumptions().into_iter().map(|one| one.fact).collect()
    }

    /// The same, with what such a value would do; choices stay as they were made.
    #[must_use]
    pub fn assumptions(&self) -> Vec<Assumption> {
        let unsaid =
            |id: &FactId| matches!(self.shipment.origin(*id), Origin::Assumed | Origin::NotGiven);
        let ids = self.rule_set.facts().map(|(id, _)| id);
        ids.filter(unsaid).filter_map(|id| self.assumption(id)).collect()
    }

    /// What other values of `fact` alone would do, everything else as it is; none if nothing.
    fn assumption(&self, fact: FactId) -> Option<Assumption> {
        let follows = |id: FactId| id == fact || self.shipment.dependents().contains(&id);
        let in_play: Vec<&'r Row> = self
            .rule_set
            .rows()
            .iter()
            .filter(|row| row.rule.condition.within.may_hold(&self.facts, follows))
            .collect();
        let flows = self.rule_set.flows().iter().map(|flow| &flow.rule.condition);
        let taxes = self.rule_set.taxes().iter().map(|tax| &tax.rule.condition);
        let conditions = in_play.iter().map(|row| &row.rule.condition).chain(flows).chain(taxes);
        let fee = self.rule_set.daily_fee().map(|fee| &fee.rule.condition);
        let conditions = conditions.chain(fee);
        let regions = conditions.flat_map(Condition::regions);
        let regions = regions.chain(self.rule_set.table_regions());
        let sets: Vec<&ValueSet> = regions.filter_map(|region| region.allowed(fact)).collect();
        let now: Ruling<'r> =
            (self.decision, self.refusals.iter().map(|one| one.rule.id.as_str()).collect());
        let (mut other, mut lifting, mut limits) = (None, None, Vec::new());
        let mut worst = Toll::of(&self.decision, &self.bill);
        let mut before: Option<(Value, Ruling<'r>)> = None;
        for value in self.representatives(fact, &sets) {
            let mut facts = self.facts.clone();
            facts.set(fact, value);
            self.shipment.settle_but(self.rule_set, &mut facts, fact);
            if !self.rule_set.is_possible(&facts) {
                continue;
            }
            let decision = decide_by(self.rule_set, in_play.iter().copied(), &mut facts);
            let ruling = (decision, refusing(&in_play, &facts));
            let bill = Bill::new(self.rule_set, &decision, &facts);
            worst = worst.max(Toll::of(&decision, &bill));
            let changes = ruling != now || !bill.is_same(&self.bill);
            other = other.or(changes.then_some(value));
            let lifts =
                self.decision.verdict == Verdict::Refused && decision.verdict == Verdict::Clearable;
            lifting = lifting.or(lifts.then_some(value));
            if let Some((below, _)) = before.filter(|(_, before)| *before != ruling) {
                limits.push(below);
            }
            before = Some((value, ruling));
        }
        let is_number = matches!(self.rule_set[fact].kind, Kind::Number(_));
        limits.retain(|_| is_number);
        other.map(|other| Assumption { fact, lifting, other, limits, worst })
    }

    /// A value from each part of the fact's range that the sets tell apart.
    fn representatives(&self, id: FactId, sets: &[&ValueSet]) -> Vec<Value> {
        let fact = &self.rule_set[id];
        let domain = fact.domain();
        let edges = sets.iter().flat_map(|set| set.intervals()).flat_map(|part| {
            [
                part.least.saturating_sub(1),
                part.least,
                part.greatest,
                part.greatest.saturating_add(1),
            ]
        });
        let mut values: Vec<Value> =
            edges.filter(|edge| domain.contains(Value(*edge))).map(Value).collect();
        // A name that gives other facts their defaults matters even where no rule asks for it.
        if matches!(fact.kind, Kind::Names(_)) && !self.shipment.dependents().is_empty() {
            values.extend((domain.least..=domain.greatest).map(Value));
        }
        // Codes of other goods are no codes of these.
        if let Kind::Code(codes) = &fact.kind
            && let Some(list) = codes.of
        {
            let now = Some(self.facts.get(list));
            let own = codes.owners.iter().filter(|(_, owner)| Some(*owner) == now);
            values.extend(own.flat_map(|(part, _)| [Value(part.least), Value(part.greatest)]));
            values.retain(|code| codes.owner(*code) == now);
        }
        // An amount grows with its numbers everywhere: two values tell whether it does.
        if matches!(fact.kind, Kind::Number(_)) {
            values.extend([Value(domain.least), Value(domain.greatest)]);
        }
        values.sort_unstable();
        values.dedup();
        let day = self.shipment.day();
        values.retain(|value| fact.name(*value).is_none_or(|name| name.is_in_force(day)));
        values
    }
}

/// The rules that refuse a shipment with these facts.
fn refusing<'r>(in_play: &[&'r Row], facts: &Facts) -> Vec<&'r str> {
    let refusing = in_play.iter().filter(|row| row.refuses() && row.rule.condition.holds(facts));
    refusing.map(|row| row.rule.id.as_str()).collect()
}
