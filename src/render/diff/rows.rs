//! What becomes of rows of shipments, beside what may become of any.

use std::io;

use advisor::batch::{Column, Money, Move, MovedRows, Moves};
use advisor::diff::{Change, Side};
use rust_decimal::Decimal;

use crate::render::diff::page::Page;
use crate::render::diff::region::in_threes;
use crate::render::diff::replayed::Replayed;
use crate::render::diff::words::Words;
use crate::render::text::money;

/// So many ways of moving are told one by one.
const MOST_WAYS: usize = 20;

/// How many rows move, and the money in all.
pub(super) fn sum(replayed: &Replayed<'_>, words: &dyn Words) -> String {
    let Moves { moved, rows, tax, late_fee, .. } = &replayed.moves;
    let sum = words.rows(&number(*moved), &number(*rows), &replayed.file);
    if tax.moved.rows + late_fee.moved.rows == 0 {
        return sum;
    }
    words.also(&sum, &words.money_in_all(&amount(replayed, replayed.moves.more_to_pay(), words)))
}

/// How many rows a change of the rules moves.
pub(super) fn of_change(replayed: &Replayed<'_>, change: &Change, words: &dyn Words) -> String {
    words.of_rows(&number(rows_of(&replayed.moves, change)))
}

/// How many rows move in the way of a change.
pub(crate) fn rows_of(moves: &Moves, change: &Change) -> u64 {
    let both = |column: Column, old: Option<&str>, new: Option<&str>| {
        let [old, new] = [old, new].map(|text| text.map(str::to_owned));
        moves.ways.get(&Move { column, old, new }).map_or(0, |moved| moved.rows)
    };
    let one = |column: Column, on: Side, id: &str| match on {
        Side::Old => both(column, Some(id), None),
        Side::New => both(column, None, Some(id)),
    };
    let verdicts = |is: &dyn Fn(&str, &str) -> bool| {
        let ways = moves.ways.iter().filter(|(way, _)| way.column == Column::Verdict);
        let ways = ways.filter(|(way, _)| {
            is(way.old.as_deref().unwrap_or_default(), way.new.as_deref().unwrap_or_default())
        });
        ways.map(|(_, moved)| moved.rows).sum()
    };
    match change {
        Change::Refused => verdicts(&|_, new| new == "refused"),
        Change::Allowed => verdicts(&|old, _| old == "refused"),
        Change::NoPath { flow } => both(Column::Flow, Some(flow), Some("")),
        Change::Path { flow } => both(Column::Flow, Some(""), Some(flow)),
        Change::RefusedAlso { rule } => one(Column::Rules, Side::New, rule),
        Change::RefusedLess { rule } => one(Column::Rules, Side::Old, rule),
        Change::Lane { old, new } => both(Column::Lane, Some(old), Some(new)),
        Change::Release { old, new } => both(Column::Release, Some(old.id()), Some(new.id())),
        Change::Check { id, on } => one(Column::Checks, *on, id),
        Change::Document { id, on } => one(Column::Documents, *on, id),
        Change::Flow { old, new } => both(Column::Flow, Some(old), Some(new)),
        Change::Regime { old, new } => {
            let [old, new] = [old, new].map(|one| one.as_deref().unwrap_or_default());
            both(Column::Regime, Some(old), Some(new))
        }
        // Steps are no column, and money is told by its amount.
        _ => 0,
    }
}

/// What becomes of the rows, one way after another.
pub(super) fn told(replayed: &Replayed<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let (moves, words) = (&replayed.moves, page.words);
    page.title(&words.rows_heading(&replayed.file))?;
    page.indented(&sum(replayed, words))?;
    let ways = moves.in_order();
    for (way, moved) in ways.iter().take(MOST_WAYS) {
        let told = words.pair(&words.moved(way), &lines(moved, words));
        page.indented(&format!("- {told}"))?;
    }
    if ways.len() > MOST_WAYS {
        page.indented(&format!("- {}", words.more(ways.len() - MOST_WAYS)))?;
    }
    for (is_tax, one) in [(true, &moves.tax), (false, &moves.late_fee)] {
        if one.moved.rows > 0 {
            let due = words.more_due(is_tax, &amount(replayed, one.more, words));
            let told = words.pair(&due, &lines(&one.moved, words));
            page.indented(&format!("- {told}"))?;
        }
        if one.unknown > 0 {
            let told = words.pair(words.not_known(is_tax), &number(one.unknown));
            page.indented(&format!("- {told}"))?;
        }
    }
    if moves.unanswered_before > 0 {
        let (before, now) = (number(moves.unanswered_before), number(moves.answered_now));
        page.indented(&words.unanswered(&before, &now))?;
    }
    match &replayed.out {
        Some(out) => page.indented(&words.written_to(out)),
        None => Ok(()),
    }
}

fn lines(moved: &MovedRows, words: &dyn Words) -> String {
    let lines: Vec<String> = moved.lines.iter().map(u64::to_string).collect();
    let more = moved.rows > moved.lines.len() as u64;
    words.in_lines(&number(moved.rows), &lines.join(", "), more)
}

pub(super) fn number(number: u64) -> String {
    in_threes(&number.to_string())
}

/// A difference of money, with its sign.
fn amount(replayed: &Replayed<'_>, amount: Option<Decimal>, words: &dyn Words) -> String {
    let Some(amount) = amount else { return words.sum_too_large().to_owned() };
    let currency = replayed.currency.map(|one| format!("{one} ")).unwrap_or_default();
    format!("{currency}{}", signed(amount))
}

/// What is to pay for one shipment on each side, and the difference.
pub(super) fn paid(
    [old, new]: [Option<Decimal>; 2],
    currency: Option<&str>,
    words: &dyn Words,
) -> String {
    let currency = currency.map(|one| format!("{one} ")).unwrap_or_default();
    let told = |amount: Option<Decimal>| match amount {
        Some(amount) => format!("{currency}{}", in_cents(amount)),
        None => words.unknown_amount().to_owned(),
    };
    let more = old.zip(new).and_then(|(old, new)| new.checked_sub(old)).map(signed);
    words.paid(&told(old), &told(new), more.as_deref())
}

fn in_cents(amount: Decimal) -> String {
    let text = money(amount);
    let (whole, rest) = text.split_once('.').unwrap_or((&text, "00"));
    format!("{}.{rest}", in_threes(whole))
}

/// A sum of money as text, with its sign.
pub(super) fn signed(amount: Decimal) -> String {
    let text = in_cents(amount.abs());
    let sign = if amount.is_sign_negative() && !amount.is_zero() { '−' } else { '+' };
    format!("{sign}{text}")
}

/// The money of rows as JSON has it.
pub(super) fn more(one: &Money) -> Option<String> {
    one.more.map(money)
}
