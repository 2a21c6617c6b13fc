//! Shipments: what is said of one, checked against the facts of a rule set.
//!
//! Everything that is wrong with what a caller said is found here; nothing is evaluated.

use crate::lexicon::{self, Lexicon};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::{Coverage, Default, Fact, Kind, Name, NumberError};
use crate::model::value::{Day, Value};

/// Something that a caller said and that cannot be: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCall {
    /// What is wrong, in lower case and without a stop.
    pub message: String,
    /// The way out, where there is one to name.
    pub help: Option<String>,
}

impl std::fmt::Display for WrongCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        // A question needs no colon behind it.
        let colon = if self.message.ends_with('?') { "" } else { ":" };
        self.help.iter().try_for_each(|help| write!(f, "{colon} {help}"))
    }
}

impl std::error::Error for WrongCall {}

pub(crate) fn wrong(message: impl Into<String>, help: impl Into<Option<String>>) -> WrongCall {
    WrongCall { message: message.into(), help: help.into() }
}

/// How the value of a fact came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It was said.
    Given,
    /// It was not said; the rule set has a default.
    Assumed,
    /// It was left open, and the advisor chooses it.
    Chosen,
    /// It is a number that was not said and has no default.
    NotGiven,
}

/// What is known of one shipment, with a value for everything that is not a choice left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    pub(crate) facts: Facts,
    origins: Vec<Origin>,
    /// Facts whose default depends on a name that may still change.
    dependents: Vec<FactId>,
}

/// What has been said of a shipment so far.
#[derive(Debug, Clone)]
pub struct Query<'r> {
    rule_set: &'r RuleSet,
    facts: Facts,
    given: Vec<bool>,
    hs: Option<String>,
}

impl<'r> Query<'r> {
    /// Begins with a shipment of which only the date is known.
    ///
    /// # Errors
    /// The rule set does not speak of that date.
    pub fn new(rule_set: &'r RuleSet, day: Day) -> Result<Self, WrongCall> {
        not_too_early(rule_set, day)?;
        let mut facts = Facts::unknown(rule_set.fact_count());
        facts.set(FactId::DATE, day.value());
        Ok(Self { rule_set, facts, given: vec![false; rule_set.fact_count()], hs: None })
    }

    /// Says that `fact` has the value that `text` names.
    ///
    /// # Errors
    /// There is no such fact or value, or the fact was given before.
    pub fn give(&mut self, fact: &str, text: &str) -> Result<(), WrongCall> {
        let Some((id, fact)) = self.rule_set.fact_called(fact) else {
            let known = self.rule_set.facts().map(|(_, fact)| fact.id.as_str());
            let help = lexicon::did_you_mean(fact, known);
            let help = help.or_else(|| Some("run `advisor list facts` for all of them".to_owned()));
            return Err(wrong(format!("the rules know no fact `{fact}`"), help));
        };
        let value = parse(fact, text)?;
        let day = self.facts.day();
        in_force(fact, value, day)?;
        let known = self.facts.get(id);
        if self.given.get(id.index()) == Some(&true) {
            let code = self.hs.as_ref().filter(|_| id == self.rule_set.goods() && known != value);
            if let Some(code) = code {
                return Err(disagreement(fact, code, known, value));
            }
            if id != self.rule_set.goods() || self.hs.is_none() {
                return Err(given_twice(&fact.id));
            }
        }
        self.put(id, value);
        Ok(())
    }

    /// Says which goods it is by their HS code.
    ///
    /// # Errors
    /// The code is not one, is too short to tell the goods, or disagrees with the goods given.
    pub fn give_hs(&mut self, code: &str) -> Result<(), WrongCall> {
        let id = self.rule_set.goods();
        let goods = &self.rule_set[id];
        if self.hs.is_some() {
            return Err(given_twice("hs"));
        }
        let value = goods_of_code(self.rule_set, goods, code)?;
        let known = self.facts.get(id);
        if self.given.get(id.index()) == Some(&true) && known != value {
            return Err(disagreement(goods, code, value, known));
        }
        self.hs = Some(code.to_owned());
        self.put(id, value);
        Ok(())
    }

    fn put(&mut self, id: FactId, value: Value) {
        self.facts.set(id, value);
        if let Some(given) = self.given.get_mut(id.index()) {
            *given = true;
        }
    }

    /// The shipment as far as it is known: defaults filled in, choices left open.
    ///
    /// # Errors
    /// The goods, or something else that has neither default nor choice, was not given.
    pub fn shipment(self) -> Result<Shipment, WrongCall> {
        let rule_set = self.rule_set;
        let mut facts = self.facts;
        let mut origins = vec![Origin::NotGiven; rule_set.fact_count()];
        let mut dependents = Vec::new();
        for (id, fact) in rule_set.facts() {
            let given = self.given.get(id.index()) == Some(&true);
            let origin = if given {
                Origin::Given
            } else if rule_set.choices().contains(&id) {
                let day = facts.day();
                if fact.names().len() > 0 && !fact.names().any(|name| name.is_in_force(day)) {
                    return Err(not_given(rule_set, id, fact, &facts));
                }
                Origin::Chosen
            } else {
                let value = rule_set.default_of(fact, &facts);
                facts.set(id, value);
                if matches!(fact.default, Default::ByName { .. }) {
                    dependents.push(id);
                }
                if value != Value::NOT_GIVEN || matches!(fact.default, Default::ByName { .. }) {
                    Origin::Assumed
                } else if matches!(fact.kind, Kind::Number(_)) {
                    Origin::NotGiven
                } else {
                    return Err(not_given(rule_set, id, fact, &facts));
                }
            };
            if let Some(slot) = origins.get_mut(id.index()) {
                *slot = origin;
            }
        }
        let open =
            rule_set.choices().iter().filter(|id| origins.get(id.index()) == Some(&Origin::Chosen));
        for id in open {
            something_offered(&rule_set[*id], &facts)?;
        }
        Ok(Shipment { facts, origins, dependents })
    }
}

impl Shipment {
    /// The value of a fact; not given for a choice that is still open.
    #[must_use]
    pub fn get(&self, fact: FactId) -> Value {
        self.facts.get(fact)
    }

    /// How the value of a fact came about.
    #[must_use]
    pub fn origin(&self, fact: FactId) -> Origin {
        self.origins.get(fact.index()).copied().unwrap_or(Origin::NotGiven)
    }

    /// The date of the shipment.
    #[must_use]
    pub fn day(&self) -> Day {
        self.facts.day()
    }

    /// The facts whose defaults follow the name of another fact.
    #[must_use]
    pub fn dependents(&self) -> &[FactId] {
        &self.dependents
    }

    /// Fills in the defaults that follow from names which have changed.
    pub(crate) fn settle(&self, rule_set: &RuleSet, facts: &mut Facts) {
        self.settle_but(rule_set, facts, FactId::DATE);
    }

    /// The same, with `kept` left as it is.
    pub(crate) fn settle_but(&self, rule_set: &RuleSet, facts: &mut Facts, kept: FactId) {
        for id in self.dependents.iter().filter(|id| **id != kept) {
            facts.set(*id, rule_set.default_of(&rule_set[*id], facts));
        }
    }
}

/// The date that a text names.
///
/// # Errors
/// It names none.
pub fn date(text: &str) -> Result<Day, WrongCall> {
    Day::parse(text).ok_or_else(|| {
        let help = "write a day of the calendar like 2026-11-23";
        wrong(format!("`{text}` is no date"), help.to_owned())
    })
}

/// Refuses a date of which the rule set does not speak.
pub(crate) fn not_too_early(rule_set: &RuleSet, day: Day) -> Result<(), WrongCall> {
    let first = rule_set.first_date();
    if day < first {
        let help = format!("take {first} or a later date");
        return Err(wrong(format!("the rules begin on {first}, {day} is earlier"), help));
    }
    Ok(())
}

pub(crate) fn given_twice(fact: &str) -> WrongCall {
    wrong(format!("`{fact}` is given twice"), format!("say `{fact}` once"))
}

pub(crate) fn not_given(rule_set: &RuleSet, id: FactId, fact: &Fact, facts: &Facts) -> WrongCall {
    if id == rule_set.goods() {
        let help = "name them, or their HS code; `advisor list goods` shows what the rules know";
        return wrong("which goods is it?", help.to_owned());
    }
    let day = facts.day();
    let message = format!("the rules have no {} for {day}", fact.words());
    wrong(message, format!("give `{}`, or another date", fact.id))
}

/// Refuses to choose among nothing.
pub(crate) fn something_offered(fact: &Fact, facts: &Facts) -> Result<(), WrongCall> {
    let day = Day(i32::try_from(facts.get(FactId::DATE).0).unwrap_or(i32::MAX));
    let fits = |name: &Name| name.is_in_force(day) && name.offered.holds(facts);
    if fact.names().len() == 0 || fact.names().any(fits) {
        return Ok(());
    }
    let possible = fact.names().filter(|name| name.is_in_force(day)).map(|name| name.id.as_str());
    let help = format!("give `{}`: {}", fact.id, lexicon::in_words(possible, "or"));
    Err(wrong(format!("the rules offer no {} for this shipment", fact.words()), help))
}

/// Reads the text of one value of a fact.
pub(crate) fn parse(fact: &Fact, text: &str) -> Result<Value, WrongCall> {
    if text.is_empty() {
        let help = format!("give a value, or leave `{}` out", fact.id);
        return Err(wrong(format!("`{}` is empty", fact.id), help));
    }
    match &fact.kind {
        Kind::Names(_) => {
            name_value(fact, text).ok_or_else(|| unknown_name(fact, text, &lexicon(fact)))
        }
        Kind::YesNo => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" => Ok(Value::YES),
            "no" | "false" => Ok(Value::NO),
            _ => {
                let message = format!("`{}` is yes or no, not `{text}`", fact.id);
                Err(wrong(message, format!("write {0}=yes or {0}=no", fact.id)))
            }
        },
        Kind::Number(number) => number.parse(text).map_err(|error| {
            let least = number.show(Value(number.least));
            let greatest = number.show(Value(number.greatest));
            let unit = number.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            match error {
                NumberError::Grammar => wrong(
                    format!("`{text}` is no number for `{}`", fact.id),
                    "write plain digits with at most one decimal point, like 2500 or 99.50"
                        .to_owned(),
                ),
                NumberError::OutOfRange => wrong(
                    format!("`{}` cannot be {text}", fact.id),
                    format!("it runs from {least} to {greatest}{unit}"),
                ),
                NumberError::BetweenSteps => wrong(
                    format!("`{}` cannot be {text}", fact.id),
                    format!("it goes in steps of {}{unit}", number.show_step()),
                ),
            }
        }),
        Kind::Date => Err(wrong(format!("`{}` is no fact", fact.id), None)),
    }
}

/// The value of the name that `text` spells: its id, an alias or its Chinese name, in any case.
#[must_use]
pub fn name_value(fact: &Fact, text: &str) -> Option<Value> {
    if let Some(value) = fact.value_of_id(text) {
        return Some(value);
    }
    let folded = text.to_lowercase();
    let same = |spelling: &str| spelling.to_lowercase() == folded;
    fact.names()
        .position(|name| {
            same(&name.id)
                || name.aliases.iter().any(|alias| same(alias))
                || name.zh.as_deref().is_some_and(same)
        })
        .map(Value::of_index)
}

/// How the names of a fact may be written.
pub(crate) fn lexicon(fact: &Fact) -> Lexicon {
    Lexicon::of_spellings(fact.names().flat_map(|name| {
        let aliases = name.aliases.iter().map(|alias| (alias.as_str(), name.id.as_str()));
        std::iter::once((name.id.as_str(), name.id.as_str())).chain(aliases)
    }))
}

/// Refuses a name that is none of the fact's.
pub(crate) fn unknown_name(fact: &Fact, text: &str, lexicon: &Lexicon) -> WrongCall {
    let shown: String = text.chars().take(60).collect();
    let help = lexicon.did_you_mean(text).or_else(|| {
        let few = fact.names().len() <= 16;
        let all = || lexicon::in_words(fact.names().map(|name| name.id.as_str()), "or");
        Some(if few {
            format!("it is one of {}", all())
        } else {
            format!("run `advisor list {}` for all of them", fact.id)
        })
    });
    wrong(format!("unknown {} `{shown}`", fact.id), help)
}

/// Refuses a name that is not in force on `day`, and names the one that took its place.
pub(crate) fn in_force(fact: &Fact, value: Value, day: Day) -> Result<(), WrongCall> {
    let Some(name) = fact.name(value).filter(|name| !name.is_in_force(day)) else {
        return Ok(());
    };
    let mut successor = name.successor;
    // Successors may go round in a badly kept file; no chain is longer than the list.
    for _ in 0..fact.names().len() {
        let next = successor.and_then(|value| fact.name(value));
        match next {
            Some(next) if next.is_in_force(day) => {
                let help = format!("on that day it is `{}`", next.id);
                return Err(wrong(
                    format!("{} `{}` is not in force on {day}", fact.id, name.id),
                    help,
                ));
            }
            Some(next) => successor = next.successor,
            None => break,
        }
    }
    let then = fact.names().filter(|name| name.is_in_force(day)).map(|name| name.id.as_str());
    let list = lexicon::in_words(then, "or");
    let help = (!list.is_empty()).then(|| format!("on that day it is one of {list}"));
    Err(wrong(format!("{} `{}` is not in force on {day}", fact.id, name.id), help))
}

pub(crate) fn disagreement(goods: &Fact, code: &str, of_code: Value, given: Value) -> WrongCall {
    let (by_code, by_name) = (goods.show(of_code), goods.show(given));
    wrong(
        format!("goods and HS code disagree: HS {code} is `{by_code}`, not `{by_name}`"),
        "give one of the two, or correct the other".to_owned(),
    )
}

/// The goods to which an HS code belongs: those with the longest prefix of it.
pub(crate) fn goods_of_code(
    rule_set: &RuleSet,
    goods: &Fact,
    code: &str,
) -> Result<Value, WrongCall> {
    let parts_are_digits =
        code.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    if !parts_are_digits || !matches!(digits.len(), 2 | 4 | 6 | 8 | 10) {
        let shown: String = code.chars().take(40).collect();
        let help = "write 2, 4, 6, 8 or 10 digits, with dots or without, like 0402.21";
        return Err(wrong(format!("`{shown}` is no HS code"), help.to_owned()));
    }
    let prefixes = rule_set.hs_prefixes();
    let from = prefixes.partition_point(|(prefix, _)| *prefix < digits);
    let longer: Vec<Value> = prefixes
        .iter()
        .skip(from)
        .take_while(|(prefix, _)| prefix.starts_with(&digits))
        .filter(|(prefix, _)| prefix.len() > digits.len())
        .map(|(_, value)| *value)
        .collect();
    let shorter = longest_prefix(prefixes, &digits);
    if !longer.is_empty() {
        let mut possible: Vec<Value> = longer.into_iter().chain(shorter).collect();
        possible.sort_unstable();
        possible.dedup();
        let named = possible.into_iter().filter_map(|value| goods.name(value));
        let ids = named.map(|name| name.id.as_str());
        let help =
            format!("give more digits, or say which goods: {}", lexicon::in_words(ids, "or"));
        return Err(wrong(format!("HS {code} is too short to tell the goods"), help));
    }
    let rest = goods.names().position(|name| name.coverage == Coverage::Rest).map(Value::of_index);
    shorter.or(rest).ok_or_else(|| {
        let help = "run `advisor list goods` for what they know";
        wrong(format!("the rules know no goods with HS code {code}"), help.to_owned())
    })
}

/// The goods with the longest prefix of a code.
fn longest_prefix(prefixes: &[(String, Value)], digits: &str) -> Option<Value> {
    (1..=digits.len()).rev().find_map(|length| {
        let beginning = digits.get(..length)?;
        let found = prefixes.binary_search_by(|(prefix, _)| prefix.as_str().cmp(beginning));
        found.ok().and_then(|at| prefixes.get(at)).map(|(_, value)| *value)
    })
}
