//! Rows that are answered otherwise by other rules: counted by what changes, with the money.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::batch::alone::BEFORE;
use crate::batch::plan::Column;

/// So many lines of the input are kept for each way of moving.
const KEPT: usize = 3;

/// What is compared of an answer, and the rules and the error beside it.
pub(super) const COMPARED: [Column; 12] = [
    Column::Verdict,
    Column::Lane,
    Column::Flow,
    Column::Release,
    Column::Chosen,
    Column::Checks,
    Column::Documents,
    Column::Regime,
    Column::Tax,
    Column::LateFee,
    Column::Rules,
    Column::Error,
];

/// What changes for rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Move {
    /// The column in which it is seen. Of `Checks`, `Documents` and `Rules` (those that refuse, of
    /// rows that stay refused) one name is more or less; `Error` says that there is no answer any
    /// more; where only money changes there is no move, but an amount.
    pub column: Column,
    /// What it was; none for what is more now.
    pub old: Option<String>,
    /// What it is; none for what is less now.
    pub new: Option<String>,
}

/// How many rows move in one way, and the lines of the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MovedRows {
    /// How many.
    pub rows: u64,
    /// The lines on which the first of them begin.
    pub lines: Vec<u64>,
}

/// How much more is to be paid for rows that neither side refuses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Money {
    /// The rows for which another amount is due, both known, and their lines.
    pub moved: MovedRows,
    /// How much more is due for them in all, less than nothing where it is less; none where the sum
    /// has more than 28 digits.
    pub more: Option<Decimal>,
    /// The rows of which one amount is not known, or neither where the regime is another.
    pub unknown: u64,
}

/// What becomes of rows under other rules.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Moves {
    /// All rows.
    pub rows: u64,
    /// Those that had no answer before; they are not among those that move.
    pub unanswered_before: u64,
    /// Those of them that have one now.
    pub answered_now: u64,
    /// Those that had an answer and get another, or none.
    pub moved: u64,
    /// In what way, and how many each; a row may move in several.
    pub ways: IndexMap<Move, MovedRows>,
    /// The tax.
    pub tax: Money,
    /// The fee for declaring late.
    pub late_fee: Money,
}

/// What one side says of a row.
#[derive(Debug)]
pub(super) struct Cells<'l>([&'l str; COMPARED.len()]);

impl<'l> Cells<'l> {
    /// Takes the line of a row apart.
    pub(super) fn of(line: &'l [u8]) -> Self {
        let line = std::str::from_utf8(line).unwrap_or_default();
        let mut cells = [""; COMPARED.len()];
        for (cell, text) in cells.iter_mut().zip(line.split(char::from(BEFORE)).skip(1)) {
            *cell = text;
        }
        Self(cells)
    }

    /// What a column says.
    pub(super) fn get(&self, column: Column) -> &'l str {
        let at = COMPARED.iter().position(|one| *one == column);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    fn is_refused(&self) -> bool {
        self.get(Column::Verdict) == "refused"
    }
}

impl MovedRows {
    fn add(&mut self, line: u64) {
        self.rows += 1;
        if self.lines.len() < KEPT {
            self.lines.push(line);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.lines.extend(&other.lines);
        self.lines.sort_unstable();
        self.lines.truncate(KEPT);
    }
}

impl Money {
    fn none() -> Self {
        Self { more: Some(Decimal::ZERO), ..Self::default() }
    }

    /// Notes the amounts of a row; says whether they are told apart.
    fn add(&mut self, amounts: [Option<Decimal>; 2], another: bool, line: u64) -> bool {
        match amounts {
            [Some(old), Some(new)] if old == new => false,
            [Some(old), Some(new)] => {
                self.moved.add(line);
                let more = new.checked_sub(old);
                self.more = self.more.zip(more).and_then(|(sum, more)| sum.checked_add(more));
                true
            }
            [None, None] if !another => false,
            _ => {
                self.unknown += 1;
                true
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.moved.merge(&other.moved);
        self.more = self.more.zip(other.more).and_then(|(one, two)| one.checked_add(two));
        self.unknown += other.unknown;
    }
}

impl Moves {
    pub(super) fn new() -> Self {
        Self { tax: Money::none(), late_fee: Money::none(), ..Self::default() }
    }

    /// Notes both answers of a row; says whether it moves. `fees` are the rules of the fee for
    /// declaring late.
    pub(super) fn note(
        &mut self,
        line: u64,
        sides @ [old, new]: [&Cells<'_>; 2],
        fees: [Option<&str>; 2],
    ) -> bool {
        let [no_answer_before, no_answer_now] =
            sides.map(|cells| !cells.get(Column::Error).is_empty());
        if no_answer_before {
            self.answered_now += u64::from(!no_answer_now);
            return false;
        }
        if no_answer_now {
            self.add(line, Column::Error, Some(old.get(Column::Verdict)), None);
            self.moved += 1;
            return true;
        }
        let mut moves = self.columns(line, sides);
        if !sides.iter().any(|cells| cells.is_refused()) {
            moves |= self.money(line, sides, fees);
        } else if sides.iter().all(|cells| cells.is_refused()) {
            moves |= self.names(line, Column::Rules, [old, new]);
        }
        self.moved += u64::from(moves);
        moves
    }

    fn columns(&mut self, line: u64, sides @ [old, new]: [&Cells<'_>; 2]) -> bool {
        let mut moves = false;
        if old.get(Column::Verdict) != new.get(Column::Verdict) {
            let verdicts = sides.map(|cells| cells.get(Column::Verdict));
            self.add(line, Column::Verdict, Some(verdicts[0]), Some(verdicts[1]));
            // What a refused shipment has not got is no change of its own.
            if sides.iter().any(|cells| cells.is_refused()) {
                return true;
            }
            moves = true;
        }
        let whole = [Column::Lane, Column::Flow, Column::Release, Column::Chosen, Column::Regime];
        for column in whole {
            let [was, is] = sides.map(|cells| cells.get(column));
            if was != is {
                self.add(line, column, Some(was), Some(is));
                moves = true;
            }
        }
        for column in [Column::Checks, Column::Documents] {
            moves |= self.names(line, column, sides);
        }
        moves
    }

    /// Notes the names that only one side has.
    fn names(&mut self, line: u64, column: Column, sides: [&Cells<'_>; 2]) -> bool {
        let [old, new] = sides.map(|cells| cells.get(column));
        if old == new {
            return false;
        }
        let [olds, news] = [old, new].map(|text| text.split_ascii_whitespace());
        let less: Vec<&str> =
            olds.clone().filter(|name| !news.clone().any(|one| one == *name)).collect();
        let more: Vec<&str> = news.filter(|name| !olds.clone().any(|one| one == *name)).collect();
        less.iter().for_each(|name| self.add(line, column, Some(name), None));
        more.iter().for_each(|name| self.add(line, column, None, Some(name)));
        !(less.is_empty() && more.is_empty())
    }

    fn money(&mut self, line: u64, sides: [&Cells<'_>; 2], fees: [Option<&str>; 2]) -> bool {
        let [was, is] = sides.map(|cells| cells.get(Column::Regime));
        let taxes = sides.map(|cells| {
            let is_due = !cells.get(Column::Regime).is_empty();
            amount(cells.get(Column::Tax), is_due)
        });
        let [old, new] = sides;
        let late = [(old, fees[0]), (new, fees[1])].map(|(cells, fee)| {
            let mut rules = cells.get(Column::Rules).split_ascii_whitespace();
            let is_due = fee.is_some_and(|fee| rules.any(|rule| rule == fee));
            amount(cells.get(Column::LateFee), is_due)
        });
        self.tax.add(taxes, was != is, line) | self.late_fee.add(late, false, line)
    }

    fn add(&mut self, line: u64, column: Column, old: Option<&str>, new: Option<&str>) {
        let [old, new] = [old, new].map(|text| text.map(str::to_owned));
        self.ways.entry(Move { column, old, new }).or_default().add(line);
    }

    /// Adds what another thread has counted.
    pub fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.unanswered_before += other.unanswered_before;
        self.answered_now += other.answered_now;
        self.moved += other.moved;
        for (way, rows) in &other.ways {
            self.ways.entry(way.clone()).or_default().merge(rows);
        }
        self.tax.merge(&other.tax);
        self.late_fee.merge(&other.late_fee);
    }

    /// In what way rows move, how many each: by column, the most rows first.
    #[must_use]
    pub fn in_order(&self) -> Vec<(&Move, &MovedRows)> {
        let mut found: Vec<(&Move, &MovedRows)> = self.ways.iter().collect();
        let place = |column: Column| match column {
            // What has no answer any more hurts most.
            Column::Error => 0,
            _ => COMPARED.iter().position(|one| *one == column).map_or(0, |at| at + 1),
        };
        found.sort_by_key(|(one, rows)| {
            let Move { column, old, new } = one;
            (place(*column), std::cmp::Reverse(rows.rows), old, new)
        });
        found
    }

    /// How much more is due in all, tax and fee; none where the sum is too large.
    #[must_use]
    pub fn more_to_pay(&self) -> Option<Decimal> {
        self.tax.more?.checked_add(self.late_fee.more?)
    }
}

/// An amount; nothing where none is due, none where it is not known.
fn amount(text: &str, is_due: bool) -> Option<Decimal> {
    if text.is_empty() && !is_due {
        return Some(Decimal::ZERO);
    }
    text.parse().ok()
}
