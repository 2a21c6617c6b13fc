//! The answer for one shipment: what was found, with the amounts of this very one.

use crate::engine::amount::{self, Amount, Payable};
use crate::engine::found::Found;
use crate::engine::ids::Ids;
use crate::engine::memo::MemoSlot;
use crate::evaluate::Decision;
use crate::model::condition::{FactId, Facts};
use crate::model::value::Value;
use crate::model::{Flow, Lane, RowId, Rule, RuleSet};
use crate::shipment::Said;

/// The answer for one shipment.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'d, 'r> {
    pub(super) rule_set: &'r RuleSet,
    pub(super) ids: &'d Ids,
    pub(super) facts: &'d Facts,
    pub(super) said: &'d Said,
    pub(super) found: &'d Found,
    pub(super) decision: Decision,
    pub(super) slice: &'d [RowId],
    /// Where the decision is remembered, if it is.
    pub(crate) slot: Option<MemoSlot>,
}

impl<'d, 'r: 'd> Answer<'d, 'r> {
    /// What the rules say.
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// Every fact with the value it was decided with.
    #[must_use]
    pub fn facts(&self) -> &'d Facts {
        self.facts
    }

    /// Whether a fact was taken for granted: not said, and no choice.
    pub(crate) fn assumed(&self, id: FactId) -> bool {
        !self.said.is_given(id) && !self.rule_set.choices().contains(&id)
    }

    /// The lane; none for a refused shipment.
    #[must_use]
    pub fn lane(&self) -> Option<&'r Lane> {
        self.decision.lane.map(|lane| &self.rule_set[lane])
    }

    /// The flow it takes.
    #[must_use]
    pub fn flow(&self) -> Option<&'r Flow> {
        self.decision.flow.map(|flow| &self.rule_set[flow])
    }

    /// The choices that were left open, with what was chosen.
    #[must_use]
    pub fn chosen(&self) -> &'d [(FactId, Value)] {
        &self.found.chosen
    }

    /// The tax; none where no regime holds.
    #[must_use]
    pub fn tax(&self) -> Option<Payable> {
        let tax = &self.rule_set[self.decision.tax?];
        self.found.amount.of(self.rule_set, tax, self.facts)
    }

    /// The fee for declaring late; none where no day is late.
    #[must_use]
    pub fn late_fee(&self) -> Option<Payable> {
        let fee = self.rule_set.daily_fee().filter(|_| self.found.fee)?;
        amount::late_fee(self.rule_set, fee, self.facts)
    }

    /// The rule set.
    pub(crate) fn rule_set(&self) -> &'r RuleSet {
        self.rule_set
    }

    /// Whether its tax is not computed for want of a rate.
    pub(crate) fn misses_a_rate(&self) -> bool {
        matches!(self.found.amount, Amount::Unknown)
    }

    /// Whether shipments with the same slot may owe different taxes.
    pub(crate) fn tax_varies(&self) -> bool {
        !matches!(self.found.amount, Amount::None | Amount::Unknown)
    }

    /// Whether shipments with the same slot may owe different late fees, or none.
    pub(crate) fn late_fee_varies(&self) -> bool {
        self.found.fee
    }

    /// The rule of the late fee, if there is one to pay.
    #[must_use]
    pub fn late_fee_rule(&self) -> Option<&'r Rule> {
        self.late_fee().and_then(|_| self.rule_set.daily_fee()).map(|fee| &fee.rule)
    }

    /// Whether rows of this shipment's own goods, or the like, led to the decision: then another
    /// shipment with the same slot may have other rules.
    pub(crate) fn has_own_rules(&self) -> bool {
        !self.found.fired_in_slice.is_empty()
    }

    /// The rows that led here, in the order of the file; for a refused shipment the refusals alone.
    pub fn rows(&self) -> impl Iterator<Item = RowId> + use<'d, 'r> {
        let slice = self.slice;
        let mut shared = self.found.fired.iter().copied().peekable();
        let places = self.found.fired_in_slice.iter();
        let mut own = places.filter_map(move |at| slice.get(*at as usize).copied()).peekable();
        std::iter::from_fn(move || {
            let own_first = match (own.peek(), shared.peek()) {
                (Some(own), Some(shared)) => own < shared,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if own_first { own.next() } else { shared.next() }
        })
    }

    /// The rules that led here, those of flow and tax last; the late fee's stands apart.
    pub fn rules(&self) -> impl Iterator<Item = &'r Rule> + use<'d, 'r> {
        let rule_set = self.rule_set;
        let tax = self.decision.tax.map(|tax| &rule_set[tax]);
        self.rows()
            .map(move |row| &rule_set[row].rule)
            .chain(self.flow().map(|flow| &flow.rule))
            .chain(tax.map(|tax| &tax.rule))
    }

    /// The ids of these rules, which are nearer at hand than the rules.
    pub fn rule_ids(&self) -> impl Iterator<Item = &'d str> + use<'d, 'r> {
        let (rule_set, ids) = (self.rule_set, self.ids);
        let tax = self.decision.tax.map(|tax| &rule_set[tax]);
        let later = self.flow().map(|flow| &flow.rule).into_iter().chain(tax.map(|tax| &tax.rule));
        self.rows().map(move |row| ids.of(row)).chain(later.map(|rule| -> &'d str { &rule.id }))
    }
}
