//! Questions to somebody at a terminal, as lines; and the call that says all that was answered.

use std::ffi::OsString;

use advisor::advise::Advice;
use advisor::model::condition::FactId;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Day, Value};
use advisor::shipment::Origin;
use advisor::witness::quoted;

use crate::render::speech::Speech;
use crate::render::style;
use crate::render::text::{shown, with_capital};

/// With more names than this, those that follow are left to the list.
const MOST_NAMES: usize = 12;

/// The values that a question offers by number, from 1: the names that are in force, or yes and no.
pub(crate) fn offered(fact: &Fact, day: Day) -> Vec<Value> {
    match fact.kind {
        Kind::YesNo => vec![Value::YES, Value::NO],
        _ => {
            let names = fact.names().enumerate().filter(|(_, name)| name.is_in_force(day));
            names.map(|(at, _)| Value::of_index(at)).collect()
        }
    }
}

/// A question for a fact, with what can be answered and what leaving it open means.
pub(crate) fn question(advice: &Advice<'_>, id: FactId, number: usize, speech: Speech) -> String {
    let (rule_set, words) = (advice.rule_set, speech.words);
    let fact = &rule_set[id];
    let unit = match &fact.kind {
        Kind::Number(kind) => kind.unit.as_deref().map(|unit| format!(", {}", shown(unit))),
        _ => None,
    };
    let asked = with_capital(&speech.fact(fact)) + &unit.unwrap_or_default();
    let taken = match advice.shipment.origin(id) {
        Origin::Chosen => words.the_best().to_owned(),
        _ if advice.facts.get(id) == Value::NOT_GIVEN => words.left_open(words.not_given()),
        _ => words.left_open(&value(fact, advice.facts.get(id), speech)),
    };
    let mut text = format!("{}\n", heading(number, &words.aside(&asked, &taken)));
    let offered = offered(fact, advice.shipment.day());
    let longest = offered.iter().map(|value| fact.show(*value).len()).max().unwrap_or(0);
    for (value, number) in offered.iter().zip(1_usize..).take(MOST_NAMES) {
        let id = fact.show(*value);
        let name = fact.name(*value).map(|name| speech.value(name)).unwrap_or_default();
        text.push_str(format!("  {number:>4}  {id:<longest$}  {name}").trim_end());
        text.push('\n');
    }
    if let Some(more) = offered.len().checked_sub(MOST_NAMES).filter(|more| *more > 0) {
        let list = format!("advisor list {}", shown(&fact.id));
        text.push_str(&format!("        {}\n", words.more_names(more, &list)));
    }
    text
}

/// The question for the goods; `rest` stands for those that nobody knows.
pub(crate) fn which_goods(code: Option<&Fact>, rest: Option<&str>, speech: Speech) -> String {
    let words = speech.words;
    let asked = words.which_goods(code.map(|code| speech.fact(code)).as_deref());
    let taken = rest.map(|rest| words.left_open(rest));
    let asked = taken.map_or(asked.clone(), |taken| words.aside(&asked, &taken));
    format!("{}\n", heading(1, &asked))
}

fn heading(number: usize, asked: &str) -> String {
    style::heading(&format!("{number}  {asked}"))
}

fn value(fact: &Fact, value: Value, speech: Speech) -> String {
    fact.name(value).map_or_else(|| fact.show(value), |name| speech.value(name))
}

/// The call that was made, with the flags that say what was answered.
pub(crate) fn call(
    args: impl Iterator<Item = OsString>,
    said: &[String],
    speech: Speech,
) -> String {
    let args = args.map(|arg| quoted(&arg.to_string_lossy()));
    let words: Vec<String> =
        std::iter::once("advisor".to_owned()).chain(args).chain(said.iter().cloned()).collect();
    format!("\n{}\n  {}\n", speech.words.without_questions(), shown(&words.join(" ")))
}
