//! What conditions are made of: the facts of the file and the groups of their names.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use indexmap::IndexMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::model::condition::FactId;
use crate::model::fact::{Fact, Kind};
use crate::model::value::{Day, Interval, Value, ValueSet};
use crate::read::item::Text;
use crate::read::names::{Near, report_repetitions};
use crate::read::table::Problems;
use crate::source::Span;

/// Whether a condition may ask for the lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lanes {
    Known,
    NotKnownYet,
}

/// The facts of the file and the groups of their names.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) facts: Vec<Fact>,
    pub(crate) ids: IndexMap<String, FactId>,
    pub(crate) groups: IndexMap<FactId, IndexMap<String, Group>>,
    pub(crate) first_date: Option<Day>,
    /// What may be meant by what is no fact; flows may ask for the lane, too.
    near: Near,
    near_of_flows: Near,
    /// By fact; made when the first name of it is misspelled.
    misspelled: RefCell<HashMap<String, Misspelled>>,
}

/// What may be meant by names that are none.
#[derive(Debug, Default)]
struct Misspelled {
    /// Of how many names and groups it is.
    count: usize,
    /// The ids by other ways to call them, in small letters.
    called: HashMap<String, String>,
    near: Near,
}

impl Misspelled {
    fn new(fact: &Fact, count: usize) -> Self {
        let mut called = HashMap::new();
        for entry in fact.names() {
            for other in entry.exact_spellings() {
                called.entry(other.to_ascii_lowercase()).or_insert_with(|| entry.id.clone());
            }
        }
        Self { count, called, near: Near::default() }
    }
}

/// Some names of a list under one name.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) members: ValueSet,
    pub(crate) span: Span,
    /// Whether anything names it.
    pub(crate) used: Cell<bool>,
}

impl Vocabulary {
    pub(crate) fn new(first_date: Option<Day>) -> Self {
        Self { first_date, ..Self::default() }
    }

    pub(crate) fn fact(&self, id: FactId) -> Option<&Fact> {
        self.facts.get(id.index())
    }

    /// The fact called `name`, or a problem.
    pub(crate) fn find(
        &self,
        problems: &mut Problems,
        name: Text<'_>,
        lanes: Lanes,
    ) -> Option<(FactId, &Fact)> {
        let askable =
            |id: FactId| id != FactId::DATE && (id != FactId::LANE || lanes == Lanes::Known);
        let found = self.ids.get(name.text).copied().filter(|id| askable(*id));
        if found.is_none() && problems.is_first_at(name.span) {
            let known = || self.ids.iter().filter(|(_, id)| askable(**id)).map(|(id, _)| &**id);
            let near = if lanes == Lanes::Known { &self.near_of_flows } else { &self.near };
            let near = near.did_you_mean(name.text, known);
            let help = if name.text == "lane" {
                "only flows may ask for the lane: everything else decides it".to_owned()
            } else {
                near.unwrap_or_else(|| "declare the fact under `[facts]` first".to_owned())
            };
            problems.push(
                Finding::new(Code::UnknownName, name.span, format!("no fact `{name}`")).help(help),
            );
        }
        found.and_then(|id| self.fact(id).map(|fact| (id, fact)))
    }

    /// The value of `name`, or a problem.
    pub(crate) fn value_of(
        &self,
        problems: &mut Problems,
        fact: &Fact,
        name: Text<'_>,
    ) -> Option<Value> {
        let found = fact.value_of_id(name.text);
        if found.is_none() {
            self.report_unknown(problems, fact, name, None);
        }
        found
    }

    fn report_unknown(
        &self,
        problems: &mut Problems,
        fact: &Fact,
        name: Text<'_>,
        groups: Option<&IndexMap<String, Group>>,
    ) {
        let help = self.meant(fact, groups, name.text);
        let few = fact.names().len() <= 12;
        let all = || lexicon::in_words(fact.names().map(|entry| entry.id.as_str()), "and");
        let help = help.or_else(|| few.then(|| format!("the names are {}", all())));
        problems.push(
            Finding::new(Code::UnknownName, name.span, format!("no {} `{name}`", fact.id))
                .maybe_help(help),
        );
    }

    /// The advice what to write instead of a name that is none.
    fn meant(
        &self,
        fact: &Fact,
        groups: Option<&IndexMap<String, Group>>,
        text: &str,
    ) -> Option<String> {
        // Names are only ever added, so that their count tells whether all of them are known.
        let count = fact.names().len() + groups.map_or(0, IndexMap::len);
        let mut misspelled = self.misspelled.borrow_mut();
        let known = misspelled.entry(fact.id.clone()).or_default();
        if known.count != count {
            *known = Misspelled::new(fact, count);
        }
        let groups = || groups.into_iter().flat_map(IndexMap::keys).map(String::as_str);
        let names = || fact.names().map(|entry| entry.id.as_str()).chain(groups());
        match known.called.get(&text.to_ascii_lowercase()) {
            Some(id) => Some(format!("in the file it is called `{id}`")),
            None => known.near.did_you_mean(text, names),
        }
    }

    /// The values of a list of names, or of prefixes of codes, and of groups of `fact`.
    pub(crate) fn listed_set(
        &self,
        problems: &mut Problems,
        id: FactId,
        fact: &Fact,
        listed: &[Text<'_>],
    ) -> ValueSet {
        match &fact.kind {
            Kind::Code(codes) => self.code_set(problems, id, codes, listed),
            _ => self.name_set(problems, id, fact, listed),
        }
    }

    /// The values of a list of names and groups of `fact`.
    pub(crate) fn name_set(
        &self,
        problems: &mut Problems,
        id: FactId,
        fact: &Fact,
        listed: &[Text<'_>],
    ) -> ValueSet {
        let groups = self.groups.get(&id);
        let mut intervals: Vec<Interval> = Vec::with_capacity(listed.len());
        report_repetitions(problems, listed);
        for name in listed {
            if let Some(value) = fact.value_of_id(name.text) {
                intervals.push(Interval::new(value.0, value.0));
            } else if let Some(group) = groups.and_then(|groups| groups.get(name.text)) {
                group.used.set(true);
                intervals.extend(group.members.intervals());
            } else {
                self.report_unknown(problems, fact, *name, groups);
            }
        }
        ValueSet::of_intervals(intervals)
    }
}
