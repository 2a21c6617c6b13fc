//! The plain lists of a rules file: sources, lanes, checks, steps and documents.

use std::cell::RefCell;
use std::marker::PhantomData;

use indexmap::IndexMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::model::id_set::CheckSet;
use crate::model::ids::Id;
use crate::model::{
    Check, CheckId, CheckKind, Document, DocumentId, Lane, LaneId, Source, SourceId, Step, StepId,
    StepTime,
};
use crate::read::item::{Item, Text};
use crate::read::names::{self, Letters, Near, report_repetitions};
use crate::read::table::{Problems, Section};

/// So few names of a list are named all where one is none of them.
const FEW_NAMES: usize = 12;

/// The ids of one list, in the order of the file.
#[derive(Debug)]
pub(crate) struct Ids<'a, I> {
    /// What the list is of, for messages.
    kind: &'static str,
    places: IndexMap<&'a str, usize>,
    near: Near,
    ids: PhantomData<I>,
}

impl<'a, I: Id> Ids<'a, I> {
    fn new(kind: &'static str) -> Self {
        Self { kind, places: IndexMap::new(), near: Near::default(), ids: PhantomData }
    }

    pub(crate) fn add(&mut self, problems: &mut Problems, name: Text<'a>) {
        names::check_grammar(problems, name, Letters::Small);
        self.places.insert(name.text, self.places.len());
    }

    /// The id of `name`, or a problem.
    pub(crate) fn find(&self, problems: &mut Problems, name: Text<'_>) -> Option<I> {
        let found = self.places.get(name.text).copied();
        if found.is_none() {
            let near = self.near.did_you_mean(name.text, || self.places.keys().copied());
            let few = (1..=FEW_NAMES).contains(&self.places.len());
            let all = || match few {
                true => {
                    let known = lexicon::in_words(self.places.keys().copied(), "and");
                    format!("the {}s are {known}", self.kind)
                }
                false => format!("declare it under `[{}s]` first", self.kind),
            };
            problems.push(
                Finding::new(Code::UnknownName, name.span, format!("no {} `{name}`", self.kind))
                    .help(near.unwrap_or_else(all)),
            );
        }
        // A place beyond all ids has been told: the list is too long.
        found.and_then(I::at)
    }

    /// The place of `name` in the list, if it is there.
    pub(crate) fn place(&self, name: Text<'_>) -> Option<usize> {
        self.places.get(name.text).copied()
    }

    /// The ids of `listed`, or problems.
    pub(crate) fn find_all(&self, problems: &mut Problems, listed: &[Text<'_>]) -> Vec<I> {
        report_repetitions(problems, listed);
        listed.iter().filter_map(|name| self.find(problems, *name)).collect()
    }

    /// The ids of what `section` lists under `key`.
    pub(crate) fn listed(
        &self,
        problems: &mut Problems,
        section: &mut Section<'_>,
        key: &'static str,
    ) -> Vec<I> {
        let listed = section.texts(problems, key);
        self.find_all(problems, &listed)
    }
}

/// The plain lists, and the ids by which rules speak of them.
#[derive(Debug)]
pub(crate) struct Lists<'a> {
    pub(crate) sources: Vec<Source>,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) checks: Vec<Check>,
    pub(crate) steps: Vec<Step>,
    pub(crate) documents: Vec<Document>,
    /// What steps say of some shipments, to be read once the facts are known.
    pub(crate) step_cases: Vec<(usize, Item<'a>)>,
    /// Which facts say whether a document is at hand, to be read once they are known.
    pub(crate) haves: Vec<(usize, Text<'a>)>,
    /// The documents of which rules ask for one of several, as far as they are read.
    pub(crate) one_of: RefCell<Vec<Document>>,
    pub(crate) source_ids: Ids<'a, SourceId>,
    pub(crate) lane_ids: Ids<'a, LaneId>,
    pub(crate) check_ids: Ids<'a, CheckId>,
    pub(crate) step_ids: Ids<'a, StepId>,
    pub(crate) document_ids: Ids<'a, DocumentId>,
}

impl<'a> Lists<'a> {
    pub(crate) fn read(problems: &mut Problems, root: &mut Section<'a>) -> Self {
        let mut lists = Self {
            sources: Vec::new(),
            lanes: Vec::new(),
            checks: Vec::new(),
            steps: Vec::new(),
            documents: Vec::new(),
            step_cases: Vec::new(),
            haves: Vec::new(),
            one_of: RefCell::new(Vec::new()),
            source_ids: Ids::new("source"),
            lane_ids: Ids::new("lane"),
            check_ids: Ids::new("check"),
            step_ids: Ids::new("step"),
            document_ids: Ids::new("document"),
        };
        lists.read_sources(problems, root);
        lists.read_checks(problems, root);
        lists.read_lanes(problems, root);
        lists.read_steps(problems, root);
        lists.read_documents(problems, root);
        lists
    }

    fn read_sources(&mut self, problems: &mut Problems, root: &mut Section<'a>) {
        for mut section in root.sections(problems, "sources", "source") {
            self.source_ids.add(problems, section.name);
            self.sources.push(Source {
                id: section.name.text.to_owned(),
                title: section.required_wording(problems, "title"),
                url: section.string(problems, "url"),
                span: section.name.span,
            });
            section.finish(problems);
        }
        report_too_many::<SourceId>(problems, root, "sources", self.sources.len());
    }

    fn read_checks(&mut self, problems: &mut Problems, root: &mut Section<'a>) {
        for mut section in root.sections(problems, "checks", "check") {
            self.check_ids.add(problems, section.name);
            let kind = one_of(problems, &mut section, "kind", &CHECK_KINDS);
            self.checks.push(Check {
                id: section.name.text.to_owned(),
                title: section.named(problems, "name"),
                short: section.wording(problems, "short"),
                kind: kind.unwrap_or(CheckKind::Review),
                takes: section.takes(problems),
                span: section.name.span,
            });
            section.finish(problems);
        }
        report_too_many::<CheckId>(problems, root, "checks", self.checks.len());
    }

    fn read_lanes(&mut self, problems: &mut Problems, root: &mut Section<'a>) {
        for mut section in root.sections(problems, "lanes", "lane") {
            self.lane_ids.add(problems, section.name);
            self.lanes.push(Lane {
                id: section.name.text.to_owned(),
                title: section.named(problems, "name"),
                checks: self.check_set(problems, &mut section),
                span: section.name.span,
            });
            section.finish(problems);
        }
        if self.lanes.is_empty() {
            root.missing(problems, "lanes");
        }
        report_too_many::<LaneId>(problems, root, "lanes", self.lanes.len());
    }

    fn read_steps(&mut self, problems: &mut Problems, root: &mut Section<'a>) {
        for mut section in root.sections(problems, "steps", "step") {
            self.step_ids.add(problems, section.name);
            let title = section.required_named(problems, "title");
            let time = one_of(problems, &mut section, "when", &STEP_TIMES);
            let holds: Vec<CheckKind> = section
                .texts(problems, "holds")
                .into_iter()
                .filter_map(|kind| choose(problems, "holds", kind, &CHECK_KINDS))
                .collect();
            let always = section.flag(problems, "always").unwrap_or(false);
            self.step_cases.extend(section.item("cases").map(|item| (self.steps.len(), item)));
            self.steps.push(Step {
                id: section.name.text.to_owned(),
                title,
                time: time.unwrap_or(StepTime::AtArrival),
                // A step that holds no checks is there for itself.
                optional: !always && !holds.is_empty(),
                holds,
                takes: section.takes(problems),
                cases: Vec::new(),
                reference: section.reference(problems),
                span: section.name.span,
            });
            section.finish(problems);
        }
        report_too_many::<StepId>(problems, root, "steps", self.steps.len());
    }

    /// What a section lists under `checks`.
    pub(crate) fn check_set(&self, problems: &mut Problems, section: &mut Section<'_>) -> CheckSet {
        self.check_ids.listed(problems, section, "checks").into_iter().collect()
    }

    /// What a section lists under `sources`.
    pub(crate) fn sources_of(
        &self,
        problems: &mut Problems,
        section: &mut Section<'_>,
    ) -> Vec<SourceId> {
        self.source_ids.listed(problems, section, "sources")
    }

    /// The lane that a section names under `lane`.
    pub(crate) fn lane_of(
        &self,
        problems: &mut Problems,
        section: &mut Section<'_>,
    ) -> Option<LaneId> {
        let name = section.text(problems, "lane")?;
        self.lane_ids.find(problems, name)
    }
}

const CHECK_KINDS: [(&str, CheckKind); 3] =
    [("data", CheckKind::Data), ("review", CheckKind::Review), ("site", CheckKind::Site)];

const STEP_TIMES: [(&str, StepTime); 3] = [
    ("before-arrival", StepTime::BeforeArrival),
    ("at-arrival", StepTime::AtArrival),
    ("after-release", StepTime::AfterRelease),
];

/// One of a few words that has to stand under `key`.
pub(crate) fn one_of<T: Copy>(
    problems: &mut Problems,
    section: &mut Section<'_>,
    key: &'static str,
    words: &[(&'static str, T)],
) -> Option<T> {
    if !section.has(key) {
        let all = lexicon::in_words(words.iter().map(|(word, _)| *word), "or");
        section.missing_of(problems, key, &format!("add `{key}`: {all}"));
    }
    let found = section.text(problems, key)?;
    choose(problems, key, found, words)
}

/// One of a few words, or a problem.
pub(crate) fn choose<T: Copy>(
    problems: &mut Problems,
    key: &str,
    found: Text<'_>,
    words: &[(&'static str, T)],
) -> Option<T> {
    let chosen = words.iter().find(|(word, _)| *word == found.text).map(|(_, value)| *value);
    if chosen.is_none() {
        let all = lexicon::in_words(words.iter().map(|(word, _)| *word), "or");
        problems.push(
            Finding::new(Code::UnknownName, found.span, format!("`{key}` cannot be `{found}`"))
                .help(format!("write {all}")),
        );
    }
    chosen
}

/// Reports a list that has more entries than there are ids for.
pub(crate) fn report_too_many<I: Id>(
    problems: &mut Problems,
    root: &Section<'_>,
    key: &'static str,
    count: usize,
) {
    if count > I::MOST {
        problems.push(Finding::new(
            Code::TooMany,
            root.key_span(key),
            format!("{count} {key}, where at most {} are possible", I::MOST),
        ));
    }
}
