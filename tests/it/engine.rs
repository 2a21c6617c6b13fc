//! The engine answers as `advise` does, whatever the shipment.

use advisor::engine::{Answer, Decider};
use advisor::model::RuleSet;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Day, Value};
use advisor::model::wording::Wording;
use advisor::shipment::InputErrors;
use advisor::{Engine, Query, SourceFile, advise, read};

use crate::rng::Rng;

/// A way to write some value of a fact; now and then one that cannot be.
fn spelled(rng: &mut Rng, fact: &Fact, edges: &[i64]) -> String {
    match &fact.kind {
        Kind::Names(names) => {
            let name = &names[rng.below(names.len())];
            match rng.below(12) {
                0 => name.title.iter().flat_map(Wording::translations).collect(),
                1 => name.aliases.first().cloned().unwrap_or_else(|| name.id.to_uppercase()),
                2 => name.id.to_uppercase(),
                3 => ["nothing", ""][rng.below(2)].to_owned(),
                _ => name.id.clone(),
            }
        }
        Kind::YesNo => ["yes", "no", "true", "false", "YES", "maybe"][rng.below(6)].to_owned(),
        Kind::Number(number) => {
            let near = edges[rng.below(edges.len())] + i64::try_from(rng.below(3)).unwrap() - 1;
            let any = i64::try_from(rng.below(2_000_000)).unwrap();
            match rng.below(20) {
                0 => "1e3".to_owned(),
                1 => "-1".to_owned(),
                2..8 => number.show(Value(near)),
                _ => number.show(Value(any % (number.greatest + 1))),
            }
        }
        Kind::Code(_) | Kind::Date => String::new(),
    }
}

/// What is said of one shipment.
fn said(rng: &mut Rng, rule_set: &RuleSet, edges: &[Vec<i64>]) -> Vec<(String, String)> {
    let chance = 1 + rng.below(12);
    let mut said = Vec::new();
    let goods = rule_set.goods();
    for (id, fact) in rule_set.facts() {
        let code = matches!(fact.kind, Kind::Code(_));
        if !code && ((id == goods && rng.below(20) > 0) || rng.below(12) < chance) {
            let text = spelled(rng, fact, &edges[id.index()]);
            // Most wrong rows are wrong once.
            if rng.below(30) == 0 || advisor_reads(fact, &text) {
                said.push((fact.id.clone(), text));
            }
        }
    }
    let prefixes: Vec<&String> = rule_set[goods].names().flat_map(|name| &name.codes).collect();
    if rng.below(6) == 0 && !prefixes.is_empty() {
        let prefix = prefixes[rng.below(prefixes.len())];
        let code: String = prefix.chars().chain("0000".chars()).take(6).collect();
        if rng.below(3) > 0 {
            said.retain(|(fact, _)| fact != "goods");
        }
        said.push(("hs".to_owned(), code));
    }
    said
}

fn advisor_reads(fact: &Fact, text: &str) -> bool {
    match &fact.kind {
        Kind::Names(_) => advisor::shipment::name_value(fact, text).is_some(),
        Kind::Number(number) => number.parse(text).is_ok(),
        _ => text != "maybe",
    }
}

/// The values at which some rule changes its mind, for each fact.
fn edges(rule_set: &RuleSet) -> Vec<Vec<i64>> {
    let mut edges = vec![vec![0_i64]; rule_set.fact_count()];
    let rows = rule_set.rows().iter().map(|row| &row.rule.condition);
    let taxes = rule_set.taxes().iter().map(|tax| &tax.rule.condition);
    let flows = rule_set.flows().iter().map(|flow| &flow.rule.condition);
    for condition in rows.chain(taxes).chain(flows) {
        let regions = std::iter::once(&condition.within).chain(&condition.unless);
        for (id, set) in regions.flat_map(|region| region.tests()) {
            let ends = set.intervals().iter().flat_map(|part| [part.least, part.greatest]);
            edges[id.index()].extend(ends.filter(|end| end.abs() < 1 << 40));
        }
    }
    edges
}

/// The answer of the engine.
fn ask<'d, 'r>(
    decider: &'d mut Decider<'_, 'r>,
    rule_set: &'r RuleSet,
    day: Day,
    said: &[(String, String)],
) -> Result<Answer<'d, 'r>, InputErrors> {
    decider.begin(day);
    for (fact, text) in said {
        decider.give(rule_set.fact_called(fact).unwrap().0, text);
    }
    decider.decide()
}

fn compare(rule_set: &RuleSet, rows: usize, seed: u64) -> (usize, usize) {
    let engine = Engine::new(rule_set);
    let mut decider = engine.decider();
    let mut rng = Rng(seed);
    let edges = edges(rule_set);
    let (mut answered, mut wrong) = (0, 0);
    for _ in 0..rows {
        let mut day = edges[0][rng.below(edges[0].len())];
        if rng.below(3) == 0 || !(16_000..30_000).contains(&day) {
            day = 16_050 + i64::try_from(rng.below(5000)).unwrap();
        }
        let day = Day(i32::try_from(day).unwrap() - 1 + i32::try_from(rng.below(3)).unwrap());
        let said = said(&mut rng, rule_set, &edges);
        let slow = || {
            let mut query = Query::new(rule_set, day);
            for (fact, text) in &said {
                query.give(fact, text);
            }
            Ok::<_, InputErrors>(advise(rule_set, query.shipment()?))
        };
        let (slow, fast) = match (slow(), ask(&mut decider, rule_set, day, &said)) {
            (Ok(slow), Ok(fast)) => (slow, fast),
            (slow, fast) => {
                assert_eq!(slow.err(), fast.map(|_| ()).err(), "{day} {said:?}");
                wrong += 1;
                continue;
            }
        };
        answered += 1;
        let told = format!("{day} {said:?}");
        assert_eq!(*fast.decision(), slow.decision, "{told}");
        let charged = |charge: &advisor::charge::Charge<'_>| (charge.payable, charge.waived);
        let paid = |payable: advisor::engine::Payable| (payable.amount, payable.waived);
        assert_eq!(fast.tax().map(paid), slow.bill.tax.as_ref().map(charged), "{told}");
        assert_eq!(fast.late_fee().map(paid), slow.bill.late_fee.as_ref().map(charged), "{told}");
        let choices = rule_set.choices().iter().copied();
        let open = choices.filter(|id| slow.shipment.get(*id) == Value::NOT_GIVEN);
        let chosen: Vec<_> = open.map(|id| (id, slow.facts.get(id))).collect();
        assert_eq!(fast.chosen(), chosen, "{told}");
        let rules = fast.rules().chain(fast.late_fee_rule());
        let rules: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
        let reasons: Vec<&str> = slow.reasons.iter().map(|one| one.rule.id.as_str()).collect();
        assert_eq!(rules, reasons, "{told}");
        for (id, _) in rule_set.facts() {
            assert_eq!(fast.facts().get(id), slow.facts.get(id), "{told}");
        }
    }
    (answered, wrong)
}

#[test]
fn the_engine_answers_as_advise_does_on_the_built_in_rules() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let (answered, wrong) = compare(&rule_set, 4000, 0x5eed);
    assert!(answered > 1500 && wrong > 200, "{answered} {wrong}");
}

#[test]
fn the_engine_answers_as_advise_does_on_another_place() {
    let text = std::fs::read_to_string("data/example-island.toml").unwrap();
    let rule_set = read(&SourceFile::new("island", text)).unwrap();
    let (answered, wrong) = compare(&rule_set, 2000, 0xabc);
    assert!(answered > 500 && wrong > 50, "{answered} {wrong}");
}
