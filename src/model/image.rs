//! The image of a rule set: what the build prepares, so that the program need not read text.
//!
//! A rule set is made by reading alone, so that it has no `Deserialize` of its own: the image is
//! known to this crate and its build, and only for what it carries of itself.

use serde::{Deserialize, Serialize};

use crate::codes::{Code, Level};
use crate::model::charge::{DailyFee, Table, Tax};
use crate::model::fact::Fact;
use crate::model::ids::FactId;
use crate::model::law::Law;
use crate::model::rule::{Deadline, Flow, Row, Rule};
use crate::model::rule_set::{Exception, RuleSet};
use crate::model::value::Day;
use crate::model::vocabulary::{Check, Document, Lane, Source, Step};
use crate::model::wording::Wording;
use crate::source::{Places, Span};

/// A rule set as the build writes it and the program takes it up.
#[derive(Serialize, Deserialize)]
pub(crate) struct Image(#[serde(with = "Parts")] pub(crate) RuleSet);

/// The parts of a rule set, which serde holds to be the same as those of [`RuleSet`].
#[derive(Serialize, Deserialize)]
#[serde(remote = "RuleSet")]
struct Parts {
    title: Wording,
    first_date: Day,
    reviewed: Option<Day>,
    utc_offset_minutes: i32,
    currency: Option<String>,
    facts: Vec<Fact>,
    goods: FactId,
    choices: Vec<FactId>,
    by_preference: Vec<FactId>,
    sources: Vec<Source>,
    lanes: Vec<Lane>,
    checks: Vec<Check>,
    steps: Vec<Step>,
    documents: Vec<Document>,
    impossibilities: Vec<Rule>,
    laws: Vec<Law>,
    rows: Vec<Row>,
    flows: Vec<Flow>,
    deadlines: Vec<Deadline>,
    rates: Vec<Table>,
    prices: Vec<Table>,
    taxes: Vec<Tax>,
    daily_fee: Option<DailyFee>,
    lint_levels: Vec<(Code, Level)>,
    exceptions: Vec<Exception>,
    unused_groups: Vec<(String, Span)>,
    places: Places,
}
