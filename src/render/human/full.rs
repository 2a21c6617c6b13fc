//! Everything else: every fact with its value, and every other way with what it changes.

use std::io::{self, Write};

use advisor::advise::{Advice, Alternative, Comparison};
use advisor::evaluate::Verdict;
use advisor::shipment::Origin;

use crate::render::human::granted::difference;
use crate::render::human::{change, said, write_lines};
use crate::render::text::{money, percent, shown, titled};
use crate::render::{style, table};

pub(super) fn print(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    facts(advice, width, out)?;
    amounts(advice, width, out)?;
    ways(advice, width, out)
}

/// Every fact, and how its value came about.
fn facts(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading("The shipment"))?;
    let rows = advice.rule_set.facts().map(|(id, fact)| {
        let (value, how) = (advice.facts.get(id), advice.shipment.origin(id));
        let how = match how {
            Origin::Given => "given",
            Origin::Assumed => "assumed",
            Origin::Chosen => "chosen",
            Origin::NotGiven => "not given",
        };
        let words = if how == "not given" {
            String::new()
        } else if fact.name(value).is_some() {
            said(fact, value)
        } else {
            shown(&fact.show(value)).into_owned()
        };
        vec![shown(&fact.id).into_owned(), words, how.to_owned()]
    });
    let flow = advice.flow().map(|flow| {
        let title = titled(flow.title.as_deref().unwrap_or(&flow.rule.id), flow.title.as_ref());
        vec!["flow".to_owned(), title, shown(&flow.rule.id).into_owned()]
    });
    let rows: Vec<Vec<String>> = rows.chain(flow).collect();
    write_lines(out, &table::lines(None, &rows, width))
}

/// What each charge is made of.
fn amounts(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let items = advice.bill.charges().flat_map(|charge| &charge.items);
    let rows: Vec<Vec<String>> = items
        .map(|item| {
            let priced = item
                .priced
                .map(|(units, price)| format!("{} × {}", units.normalize(), money(price)));
            let name = titled(&item.table.words(), item.table.title.as_ref());
            vec![name, priced.unwrap_or_default(), percent(item.rate), money(item.amount)]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading("What the tax is made of"))?;
    write_lines(out, &table::lines(None, &rows, width))
}

/// Every other value of every choice.
fn ways(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if advice.alternatives.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading("What else could be done"))?;
    let rows: Vec<Vec<String>> = advice.alternatives.iter().map(|one| way(advice, one)).collect();
    write_lines(out, &table::lines(Some(&["change", "", "what it changes"]), &rows, width))
}

fn way(advice: &Advice<'_>, one: &Alternative<'_>) -> Vec<String> {
    let compared = match one.compared {
        _ if advice.decision.verdict != Verdict::Clearable => "open",
        Comparison::Better => "better",
        Comparison::Same => "the same",
        Comparison::Different => "",
        Comparison::Worse => "worse",
    };
    let offered = if one.offered { "" } else { " (only if asked for)" };
    let change = format!("{}{offered}", change(advice.rule_set, &one.change));
    let what = match one.compared {
        Comparison::Same => String::new(),
        _ => difference(advice, one),
    };
    vec![change, compared.to_owned(), what]
}
