//! Questions: what can be asked of all shipments, as data.
//!
//! A question is one or more cases. What a case asks for is a box, conditions that hold in it and conditions that do not: nothing else, so that one search
//! answers them all.

use crate::analyze::catalog::{Catalog, Impossible, TableId};
use crate::analyze::conditions::CondId;
use crate::model::id_set::{CheckSet, DocumentSet};
use crate::model::ids::{CheckId, DocumentId, FactId, FlowId, LaneId, RowId, TaxId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, RuleSet};
use crate::space::late_days;

/// A question about all shipments: is there one, which is the first, how many are there?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Question {
    /// A row holds; of a requirement, for a shipment that goes.
    Holds(RowId),
    /// A row holds, whatever refuses the shipment.
    HoldsDespite(RowId),
    /// A shipment would come out otherwise without a requirement.
    Matters(RowId),
    /// A shipment goes, and an entry of an ordered list is the first to take it.
    Wins(Listed),
    /// A shipment goes in a lane.
    Reached(LaneId),
    /// A shipment goes that has a value.
    Goes(FactId, Value),
    /// Nothing refuses a shipment, and no flow takes it.
    NoPath,
    /// A shipment goes, and two entries of one list hold for it.
    Both(Listed, Listed),
    /// A tax is due on a day up to this one, and a table that it uses has an entry for the shipment,
    /// but on other days only.
    RateMissing(TaxId, TableId, i32),
    /// A tax is due on this day for a shipment that has a value, and a table that it uses has no
    /// entry for it.
    RateGap(TaxId, TableId, i32, FactId, Value),
    /// An entry of a table holds for a shipment for which a tax that uses the table is due.
    Used(TaxId, TableId, u32),
    /// The daily fee is due.
    FeeDue,
    /// There is a shipment at all, whatever refuses it.
    Exists,
    /// There is a shipment that has a value, whatever refuses it.
    Has(FactId, Value),
    /// A shipment would be there, were it not for an impossibility of the file.
    Excludes(usize),
}

/// An entry of one of the two ordered lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listed {
    /// A flow.
    Flow(FlowId),
    /// A tax.
    Tax(TaxId),
}

/// Which refusals must not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusals {
    /// All of the rule set.
    All,
    /// These, rising.
    Only(Vec<RowId>),
    /// None: one of the rule set has to hold.
    Some,
}

/// What a requirement may bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brings {
    /// A lane at least as strict as this one.
    Lane(LaneId),
    Check(CheckId),
    Document(DocumentId),
}

/// What a requirement brings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Brought {
    pub(crate) lane: LaneId,
    checks: CheckSet,
    documents: DocumentSet,
}

/// When an entry of a table holds, for a shipment for which none does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entries {
    /// One does on other days.
    OnOtherDays,
    /// Whenever.
    Never,
}

/// Some of a question's shipments.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Values that facts are held to.
    pub(crate) held: Vec<(FactId, ValueSet)>,
    /// Conditions that hold.
    pub(crate) all: Vec<CondId>,
    /// Conditions that do not.
    pub(crate) none: Vec<CondId>,
    pub(crate) refusals: Refusals,
    /// No requirement that brings one of these holds.
    pub(crate) lacking: Vec<Brings>,
    /// Of each of these some requirement that brings one of them holds, in these lanes.
    pub(crate) brought: Vec<(Option<ValueSet>, Vec<Brings>)>,
    /// Whether it matters in which lane the shipment is.
    pub(crate) lanes: bool,
    /// Whether any lane will do, though nothing may lead to it.
    pub(crate) any_lane: bool,
    /// Kinds of what no shipment can be, and that this one may be.
    pub(crate) allowed: Vec<Impossible>,
    /// A requirement that is taken away.
    pub(crate) without: Option<RowId>,
    /// No entry of the table at this place holds.
    pub(crate) no_entry: Option<(usize, Entries)>,
    /// Of each of these lists a condition holds.
    pub(crate) some: Vec<Vec<CondId>>,
    /// A second shipment, for which all the rest is the same.
    pub(crate) twin: Option<Box<Twin>>,
}

/// A shipment that differs from another in one fact.
#[derive(Debug, Clone)]
pub(crate) struct Twin {
    pub(crate) fact: FactId,
    /// What the fact is of this one: values that no rule tells apart.
    pub(crate) values: ValueSet,
    /// What else holds of this one.
    pub(crate) case: Case,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            held: Vec::new(),
            all: Vec::new(),
            none: Vec::new(),
            refusals: Refusals::All,
            lacking: Vec::new(),
            brought: Vec::new(),
            lanes: false,
            any_lane: false,
            allowed: Vec::new(),
            without: None,
            no_entry: None,
            some: Vec::new(),
            twin: None,
        }
    }
}

impl Case {
    /// Whether it matters which requirements hold.
    pub(crate) fn looks_at_requirements(&self) -> bool {
        !self.any_lane && (!self.lacking.is_empty() || !self.brought.is_empty() || self.lanes)
    }

    /// The same, whatever refuses the shipment.
    pub(crate) fn despite_refusals(self) -> Self {
        Self { refusals: Refusals::Only(Vec::new()), ..self }
    }
}

impl Listed {
    /// The condition of the entry.
    pub(crate) fn condition(self, catalog: &Catalog<'_>) -> CondId {
        match self {
            Self::Flow(flow) => catalog.flow(flow),
            Self::Tax(tax) => catalog.tax(tax),
        }
    }

    /// The entries of the same list that come earlier.
    pub(crate) fn earlier(self) -> Vec<Self> {
        match self {
            Self::Flow(flow) => (0..flow.0).map(|at| Self::Flow(FlowId(at))).collect(),
            Self::Tax(tax) => (0..tax.0).map(|at| Self::Tax(TaxId(at))).collect(),
        }
    }

    /// All entries of both lists.
    pub(crate) fn all(rule_set: &RuleSet) -> impl Iterator<Item = Self> + '_ {
        let flows = numbered(rule_set.flows()).map(|(id, _)| Self::Flow(id));
        flows.chain(numbered(rule_set.taxes()).map(|(id, _)| Self::Tax(id)))
    }
}

impl Brought {
    /// What an effect brings.
    pub(crate) fn by(effect: &Effect) -> Self {
        let (lane, checks, documents) = match effect {
            Effect::Refuse { .. } => (None, CheckSet::EMPTY, DocumentSet::EMPTY),
            Effect::Require { lane, checks, documents } => (*lane, *checks, *documents),
        };
        Self { lane: lane.unwrap_or(LaneId(0)), checks, documents }
    }
}

impl Brings {
    /// Whether a requirement does.
    pub(crate) fn by(self, brought: &Brought) -> bool {
        match self {
            Self::Lane(least) => brought.lane >= least,
            Self::Check(check) => brought.checks.contains(check),
            Self::Document(document) => brought.documents.contains(document),
        }
    }
}

impl Question {
    /// The cases of the question: a shipment that answers it is in one of them, or in several.
    pub(crate) fn cases(self, rule_set: &RuleSet, catalog: &Catalog<'_>) -> Vec<Case> {
        let goes = Case::default();
        let mut case = match self {
            Self::Holds(row) | Self::HoldsDespite(row) => {
                let despite = matches!(self, Self::HoldsDespite(_)) || rule_set[row].refuses();
                let case = Case { all: vec![catalog.row(row)], ..goes };
                if despite { case.despite_refusals() } else { case }
            }
            Self::Matters(row) => return matters(rule_set, catalog, row),
            Self::Wins(entry) => Case {
                all: vec![entry.condition(catalog)],
                none: entry.earlier().iter().map(|one| one.condition(catalog)).collect(),
                ..goes
            },
            Self::Reached(lane) => {
                let held = vec![(FactId::LANE, ValueSet::of([Value(i64::from(lane.0))]))];
                return vec![Case { held, lanes: true, ..goes }];
            }
            Self::Goes(fact, value) => Case { held: vec![(fact, ValueSet::of([value]))], ..goes },
            Self::NoPath => {
                let flows = numbered(rule_set.flows()).map(|(id, _)| catalog.flow(id));
                Case { none: flows.collect(), ..goes }
            }
            Self::Both(one, other) => {
                Case { all: [one, other].map(|one| one.condition(catalog)).to_vec(), ..goes }
            }
            Self::RateMissing(tax, table, last) => {
                let days = ValueSet::interval(i64::from(i32::MIN), i64::from(last));
                let held = vec![(FactId::DATE, days)];
                return unknown(rule_set, catalog, (tax, table, Entries::OnOtherDays), held);
            }
            Self::RateGap(tax, table, day, fact, value) => {
                let today = (FactId::DATE, ValueSet::of([Value(i64::from(day))]));
                let held = vec![today, (fact, ValueSet::of([value]))];
                return unknown(rule_set, catalog, (tax, table, Entries::Never), held);
            }
            Self::Used(tax, table, entry) => {
                let entry = catalog.entry(table.place(rule_set), entry);
                let mut taken = Self::Wins(Listed::Tax(tax)).cases(rule_set, catalog);
                taken.iter_mut().for_each(|case| case.all.push(entry));
                return taken;
            }
            Self::FeeDue => {
                let Some(late) = late_days(rule_set) else { return Vec::new() };
                Case { held: vec![late], all: vec![catalog.fee()], ..goes }
            }
            Self::Exists => goes.despite_refusals(),
            Self::Has(fact, value) => {
                let held = vec![(fact, ValueSet::of([value]))];
                Case { held, ..goes.despite_refusals() }
            }
            Self::Excludes(at) => Case {
                all: catalog.stated(at).into_iter().collect(),
                allowed: (0..catalog.stated_count()).map(Impossible::Stated).collect(),
                ..goes.despite_refusals()
            },
        };
        case.lanes = case.all.iter().chain(&case.none).any(|one| catalog.asks(*one, FactId::LANE));
        vec![case]
    }
}

/// A tax is due for what is held, and no entry of a table holds.
fn unknown(
    rule_set: &RuleSet,
    catalog: &Catalog<'_>,
    (tax, table, entries): (TaxId, TableId, Entries),
    held: Vec<(FactId, ValueSet)>,
) -> Vec<Case> {
    let no_entry = Some((table.place(rule_set), entries));
    let taken = Question::Wins(Listed::Tax(tax)).cases(rule_set, catalog).into_iter();
    taken.map(|taken| Case { held: held.clone(), no_entry, ..taken }).collect()
}

/// A requirement matters where it alone brings the lane, or one of its documents or checks.
fn matters(rule_set: &RuleSet, catalog: &Catalog<'_>, row: RowId) -> Vec<Case> {
    let Effect::Require { lane, checks, documents } = &rule_set[row].effect else {
        return Vec::new();
    };
    let alone = |lacking: Vec<Brings>| Case {
        all: vec![catalog.row(row)],
        lacking,
        without: Some(row),
        ..Case::default()
    };
    let mut cases: Vec<Case> = Vec::new();
    if let Some(lane) = lane.filter(|lane| lane.0 > 0) {
        cases.push(alone(vec![Brings::Lane(lane)]));
    }
    cases.extend(documents.iter().map(|document| alone(vec![Brings::Document(document)])));
    for check in checks.iter() {
        // Where the lane that is left brings the check, nobody misses it.
        let without = numbered::<LaneId, _>(rule_set.lanes());
        let without = without.filter(|(_, lane)| !lane.checks.contains(check));
        let lanes: Vec<LaneId> = without.map(|(id, _)| id).collect();
        let lightest = (0..).map(LaneId).take(lanes.len());
        let mut case = alone(vec![Brings::Check(check)]);
        if lanes.is_empty() {
            continue;
        } else if lanes.len() == rule_set.lanes().len() {
            // No lane brings it.
        } else if lightest.eq(lanes.iter().copied()) {
            case.lacking.extend(lanes.last().map(|last| Brings::Lane(LaneId(last.0 + 1))));
        } else {
            let values = lanes.iter().map(|lane| Value(i64::from(lane.0)));
            case.held = vec![(FactId::LANE, ValueSet::of(values))];
            case.lanes = true;
        }
        cases.push(case);
    }
    cases
}

/// The same cases, each without what is in an earlier one.
pub(crate) fn disjoint(mut cases: Vec<Case>) -> Vec<Case> {
    for at in 1..cases.len() {
        let (earlier, rest) = cases.split_at_mut(at);
        let Some(case) = rest.first_mut() else { continue };
        for one in earlier {
            let lanes = one.held.first().map(|(_, lanes)| lanes.clone());
            case.lanes |= lanes.is_some();
            case.brought.push((lanes, one.lacking.clone()));
        }
    }
    cases
}
