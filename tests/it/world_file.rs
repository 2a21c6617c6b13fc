//! How a small random rule set is written as a rules file.

use crate::world::{DAYS, Dates, Fact, Regime, Rule, STEPS, TIMES, Test, World, decimal};

/// A value of a fact as the file has it.
fn literal_of(fact: &str, value: &str) -> String {
    if fact == "hs" { format!("{value:?}") } else { literal(value) }
}

/// A value as the file has it.
fn literal(value: &str) -> String {
    match value.as_bytes()[0] {
        b'-' | b'0'..=b'9' => value.to_owned(),
        _ if ["yes", "no"].contains(&value) => (value == "yes").to_string(),
        _ => format!("{value:?}"),
    }
}

/// A list as a line of the file; nothing for an empty one.
fn list<T: std::fmt::Debug>(key: &str, all: &[T]) -> String {
    if all.is_empty() { String::new() } else { format!("{key} = {all:?}\n") }
}

/// Dates as lines of the file.
fn lines(dates: Dates) -> String {
    let from = dates.from.map(|day| format!("from = {day}\n"));
    let until = dates.until.map(|day| format!("until = {day}\n"));
    from.into_iter().chain(until).collect()
}

/// What a condition asks, as keys with their values.
pub(crate) fn keys(tests: &[(String, Test)], dates: Dates) -> Vec<String> {
    let tests = tests.iter().map(|(fact, test)| match test {
        Test::In(names) if names.len() == 1 => format!("{fact} = {}", literal_of(fact, &names[0])),
        Test::In(names) => format!("{fact} = {names:?}"),
        Test::Not(names) => format!("{fact} = {{ not = {names:?} }}"),
        Test::Range(bounds) if bounds[0].0 == "is" => format!("{fact} = {}", decimal(bounds[0].1)),
        Test::Range(bounds) => {
            let bounds = bounds.iter().map(|(word, bound)| format!("{word} = {}", decimal(*bound)));
            format!("{fact} = {{ {} }}", bounds.collect::<Vec<_>>().join(", "))
        }
    });
    let dates = lines(dates);
    tests.chain(dates.lines().map(str::to_owned)).collect()
}

/// The same as a table on one line.
fn table(tests: &[(String, Test)], dates: Dates) -> String {
    format!("{{ {} }}", keys(tests, dates).join(", "))
}

impl Fact {
    fn to_toml(&self) -> String {
        let section = match self.id.as_str() {
            "goods" => "goods".to_owned(),
            "port" | "mode" => format!("{}s", self.id),
            "category" => "categories".to_owned(),
            other => format!("facts.{other}.names"),
        };
        let mut out = String::new();
        // The names stand first: where a list begins is where its fact stands among the others.
        for entry in self.entries.iter().filter(|_| self.is_list()) {
            out += &format!("[{section}.{}]\n{}", entry.id, lines(entry.dates));
            out += if entry.not_offered { "offered = false\n" } else { "" };
            out += &entry.offered.as_ref().map(Rule::offered).unwrap_or_default();
            if let Some(lane) = &entry.lane {
                let successor = &self.entries[0].id;
                out += &format!("lane = {lane:?}\nsucceeded-by = {successor:?}\n");
            }
            if !entry.only.is_empty() {
                let only = table(&entry.only, Dates::default());
                out += &format!("only = {only}\nremedy = \"instead of {}\"\n", entry.id);
            }
            out.extend(entry.zh.iter().map(|zh| format!("zh = {zh:?}\n")));
            out.extend(entry.alias.iter().map(|alias| format!("aliases = [{alias:?}]\n")));
            out += &list("hs", &entry.hs);
            out += if entry.rest { "rest = true\n" } else { "" };
            for (fact, value) in &entry.defaults {
                out += &format!("defaults.{fact} = {}\n", literal(value));
            }
        }
        let lines = self.lines.map(|lines| format!("lines = {lines:?}\n")).unwrap_or_default();
        if self.id == "goods" && self.lines.is_some() {
            out += &format!("[facts.goods]\n{lines}");
        }
        if self.id != "goods" {
            out += &format!("[facts.{}]\n{lines}", self.id);
            let default = self.default.iter().map(|value| literal(value));
            out.extend(default.map(|value| format!("default = {value}\n")));
        }
        if let Some(digits) = self.digits {
            let of = if self.of_goods { ", of = \"goods\"" } else { "" };
            out += &format!("code = {{ digits = {digits}{of} }}\n");
        }
        if let Some([least, greatest, step]) = self.number.map(|number| number.map(decimal)) {
            let bounds = format!("least = {least}, greatest = {greatest}, step = {step}");
            out += &format!("number = {{ {bounds} }}\n");
        }
        out
    }
}

impl Rule {
    /// What it asks, a key a line.
    fn condition(&self) -> String {
        let mut out = String::new();
        let when = Some(table(&self.when.tests, self.when.dates)).filter(|when| when != "{  }");
        out.extend(when.map(|when| format!("when = {when}\n")));
        let unless: Vec<String> =
            self.unless.iter().map(|area| table(&area.tests, area.dates)).collect();
        match unless.as_slice() {
            [] => {}
            [one] => out += &format!("unless = {one}\n"),
            several => out += &format!("unless = [{}]\n", several.join(", ")),
        }
        out
    }

    /// The condition under which a name is offered.
    fn offered(&self) -> String {
        let asked = lines(self.dates) + &self.condition();
        let asked: Vec<&str> = asked.lines().collect();
        format!("offered = {{ {} }}\n", asked.join(", "))
    }

    pub(crate) fn to_toml(&self) -> String {
        let mut out = match self.section {
            "late-fee" => format!("[late-fee]\n{}", lines(self.dates)),
            section => format!("[{section}.{}]\n{}", self.id, lines(self.dates)),
        };
        if self.section == "impossible" {
            out += "because = \"so\"\n";
        }
        if self.section == "refusals" {
            out += &format!("because = \"so\"\nremedy = \"instead of {}\"\n", self.id);
        }
        out += &self.condition();
        out.extend(self.lane.iter().map(|lane| format!("lane = {lane:?}\n")));
        out += &(list("checks", &self.checks) + &list("documents", &self.documents));
        out + &list("steps", &self.steps)
    }
}

impl World {
    /// The world as a rules file.
    pub(crate) fn to_toml(&self) -> String {
        let mut out = format!(
            "format = 1\ntitle = \"a world\"\nlanguages = [\"en\", \"zh\"]\nfirst-date = {}\n",
            DAYS[0]
        );
        out += &list("choices", &self.choices);
        out += &list("by-preference", &self.by_preference);
        for (id, kind) in &self.checks {
            out += &format!("[checks.{id}]\nkind = {kind:?}\n");
        }
        for (id, checks) in &self.lanes {
            out += &format!("[lanes.{id}]\n{}", list("checks", checks));
        }
        for (id, time, holds) in STEPS {
            out += &format!("[steps.{id}]\ntitle = {id:?}\nwhen = {:?}\n", TIMES[time]);
            out += &list("holds", holds);
            out += if self.always.contains(&id) { "always = true\n" } else { "" };
        }
        for (id, steps) in &self.documents {
            out += &format!("[documents.{id}]\n{}", list("step", steps));
        }
        out.extend(self.facts.iter().map(Fact::to_toml));
        for fact in self.facts.iter().filter(|fact| !fact.groups.is_empty()) {
            let groups: String = fact.groups.iter().map(|(id, all)| list(id, all)).collect();
            out += &format!("[groups.{}]\n{groups}", fact.id);
        }
        for Regime { id, dates, categories, default } in &self.regimes {
            out += &format!("[regimes.{id}]\ndefault = {default:?}\n{}", lines(*dates));
            out += &list("categories", categories);
        }
        let rules = self.impossible.iter().chain(&self.rules).chain(&self.flows);
        out.extend(rules.map(Rule::to_toml));
        out + &self.charges.to_toml()
    }
}
