//! What the lists of a rule set hold, an item for each entry.

use advisor::advise::effect_in_ids;
use advisor::model::code::{Codes, dotted};
use advisor::model::condition::{Condition, FactId};
use advisor::model::fact::{Coverage, Fact, Kind, Name, Offered};
use advisor::model::value::{Interval, Value, ValueSet};
use advisor::model::wording::{Tongue, Wording};
use advisor::model::{Deadline, Reference, Rule, RuleKind, RuleSet, Subject};

use crate::render::condition;
use crate::render::list::Item;
use crate::render::rule::Told;
use crate::render::text::{kind_id, time_id};
use crate::render::words::words;

pub(super) fn of_name(rule_set: &RuleSet, id: FactId, fact: &Fact, at: usize, name: &Name) -> Item {
    let mut detail = Vec::new();
    if !name.codes.is_empty() {
        let codes: Vec<String> = name.codes.iter().map(|code| dotted(code)).collect();
        detail.push(format!("{} {}", code_words(rule_set, id), codes.join(", ")));
    }
    if name.coverage == Coverage::Rest {
        detail.push("whatever no other entry matches".to_owned());
    }
    if let Some(lane) = name.lane {
        detail.push(format!("lane {}", rule_set[lane].id));
    }
    if let Some(next) = name.successor.and_then(|value| fact.name(value)) {
        detail.push(format!("then {}", next.id));
    }
    match &name.offered {
        Offered::Always => {}
        Offered::Never => detail.push("not chosen by itself".to_owned()),
        Offered::If { .. } => detail.push("not always chosen by itself".to_owned()),
    }
    Item {
        id: name.id.clone(),
        name: name.title.clone(),
        aliases: name.aliases.clone(),
        days: name.in_force.clone().or_else(|| open_days(rule_set, id, Value::of_index(at))),
        detail: with_reference(detail.join("; "), &name.reference),
        within: None,
    }
}

/// What codes are called, and who calls them so.
pub(super) fn codes(rule_set: &RuleSet, codes: &Codes) -> Vec<Item> {
    let items = codes.names.iter().map(|(part, name)| {
        let sources = name.sources.iter().map(|id| rule_set[*id].title.to_string());
        let by: Vec<String> = sources.collect();
        plain_item(&codes.prefixes(*part).concat(), Some(&name.title), by.join(", "))
    });
    items.collect()
}

/// The days on which no rule refuses a name for the date alone.
fn open_days(rule_set: &RuleSet, id: FactId, value: Value) -> Option<ValueSet> {
    let all = Interval::new(i64::from(i32::MIN), i64::from(i32::MAX));
    let closed = rule_set.rows().iter().filter_map(|row| {
        let condition = &row.rule.condition;
        let refuses = row.refuses() && condition.unless.is_empty();
        let within = &condition.within;
        let of_name = within.allowed(id).is_some_and(|set| *set == ValueSet::of([value]));
        (refuses && of_name && within.tests().len() == 2).then(|| within.allowed(FactId::DATE))?
    });
    closed.fold(None, |open: Option<ValueSet>, days| {
        let rest = days.complement(all.least, all.greatest);
        Some(open.map_or(rest.clone(), |open| open.intersection(&rest)))
    })
}

/// What people call the codes that belong to the names of a list.
fn code_words(rule_set: &RuleSet, list: FactId) -> String {
    let code = rule_set.coded_list().filter(|(_, coded)| *coded == list);
    code.map(|(code, _)| rule_set[code].words()).unwrap_or_default()
}

fn plain_item(id: &str, name: Option<&Wording>, detail: String) -> Item {
    Item {
        id: id.to_owned(),
        name: name.cloned(),
        aliases: Vec::new(),
        days: None,
        detail,
        within: None,
    }
}

pub(super) fn flows(rule_set: &RuleSet) -> Vec<Item> {
    let flows = rule_set.flows().iter().map(|flow| {
        let ids = flow.steps.iter().map(|id| &rule_set[*id]);
        let steps: Vec<&str> = ids.map(|step| step.id.as_str()).collect();
        let detail = format!("steps {}", steps.join(", "));
        let item = plain_item(&flow.rule.id, flow.title.as_ref(), detail);
        Item { days: days_of(&flow.rule.condition), ..item }
    });
    flows.collect()
}

pub(super) fn lanes(rule_set: &RuleSet) -> Vec<Item> {
    let lanes = rule_set.lanes().iter().map(|lane| {
        let own: Vec<&str> = lane.checks.iter().map(|id| rule_set[id].id.as_str()).collect();
        let detail =
            if own.is_empty() { String::new() } else { format!("checks {}", own.join(", ")) };
        plain_item(&lane.id, lane.title.as_ref(), detail)
    });
    lanes.collect()
}

pub(super) fn checks(rule_set: &RuleSet) -> Vec<Item> {
    let checks = rule_set.checks().iter().map(|check| {
        let detail = kind_id(check.kind).to_owned();
        plain_item(&check.id, check.title.as_ref(), detail)
    });
    checks.collect()
}

/// What is said of something, with the number of its form and the link.
fn with_reference(detail: String, reference: &Reference) -> String {
    let form = reference.form.as_ref().map(|form| format!("form {form}"));
    let parts = [Some(detail), form, reference.url.clone()].into_iter().flatten();
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

pub(super) fn documents(rule_set: &RuleSet) -> Vec<Item> {
    let documents = rule_set.documents().iter().map(|document| {
        let ids = document.steps.iter().map(|id| &rule_set[*id]);
        let steps: Vec<&str> = ids.map(|step| step.id.as_str()).collect();
        let detail = with_reference(format!("in step {}", steps.join(" or ")), &document.reference);
        plain_item(&document.id, document.title.as_ref(), detail)
    });
    documents.collect()
}

pub(super) fn steps(rule_set: &RuleSet) -> Vec<Item> {
    let steps = rule_set.steps().iter().map(|step| {
        let detail = with_reference(time_id(step.time).to_owned(), &step.reference);
        plain_item(&step.id, Some(&step.title), detail)
    });
    steps.collect()
}

pub(super) fn facts(rule_set: &RuleSet) -> Vec<Item> {
    let facts = rule_set.facts().map(|(id, fact)| {
        let kind = match &fact.kind {
            Kind::Names(names) => format!("one of {} names", names.len()),
            Kind::YesNo => "yes or no".to_owned(),
            Kind::Date => "a date".to_owned(),
            Kind::Code(codes) => format!("a code of up to {} digits", codes.digits),
            Kind::Number(number) => {
                let unit = number.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                let (least, greatest) = (Value(number.least), Value(number.greatest));
                format!("{} to {}{unit}", number.show(least), number.show(greatest))
            }
        };
        let rest = match &fact.default {
            _ if rule_set.choices().contains(&id) => "; a choice".to_owned(),
            advisor::model::fact::Default::Value(value) => {
                format!("; default {}", fact.show(*value))
            }
            advisor::model::fact::Default::ByDate(_) => "; default by date".to_owned(),
            advisor::model::fact::Default::ByName { fact, .. } => {
                format!("; default by {}", rule_set[*fact].id)
            }
            advisor::model::fact::Default::None if id == rule_set.goods() => {
                "; must be given".to_owned()
            }
            advisor::model::fact::Default::None => "; may be left out".to_owned(),
        };
        plain_item(&fact.id, fact.title.as_ref(), format!("{kind}{rest}"))
    });
    facts.collect()
}

pub(super) fn rules(rule_set: &RuleSet) -> Vec<Item> {
    all_rules(rule_set).iter().map(|told| of_rule(rule_set, told)).collect()
}

/// When things are due.
pub(super) fn deadlines(rule_set: &RuleSet) -> Vec<Item> {
    let all = all_rules(rule_set);
    all.iter().filter(|told| told.kind == "deadline").map(|told| of_rule(rule_set, told)).collect()
}

/// What is due, and when.
fn due_in_words(rule_set: &RuleSet, deadline: &Deadline) -> String {
    let subject = match deadline.subject {
        Subject::Step(step) => format!("step {}", rule_set[step].id),
        Subject::Document(document) => format!("document {}", rule_set[document].id),
    };
    let words = words(Tongue::English);
    let from = deadline.not_before.map(|from| words.from(&words.offset(from)));
    let by = deadline.by.map(|by| words.by(&words.offset(by)));
    let both: Vec<String> = from.into_iter().chain(by).collect();
    format!("{subject}, {}", both.join(", "))
}

/// The tax regimes and the fee.
pub(super) fn taxes(rule_set: &RuleSet) -> Vec<Item> {
    let all = all_rules(rule_set);
    let charges = all.iter().filter(|told| ["tax", "fee"].contains(&told.kind));
    charges.map(|told| of_rule(rule_set, told)).collect()
}

/// Every rule with what it does, in the order of the file.
pub(super) fn all_rules(rule_set: &RuleSet) -> Vec<Told<'_>> {
    let rows = rule_set.rows().iter().map(|row| Told {
        rule: &row.rule,
        kind: match row.kind {
            RuleKind::Category => "category",
            RuleKind::Inspection => "inspection",
            RuleKind::Refusal => "refusal",
        },
        effect: effect_in_ids(rule_set, &row.effect),
        remedy: Told::remedy_of(&row.effect),
    });
    let later = |rule, kind: &'static str| {
        let rule: &Rule = rule;
        Told { rule, kind, effect: format!("{kind} {}", rule.id), remedy: None }
    };
    let flows = rule_set.flows().iter().map(|flow| later(&flow.rule, "flow"));
    let taxes = rule_set.taxes().iter().map(|tax| later(&tax.rule, "tax"));
    let fees = rule_set.daily_fee().into_iter().map(|fee| later(&fee.rule, "fee"));
    let due = rule_set.deadlines().iter().map(|deadline| Told {
        rule: &deadline.rule,
        kind: "deadline",
        effect: due_in_words(rule_set, deadline),
        remedy: None,
    });
    rows.chain(flows).chain(due).chain(taxes).chain(fees).collect()
}

fn of_rule(rule_set: &RuleSet, told: &Told<'_>) -> Item {
    let rule = told.rule;
    let sources: Vec<&str> = rule_set.sources_of(rule).map(|source| source.id.as_str()).collect();
    let cited =
        if sources.is_empty() { String::new() } else { format!(" [{}]", sources.join(", ")) };
    let detail = format!("{}: {}{cited}", told.kind, told.effect);
    Item {
        days: days_of(&rule.condition),
        within: Some(rule.condition.within.clone()),
        ..plain_item(&rule.id, rule.because.as_ref(), detail)
    }
}

/// Every entry of every rate, in the order of the file.
pub(super) fn rates(rule_set: &RuleSet) -> Vec<Item> {
    let entries =
        rule_set.rates().iter().flat_map(|table| table.entries.iter().map(move |one| (table, one)));
    let items = entries.map(|(table, entry)| {
        let asked = condition::region(rule_set, &entry.within);
        let detail = format!("{}%: {asked}", entry.amount.normalize());
        let item = plain_item(&table.id, table.title.as_ref(), detail);
        Item { days: entry.within.allowed(FactId::DATE).cloned(), ..item }
    });
    items.collect()
}

fn days_of(condition: &Condition) -> Option<ValueSet> {
    condition.within.allowed(FactId::DATE).cloned()
}

pub(super) fn sources(rule_set: &RuleSet) -> Vec<Item> {
    let sources = rule_set.sources().iter().map(|source| {
        let url = source.url.clone().unwrap_or_default();
        plain_item(&source.id, Some(&source.title), url)
    });
    sources.collect()
}
