//! `advisor list`: the vocabulary of a rule set, and what of it is in force on a date.

mod items;

use advisor::lexicon;
use advisor::model::RuleSet;
use advisor::model::condition::{FactId, Facts, Region};
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::Value;

use crate::cli::{ListArgs, ListFormat};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{facts, load};
use crate::exit::Exit;
use crate::render;
use crate::render::list::Item;
use crate::render::rule::Told;
use crate::wrong_call::{Help, WrongCall};
use advisor::shipment::{InputError, date};

/// What can be listed beside the names of facts.
const LISTS: [&str; 11] = [
    "flows",
    "lanes",
    "checks",
    "documents",
    "steps",
    "facts",
    "deadlines",
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
        ListFormat::Human => {
            render::list::human(&items, terminal.speech(), terminal.table_width(), &mut answer)?;
        }
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
        return Err(WrongCall::listing(message, near.map_or_else(all, Help::Words)));
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
    let mut all = items::all_rules(rule_set).into_iter().filter(|_| asked);
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
        "flows" | "flow" => items::flows(rule_set),
        "lanes" | "lane" => items::lanes(rule_set),
        "checks" | "check" => items::checks(rule_set),
        "documents" | "document" => items::documents(rule_set),
        "steps" | "step" => items::steps(rule_set),
        "facts" | "fact" => items::facts(rule_set),
        "deadlines" | "deadline" => items::deadlines(rule_set),
        "rules" | "rule" => items::rules(rule_set),
        "taxes" | "tax" => items::taxes(rule_set),
        "rates" | "rate" => items::rates(rule_set),
        "sources" | "source" => items::sources(rule_set),
        _ => {
            let fact = listed_facts(rule_set)
                .find(|(_, fact)| fact.id == wanted || plural(&fact.id) == wanted);
            let Some((id, fact)) = fact else {
                return Err(unknown(rule_set, what));
            };
            if let Kind::Code(codes) = &fact.kind {
                return Ok(items::codes(rule_set, codes));
            }
            fact.names()
                .enumerate()
                .map(|(at, name)| items::of_name(rule_set, id, fact, at, name))
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

/// The facts whose names can be listed, those of codes among them.
fn listed_facts(rule_set: &RuleSet) -> impl Iterator<Item = (FactId, &Fact)> {
    rule_set.facts().filter(|(_, fact)| match &fact.kind {
        Kind::Names(_) => true,
        Kind::Code(codes) => !codes.names.is_empty(),
        Kind::YesNo | Kind::Number(_) | Kind::Date => false,
    })
}

/// The words for what can be listed.
fn known(rule_set: &RuleSet) -> Vec<String> {
    let mut known: Vec<String> = listed_facts(rule_set).map(|(_, fact)| fact.id.clone()).collect();
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
