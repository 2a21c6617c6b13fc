//! Where the answers of rows may mislead; whether they do is seen at once.

use crate::advise::warning;
use crate::charge::Bill;
use crate::engine::Answer;
use crate::model::condition::Facts;
use crate::model::fact::Coverage;
use crate::model::value::ValueSet;
use crate::model::{FactId, RuleSet};

/// Which goods have rules of their own, and when.
#[derive(Debug)]
pub(crate) struct Warnings<'r> {
    rule_set: &'r RuleSet,
    /// By goods: whether nothing needs to be said of them on any date.
    silent: Vec<bool>,
    /// Goods of which rules speak on some dates alone, and these dates.
    dated: Vec<(&'r ValueSet, &'r ValueSet)>,
}

impl<'r> Warnings<'r> {
    pub(crate) fn new(rule_set: &'r RuleSet) -> Self {
        let goods = rule_set.goods();
        let mut always = Vec::new();
        let mut dated = Vec::new();
        for row in rule_set.rows() {
            let within = &row.rule.condition.within;
            match (within.allowed(goods), within.allowed(FactId::DATE)) {
                (Some(set), None) => always.extend(set.intervals().iter().copied()),
                (Some(set), Some(days)) => dated.push((set, days)),
                (None, _) => {}
            }
        }
        let always = ValueSet::of_intervals(always);
        let silent = rule_set[goods].names().zip(0..).map(|(name, value)| match name.coverage {
            Coverage::Ordinary => true,
            Coverage::Rest => false,
            Coverage::Rules => always.contains(crate::model::value::Value(value)),
        });
        Self { rule_set, silent: silent.collect(), dated }
    }

    /// Whether there is something to know but of charges.
    pub(crate) fn warns(&self, facts: &Facts) -> bool {
        self.lacks_rules(facts) || warning::stale(self.rule_set, facts.day()).is_some()
    }

    /// Whether no rule is about the goods, though there should be one.
    fn lacks_rules(&self, facts: &Facts) -> bool {
        let value = facts.get(self.rule_set.goods());
        if self.silent.get(value.index()) == Some(&true) {
            return false;
        }
        let day = facts.get(FactId::DATE);
        let name = self.rule_set[self.rule_set.goods()].name(value);
        name.is_some_and(|name| name.coverage == Coverage::Rest)
            || !self.dated.iter().any(|(goods, days)| goods.contains(value) && days.contains(day))
    }

    /// All there is to know, in words.
    pub(crate) fn texts(&self, answer: &Answer<'_, '_>) -> Vec<String> {
        let facts = answer.facts();
        let goods = self.rule_set.goods();
        let name = self.rule_set[goods].name(facts.get(goods));
        let of_goods = name.filter(|_| self.lacks_rules(facts)).and_then(warning::of_goods);
        let bill = Bill::new(self.rule_set, answer.decision(), facts);
        let rest = warning::of_the_rest(self.rule_set, facts, &bill);
        of_goods.into_iter().chain(rest).map(|warning| warning.to_string()).collect()
    }
}
