//! The measured work: the answers are those of a plain look-up, for every size.

use advisor::engine::Engine;
use advisor::{Query, SourceFile, advise, read};

#[path = "../bench/work.rs"]
mod work;

use work::{Size, Table};

fn compare(size: Size, count: usize) {
    let rule_set = read(&SourceFile::new("work", work::rules(size))).unwrap();
    let table = Table::new(size);
    let engine = Engine::new(&rule_set);
    let mut decider = engine.decider();
    let fact = |id: &str| rule_set.fact_called(id).unwrap().0;
    let ids = ["goods", "port", "category", "direction", "value"].map(fact);
    for (at, row) in work::shipments(size).take(count).enumerate() {
        let cells =
            [row.goods.as_str(), row.port, row.category, row.direction, &row.value.to_string()];
        decider.begin(rule_set.first_date());
        for (id, cell) in ids.into_iter().zip(cells) {
            decider.give(id, cell);
        }
        let found = decider.decide().unwrap();
        let known = table.answer(&row.goods, row.port, row.category, row.direction, row.value);
        assert_eq!(found.lane().unwrap().id, known.level, "{row:?}");
        assert_eq!(found.flow().unwrap().rule.id, known.flow, "{row:?}");
        let rules: Vec<&str> = found.rules().map(|rule| rule.id.as_str()).collect();
        let regime = format!("{}.{}", known.regime.0, known.regime.1);
        assert_eq!(*rules.last().unwrap(), regime, "{row:?}");
        let own = known.rule.map(|rule| format!("r{rule}"));
        assert_eq!(own.is_some(), rules.len() == 4, "{row:?}");
        assert!(own.is_none_or(|own| rules[1] == own), "{row:?}");
        // The slow way says the same, of every so many.
        if at % (count / 50) == 0 {
            let mut query = Query::new(&rule_set, rule_set.first_date());
            for (id, cell) in ids.into_iter().zip(cells) {
                query.give(&rule_set[id].id, cell);
            }
            let advice = advise(&rule_set, query.shipment().unwrap());
            assert_eq!(*found.decision(), advice.decision, "{row:?}");
            let reasons: Vec<&str> =
                advice.reasons.iter().map(|one| one.rule.id.as_str()).collect();
            assert_eq!(rules, reasons, "{row:?}");
        }
    }
}

#[test]
fn a_few_rules_answer_as_a_table_does() {
    compare(Size::Small, 100_000);
}

#[test]
fn a_thousand_rules_answer_as_a_table_does() {
    compare(Size::Rules(1000), 100_000);
}

#[test]
fn ten_thousand_rules_answer_as_a_table_does() {
    compare(Size::Rules(10_000), 100_000);
}
