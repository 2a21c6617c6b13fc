//! Changes of many shipments, ranked: those that give most of them a better way, and those that save
//! most money.

use std::cmp::Reverse;
use std::io::{self, Write};

use advisor::RuleSet;
use advisor::batch::Tally;
use advisor::explain::{Moved, Single, To};
use advisor::model::condition::FactId;
use advisor::model::wording::Tongue;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::render::json::{Rules, json_value, print};
use crate::render::reach::{amount, called};
use crate::render::speech::Speech;
use crate::render::text::{escaped, grouped_money, money, shown, with_capital};
use crate::render::{style, table};

/// So many of each kind are told, unless all are asked for.
const MOST: usize = 5;

/// The changes that help some shipment.
pub(crate) struct Ranked<'a> {
    rule_set: &'a RuleSet,
    tally: &'a Tally,
    /// Those that help most shipments first.
    changes: Vec<(Single, Moved)>,
    most: usize,
}

#[derive(Serialize)]
struct Out<'a> {
    schema: &'static str,
    rules: Rules<'a>,
    currency: Option<&'a str>,
    rows: u64,
    bad: u64,
    changes: Vec<ChangeOut<'a>>,
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    fact: &'a str,
    to: &'static str,
    value: serde_json::Value,
    helped: u64,
    freed: u64,
    lighter: u64,
    sooner: u64,
    cheaper: u64,
    worse: u64,
    saved: String,
    costs: String,
}

impl<'a> Ranked<'a> {
    pub(crate) fn new(
        rule_set: &'a RuleSet,
        tally: &'a Tally,
        changes: &[Single],
        all: bool,
    ) -> Self {
        let moved = changes.iter().copied().zip(tally.moved().iter().copied());
        let mut changes: Vec<(Single, Moved)> =
            moved.filter(|(_, moved)| moved.helped() > 0).collect();
        // The order of the file is left to equals.
        changes.sort_by_key(|(_, moved)| {
            (Reverse(moved.better()), Reverse(moved.saved), moved.worse, moved.costs)
        });
        Self { rule_set, tally, changes, most: if all { usize::MAX } else { MOST } }
    }

    /// Those that give most shipments a better way, and those that save most.
    fn tables(&self) -> [Vec<&(Single, Moved)>; 2] {
        let better = self.changes.iter().filter(|(_, moved)| moved.better() > 0);
        let mut saving: Vec<&(Single, Moved)> =
            self.changes.iter().filter(|(_, moved)| moved.saved > Decimal::ZERO).collect();
        saving.sort_by_key(|(_, moved)| (Reverse(moved.saved), moved.worse));
        [better.collect(), saving]
    }

    pub(crate) fn human(
        &self,
        speech: Speech,
        width: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let words = speech.words;
        if self.changes.is_empty() {
            return writeln!(out, "{}", words.no_change_helps());
        }
        let mut told = false;
        for (title, changes) in words.rankings().into_iter().zip(self.tables()) {
            if changes.is_empty() {
                continue;
            }
            if std::mem::replace(&mut told, true) {
                writeln!(out)?;
            }
            writeln!(out, "{}", style::heading(title))?;
            let rows: Vec<Vec<String>> = changes
                .iter()
                .take(self.most)
                .map(|one| self.cells(one, speech).to_vec())
                .collect();
            let lines = table::lines(None, &rows, width);
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            if let Some(more) = changes.len().checked_sub(self.most).filter(|more| *more > 0) {
                writeln!(out, "  {}", words.and_more_ways(more))?;
            }
        }
        writeln!(out, "\n{}", style::quiet(words.each_where_it_helps()))
    }

    pub(crate) fn markdown(&self, speech: Speech, out: &mut dyn Write) -> io::Result<()> {
        let words = speech.words;
        if self.changes.is_empty() {
            return writeln!(out, "{}", words.no_change_helps());
        }
        for (title, changes) in words.rankings().into_iter().zip(self.tables()) {
            if changes.is_empty() {
                continue;
            }
            writeln!(out, "## {title}\n\n| | | |\n|---|---|---|")?;
            for one in changes.iter().take(self.most) {
                let cells = self.cells(one, speech).map(|cell| escaped(&cell));
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
            writeln!(out)?;
        }
        writeln!(out, "{}", words.each_where_it_helps())
    }

    /// The change, what it does to how many, and what comes of it in money.
    fn cells(&self, (single, moved): &(Single, Moved), speech: Speech) -> [String; 3] {
        let words = speech.words;
        let fact = &self.rule_set[single.fact];
        let name = match speech.tongue {
            Tongue::English => shown(&fact.id).into_owned(),
            Tongue::Chinese => called(fact, speech),
        };
        let change = match single.to {
            To::Be(value) => words.is(&name, &shown(&fact.show(value))),
            To::AtMost(value) => words.at_most(&name, &amount(fact, value.0)),
            To::AtLeast(value) if single.fact == FactId::DATE => {
                words.declare_from(&fact.show(value))
            }
            To::AtLeast(value) => words.at_least(&name, &amount(fact, value.0)),
        };
        let currency = shown(self.rule_set.currency().unwrap_or_default()).into_owned();
        let amount = |money_of: Decimal| {
            (money_of > Decimal::ZERO)
                .then(|| format!("{currency} {}", grouped_money(money_of)).trim().to_owned())
        };
        let does = words.moved(moved);
        let money =
            words.money_moved(amount(moved.saved).as_deref(), amount(moved.costs).as_deref());
        [with_capital(&change), does, money]
    }

    pub(crate) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let change = |(single, moved): &(Single, Moved)| {
            let fact = &self.rule_set[single.fact];
            let (to, value) = match single.to {
                To::Be(value) => ("is", value),
                To::AtMost(value) => ("at-most", value),
                To::AtLeast(value) => ("at-least", value),
            };
            ChangeOut {
                fact: if single.fact == FactId::DATE { "on" } else { &fact.id },
                to,
                value: json_value(&fact.kind, value, fact.show(value)),
                helped: moved.helped(),
                freed: moved.freed,
                lighter: moved.lighter,
                sooner: moved.sooner,
                cheaper: moved.cheaper,
                worse: moved.worse,
                saved: money(moved.saved),
                costs: money(moved.costs),
            }
        };
        let told = Out {
            schema: "advisor.explain-shipments/1",
            rules: Rules::new(self.rule_set, None),
            currency: self.rule_set.currency(),
            rows: self.tally.rows,
            bad: self.tally.bad_rows,
            changes: self.changes.iter().map(change).collect(),
        };
        print(&told, out)
    }
}
