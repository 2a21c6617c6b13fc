//! Laws: `[laws.NAME]`, what must hold of all shipments, or along the values of a fact.

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::model::Flow;
use crate::model::fact::{Fact, Kind};
use crate::model::ids::{FlowId, Id, LaneId, TaxId};
use crate::model::law::{Along, Demand, Law, Measure, Order, Wanted};
use crate::model::outcome::{Release, Verdict};
use crate::model::value::{Value, ValueSet};
use crate::read::charges::Charges;
use crate::read::item::{Item, Text};
use crate::read::lists::choose;
use crate::read::names::report_repetitions;
use crate::read::rules::RuleReader;
use crate::read::table::{Section, as_section};
use crate::read::vocabulary::Lanes;

const VERDICTS: [(&str, Verdict); 3] = [
    ("clearable", Verdict::Clearable),
    ("no-path", Verdict::NoPath),
    ("refused", Verdict::Refused),
];

const RELEASES: [(&str, Release); 3] = [
    ("on-arrival", Release::OnArrival),
    ("after-review", Release::AfterReview),
    ("after-inspection", Release::AfterInspection),
];

const MEASURES: [(&str, Measure); 3] =
    [("verdict", Measure::Verdict), ("lane", Measure::Lane), ("release", Measure::Release)];

/// The names of the flows and of the tax regimes.
struct Listed<'l> {
    flows: Vec<&'l str>,
    taxes: Vec<&'l str>,
}

impl RuleReader<'_, '_> {
    pub(crate) fn read_laws(
        &mut self,
        root: &mut Section<'_>,
        flows: &[Flow],
        charges: &Charges,
    ) -> Vec<Law> {
        let listed = Listed {
            flows: flows.iter().map(|flow| flow.rule.id.as_str()).collect(),
            taxes: charges.taxes.iter().map(|tax| tax.rule.id.as_str()).collect(),
        };
        let sections = root.sections(self.problems, "laws", "law").into_iter();
        sections.map(|section| self.law(section, &listed)).collect()
    }

    fn law(&mut self, mut section: Section<'_>, listed: &Listed<'_>) -> Law {
        let rule = self.rule(&mut section, Lanes::Known);
        let mut demands = Vec::new();
        for (key, always) in [("always", true), ("never", false)] {
            if let Some(outcome) = section.section(self.problems, key, "outcome") {
                demands.extend(self.demands(outcome, always, listed));
            }
        }
        let order = section.section(self.problems, "along", "order").and_then(|along| {
            let measures = section.texts(self.problems, "never-worse");
            if !section.has("never-worse") {
                section.missing(self.problems, "never-worse");
            }
            self.order(&along, &measures)
        });
        if !["always", "never", "along"].iter().any(|key| section.has(key)) {
            let message = format!("law `{}` demands nothing", rule.id);
            let problem = Finding::new(Code::ExpectsNothing, rule.span, message);
            self.problems
                .push(problem.help("write `always`, `never`, or `along` and `never-worse`"));
        }
        section.finish(self.problems);
        Law { rule, demands, order }
    }

    /// What `always` or `never` say, each part on its own.
    fn demands(
        &mut self,
        mut outcome: Section<'_>,
        always: bool,
        listed: &Listed<'_>,
    ) -> Vec<Demand> {
        let mut found = Vec::new();
        for key in ["verdict", "lane", "release", "flow", "tax-regime", "checks", "documents"] {
            let Some(item) = outcome.item(key) else { continue };
            let wanted = self.wanted(key, item, always, listed);
            found.extend(wanted.into_iter().map(|wanted| Demand { wanted, span: item.span }));
        }
        if outcome.entries().is_empty() {
            let message = format!("`{}` says nothing", outcome.name);
            let problem = Finding::new(Code::ExpectsNothing, outcome.name.span, message);
            self.problems.push(problem.help("name a part of the answer, like `lane`"));
        }
        outcome.finish(self.problems);
        found
    }

    fn wanted(
        &mut self,
        key: &'static str,
        item: Item<'_>,
        always: bool,
        listed: &Listed<'_>,
    ) -> Vec<Wanted> {
        let one = match key {
            "verdict" => {
                let named = self.words(key, item, &VERDICTS);
                Wanted::Verdict(kept(&Verdict::ALL, always, |one| named.contains(one)))
            }
            "lane" => {
                let lanes: Vec<LaneId> =
                    (0..self.lists.lanes.len()).filter_map(LaneId::at).collect();
                let Some(named) = self.within(key, item, &lanes, |reader, name| {
                    reader.lists.lane_ids.find(reader.problems, name)
                }) else {
                    return Vec::new();
                };
                let left = kept(&lanes, always, |one| named.contains(one));
                Wanted::Lane(ValueSet::of(left.iter().map(|lane| Value(i64::from(lane.0)))))
            }
            "release" => {
                let named = self.within(key, item, &Release::ALL, |reader, name| {
                    choose(reader.problems, key, name, &RELEASES)
                });
                let Some(named) = named else { return Vec::new() };
                // What has no path is never released: that is before nothing.
                let is_late = named.contains(&Release::AfterInspection);
                let never_released = !always || is_late && item.as_table().is_some();
                let left = kept(&Release::ALL, always, |one| named.contains(one));
                let none = never_released.then_some(None);
                Wanted::Release(left.into_iter().map(Some).chain(none).collect())
            }
            "flow" => Wanted::Flow(self.entries::<FlowId>(key, item, always, &listed.flows)),
            "tax-regime" => Wanted::Tax(self.entries::<TaxId>(key, item, always, &listed.taxes)),
            "checks" => {
                let names = self.problems.texts(item, key);
                let ids = self.lists.check_ids.find_all(self.problems, &names);
                return ids.into_iter().map(|id| Wanted::Check(id, always)).collect();
            }
            _ => {
                let names = self.problems.texts(item, key);
                let ids = self.lists.find_documents(self.problems, &names);
                return ids.into_iter().map(|id| Wanted::Document(id, always)).collect();
            }
        };
        vec![one]
    }

    /// Some of a few words.
    fn words<T: Copy>(&mut self, key: &str, item: Item<'_>, words: &[(&'static str, T)]) -> Vec<T> {
        let names = self.problems.texts(item, key);
        report_repetitions(self.problems, &names);
        names.iter().filter_map(|name| choose(self.problems, key, *name, words)).collect()
    }

    /// Some of what has an order: by name, or between bounds.
    fn within<T: Copy + Ord>(
        &mut self,
        key: &'static str,
        item: Item<'_>,
        all: &[T],
        mut find: impl FnMut(&mut Self, Text<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        if item.as_table().is_none() {
            let names = self.problems.texts(item, key);
            return names.iter().map(|name| find(self, *name)).collect();
        }
        let name = Text { text: key, span: item.span };
        let mut section = as_section(self.problems, item, name, "bounds of")?;
        let mut bound = |key: &'static str| {
            let name = section.text(self.problems, key);
            name.and_then(|name| find(self, name))
        };
        let (least, greatest) = (bound("at-least"), bound("at-most"));
        if section.entries().is_empty() {
            let problem =
                Finding::new(Code::EmptyCondition, item.span, format!("`{key}` has no bound"));
            self.problems.push(problem.help("write `at-least`, `at-most` or both"));
        }
        section.finish(self.problems);
        let fits = |one: &&T| {
            least.is_none_or(|least| least <= **one) && greatest.is_none_or(|most| **one <= most)
        };
        Some(all.iter().filter(fits).copied().collect())
    }

    /// Entries of an ordered list by name; `false` is none of them.
    fn entries<I: Id>(
        &mut self,
        key: &str,
        item: Item<'_>,
        always: bool,
        known: &[&str],
    ) -> Vec<Option<I>> {
        let all: Vec<Option<I>> = (0..known.len()).map(I::at).chain([None]).collect();
        if item.as_flag() == Some(false) {
            return kept(&all, always, |one| one.is_none());
        }
        let names = self.problems.texts(item, key);
        report_repetitions(self.problems, &names);
        let mut named: Vec<Option<I>> = Vec::new();
        for name in names {
            match known.iter().position(|known| *known == name.text) {
                Some(place) => named.push(I::at(place)),
                None => {
                    let near = lexicon::did_you_mean(name.text, known.iter().copied());
                    let all = || {
                        format!("it is one of {}", lexicon::in_words(known.iter().copied(), "or"))
                    };
                    let what = key.replace('-', " ");
                    let problem =
                        Finding::new(Code::UnknownName, name.span, format!("no {what} `{name}`"));
                    self.problems.push(problem.help(near.unwrap_or_else(all)));
                }
            }
        }
        kept(&all, always, |one| named.contains(one))
    }

    fn order(&mut self, along: &Section<'_>, measures: &[Text<'_>]) -> Option<Order> {
        let entries = along.entries();
        let [(name, item)] = entries.as_slice() else {
            let message = "`along` names one fact";
            let problem = Finding::new(Code::EmptyCondition, along.name.span, message);
            self.problems
                .push(problem.help("write it like `along = { category = [\"A\", \"B\"] }`"));
            return None;
        };
        let (fact_id, fact) = self.vocabulary.find(self.problems, *name, Lanes::NotKnownYet)?;
        let along = self.values_in_order(fact, item)?;
        report_repetitions(self.problems, measures);
        let measures = measures.iter().filter_map(|name| {
            let measure = choose(self.problems, "never-worse", *name, &MEASURES)?;
            Some((measure, name.span))
        });
        let measures = measures.collect();
        Some(Order { fact: fact_id, along, measures })
    }

    fn values_in_order(&mut self, fact: &Fact, item: Item<'_>) -> Option<Along> {
        if let Kind::Number(_) = fact.kind {
            let name = self.problems.text(item, &fact.id)?;
            let words = [("rising", Along::Rising), ("falling", Along::Falling)];
            let places = [("rising", 0), ("falling", 1_usize)];
            let place = choose(self.problems, &fact.id, name, &places)?;
            return words.into_iter().nth(place).map(|(_, along)| along);
        }
        if let Kind::Code(_) | Kind::Date = fact.kind {
            let message = format!("the values of `{}` have no order", fact.id);
            let problem = Finding::new(Code::BadValue, item.span, message);
            self.problems
                .push(problem.help("name a fact with a list of names, yes or no, or a number"));
            return None;
        }
        let values: Vec<Value> = match (&fact.kind, item.as_list()) {
            (Kind::YesNo, Some(list)) => {
                let flags = list.iter().map(|one| one.as_flag());
                let flags: Option<Vec<bool>> = flags.collect();
                let Some(flags) = flags else {
                    self.problems.wrong_type(item, &fact.id, "a list of true and false");
                    return None;
                };
                flags.into_iter().map(|yes| if yes { Value::YES } else { Value::NO }).collect()
            }
            _ => {
                let names = self.problems.texts(item, &fact.id);
                report_repetitions(self.problems, &names);
                let values = names.iter();
                values
                    .filter_map(|name| self.vocabulary.value_of(self.problems, fact, *name))
                    .collect()
            }
        };
        if values.len() < 2 {
            let message = format!("an order of `{}` needs two values at least", fact.id);
            let problem = Finding::new(Code::EmptyList, item.span, message);
            self.problems.push(problem.help("list its values, the best of them first or last"));
            return None;
        }
        Some(Along::Values(values))
    }
}

/// What is named, if it is so always; what is not, if it is so never.
fn kept<T: Copy>(all: &[T], always: bool, named: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| named(one) == always).copied().collect()
}
