//! All that is asked of one answer, together.

use crate::advise::Advice;
use crate::choose::Prefer;
use crate::evaluate::Verdict;
use crate::explain::ask::{Questions, questions};
use crate::explain::change::{Changes, Goal, changes};
use crate::explain::forcing::{Forced, forcing};
use crate::explain::reach::{Reach, reach};
use crate::explain::search::{Steps, Undecided};
use crate::explain::why::{Why, why};
use crate::explain::why_not::{Wanted, WhyNot, why_not};
use crate::model::condition::FactId;

/// An answer, explained.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Explanation<'r> {
    /// The rules that decided it.
    pub why: Why<'r>,
    /// What the facts of `forcing` force.
    pub forced: Forced,
    /// The facts that alone force it.
    pub forcing: Result<Vec<FactId>, Undecided>,
    /// How far it reaches.
    pub reach: Result<Reach, Undecided>,
    /// Why it is not what was expected, for each thing that was.
    pub why_not: Vec<WhyNot<'r>>,
    /// What would give a better answer, or the one that is wanted; none where nothing is better.
    pub changes: Option<Result<Changes<'r>, Undecided>>,
    /// What is open while some facts are not known; none where all are said to be.
    pub questions: Option<Result<Questions, Undecided>>,
}

/// What is asked of an answer beside the reasons.
#[derive(Debug, Clone)]
pub struct Asked<'r> {
    /// What was expected.
    pub expected: Vec<Wanted<'r>>,
    /// What is wanted of a change; a better answer, if nothing is said.
    pub goal: Option<Goal>,
    /// The facts that are not known.
    pub unknown: Vec<FactId>,
    /// What makes one way better than another.
    pub prefer: Prefer,
    /// How many steps each question may take.
    pub steps: Steps,
}

impl<'r> Explanation<'r> {
    /// Explains an answer.
    #[must_use]
    pub fn new(advice: &Advice<'r>, asked: &Asked<'r>) -> Self {
        let steps = asked.steps;
        let (rule_set, shipment, facts) = (advice.rule_set, &advice.shipment, &advice.facts);
        let forced = match advice.decision.verdict {
            Verdict::Refused => Forced::Refusal,
            Verdict::NoPath => Forced::Answer,
            Verdict::Clearable => Forced::Lane,
        };
        Self {
            why: why(advice),
            forced,
            forcing: forcing(rule_set, shipment, facts, forced, &mut { steps }),
            reach: reach(rule_set, shipment, facts, &mut { steps }),
            why_not: asked.expected.iter().map(|wanted| why_not(advice, *wanted)).collect(),
            changes: asked
                .goal
                .or_else(|| Goal::better_than(advice))
                .map(|goal| changes(advice, asked.prefer, goal, &mut { steps })),
            questions: (!asked.unknown.is_empty())
                .then(|| questions(rule_set, shipment, facts, &asked.unknown, &mut { steps })),
        }
    }

    /// Whether some question was given up.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.forcing.is_err()
            || self.reach.is_err()
            || matches!(self.changes, Some(Err(_)))
            || matches!(self.questions, Some(Err(_)))
    }
}
