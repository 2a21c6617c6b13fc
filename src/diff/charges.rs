//! Outcomes: the tax regime, how it is computed, its rates, and the daily fee.

use crate::analyze::TableId;
use crate::analyze::conditions::CondId;
use crate::diff::change::{Change, Direction};
use crate::diff::clauses::Clauses;
use crate::diff::flows::{Taken, taken};
use crate::diff::formula;
use crate::diff::outcomes::{Outcomes, Stratum, product};
use crate::diff::pair::{Pair, RuleId};
use crate::diff::version::Side;
use crate::model::LaneId;
use crate::model::charge::{Entry, Table, Tax};
use crate::model::ids::TaxId;

/// An entry of a table, and its condition where anything can meet it.
#[derive(Clone, Copy)]
struct Priced<'r> {
    at: u32,
    condition: CondId,
    entry: &'r Entry,
}

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
        self.rates(stratum, one, [was, is]);
    }

    /// The rates and prices of a regime, of each table that both sides use.
    fn rates(&mut self, stratum: &Stratum, one: &Taken<TaxId>, taxes: [&Tax; 2]) {
        let pair = self.pair;
        let tables = |side: Side| {
            let tax = *side.of(&taxes);
            let rates = tax.formula.rates().map(TableId::Rate);
            let all = rates.chain(tax.formula.prices().map(TableId::Price));
            let all = all.map(move |id| (id, id.of(pair.rule_set(side))));
            all.collect::<Vec<_>>()
        };
        let mut seen: Vec<TableId> = Vec::new();
        for (id, table) in tables(Side::New) {
            let same = |(twin, known): &(TableId, &Table)| {
                known.id == table.id
                    && matches!(twin, TableId::Rate(_)) == matches!(id, TableId::Rate(_))
            };
            let twin = tables(Side::Old).into_iter().find(same);
            let Some((twin, known)) = twin.filter(|_| !seen.contains(&id)) else { continue };
            seen.push(id);
            if known.otherwise.is_some() || table.otherwise.is_some() {
                self.table_with_the_rest(stratum, one, taxes, [twin, id]);
                continue;
            }
            for (amounts, by, clauses) in entries(pair, [twin, id]) {
                let change = Change::Rate {
                    table: table.id.clone(),
                    is_price: matches!(id, TableId::Price(_)),
                    amounts: amounts.map(|entry| entry.map(|entry| amount(pair, entry))),
                };
                let direction = match amounts {
                    [Some((_, old)), Some((_, new))] if old.per == new.per => {
                        Direction::worse_if(new.amount > old.amount)
                    }
                    _ => Direction::Other,
                };
                let mut clauses = clauses.and(&one.clauses);
                for ((side, table), at) in Side::BOTH.into_iter().zip([twin, id]).zip(by) {
                    clauses = clauses.by(side, at.map(|at| RuleId::Entry(table, at)));
                }
                let parts = product(&stratum.parts, &[clauses]);
                self.add_of_those_that_go(change, direction, parts);
            }
        }
    }

    /// A table that has an amount for all else is told as a whole, for each shipment that may be
    /// charged by it: what its entries leave to the rest is not told apart.
    fn table_with_the_rest(
        &mut self,
        stratum: &Stratum,
        one: &Taken<TaxId>,
        taxes: [&Tax; 2],
        tables: [TableId; 2],
    ) {
        let [old, new] = Side::BOTH.map(|side| self.pair.rule_set(side));
        let [was, is] = [formula::of_tax(old, taxes[0]), formula::of_tax(new, taxes[1])];
        // Where the formulas differ, all of this is told already.
        if was != is || entries(self.pair, tables).is_empty() {
            return;
        }
        let tax = taxes[1].rule.id.clone();
        let table = &tables[1].of(new).id;
        let formulas = [was, format!("{is}, with other entries in {table}")];
        let mut clauses = one.clauses.clone();
        for (side, tax) in Side::BOTH.into_iter().zip(one.entries) {
            clauses = clauses.by(side, tax.map(RuleId::Tax));
        }
        let parts = product(&stratum.parts, &[clauses]);
        self.add_of_those_that_go(Change::Formula { tax, formulas }, Direction::Other, parts);
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

/// An amount as people write it, with what it is for each unit of.
fn amount(pair: &Pair<'_>, (side, entry): (Side, &Entry)) -> String {
    let per = entry.per.map(|fact| format!(" per {}", pair.rule_set(side)[fact].id));
    format!("{}{}", entry.amount.normalize(), per.unwrap_or_default())
}

/// Where a table says one thing on the old side and another on the new one.
#[expect(clippy::type_complexity, reason = "amounts, entries and clauses of one pair")]
fn entries<'p>(
    pair: &'p Pair<'_>,
    tables: [TableId; 2],
) -> Vec<([Option<(Side, &'p Entry)>; 2], [Option<u32>; 2], Clauses)> {
    let [olds, news] = Side::BOTH.map(|side| priced(pair, side, *side.of(&tables)));
    let per =
        |side: Side, entry: &Entry| entry.per.map(|fact| pair.rule_set(side)[fact].id.clone());
    let key = |side: Side, one: &Priced<'_>| {
        (one.condition, one.entry.amount.normalize(), per(side, one.entry))
    };
    let known = |side: Side, all: &[Priced<'_>]| {
        all.iter().map(|one| key(side, one)).collect::<std::collections::HashSet<_>>()
    };
    let (in_old, in_new) = (known(Side::Old, &olds), known(Side::New, &news));
    let meets = |one: &Priced<'_>, other: &Priced<'_>| {
        let within = |one: &Priced<'_>| {
            pair.conditions.get_index(one.condition.0 as usize).map(|c| &c.within)
        };
        within(one).zip(within(other)).is_some_and(|(one, other)| one.meets(other))
    };
    let mut found = Vec::new();
    for new in news.iter().filter(|one| !in_old.contains(&key(Side::New, one))) {
        let met: Vec<&Priced<'_>> = olds.iter().filter(|old| meets(old, new)).collect();
        for old in &met {
            if key(Side::Old, old).1 == key(Side::New, new).1
                && per(Side::Old, old.entry) == per(Side::New, new.entry)
            {
                continue;
            }
            let all = vec![old.condition, new.condition];
            let amounts = [Some((Side::Old, old.entry)), Some((Side::New, new.entry))];
            let clauses = Clauses { all, ..Clauses::default() };
            found.push((amounts, [Some(old.at), Some(new.at)], clauses));
        }
        let none = met.iter().map(|old| old.condition).collect();
        let clauses = Clauses { all: vec![new.condition], none, ..Clauses::default() };
        found.push(([None, Some((Side::New, new.entry))], [None, Some(new.at)], clauses));
    }
    for old in olds.iter().filter(|one| !in_new.contains(&key(Side::Old, one))) {
        let none = news.iter().filter(|new| meets(old, new)).map(|new| new.condition).collect();
        let clauses = Clauses { all: vec![old.condition], none, ..Clauses::default() };
        found.push(([Some((Side::Old, old.entry)), None], [Some(old.at), None], clauses));
    }
    found
}

fn priced<'p>(pair: &'p Pair<'_>, side: Side, table: TableId) -> Vec<Priced<'p>> {
    let rules = pair.rules(side);
    let conditions = rules.tables.get(&table).into_iter().flatten();
    let entries = table.of(pair.rule_set(side)).entries.iter();
    let all = (0..).zip(conditions.zip(entries));
    let all = all.filter_map(|(at, (condition, entry))| {
        condition.map(|condition| Priced { at, condition, entry })
    });
    all.collect()
}
