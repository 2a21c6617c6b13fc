//! One shipment and many: every world goes through both ways of asking, and the second evaluator
//! comes to the same answers.

use std::collections::BTreeMap;

use advisor::engine::Decider;
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::shipment::InputErrors;
use advisor::{Advice, Engine, Query, advise};

use crate::laws::rules;
use crate::rng::Rng;
use crate::said::{Row, rows};
use crate::second_evaluator::{Answer, Brief};
use crate::words::{answer_of, brief_of};
use crate::world::World;

/// How often something was met: a law that meets nothing would hold, too.
type Seen = BTreeMap<String, usize>;

fn one<'r>(rule_set: &'r RuleSet, row: &Row) -> Result<Advice<'r>, InputErrors> {
    let mut query = Query::on(rule_set, row.day);
    for (fact, text) in &row.texts {
        query.give(fact, text);
    }
    Ok(advise(rule_set, query.shipment()?))
}

fn of_many(
    decider: &mut Decider<'_, '_>,
    rule_set: &RuleSet,
    row: &Row,
) -> Result<(Brief, Vec<String>), InputErrors> {
    decider.begin(Day::parse(row.day).unwrap());
    for (fact, text) in &row.texts {
        decider.give(rule_set.fact_called(fact).unwrap().0, text);
    }
    let answer = decider.decide()?;
    let rules = answer.rules().chain(answer.late_fee_rule());
    let rules = rules.map(|rule| rule.id.clone()).collect();
    Ok((brief_of(rule_set, &answer), rules))
}

/// Holds the answer for one shipment against that of the second evaluator.
fn alone(
    world: &World,
    rule_set: &RuleSet,
    row: &Row,
    context: &str,
    seen: &mut Seen,
) -> Option<Answer> {
    let expected = row.known.as_ref().and_then(|known| world.answer(row.day, known));
    let advice = one(rule_set, row).ok();
    let found = advice.as_ref().map(answer_of);
    assert_eq!(found, expected, "{context}");
    let mut met = |what: &str, times: usize| *seen.entry(what.to_owned()).or_default() += times;
    let Some((advice, answer)) = advice.zip(found) else {
        met("wrong call", 3_000);
        return None;
    };
    let brief = &answer.brief;
    assert_eq!(advice.reasons.len(), brief.reasons.len(), "{context}");
    if brief.ruling.flow.is_some() {
        let mut checks: Vec<_> = answer.path.iter().flat_map(|step| &step.1).collect();
        let mut documents: Vec<_> = answer.path.iter().flat_map(|step| &step.2).collect();
        checks.sort();
        documents.sort();
        assert!(checks.into_iter().eq(&brief.ruling.checks), "{context}");
        assert!(documents.into_iter().eq(&brief.ruling.documents), "{context}");
    }
    met(brief.ruling.verdict, 1);
    met("codes", usize::from(brief.facts.contains_key("hs")));
    met(&format!("{:?}", advice.decision.release), 1);
    met("alternatives", answer.alternatives.len());
    for (_, _, closed) in &answer.passed_over {
        met(&format!("passed over: {closed}"), 1);
    }
    for (word, due) in [("tax", &brief.tax), ("late fee", &brief.late_fee)] {
        let Some(due) = due else { continue };
        met(word, usize::from(due.amount.as_ref().is_some_and(|amount| amount != "0")));
        met(&format!("{word} not known"), usize::from(due.amount.is_none()));
        met(&format!("{word} waived"), usize::from(due.waived));
    }
    Some(answer)
}

/// Asks for the rows of a world one by one, and for all of them in two orders.
fn both_ways(world: &World, seed: u64, count: usize, seen: &mut Seen) {
    let rule_set = rules(seed, world);
    let toml = world.to_toml();
    let rows = rows(world, &mut Rng(!seed), count);
    let context = |row: &Row| format!("seed {seed}, {row:?} among {rows:?}\n{toml}");
    let alone = |row: &Row| alone(world, &rule_set, row, &context(row), seen);
    let expected: Vec<Option<Answer>> = rows.iter().map(alone).collect();
    let engine = Engine::new(&rule_set);
    let forward: Vec<usize> = (0..rows.len()).collect();
    let backward: Vec<usize> = (0..rows.len()).rev().collect();
    for order in [forward, backward] {
        let mut decider = engine.decider();
        for at in order {
            let row = &rows[at];
            let (slow, fast) = (one(&rule_set, row), of_many(&mut decider, &rule_set, row));
            let slow = slow.map(|advice| {
                advice.reasons.iter().map(|one| one.rule.id.clone()).collect::<Vec<_>>()
            });
            let (brief, rules) = match fast {
                Ok((brief, rules)) => (Some(brief), Ok(rules)),
                Err(wrong) => (None, Err(wrong)),
            };
            assert_eq!(
                brief.as_ref(),
                expected[at].as_ref().map(|one| &one.brief),
                "{}",
                context(row)
            );
            // What is wrong is said in the same words, and the rules come in the same order.
            assert_eq!(rules, slow, "{}", context(row));
        }
    }
}

#[test]
fn a_second_evaluator_comes_to_the_same_answers_for_one_shipment_and_for_many() {
    let mut seen = Seen::new();
    for seed in 0..2_500 {
        both_ways(&World::generate(seed), seed, 2, &mut seen);
    }
    for (what, least) in [
        ("codes", 1_500),
        ("clearable", 7_500),
        ("no-path", 800),
        ("refused", 8_000),
        ("wrong call", 3_000),
        ("Some(AfterInspection)", 1_000),
        ("Some(AfterReview)", 700),
        ("alternatives", 15_000),
        ("passed over: refused", 500),
        ("passed over: not-offered", 200),
        ("tax", 700),
        ("tax not known", 700),
        ("tax waived", 4),
        ("late fee", 80),
        ("late fee not known", 15),
        ("late fee waived", 15),
    ] {
        assert!(seen.get(what) >= Some(&least), "{what}: {seen:#?}");
    }
}

#[test]
fn a_second_evaluator_comes_to_the_same_answers_by_many_rules() {
    let mut seen = Seen::new();
    for seed in 10_000..10_012 {
        // The first are more than are looked at all at once, the last more than lie in the grid.
        let count = if seed < 10_010 { 800 } else { 6_000 };
        both_ways(&World::with_rules(seed, count), seed, 3, &mut seen);
    }
    assert!(seen.get("refused") >= Some(&50), "{seen:#?}");
}
