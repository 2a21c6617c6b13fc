//! A closed shipment as a call that reproduces it, and as a test to keep it.
//!
//! Knows the names of the flags, and nothing of printing.

use crate::builtin;
use crate::evaluate::{Verdict, decide};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::{Fact, Kind};
use crate::model::value::{Day, Value};

/// The facts that have flags of their own, which are called like them.
pub const FLAGS: [&str; 10] = [
    "goods",
    "hs",
    "port",
    "direction",
    "category",
    "mode",
    "declared",
    "value",
    "annual",
    "lead-days",
];

/// The call of `advisor route` that asks for this very shipment by the rules of `file`.
///
/// Facts that equal their default are left out, and so are numbers that were not given. Every word
/// is quoted for a POSIX shell where that is needed.
#[must_use]
pub fn witness_command(rule_set: &RuleSet, facts: &Facts, file: &str) -> String {
    let said: Vec<(&str, String)> = said(rule_set, facts)
        .map(|(_, fact, value)| (fact.id.as_str(), fact.show(value)))
        .collect();
    let words = said.iter().map(|(id, text)| (*id, text.as_str(), FLAGS.contains(id)));
    call(file, words, day(facts))
}

/// The call of `advisor route` that says these facts on a day.
#[must_use]
pub fn said_command(rule_set: &RuleSet, said: &[(FactId, Value)], day: Day) -> String {
    let said = said.iter().map(|(id, value)| (&rule_set[*id], *value));
    let said: Vec<(&str, String)> =
        said.map(|(fact, value)| (fact.id.as_str(), fact.show(value))).collect();
    let words = said.iter().map(|(id, text)| (*id, text.as_str(), FLAGS.contains(id)));
    call(rule_set.file(), words, day)
}

/// The call of `advisor route` that says some facts, each as a flag of its own or not.
pub(crate) fn call<'w>(
    file: &str,
    facts: impl Iterator<Item = (&'w str, &'w str, bool)>,
    day: Day,
) -> String {
    let mut words = vec!["advisor".to_owned(), "route".to_owned()];
    if file != builtin::NAME {
        words.push("--rules".to_owned());
        words.push(quoted(&path_argument(file)));
    }
    words.extend(facts.map(|(fact, text, flag)| said_by(fact, text, flag)));
    words.push("--on".to_owned());
    words.push(day.to_string());
    words.join(" ")
}

/// How a call says a fact: with the flag of its own, if it has one.
#[must_use]
pub fn said_flag(fact: &Fact, value: Value) -> String {
    said_by(&fact.id, &fact.show(value), FLAGS.contains(&fact.id.as_str()))
}

fn said_by(fact: &str, text: &str, own_flag: bool) -> String {
    if !own_flag {
        return format!("--fact {}", quoted(&format!("{fact}={text}")));
    }
    // Behind a sign of equality nothing looks like another flag.
    let joined = if text.starts_with('-') { "=" } else { " " };
    format!("--{fact}{joined}{}", quoted(text))
}

/// The shipment as an entry of a tests file, which expects what the rules answer as they are.
#[must_use]
pub fn witness_test(rule_set: &RuleSet, facts: &Facts, name: &str) -> String {
    let given = said(rule_set, facts).map(|(_, fact, value)| (fact, value));
    let head = test_head(name, day(facts), given);
    format!("{head}expect = {{ {} }}\n", expected(rule_set, facts).join(", "))
}

/// The beginning of an entry of a tests file: all but what it expects.
pub(crate) fn test_head<'r>(
    name: &str,
    day: Day,
    given: impl Iterator<Item = (&'r Fact, Value)>,
) -> String {
    let given: Vec<String> = given.map(|(fact, value)| toml_fact(fact, value)).collect();
    let (name, given) = (toml_text(name), given.join(", "));
    format!("[[test]]\nname = {name}\non = {day}\nfacts = {{ {given} }}\n")
}

/// The facts that have to be said to get this shipment, in the order of the file.
pub fn said<'r>(
    rule_set: &'r RuleSet,
    facts: &'r Facts,
) -> impl Iterator<Item = (FactId, &'r Fact, Value)> + 'r {
    rule_set.facts().filter_map(move |(id, fact)| {
        let value = facts.get(id);
        // A choice that is left open would be chosen, whatever its default.
        let needed = rule_set.choices().contains(&id) || value != rule_set.default_of(fact, facts);
        (needed && value != Value::NOT_GIVEN).then_some((id, fact, value))
    })
}

/// The date of the shipment.
#[must_use]
pub fn day(facts: &Facts) -> Day {
    facts.day()
}

fn expected(rule_set: &RuleSet, facts: &Facts) -> Vec<String> {
    let decision = decide(rule_set, &mut facts.clone());
    let lane = decision.lane.map(|lane| &rule_set[lane]);
    let lane = lane.map(|lane| format!("lane = {}", toml_text(&lane.id)));
    let flow = decision.flow.map(|flow| &rule_set[flow]);
    let flow = flow.map(|flow| format!("flow = {}", toml_text(&flow.rule.id)));
    match decision.verdict {
        Verdict::Refused => {
            let refusals = rule_set
                .rows()
                .iter()
                .filter(|row| row.refuses() && row.rule.condition.holds(facts));
            let ids: Vec<String> = refusals.map(|row| toml_text(&row.rule.id)).collect();
            let refusals = format!("refusals = [{}]", ids.join(", "));
            vec!["verdict = \"refused\"".to_owned(), refusals]
        }
        Verdict::NoPath => {
            std::iter::once("verdict = \"no-path\"".to_owned()).chain(lane).collect()
        }
        Verdict::Clearable => {
            std::iter::once("verdict = \"clearable\"".to_owned()).chain(lane).chain(flow).collect()
        }
    }
}

/// A file as an argument: `-` for standard input, and never anything that looks like a flag.
fn path_argument(file: &str) -> String {
    match file {
        "<stdin>" => "-".to_owned(),
        file if file.starts_with('-') => format!("./{file}"),
        file => file.to_owned(),
    }
}

/// The word as a POSIX shell has to be given it.
pub fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@%+=:,./-_".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A name of the file as a key; a point would make two of it.
fn toml_key(id: &str) -> String {
    if id.contains('.') { toml_text(id) } else { id.to_owned() }
}

/// A fact as an entry of an inline table.
fn toml_fact(fact: &Fact, value: Value) -> String {
    format!("{} = {}", toml_key(&fact.id), toml_value(fact, value))
}

fn toml_value(fact: &Fact, value: Value) -> String {
    match fact.kind {
        Kind::YesNo => (value == Value::YES).to_string(),
        Kind::Number(_) => fact.show(value),
        Kind::Names(_) | Kind::Code(_) | Kind::Date => toml_text(&fact.show(value)),
    }
}

/// A text in quotes.
pub(crate) fn toml_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{quoted, toml_key, toml_text};

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted("rules/my-rules.toml"), "rules/my-rules.toml");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("$(reboot)"), "'$(reboot)'");
        assert_eq!(quoted("~/x"), "'~/x'");
    }

    #[test]
    fn texts_are_written_as_toml() {
        assert_eq!(toml_key("a-b"), "a-b");
        assert_eq!(toml_key("a.b"), "\"a.b\"");
        assert_eq!(toml_text("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000A\"");
    }
}
