//! The best single change of a row, and what each of them does to all rows.

use rust_decimal::Decimal;

use crate::engine::Answer;
use crate::evaluate::Verdict;
use crate::explain::{Moved, Single, Standing, To, is_charged, singles};
use crate::model::{FactId, RuleSet};

/// A change that rows are tried with.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) single: Single,
    /// What the fact is then, as a row would say it.
    pub(crate) text: String,
    /// Whether what must be paid can be compared: not where it is computed on the fact itself.
    comparable: bool,
    /// The change, as a row is told it.
    pub(crate) told: String,
}

/// The changes that rows are tried with.
pub(crate) fn candidates(rule_set: &RuleSet) -> Vec<Candidate> {
    let candidate = |single: Single| {
        let fact = &rule_set[single.fact];
        let (sign, value) = match single.to {
            To::Be(value) => ("=", value),
            To::AtMost(value) => ("<=", value),
            To::AtLeast(value) => (">=", value),
        };
        let text = fact.show(value);
        let id = if single.fact == FactId::DATE { "on" } else { &fact.id };
        let comparable = !is_charged(rule_set, single.fact);
        Candidate { single, comparable, told: format!("{id}{sign}{text}"), text }
    };
    singles(rule_set).into_iter().map(candidate).collect()
}

/// What changes do: to the row that is answered, and to all rows so far.
#[derive(Debug, Default)]
pub(crate) struct RowChanges {
    pub(crate) moved: Vec<Moved>,
    pub(crate) best: Option<Best>,
}

/// The best change of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Best {
    /// Its place among the candidates.
    pub(crate) at: usize,
    pub(crate) then: Standing,
    /// What it saves; none where that is not known.
    pub(crate) saved: Option<Decimal>,
}

impl RowChanges {
    pub(crate) fn new(count: usize) -> Self {
        Self { moved: vec![Moved::default(); count], best: None }
    }

    /// Counts what a change does to the row, and keeps the best of those that help it: of equals the
    /// first.
    pub(crate) fn weigh(
        &mut self,
        (at, one): (usize, &Candidate),
        now: &Standing,
        mut then: Standing,
    ) {
        if !one.comparable {
            then.to_pay = None;
        }
        let helps = self.moved.get_mut(at).is_some_and(|moved| moved.add(now, &then));
        let saved = now.saved_by(&then);
        let known = self.best.map(|best| (best.then.rank, std::cmp::Reverse(best.saved)));
        if helps && known.is_none_or(|known| (then.rank, std::cmp::Reverse(saved)) < known) {
            self.best = Some(Best { at, then, saved });
        }
    }
}

/// What an answer is measured by.
pub(crate) fn standing(answer: &Answer<'_, '_>) -> Standing {
    let decision = answer.decision();
    let tax = answer.tax().map_or(Some(Decimal::ZERO), |tax| tax.to_pay());
    let fee = answer.late_fee().map_or(Some(Decimal::ZERO), |fee| fee.to_pay());
    // A shipment that cannot go pays nothing: that is no saving.
    let goes = decision.verdict == Verdict::Clearable;
    let to_pay = tax.zip(fee).filter(|_| goes).and_then(|(tax, fee)| tax.checked_add(fee));
    Standing::new((decision.verdict, decision.lane, decision.release), to_pay)
}

/// The changes that can be tried with a row: not of what it does not say, for that was taken for
/// granted, unless it is a choice.
pub(crate) fn to_try(candidates: &[Candidate], answer: &Answer<'_, '_>) -> Vec<usize> {
    let said = |id: FactId| id == FactId::DATE || !answer.assumed(id);
    let can = |one: &Candidate| {
        said(one.single.fact) && one.single.value_for(answer.rule_set(), answer.facts()).is_some()
    };
    let all = candidates.iter().enumerate();
    all.filter(|(_, one)| can(one)).map(|(at, _)| at).collect()
}
