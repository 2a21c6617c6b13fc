//! The words of a place: sources, lanes, checks, steps and documents.

use serde::{Deserialize, Serialize};

use crate::model::condition::Condition;
use crate::model::id_set::CheckSet;
use crate::model::ids::{DocumentId, FactId, StepId};
use crate::model::time::Takes;
use crate::model::wording::{Wording, in_words};
use crate::source::Span;

/// Where a rule comes from: an announcement, a decree, a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Source {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Wording,
    /// Where it can be read.
    pub url: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// Where more is said of something: the number of its form, and a link.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reference {
    /// The number of the form, as the form has it.
    pub form: Option<String>,
    /// Where it can be read or filled in.
    pub url: Option<String>,
}

impl Reference {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.form.is_none() && self.url.is_none()
    }
}

/// How closely customs looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Lane {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// The checks that every shipment in this lane gets.
    pub checks: CheckSet,
    /// Where it is declared.
    pub span: Span,
}

/// Where a check takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CheckKind {
    /// On data, before arrival.
    Data,
    /// On documents.
    Review,
    /// On the goods themselves.
    Site,
}

/// What customs does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Check {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// A name of few words, for a line that runs on.
    pub short: Option<Wording>,
    /// Where it takes place.
    pub kind: CheckKind,
    /// How long it takes, indicatively, where that is long.
    pub takes: Option<Takes>,
    /// Where it is declared.
    pub span: Span,
}

/// When a step takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StepTime {
    /// Before the goods arrive.
    BeforeArrival,
    /// When they arrive.
    AtArrival,
    /// Once they are released.
    AfterRelease,
}

/// One step of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Step {
    /// Its id.
    pub id: String,
    /// What has to be done.
    pub title: Wording,
    /// When.
    pub time: StepTime,
    /// The kinds of check that take place in it.
    pub holds: Vec<CheckKind>,
    /// Whether it is left out where it holds no check and no document.
    pub optional: bool,
    /// How long it takes, indicatively.
    pub takes: Option<Takes>,
    /// What is said instead where a condition holds: the first that does.
    pub cases: Vec<StepCase>,
    /// Where more is said of it.
    pub reference: Reference,
    /// Where it is declared.
    pub span: Span,
}

/// What a step says of some shipments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StepCase {
    /// Of which.
    pub condition: Condition,
    /// What has to be done.
    pub title: Wording,
    /// How long it takes; as the step says, if nothing stands here.
    pub takes: Option<Takes>,
}

/// A paper or a set of data that has to be at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// A name of few words, for a line that runs on.
    pub short: Option<Wording>,
    /// The steps in which it is handed in: the first of them that the flow has.
    pub steps: Vec<StepId>,
    /// The yes/no fact that says whether it is at hand, if one does.
    pub have: Option<FactId>,
    /// For one of several documents, which of them will do; empty for a document itself.
    pub one_of: Vec<DocumentId>,
    /// Where more is said of it.
    pub reference: Reference,
    /// Where it is declared.
    pub span: Span,
}

impl Check {
    /// Its name in few words, else what people call it.
    #[must_use]
    pub fn short_words(&self) -> String {
        self.short.as_deref().map_or_else(|| self.words(), str::to_owned)
    }

    /// What people call it: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }
}

impl Document {
    /// Its name in few words, else what people call it.
    #[must_use]
    pub fn short_words(&self) -> String {
        self.short.as_deref().map_or_else(|| self.words(), str::to_owned)
    }

    /// What people call it: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }
}
