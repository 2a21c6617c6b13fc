//! Mutations: small mistakes that somebody could make in a rules file, one at a time.
//!
//! A rule, a condition or an exception is left out; a bound moves by a step, a date by a day; a lane
//! goes up or down; a check or a document is forgotten; two flows or taxes change places; a rate or
//! a price is another. Each is made in a rule set and unmade again.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::analyze::TableId;
use crate::model::charge::{Entry, Table};
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::Kind;
use crate::model::ids::{FlowId, LaneId, RowId, TaxId, numbered};
use crate::model::law::Wanted;
use crate::model::value::{Interval, Value, ValueSet};
use crate::model::{Effect, RuleSet};
use crate::source::Span;
use crate::trial::goal::{Part, rules};

/// A rule set with one mistake.
#[derive(Debug, Clone)]
pub(super) struct Mutation {
    /// The rule, or the table, it is about.
    pub(super) subject: String,
    /// What is otherwise, in words.
    pub(super) what: String,
    /// Where the subject is declared.
    pub(super) span: Span,
    change: Change,
}

#[derive(Debug, Clone)]
enum Change {
    Condition(Part, Condition),
    Effect(RowId, Effect),
    Flows(FlowId, FlowId),
    Taxes(TaxId, TaxId),
    Entry(TableId, usize, Entry),
    /// What a table has for all else; none for nothing.
    Rest(TableId, Option<Decimal>),
}

impl Mutation {
    /// All mutations of a rule set, in the order of its file.
    pub(super) fn all(rule_set: &RuleSet) -> Vec<Self> {
        let mut found = Mutations { rule_set, all: Vec::new() };
        for (part, rule) in rules(rule_set) {
            found.of_condition(part, &rule.id, rule.span, &rule.condition);
        }
        for (id, row) in numbered(rule_set.rows()) {
            found.of_effect(id, &row.rule.id, row.rule.span, &row.effect);
        }
        found.of_order();
        for id in TableId::all(rule_set) {
            found.of_table(id);
        }
        found.all.sort_by_key(|one| one.span);
        found.all
    }

    /// Makes the mistake.
    pub(super) fn make(&self, rule_set: &mut RuleSet) {
        match &self.change {
            Change::Condition(part, condition) => {
                set_condition(rule_set, *part, condition.clone());
            }
            Change::Effect(id, effect) => {
                if let Some(row) = rule_set.rows.get_mut(id.index()) {
                    row.effect = effect.clone();
                }
            }
            Change::Flows(one, other) => {
                rule_set.flows.swap(one.index(), other.index());
                for wanted in wanted(rule_set) {
                    if let Wanted::Flow(flows) = wanted {
                        flows.iter_mut().flatten().for_each(|id| swap(id, *one, *other));
                    }
                }
            }
            Change::Taxes(one, other) => {
                rule_set.taxes.swap(one.index(), other.index());
                for wanted in wanted(rule_set) {
                    if let Wanted::Tax(taxes) = wanted {
                        taxes.iter_mut().flatten().for_each(|id| swap(id, *one, *other));
                    }
                }
            }
            Change::Entry(id, at, entry) => {
                if let Some(old) = table(rule_set, *id).and_then(|own| own.entries.get_mut(*at)) {
                    *old = entry.clone();
                }
                settle(rule_set, *id);
            }
            Change::Rest(id, amount) => {
                let Some(own) = table(rule_set, *id) else { return };
                match (amount, &mut own.otherwise) {
                    (Some(amount), Some(rest)) => rest.entry.amount = *amount,
                    _ => own.otherwise = None,
                }
            }
        }
    }

    /// Unmakes it, as another rule set has it right.
    pub(super) fn unmake(&self, rule_set: &mut RuleSet, right: &RuleSet) {
        let change = match &self.change {
            Change::Condition(part, _) => match part.rule(right) {
                Some(rule) => Change::Condition(*part, rule.condition.clone()),
                None => return,
            },
            Change::Effect(id, _) => Change::Effect(*id, right[*id].effect.clone()),
            Change::Entry(id, at, _) => match id.of(right).entries.get(*at) {
                Some(entry) => Change::Entry(*id, *at, entry.clone()),
                None => return,
            },
            Change::Rest(id, _) => {
                if let Some(own) = table(rule_set, *id) {
                    own.otherwise.clone_from(&id.of(right).otherwise);
                }
                return;
            }
            Change::Flows(..) | Change::Taxes(..) => self.change.clone(),
        };
        Self { change, ..self.clone() }.make(rule_set);
    }

    /// The boxes outside of which nothing can be otherwise.
    pub(super) fn within<'r>(&'r self, right: &'r RuleSet) -> [&'r Region; 2] {
        match &self.change {
            Change::Condition(part, condition) => {
                let old = part.rule(right).map(|rule| &rule.condition);
                [&old.unwrap_or(condition).within, &condition.within]
            }
            Change::Effect(id, _) => [&right[*id].rule.condition.within; 2],
            Change::Flows(one, other) => [one, other].map(|id| &right[*id].rule.condition.within),
            Change::Taxes(one, other) => [one, other].map(|id| &right[*id].rule.condition.within),
            // What is nowhere listed has its amount for all else.
            Change::Entry(id, ..) if id.of(right).otherwise.is_some() => [anywhere(); 2],
            Change::Rest(..) => [anywhere(); 2],
            Change::Entry(id, at, entry) => {
                let old = id.of(right).entries.get(*at);
                [old.map_or(&entry.within, |old| &old.within), &entry.within]
            }
        }
    }
}

/// The box of all shipments.
fn anywhere() -> &'static Region {
    static ANYWHERE: LazyLock<Region> = LazyLock::new(Region::default);
    &ANYWHERE
}

fn table(rule_set: &mut RuleSet, id: TableId) -> Option<&mut Table> {
    match id {
        TableId::Rate(id) => rule_set.rates.get_mut(id.index()),
        TableId::Price(id) => rule_set.prices.get_mut(id.index()),
    }
}

/// Lets what a table has for all else know that an entry is another.
fn settle(rule_set: &mut RuleSet, id: TableId) {
    if id.of(rule_set).otherwise.is_none() {
        return;
    }
    let absent: Vec<bool> = rule_set.fact_ids().map(|id| rule_set[id].may_be_absent()).collect();
    if let Some(own) = table(rule_set, id) {
        own.settle(|fact| absent.get(fact.index()) == Some(&true));
    }
}

/// What laws want; they go on wanting the same flows and taxes when these change places.
fn wanted(rule_set: &mut RuleSet) -> impl Iterator<Item = &mut Wanted> {
    let demands = rule_set.laws.iter_mut().flat_map(|law| &mut law.demands);
    demands.map(|demand| &mut demand.wanted)
}

fn swap<I: PartialEq + Copy>(id: &mut I, one: I, other: I) {
    if *id == one {
        *id = other;
    } else if *id == other {
        *id = one;
    }
}

fn set_condition(rule_set: &mut RuleSet, part: Part, condition: Condition) {
    let rule = match part {
        Part::Row(id) => rule_set.rows.get_mut(id.index()).map(|row| &mut row.rule),
        Part::Flow(id) => rule_set.flows.get_mut(id.index()).map(|flow| &mut flow.rule),
        Part::Tax(id) => rule_set.taxes.get_mut(id.index()).map(|tax| &mut tax.rule),
        Part::LateFee => rule_set.daily_fee.as_mut().map(|fee| &mut fee.rule),
    };
    if let Some(rule) = rule {
        rule.condition = condition;
    }
}

struct Mutations<'r> {
    rule_set: &'r RuleSet,
    all: Vec<Mutation>,
}

impl<'r> Mutations<'r> {
    fn add(&mut self, subject: &str, span: Span, what: String, change: Change) {
        self.all.push(Mutation { subject: subject.to_owned(), what, span, change });
    }

    fn of_condition(&mut self, part: Part, id: &str, span: Span, right: &Condition) {
        let mut add = |what: String, condition: Condition| {
            self.all.push(Mutation {
                subject: id.to_owned(),
                what,
                span,
                change: Change::Condition(part, condition),
            });
        };
        add("left out".to_owned(), Condition { within: never(), unless: Vec::new() });
        for (what, within) in of_region(self.rule_set, &right.within) {
            add(what, Condition { within, ..right.clone() });
        }
        for (at, region) in right.unless.iter().enumerate() {
            let mut unless = right.unless.clone();
            unless.remove(at);
            let which =
                if right.unless.len() == 1 { String::new() } else { format!(" {}", at + 1) };
            add(format!("without exception{which}"), Condition { unless, ..right.clone() });
            for (what, region) in of_region(self.rule_set, region) {
                let mut unless = right.unless.clone();
                unless.splice(at..=at, [region]);
                add(format!("exception{which}: {what}"), Condition { unless, ..right.clone() });
            }
        }
    }

    fn of_effect(&mut self, id: RowId, subject: &str, span: Span, effect: &Effect) {
        let Effect::Require { lane, checks, documents } = effect else { return };
        let rule_set = self.rule_set;
        if let Some(lane) = *lane {
            let up = lane.0.checked_add(1).map(LaneId);
            let up = up.filter(|up| up.index() < rule_set.lanes().len());
            let down = lane.0.checked_sub(1).map(LaneId);
            for other in [up, down].into_iter().flatten() {
                let what = format!("lane {}, not {}", rule_set[other].id, rule_set[lane].id);
                let (checks, documents) = (*checks, *documents);
                let effect = Effect::Require { lane: Some(other), checks, documents };
                self.add(subject, span, what, Change::Effect(id, effect));
            }
        }
        let (lane, documents) = (*lane, *documents);
        for check in checks.iter() {
            let what = format!("without check {}", rule_set[check].id);
            let checks = checks.without([check].into_iter().collect());
            self.add(
                subject,
                span,
                what,
                Change::Effect(id, Effect::Require { lane, checks, documents }),
            );
        }
        let checks = *checks;
        for document in documents.iter() {
            let what = format!("without document {}", rule_set[document].id);
            let documents = documents.without([document].into_iter().collect());
            self.add(
                subject,
                span,
                what,
                Change::Effect(id, Effect::Require { lane, checks, documents }),
            );
        }
    }

    /// Neighbours in an ordered list that may both hold change places.
    fn of_order(&mut self) {
        let rule_set = self.rule_set;
        let flows: Vec<_> = numbered::<FlowId, _>(rule_set.flows()).collect();
        for pair in flows.windows(2) {
            let [(one, flow), (other, next)] = pair else { continue };
            if flow.rule.condition.within.meets(&next.rule.condition.within) {
                let what = format!("after {}", next.rule.id);
                self.add(&flow.rule.id, flow.rule.span, what, Change::Flows(*one, *other));
            }
        }
        let taxes: Vec<_> = numbered::<TaxId, _>(rule_set.taxes()).collect();
        for pair in taxes.windows(2) {
            let [(one, tax), (other, next)] = pair else { continue };
            if tax.rule.condition.within.meets(&next.rule.condition.within) {
                let what = format!("after {}", next.rule.id);
                self.add(&tax.rule.id, tax.rule.span, what, Change::Taxes(*one, *other));
            }
        }
    }

    /// Entries never grow: two of them would hold at once, which no file may say.
    fn of_table(&mut self, id: TableId) {
        let rule_set = self.rule_set;
        let table = id.of(rule_set);
        for (at, entry) in table.entries.iter().enumerate() {
            let shown = entry.amount.normalize();
            let mut add = |what: String, entry: Entry| {
                self.add(&table.id, entry.span, what, Change::Entry(id, at, entry));
            };
            add(format!("{shown} left out"), Entry { within: never(), ..entry.clone() });
            if let Some(amount) = entry.amount.checked_add(Decimal::ONE) {
                let what = format!("{}, not {shown}", amount.normalize());
                add(what, Entry { amount, ..entry.clone() });
            }
            for (fact, set) in entry.within.tests() {
                for (what, moved) in moved(rule_set, *fact, set) {
                    if set.covers(&moved) {
                        let within = replaced(&entry.within, *fact, Some(moved));
                        add(format!("{shown}: {what}"), Entry { within, ..entry.clone() });
                    }
                }
            }
        }
        self.of_rest(id, table);
    }

    /// What a table has for all else is forgotten, or is another.
    fn of_rest(&mut self, id: TableId, table: &Table) {
        let Some(rest) = &table.otherwise else { return };
        let (shown, span) = (rest.entry.amount.normalize(), rest.entry.span);
        let what = format!("{shown} for all else left out");
        self.add(&table.id, span, what, Change::Rest(id, None));
        if let Some(amount) = rest.entry.amount.checked_add(Decimal::ONE) {
            let what = format!("{} for all else, not {shown}", amount.normalize());
            self.add(&table.id, span, what, Change::Rest(id, Some(amount)));
        }
    }
}

/// A box that nothing is in.
fn never() -> Region {
    Region::new(vec![(FactId::DATE, ValueSet::of([]))])
}

/// A box with one mistake, each.
fn of_region(rule_set: &RuleSet, region: &Region) -> Vec<(String, Region)> {
    let mut found = Vec::new();
    for (fact, set) in region.tests() {
        if *fact != FactId::DATE {
            let what = format!("whatever `{}` is", rule_set[*fact].id);
            found.push((what, replaced(region, *fact, None)));
        }
        for (what, moved) in moved(rule_set, *fact, set) {
            found.push((what, replaced(region, *fact, Some(moved))));
        }
    }
    found
}

/// The box with another set for a fact, or with none.
fn replaced(region: &Region, fact: FactId, set: Option<ValueSet>) -> Region {
    let others = region.tests().iter().filter(|(other, _)| *other != fact).cloned();
    Region::new(others.chain(set.map(|set| (fact, set))).collect())
}

/// A set of numbers or days with one bound moved by a step, each.
fn moved(rule_set: &RuleSet, fact: FactId, set: &ValueSet) -> Vec<(String, ValueSet)> {
    let about = &rule_set[fact];
    let mut domain = about.domain();
    match about.kind {
        Kind::Date => domain.least = rule_set.first_date().value().0,
        Kind::Number(_) => {}
        Kind::Names(_) | Kind::YesNo | Kind::Code(_) => return Vec::new(),
    }
    let mut found = Vec::new();
    let parts = set.intervals();
    for (at, part) in parts.iter().enumerate() {
        let edges = [
            ("from", part.least, part.least > domain.least),
            ("up to", part.greatest, part.greatest < domain.greatest),
        ];
        for (word, edge, _) in edges.into_iter().filter(|(.., is_edge)| *is_edge) {
            for other in [edge.checked_sub(1), edge.checked_add(1)].into_iter().flatten() {
                let new = match word {
                    "from" => Interval::new(other, part.greatest),
                    _ => Interval::new(part.least, other),
                };
                let others = parts.iter().enumerate().filter(|(place, _)| *place != at);
                let all = others.map(|(_, part)| *part).chain([new]);
                let (new, old) = (about.show(Value(other)), about.show(Value(edge)));
                let what = format!("`{}` {word} {new}, not {old}", about.id);
                found.push((what, ValueSet::of_intervals(all)));
            }
        }
    }
    found
}
