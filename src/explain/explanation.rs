//! All that is asked of one answer, together.

use crate::advise::Advice;
use crate::evaluate::Verdict;
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
}

impl<'r> Explanation<'r> {
    /// Explains an answer; each question may take so many steps.
    #[must_use]
    pub fn new(advice: &Advice<'r>, expected: &[Wanted<'r>], steps: Steps) -> Self {
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
            why_not: expected.iter().map(|wanted| why_not(advice, *wanted)).collect(),
        }
    }

    /// Whether some question was given up.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.forcing.is_err() || self.reach.is_err()
    }
}
