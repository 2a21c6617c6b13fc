//! Goals: each one thing about a rule set that a test can try.
//!
//! A rule that holds, or is expected by name; the last value inside a number's or a date's range, and
//! the first outside with all else inside; a name that a list holds, and one that it does not; a
//! lane; an amount by each rate.

use crate::analyze::TableId;
use crate::model::charge::Entry;
use crate::model::condition::{FactId, Region};
use crate::model::fact::Kind;
use crate::model::ids::{FlowId, RowId, TaxId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{LaneId, Rule, RuleSet};
use crate::source::Span;

/// What kind of thing a goal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GoalKind {
    /// A rule leads to an answer.
    Rule,
    /// A rule is expected by name.
    Expected,
    /// A lane is expected, and comes.
    Lane,
    /// An amount is expected to which a rate or a price leads.
    Amount,
    /// Both sides of a limit of a number.
    Number,
    /// Both sides of a date.
    Date,
    /// Both sides of a list of names, or of yes or no.
    List,
}

impl GoalKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Rule,
        Self::Expected,
        Self::Lane,
        Self::Amount,
        Self::Number,
        Self::Date,
        Self::List,
    ];

    /// The kind as reports name it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Expected => "expected",
            Self::Lane => "lane",
            Self::Amount => "amount",
            Self::Number => "number",
            Self::Date => "date",
            Self::List => "list",
        }
    }
}

/// One thing about a rule set that tests should try.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Goal {
    /// What kind of thing it is.
    pub kind: GoalKind,
    /// The id of the rule, the lane, the table it is about.
    pub subject: String,
    /// What is to be tried, in words.
    pub what: String,
    /// Where the subject is declared.
    pub span: Span,
    /// How many tests reach it.
    pub hits: usize,
    /// The first of them, by its place among the tests.
    pub by: Option<usize>,
    /// Whether it is proven that no shipment reaches it.
    pub is_out_of_reach: bool,
}

impl Goal {
    /// Whether a test is still missing that reaches it, as far as is known.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.hits == 0 && !self.is_out_of_reach
    }
}

/// A goal, and how to tell whether a test reaches it.
pub(super) struct Target<'r> {
    pub(super) goal: Goal,
    pub(super) reach: Reach<'r>,
}

/// A rule, by what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Row(RowId),
    Flow(FlowId),
    Tax(TaxId),
    LateFee,
}

impl Part {
    /// The rule.
    pub(super) fn rule(self, rule_set: &RuleSet) -> Option<&Rule> {
        match self {
            Self::Row(id) => Some(&rule_set[id].rule),
            Self::Flow(id) => Some(&rule_set[id].rule),
            Self::Tax(id) => Some(&rule_set[id].rule),
            Self::LateFee => rule_set.daily_fee().map(|fee| &fee.rule),
        }
    }

    /// Whether the rule refuses shipments.
    pub(super) fn refuses(self, rule_set: &RuleSet) -> bool {
        match self {
            Self::Row(row) => rule_set[row].refuses(),
            Self::Flow(_) | Self::Tax(_) | Self::LateFee => false,
        }
    }
}

/// An entry of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Priced<'r> {
    pub(super) table: TableId,
    /// Its place in the table; none of what the table has for all else.
    pub(super) place: Option<u32>,
    pub(super) entry: &'r Entry,
}

/// What a test has to do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reach<'r> {
    Holds(Part, &'r Rule),
    Expected(Part, &'r Rule),
    Lane(LaneId),
    Counts(Priced<'r>),
    /// One side of what a box asks of a fact, all else of it inside.
    Side {
        within: &'r Region,
        fact: FactId,
        value: Side<'r>,
        decides: Decides<'r>,
    },
}

/// Where the value of the fact has to lie.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side<'r> {
    At(Value),
    In(&'r ValueSet),
    NotIn(&'r ValueSet),
}

/// What has to come of it, so that the box is what decides.
#[derive(Debug, Clone, Copy)]
pub(super) enum Decides<'r> {
    Nothing,
    Rule(Part, &'r Rule),
    Entry(Priced<'r>),
}

/// All goals of a rule set, in the order of the file.
pub(super) fn targets(rule_set: &RuleSet) -> Vec<Target<'_>> {
    let mut all = Targets::of(rule_set).all;
    all.sort_by_key(|target| target.goal.span);
    all
}

/// Every rule of a rule set.
pub(super) fn rules(rule_set: &RuleSet) -> impl Iterator<Item = (Part, &Rule)> {
    let rows = numbered(rule_set.rows()).map(|(id, row)| (Part::Row(id), &row.rule));
    let flows = numbered(rule_set.flows()).map(|(id, flow)| (Part::Flow(id), &flow.rule));
    let taxes = numbered(rule_set.taxes()).map(|(id, tax)| (Part::Tax(id), &tax.rule));
    let fee = rule_set.daily_fee().map(|fee| (Part::LateFee, &fee.rule));
    rows.chain(flows).chain(taxes).chain(fee)
}

/// The goals of a rule set, in the order of its rules.
struct Targets<'r> {
    rule_set: &'r RuleSet,
    all: Vec<Target<'r>>,
}

impl<'r> Targets<'r> {
    fn of(rule_set: &'r RuleSet) -> Self {
        let mut targets = Self { rule_set, all: Vec::new() };
        for (part, rule) in rules(rule_set) {
            targets.add(GoalKind::Rule, &rule.id, rule.span, "holds", Reach::Holds(part, rule));
            let expected = Reach::Expected(part, rule);
            targets.add(GoalKind::Expected, &rule.id, rule.span, "is expected", expected);
            let within = &rule.condition.within;
            targets.sides(&rule.id, rule.span, "", within, Decides::Rule(part, rule));
            for region in &rule.condition.unless {
                targets.sides(&rule.id, rule.span, "exception: ", region, Decides::Nothing);
            }
        }
        for (id, lane) in numbered(rule_set.lanes()) {
            targets.add(GoalKind::Lane, &lane.id, lane.span, "comes", Reach::Lane(id));
        }
        for table in TableId::all(rule_set) {
            targets.table(table);
        }
        targets
    }

    fn table(&mut self, id: TableId) {
        let table = id.of(self.rule_set);
        for (entry, place) in table.entries.iter().zip((0..).map(Some)) {
            let priced = Priced { table: id, place, entry };
            let what = format!("{} is part of an amount", entry.amount.normalize());
            self.add(GoalKind::Amount, &table.id, entry.span, &what, Reach::Counts(priced));
            self.sides(&table.id, entry.span, "", &entry.within, Decides::Entry(priced));
        }
        if let Some(rest) = &table.otherwise {
            let entry = &rest.entry;
            let priced = Priced { table: id, place: None, entry };
            let what = format!("{} for all else is part of an amount", entry.amount.normalize());
            self.add(GoalKind::Amount, &table.id, entry.span, &what, Reach::Counts(priced));
        }
    }

    fn add(&mut self, kind: GoalKind, subject: &str, span: Span, what: &str, reach: Reach<'r>) {
        let (subject, what) = (subject.to_owned(), what.to_owned());
        let goal = Goal { kind, subject, what, span, hits: 0, by: None, is_out_of_reach: false };
        self.all.push(Target { goal, reach });
    }

    /// Both sides of everything that a box asks.
    fn sides(
        &mut self,
        subject: &str,
        span: Span,
        prefix: &str,
        within: &'r Region,
        decides: Decides<'r>,
    ) {
        let rule_set = self.rule_set;
        for (id, set) in within.tests() {
            let fact = &rule_set[*id];
            let mut domain = fact.domain();
            let mut add = |kind, what: String, value, decides| {
                let what = format!("{prefix}{what}");
                let reach = Reach::Side { within, fact: *id, value, decides };
                self.add(kind, subject, span, &what, reach);
            };
            let kind = match fact.kind {
                Kind::Date => {
                    domain.least = rule_set.first_date().value().0;
                    GoalKind::Date
                }
                Kind::Number(_) => GoalKind::Number,
                Kind::Names(_) | Kind::Code(_) | Kind::YesNo => {
                    if set.complement(domain.least, domain.greatest).is_empty() {
                        continue;
                    }
                    let [one, other] = match set.intervals() {
                        [one] if one.least == one.greatest => {
                            let name = fact.show(Value(one.least));
                            [format!("`{}` {name}", fact.id), format!("`{}` not {name}", fact.id)]
                        }
                        _ => ["in", "not in"].map(|side| format!("`{}` {side} its list", fact.id)),
                    };
                    add(GoalKind::List, one, Side::In(set), decides);
                    add(GoalKind::List, other, Side::NotIn(set), Decides::Nothing);
                    continue;
                }
            };
            for part in set.intervals() {
                let edges = [
                    (part.least > domain.least, part.least, part.least.saturating_sub(1)),
                    (
                        part.greatest < domain.greatest,
                        part.greatest,
                        part.greatest.saturating_add(1),
                    ),
                ];
                for (_, inside, outside) in edges.into_iter().filter(|(is_edge, ..)| *is_edge) {
                    let (inside, outside) = (Value(inside), Value(outside));
                    let what = |value, side| format!("`{}` {}, {side}", fact.id, fact.show(value));
                    add(kind, what(inside, "inside"), Side::At(inside), decides);
                    add(kind, what(outside, "outside"), Side::At(outside), Decides::Nothing);
                }
            }
        }
    }
}
