//! Orders as questions: two shipments that differ in one fact, of which the second is worse.
//!
//! What makes the second worse is a rule that tells the two values apart: only such rules are looked
//! at, so that most orders are proven without a search.

use crate::analyze::conditions::CondId;
use crate::analyze::law::{Laws, Pair, in_lanes};
use crate::analyze::question::Case;
use crate::model::Effect;
use crate::model::condition::{Condition, Region};
use crate::model::ids::{FactId, FlowId, LaneId, numbered};
use crate::model::law::{Measure, Order};
use crate::model::outcome::{Release, Verdict};
use crate::model::value::{Value, ValueSet};

impl Laws<'_, '_> {
    /// Pairs of shipments of which the second is worse; they do not overlap.
    pub(crate) fn worse(&self, order: &Order, measure: Measure) -> Vec<Case> {
        let pairs = self.pairs(order).into_iter();
        let of_pair = |pair: Pair| {
            let apart = Apart { fact: order.fact, pair: &pair };
            match measure {
                Measure::Verdict => self.worse_verdict(&apart),
                Measure::Lane => self.worse_lane(&apart),
                Measure::Release => self.worse_release(&apart),
            }
        };
        pairs.flat_map(of_pair).collect()
    }

    fn worse_verdict(&self, apart: &Apart<'_>) -> Vec<Case> {
        let mut found = Vec::new();
        let refusals = self.telling(apart, |effect| matches!(effect, Effect::Refuse { .. }));
        if !refusals.is_empty() {
            // Whatever else refuses the second refuses the first, too.
            let refused = Case { some: vec![refusals], ..Case::default().despite_refusals() };
            for better in [Verdict::Clearable, Verdict::NoPath] {
                found.push(apart.of(self.verdict(better), refused.clone()));
            }
        }
        let mut flows = self.rule_set.flows().iter().map(|flow| &flow.rule.condition);
        if flows.any(|flow| apart.tells(flow) || asks_for_lane(flow)) {
            found.push(apart.of(self.verdict(Verdict::Clearable), self.verdict(Verdict::NoPath)));
        }
        found
    }

    fn worse_lane(&self, apart: &Apart<'_>) -> Vec<Case> {
        let mut found = Vec::new();
        let lanes = || numbered::<LaneId, _>(self.rule_set.lanes()).map(|(id, _)| id);
        let lane = |id: LaneId| in_lanes(ValueSet::of([Value(i64::from(id.0))]));
        for better in lanes() {
            for worse in lanes().filter(|worse| *worse > better) {
                let raises = |effect: &Effect| matches!(effect, Effect::Require { lane: Some(lane), .. } if *lane == worse);
                let raising = self.telling(apart, raises);
                if !raising.is_empty() {
                    let worse = Case { some: vec![raising], ..lane(worse) };
                    found.push(apart.of(lane(better), worse));
                }
            }
        }
        found
    }

    fn worse_release(&self, apart: &Apart<'_>) -> Vec<Case> {
        let mut found = Vec::new();
        let flows = || numbered::<FlowId, _>(self.rule_set.flows());
        let lanes_differ = self.rule_set.rows().iter().any(|row| {
            let raises =
                matches!(row.effect, Effect::Require { lane: Some(lane), .. } if lane.0 > 0);
            raises && apart.tells(&row.rule.condition)
        });
        for (one, flow) in flows() {
            let at_arrival = flow.at_arrival;
            let checks = at_arrival.inspections.union(at_arrival.reviews);
            let brings = |effect: &Effect| match effect {
                Effect::Require { lane, checks: own, .. } => {
                    lane.is_some_and(|lane| lane.0 > 0) || !own.intersection(checks).is_empty()
                }
                Effect::Refuse { .. } => false,
            };
            let bringing = self.telling(apart, brings);
            for (other, _) in flows() {
                let first = &self.rule_set[one.min(other)].rule.condition;
                let parted = apart.tells(first) || lanes_differ && asks_for_lane(first);
                if if one == other { bringing.is_empty() } else { !parted } {
                    continue;
                }
                let pairs = [
                    (Release::OnArrival, Release::AfterReview),
                    (Release::OnArrival, Release::AfterInspection),
                    (Release::AfterReview, Release::AfterInspection),
                ];
                for (better, worse) in pairs {
                    for better in self.released(better, one) {
                        for mut worse in self.released(worse, other) {
                            if one == other {
                                worse.some.push(bringing.clone());
                            }
                            found.push(apart.of(better.clone(), worse));
                        }
                    }
                }
            }
        }
        found
    }

    /// The rows with some effect that may hold for the second of two, and not for the first.
    fn telling(&self, apart: &Apart<'_>, does: impl Fn(&Effect) -> bool) -> Vec<CondId> {
        let rows = numbered(self.rule_set.rows());
        let rows = rows.filter(|(_, row)| does(&row.effect) && apart.tells(&row.rule.condition));
        let rows = rows.filter(|(_, row)| apart.may_hold_for_second(&row.rule.condition));
        rows.map(|(id, _)| self.catalog.row(id)).collect()
    }
}

/// Two values of a fact, and what tells them apart.
struct Apart<'p> {
    fact: FactId,
    pair: &'p Pair,
}

impl Apart<'_> {
    fn of(&self, first: Case, second: Case) -> Case {
        self.pair.of(self.fact, first, second)
    }

    /// Whether a condition may hold for one of the two, and not for the other.
    fn tells(&self, condition: &Condition) -> bool {
        let asks = |region: &Region| region.allowed(self.fact).is_some();
        let both = condition
            .within
            .allowed(self.fact)
            .map(|set| [&self.pair.first, &self.pair.second].map(|values| set.meets(values)));
        match both {
            Some([first, second]) if first != second => true,
            Some([false, false]) => false,
            _ => condition.unless.iter().any(asks),
        }
    }

    fn may_hold_for_second(&self, condition: &Condition) -> bool {
        condition.within.allowed(self.fact).is_none_or(|set| set.meets(&self.pair.second))
    }
}

fn asks_for_lane(condition: &Condition) -> bool {
    condition.facts().any(|fact| fact == FactId::LANE)
}
