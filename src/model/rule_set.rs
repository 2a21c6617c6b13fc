//! The rule set: every list of a rules file, each looked up by its ids.

use std::ops::Index;

use serde::{Deserialize, Serialize};

use crate::codes::{Code, Level};
use crate::model::charge::{DailyFee, Table, Tax};
use crate::model::condition::{Condition, Facts, Region};
use crate::model::fact::{Default, Fact, Kind};
use crate::model::ids::{
    CheckId, DocumentId, FactId, FlowId, Id, LaneId, PriceId, RateId, RowId, SourceId, StepId,
    TaxId, numbered,
};
use crate::model::law::Law;
use crate::model::rule::{Deadline, Flow, Row, Rule};
use crate::model::value::{Day, Value};
use crate::model::vocabulary::{Check, Document, Lane, Source, Step};
use crate::model::wording::Wording;
use crate::source::{Place, Places, Span};

/// A rules file, read and checked: valid by construction, since nothing but reading makes one.
///
/// ```compile_fail,E0277
/// fn can_be_forged<T: for<'de> serde::Deserialize<'de>>() {}
/// can_be_forged::<advisor::RuleSet>();
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    pub(crate) title: Wording,
    pub(crate) first_date: Day,
    pub(crate) reviewed: Option<Day>,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) currency: Option<String>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) goods: FactId,
    pub(crate) choices: Vec<FactId>,
    pub(crate) by_preference: Vec<FactId>,
    pub(crate) sources: Vec<Source>,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) checks: Vec<Check>,
    pub(crate) steps: Vec<Step>,
    pub(crate) documents: Vec<Document>,
    pub(crate) impossibilities: Vec<Rule>,
    pub(crate) laws: Vec<Law>,
    pub(crate) rows: Vec<Row>,
    pub(crate) flows: Vec<Flow>,
    pub(crate) deadlines: Vec<Deadline>,
    pub(crate) rates: Vec<Table>,
    pub(crate) prices: Vec<Table>,
    pub(crate) taxes: Vec<Tax>,
    pub(crate) daily_fee: Option<DailyFee>,
    pub(crate) lint_levels: Vec<(Code, Level)>,
    pub(crate) exceptions: Vec<Exception>,
    pub(crate) unused_groups: Vec<(String, Span)>,
    pub(crate) places: Places,
}

/// A finding that the owner of the rules accepts, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Exception {
    /// The code of the finding.
    pub code: Code,
    /// What it is about: a rule's id, or a name as `goods.wine`.
    pub subject: String,
    /// Why it is accepted.
    pub reason: String,
    /// Where it stands.
    pub span: Span,
}

impl RuleSet {
    /// What the file calls itself.
    #[must_use]
    pub fn title(&self) -> &Wording {
        &self.title
    }

    /// The first date of which the file speaks.
    #[must_use]
    pub fn first_date(&self) -> Day {
        self.first_date
    }

    /// The day on which the file was last reviewed.
    #[must_use]
    pub fn reviewed(&self) -> Option<Day> {
        self.reviewed
    }

    /// The currency of its money.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// Today, by the clocks of the place.
    #[must_use]
    pub fn today(&self) -> Day {
        Day::today(self.utc_offset_minutes)
    }

    /// All facts with their ids, in the order of the file; not the date, not the lane.
    pub fn facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        numbered(&self.facts).skip(FactId::LANE.index() + 1)
    }

    /// The ids of all facts, the date and the lane among them.
    pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..self.facts.len()).filter_map(FactId::at)
    }

    /// The fact that the file calls `id`.
    #[must_use]
    pub fn fact_called(&self, id: &str) -> Option<(FactId, &Fact)> {
        self.facts().find(|(_, fact)| fact.id == id)
    }

    /// How many facts there are, the date and the lane included.
    #[must_use]
    pub fn fact_count(&self) -> usize {
        self.facts.len()
    }

    /// The fact that says what the goods are.
    #[must_use]
    pub fn goods(&self) -> FactId {
        self.goods
    }

    /// The facts that a trader can still decide, slowest first.
    #[must_use]
    pub fn choices(&self) -> &[FactId] {
        &self.choices
    }

    /// The choices that are made by preference: their first value that is not refused is taken.
    #[must_use]
    pub fn by_preference(&self) -> &[FactId] {
        &self.by_preference
    }

    /// The fact whose codes belong to the names of a list, with that list.
    #[must_use]
    pub fn coded_list(&self) -> Option<(FactId, FactId)> {
        self.facts().find_map(|(id, fact)| match &fact.kind {
            Kind::Code(codes) => codes.of.map(|list| (id, list)),
            _ => None,
        })
    }

    /// The sources.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The lanes, lightest first.
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The checks.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The steps of which flows are made.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The documents.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The facts that never meet, as the owner of the file says.
    #[must_use]
    pub fn impossibilities(&self) -> &[Rule] {
        &self.impossibilities
    }

    /// The laws, which are proven and decide nothing.
    #[must_use]
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// Whether these facts meet, as far as the owner of the file says.
    #[must_use]
    pub fn is_possible(&self, facts: &Facts) -> bool {
        !self.impossibilities.iter().any(|one| one.condition.holds(facts))
    }

    /// The rows that decide: refusals, lanes, checks and documents.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The flows; the first that holds is taken.
    #[must_use]
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// When things are due.
    #[must_use]
    pub fn deadlines(&self) -> &[Deadline] {
        &self.deadlines
    }

    /// How many minutes the clocks of the place are ahead of UTC.
    #[must_use]
    pub fn utc_offset_minutes(&self) -> i32 {
        self.utc_offset_minutes
    }

    /// When each entry of a rate or a price holds.
    pub fn table_regions(&self) -> impl Iterator<Item = &Region> {
        self.rates
            .iter()
            .chain(&self.prices)
            .flat_map(|table| &table.entries)
            .map(|one| &one.within)
    }

    /// The tables of rates.
    #[must_use]
    pub fn rates(&self) -> &[Table] {
        &self.rates
    }

    /// The tables of prices.
    #[must_use]
    pub fn prices(&self) -> &[Table] {
        &self.prices
    }

    /// The levels of findings that the file asks for.
    #[must_use]
    pub fn lint_levels(&self) -> &[(Code, Level)] {
        &self.lint_levels
    }

    /// The findings that the file accepts.
    #[must_use]
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// The groups that nothing names, as `goods.dairy`.
    #[must_use]
    pub fn unused_groups(&self) -> &[(String, Span)] {
        &self.unused_groups
    }

    /// The tax regimes; the first that holds is paid.
    #[must_use]
    pub fn taxes(&self) -> &[Tax] {
        &self.taxes
    }

    /// The fee for every day of delay, if there is one.
    #[must_use]
    pub fn daily_fee(&self) -> Option<&DailyFee> {
        self.daily_fee.as_ref()
    }

    /// Every rule: those of the rows, of the flows, of the tax regimes and of the late fee.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let rows = self.rows.iter().map(|row| &row.rule);
        let flows = self.flows.iter().map(|flow| &flow.rule);
        let taxes = self.taxes.iter().map(|tax| &tax.rule);
        rows.chain(flows).chain(taxes).chain(self.daily_fee.as_ref().map(|fee| &fee.rule))
    }

    /// Every condition of a rule.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.rules().map(|rule| &rule.condition)
    }

    /// Every box that decides something: those of the conditions and those of the tables.
    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.conditions().flat_map(Condition::regions).chain(self.table_regions())
    }

    /// Whether anything that decides, or that the owner calls impossible, asks for a fact.
    #[must_use]
    pub fn asks_for(&self, fact: FactId) -> bool {
        let impossible = self.impossibilities.iter().map(|one| &one.condition);
        let mut regions = self.regions().chain(impossible.flat_map(Condition::regions));
        regions.any(|region| region.allowed(fact).is_some())
    }

    /// The sources of a rule.
    pub fn sources_of<'r>(&'r self, rule: &'r Rule) -> impl Iterator<Item = &'r Source> {
        rule.sources.iter().map(|id| &self[*id])
    }

    /// The name of the rules file.
    #[must_use]
    pub fn file(&self) -> &str {
        self.places.main()
    }

    /// The names of all files that it was read from, that of the rules file first.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.places.files()
    }

    /// The file and the line on which `span` begins.
    #[must_use]
    pub fn place(&self, span: Span) -> Place<'_> {
        self.places.of(span)
    }

    /// The default of `fact`, once the facts before it are known.
    #[must_use]
    pub fn default_of(&self, fact: &Fact, known: &Facts) -> Value {
        let found = match &fact.default {
            Default::None => None,
            Default::Value(value) => Some(*value),
            Default::ByDate(values) => {
                let day = known.get(FactId::DATE);
                values.iter().find(|(days, _)| days.contains(day)).map(|(_, value)| *value)
            }
            Default::ByName { fact, values, otherwise } => {
                let name = known.get(*fact);
                let own = values.iter().find(|(of, _)| *of == name).map(|(_, value)| *value);
                own.or(*otherwise)
            }
        };
        found.unwrap_or(Value::NOT_GIVEN)
    }
}

macro_rules! look_up {
    ($($id:ty: $list:ident -> $entry:ty;)+) => {$(
        impl Index<$id> for RuleSet {
            type Output = $entry;

            #[expect(clippy::indexing_slicing, reason = "`read` makes an id with its entry")]
            fn index(&self, id: $id) -> &$entry {
                &self.$list[id.index()]
            }
        }
    )+};
}

look_up! {
    FactId: facts -> Fact;
    SourceId: sources -> Source;
    LaneId: lanes -> Lane;
    CheckId: checks -> Check;
    StepId: steps -> Step;
    DocumentId: documents -> Document;
    RowId: rows -> Row;
    FlowId: flows -> Flow;
    RateId: rates -> Table;
    PriceId: prices -> Table;
    TaxId: taxes -> Tax;
}
