//! Everything that decides a lane, a check, a document or a refusal, lowered to rows.

use indexmap::IndexMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::condition::{Condition, FactId, Region};
use crate::model::fact::{Fact, Offered};
use crate::model::value::{Value, ValueSet};
use crate::model::wording::Wording;
use crate::model::{Confidence, Effect, Exception, Row, Rule, RuleKind};
use crate::read::condition::Dates;
use crate::read::entries::Entry;
use crate::read::lists::Lists;
use crate::read::names::{self, Letters};
use crate::read::spoken;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::Lanes;
use crate::read::vocabulary::Vocabulary;
use crate::source::Span;

/// What the rules are read with, and the ids they have taken so far.
pub(crate) struct RuleReader<'p, 'a> {
    pub(crate) problems: &'p mut Problems,
    pub(crate) lists: &'p Lists<'a>,
    pub(crate) vocabulary: &'p Vocabulary,
    pub(crate) ids: IndexMap<String, Span>,
    pub(crate) rows: Vec<Row>,
    pub(crate) exceptions: Vec<Exception>,
    /// The facts that may still be open when a choice is made.
    pub(crate) unsettled: Vec<FactId>,
    /// The names that are not always offered.
    pub(crate) offered: Vec<(FactId, Value, Offered)>,
}

impl RuleReader<'_, '_> {
    /// Takes an id for a rule; two rules cannot have the same.
    fn take_id(&mut self, id: String, span: Span) -> String {
        if let Some(first) = self.ids.insert(id.clone(), span) {
            self.problems.push(
                Finding::new(Code::Duplicate, span, format!("two rules are called `{id}`"))
                    .other(first, "the first is here")
                    .help("give one of them another name: answers speak of rules by name"),
            );
        }
        id
    }

    /// What every rule has: its name, condition, dates, sources and confidence.
    pub(crate) fn rule(&mut self, section: &mut Section<'_>, lanes: Lanes) -> Rule {
        names::check_grammar(self.problems, section.name, Letters::Small);
        let id = self.take_id(section.name.text.to_owned(), section.name.span);
        self.read_exceptions(section, &id);
        Rule {
            id,
            because: section.wording(self.problems, "because"),
            condition: self.vocabulary.condition(self.problems, section, lanes),
            sources: self.lists.sources_of(self.problems, section),
            confidence: confidence(self.problems, section),
            span: section.name.span,
        }
    }

    pub(crate) fn read_inspections(&mut self, root: &mut Section<'_>) {
        for mut section in root.sections(self.problems, "inspections", "inspection") {
            let rule = self.rule(&mut section, Lanes::NotKnownYet);
            let lane = self.lists.lane_of(self.problems, &mut section);
            let checks = self.lists.check_set(self.problems, &mut section);
            let documents = self.lists.document_set(self.problems, &mut section);
            if !["lane", "checks", "documents"].iter().any(|key| section.has(key)) {
                self.problems.push(
                    Finding::new(
                        Code::MissingKey,
                        rule.span,
                        format!("inspection `{}` asks for nothing", rule.id),
                    )
                    .help("give it a `lane`, `checks` or `documents`"),
                );
            }
            let effect = Effect::Require { lane, checks, documents };
            self.rows.push(Row { rule, kind: RuleKind::Inspection, effect });
            section.finish(self.problems);
        }
    }

    pub(crate) fn read_refusals(&mut self, root: &mut Section<'_>) {
        for mut section in root.sections(self.problems, "refusals", "refusal") {
            let rule = self.rule(&mut section, Lanes::NotKnownYet);
            let asks = section.has("when") || !rule.condition.within.tests().is_empty();
            if section.is_row() && !asks {
                let help = "fill a cell of a column that is named after a fact";
                section.missing_of(self.problems, "when", help);
            } else if !section.is_row() {
                section.require(self.problems, "when");
            }
            section.require(self.problems, "because");
            let remedy = section.required_wording(self.problems, "remedy");
            self.rows.push(Row {
                rule,
                kind: RuleKind::Refusal,
                effect: Effect::Refuse { remedy },
            });
            section.finish(self.problems);
        }
    }

    /// Reads the dates of an entry, and the facts it goes with: a refusal for each.
    pub(crate) fn read_entry(&mut self, mut entry: Entry<'_>) {
        let Some(fact) = self.vocabulary.fact(entry.fact) else { return };
        let Some(name) = fact.name(entry.value) else { return };
        let section = &mut entry.section;
        let shared = Rule {
            id: format!("{}.{}", fact.id, name.id),
            because: section.wording(self.problems, "because"),
            condition: Condition::default(),
            sources: self.lists.sources_of(self.problems, section),
            confidence: confidence(self.problems, section),
            span: name.span,
        };
        let remedy = section.wording(self.problems, "remedy");
        self.read_exceptions(section, &shared.id);
        if let Some(offered) = self.read_offered(section) {
            self.offered.push((entry.fact, entry.value, offered));
        }
        let this = (entry.fact, ValueSet::of([entry.value]));
        if section.kind() != "category" {
            let dates = Dates::read(self.problems, section);
            if let Some(days) = self.vocabulary.days(self.problems, dates) {
                let outside = days.complement(i64::from(i32::MIN), i64::from(i32::MAX));
                let because = spoken::open(&self.problems.languages, fact, &name.id, dates);
                let mut rule = Rule { because: Some(because), ..shared.clone() };
                rule.id = self.take_id(format!("{}.dates", shared.id), name.span);
                let tests = vec![this.clone(), (FactId::DATE, outside)];
                rule.condition.within = Region::new(tests);
                self.push_refusal(rule, spoken::another_date(&self.problems.languages, fact));
            }
        }
        if let Some(only) = section.section(self.problems, "only", "condition") {
            self.read_only(&only, fact, &shared, remedy, &this);
        }
        entry.section.finish(self.problems);
    }

    /// Reads whether a name is offered; `None` where nothing is said.
    fn read_offered(&mut self, section: &mut Section<'_>) -> Option<Offered> {
        let item = section.item("offered")?;
        if let Some(offered) = item.as_flag() {
            return (!offered).then_some(Offered::Never);
        }
        if item.as_table().is_none() {
            let wanted = "true, false or a table with `when` or `unless`";
            self.problems.wrong_type(item, "offered", wanted);
            return None;
        }
        let mut offered = section.section(self.problems, "offered", "condition")?;
        if !["when", "unless", "from", "until"].iter().any(|key| offered.has(key)) {
            self.problems.push(
                Finding::new(Code::EmptyCondition, offered.name.span, "`offered` asks for nothing")
                    .help("write `offered = { unless = { … } }`, or true or false"),
            );
        }
        let because = offered.wording(self.problems, "because");
        let condition = self.vocabulary.condition(self.problems, &mut offered, Lanes::NotKnownYet);
        // What can be chosen is settled before anything is.
        let open = condition.facts().find(|id| self.unsettled.contains(id));
        if let Some(fact) = open.and_then(|id| self.vocabulary.fact(id)) {
            self.problems.push(
                Finding::new(
                    Code::BadChoice,
                    offered.name.span,
                    format!("`offered` asks for `{}`, which may itself be open", fact.id),
                )
                .help("ask for facts that are neither choices nor follow from other names"),
            );
        }
        offered.finish(self.problems);
        Some(Offered::If { condition, because })
    }

    fn read_only(
        &mut self,
        only: &Section<'_>,
        fact: &Fact,
        shared: &Rule,
        remedy: Option<Wording>,
        this: &(FactId, ValueSet),
    ) {
        if only.entries().is_empty() {
            self.problems.push(
                Finding::new(Code::EmptyCondition, only.name.span, "`only` asks for nothing")
                    .help("name a fact, or leave `only` out"),
            );
        }
        for (key, item) in only.entries() {
            let found = self.vocabulary.find(self.problems, key, Lanes::NotKnownYet);
            let Some((other_id, other)) = found else { continue };
            if this.0 == other_id {
                self.problems.push(
                    Finding::new(Code::ImpossibleRange, key.span, "an entry goes only with itself")
                        .help("name another fact"),
                );
                continue;
            }
            let set = self.vocabulary.value_set(self.problems, other_id, other, item);
            let Some(set) = set else { continue };
            let domain = other.domain();
            let outside = set.complement(domain.least, domain.greatest);
            if outside.is_empty() {
                self.problems.push(
                    Finding::new(
                        Code::ImpossibleRange,
                        key.span,
                        format!("this allows every {}", other.id),
                    )
                    .help(format!("leave `{}` out", key.text)),
                );
                continue;
            }
            let mut rule = shared.clone();
            rule.id = self.take_id(format!("{}.{}", shared.id, other.id), key.span);
            rule.span = key.span;
            rule.condition.within = Region::new(vec![this.clone(), (other_id, outside)]);
            let name = shared.id.split_once('.').map_or("", |(_, name)| name);
            let languages = &self.problems.languages;
            let because = || spoken::goes_only(languages, fact, name, other, &set);
            rule.because.get_or_insert_with(because);
            let way_out = || spoken::use_allowed(languages, fact, other, &set);
            let remedy = remedy.clone().unwrap_or_else(way_out);
            self.push_refusal(rule, remedy);
        }
    }

    fn push_refusal(&mut self, rule: Rule, remedy: Wording) {
        self.rows.push(Row { rule, kind: RuleKind::Refusal, effect: Effect::Refuse { remedy } });
    }
}

pub(crate) fn confidence(problems: &mut Problems, section: &mut Section<'_>) -> Confidence {
    let words = [("indicative", Confidence::Indicative), ("stated", Confidence::Stated)];
    let found = section.text(problems, "confidence");
    found
        .and_then(|found| crate::read::lists::choose(problems, "confidence", found, &words))
        .unwrap_or(Confidence::Stated)
}
