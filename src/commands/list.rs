//! `advisor list`: the vocabulary of a rule set, and what of it is in force on a date.

use advisor::advise::effect_in_ids;
use advisor::lexicon;
use advisor::model::code::dotted;
use advisor::model::condition::{Condition, FactId, Facts, Region};
use advisor::model::fact::{Coverage, Fact, Kind, Name, Offered};
use advisor::model::value::{Interval, Value, ValueSet};
use advisor::model::wording::Wording;
use advisor::model::{Rule, RuleKind, RuleSet};

use crate::cli::{ListArgs, ListFormat};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{facts, load};
use crate::exit::Exit;
use crate::render;
use crate::render::condition;
use crate::render::list::Item;
use crate::render::rule::Told;
use crate::render::text::{kind_id, time_id};
use crate::wrong_call::{Help, WrongCall};
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
    let rule_set = &load::rules(&args.rules, terminal)?;
    let day = args.on.as_deref().map(date).transpose()?;
    let Some(what) = args.what.as_deref() else {
        return nothing_named(rule_set, terminal);
    };
    let search = args.search.join(" ");
    if let Some(told) = one_rule(rule_set, what, &search) {
        return print_rule(rule_set, &told, args.format, terminal);
    }
    let mut items = called(items(rule_set, what)?, what, &search)?;
    if args.facts.says_something() {
        let known = facts::known(rule_set, args.on.as_deref(), &args.facts)?;
        items.retain(|item| item.within.as_ref().is_none_or(|within| can_hold(within, &known)));
    }
    if let Some(day) = day {
        if day < rule_set.first_date() {
            Err(InputError::TooEarly { day, first: rule_set.first_date() })?;
        }
        items.retain(|item| item.days.as_ref().is_none_or(|days| days.contains(day.value())));
    }
    let mut answer = Vec::new();
    match args.format {
        ListFormat::Human => render::list::human(&items, terminal.table_width(), &mut answer)?,
        ListFormat::Json => render::list::json(rule_set, what, &items, day, &mut answer)?,
        ListFormat::Plain => render::list::plain(&items, &mut answer)?,
    }
    terminal.answer(&answer)?;
    Ok(Exit::Clean)
}

/// The entries that a search finds; all of them without one.
fn called(mut items: Vec<Item>, what: &str, search: &str) -> Result<Vec<Item>, WrongCall> {
    if search.is_empty() {
        return Ok(items);
    }
    let near = lexicon::did_you_mean(search, items.iter().map(|item| item.id.as_str()));
    items.retain(|item| item.is_called(search));
    if items.is_empty() {
        let message = format!("nothing under `{what}` is called `{search}`");
        let all = || Help::List("run ".to_owned(), what.to_owned(), " for all of them");
        return Err(WrongCall { message, help: Some(near.map_or_else(all, Help::Words)) });
    }
    Ok(items)
}

/// Whether a box may hold, by what is known and whatever else is the case.
fn can_hold(within: &Region, known: &Facts) -> bool {
    within.may_hold(known, |id| known.get(id) == Value::NOT_GIVEN)
}

/// The rule that is asked for by its very id.
fn one_rule<'r>(rule_set: &'r RuleSet, what: &str, id: &str) -> Option<Told<'r>> {
    let asked = ["rule", "rules"].contains(&what.to_lowercase().as_str());
    let mut all = all_rules(rule_set).into_iter().filter(|_| asked);
    all.find(|told| told.rule.id == id)
}

fn print_rule(
    rule_set: &RuleSet,
    told: &Told<'_>,
    format: ListFormat,
    terminal: &mut Terminal,
) -> Result<Exit, Stop> {
    let mut answer = Vec::new();
    match format {
        ListFormat::Human => {
            render::rule::human(rule_set, told, terminal.width(), &mut answer)?;
        }
        ListFormat::Json => render::rule::json(rule_set, told, &mut answer)?,
        ListFormat::Plain => answer.extend_from_slice(format!("{}\n", told.rule.id).as_bytes()),
    }
    terminal.answer(&answer)?;
    Ok(Exit::Clean)
}

/// What can be listed, for a call that names nothing.
fn nothing_named(rule_set: &RuleSet, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let words = known(rule_set).join(" ");
    let text = format!(
        "What can be listed: {words}\n\n  advisor list goods           all goods\n  \
         advisor list goods WORD      those called like that\n  \
         advisor list rule ID         one rule: its words, what it asks, where it stands\n"
    );
    let lines = render::text::wrapped(&text, terminal.width());
    terminal.answer(lines.as_bytes())?;
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

/// The words for what can be listed.
fn known(rule_set: &RuleSet) -> Vec<String> {
    let named = rule_set.facts().filter(|(_, fact)| matches!(fact.kind, Kind::Names(_)));
    let mut known: Vec<String> = named.map(|(_, fact)| fact.id.clone()).collect();
    known.extend(LISTS.map(str::to_owned));
    known
}

fn unknown(rule_set: &RuleSet, what: &str) -> WrongCall {
    let known = known(rule_set);
    let near = lexicon::did_you_mean(what, known.iter().map(String::as_str));
    let all =
        || format!("it is one of {}", lexicon::in_words(known.iter().map(String::as_str), "or"));
    WrongCall::new(format!("there is no list of `{what}`"), near.unwrap_or_else(all))
}

fn of_name(rule_set: &RuleSet, id: FactId, fact: &Fact, at: usize, name: &Name) -> Item {
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
        detail: detail.join("; "),
        within: None,
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

fn flows(rule_set: &RuleSet) -> Vec<Item> {
    let flows = rule_set.flows().iter().map(|flow| {
        let ids = flow.steps.iter().map(|id| &rule_set[*id]);
        let steps: Vec<&str> = ids.map(|step| step.id.as_str()).collect();
        let detail = format!("steps {}", steps.join(", "));
        let item = plain_item(&flow.rule.id, flow.title.as_ref(), detail);
        Item { days: days_of(&flow.rule.condition), ..item }
    });
    flows.collect()
}

fn lanes(rule_set: &RuleSet) -> Vec<Item> {
    let lanes = rule_set.lanes().iter().map(|lane| {
        let own: Vec<&str> = lane.checks.iter().map(|id| rule_set[id].id.as_str()).collect();
        let detail =
            if own.is_empty() { String::new() } else { format!("checks {}", own.join(", ")) };
        plain_item(&lane.id, lane.title.as_ref(), detail)
    });
    lanes.collect()
}

fn checks(rule_set: &RuleSet) -> Vec<Item> {
    let checks = rule_set.checks().iter().map(|check| {
        let detail = kind_id(check.kind).to_owned();
        plain_item(&check.id, check.title.as_ref(), detail)
    });
    checks.collect()
}

fn documents(rule_set: &RuleSet) -> Vec<Item> {
    let documents = rule_set.documents().iter().map(|document| {
        let ids = document.steps.iter().map(|id| &rule_set[*id]);
        let steps: Vec<&str> = ids.map(|step| step.id.as_str()).collect();
        let detail = format!("in step {}", steps.join(" or "));
        plain_item(&document.id, document.title.as_ref(), detail)
    });
    documents.collect()
}

fn steps(rule_set: &RuleSet) -> Vec<Item> {
    let steps = rule_set
        .steps()
        .iter()
        .map(|step| plain_item(&step.id, Some(&step.title), time_id(step.time).to_owned()));
    steps.collect()
}

fn facts(rule_set: &RuleSet) -> Vec<Item> {
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

fn rules(rule_set: &RuleSet) -> Vec<Item> {
    all_rules(rule_set).iter().map(|told| of_rule(rule_set, told)).collect()
}

/// The tax regimes and the fee.
fn taxes(rule_set: &RuleSet) -> Vec<Item> {
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
    rows.chain(flows).chain(taxes).chain(fees).collect()
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
fn rates(rule_set: &RuleSet) -> Vec<Item> {
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

fn sources(rule_set: &RuleSet) -> Vec<Item> {
    let sources = rule_set.sources().iter().map(|source| {
        let url = source.url.clone().unwrap_or_default();
        plain_item(&source.id, Some(&source.title), url)
    });
    sources.collect()
}
