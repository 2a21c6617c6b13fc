//! How long a decision takes, and that it allocates nothing: `cargo bench --bench engine`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measuring program that cannot go on should stop"
)]

mod work;

use std::hint::black_box;

use advisor::{Engine, RuleSet, SourceFile, read};
use divan::{AllocProfiler, Bencher};
use work::{Shipment, Size, Table};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// So many shipments are decided in turn.
const SHIPMENTS: usize = 10_000;

fn main() {
    divan::main();
}

fn rule_set(size: Size) -> RuleSet {
    read(&SourceFile::new("work", work::rules(size))).expect("the rules have no problems")
}

fn shipments(size: Size) -> Vec<(Shipment, String)> {
    let rows = work::shipments(size).take(SHIPMENTS);
    rows.map(|row| (row.clone(), row.value.to_string())).collect()
}

const SIZES: [usize; 3] = [0, 1000, 10_000];

fn size(rules: usize) -> Size {
    if rules == 0 { Size::Small } else { Size::Rules(rules) }
}

/// One decision, its facts read from text; after the first round nothing is allocated.
#[divan::bench(args = SIZES)]
fn decide(bencher: Bencher<'_, '_>, rules: usize) {
    let rule_set = rule_set(size(rules));
    let rows = shipments(size(rules));
    let engine = Engine::new(&rule_set);
    let mut decider = engine.decider();
    let facts = ["goods", "port", "category", "direction", "value"];
    let facts = facts.map(|id| rule_set.fact_called(id).expect("the rules have it").0);
    let day = rule_set.first_date();
    let mut one = |(row, value): &(Shipment, String)| {
        decider.begin(day);
        let cells = [row.goods.as_str(), row.port, row.category, row.direction, value];
        facts.into_iter().zip(cells).for_each(|(fact, cell)| decider.give(fact, cell));
        let answer = decider.decide().unwrap();
        (answer.decision().lane, answer.tax(), answer.rule_ids().count())
    };
    rows.iter().for_each(|row| {
        black_box(one(row));
    });
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % rows.len();
        one(&rows[next])
    });
}

/// The same by the table that someone wrote by hand.
#[divan::bench(args = SIZES)]
fn by_hand(bencher: Bencher<'_, '_>, rules: usize) {
    let table = Table::new(size(rules));
    let rows = shipments(size(rules));
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % rows.len();
        let (row, value) = &rows[next];
        table.answer(&row.goods, row.port, row.category, row.direction, value.parse().unwrap())
    });
}

/// Compiling a rule set that has been read.
#[divan::bench(args = SIZES, sample_count = 10)]
fn compile(bencher: Bencher<'_, '_>, rules: usize) {
    let rule_set = rule_set(size(rules));
    bencher.bench_local(|| Engine::new(&rule_set));
}
