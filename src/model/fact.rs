//! Facts: what can be known of a shipment, and how it is written.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::model::change::Change;
use crate::model::code::Codes;
use crate::model::condition::{Condition, FactId, Facts};
use crate::model::ids::LaneId;
use crate::model::time::Counts;
use crate::model::value::{Day, Interval, Value, ValueSet};
use crate::model::vocabulary::Reference;
use crate::model::wording::{Wording, in_words};
use crate::source::Span;

pub use crate::model::number::{DecimalText, Number, NumberError};

/// One thing that can be known of a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fact {
    /// Its id, by which the rules file and the command line name it.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// What values it can have.
    pub kind: Kind,
    /// What is taken where nothing is said.
    pub default: Default,
    /// What it counts, for a number of days that follows from dates.
    pub counts: Option<Counting>,
    /// What that means, as a phrase of a few words.
    pub assumed: Option<Wording>,
    /// How it goes with the lines of a shipment.
    pub lines: Lines,
    /// What it takes to change it; as usual for its kind, if the file does not say.
    pub change: Option<Change>,
    /// Where it is declared.
    pub span: Span,
}

/// What a number counts, and of which shipments: of the others it follows from no date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// What it counts.
    pub days: Counts,
    /// When it does, by what is known before any choice is made.
    pub condition: Condition,
}

/// How a fact goes with the lines of a shipment that has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Lines {
    /// All lines share it.
    #[default]
    Same,
    /// Each line has its own.
    Each,
    /// Each line has its own, by which it is charged; conditions look at the sum of all lines.
    Total,
    /// It is yes only of a shipment of one line, and no by itself where there are more.
    One,
}

/// What values a fact can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// A name from a list.
    Names(IndexMap<String, Name>),
    /// Yes or no.
    YesNo,
    /// A number with a unit.
    Number(Number),
    /// A code of a tree.
    Code(Codes),
    /// A day.
    Date,
}

/// What is taken for a fact of which nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Default {
    /// Nothing: it has to be given, or stays not given.
    None,
    /// Always the same.
    Value(Value),
    /// A value for each span of dates.
    ByDate(Vec<(Interval, Value)>),
    /// The value that belongs to the name of another fact, else a value of its own.
    ByName {
        /// The other fact, which stands earlier in the file.
        fact: FactId,
        /// The value for each name of it that has one.
        values: Vec<(Value, Value)>,
        /// What is taken for the rest.
        otherwise: Option<Value>,
    },
}

/// One entry of a list of names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Name {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// A name of few words, for a line that runs on.
    pub short: Option<Wording>,
    /// What it means that this was taken where nothing was said, as a phrase of a few words.
    pub assumed: Option<Wording>,
    /// Other ids by which it may be given.
    pub aliases: Vec<String>,
    /// Whether the advisor may choose it by itself.
    pub offered: Offered,
    /// What the rules know of it.
    pub coverage: Coverage,
    /// The days on which it can be given at all; `None` for always.
    pub in_force: Option<ValueSet>,
    /// The name that took its place when it went out of force.
    pub successor: Option<Value>,
    /// The lane a category starts from.
    pub lane: Option<LaneId>,
    /// Prefixes of the codes that belong to it, digits only.
    pub codes: Vec<String>,
    /// Where more is said of it.
    pub reference: Reference,
    /// Where it is declared.
    pub span: Span,
}

/// Whether the advisor may choose a name by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offered {
    /// It may.
    Always,
    /// It may not: another kind of business, which the trader has to ask for.
    Never,
    /// It may for some shipments.
    If {
        /// For which. It asks for nothing that is itself a choice.
        condition: Condition,
        /// Why not for the others, for people.
        because: Option<Wording>,
    },
}

impl Offered {
    /// Whether it may for a shipment with these facts.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::If { condition, .. } => condition.holds(facts),
        }
    }

    /// For which shipments, where that depends on them.
    #[must_use]
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::If { condition, .. } => Some(condition),
            Self::Always | Self::Never => None,
        }
    }
}

/// What the rules know of goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coverage {
    /// Some rule is about them, as far as the file says.
    Rules,
    /// They are ordinary: the file says that no rule of their own is meant.
    Ordinary,
    /// They stand for whatever no other entry matches.
    Rest,
}

impl Fact {
    /// The names of its list; none for a fact of another kind.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &Name> {
        static NO_NAMES: std::sync::LazyLock<IndexMap<String, Name>> =
            std::sync::LazyLock::new(IndexMap::new);
        match &self.kind {
            Kind::Names(names) => names.values(),
            _ => NO_NAMES.values(),
        }
    }

    /// The name that a value stands for.
    #[must_use]
    pub fn name(&self, value: Value) -> Option<&Name> {
        match &self.kind {
            Kind::Names(names) => names.get_index(value.index()).map(|(_, name)| name),
            _ => None,
        }
    }

    /// The value of the name with this very id.
    #[must_use]
    pub fn value_of_id(&self, id: &str) -> Option<Value> {
        match &self.kind {
            Kind::Names(names) => names.get_index_of(id).map(Value::of_index),
            _ => None,
        }
    }

    /// Every value that the fact can have when it is given.
    #[must_use]
    pub fn domain(&self) -> Interval {
        match &self.kind {
            Kind::Names(names) => Interval::new(0, Value::of_index(names.len()).0 - 1),
            Kind::YesNo => Interval::new(0, 1),
            Kind::Number(number) => Interval::new(number.least, number.greatest),
            Kind::Code(codes) => codes.domain(),
            Kind::Date => Interval::new(i64::from(i32::MIN), i64::from(i32::MAX)),
        }
    }

    /// Whether a shipment may say nothing of it where no default gives it a value.
    #[must_use]
    pub fn may_be_absent(&self) -> bool {
        matches!(self.kind, Kind::Number(_) | Kind::Code(_))
    }

    /// Writes a value as the command line takes it; empty for one that was not given.
    #[must_use]
    pub fn show(&self, value: Value) -> String {
        match &self.kind {
            _ if value == Value::NOT_GIVEN => String::new(),
            Kind::Names(_) => self.name(value).map(|name| name.id.clone()).unwrap_or_default(),
            Kind::YesNo if value == Value::NO => "no".to_owned(),
            Kind::YesNo => "yes".to_owned(),
            Kind::Number(number) => number.show(value),
            Kind::Code(codes) => codes.show(value),
            Kind::Date => Day::of(value).to_string(),
        }
    }

    /// What people call the fact: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }
}

impl Name {
    /// A name of which nothing but the id is known.
    #[must_use]
    pub fn bare(id: &str, span: Span) -> Self {
        Self {
            id: id.to_owned(),
            title: None,
            short: None,
            assumed: None,
            aliases: Vec::new(),
            offered: Offered::Always,
            coverage: Coverage::Rules,
            in_force: None,
            successor: None,
            lane: None,
            codes: Vec::new(),
            reference: Reference::default(),
            span,
        }
    }

    /// What people call it: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }

    /// Its name in few words, else what people call it.
    #[must_use]
    pub fn short_words(&self) -> String {
        self.short.as_deref().map_or_else(|| self.words(), str::to_owned)
    }

    /// How it may be written, case aside: its id first, its aliases, and what it is called in the
    /// languages of the file beside the first.
    pub fn exact_spellings(&self) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.iter().map(String::as_str);
        let others = self.title.iter().flat_map(Wording::translations);
        std::iter::once(self.id.as_str()).chain(aliases).chain(others)
    }

    /// Whether it can be given on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Day) -> bool {
        self.in_force.as_ref().is_none_or(|days| days.contains(day.value()))
    }
}
