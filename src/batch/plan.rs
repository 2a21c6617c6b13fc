//! What a run was asked to do: which columns say what, and what is added.

use crate::batch::change::{Candidate, candidates};
use crate::batch::open_error::OpenError;
use crate::batch::warnings::Warnings;
use crate::engine::Engine;
use crate::lexicon::Lexicon;
use crate::model::value::Day;
use crate::model::{FactId, RuleSet};
use crate::shipment::{self, InputError, InputErrors};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV with a header.
    Csv,
    /// A JSON object a line.
    Json,
}

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// The value of a fact.
    Fact(FactId),
    /// The date.
    On,
}

/// A column that is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Whether the shipment can be cleared.
    Verdict,
    /// How closely customs looks.
    Lane,
    /// The way through customs.
    Flow,
    /// When the goods are released.
    Release,
    /// What was left open, with what was chosen.
    Chosen,
    /// The tax to pay.
    Tax,
    /// The fee for declaring late.
    LateFee,
    /// The rules that led here.
    Rules,
    /// Why the row could not be answered.
    Error,
    /// Where the answer may mislead.
    Warnings,
    /// What customs does.
    Checks,
    /// The documents that are needed.
    Documents,
    /// Why the shipment is refused.
    RefusedBecause,
    /// The last day on which the answer is the same.
    Until,
    /// The tax regime.
    Regime,
    /// The single change that helps most.
    Change,
    /// The lane then.
    ChangeLane,
    /// The release then.
    ChangeRelease,
    /// What it saves; less than nothing where it costs more.
    ChangeSaves,
}

impl Column {
    /// So many of them are added where nothing is said.
    const DEFAULTS: usize = 9;

    /// All of them, in their order; those that are added only on request come last.
    const ALL: [(&'static str, Self); 19] = [
        ("verdict", Self::Verdict),
        ("lane", Self::Lane),
        ("flow", Self::Flow),
        ("release", Self::Release),
        ("chosen", Self::Chosen),
        ("tax", Self::Tax),
        ("late_fee", Self::LateFee),
        ("rules", Self::Rules),
        ("error", Self::Error),
        ("warnings", Self::Warnings),
        ("checks", Self::Checks),
        ("documents", Self::Documents),
        ("refused_because", Self::RefusedBecause),
        ("until", Self::Until),
        ("regime", Self::Regime),
        ("change", Self::Change),
        ("change_lane", Self::ChangeLane),
        ("change_release", Self::ChangeRelease),
        ("change_saves", Self::ChangeSaves),
    ];

    /// The names of all columns.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(|(name, _)| name)
    }

    /// The columns that are added where nothing else is asked for.
    pub fn defaults() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().take(Self::DEFAULTS).map(|(_, column)| column)
    }

    /// The column with this name.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, column)| column)
    }

    /// Whether it tells of the single change that helps most.
    fn is_of_change(self) -> bool {
        matches!(self, Self::Change | Self::ChangeLane | Self::ChangeRelease | Self::ChangeSaves)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(_, column)| *column == self);
        found.map_or("", |(name, _)| name)
    }
}

/// What a caller asks for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The date of rows that have none of their own.
    pub day: Day,
    /// How the input is written; told by its first byte if nothing is said.
    pub input: Option<Format>,
    /// How to write the answers; as the input if nothing is said.
    pub output: Option<Format>,
    /// What separates the cells of CSV; told by the header if nothing is said.
    pub delimiter: Option<u8>,
    /// Columns by names of the caller's choice, with the fact each says.
    pub maps: Vec<(String, String)>,
    /// Facts that are the same in every row, with their values.
    pub sets: Vec<(String, String)>,
    /// What is added.
    pub columns: Vec<Column>,
    /// What the names of added columns begin with.
    pub prefix: String,
    /// Whether cells that a spreadsheet would compute are kept from it.
    pub csv_safe: bool,
    /// Whether a column that is nearly called as a fact is an error.
    pub strict: bool,
    /// The words in which the mistakes of a row are told.
    pub words: fn(&InputErrors) -> String,
    /// Whether what is added is only compared: then its names stand beside no others.
    pub(crate) is_unwritten: bool,
}

impl Options {
    /// What is usual: the columns that are added by default, everything else told by the input.
    #[must_use]
    pub fn new(day: Day) -> Self {
        Self {
            day,
            input: None,
            output: None,
            delimiter: None,
            maps: Vec::new(),
            sets: Vec::new(),
            columns: Column::defaults().collect(),
            prefix: String::new(),
            csv_safe: false,
            strict: false,
            words: InputErrors::to_string,
            is_unwritten: false,
        }
    }

    /// All that is wrong with them, whatever the input.
    #[must_use]
    pub fn problems(&self, rule_set: &RuleSet) -> Vec<OpenError> {
        named(rule_set, self).2
    }
}

/// What holds for every row of a run.
#[derive(Debug)]
pub(crate) struct Plan<'e> {
    pub(crate) engine: &'e Engine<'e>,
    pub(crate) day: Day,
    /// What is the same in every row.
    pub(crate) sets: Vec<(Target, String)>,
    maps: Vec<(String, Target)>,
    /// What is added, with its name.
    pub(crate) columns: Vec<(Column, String)>,
    pub(crate) input: Format,
    pub(crate) output: Format,
    pub(crate) delimiter: u8,
    pub(crate) csv_safe: bool,
    pub(crate) strict: bool,
    pub(crate) tell: fn(&InputErrors) -> String,
    /// The names of all that a column can say.
    sayable: Lexicon,
    is_unwritten: bool,
    pub(crate) warnings: Warnings<'e>,
    /// The changes that rows are tried with; none where no column asks for them.
    pub(crate) candidates: Vec<Candidate>,
}

impl<'e> Plan<'e> {
    /// Understands the names in what a caller asks for.
    pub(crate) fn new(
        engine: &'e Engine<'e>,
        options: &Options,
        input: Format,
    ) -> Result<Self, OpenError> {
        let rule_set = engine.rule_set();
        let output = options.output.unwrap_or(input);
        if options.csv_safe && output != Format::Csv {
            return Err(OpenError::SafeJson);
        }
        let (maps, sets, wrong) = named(rule_set, options);
        if let Some(first) = wrong.into_iter().next() {
            return Err(first);
        }
        let changes = options.columns.iter().any(|column| column.is_of_change());
        let named = |column: &Column| (*column, format!("{}{}", options.prefix, column.name()));
        let facts = rule_set.facts().map(|(_, fact)| fact.id.as_str());
        Ok(Self {
            engine,
            day: options.day,
            sets,
            maps,
            columns: options.columns.iter().map(named).collect(),
            input,
            output,
            delimiter: options.delimiter.unwrap_or(b','),
            csv_safe: options.csv_safe,
            strict: options.strict,
            tell: options.words,
            sayable: Lexicon::new(facts.chain(["on"])),
            is_unwritten: options.is_unwritten,
            warnings: Warnings::new(rule_set),
            candidates: if changes { candidates(rule_set) } else { Vec::new() },
        })
    }

    pub(crate) fn rule_set(&self) -> &'e RuleSet {
        self.engine.rule_set()
    }

    /// What a column with this name says; none for one that is only passed on.
    pub(crate) fn target(&self, name: &str) -> Option<Target> {
        let name = folded(name);
        let mapped = self.maps.iter().find(|(column, _)| *column == name);
        mapped.map(|(_, target)| *target).or_else(|| target_called(self.rule_set(), &name))
    }

    /// The columns that the caller has named for facts.
    pub(crate) fn mapped(&self) -> impl Iterator<Item = &str> {
        self.maps.iter().map(|(column, _)| column.as_str())
    }

    /// What columns of these names say, and what is the same in every row.
    pub(crate) fn said(&self, names: &[String]) -> Vec<Target> {
        let sets = self.sets.iter().map(|(target, _)| *target);
        names.iter().filter_map(|name| self.target(name)).chain(sets).collect()
    }

    /// What is near to the name of a column that says nothing, but for what is said elsewhere.
    pub(crate) fn near(&self, name: &str, said: &[Target]) -> Vec<String> {
        let name = folded(name).replace('_', "-");
        let unsaid = |near: &&str| {
            let target = target_called(self.rule_set(), near);
            target.is_some_and(|target| !said.contains(&target))
        };
        self.sayable.nearest(&name).into_iter().filter(unsaid).map(str::to_owned).collect()
    }

    /// How messages call what a column says.
    pub(crate) fn words(&self, target: Target) -> &'e str {
        match target {
            Target::Fact(id) => &self.rule_set()[id].id,
            Target::On => "on",
        }
    }

    /// Whether a column of the input has the name of one that is added.
    pub(crate) fn clashes(&self, name: &str) -> bool {
        !self.is_unwritten && self.columns.iter().any(|(_, added)| added == name)
    }
}

/// What a fact's name or `on` stands for.
fn target_called(rule_set: &RuleSet, name: &str) -> Option<Target> {
    match name {
        "on" => Some(Target::On),
        _ => {
            let found = rule_set.fact_called(name);
            // Databases write names with underscores.
            let found = found.or_else(|| rule_set.fact_called(&name.replace('_', "-")));
            found.map(|(id, _)| Target::Fact(id))
        }
    }
}

/// Columns by the caller's names, and what is the same in every row; and all that is wrong there.
type Named = (Vec<(String, Target)>, Vec<(Target, String)>, Vec<OpenError>);

fn named(rule_set: &RuleSet, options: &Options) -> Named {
    let (mut maps, mut sets, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for (column, fact) in &options.maps {
        match map(rule_set, &maps, column, fact) {
            Ok(map) => maps.push(map),
            Err(error) => wrong.push(error),
        }
    }
    for (fact, value) in &options.sets {
        match set(rule_set, &sets, fact, value) {
            Ok(set) => sets.push(set),
            Err(error) => wrong.push(error),
        }
    }
    let (day, first) = (options.day, rule_set.first_date());
    wrong.extend((day < first).then(|| InputError::TooEarly { day, first }.into()));
    (maps, sets, wrong)
}

/// A column that is to be taken for a fact.
fn map(
    rule_set: &RuleSet,
    maps: &[(String, Target)],
    column: &str,
    fact: &str,
) -> Result<(String, Target), OpenError> {
    let column = folded(column);
    if maps.iter().any(|(other, _)| *other == column) {
        return Err(OpenError::MappedTwice(column));
    }
    Ok((column, target(rule_set, fact)?))
}

/// A fact that is the same in every row.
fn set(
    rule_set: &RuleSet,
    sets: &[(Target, String)],
    fact: &str,
    value: &str,
) -> Result<(Target, String), OpenError> {
    let target = target(rule_set, fact)?;
    if target == Target::On {
        return Err(OpenError::DateAsFact);
    }
    if sets.iter().any(|(other, _)| *other == target) {
        return Err(OpenError::SetTwice(fact.to_owned()));
    }
    check_value(rule_set, target, value)?;
    Ok((target, value.to_owned()))
}

fn target(rule_set: &RuleSet, name: &str) -> Result<Target, InputError> {
    let known = target_called(rule_set, &folded(name));
    known.map_or_else(|| shipment::fact(rule_set, name).map(Target::Fact), Ok)
}

/// Refuses a value that no row could have; one that is only out of force is for the rows to say.
fn check_value(rule_set: &RuleSet, target: Target, value: &str) -> Result<(), InputError> {
    match target {
        Target::On => {}
        Target::Fact(id) => drop(shipment::value(rule_set, id, value)?),
    }
    Ok(())
}

/// The name of a column as it is compared: without case and surrounding spaces.
pub(crate) fn folded(name: &str) -> String {
    name.trim().trim_start_matches('\u{feff}').to_lowercase()
}
