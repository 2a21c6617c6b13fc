//! Findings: what is wrong with a valid rules file, as data.

use crate::lints::{Level, Lint};
use crate::model::condition::Facts;
use crate::source::Span;

/// One finding of a rules file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of finding.
    pub lint: &'static Lint,
    /// How much it weighs, by its default, the file and the caller.
    pub level: Level,
    /// What of the file it is about: a rule's id, a name as `goods.wine`, a lane. Stable when lines
    /// move.
    pub subject: String,
    /// What is wrong, in lower case and without a stop.
    pub message: String,
    /// Where, if it is in one place.
    pub span: Option<Span>,
    /// The other party: where it stands and what it is.
    pub others: Vec<(Span, String)>,
    /// The rules that keep it from deciding anything: a set of which none can be left out.
    pub blockers: Vec<String>,
    /// Whether another such set exists, so that changing one of these is not enough.
    pub more_blockers: bool,
    /// The way out.
    pub help: Option<String>,
    /// A closed shipment that shows it: every fact and the date.
    pub witness: Option<Facts>,
}

impl Finding {
    pub(crate) fn new(code: &'static str, subject: &str, message: String) -> Option<Self> {
        let lint = Lint::called(code)?;
        Some(Self {
            lint,
            level: lint.level,
            subject: subject.to_owned(),
            message,
            span: None,
            others: Vec::new(),
            blockers: Vec::new(),
            more_blockers: false,
            help: None,
            witness: None,
        })
    }

    pub(crate) fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    pub(crate) fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.others.push((span, label.into()));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn witness(mut self, witness: Option<Facts>) -> Self {
        self.witness = witness;
        self
    }
}

/// What was proven of a rules file, and what was found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// The findings that are not allowed, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many facts the proofs range over, the date aside.
    pub facts: usize,
    /// How many shipments there are, the dates aside: as a number of digits where it is large.
    pub shipments: Shipments,
    /// How many rules were looked at.
    pub rules: usize,
}

/// How many closed shipments there are, dates aside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shipments {
    /// Exactly so many.
    Exactly(u128),
    /// About so many times a power of ten.
    About(f64, u32),
}
