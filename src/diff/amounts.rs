//! What a table says on each side: its entries, what it has for all else, and where it says nothing.

use std::collections::HashSet;
use std::fmt;

use rust_decimal::Decimal;

use crate::analyze::TableId;
use crate::analyze::conditions::CondId;
use crate::diff::clauses::Clauses;
use crate::diff::pair::{Pair, RuleId};
use crate::diff::version::Side;
use crate::model::RuleSet;
use crate::model::charge::Entry;

/// A rate or a price, and what it is for each unit of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Amount {
    pub(crate) amount: Decimal,
    pub(crate) per: Option<String>,
}

impl Amount {
    fn of(rule_set: &RuleSet, entry: &Entry) -> Self {
        let per = entry.per.map(|fact| rule_set[fact].id.clone());
        Self { amount: entry.amount.normalize(), per }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per = self.per.iter().map(|per| format!(" per {per}")).collect::<String>();
        write!(f, "{}{per}", self.amount)
    }
}

/// Shipments of which the sides of a table say two things; none says nothing.
pub(crate) struct Differs {
    pub(crate) amounts: [Option<Amount>; 2],
    pub(crate) by: [Option<RuleId>; 2],
    pub(crate) clauses: Clauses,
}

/// Shipments of which a side says one thing: no two parts of a side overlap.
#[derive(Clone)]
struct Part {
    amount: Option<Amount>,
    by: Option<RuleId>,
    /// What holds of them; none of what is left.
    all: Option<CondId>,
    none: Vec<CondId>,
}

/// A table as one side has it.
struct Own<'p> {
    pair: &'p Pair<'p>,
    entries: Vec<Part>,
    /// Where it has an amount for all else.
    rest: Option<Part>,
    /// Where what it has for all else is not known to hold; each less those before it.
    unknown: Vec<CondId>,
}

/// Where a table says one thing on the old side and another on the new one, in parts that do not
/// overlap.
pub(crate) fn differing<'p>(pair: &'p Pair<'p>, tables: [TableId; 2]) -> Vec<Differs> {
    let [old, new] = Side::BOTH.map(|side| Own::new(pair, side, *side.of(&tables)));
    let key = |part: &Part| (part.all, part.amount.clone());
    let known = |own: &Own<'_>| own.entries.iter().map(key).collect::<HashSet<_>>();
    let (in_old, in_new) = (known(&old), known(&new));
    let mut found = Found { pair, all: Vec::new() };
    // Where both have one entry, both say the same: only what one side has got need be looked at.
    for part in new.entries.iter().filter(|part| !in_old.contains(&key(part))) {
        old.entries.iter().for_each(|other| found.add(other, part));
        old.others(part.all).iter().for_each(|other| found.add(other, part));
    }
    for part in old.entries.iter().filter(|part| !in_new.contains(&key(part))) {
        new.others(part.all).iter().for_each(|other| found.add(part, other));
    }
    // What neither lists.
    let rests = [&old.rest, &new.rest];
    match rests {
        [None, None] => {}
        [Some(one), Some(other)] if one.amount != other.amount => found.add(one, other),
        _ => {}
    }
    if let Some(one) = &old.rest {
        new.others_less(&old.unknown).iter().for_each(|other| found.add(one, other));
    }
    if let Some(other) = &new.rest {
        old.others_less(&new.unknown).iter().for_each(|one| found.add(one, other));
    }
    found.all
}

struct Found<'p> {
    pair: &'p Pair<'p>,
    all: Vec<Differs>,
}

impl Found<'_> {
    /// Adds what lies in both parts, if they say two things.
    fn add(&mut self, old: &Part, new: &Part) {
        if old.amount == new.amount {
            return;
        }
        let all: Vec<CondId> = old.all.iter().chain(&new.all).copied().collect();
        if let [one, other] = all.as_slice()
            && !meets(self.pair, *one, *other)
        {
            return;
        }
        // What does not meet what holds need not be asked.
        let none = old.none.iter().chain(&new.none).copied();
        let none = none.filter(|no| all.iter().all(|one| meets(self.pair, *one, *no)));
        let clauses = Clauses { none: none.collect(), all, ..Clauses::default() };
        if clauses.contradicts_itself() {
            return;
        }
        let amounts = [old, new].map(|part| part.amount.clone());
        self.all.push(Differs { amounts, by: [old, new].map(|part| part.by), clauses });
    }
}

/// Whether two conditions may hold together.
fn meets(pair: &Pair<'_>, one: CondId, other: CondId) -> bool {
    let within =
        |id: CondId| pair.conditions.get_index(id.0 as usize).map(|condition| &condition.within);
    within(one).zip(within(other)).is_some_and(|(one, other)| one.meets(other))
}

impl<'p> Own<'p> {
    fn new(pair: &'p Pair<'p>, side: Side, id: TableId) -> Self {
        let (rule_set, rules) = (pair.rule_set(side), pair.rules(side));
        let table = id.of(rule_set);
        let conditions = rules.tables.get(&id).into_iter().flatten();
        let listed = (0..).zip(conditions.zip(&table.entries));
        let entries = listed.filter_map(|(at, (condition, entry))| {
            let amount = Some(Amount::of(rule_set, entry));
            let by = Some(RuleId::Entry(id, at));
            Some(Part { amount, by, all: Some((*condition)?), none: Vec::new() })
        });
        let entries: Vec<Part> = entries.collect();
        let unknown = rules.unknown.get(&id).cloned().unwrap_or_default();
        let listed = entries.iter().filter_map(|part| part.all);
        let none: Vec<CondId> = listed.chain(unknown.iter().copied()).collect();
        let rest = table.otherwise.as_ref().map(|rest| Part {
            amount: Some(Amount::of(rule_set, &rest.entry)),
            by: Some(RuleId::Rest(id)),
            all: None,
            none,
        });
        Self { pair, entries, rest, unknown }
    }

    /// The parts that are no entry: what it has for all else, and where nothing is known; where
    /// something holds, those alone that may hold with it.
    fn others(&self, within: Option<CondId>) -> Vec<Part> {
        let mut parts: Vec<Part> = self.rest.iter().cloned().collect();
        parts.extend(self.nothing().into_iter().filter(|part| {
            part.all.zip(within).is_none_or(|(one, other)| meets(self.pair, one, other))
        }));
        parts
    }

    /// Where nothing is known, but for what lies in these.
    fn others_less(&self, known: &[CondId]) -> Vec<Part> {
        let mut parts = self.nothing();
        parts.retain(|part| part.all.is_none_or(|one| !known.contains(&one)));
        parts
    }

    /// Where nothing is known.
    fn nothing(&self) -> Vec<Part> {
        let listed: Vec<CondId> = self.entries.iter().filter_map(|part| part.all).collect();
        if self.rest.is_none() {
            return vec![Part { amount: None, by: None, all: None, none: listed }];
        }
        let parts = self.unknown.iter().enumerate().map(|(at, one)| {
            let earlier = self.unknown.iter().take(at).filter(|earlier| *earlier != one);
            let none = listed.iter().chain(earlier);
            let none = none.filter(|no| meets(self.pair, *one, **no)).copied().collect();
            Part { amount: None, by: None, all: Some(*one), none }
        });
        parts.collect()
    }
}
