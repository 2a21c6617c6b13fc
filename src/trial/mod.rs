//! Tests of a rules file: what its owner expects of shipments, read, run and judged.
//!
//! A test says some facts of a shipment and some parts of its answer. [`read`](read()) takes the
//! tests of a file as far as they say something about a rule set; [`run`](run()) tells for each
//! whether it holds and, where it does not, what came instead. Knows nothing of files on a disk, of
//! printing or of the command line.

mod answer;
mod expect;
mod judge;
mod names;
mod read;
mod run;
mod write;

use rust_decimal::Decimal;

use crate::evaluate::{Release, Verdict};
use crate::model::condition::FactId;
use crate::model::value::{Day, Value};
use crate::model::{LaneId, StepId};
use crate::source::Span;

pub use crate::trial::judge::{Edit, Failure, Miss};
pub use crate::trial::read::{Sheet, holds_tests, read, tests_of};
pub use crate::trial::run::{DecidingRule, Outcome, run};

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
    /// The id of the fact, or `hs` for the goods by their code.
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
