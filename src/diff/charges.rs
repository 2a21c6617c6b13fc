//! Outcomes: the tax regime, how it is computed, its rates, and the daily fee.

use crate::analyze::{TableId, tables};
use crate::diff::amounts::{Differs, differing};
use crate::diff::change::{Change, Direction};
use crate::diff::clauses::Clauses;
use crate::diff::flows::{Taken, taken};
use crate::diff::formula;
use crate::diff::outcomes::{Outcomes, Stratum, product};
use crate::diff::pair::RuleId;
use crate::diff::version::Side;
use crate::model::LaneId;
use crate::model::ids::TaxId;

impl Outcomes<'_, '_> {
    /// The tax regime before and after, and what it is computed with.
    pub(crate) fn taxes(&mut self) {
        let pair = self.pair;
        let list = |side: Side, lane: LaneId| {
            let rules = pair.rules(side);
            let class = rules.class.get(lane.index());
            class.and_then(|class| rules.taxes.get(*class)).cloned().unwrap_or_default()
        };
        for stratum in self.strata(|side, lane, _| list(side, lane)) {
            let [old, new] = Side::BOTH.map(|side| list(side, *side.of(&stratum.lanes)));
            for one in taken::<TaxId>([&old, &new]) {
                self.tax(&stratum, &one);
            }
        }
    }

    fn tax(&mut self, stratum: &Stratum, one: &Taken<TaxId>) {
        let [old, new] = Side::BOTH.map(|side| self.pair.rule_set(side));
        let taxes = [one.entries[0].map(|tax| &old[tax]), one.entries[1].map(|tax| &new[tax])];
        let [was, is] = taxes.map(|tax| tax.map(|tax| tax.rule.id.clone()));
        let mut clauses = one.clauses.clone();
        for (side, tax) in Side::BOTH.into_iter().zip(one.entries) {
            clauses = clauses.by(side, tax.map(RuleId::Tax));
        }
        if was != is {
            let direction = match (&was, &is) {
                (None, _) => Direction::Worse,
                (_, None) => Direction::Better,
                _ => Direction::Other,
            };
            let parts = product(&stratum.parts, &[clauses]);
            self.add_of_those_that_go(Change::Regime { old: was, new: is }, direction, parts);
            return;
        }
        let [Some(was), Some(is)] = taxes else { return };
        let formulas = [formula::of_tax(old, was), formula::of_tax(new, is)];
        if formulas[0] != formulas[1] {
            let tax = is.rule.id.clone();
            let parts = product(&stratum.parts, &[clauses]);
            self.add_of_those_that_go(Change::Formula { tax, formulas }, Direction::Other, parts);
        }
        self.rates(stratum, one);
    }

    /// The rates and prices of a regime, of each table that both sides use.
    fn rates(&mut self, stratum: &Stratum, one: &Taken<TaxId>) {
        let pair = self.pair;
        let used = |side: Side| {
            let taken = *side.of(&one.entries);
            let rule_set = pair.rule_set(side);
            let own = tables(rule_set).filter(move |(tax, _)| Some(*tax) == taken);
            own.map(move |(_, id)| (id, id.of(rule_set)))
        };
        for (id, table) in used(Side::New) {
            let is_price = |id: TableId| matches!(id, TableId::Price(_));
            let mut olds = used(Side::Old);
            let twin =
                olds.find(|(twin, known)| known.id == table.id && is_price(*twin) == is_price(id));
            let Some((twin, _)) = twin else { continue };
            for Differs { amounts, by, clauses } in differing(pair, [twin, id]) {
                let direction = match &amounts {
                    [Some(old), Some(new)] if old.per == new.per => {
                        Direction::worse_if(new.amount > old.amount)
                    }
                    _ => Direction::Other,
                };
                let change = Change::Rate {
                    table: table.id.clone(),
                    is_price: is_price(id),
                    amounts: amounts.map(|amount| amount.map(|amount| amount.to_string())),
                };
                let mut clauses = clauses.and(&one.clauses);
                for (side, rule) in Side::BOTH.into_iter().zip(by) {
                    clauses = clauses.by(side, rule);
                }
                let parts = product(&stratum.parts, &[clauses]);
                self.add_of_those_that_go(change, direction, parts);
            }
        }
    }

    /// The fee for delay: due or not, and how it is computed.
    pub(crate) fn fees(&mut self) {
        let pair = self.pair;
        let due = Side::BOTH.map(|side| pair.rules(side).fee);
        for side in Side::BOTH {
            let Some(condition) = *side.of(&due) else { continue };
            let none = side.other().of(&due).iter().copied().collect();
            let clauses = Clauses { all: vec![condition], none, ..Clauses::default() };
            let parts = vec![clauses.by(side, [RuleId::Fee])];
            let direction = Direction::worse_if(side == Side::New);
            self.add_of_those_that_go(Change::Fee { on: side }, direction, parts);
        }
        let formulas = Side::BOTH.map(|side| {
            let rule_set = pair.rule_set(side);
            rule_set.daily_fee().map(|fee| formula::of_fee(rule_set, fee))
        });
        let ([Some(old), Some(new)], [Some(one), Some(other)]) = (due, formulas) else { return };
        if one != other {
            let clauses = Clauses { all: vec![old, new], ..Clauses::default() };
            let parts = clauses.by(Side::Old, [RuleId::Fee]).by(Side::New, [RuleId::Fee]);
            let change = Change::FeeFormula { formulas: [one, other] };
            self.add_of_those_that_go(change, Direction::Other, vec![parts]);
        }
    }
}
