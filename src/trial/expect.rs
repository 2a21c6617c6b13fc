//! What a test expects: its keys, each checked against the names of the rule set.

use rust_decimal::Decimal;

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon;
use crate::model::fact::Kind;
use crate::model::ids::{Id, numbered};
use crate::model::{LaneId, RuleSet, StepId};
use crate::read::item::{Item, Node, Text};
use crate::read::table::{Problems, Section, as_section};
use crate::shipment;
use crate::source::Span;
use crate::trial::names::{RELEASES, VERDICTS};
use crate::trial::test::{Bounds, Due, Expectation, List, Member, Settled, Want};

/// The keys, in the order in which an answer is told.
pub(crate) const KEYS: [&str; 21] = [
    "verdict",
    "lane",
    "flow",
    "release",
    "steps",
    "checks",
    "no-checks",
    "documents",
    "no-documents",
    "tax-regime",
    "tax",
    "tax-waived",
    "late-fee",
    "late-fee-waived",
    "refusals",
    "rules",
    "no-rules",
    "shipment",
    "warning",
    "warnings",
    "error",
];

/// Reads the table of what is expected.
pub(crate) fn read(
    problems: &mut Problems,
    rule_set: &RuleSet,
    mut section: Section<'_>,
    expect: Span,
) -> Vec<Expectation> {
    let mut reader = Reader { problems, rule_set };
    let mut found = Vec::new();
    for key in KEYS {
        let Some(item) = section.item(key) else { continue };
        let (key_span, span) = (section.key_span(key), item.span);
        let want = reader.want(key, item);
        found.extend(want.map(|want| Expectation { key, key_span, span, want }));
    }
    found.sort_by_key(|one| one.key_span);
    if section.entries().is_empty() {
        let message = format!("{} expects nothing", section.words());
        let nothing = Finding::new(Code::ExpectsNothing, expect, message);
        problems.push(nothing.help("say at least one part of the answer, like `verdict`"));
    }
    if let Some(error) = found.iter().find(|one| matches!(one.want, Want::Error(_)))
        && let Some(other) = found.iter().find(|one| one.key != error.key)
    {
        let message = "a wrong call has no answer to expect anything of";
        let beside = Finding::new(Code::WrongCallOnly, other.key_span, message);
        problems.push(
            beside.other(error.key_span, "this expects the call to be wrong").help("keep one"),
        );
    }
    section.finish(problems);
    found
}

/// The value of a fact as a call would say it.
pub(crate) fn fact_text(problems: &mut Problems, fact: &str, item: Item<'_>) -> Option<String> {
    let flag = || item.as_flag().map(|flag| if flag { "yes" } else { "no" });
    let text = item.as_str().or(item.as_number()).or_else(flag);
    if text.is_none() {
        problems.wrong_type(item, fact, "a text, a number, or true or false");
    }
    text.map(str::to_owned)
}

struct Reader<'p, 'r> {
    problems: &'p mut Problems,
    rule_set: &'r RuleSet,
}

impl<'r> Reader<'_, 'r> {
    fn want(&mut self, key: &'static str, item: Item<'_>) -> Option<Want> {
        let rule_set = self.rule_set;
        match key {
            "verdict" => self.one_of(key, item, &VERDICTS).map(Want::Verdict),
            "lane" => {
                let lane = |reader: &mut Self, item: Item<'_>| {
                    let ids = rule_set.lanes().iter().map(|lane| lane.id.as_str());
                    reader.place(key, item, ids).and_then(LaneId::at)
                };
                self.bounds(key, item, lane).map(Want::Lane)
            }
            "release" => {
                let release =
                    |reader: &mut Self, item: Item<'_>| reader.one_of(key, item, &RELEASES);
                self.bounds(key, item, release).map(Want::Release)
            }
            "flow" => {
                let ids = rule_set.flows().iter().map(|flow| flow.rule.id.as_str());
                self.rule_or_none(key, item, ids).map(Want::Flow)
            }
            "tax-regime" => {
                let ids = rule_set.taxes().iter().map(|tax| tax.rule.id.as_str());
                self.rule_or_none(key, item, ids).map(Want::TaxRegime)
            }
            "tax" => self.amount(key, item).map(|amount| Want::Amount(Due::Tax, amount)),
            "late-fee" => self.amount(key, item).map(|amount| Want::Amount(Due::LateFee, amount)),
            "tax-waived" => self.flag(key, item).map(|flag| Want::Waived(Due::Tax, flag)),
            "late-fee-waived" => self.flag(key, item).map(|flag| Want::Waived(Due::LateFee, flag)),
            "refusals" => {
                let rows = rule_set.rows().iter().filter(|row| row.refuses());
                let ids: Vec<&str> = rows.map(|row| row.rule.id.as_str()).collect();
                self.members(key, item, &ids).map(Want::Refusals)
            }
            "checks" | "documents" | "rules" => self.list(key, list_called(key)?, item),
            "no-checks" | "no-documents" | "no-rules" => {
                let list = list_called(key.strip_prefix("no-")?)?;
                let members = self.some_members(key, item, list)?;
                Some(Want::NotAmong(list, members))
            }
            "steps" => self.steps(key, item).map(Want::Steps),
            "shipment" => self.settled(key, item).map(Want::Facts),
            "warning" => self.part(key, item).map(Want::Warning),
            "error" => self.part(key, item).map(Want::Error),
            _ => {
                let array = self.array(key, item)?;
                let parts = array.iter().map(|one| self.part(key, one));
                parts.collect::<Option<_>>().map(Want::Warnings)
            }
        }
    }

    /// One of a few names that are the program's own.
    fn one_of<T: Copy>(&mut self, key: &str, item: Item<'_>, names: &[(&str, T)]) -> Option<T> {
        let place = self.place(key, item, names.iter().map(|(name, _)| *name))?;
        names.get(place).map(|(_, thing)| *thing)
    }

    /// The place of a name in a list.
    fn place<'n>(
        &mut self,
        key: &str,
        item: Item<'_>,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<usize> {
        let text = self.problems.text(item, key)?;
        let place = names.clone().position(|name| name == text.text);
        if place.is_none() {
            self.unknown(key, text, names);
        }
        place
    }

    fn unknown<'n>(
        &mut self,
        key: &str,
        text: Text<'_>,
        names: impl Iterator<Item = &'n str> + Clone,
    ) {
        let what = key.trim_start_matches("no-").replace('-', " ");
        let what = if names.clone().next().is_some() && what.ends_with('s') {
            what.trim_end_matches('s').to_owned()
        } else {
            what
        };
        let few = names.clone().nth(8).is_none();
        let help = lexicon::did_you_mean(text.text, names.clone());
        let help = help
            .or_else(|| few.then(|| format!("it is one of {}", lexicon::in_words(names, "or"))));
        let message = format!("there is no {what} `{}`", text.text);
        let unknown = Finding::new(Code::UnknownName, text.span, message);
        self.problems.push(unknown.maybe_help(help));
    }

    /// One thing, none of them, or the bounds of it.
    fn bounds<T: Copy + Ord>(
        &mut self,
        key: &'static str,
        item: Item<'_>,
        mut one: impl FnMut(&mut Self, Item<'_>) -> Option<T>,
    ) -> Option<Bounds<T>> {
        if item.as_flag() == Some(false) {
            return Some(Bounds::Exactly(None));
        }
        if item.as_table().is_none() {
            return one(self, item).map(|one| Bounds::Exactly(Some(one)));
        }
        let name = Text { text: key, span: item.span };
        let mut section = as_section(self.problems, item, name, "expectation")?;
        let [least, greatest] = ["at-least", "at-most"].map(|key| section.item(key));
        if least.is_none() && greatest.is_none() {
            self.says_nothing(name.span, key, "write `at-least`, `at-most` or both");
        }
        section.finish(self.problems);
        let mut read = |item: Option<Item<'_>>| item.map(|item| one(self, item));
        let (least, greatest) = (read(least), read(greatest));
        // What is there but cannot be read has been reported.
        let both = (least.map_or(Some(None), |one| one.map(Some))?, greatest);
        let (least, greatest) = (both.0, both.1.map_or(Some(None), |one| one.map(Some))?);
        if least.zip(greatest).is_some_and(|(least, greatest)| least > greatest) {
            self.problems.push(
                Finding::new(Code::NeverHolds, item.span, format!("`{key}` can be nothing"))
                    .help("`at-least` is more than `at-most`"),
            );
        }
        Some(Bounds::Between(least, greatest))
    }

    fn says_nothing(&mut self, span: Span, key: &str, help: impl Into<String>) {
        let message = format!("`{key}` says nothing");
        self.problems.push(Finding::new(Code::ExpectsNothing, span, message).help(help));
    }

    fn rule_or_none<'n>(
        &mut self,
        key: &'static str,
        item: Item<'_>,
        ids: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<Option<String>> {
        if item.as_flag() == Some(false) {
            return Some(None);
        }
        let place = self.place(key, item, ids.clone())?;
        Some(ids.clone().nth(place).map(str::to_owned))
    }

    fn amount(&mut self, key: &'static str, item: Item<'_>) -> Option<Bounds<Decimal>> {
        self.bounds(key, item, |reader, item| {
            let text = item.as_str();
            let number = match text {
                Some(text) => crate::model::fact::DecimalText::parse(text),
                None => reader.problems.decimal(item, key),
            };
            if text.is_some() && number.is_none() {
                reader.problems.wrong_type(item, key, "an amount like \"91.00\"");
            }
            let number = number?;
            Decimal::try_from_i128_with_scale(number.digits, number.places).ok()
        })
    }

    fn flag(&mut self, key: &str, item: Item<'_>) -> Option<bool> {
        let flag = item.as_flag();
        if flag.is_none() {
            self.problems.wrong_type(item, key, "true or false");
        }
        flag
    }

    fn part(&mut self, key: &str, item: Item<'_>) -> Option<String> {
        let text = self.problems.text(item, key)?;
        if text.text.trim().is_empty() {
            self.says_nothing(text.span, key, "write a part of the message");
            return None;
        }
        Some(text.text.to_owned())
    }

    fn array<'a>(&mut self, key: &str, item: Item<'a>) -> Option<&'a [Node<'a>]> {
        let array = item.as_list();
        if array.is_none() {
            self.problems.wrong_type(item, key, "a list");
        }
        array
    }

    /// A list that has to hold some names, or these and no others.
    fn list(&mut self, key: &'static str, list: List, item: Item<'_>) -> Option<Want> {
        if item.as_table().is_none() {
            return self.some_members(key, item, list).map(|members| Want::Among(list, members));
        }
        let name = Text { text: key, span: item.span };
        let mut section = as_section(self.problems, item, name, "expectation")?;
        let exactly = section.item("exactly");
        if exactly.is_none() {
            section.missing(self.problems, "exactly");
        }
        section.finish(self.problems);
        let ids = self.ids_of(list);
        self.members(key, exactly?, &ids).map(|members| Want::Exactly(list, members))
    }

    fn some_members(
        &mut self,
        key: &'static str,
        item: Item<'_>,
        list: List,
    ) -> Option<Vec<Member>> {
        let ids = self.ids_of(list);
        let members = self.members(key, item, &ids)?;
        if item.as_list().is_some_and(|array| array.is_empty()) {
            let help = match key.starts_with("no-") {
                true => "name at least one".to_owned(),
                false => format!("name at least one, or write `{key} = {{ exactly = [] }}`"),
            };
            self.says_nothing(item.span, key, help);
        }
        Some(members)
    }

    /// The names of a list, each of them known.
    fn members(&mut self, key: &str, item: Item<'_>, known: &[&str]) -> Option<Vec<Member>> {
        let array = self.array(key, item)?;
        let mut members: Vec<Member> = Vec::new();
        for one in array.iter() {
            let text = self.problems.text(one, key)?;
            if !known.contains(&text.text) {
                self.unknown(key, text, known.iter().copied());
            }
            if let Some(first) = members.iter().find(|member| member.id == text.text) {
                let message = format!("`{}` is listed twice", text.text);
                let twice = Finding::new(Code::Duplicate, text.span, message);
                self.problems.push(twice.other(first.span, "first listed here"));
            }
            members.push(Member { id: text.text.to_owned(), span: text.span });
        }
        Some(members)
    }

    fn ids_of(&self, list: List) -> Vec<&'r str> {
        let rule_set = self.rule_set;
        match list {
            List::Checks => rule_set.checks().iter().map(|check| check.id.as_str()).collect(),
            List::Documents => rule_set.documents().iter().map(|one| one.id.as_str()).collect(),
            List::Rules => rule_set.rules().map(|rule| rule.id.as_str()).collect(),
        }
    }

    fn steps(&mut self, key: &str, item: Item<'_>) -> Option<Vec<StepId>> {
        let ids: Vec<&str> = self.rule_set.steps().iter().map(|step| step.id.as_str()).collect();
        let members = self.members(key, item, &ids)?;
        let steps = numbered::<StepId, _>(self.rule_set.steps());
        let id_of = |member: &Member| {
            steps.clone().find(|(_, step)| step.id == member.id).map(|(id, _)| id)
        };
        Some(members.iter().filter_map(id_of).collect())
    }

    /// Facts of the shipment once it is settled.
    fn settled(&mut self, key: &'static str, item: Item<'_>) -> Option<Vec<Settled>> {
        let name = Text { text: key, span: item.span };
        let section = as_section(self.problems, item, name, "expectation")?;
        let mut facts = Vec::new();
        for (name, item) in section.entries() {
            let Some((id, _)) = self.rule_set.fact_called(name.text) else {
                let known: Vec<&str> =
                    self.rule_set.facts().map(|(_, fact)| fact.id.as_str()).collect();
                self.unknown("fact", name, known.iter().copied());
                continue;
            };
            let Some(text) = fact_text(self.problems, name.text, item) else { continue };
            match shipment::value(self.rule_set, id, &text) {
                Ok(value) => facts.push(Settled { fact: id, value, span: item.span }),
                Err(wrong) => {
                    let bad = Finding::new(Code::BadValue, item.span, wrong.message());
                    self.problems.push(bad.maybe_help(wrong.hint()));
                }
            }
        }
        if section.entries().is_empty() {
            self.says_nothing(item.span, key, "name at least one fact");
        }
        Some(facts)
    }
}

fn list_called(key: &str) -> Option<List> {
    match key {
        "checks" => Some(List::Checks),
        "documents" => Some(List::Documents),
        "rules" => Some(List::Rules),
        _ => None,
    }
}

/// The value of a fact as a file of tests writes it.
pub(crate) fn fact_value(kind: &Kind, shown: &str) -> String {
    match kind {
        Kind::YesNo => (shown == "yes").to_string(),
        Kind::Number(_) => shown.to_owned(),
        Kind::Names(_) | Kind::Code(_) | Kind::Date => crate::witness::toml_text(shown),
    }
}
