//! What a run was asked to do: which columns say what, and what is added.

use advisor::Engine;
use advisor::model::RuleSet;
use advisor::model::condition::FactId;
use advisor::model::value::Day;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
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
    /// The HS code of the goods.
    Hs,
    /// The date.
    On,
}

/// A column that is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Verdict,
    Lane,
    Flow,
    Release,
    Chosen,
    Tax,
    LateFee,
    Rules,
    Error,
}

impl Column {
    /// All of them, in their order.
    pub(crate) const ALL: [(&'static str, Self); 9] = [
        ("verdict", Self::Verdict),
        ("lane", Self::Lane),
        ("flow", Self::Flow),
        ("release", Self::Release),
        ("chosen", Self::Chosen),
        ("tax", Self::Tax),
        ("late_fee", Self::LateFee),
        ("rules", Self::Rules),
        ("error", Self::Error),
    ];
}

/// What holds for every row of a run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) engine: &'static Engine<'static>,
    /// The date of rows that have none of their own.
    pub(crate) day: Day,
    /// What is the same in every row.
    pub(crate) sets: Vec<(Target, String)>,
    /// Columns by names of the caller's choice.
    pub(crate) maps: Vec<(String, Target)>,
    /// What is added, with its name.
    pub(crate) columns: Vec<(Column, String)>,
    pub(crate) input: Format,
    pub(crate) output: Format,
    pub(crate) delimiter: u8,
    /// Whether cells that a spreadsheet would compute are kept from it.
    pub(crate) csv_safe: bool,
}

impl Plan {
    pub(crate) fn rule_set(&self) -> &'static RuleSet {
        self.engine.rule_set()
    }

    /// What a column with this name says; none for one that is only passed on.
    pub(crate) fn target(&self, name: &str) -> Option<Target> {
        let name = folded(name);
        let mapped = self.maps.iter().find(|(column, _)| *column == name);
        mapped.map(|(_, target)| *target).or_else(|| target_called(self.rule_set(), &name))
    }

    /// How messages call what a column says.
    pub(crate) fn words(&self, target: Target) -> &'static str {
        match target {
            Target::Fact(id) => &self.rule_set()[id].id,
            Target::Hs => "hs",
            Target::On => "on",
        }
    }

    /// Whether a column of the input has the name of one that is added.
    pub(crate) fn clashes(&self, name: &str) -> bool {
        self.columns.iter().any(|(_, added)| added == name)
    }
}

/// What a fact's name, `hs` or `on` stands for.
pub(crate) fn target_called(rule_set: &RuleSet, name: &str) -> Option<Target> {
    match name {
        "hs" => Some(Target::Hs),
        "on" => Some(Target::On),
        _ => {
            let found = rule_set.fact_called(name);
            // Databases write names with underscores.
            let found = found.or_else(|| rule_set.fact_called(&name.replace('_', "-")));
            found.map(|(id, _)| Target::Fact(id))
        }
    }
}

/// The name of a column as it is compared: without case and surrounding spaces.
pub(crate) fn folded(name: &str) -> String {
    name.trim().trim_start_matches('\u{feff}').to_lowercase()
}
