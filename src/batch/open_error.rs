//! Why an input cannot be answered at all, as data.

use std::io;

use crate::batch::encoding::Foreign;
use crate::shipment::InputError;

/// A column that is no fact and is passed on, with the facts that it may have been meant for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassedOn {
    /// Its name, as the input writes it.
    pub name: String,
    /// Facts whose names are near, and that no other column says.
    pub near: Vec<String>,
}

/// Why an input cannot be answered at all.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// It cannot be read.
    Read(io::Error),
    /// A date, or a value for all rows, cannot be.
    Value(InputError),
    /// It is no text in UTF-8.
    Foreign(Foreign),
    /// JSON was to be kept from being computed by a spreadsheet.
    SafeJson,
    /// A column of this name is mapped twice.
    MappedTwice(String),
    /// A fact is set twice.
    SetTwice(String),
    /// The date is set as if it were a fact.
    DateAsFact,
    /// A column has the name of one that is added.
    Clash(String),
    /// The header does not end.
    EndlessHeader,
    /// Lines end with a carriage return alone.
    CarriageReturns,
    /// A mapped column is not there.
    NoColumn {
        /// The column that is missing.
        column: String,
        /// Those that are there.
        columns: Vec<String>,
        /// Whether the header looks like GBK.
        gbk: bool,
    },
    /// Two columns say the same, or one says what is the same in every row.
    SaidTwice {
        /// The second column.
        column: String,
        /// What it says.
        fact: String,
    },
    /// No column says what the goods are.
    NoGoods {
        /// The facts that do.
        facts: Vec<String>,
        /// The beginning of the header.
        header: String,
    },
    /// It is one JSON array, not an object a line.
    JsonArray,
    /// An object of it goes over several lines.
    JsonOverLines,
    /// Columns that say nothing are nearly called as facts.
    Misspelled(Vec<PassedOn>),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Value(error) => error.fmt(f),
            other => write!(f, "{other:?}"),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl From<InputError> for OpenError {
    fn from(error: InputError) -> Self {
        Self::Value(error)
    }
}
