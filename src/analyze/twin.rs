//! Twins: two shipments that differ in one fact, in one box; the lane of the second is a fact more.

use crate::analyze::bound::Bound;
use crate::analyze::catalog::Catalog;
use crate::analyze::question::Twin;
use crate::analyze::subject::Slice;
use crate::model::ids::FactId;
use crate::model::value::{Value, ValueSet};

impl Twin {
    /// What the fact is of this one.
    pub(crate) fn bound(&self, catalog: &Catalog<'_>) -> Bound {
        let domain = catalog.domains.get(self.fact.index()).cloned();
        let mut bound = domain.unwrap_or(Bound::Few(0));
        bound.keep(&self.values);
        bound
    }

    /// Leaves in a box what this one leaves of it, and adds its lane.
    pub(crate) fn narrow(&self, catalog: &Catalog<'_>, bounds: &mut Vec<Bound>) {
        let lane = catalog.domains.get(FactId::LANE.index()).cloned();
        let (mut lane, mut own) = (lane.unwrap_or(Bound::Few(0)), self.bound(catalog));
        let mut at = |fact: FactId, narrow: &dyn Fn(&mut Bound)| match fact {
            FactId::LANE => narrow(&mut lane),
            fact if fact == self.fact => narrow(&mut own),
            fact => bounds.get_mut(fact.index()).into_iter().for_each(narrow),
        };
        for (fact, set) in &self.case.held {
            at(*fact, &|bound| bound.keep(set));
        }
        for condition in &self.case.all {
            for test in &catalog[catalog[*condition].within] {
                at(test.fact, &|bound| test.narrow(bound));
            }
        }
        if !self.case.lanes {
            lane.keep(&ValueSet::of([Value(0)]));
        }
        if let Some(bound) = bounds.get_mut(self.fact.index()).filter(|_| own.is_empty()) {
            bound.keep(&ValueSet::of([]));
        }
        bounds.push(lane);
    }

    /// The slice that this one is in, while the other is in that.
    pub(crate) fn slice(&self, other: Slice, anchor: FactId) -> Slice {
        match (self.values.least(), other) {
            (Some(value), Slice::At(_)) if anchor == self.fact => Slice::At(value),
            (_, other) => other,
        }
    }
}
