//! What the witness of a change shows: what is to pay on each side, and what decides its lane.

use rust_decimal::Decimal;

use crate::analyze::tables;
use crate::charge::Bill;
use crate::diff::pair::{Pair, RuleId};
use crate::diff::version::Side;
use crate::evaluate::decide;
use crate::model::Effect;
use crate::model::condition::{FactId, Facts};
use crate::model::ids::{RowId, numbered};

/// The numbers that the charges of some rules are computed from, in the vocabulary of both sides.
pub(crate) fn worth(pair: &Pair<'_>, by: &[Vec<RuleId>; 2]) -> Vec<FactId> {
    let mut found = Vec::new();
    for side in Side::BOTH {
        let rule_set = pair.rule_set(side);
        for id in side.of(by) {
            let own: Vec<FactId> = match id {
                RuleId::Tax(tax) => {
                    let used = tables(rule_set).filter(|(of, _)| of == tax);
                    let entries = used.flat_map(|(_, table)| &table.of(rule_set).entries);
                    let units = entries.filter_map(|entry| entry.per);
                    rule_set[*tax].formula.base().into_iter().chain(units).collect()
                }
                RuleId::Fee => rule_set.daily_fee().map(|fee| fee.base).into_iter().collect(),
                _ => Vec::new(),
            };
            found.extend(own.into_iter().filter_map(|fact| pair.vocabulary.here(fact, side)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What is to pay for a shipment on each side; none where that is not known.
pub(crate) fn to_pay(pair: &Pair<'_>, facts: &[Facts; 2]) -> [Option<Decimal>; 2] {
    Side::BOTH.map(|side| {
        let (rule_set, mut facts) = (pair.rule_set(side), side.of(facts).clone());
        let decision = decide(rule_set, &mut facts);
        Bill::new(rule_set, &decision, &facts).to_pay()
    })
}

/// Adds the rules that bring a shipment its lane, on a side of which no rule is known to.
pub(crate) fn lane_deciders(pair: &Pair<'_>, facts: &[Facts; 2], by: &mut [Vec<RuleId>; 2]) {
    for side in Side::BOTH {
        let own = side.of_mut(by);
        if own.iter().any(|id| matches!(id, RuleId::Row(_))) {
            continue;
        }
        let (rule_set, mut facts) = (pair.rule_set(side), side.of(facts).clone());
        let lane = decide(rule_set, &mut facts).lane;
        let rows = numbered::<RowId, _>(rule_set.rows()).filter(|(_, row)| {
            let brings = matches!(&row.effect, Effect::Require { lane: own, .. } if *own == lane);
            lane.is_some() && brings && row.rule.condition.holds(&facts)
        });
        own.extend(rows.map(|(id, _)| RuleId::Row(id)));
    }
}
