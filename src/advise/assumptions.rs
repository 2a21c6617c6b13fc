//! Which of what was taken for granted could change the answer.

use crate::advise::{Advice, Bill};
use crate::evaluate::decide_by;
use crate::model::condition::{Condition, FactId, Facts};
use crate::model::fact::Kind;
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, Row};
use crate::shipment::Origin;

impl<'r> Advice<'r> {
    /// The facts that were not said, and of which another value alone would change the answer.
    #[must_use]
    pub fn decisive_assumptions(&self) -> Vec<FactId> {
        let unsaid =
            |id: &FactId| matches!(self.shipment.origin(*id), Origin::Assumed | Origin::NotGiven);
        let ids = self.rule_set.facts().map(|(id, _)| id);
        ids.filter(unsaid).filter(|id| self.could_change(*id)).collect()
    }

    /// Whether another value of `fact` alone, everything else as it is, would change the answer.
    fn could_change(&self, fact: FactId) -> bool {
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
        let regions = conditions.flat_map(Condition::regions);
        let regions = regions.chain(self.rule_set.table_regions());
        let sets: Vec<&ValueSet> = regions.filter_map(|region| region.allowed(fact)).collect();
        self.representatives(fact, &sets).into_iter().any(|value| {
            let mut facts = self.facts.clone();
            facts.set(fact, value);
            self.shipment.settle_but(self.rule_set, &mut facts, fact);
            let decision = decide_by(self.rule_set, in_play.iter().copied(), &mut facts);
            decision != self.decision
                || !Bill::new(self.rule_set, &decision, &facts).is_same(&self.bill)
                || self.refusals_differ(&in_play, &facts)
        })
    }

    /// Whether other rules would refuse the shipment by these facts.
    fn refusals_differ(&self, in_play: &[&'r Row], facts: &Facts) -> bool {
        let refusing = in_play.iter().filter(|row| {
            matches!(row.effect, Effect::Refuse { .. }) && row.rule.condition.holds(facts)
        });
        !refusing.map(|row| &row.rule.id).eq(self.refusals.iter().map(|one| &one.rule.id))
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
