//! What was found in a rules file, by reading it or by proof, as data: never printed from here.

use crate::codes::{Code, Level};
use crate::model::condition::Facts;
use crate::model::value::Day;
use crate::source::Span;

/// One thing that was found: what is there, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of thing it is.
    pub code: Code,
    /// How much it weighs, by its default, the file and the caller.
    pub level: Level,
    /// What of the file it is about, where that has a name: a rule's id, a name as `goods.wine`, a
    /// lane. Stable when lines move.
    pub subject: Option<String>,
    /// What is wrong, in lower case and without a stop.
    pub message: String,
    /// The smallest text at fault; `None` for the file as a whole.
    pub span: Option<Span>,
    /// What stands there, if the message does not say it.
    pub label: Option<String>,
    /// The other parties: where they stand, and what they are.
    pub others: Vec<(Span, String)>,
    /// The rules that keep it from deciding anything: a set of which none can be left out.
    pub blockers: Vec<String>,
    /// Whether another such set exists, so that changing one of these is not enough.
    pub more_blockers: bool,
    /// The way out.
    pub help: Option<String>,
    /// A closed shipment that shows it: every fact and the date.
    pub witness: Option<Facts>,
    /// What breaks a law.
    pub breach: Option<Box<Breach>>,
}

/// What breaks a law, as far as the budget told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Breach {
    /// The shipment that is worse than the witness, from which it differs in one fact.
    pub worse: Option<Facts>,
    /// The rules by which the shipment comes out so.
    pub rules: Vec<String>,
    /// How many shipments break it on a day, or how many pairs of them, in digits.
    pub shipments: Option<(Day, String)>,
    /// The first of the days in a row on which some do, that of today among them if it is broken
    /// today; and the first on which none does.
    pub days: Option<(Day, Option<Day>)>,
}

impl Finding {
    /// Something that is found at `span`.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::of_file(code, message) }
    }

    /// Something that is found of the file as a whole.
    #[must_use]
    pub fn of_file(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            level: code.level(),
            subject: None,
            message: message.into(),
            span: None,
            label: None,
            others: Vec::new(),
            blockers: Vec::new(),
            more_blockers: false,
            help: None,
            witness: None,
            breach: None,
        }
    }

    /// Says what of the file it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Says what stands at the span.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Points at another party.
    #[must_use]
    pub fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.others.push((span, label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Shows it by a shipment, where one is known.
    #[must_use]
    pub fn witness(mut self, witness: Option<Facts>) -> Self {
        self.witness = witness;
        self
    }
}

/// Sorts what was found as it stands in the file, what is about all of it first, and drops
/// repetitions.
#[must_use]
pub fn in_file_order(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by(|a, b| {
        let place = |one: &Finding| (one.span, one.code);
        place(a)
            .cmp(&place(b))
            .then_with(|| (&a.subject, &a.message).cmp(&(&b.subject, &b.message)))
    });
    found.dedup();
    found
}
