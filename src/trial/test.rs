//! A test as it is read: what is said of a shipment, and what is expected of its answer.

use rust_decimal::Decimal;

use crate::evaluate::{Release, Verdict};
use crate::model::condition::FactId;
use crate::model::value::{Day, Value};
use crate::model::{LaneId, RuleSet, StepId};
use crate::shipment::Query;
use crate::source::Span;
use crate::witness::{FLAGS, call};

/// One test: what is said of a shipment, and what is expected of its answer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Test {
    /// What it is called; no two tests of a file share a name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The date of the shipment; none for whatever day it is.
    pub on: Option<Day>,
    /// What is said of the shipment, in the order of the file.
    pub given: Vec<Given>,
    /// What is expected, in the order of the file; never nothing.
    pub expect: Vec<Expectation>,
    /// Where the table of what is expected stands, if it stands on one line with its key.
    pub(crate) expect_span: Option<Span>,
}

/// A fact that a test says, as a call would say it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Given {
    /// The id of the fact.
    pub fact: String,
    /// Where that stands.
    pub fact_span: Span,
    /// Its value.
    pub text: String,
    /// Where the value stands.
    pub span: Span,
}

/// One part of the answer, and what it should be.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Expectation {
    /// The key under which it stands.
    pub key: &'static str,
    /// Where the key stands.
    pub key_span: Span,
    /// Where its value stands.
    pub span: Span,
    pub(crate) want: Want,
}

/// What a part of the answer should be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Want {
    Verdict(Verdict),
    Lane(Bounds<LaneId>),
    Flow(Option<String>),
    Release(Bounds<Release>),
    TaxRegime(Option<String>),
    Amount(Due, Bounds<Decimal>),
    Waived(Due, bool),
    /// All refusals, in the order of the rules file.
    Refusals(Vec<Member>),
    /// These at least.
    Among(List, Vec<Member>),
    /// None of these.
    NotAmong(List, Vec<Member>),
    /// These and no others.
    Exactly(List, Vec<Member>),
    /// These steps, in this order.
    Steps(Vec<StepId>),
    /// Facts as the shipment was decided with.
    Facts(Vec<Settled>),
    /// One warning has this part.
    Warning(String),
    /// So many warnings, which have these parts in turn.
    Warnings(Vec<String>),
    /// The call is wrong, and the message has this part.
    Error(String),
}

/// What may have to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    Tax,
    LateFee,
}

/// A part of the answer that is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Checks,
    Documents,
    Rules,
}

/// A name in a list, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) span: Span,
}

/// A fact of the settled shipment, and where its value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) fact: FactId,
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// What a part of the answer with an order may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bounds<T> {
    /// This very one; none if there should be none.
    Exactly(Option<T>),
    /// One between these.
    Between(Option<T>, Option<T>),
}

impl<T: Ord> Bounds<T> {
    /// Whether what came is as it should be.
    pub(crate) fn hold(&self, came: Option<&T>) -> bool {
        match self {
            Self::Exactly(wanted) => wanted.as_ref() == came,
            Self::Between(least, greatest) => came.is_some_and(|came| {
                least.as_ref().is_none_or(|least| least <= came)
                    && greatest.as_ref().is_none_or(|greatest| came <= greatest)
            }),
        }
    }
}

impl Test {
    /// The day of its shipment.
    #[must_use]
    pub fn day(&self, today: Day) -> Day {
        self.on.unwrap_or(today)
    }

    /// The call of `advisor route` that asks for its shipment by the rules of `file`.
    #[must_use]
    pub fn call(&self, file: &str, today: Day) -> String {
        let words = self.given.iter().map(|one| {
            let flag = FLAGS.contains(&one.fact.as_str());
            (one.fact.as_str(), one.text.as_str(), flag)
        });
        call(file, words, self.day(today))
    }

    /// What is said of its shipment.
    pub(super) fn query<'r>(&self, rule_set: &'r RuleSet, today: Day) -> Query<'r> {
        let mut query = Query::new(rule_set, self.day(today));
        for one in &self.given {
            query.give(&one.fact, &one.text);
        }
        query
    }
}

impl Expectation {
    /// The rules that have to hold for it, by id, and where each is named.
    pub(crate) fn named_rules(&self) -> Vec<(&str, Span)> {
        match &self.want {
            Want::Flow(Some(id)) | Want::TaxRegime(Some(id)) => vec![(id, self.span)],
            Want::Refusals(members)
            | Want::Among(List::Rules, members)
            | Want::Exactly(List::Rules, members) => {
                members.iter().map(|member| (&*member.id, member.span)).collect()
            }
            _ => Vec::new(),
        }
    }
}
