//! Several lines in, one decision out: each a shipment of its own with the facts of the whole.

use crate::evaluate::decide::{Decision, Gathered};
use crate::model::condition::{FactId, Facts};
use crate::model::ids::numbered;
use crate::model::outcome::Verdict;
use crate::model::{Row, RuleSet};

/// What the rules say of several lines together, and of each.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinesDecision {
    /// Of the whole: refused if any line is, the strictest lane, the first flow that takes every
    /// line in that lane, checks and documents united. It has no tax: each line has its own.
    pub whole: Decision,
    /// Of each line, in order: its own lane, and what it brings to the whole. Flow and release are
    /// those of the whole.
    pub lines: Vec<Decision>,
}

/// Decides the lines of a shipment, by all rows of the rule set. Facts that the lines share are the
/// same in each.
///
/// The lane of the whole is noted among the facts of each, for the flows that ask for it.
#[must_use]
pub fn decide_lines(rule_set: &RuleSet, lines: &mut [Facts]) -> LinesDecision {
    decide_lines_by(rule_set, lines, |_| rule_set.rows().iter())
}

/// Decides them by those rows that may apply to each, by its place.
pub(crate) fn decide_lines_by<'r, R: Iterator<Item = &'r Row>>(
    rule_set: &'r RuleSet,
    lines: &mut [Facts],
    rows: impl Fn(usize) -> R,
) -> LinesDecision {
    let mut whole = Gathered::NOTHING;
    let mut each = Vec::with_capacity(lines.len());
    for (at, facts) in lines.iter().enumerate() {
        let mut own = Gathered::NOTHING;
        let held = rows(at).filter(|row| row.rule.condition.holds(facts));
        held.for_each(|row| own.add(&row.effect));
        whole.join(own);
        each.push(own);
    }
    if whole.refusals > 0 {
        let refused = each.iter().map(|own| match own.refusals {
            0 => own.conclude(rule_set, None, None),
            _ => own.refused(),
        });
        // Nothing more is said of a line that goes down with another.
        let nothing = |one: Decision| match one.verdict {
            Verdict::Refused => one,
            _ => Decision { refusals: 0, ..Gathered::NOTHING.refused() },
        };
        return LinesDecision { whole: whole.refused(), lines: refused.map(nothing).collect() };
    }
    lines.iter_mut().for_each(|facts| facts.set(FactId::LANE, whole.lane()));
    let taken = numbered(rule_set.flows())
        .find(|(_, flow)| lines.iter().all(|facts| flow.rule.condition.holds(facts)));
    let flow = taken.map(|(id, _)| id);
    let decision = whole.conclude(rule_set, flow, None);
    let lines = lines.iter().zip(each).map(|(facts, own)| {
        let tax = numbered(rule_set.taxes()).find(|(_, tax)| tax.rule.condition.holds(facts));
        let brought = own.conclude(rule_set, flow, tax.map(|(id, _)| id));
        // The checks of a lane come with those who bring that lane.
        let strictest = own.strictest() == whole.strictest();
        let checks = if strictest { brought.checks } else { own.checks() };
        Decision { verdict: decision.verdict, release: decision.release, checks, ..brought }
    });
    LinesDecision { whole: decision, lines: lines.collect() }
}
