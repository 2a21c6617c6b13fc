//! What is printed: a struct for each object, every key always there.

use advisor::model::RuleSet;
use advisor::model::value::Day;
use indexmap::IndexMap;
use serde::Serialize;

use crate::render::json::dates::{DatesOut, DaysOut};
use crate::render::json::references::References;
use crate::render::json::titles::Titles;

#[derive(Serialize)]
pub(super) struct Route<'r> {
    pub(super) schema: &'static str,
    pub(super) rules: Rules<'r>,
    pub(super) shipment: IndexMap<&'r str, serde_json::Value>,
    pub(super) given: Vec<&'r str>,
    pub(super) assumed: Vec<&'r str>,
    pub(super) chosen: Vec<&'r str>,
    pub(super) verdict: &'static str,
    pub(super) lane: Option<&'r str>,
    pub(super) flow: Option<&'r str>,
    pub(super) release: Option<&'static str>,
    pub(super) path: Vec<Step<'r>>,
    pub(super) dates: Option<DatesOut<'r>>,
    pub(super) titles: Titles<'r>,
    pub(super) references: References<'r>,
    pub(super) checks: Vec<&'r str>,
    pub(super) documents: Vec<&'r str>,
    pub(super) missing_documents: Vec<&'r str>,
    pub(super) tax: Option<Tax<'r>>,
    pub(super) late_fee: Option<LateFee>,
    pub(super) passed_over: Vec<PassedOverOut<'r>>,
    pub(super) refusals: Vec<Refusal<'r>>,
    pub(super) reasons: Vec<ReasonOut<'r>>,
    pub(super) warnings: Vec<String>,
    pub(super) alternatives: Vec<AlternativeOut<'r>>,
    /// Of a shipment of several lines: each of them …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lines: Option<Vec<LineOut<'r>>>,
    /// … and, where it is refused, shipments of some of them that are not, or null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) split: Option<Option<SplitOut>>,
}

/// The rules that answered.
#[derive(Serialize)]
pub(crate) struct Rules<'r> {
    title: &'r str,
    file: &'r str,
    on: Option<String>,
}

impl<'r> Rules<'r> {
    /// Those of a rule set, on a day if it is about one.
    pub(crate) fn new(rule_set: &'r RuleSet, on: Option<Day>) -> Self {
        let on = on.map(|day| day.to_string());
        Self { title: rule_set.title(), file: rule_set.file(), on }
    }
}

#[derive(Serialize)]
pub(super) struct Step<'r> {
    pub(super) step: &'r str,
    pub(super) title: &'r str,
    pub(super) when: &'static str,
    pub(super) takes: Option<String>,
    pub(super) takes_days: Option<DaysOut>,
    pub(super) checks: Vec<&'r str>,
    pub(super) documents: Vec<&'r str>,
}

/// `payable` is the amount before a waiver.
#[derive(Serialize)]
pub(crate) struct Tax<'r> {
    pub(super) regime: Option<&'r str>,
    pub(super) payable: Option<String>,
    pub(super) waived: bool,
    pub(super) items: Vec<TaxItem>,
}

#[derive(Serialize)]
pub(super) struct TaxItem {
    pub(super) name: String,
    pub(super) rate: String,
    pub(super) amount: String,
}

#[derive(Serialize)]
pub(crate) struct LateFee {
    pub(super) payable: Option<String>,
    pub(super) waived: bool,
}

#[derive(Serialize)]
pub(super) struct Refusal<'r> {
    pub(super) rule: &'r str,
    pub(super) because: &'r str,
    pub(super) remedy: &'r str,
    pub(super) sources: Vec<&'r str>,
}

#[derive(Serialize)]
pub(super) struct ReasonOut<'r> {
    pub(super) rule: &'r str,
    pub(super) kind: &'static str,
    pub(super) because: Option<&'r str>,
    pub(super) effect: &'r str,
    pub(super) file: &'r str,
    pub(super) line: usize,
    pub(super) sources: Vec<&'r str>,
    pub(super) confidence: &'static str,
}

/// A value of a choice by preference that would have come first. One that is refused has the
/// refusals, one that is not offered for such a shipment has the reason, if the file gives one.
#[derive(Serialize)]
pub(super) struct PassedOverOut<'r> {
    pub(super) fact: &'r str,
    pub(super) value: serde_json::Value,
    pub(super) closed: &'static str,
    pub(super) because: Option<&'r str>,
    pub(super) refusals: Vec<Refusal<'r>>,
}

#[derive(Serialize)]
pub(super) struct AlternativeOut<'r> {
    pub(super) change: IndexMap<&'r str, serde_json::Value>,
    pub(super) verdict: &'static str,
    pub(super) lane: Option<&'r str>,
    pub(super) flow: Option<&'r str>,
    pub(super) release: Option<&'static str>,
    pub(super) offered: bool,
    pub(super) compared: &'static str,
    pub(super) checks: Vec<&'r str>,
    pub(super) documents: Vec<&'r str>,
    pub(super) tax: Option<Tax<'r>>,
    pub(super) late_fee: Option<LateFee>,
}

/// One line of several: `shipment` has what is its own, and what it has of each total.
#[derive(Serialize)]
pub(super) struct LineOut<'r> {
    pub(super) line: usize,
    pub(super) shipment: IndexMap<&'r str, serde_json::Value>,
    pub(super) given: Vec<&'r str>,
    pub(super) assumed: Vec<&'r str>,
    pub(super) verdict: &'static str,
    pub(super) lane: Option<&'r str>,
    pub(super) checks: Vec<&'r str>,
    pub(super) documents: Vec<&'r str>,
    pub(super) tax: Option<Tax<'r>>,
    pub(super) refusals: Vec<Refusal<'r>>,
    pub(super) reasons: Vec<ReasonOut<'r>>,
    pub(super) warnings: Vec<String>,
}

/// Shipments of some of the lines, and the lines that nothing clears, by their numbers.
#[derive(Serialize)]
pub(super) struct SplitOut {
    pub(super) shipments: Vec<Vec<usize>>,
    pub(super) refused: Vec<usize>,
}
