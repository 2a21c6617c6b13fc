//! Everything else: every fact with its value, and every other way with what it changes.

use std::io::{self, Write};

use advisor::advise::{Advice, Alternative, Comparison};
use advisor::evaluate::Verdict;
use advisor::shipment::Origin;

use crate::render::human::granted::difference;
use crate::render::human::{change, said, write_lines};
use crate::render::speech::Speech;
use crate::render::text::{grouped_money, percent, shown};
use crate::render::{style, table};

pub(super) fn print(
    advice: &Advice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    facts(advice, speech, width, out)?;
    amounts(advice, speech, width, out)?;
    ways(advice, speech, width, out)
}

/// Every fact, and how its value came about.
fn facts(advice: &Advice<'_>, speech: Speech, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading(speech.words.the_shipment()))?;
    let rows = advice.rule_set.facts().map(|(id, fact)| {
        let (value, how) = (advice.facts.get(id), advice.shipment.origin(id));
        let words = if how == Origin::NotGiven {
            String::new()
        } else if let Some(name) = fact.name(value) {
            let url = name.reference.url.as_deref().map(|url| format!(" {}", shown(url)));
            said(fact, value, speech) + &url.unwrap_or_default()
        } else {
            shown(&fact.show(value)).into_owned()
        };
        vec![shown(&fact.id).into_owned(), words, speech.words.origin(how).to_owned()]
    });
    let flow = advice.flow().map(|flow| {
        let title = speech.name(flow.title.as_ref(), &flow.rule.id);
        vec![speech.words.flow().to_owned(), title, shown(&flow.rule.id).into_owned()]
    });
    let rows: Vec<Vec<String>> = rows.chain(flow).collect();
    write_lines(out, &table::lines(None, &rows, width))
}

/// What each charge is made of.
fn amounts(
    advice: &Advice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let items = advice.bill.charges().flat_map(|charge| &charge.items);
    let rows: Vec<Vec<String>> = items
        .map(|item| {
            let priced = item
                .priced
                .map(|(units, price)| format!("{} × {}", units.normalize(), grouped_money(price)));
            let name = speech.name(item.table.title.as_ref(), &item.table.id);
            vec![name, priced.unwrap_or_default(), percent(item.rate), grouped_money(item.amount)]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading(speech.words.made_of()))?;
    write_lines(out, &table::lines(None, &rows, width))
}

/// Every other value of every choice.
fn ways(advice: &Advice<'_>, speech: Speech, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if advice.alternatives.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading(speech.words.else_to_do()))?;
    let rows: Vec<Vec<String>> =
        advice.alternatives.iter().map(|one| way(advice, one, speech)).collect();
    write_lines(out, &table::lines(Some(&speech.words.change_and_what()), &rows, width))
}

fn way(advice: &Advice<'_>, one: &Alternative<'_>, speech: Speech) -> Vec<String> {
    let clears = advice.decision.verdict == Verdict::Clearable;
    let compared = if clears { speech.words.compared(one.compared) } else { speech.words.open() };
    let change = change(advice.rule_set, &one.change);
    let change = match one.offered {
        true => change,
        false => speech.words.aside(&change, &speech.words.only_if_asked().to_lowercase()),
    };
    let what = match one.compared {
        Comparison::Same => String::new(),
        _ => difference(advice, one, speech),
    };
    vec![change, compared.to_owned(), what]
}
