//! Coverage: what of a rule set the tests that pass have reached.
//!
//! Each goal is one thing a test can try: a rule that holds, or is expected by name; the last value
//! inside a number's or a date's range, and the first outside with all else inside; a name that a
//! list holds, and one that it does not; a lane; an amount by each rate.

use crate::evaluate::Verdict;
use crate::model::charge::{Entry, Table};
use crate::model::condition::{FactId, Region};
use crate::model::fact::Kind;
use crate::model::ids::numbered;
use crate::model::value::{Day, Value, ValueSet};
use crate::model::{LaneId, Rule, RuleSet};
use crate::shipment;
use crate::source::Span;
use crate::trial::answer::Answer;
use crate::trial::test::{Test, Want};

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
}

/// The goals of a rule set, with the tests that reach each; only tests that pass may be given.
#[must_use]
pub fn coverage(rule_set: &RuleSet, tests: &[&Test], today: Day) -> Vec<Goal> {
    let tried: Vec<Tried<'_, '_>> =
        tests.iter().map(|test| Tried::new(rule_set, test, today)).collect();
    let mut targets = Targets::of(rule_set).all;
    targets.sort_by_key(|target| target.goal.span);
    let reached = targets.into_iter().map(|target| {
        let mut by = tried.iter().enumerate().filter(|(_, one)| target.reach.is_met(one));
        let first = by.next().map(|(place, _)| place);
        Goal { hits: usize::from(first.is_some()) + by.count(), by: first, ..target.goal }
    });
    reached.collect()
}

/// A test that was run.
struct Tried<'r, 't> {
    test: &'t Test,
    day: Day,
    /// None where the call is wrong.
    answer: Option<Answer<'r>>,
    /// The values that the test gives by name.
    given: Vec<(FactId, Value)>,
}

impl<'r, 't> Tried<'r, 't> {
    fn new(rule_set: &'r RuleSet, test: &'t Test, today: Day) -> Self {
        let given = test.given.iter().filter_map(|one| {
            let (id, fact) = rule_set.fact_called(&one.fact)?;
            Some((id, shipment::value(fact, &one.text).ok()?))
        });
        let given = given.collect();
        let answer = test.answer(rule_set, today).ok();
        Self { test, day: test.day(today), answer, given }
    }

    /// Whether it expects something under a key.
    fn expects(&self, of_kind: impl Fn(&Want) -> bool) -> bool {
        self.test.expect.iter().any(|one| of_kind(&one.want))
    }
}

/// A goal, and how to tell whether a test reaches it.
struct Target<'r> {
    goal: Goal,
    reach: Reach<'r>,
}

enum Reach<'r> {
    Holds(&'r Rule),
    Expected(&'r str),
    Lane(LaneId),
    Counts(&'r Entry),
    /// One side of what a box asks of a fact, all else of it inside.
    Side {
        within: &'r Region,
        fact: FactId,
        value: Side<'r>,
        decides: Decides<'r>,
    },
}

/// Where the value of the fact has to lie.
#[derive(Clone, Copy)]
enum Side<'r> {
    At(Value),
    In(&'r ValueSet),
    NotIn(&'r ValueSet),
}

/// What has to come of it, so that the box is what decides.
#[derive(Clone, Copy)]
enum Decides<'r> {
    Nothing,
    Rule(&'r Rule),
    Entry(&'r Entry),
}

impl Reach<'_> {
    fn is_met(&self, tried: &Tried<'_, '_>) -> bool {
        let Some(answer) = &tried.answer else { return self.is_met_by_wrong_call(tried) };
        match self {
            Self::Holds(rule) => answer.rules().any(|one| std::ptr::eq(one, *rule)),
            Self::Expected(id) => {
                let mut named = tried.test.expect.iter().flat_map(|one| one.named_rules());
                named.any(|(named, _)| named == *id)
            }
            Self::Lane(lane) => {
                answer.decision.lane == Some(*lane)
                    && tried.expects(|want| matches!(want, Want::Lane(_)))
            }
            Self::Counts(entry) => {
                counts(answer, entry) && tried.expects(|want| matches!(want, Want::Amount(..)))
            }
            Self::Side { within, fact, value, decides } => {
                let found = answer.facts.get(*fact);
                let side = match value {
                    Side::At(value) => found == *value,
                    Side::In(set) => set.contains(found),
                    Side::NotIn(set) => found != Value::NOT_GIVEN && !set.contains(found),
                };
                let rest = || {
                    let mut rest = within.tests().iter().filter(|(other, _)| other != fact);
                    rest.all(|(other, set)| set.contains(answer.facts.get(*other)))
                };
                let decided = || match decides {
                    Decides::Nothing => true,
                    Decides::Rule(rule) => rule.condition.holds(&answer.facts),
                    Decides::Entry(entry) => counts(answer, entry),
                };
                side && rest() && decided()
            }
        }
    }

    /// A name that is not in force makes the call wrong: that is the other side of its dates.
    fn is_met_by_wrong_call(&self, tried: &Tried<'_, '_>) -> bool {
        let Self::Side { within, fact, value: Side::At(value), decides: Decides::Nothing } = self
        else {
            return false;
        };
        let given = |fact: FactId| tried.given.iter().find(|(id, _)| *id == fact);
        *fact == FactId::DATE
            && tried.day.value() == *value
            && within
                .tests()
                .iter()
                .filter(|(other, _)| other != fact)
                .all(|(other, set)| given(*other).is_some_and(|(_, value)| set.contains(*value)))
    }
}

/// Whether the tax of an answer comes by this rate or price.
fn counts(answer: &Answer<'_>, entry: &Entry) -> bool {
    let tax = answer.bill.tax.iter().filter(|_| answer.decision.verdict != Verdict::Refused);
    tax.flat_map(|tax| &tax.entries).any(|one| std::ptr::eq(*one, entry))
}

/// The goals of a rule set, in the order of its rules.
struct Targets<'r> {
    rule_set: &'r RuleSet,
    all: Vec<Target<'r>>,
}

impl<'r> Targets<'r> {
    fn of(rule_set: &'r RuleSet) -> Self {
        let mut targets = Self { rule_set, all: Vec::new() };
        for rule in rule_set.rules() {
            targets.add(GoalKind::Rule, &rule.id, rule.span, "holds", Reach::Holds(rule));
            let expected = Reach::Expected(&rule.id);
            targets.add(GoalKind::Expected, &rule.id, rule.span, "is expected", expected);
            let within = &rule.condition.within;
            targets.sides(&rule.id, rule.span, "", within, Decides::Rule(rule));
            for region in &rule.condition.unless {
                targets.sides(&rule.id, rule.span, "exception: ", region, Decides::Nothing);
            }
        }
        for (id, lane) in numbered(rule_set.lanes()) {
            targets.add(GoalKind::Lane, &lane.id, lane.span, "comes", Reach::Lane(id));
        }
        for table in rule_set.rates().iter().chain(rule_set.prices()) {
            targets.table(table);
        }
        targets
    }

    fn table(&mut self, table: &'r Table) {
        for entry in &table.entries {
            let what = format!("{} is part of an amount", entry.amount.normalize());
            self.add(GoalKind::Amount, &table.id, entry.span, &what, Reach::Counts(entry));
            self.sides(&table.id, entry.span, "", &entry.within, Decides::Entry(entry));
        }
    }

    fn add(&mut self, kind: GoalKind, subject: &str, span: Span, what: &str, reach: Reach<'r>) {
        let (subject, what) = (subject.to_owned(), what.to_owned());
        let goal = Goal { kind, subject, what, span, hits: 0, by: None };
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
                Kind::Names(_) | Kind::YesNo => {
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
