//! Rules of both sides, matched by id: which are new, gone, edited, renamed or moved.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::analyze::TableId;
use crate::diff::pair::{Pair, RuleId};
use crate::diff::said::{asked, text};
use crate::diff::times;
use crate::diff::version::Side;
use crate::diff::{formula, laws};
use crate::model::ids::numbered;
use crate::model::{Effect, FlowId, Rule, RuleKind, RuleSet, TaxId};
use crate::source::{Place, Span};

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleAt {
    /// The name of its file.
    pub file: String,
    /// The 1-based line.
    pub line: usize,
    /// Its id.
    pub id: String,
}

impl RuleAt {
    fn new(rule_set: &RuleSet, id: &str, span: Span) -> Self {
        let Place { file, line, .. } = rule_set.place(span);
        Self { file: file.to_owned(), line, id: id.to_owned() }
    }
}

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Only the new side has it.
    Added,
    /// Only the old side has it.
    Removed,
    /// It asks or does something else.
    Edited,
    /// Another id, all else the same.
    Renamed,
    /// It stands elsewhere among the others.
    Moved,
    /// Only its words or sources changed.
    Reworded,
}

impl Fate {
    /// How machine formats call it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Edited => "edited",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Reworded => "reworded",
        }
    }
}

/// A rule that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// What became of it.
    pub fate: Fate,
    /// Where it stands on each side.
    pub at: [Option<RuleAt>; 2],
}

/// A rule with all its rows.
pub(super) struct Whole<'r> {
    pub(super) id: &'r str,
    pub(super) span: Span,
    /// Whether it is a table, and not a rule.
    pub(super) is_table: bool,
    /// What it asks and does.
    pub(super) does: Vec<String>,
    /// What it says.
    words: String,
}

/// Where the rule of an id stands.
pub(crate) fn rule_at(pair: &Pair<'_>, side: Side, id: RuleId) -> Option<RuleAt> {
    let rule_set = pair.rule_set(side);
    Some(match id {
        RuleId::Entry(table, entry) => {
            let table = table.of(rule_set);
            let entry = usize::try_from(entry).ok().and_then(|at| table.entries.get(at))?;
            RuleAt::new(rule_set, &table.id, entry.span)
        }
        RuleId::Rest(table) => {
            let table = table.of(rule_set);
            RuleAt::new(rule_set, &table.id, table.otherwise.as_ref()?.entry.span)
        }
        RuleId::Lane(lane) => RuleAt::new(rule_set, &rule_set[lane].id, rule_set[lane].span),
        RuleId::Row(_) | RuleId::Flow(_) | RuleId::Tax(_) | RuleId::Fee => {
            let rule = pair.rule(side, id)?;
            RuleAt::new(rule_set, &rule.id, rule.span)
        }
    })
}

/// All rules that are not the same on both sides.
pub(crate) fn changes(pair: &Pair<'_>) -> Vec<RuleChange> {
    let [old, new] = Side::BOTH.map(|side| wholes(pair, side));
    let at = |side: Side, whole: &Whole<'_>| {
        Some(RuleAt::new(pair.rule_set(side), whole.id, whole.span))
    };
    let mut lost: HashMap<&[String], Vec<&str>> = HashMap::new();
    for ((_, id), whole) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        lost.entry(&whole.does).or_default().push(id.as_str());
    }
    let mut renamed: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (key, whole) in &new {
        let Some(twin) = old.get(key) else {
            let same = lost.get_mut(whole.does.as_slice()).and_then(Vec::pop);
            let twin = same.and_then(|id| old.get(&(key.0, id.to_owned())));
            renamed.extend(twin.map(|twin| twin.id));
            let fate = if twin.is_some() { Fate::Renamed } else { Fate::Added };
            let was = twin.and_then(|twin| at(Side::Old, twin));
            found.push(RuleChange { fate, at: [was, at(Side::New, whole)] });
            continue;
        };
        let fate = if twin.does != whole.does {
            Fate::Edited
        } else if twin.words != whole.words {
            Fate::Reworded
        } else {
            continue;
        };
        found.push(RuleChange { fate, at: [at(Side::Old, twin), at(Side::New, whole)] });
    }
    for (key, whole) in &old {
        if !new.contains_key(key) && !renamed.contains(&whole.id) {
            found.push(RuleChange { fate: Fate::Removed, at: [at(Side::Old, whole), None] });
        }
    }
    let common: Vec<&(u8, String)> = old.keys().filter(|key| new.contains_key(*key)).collect();
    let places: Vec<usize> = common.iter().filter_map(|key| new.get_index_of(*key)).collect();
    for key in moved(&places).into_iter().filter_map(|at| common.get(at)) {
        let (Some(was), Some(is)) = (old.get(*key), new.get(*key)) else { continue };
        found.push(RuleChange { fate: Fate::Moved, at: [at(Side::Old, was), at(Side::New, is)] });
    }
    found.sort_by_key(|change| change.fate);
    found
}

/// The places of a list that do not lie on its longest rising part.
pub(super) fn moved(places: &[usize]) -> Vec<usize> {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let length = ends.partition_point(|(end, _)| end < place);
        before.push(length.checked_sub(1).and_then(|one| ends.get(one)).map(|(_, at)| *at));
        match ends.get_mut(length) {
            Some(end) => *end = (*place, at),
            None => ends.push((*place, at)),
        }
    }
    let mut stays = vec![false; places.len()];
    let mut next = ends.last().map(|(_, at)| *at);
    while let Some(at) = next {
        if let Some(stays) = stays.get_mut(at) {
            *stays = true;
        }
        next = before.get(at).copied().flatten();
    }
    (0..places.len()).filter(|at| stays.get(*at) == Some(&false)).collect()
}

/// All rules of a side, each with all its rows, in the order of the file.
pub(super) fn wholes<'r>(pair: &Pair<'r>, side: Side) -> IndexMap<(u8, String), Whole<'r>> {
    let (rule_set, rules) = (pair.rule_set(side), pair.rules(side));
    let mut found: IndexMap<(u8, String), Whole<'r>> = IndexMap::new();
    let mut add = |kind: u8, rule: &'r Rule, does: String, remedy: &str| {
        let whole = found.entry((kind, rule.id.clone())).or_insert_with(|| {
            let sources = rule_set.sources_of(rule).map(|source| source.id.as_str());
            let sources = sources.collect::<Vec<_>>().join(" ");
            let because = text([rule.because.as_ref()]);
            let words = format!("{because}|{remedy}|{sources}|{:?}", rule.confidence);
            Whole { id: &rule.id, span: rule.span, is_table: false, does: Vec::new(), words }
        });
        whole.does.push(does);
    };
    for (row, condition) in rule_set.rows().iter().zip(&rules.rows) {
        let kind = match row.kind {
            RuleKind::Category => 0,
            RuleKind::Inspection => 1,
            RuleKind::Refusal => 2,
        };
        let remedy = match &row.effect {
            Effect::Refuse { remedy } => text([Some(remedy)]),
            Effect::Require { .. } => String::new(),
        };
        let condition = condition.map(|one| one.0);
        add(kind, &row.rule, format!("{condition:?} {}", effect(rule_set, &row.effect)), &remedy);
    }
    for (id, flow) in numbered::<FlowId, _>(rule_set.flows()) {
        let own: Vec<_> = rules.flows.iter().map(|class| class.get(id.index())).collect();
        let steps: Vec<&str> = flow.steps.iter().map(|step| rule_set[*step].id.as_str()).collect();
        add(3, &flow.rule, format!("{own:?} {steps:?}"), "");
    }
    for (id, tax) in numbered::<TaxId, _>(rule_set.taxes()) {
        let own: Vec<_> = rules.taxes.iter().map(|class| class.get(id.index())).collect();
        add(4, &tax.rule, format!("{own:?} {}", formula::of_tax(rule_set, tax)), "");
    }
    if let Some(fee) = rule_set.daily_fee() {
        add(5, &fee.rule, format!("{:?} {}", rules.fee, formula::of_fee(rule_set, fee)), "");
    }
    for law in rule_set.laws() {
        let speaks_of = asked(rule_set, &law.rule.condition);
        add(8, &law.rule, format!("{speaks_of}: {}", laws::demands(rule_set, law)), "");
    }
    for rule in rule_set.impossibilities() {
        add(9, rule, asked(rule_set, &rule.condition), "");
    }
    for deadline in rule_set.deadlines() {
        add(10, &deadline.rule, times::due(rule_set, deadline), "");
    }
    found.extend(whole_tables(pair, side));
    found
}

/// The tables of a side, each with its entries.
fn whole_tables<'r>(pair: &Pair<'r>, side: Side) -> Vec<((u8, String), Whole<'r>)> {
    let (rule_set, rules) = (pair.rule_set(side), pair.rules(side));
    let mut found = Vec::new();
    for table in TableId::all(rule_set) {
        let entries = rules.tables.get(&table).into_iter().flatten();
        let own = table.of(rule_set);
        let does = own.entries.iter().zip(entries).map(|(entry, condition)| {
            let per = entry.per.map(|fact| rule_set[fact].id.as_str()).unwrap_or_default();
            format!("{condition:?} {} {per}", entry.amount.normalize())
        });
        let words = text([own.title.as_ref()]);
        let rest = own.otherwise.iter();
        let rest = rest.map(|rest| format!("else {}", rest.entry.amount.normalize()));
        let does = does.chain(rest).collect();
        let whole = Whole { id: &own.id, span: own.span, is_table: true, does, words };
        let kind = if matches!(table, TableId::Rate(_)) { 6 } else { 7 };
        found.push(((kind, own.id.clone()), whole));
    }
    found
}

/// What a row does, in ids.
fn effect(rule_set: &RuleSet, effect: &Effect) -> String {
    match effect {
        Effect::Refuse { .. } => "refuse".to_owned(),
        Effect::Require { lane, checks, documents } => {
            let lane = lane.map(|lane| rule_set[lane].id.as_str()).unwrap_or_default();
            let mut ids: Vec<&str> = checks.iter().map(|id| rule_set[id].id.as_str()).collect();
            ids.sort_unstable();
            let mut papers: Vec<&str> =
                documents.iter().map(|id| rule_set[id].id.as_str()).collect();
            papers.sort_unstable();
            format!("{lane} {} / {}", ids.join(" "), papers.join(" "))
        }
    }
}
