//! What an answer is made of, as far as rules tell: what has to be the same for two answers to be one.

use rust_decimal::Decimal;

use crate::evaluate::{Decision, Release, Verdict, decide};
use crate::model::charge::{Table, Tax};
use crate::model::condition::{FactId, Facts};
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::{FlowId, LaneId, RuleSet, TaxId};
use crate::space::late_days;

/// An answer without its amounts of money: those are told by the rates that they come from.
///
/// A refused shipment has nothing else, whatever refuses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Outcome {
    /// Whether it can go.
    pub verdict: Verdict,
    /// How closely customs looks.
    pub lane: Option<LaneId>,
    /// The way it takes.
    pub flow: Option<FlowId>,
    /// When the goods are let go.
    pub release: Option<Release>,
    /// What customs does.
    pub checks: CheckSet,
    /// What has to be handed in.
    pub documents: DocumentSet,
    /// The tax regime.
    pub tax: Option<TaxId>,
    /// The amount of each table that the regime uses, and for a price the fact whose unit it is for.
    pub rates: Vec<Option<(Decimal, Option<FactId>)>>,
    /// Whether days are late, so that a fee is due.
    pub late: bool,
}

impl Outcome {
    /// What every refused shipment comes to.
    #[must_use]
    pub fn refused() -> Self {
        Self {
            verdict: Verdict::Refused,
            lane: None,
            flow: None,
            release: None,
            checks: CheckSet::EMPTY,
            documents: DocumentSet::EMPTY,
            tax: None,
            rates: Vec::new(),
            late: false,
        }
    }

    /// What the rules say of a closed shipment.
    #[must_use]
    pub fn of(rule_set: &RuleSet, facts: &Facts) -> Self {
        let mut facts = facts.clone();
        let decision = decide(rule_set, &mut facts);
        if decision.verdict == Verdict::Refused {
            return Self::refused();
        }
        let tables = decision.tax.map(|tax| tables(rule_set, &rule_set[tax])).unwrap_or_default();
        let rates = tables
            .into_iter()
            .map(|table| table.entry(&facts).map(|entry| (entry.amount.normalize(), entry.per)));
        let fee = rule_set.daily_fee().filter(|fee| fee.rule.condition.holds(&facts));
        let late = fee.and_then(|_| late_days(rule_set));
        let late = late.is_some_and(|(days, set)| set.contains(facts.get(days)));
        Self { rates: rates.collect(), late, ..Self::of_decision(&decision) }
    }

    /// What a decision says of a shipment that is not refused, without its charges.
    pub(super) fn of_decision(decision: &Decision) -> Self {
        let Decision { verdict, lane, flow, release, checks, documents, tax, refusals: _ } =
            *decision;
        let (rates, late) = (Vec::new(), false);
        Self { verdict, lane, flow, release, checks, documents, tax, rates, late }
    }
}

/// The tables that a regime uses: its rates, then its prices.
pub(super) fn tables<'r>(rule_set: &'r RuleSet, tax: &Tax) -> Vec<&'r Table> {
    let rates = tax.formula.rates().map(|id| &rule_set[id]);
    rates.chain(tax.formula.prices().map(|id| &rule_set[id])).collect()
}
