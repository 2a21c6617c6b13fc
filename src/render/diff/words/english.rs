//! English.

use advisor::batch::{Column, Move};
use advisor::diff::{Change, Direction, Fate, Side};
use advisor::evaluate::Release;

use crate::render::diff::words::Words;
use crate::render::text::count;

pub(super) struct English;

impl Words for English {
    fn all_of(&self, items: &[String]) -> String {
        joined(items, "and")
    }
    fn any_of(&self, items: &[String]) -> String {
        items.join(" or ")
    }
    fn and_more(&self, more: usize) -> String {
        format!(" and {more} more")
    }
    fn more(&self, more: usize) -> String {
        format!("and {more} more")
    }
    fn pair(&self, name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }
    fn sentence(&self, parts: &[String]) -> String {
        format!("{}.", parts.join("; "))
    }
    fn also(&self, first: &str, second: &str) -> String {
        format!("{first}, {second}")
    }

    fn at_least_so_many(&self, count: &str) -> String {
        format!("at least {count}")
    }
    fn combinations(&self, names: &str, one: bool, shipments: Option<&str>) -> String {
        let noun = if one { "combination" } else { "combinations" };
        let all = shipments.map(|all| format!(" ({all} with every number)")).unwrap_or_default();
        format!("{names} {noun} of names{all}")
    }
    fn otherwise(&self, size: &str, one: bool, given_up: Option<&str>) -> String {
        let verb = if one { "is" } else { "are" };
        let rest =
            given_up.map(|flag| format!(" (not all was searched; {flag} gives the search more)"));
        format!("{size} {verb} answered otherwise{}", rest.unwrap_or_default())
    }
    fn undecided(&self, flag: &str) -> String {
        format!(
            "Undecided: no shipment was found that is answered otherwise; {flag} gives the search \
             more"
        )
    }
    fn the_same(&self) -> &'static str {
        "The two files say the same"
    }
    fn alike(&self) -> &'static str {
        "No shipment of which both files speak is answered otherwise"
    }
    fn no_effect(&self) -> &'static str {
        "No effect: no shipment of which both files speak is answered otherwise"
    }

    fn heading(&self, change: &Change, direction: Direction) -> String {
        heading(change, direction)
    }
    fn for_the_same(&self) -> &'static str {
        "for the same shipments"
    }
    fn by(&self, side: Side, rules: &str) -> String {
        format!("{} {rules}", if side == Side::Old { "before by" } else { "now by" })
    }
    fn computed(&self, side: Side, formula: &str) -> String {
        format!("{}: {formula}", if side == Side::Old { "before" } else { "now" })
    }
    fn paid(&self, old: &str, new: &str, more: Option<&str>) -> String {
        let more = more.map(|more| format!(" ({more})")).unwrap_or_default();
        format!("for the shipment below: {old} before, {new} now{more}")
    }
    fn unknown_amount(&self) -> &'static str {
        "an amount that is not known"
    }
    fn more_lines(&self, lines: usize, left: &str) -> String {
        format!("and {lines} more such lines: {left}")
    }

    fn all_shipments(&self) -> &'static str {
        "all shipments"
    }
    fn not_given(&self) -> &'static str {
        "not given"
    }
    fn any_given(&self) -> &'static str {
        "any that is given"
    }
    fn none_of(&self, names: &[String]) -> String {
        format!("not {}", joined(names, "or"))
    }
    fn at_most(&self, value: &str) -> String {
        format!("at most {value}")
    }
    fn at_least(&self, value: &str) -> String {
        format!("at least {value}")
    }
    fn to(&self, least: &str, greatest: &str) -> String {
        format!("{least} to {greatest}")
    }
    fn on_that_day(&self) -> &'static str {
        "on that day"
    }
    fn on_all_days(&self) -> &'static str {
        "on all days"
    }
    fn until(&self, day: &str) -> String {
        format!("until {day}")
    }
    fn from(&self, day: &str) -> String {
        format!("from {day}")
    }
    fn on(&self, day: &str) -> String {
        format!("on {day}")
    }
    fn first_to_last(&self, first: &str, last: &str) -> String {
        format!("from {first} to {last}")
    }

    fn not_compared(&self) -> &'static str {
        "Only one side has words for this; it is not compared"
    }
    fn calls(&self) -> &'static str {
        "A call that leaves it out means something else"
    }
    fn times(&self) -> &'static str {
        "When things are due, and how long they take"
    }
    fn texts(&self) -> &'static str {
        "Texts that decide nothing"
    }
    fn rules(&self) -> &'static str {
        "Rules"
    }
    fn nothing(&self) -> &'static str {
        "nothing"
    }
    fn only(&self, side: Side, subject: &str, what: Option<&str>) -> String {
        let when = if side == Side::Old { "before" } else { "now" };
        let what = what.map(|what| format!(" ({what})")).unwrap_or_default();
        format!("{subject}: only {when}{what}")
    }
    fn fate(&self, fate: Fate, rules: usize, named: &str) -> String {
        format!("{rules} {}: {named}", fate.id())
    }

    fn rows(&self, moved: &str, all: &str, file: &str) -> String {
        format!("{moved} of the {all} rows of {file}")
    }
    fn money_in_all(&self, amount: &str) -> String {
        format!("{amount} in all")
    }
    fn of_rows(&self, rows: &str) -> String {
        format!("{rows} of the rows")
    }
    fn rows_heading(&self, file: &str) -> String {
        format!("Rows of {file}")
    }
    fn moved(&self, one: &Move) -> String {
        moved(one)
    }
    fn more_due(&self, is_tax: bool, amount: &str) -> String {
        format!("{}: {amount}", if is_tax { "another tax" } else { "another fee for delay" })
    }
    fn not_known(&self, is_tax: bool) -> &'static str {
        if is_tax {
            "a tax that is not known on one side or both"
        } else {
            "a fee for delay that is not known on one side or both"
        }
    }
    fn sum_too_large(&self) -> &'static str {
        "more than can be added up"
    }
    fn in_lines(&self, rows: &str, lines: &str, more: bool) -> String {
        let noun = if lines.contains(',') || more { "lines" } else { "line" };
        format!("{rows} ({noun} {lines}{})", if more { " …" } else { "" })
    }
    fn unanswered(&self, before: &str, now: &str) -> String {
        format!("{before} had no answer before, of which {now} have one now; they are not counted")
    }
    fn written_to(&self, file: &str) -> String {
        format!("written with both answers to {file}")
    }

    fn columns(&self) -> [&'static str; 4] {
        ["change", "combinations of names", "days", "rules"]
    }
    fn rows_column(&self) -> &'static str {
        "rows"
    }
    fn more_below(&self, changes: usize) -> String {
        format!("{changes} more changes are below.")
    }
    fn folded(&self) -> &'static str {
        "Which shipments, and calls that show it"
    }
    fn no_room(&self, lines: usize) -> String {
        format!("{lines} more lines have no room here.")
    }

    fn sources(&self) -> [&'static str; 4] {
        ["source", "rules", "changes", "combinations of names"]
    }
    fn idle_sources(&self, number: usize, ids: &str) -> String {
        format!("Nothing hangs on {} alone: {ids}", count(number, "source"))
    }
}

/// Several things in a row, with a word before the last.
fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("none")
}

fn heading(change: &Change, direction: Direction) -> String {
    let worse = direction == Direction::Worse;
    match change {
        Change::Refused => "Refused, and was not".to_owned(),
        Change::Allowed => "Not refused any more".to_owned(),
        Change::NoPath { flow } => format!("No flow takes them any more (was {flow})"),
        Change::Path { flow } => format!("A flow takes them now: {flow}"),
        Change::RefusedAlso { rule } => format!("Refused as before, now also by {rule}"),
        Change::RefusedLess { rule } => format!("Refused as before, no longer also by {rule}"),
        Change::Lane { old, new } => {
            let word = match direction {
                Direction::Worse => "Stricter lane",
                Direction::Other => "Another lane",
                Direction::Better => "Lighter lane",
            };
            format!("{word}: {old} to {new}")
        }
        Change::Release { old, new } => {
            let word = if worse { "Later release" } else { "Earlier release" };
            format!("{word}: {} to {}", release(*old), release(*new))
        }
        Change::Check { id, on } => format!("{}: {id}", more(*on, "check")),
        Change::Document { id, on } => format!("{}: {id}", more(*on, "document")),
        Change::Flow { old, new } => format!("Another flow: {old} to {new}"),
        Change::Steps { flow } => format!("Other steps of the flow {flow}"),
        Change::HandedIn { document, steps } => {
            let [old, new] = steps.each_ref().map(|step| or_none(step.as_deref()));
            format!("{document} is handed in at another step: {old} to {new}")
        }
        Change::CheckedIn { check, steps } => {
            let [old, new] = steps.each_ref().map(|step| or_none(step.as_deref()));
            format!("{check} takes place in another step: {old} to {new}")
        }
        Change::Regime { old, new } => {
            let [old, new] = [old, new].map(|regime| or_none(regime.as_deref()));
            format!("Another tax regime: {old} to {new}")
        }
        Change::Formula { tax, .. } => format!("The tax {tax} is computed otherwise"),
        Change::Rate { table, is_price, amounts: [old, new] } => {
            let amount = |amount: &Option<String>| match amount {
                Some(amount) if *is_price => amount.clone(),
                Some(amount) => format!("{amount}%"),
                None => "not known".to_owned(),
            };
            let word = match direction {
                Direction::Worse => "Higher",
                Direction::Better => "Lower",
                Direction::Other => "Another",
            };
            let what = if *is_price { "price" } else { "rate" };
            format!("{word} {what} {table}: {} to {}", amount(old), amount(new))
        }
        Change::Fee { on: Side::New } => "A fee for delay is due now".to_owned(),
        Change::Fee { on: Side::Old } => "No fee for delay is due any more".to_owned(),
        Change::FeeFormula { .. } => "The fee for delay is computed otherwise".to_owned(),
    }
}

fn more(on: Side, what: &str) -> String {
    match on {
        Side::New => format!("One {what} more"),
        Side::Old => format!("One {what} less"),
    }
}

/// A release in few words.
fn release(release: Release) -> &'static str {
    match release {
        Release::OnArrival => "on arrival",
        Release::AfterReview => "after a review",
        Release::AfterInspection => "after an inspection",
    }
}

fn moved(Move { column, old, new }: &Move) -> String {
    let [old, new] = [old, new].map(|text| text.as_deref().filter(|text| !text.is_empty()));
    let noun = match column {
        Column::Verdict => "verdict",
        Column::Lane => "lane",
        Column::Flow => "flow",
        Column::Release => "release",
        Column::Chosen => "chosen",
        Column::Regime => "tax regime",
        Column::Checks => "check",
        Column::Documents => "document",
        Column::Rules => "refused by",
        Column::Error => return format!("no answer any more (was {})", or_none(old)),
        other => other.name(),
    };
    match (column, old, new) {
        (Column::Checks | Column::Documents, None, Some(new)) => format!("{noun} more: {new}"),
        (Column::Checks | Column::Documents, Some(old), None) => format!("{noun} less: {old}"),
        (Column::Rules, None, Some(new)) => format!("{noun} {new}, too"),
        (Column::Rules, Some(old), None) => format!("no longer {noun} {old}, too"),
        _ => format!("{noun}: {} to {}", or_none(old), or_none(new)),
    }
}
