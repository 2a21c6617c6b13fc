//! Laws as questions: which shipments break one, and whether it speaks of any.

use crate::analyze::catalog::Catalog;
use crate::analyze::conditions::CondId;
use crate::analyze::question::{Brings, Case, Listed, Question, Refusals, Twin};
use crate::model::RuleSet;
use crate::model::condition::{Condition, Region};
use crate::model::id_set::CheckSet;
use crate::model::ids::{FactId, FlowId, LaneId, numbered};
use crate::model::law::{Along, Law, Measure, Order, Wanted};
use crate::model::outcome::{Release, Verdict};
use crate::model::value::{Interval, Value, ValueSet};
use crate::space;

/// What is asked of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Whether it speaks of any shipment, or of two to compare.
    Speaks,
    /// Whether a shipment breaks the demand at a place.
    Breaks(usize),
    /// Whether two shipments break its order by the measure at a place.
    Worsens(usize),
}

/// The laws of a rule set as cases.
pub(crate) struct Laws<'s, 'r> {
    pub(crate) rule_set: &'r RuleSet,
    pub(crate) catalog: &'s Catalog<'r>,
}

impl Laws<'_, '_> {
    /// Everything that is asked of a law.
    pub(crate) fn asked(law: &Law) -> impl Iterator<Item = Asked> {
        let breaks = (0..law.demands.len()).map(Asked::Breaks);
        let measures = law.order.as_ref().map_or(0, |order| order.measures.len());
        [Asked::Speaks].into_iter().chain(breaks).chain((0..measures).map(Asked::Worsens))
    }

    /// The cases of what is asked of the law at a place; they do not overlap, but for `Speaks`.
    pub(crate) fn cases(&self, at: usize, asked: Asked) -> Vec<Case> {
        let Some(law) = self.rule_set.laws().get(at) else { return Vec::new() };
        let cases = match asked {
            Asked::Speaks => self.spoken_of(law),
            Asked::Breaks(place) => {
                let demand = law.demands.get(place);
                demand.map(|demand| self.against(&demand.wanted)).unwrap_or_default()
            }
            Asked::Worsens(place) => {
                let order = law.order.as_ref();
                let measure = order.and_then(|order| Some((order, order.measures.get(place)?.0)));
                measure.map(|(order, measure)| self.worse(order, measure)).unwrap_or_default()
            }
        };
        let condition = self.catalog.law(at);
        cases.into_iter().filter_map(|case| self.within(case, condition)).collect()
    }

    /// The part of a case in which the condition of a law holds, of both shipments where it has two.
    fn within(&self, mut case: Case, condition: CondId) -> Option<Case> {
        if self.catalog.asks(condition, FactId::LANE) {
            // A refused shipment is in no lane.
            if case.refusals == Refusals::Some {
                return None;
            }
            case.refusals = Refusals::All;
            case.lanes = true;
        }
        case.all.push(condition);
        if let Some(twin) = case.twin.take() {
            let Twin { fact, values, case: other } = *twin;
            let other = self.within(other, condition)?;
            case.twin = Some(Box::new(Twin { fact, values, case: other }));
        }
        Some(case)
    }

    fn spoken_of(&self, law: &Law) -> Vec<Case> {
        let goes = Case::default();
        let despite = |despite: bool| {
            if despite { goes.clone().despite_refusals() } else { goes.clone() }
        };
        let verdict = law.demands.iter().any(|one| matches!(one.wanted, Wanted::Verdict(_)));
        let mut cases = Vec::new();
        if !law.demands.is_empty() {
            cases.push(despite(verdict));
        }
        if let Some(order) = &law.order {
            let verdict = order.measures.iter().any(|(one, _)| *one == Measure::Verdict);
            let pairs = self.pairs(order).into_iter();
            cases.extend(pairs.map(|pair| pair.of(order.fact, despite(verdict), despite(verdict))));
        }
        cases
    }

    /// The shipments that are otherwise than wanted.
    fn against(&self, wanted: &Wanted) -> Vec<Case> {
        let flows = || numbered(self.rule_set.flows()).map(|(id, _)| id);
        match wanted {
            Wanted::Verdict(wanted) => {
                let others = Verdict::ALL.into_iter().filter(|one| !wanted.contains(one));
                others.map(|one| self.verdict(one)).collect()
            }
            Wanted::Lane(wanted) => {
                let last = i64::from(self.rule_set.lanes().len() as u32) - 1;
                let others = wanted.complement(0, last);
                if others.is_empty() { Vec::new() } else { vec![in_lanes(others)] }
            }
            Wanted::Release(wanted) => {
                let others = Release::ALL.into_iter().filter(|one| !wanted.contains(&Some(*one)));
                let none = (!wanted.contains(&None)).then(|| self.verdict(Verdict::NoPath));
                others.flat_map(|one| self.release(one)).chain(none).collect()
            }
            Wanted::Flow(wanted) => {
                let others = flows().filter(|one| !wanted.contains(&Some(*one)));
                let none = (!wanted.contains(&None)).then(|| self.verdict(Verdict::NoPath));
                others.flat_map(|one| self.wins(Listed::Flow(one))).chain(none).collect()
            }
            Wanted::Tax(wanted) => {
                let taxes = numbered(self.rule_set.taxes()).map(|(id, _)| id);
                let all: Vec<CondId> = taxes.clone().map(|id| self.catalog.tax(id)).collect();
                let others = taxes.filter(|one| !wanted.contains(&Some(*one)));
                let none = (!wanted.contains(&None)).then(|| self.none_of(all));
                others.flat_map(|one| self.wins(Listed::Tax(one))).chain(none).collect()
            }
            Wanted::Check(check, true) => self.checked([*check].into_iter().collect(), None),
            Wanted::Check(check, false) => {
                self.checked(CheckSet::EMPTY, Some([*check].into_iter().collect()))
            }
            Wanted::Document(document, true) => {
                vec![Case { lacking: vec![Brings::Document(*document)], ..Case::default() }]
            }
            Wanted::Document(document, false) => {
                let brought = vec![(None, vec![Brings::Document(*document)])];
                vec![Case { brought, ..Case::default() }]
            }
        }
    }

    pub(crate) fn wins(&self, entry: Listed) -> Vec<Case> {
        Question::Wins(entry).cases(self.rule_set, self.catalog)
    }

    pub(crate) fn none_of(&self, none: Vec<CondId>) -> Case {
        let lanes = none.iter().any(|one| self.catalog.asks(*one, FactId::LANE));
        Case { none, lanes, ..Case::default() }
    }

    /// The shipments with a verdict.
    pub(crate) fn verdict(&self, verdict: Verdict) -> Case {
        let flows =
            || numbered(self.rule_set.flows()).map(|(id, _)| self.catalog.flow(id)).collect();
        match verdict {
            Verdict::Refused => Case { refusals: Refusals::Some, ..Case::default() },
            Verdict::NoPath => self.none_of(flows()),
            Verdict::Clearable => {
                let Case { none, lanes, .. } = self.none_of(flows());
                Case { some: vec![none], lanes, ..Case::default() }
            }
        }
    }

    /// The shipments with none of some checks, and with some of others.
    pub(crate) fn checked(&self, none: CheckSet, some: Option<CheckSet>) -> Vec<Case> {
        let lanes = |fits: &dyn Fn(CheckSet) -> bool| {
            let lanes = numbered::<LaneId, _>(self.rule_set.lanes());
            let lanes = lanes.filter(|(_, lane)| fits(lane.checks));
            ValueSet::of(lanes.map(|(id, _)| Value(i64::from(id.0))))
        };
        let lacking: Vec<Brings> = none.iter().map(Brings::Check).collect();
        let lacks = |checks: CheckSet| checks.intersection(none).is_empty();
        let has = |checks: CheckSet| some.is_some_and(|some| !checks.intersection(some).is_empty());
        let by_lane = lanes(&|checks| lacks(checks) && (some.is_none() || has(checks)));
        let mut cases = Vec::new();
        if !by_lane.is_empty() {
            cases.push(Case { lacking: lacking.clone(), ..in_lanes(by_lane) });
        }
        let by_rule = lanes(&|checks| lacks(checks) && !has(checks));
        if let Some(some) = some.filter(|_| !by_rule.is_empty()) {
            let brought = vec![(None, some.iter().map(Brings::Check).collect())];
            cases.push(Case { lacking, brought, ..in_lanes(by_rule) });
        }
        cases
    }

    /// The shipments with a release.
    fn release(&self, release: Release) -> Vec<Case> {
        let flows = numbered::<FlowId, _>(self.rule_set.flows());
        flows.flat_map(|(flow, _)| self.released(release, flow)).collect()
    }

    /// The shipments with a release by a flow.
    pub(crate) fn released(&self, release: Release, flow: FlowId) -> Vec<Case> {
        let at_arrival = self.rule_set[flow].at_arrival;
        let (site, review) = (at_arrival.inspections, at_arrival.reviews);
        let checked = match release {
            Release::OnArrival => self.checked(site.union(review), None),
            Release::AfterReview => self.checked(site, Some(review)),
            Release::AfterInspection => self.checked(CheckSet::EMPTY, Some(site)),
        };
        let taken = self.wins(Listed::Flow(flow));
        let both = |checked: &Case| {
            let one = |taken: &Case| Case {
                all: taken.all.clone(),
                none: taken.none.clone(),
                ..checked.clone()
            };
            taken.iter().map(one).collect::<Vec<_>>()
        };
        checked.iter().flat_map(both).collect()
    }

    /// Pairs of values, the first of which comes earlier; those next to each other first.
    pub(crate) fn pairs(&self, order: &Order) -> Vec<Pair> {
        let values: Vec<ValueSet> = match &order.along {
            Along::Values(values) => values.iter().map(|value| ValueSet::of([*value])).collect(),
            Along::Rising => self.atoms(order.fact),
            Along::Falling => self.atoms(order.fact).into_iter().rev().collect(),
        };
        let mut pairs = Vec::new();
        for apart in 1..values.len() {
            let pair = |(first, second): (&ValueSet, &ValueSet)| Pair {
                first: first.clone(),
                second: second.clone(),
            };
            pairs.extend(values.iter().zip(values.iter().skip(apart)).map(pair));
        }
        pairs
    }

    /// The numbers of a fact that no rule tells apart, rising.
    fn atoms(&self, fact: FactId) -> Vec<ValueSet> {
        let domain = self.rule_set[fact].domain();
        let never = space::impossible(self.rule_set);
        let laws = self.rule_set.laws().iter().map(|law| &law.rule.condition);
        let others = never.iter().chain(laws).flat_map(Condition::regions);
        let sets =
            self.rule_set.regions().chain(others).filter_map(|one: &Region| one.allowed(fact));
        let edges = sets.flat_map(ValueSet::intervals);
        let mut cuts: Vec<i64> = edges
            .flat_map(|part| [Some(part.least), part.greatest.checked_add(1)])
            .flatten()
            .collect();
        cuts.push(domain.least);
        cuts.retain(|cut| domain.contains(Value(*cut)));
        cuts.sort_unstable();
        cuts.dedup();
        let ends = cuts.iter().skip(1).map(|next| next - 1).chain([domain.greatest]);
        let parts = cuts.iter().zip(ends).map(|(least, end)| Interval::new(*least, end));
        parts.map(|part| ValueSet::of_intervals([part])).collect()
    }
}

/// Values of the fact of an order, of two shipments.
pub(crate) struct Pair {
    pub(crate) first: ValueSet,
    pub(crate) second: ValueSet,
}

impl Pair {
    pub(crate) fn of(&self, fact: FactId, mut first: Case, second: Case) -> Case {
        first.held.push((fact, self.first.clone()));
        let twin = Twin { fact, values: self.second.clone(), case: second };
        first.twin = Some(Box::new(twin));
        first
    }
}

/// The shipments that go in some lanes.
pub(crate) fn in_lanes(lanes: ValueSet) -> Case {
    Case { held: vec![(FactId::LANE, lanes)], lanes: true, ..Case::default() }
}
