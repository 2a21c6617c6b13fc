//! `advisor list`: the vocabulary of a rule set, and what of it is in force on a date.

use advisor::advise::effect_in_ids;
use advisor::lexicon;
use advisor::model::condition::{Condition, FactId};
use advisor::model::fact::{Coverage, Fact, Kind, Name, Offered};
use advisor::model::value::{Interval, Value, ValueSet};
use advisor::model::{Rule, RuleKind, RuleSet};

use crate::cli::{ListArgs, ListFormat};
use crate::commands::load;
use crate::commands::terminal::{Stop, Terminal};
use crate::exit::Exit;
use crate::render;
use crate::render::list::Item;
use crate::render::text::{kind_id, time_id};
use crate::wrong_call::WrongCall;
use advisor::shipment::{InputError, date};

/// What can be listed beside the names of facts.
const LISTS: [&str; 10] = [
    "flows",
    "lanes",
    "checks",
    "documents",
    "steps",
    "facts",
    "rules",
    "taxes",
    "rates",
    "sources",
];

pub(crate) fn run(args: &ListArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let loaded = load::rules(&args.rules, terminal)?;
    let rule_set = &loaded.rule_set;
    let day = args.on.as_deref().map(date).transpose()?;
    let mut items = items(rule_set, &args.what)?;
    if let Some(day) = day {
        if day < rule_set.first_date() {
            Err(InputError::TooEarly { day, first: rule_set.first_date() })?;
        }
        items.retain(|item| item.days.as_ref().is_none_or(|days| days.contains(day.value())));
    }
    let mut answer = Vec::new();
    match args.format {
        ListFormat::Human => render::list::human(&items, terminal.table_width(), &mut answer)?,
        ListFormat::Json => {
            let (name, title) = (&loaded.name, rule_set.title());
            render::list::json(&args.what, &items, title, name, day, &mut answer)?;
        }
        ListFormat::Plain => render::list::plain(&items, &mut answer)?,
    }
    terminal.answer(&answer)?;
    Ok(Exit::Clean)
}

fn items(rule_set: &RuleSet, what: &str) -> Result<Vec<Item>, WrongCall> {
    let wanted = what.to_lowercase();
    Ok(match wanted.as_str() {
        "flows" | "flow" => flows(rule_set),
        "lanes" | "lane" => lanes(rule_set),
        "checks" | "check" => checks(rule_set),
        "documents" | "document" => documents(rule_set),
        "steps" | "step" => steps(rule_set),
        "facts" | "fact" => facts(rule_set),
        "rules" | "rule" => rules(rule_set),
        "taxes" | "tax" => taxes(rule_set),
        "rates" | "rate" => rates(rule_set),
        "sources" | "source" => sources(rule_set),
        _ => {
            let fact = rule_set
                .facts()
                .filter(|(_, fact)| matches!(fact.kind, Kind::Names(_)))
                .find(|(_, fact)| fact.id == wanted || plural(&fact.id) == wanted);
            let Some((id, fact)) = fact else { return Err(unknown(rule_set, what)) };
            fact.names()
                .enumerate()
                .map(|(at, name)| of_name(rule_set, id, fact, at, name))
                .collect()
        }
    })
}

/// The plural by which people ask for the names of a fact.
fn plural(id: &str) -> String {
    match id.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{id}s"),
    }
}

fn unknown(rule_set: &RuleSet, what: &str) -> WrongCall {
    let named = rule_set.facts().filter(|(_, fact)| matches!(fact.kind, Kind::Names(_)));
    let mut known: Vec<String> = named
        .map(|(id, fact)| if id == rule_set.goods() { fact.id.clone() } else { plural(&fact.id) })
        .collect();
    known.extend(LISTS.map(str::to_owned));
    let near = lexicon::did_you_mean(what, known.iter().map(String::as_str));
    let all =
        || format!("it is one of {}", lexicon::in_words(known.iter().map(String::as_str), "or"));
    WrongCall::new(format!("there is no list of `{what}`"), near.unwrap_or_else(all))
}

fn of_name(rule_set: &RuleSet, id: FactId, fact: &Fact, at: usize, name: &Name) -> Item {
    let mut detail = Vec::new();
    if !name.hs.is_empty() {
        detail.push(format!(
            "HS {}",
            name.hs.iter().map(|hs| dotted(hs)).collect::<Vec<_>>().join(", ")
        ));
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
        zh: name.zh.clone(),
        aliases: name.aliases.clone(),
        days: name.in_force.clone().or_else(|| open_days(rule_set, id, Value::of_index(at))),
        detail: detail.join("; "),
    }
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

/// An HS code with the dots that people write.
fn dotted(digits: &str) -> String {
    let mut dotted = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at >= 4 && at % 2 == 0 {
            dotted.push('.');
        }
        dotted.push(digit);
    }
    dotted
}

fn plain_item(id: &str, name: Option<&String>, zh: Option<&String>, detail: String) -> Item {
    Item {
        id: id.to_owned(),
        name: name.cloned(),
        zh: zh.cloned(),
        aliases: Vec::new(),
        days: None,
        detail,
    }
}

fn flows(rule_set: &RuleSet) -> Vec<Item> {
    let flows = rule_set.flows().iter().map(|flow| {
        let ids = flow.steps.iter().map(|id| &rule_set[*id]);
        let steps: Vec<&str> = ids.map(|step| step.id.as_str()).collect();
        let detail = format!("steps {}", steps.join(", "));
        let item = plain_item(&flow.rule.id, flow.title.as_ref(), flow.zh.as_ref(), detail);
        Item { days: days_of(&flow.rule.condition), ..item }
    });
    flows.collect()
}

fn lanes(rule_set: &RuleSet) -> Vec<Item> {
    let lanes = rule_set.lanes().iter().map(|lane| {
        let own: Vec<&str> = lane.checks.iter().map(|id| rule_set[id].id.as_str()).collect();
        let detail =
            if own.is_empty() { String::new() } else { format!("checks {}", own.join(", ")) };
        plain_item(&lane.id, lane.title.as_ref(), lane.zh.as_ref(), detail)
    });
    lanes.collect()
}

fn checks(rule_set: &RuleSet) -> Vec<Item> {
    let checks = rule_set.checks().iter().map(|check| {
        let detail = kind_id(check.kind).to_owned();
        plain_item(&check.id, check.title.as_ref(), check.zh.as_ref(), detail)
    });
    checks.collect()
}

fn documents(rule_set: &RuleSet) -> Vec<Item> {
    let documents = rule_set.documents().iter().map(|document| {
        let ids = document.steps.iter().map(|id| &rule_set[*id]);
        let steps: Vec<&str> = ids.map(|step| step.id.as_str()).collect();
        let detail = format!("in step {}", steps.join(" or "));
        plain_item(&document.id, document.title.as_ref(), document.zh.as_ref(), detail)
    });
    documents.collect()
}

fn steps(rule_set: &RuleSet) -> Vec<Item> {
    let steps = rule_set.steps().iter().map(|step| {
        plain_item(&step.id, Some(&step.title), step.zh.as_ref(), time_id(step.time).to_owned())
    });
    steps.collect()
}

fn facts(rule_set: &RuleSet) -> Vec<Item> {
    let facts = rule_set.facts().map(|(id, fact)| {
        let kind = match &fact.kind {
            Kind::Names(names) => format!("one of {} names", names.len()),
            Kind::YesNo => "yes or no".to_owned(),
            Kind::Date => "a date".to_owned(),
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
        plain_item(&fact.id, fact.title.as_ref(), fact.zh.as_ref(), format!("{kind}{rest}"))
    });
    facts.collect()
}

fn rules(rule_set: &RuleSet) -> Vec<Item> {
    let rows = rule_set.rows().iter().map(|row| {
        let kind = match row.kind {
            RuleKind::Category => "category",
            RuleKind::Inspection => "inspection",
            RuleKind::Refusal => "refusal",
        };
        of_rule(rule_set, &row.rule, kind, &effect_in_ids(rule_set, &row.effect))
    });
    let flows = rule_set.flows().iter();
    let flows =
        flows.map(|flow| of_rule(rule_set, &flow.rule, "flow", &format!("flow {}", flow.rule.id)));
    rows.chain(flows).chain(taxes(rule_set)).collect()
}

fn of_rule(rule_set: &RuleSet, rule: &Rule, kind: &str, effect: &str) -> Item {
    let sources: Vec<&str> = rule_set.sources_of(rule).map(|source| source.id.as_str()).collect();
    let cited =
        if sources.is_empty() { String::new() } else { format!(" [{}]", sources.join(", ")) };
    let detail = format!("{kind}: {effect}{cited}");
    Item {
        days: days_of(&rule.condition),
        ..plain_item(&rule.id, rule.because.as_ref(), None, detail)
    }
}

/// The tax regimes and the fee.
fn taxes(rule_set: &RuleSet) -> Vec<Item> {
    let taxes = rule_set.taxes().iter();
    let taxes =
        taxes.map(|tax| of_rule(rule_set, &tax.rule, "tax", &format!("tax {}", tax.rule.id)));
    let fees = rule_set.daily_fee().into_iter();
    let fees = fees.map(|fee| of_rule(rule_set, &fee.rule, "fee", &format!("fee {}", fee.rule.id)));
    taxes.chain(fees).collect()
}

/// Every entry of every rate, in the order of the file.
fn rates(rule_set: &RuleSet) -> Vec<Item> {
    let entries =
        rule_set.rates().iter().flat_map(|table| table.entries.iter().map(move |one| (table, one)));
    let items = entries.map(|(table, entry)| {
        let asked = entry.within.tests().iter().filter(|(id, _)| *id != FactId::DATE);
        let asked = asked.map(|(id, set)| {
            let fact = &rule_set[*id];
            let names = fact.names().enumerate();
            let members = names.filter(|(at, _)| set.contains(Value::of_index(*at)));
            let ids: Vec<&str> = members.map(|(_, name)| name.id.as_str()).collect();
            format!("{} {}", fact.id, ids.join(", "))
        });
        let detail =
            format!("{}%: {}", entry.amount.normalize(), asked.collect::<Vec<_>>().join("; "));
        let item = plain_item(&table.id, table.title.as_ref(), table.zh.as_ref(), detail);
        Item { days: entry.within.allowed(FactId::DATE).cloned(), ..item }
    });
    items.collect()
}

fn days_of(condition: &Condition) -> Option<ValueSet> {
    condition.within.allowed(FactId::DATE).cloned()
}

fn sources(rule_set: &RuleSet) -> Vec<Item> {
    let sources = rule_set.sources().iter().map(|source| {
        let url = source.url.clone().unwrap_or_default();
        plain_item(&source.id, Some(&source.title), None, url)
    });
    sources.collect()
}
