//! What is wrong inside a rules file, as data: never printed from here.

use crate::source::Span;

/// One problem of a rules file: what is there, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem it is: a stable name in kebab-case.
    pub code: &'static str,
    /// What is wrong, in lower case and without a stop.
    pub message: String,
    /// The smallest text at fault; `None` for the file as a whole.
    pub span: Option<Span>,
    /// What stands there, if the message does not say it.
    pub label: Option<String>,
    /// The other party of the problem: where it stands, and what it is.
    pub other: Option<(Span, String)>,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem at `span`.
    #[must_use]
    pub fn new(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message, span: Some(span), label: None, other: None, help: None }
    }

    /// A problem of the file as a whole.
    #[must_use]
    pub fn of_file(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message, span: None, label: None, other: None, help: None }
    }

    /// Says what stands at the span.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Points at the other party.
    #[must_use]
    pub fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.other = Some((span, label.into()));
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
}

/// Sorts problems as they stand in the file, those of the whole file first, and drops repetitions.
#[must_use]
pub fn in_file_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    diagnostics.dedup();
    diagnostics
}
