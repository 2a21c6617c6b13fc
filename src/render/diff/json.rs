//! JSON: output structs of its own, with every key always there.

use std::io::{self, Write};

use advisor::batch::Money;
use advisor::diff::{Change, Count, Group, RuleAt, RuleChange, Said, Side, Size, Vocabulary};
use advisor::model::FactId;
use advisor::model::condition::Region;
use advisor::model::fact::Kind;
use advisor::model::value::{Day, Value, ValueSet};
use advisor::model::wording::Tongue;
use indexmap::IndexMap;
use serde::Serialize;

use crate::render::diff::Compared;
use crate::render::diff::replayed::Replayed;
use crate::render::diff::rows;
use crate::render::diff::words::words;
use crate::render::json::print;
use crate::render::text::money;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    old: FileOut<'a>,
    new: FileOut<'a>,
    effect: bool,
    /// The flag that gives the search more, where it was given up.
    undecided: Option<&'static str>,
    total: SizeOut,
    changes: Vec<ChangeOut<'a>>,
    words: Vec<SaidOut<'a>>,
    calls: Vec<SaidOut<'a>>,
    times: Vec<SaidOut<'a>>,
    rules: Vec<RuleOut<'a>>,
    texts: Vec<SaidOut<'a>>,
    /// What becomes of rows of shipments; null where none were given.
    rows: Option<RowsOut<'a>>,
}

#[derive(Serialize)]
struct RowsOut<'a> {
    file: &'a str,
    rows: u64,
    moved: u64,
    unanswered_before: u64,
    answered_now: u64,
    ways: Vec<WayOut<'a>>,
    tax: MoneyOut<'a>,
    late_fee: MoneyOut<'a>,
    currency: Option<&'a str>,
    out: Option<&'a str>,
}

#[derive(Serialize)]
struct WayOut<'a> {
    column: &'static str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    rows: u64,
    lines: &'a [u64],
}

/// Of the rows whose amounts are known on both sides, how much more is due in all.
#[derive(Serialize)]
struct MoneyOut<'a> {
    rows: u64,
    lines: &'a [u64],
    more: Option<String>,
    unknown: u64,
}

#[derive(Serialize)]
struct FileOut<'a> {
    file: &'a str,
    title: String,
    on: Option<String>,
}

/// The numbers are texts: they may be larger than what readers of JSON can count.
#[derive(Serialize)]
struct CountOut {
    least: String,
    exact: bool,
}

#[derive(Serialize)]
struct SizeOut {
    names: CountOut,
    shipments: CountOut,
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    kind: &'static str,
    direction: &'static str,
    title: String,
    size: SizeOut,
    days: Vec<[Option<String>; 2]>,
    boxes: Vec<IndexMap<&'a str, Allowed>>,
    /// How it is computed, where that changes.
    formulas: Option<Sides<&'a str>>,
    /// Where money changes, what is to pay for the witness.
    to_pay: Option<Sides<Option<String>>>,
    rules: Sides<Vec<At<'a>>>,
    witness: Option<Sides<String>>,
}

#[derive(Serialize)]
struct Sides<T> {
    old: T,
    new: T,
}

/// What a box allows of one fact: names, or ranges with both ends; days may go on for ever.
#[derive(Serialize)]
struct Allowed {
    values: Vec<String>,
    ranges: Vec<[Option<String>; 2]>,
    not_given: bool,
}

#[derive(Serialize)]
struct At<'a> {
    id: &'a str,
    file: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct SaidOut<'a> {
    subject: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct RuleOut<'a> {
    fate: &'static str,
    old: Option<At<'a>>,
    new: Option<At<'a>>,
}

/// One JSON object.
pub(crate) fn report(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    let difference = compared.difference;
    let file = |side: Side| {
        let rule_set = *side.of(&compared.rule_sets);
        let on = compared.on.as_ref().map(|days| side.of(days).to_string());
        FileOut { file: rule_set.file(), title: rule_set.title().to_string(), on }
    };
    let report = Report {
        schema: "advisor.diff/1",
        old: file(Side::Old),
        new: file(Side::New),
        effect: difference.has_effect(),
        undecided: difference.undecided,
        total: size(&difference.total),
        changes: difference.groups.iter().map(|group| change(compared, group)).collect(),
        words: difference.words.iter().map(said).collect(),
        calls: difference.calls.iter().map(said).collect(),
        times: difference.times.iter().map(said).collect(),
        rules: difference.rules.iter().map(rule).collect(),
        texts: difference.texts.iter().map(said).collect(),
        rows: compared.replayed.as_ref().map(rows_of),
    };
    print(&report, out)
}

fn rows_of<'a>(replayed: &'a Replayed<'_>) -> RowsOut<'a> {
    let moves = &replayed.moves;
    let ways = moves.in_order().into_iter().map(|(way, moved)| WayOut {
        column: way.column.name(),
        old: way.old.as_deref(),
        new: way.new.as_deref(),
        rows: moved.rows,
        lines: &moved.lines,
    });
    let money = |one: &'a Money| MoneyOut {
        rows: one.moved.rows,
        lines: &one.moved.lines,
        more: rows::more(one),
        unknown: one.unknown,
    };
    RowsOut {
        file: &replayed.file,
        rows: moves.rows,
        moved: moves.moved,
        unanswered_before: moves.unanswered_before,
        answered_now: moves.answered_now,
        ways: ways.collect(),
        tax: money(&moves.tax),
        late_fee: money(&moves.late_fee),
        currency: replayed.currency,
        out: replayed.out.as_deref(),
    }
}

fn size(size: &Size) -> SizeOut {
    let count = |count: &Count| CountOut { least: count.least.to_string(), exact: count.is_exact };
    SizeOut { names: count(&size.names), shipments: count(&size.shipments) }
}

fn change<'a>(compared: &Compared<'a>, group: &'a Group) -> ChangeOut<'a> {
    let vocabulary = &compared.difference.vocabulary;
    let at = |side: Side| side.of(&group.by).iter().map(placed).collect();
    ChangeOut {
        kind: group.change.kind(),
        direction: group.direction.id(),
        title: words(Tongue::English).heading(&group.change, group.direction),
        size: size(&group.size),
        days: if compared.on.is_some() { Vec::new() } else { days(&group.days) },
        boxes: group.told.iter().map(|one| allowed(vocabulary, one)).collect(),
        formulas: match &group.change {
            Change::Formula { formulas: [old, new], .. }
            | Change::FeeFormula { formulas: [old, new] } => Some(Sides { old, new }),
            _ => None,
        },
        to_pay: group.to_pay.map(|sides| {
            let [old, new] = sides.map(|amount| amount.map(money));
            Sides { old, new }
        }),
        rules: Sides { old: at(Side::Old), new: at(Side::New) },
        witness: compared.commands(group).map(|[old, new]| Sides { old, new }),
    }
}

/// First and last days; none where there is no end.
fn days(set: &ValueSet) -> Vec<[Option<String>; 2]> {
    let day = |value: i64| Day::of(Value(value)).to_string();
    let parts = set.intervals().iter().map(|part| {
        let last = (part.greatest < i64::from(i32::MAX)).then(|| day(part.greatest));
        [Some(day(part.least)), last]
    });
    parts.collect()
}

fn allowed<'a>(vocabulary: &'a Vocabulary, region: &Region) -> IndexMap<&'a str, Allowed> {
    let tests = region.tests().iter().map(|(id, set)| {
        let fact = vocabulary.fact(*id);
        let given = set.intervals().iter().filter(|part| part.greatest != Value::NOT_GIVEN.0);
        let given = ValueSet::of_intervals(given.copied());
        let not_given = given.intervals().len() < set.intervals().len();
        let (mut values, mut ranges) = (Vec::new(), Vec::new());
        if matches!(fact.kind, Kind::Names(_) | Kind::YesNo) {
            values.extend(given.iter().map(|value| fact.show(value)));
        } else {
            let show = |value: i64| fact.show(Value(value));
            ranges.extend(given.intervals().iter().map(|part| {
                // Days go on for ever.
                let ends = *id != FactId::DATE || part.greatest < i64::from(i32::MAX);
                [Some(show(part.least)), ends.then(|| show(part.greatest))]
            }));
        }
        let name = if *id == FactId::DATE { "date" } else { fact.id.as_str() };
        (name, Allowed { values, ranges, not_given })
    });
    tests.collect()
}

fn placed(rule: &RuleAt) -> At<'_> {
    At { id: &rule.id, file: &rule.file, line: rule.line }
}

fn said(one: &Said) -> SaidOut<'_> {
    SaidOut { subject: &one.subject, old: one.old.as_deref(), new: one.new.as_deref() }
}

fn rule(change: &RuleChange) -> RuleOut<'_> {
    let [old, new] = change.at.each_ref().map(|at| at.as_ref().map(placed));
    RuleOut { fate: change.fate.id(), old, new }
}
