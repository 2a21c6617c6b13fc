//! A draft: a problem that is being put together.
//!
//! Only what can still go one way or the other gets into it: conditions that the box does not meet
//! are left out, and so are tests that all of the box passes.

use crate::analyze::bound::{Bound, Test};
use crate::analyze::conditions::{CondId, Conditions, RegionId};
use crate::analyze::problem::{Masks, Node, NodeId, Problem, Run};
use crate::model::ids::{FactId, Id};
use crate::model::value::ValueSet;

/// Why a question is answered before any search: nothing is left, by these conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nothing(pub(crate) Option<CondId>);

/// Which conditions a draft takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    Whole,
    /// Those that do not ask for a fact, which is left open.
    Without(FactId),
    /// Those that do.
    Only(FactId),
}

/// A problem that is being put together.
#[derive(Debug)]
pub(crate) struct Draft<'c, 'r> {
    conditions: &'c Conditions<'r>,
    pub(crate) bounds: Vec<Bound>,
    scope: Scope,
    tests: Vec<Test<'r>>,
    nodes: Vec<Node>,
    children: Vec<NodeId>,
    clauses: Vec<NodeId>,
    nothing: Option<Nothing>,
    /// How many conditions were looked at.
    pub(crate) looked: u64,
    /// Which fact of the box the lane is: that of a second shipment has one of its own.
    lane: FactId,
}

impl<'c, 'r> Draft<'c, 'r> {
    /// Begins with a box.
    pub(crate) fn new(conditions: &'c Conditions<'r>, bounds: Vec<Bound>, scope: Scope) -> Self {
        let nothing = bounds.iter().any(Bound::is_empty).then_some(Nothing(None));
        let (tests, nodes, children, clauses) = Default::default();
        let (looked, lane) = (0, FactId::LANE);
        Self { conditions, bounds, scope, tests, nodes, children, clauses, nothing, looked, lane }
    }

    /// Goes on with a second shipment, which differs in one fact, and whose lane is the last of the
    /// box; gives what that fact is of the first.
    pub(crate) fn turn(&mut self, fact: FactId, values: Bound) -> Option<Bound> {
        self.lane = FactId::at(self.bounds.len().checked_sub(1)?)?;
        self.bounds.swap(FactId::LANE.index(), self.lane.index());
        let of_fact = self.bounds.get_mut(fact.index())?;
        Some(std::mem::replace(of_fact, values))
    }

    /// Goes back to the first shipment.
    pub(crate) fn turn_back(&mut self, fact: FactId, values: Bound) {
        self.bounds.swap(FactId::LANE.index(), self.lane.index());
        self.lane = FactId::LANE;
        if let Some(of_fact) = self.bounds.get_mut(fact.index()) {
            *of_fact = values;
        }
    }

    /// A test that some of the box passes, of the shipment at hand.
    fn own(&self, test: Test<'r>) -> Test<'r> {
        let fact = if test.fact == FactId::LANE { self.lane } else { test.fact };
        Test { fact, ..test }
    }

    /// The same without the tests that all pass; none if the box does not meet it.
    fn region(&mut self, region: RegionId) -> Option<Masks> {
        let first = self.tests.len();
        for test in &self.conditions[region] {
            let Some(bound) = self.bounds.get(test.fact.index()) else { continue };
            if !test.meets(bound) {
                self.tests.truncate(first);
                return None;
            }
            if !test.covers(bound) {
                self.tests.push(self.own(*test));
            }
        }
        Some(Run::new(first, self.tests.len()))
    }

    fn node(&mut self, masks: Masks, children: &[NodeId], origin: CondId) -> NodeId {
        let first = self.children.len();
        self.children.extend(children);
        let children = Run::new(first, self.children.len());
        self.nodes.push(Node { masks, children, cost: 0, origin });
        NodeId(u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds what must hold, once the box is known to be within it: its exceptions must not.
    pub(crate) fn all(&mut self, condition: CondId) {
        for region in self.conditions[condition].unless() {
            let asks = |fact: FactId| self.conditions[region].iter().any(|test| test.fact == fact);
            let taken = match self.scope {
                Scope::Whole => true,
                Scope::Without(fact) => !asks(fact),
                Scope::Only(fact) => asks(fact),
            };
            if let Some(masks) = taken.then(|| self.region(region)).flatten() {
                self.clause(masks, &[], condition);
            }
        }
    }

    fn clause(&mut self, masks: Masks, children: &[NodeId], origin: CondId) {
        if masks.is_empty() && children.is_empty() {
            self.nothing = self.nothing.or(Some(Nothing(Some(origin))));
            return;
        }
        let node = self.node(masks, children, origin);
        self.clauses.push(node);
    }

    /// The exceptions of a condition that some of the box meets; none if all of it meets one.
    fn exceptions(&mut self, condition: CondId) -> Option<Vec<NodeId>> {
        let mut met = Vec::new();
        for region in self.conditions[condition].unless() {
            let Some(masks) = self.region(region) else { continue };
            if masks.is_empty() {
                return None;
            }
            met.push(self.node(masks, &[], condition));
        }
        Some(met)
    }

    /// Adds a condition that must not hold.
    pub(crate) fn not(&mut self, condition: CondId) {
        self.looked += 1;
        let taken = match self.scope {
            Scope::Whole => true,
            Scope::Without(fact) => !self.conditions.asks(condition, fact),
            Scope::Only(fact) => self.conditions.asks(condition, fact),
        };
        if !taken {
            return;
        }
        let Some(masks) = self.region(self.conditions[condition].within) else { return };
        let Some(exceptions) = self.exceptions(condition) else { return };
        self.clause(masks, &exceptions, condition);
    }

    /// Adds that one of these must hold, where a test passes, if there is one.
    pub(crate) fn some(
        &mut self,
        test: Option<Test<'r>>,
        conditions: impl Iterator<Item = CondId>,
        origin: CondId,
    ) {
        let bound = test.and_then(|test| self.bounds.get(test.fact.index()).map(|b| (test, b)));
        if bound.is_some_and(|(test, bound)| !test.meets(bound)) {
            return;
        }
        let asked = bound.filter(|(test, bound)| !test.covers(bound)).map(|(test, _)| test);
        let mut children = Vec::new();
        for condition in conditions {
            self.looked += 1;
            let Some(masks) = self.region(self.conditions[condition].within) else { continue };
            let Some(exceptions) = self.exceptions(condition) else { continue };
            if masks.is_empty() && exceptions.is_empty() {
                return;
            }
            children.push(self.node(masks, &exceptions, condition));
        }
        let first = self.tests.len();
        self.tests.extend(asked.map(|test| self.own(test)));
        self.clause(Run::new(first, self.tests.len()), &children, origin);
    }

    /// Puts the problem together; where a fact has an axis, it is cut at `also`, too.
    pub(crate) fn finish(self, also: &[(FactId, ValueSet)]) -> Result<Problem, Nothing> {
        if let Some(nothing) = self.nothing {
            return Err(nothing);
        }
        let Self { tests, nodes, children, clauses, bounds, .. } = self;
        Ok(Problem::new(&tests, nodes, children, clauses, bounds, also))
    }
}
