//! Laws that hold for every rule set: random worlds, read and decided by the library and again by
//! the second evaluator, which shares no code with it.

use std::collections::BTreeSet;

use advisor::advise::advise;
use advisor::evaluate::{Verdict, decide};
use advisor::model::RuleSet;
use advisor::model::condition::{Condition, FactId, Facts, Region};
use advisor::model::value::{Day, Value};
use advisor::read::read;
use advisor::shipment::{Origin, Query, Shipment};
use advisor::source::SourceFile;

use crate::harness;
use crate::rng::Rng;
use crate::said::said;
use crate::second_evaluator::{Known, Ruling};
use crate::words::{answer_of, ruling_of};
use crate::world::World;

pub(crate) fn rules(seed: u64, world: &World) -> RuleSet {
    let toml = world.to_toml();
    read(&SourceFile::new("world.toml", toml.as_str()))
        .unwrap_or_else(|problems| panic!("seed {seed}: {problems:#?}\n{toml}"))
}

pub(crate) fn shipment(rule_set: &RuleSet, day: &str, said: &Known) -> Option<Shipment> {
    let mut query = Query::on(rule_set, day);
    said.iter().for_each(|(fact, value)| query.give(fact, value));
    query.shipment().ok()
}

/// Looks at a few shipments of many worlds: with the world, its rules, the day and what is said.
fn each(
    seeds: std::ops::Range<u64>,
    shipments: usize,
    percent: usize,
    mut law: impl FnMut(&World, &RuleSet, &str, &Known, &mut Rng, &str),
) {
    for seed in seeds {
        let world = World::generate(seed);
        let rule_set = rules(seed, &world);
        let mut rng = Rng(!seed);
        let toml = world.to_toml();
        for _ in 0..shipments {
            let (day, said) = said(&world, &mut rng, percent);
            let context = format!("seed {seed}, on {day} with {said:?}\n{toml}");
            law(&world, &rule_set, day, &said, &mut rng, &context);
        }
    }
}

#[test]
fn the_order_of_inspections_and_refusals_never_matters() {
    each(1_000..1_150, 3, 50, |world, rule_set, day, said, rng, context| {
        let mut shuffled = world.clone();
        rng.shuffle(&mut shuffled.rules);
        let other_set = rules(0, &shuffled);
        let Some(one) = shipment(rule_set, day, said) else { return };
        let (one, other) = (advise(rule_set, one), shipment(&other_set, day, said));
        let other = advise(&other_set, other.unwrap());
        assert_eq!(one.decision, other.decision, "{context}");
        assert_eq!(one.decisive_assumptions(), other.decisive_assumptions(), "{context}");
        assert_eq!(answer_of(&one), answer_of(&other), "{context}");
    });
}

#[test]
fn the_program_says_what_the_library_says_and_says_it_again() {
    let mut count = 0;
    each(2_000..2_020, 1, 50, |world, rule_set, day, said, _, context| {
        count += 1;
        let path = harness::file(&format!("law-{count}.toml"), world.to_toml());
        let facts: Vec<String> =
            said.iter().map(|(fact, value)| format!("--fact={fact}={value}")).collect();
        let mut args = vec!["route", "--format=json", "--on", day, "--rules"];
        args.push(path.to_str().unwrap());
        args.extend(facts.iter().map(String::as_str));
        let (one, two) = (harness::run_args(&args), harness::run_args(&args));
        assert_eq!((&one.stdout, &one.stderr), (&two.stdout, &two.stderr), "{context}");
        let Some(shipment) = shipment(rule_set, day, said) else {
            assert_eq!(one.code, Some(2), "{context}");
            return;
        };
        let ruling = ruling_of(rule_set, &advise(rule_set, shipment).decision);
        assert_eq!(one.code, Some(i32::from(ruling.verdict != "clearable")), "{context}");
        let json: serde_json::Value = serde_json::from_str(&one.stdout).unwrap();
        let told = ["verdict", "lane", "flow", "release"].map(|key| json[key].as_str());
        let Ruling { verdict, lane, flow, release, .. } = &ruling;
        let expected = [Some(*verdict), lane.as_deref(), flow.as_deref(), *release];
        assert_eq!(told, expected, "{context}");
    });
}

#[test]
fn extreme_values_are_decided_and_no_range_holds_a_number_that_was_not_given() {
    let extremes = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
    each(3_000..3_200, 5, 0, |_, rule_set, day, said, rng, context| {
        // The library has to stand facts that no reader of shipments would let through.
        let mut facts = Facts::unknown(rule_set.fact_count());
        for (id, _) in rule_set.facts() {
            facts.set(id, Value(rng.pick(&extremes)));
        }
        facts.set(FactId::DATE, Value(rng.pick(&extremes)));
        let decision = decide(rule_set, &mut facts);
        assert_eq!(decision.verdict == Verdict::Refused, decision.refusals > 0, "{context}");
        let mut last = Query::new(rule_set, Day(i32::MAX));
        said.iter().for_each(|(fact, value)| last.give(fact, value));
        let last = last.shipment().ok();
        for shipment in [last, shipment(rule_set, day, said)].into_iter().flatten() {
            let advice = advise(rule_set, shipment);
            let _ = advice.decisive_assumptions();
            let not_given = |id: FactId| advice.facts.get(id) == Value::NOT_GIVEN;
            for row in rule_set.rows() {
                let condition = &row.rule.condition;
                let asks = condition.within.tests().iter().any(|(id, _)| not_given(*id));
                assert!(!(asks && condition.holds(&advice.facts)), "{}: {context}", row.rule.id);
            }
        }
    });
}

#[test]
fn decisive_assumptions_are_those_whose_other_values_change_the_decision() {
    let mut seen = [0, 0];
    each(4_000..4_300, 4, 40, |world, rule_set, day, said, rng, context| {
        let Some(shipment) = shipment(rule_set, day, said) else { return };
        let advice = advise(rule_set, shipment);
        let answer = answer_of(&advice);
        let listed = advice.decisive_assumptions();
        let bill = world.bill(day, &answer.brief.facts);
        let mut fixed = said.clone();
        fixed
            .extend(world.choices.iter().map(|one| (one.clone(), answer.brief.facts[one].clone())));
        for fact in world.facts.iter().filter(|fact| !fixed.contains_key(&fact.id)) {
            let few = world.values(&fact.id, day);
            let all = few.is_some();
            let mut values: Vec<String> =
                few.unwrap_or_else(|| (0..20).map(|_| fact.value(rng)).collect());
            // Codes of other goods are none of these.
            let goods = answer.brief.facts.get("goods").cloned();
            values.retain(|code| {
                fact.digits.is_none() || !world.owned() || world.goods_of_code(code) == goods
            });
            let decisive = values.into_iter().any(|value| {
                let mut said = fixed.clone();
                said.insert(fact.id.clone(), value);
                world.closed(day, &said).is_none_or(|known| {
                    let differs = world.ruling(day, &known) != answer.brief.ruling
                        || world.refusals(day, &known) != answer.refusals
                        || !world.bill(day, &known).is_same(&bill);
                    differs && world.is_possible(day, &known)
                })
            });
            let (id, _) = rule_set.fact_called(&fact.id).unwrap();
            // Of a number with too many values only some were tried.
            let agree = decisive == listed.contains(&id) || !all && !decisive;
            assert!(agree, "{} ({decisive}): {context}", fact.id);
            seen[usize::from(decisive)] += 1;
        }
        assert!(listed.iter().all(|id| advice.shipment.origin(*id) != Origin::Chosen));
    });
    assert!(seen.iter().all(|count| *count > 300), "{seen:?}");
}

/// Whether the facts lie in a box, read as a set: in one of the intervals for each fact it names.
fn lies_in(region: &Region, facts: &Facts) -> bool {
    region.tests().iter().all(|(id, set)| {
        let parts = set.intervals();
        // The intervals of a set stand apart, in rising order.
        assert!(parts.windows(2).all(|pair| pair[0].greatest + 1 < pair[1].least), "{set:?}");
        parts.iter().any(|part| (part.least..=part.greatest).contains(&facts.get(*id).0))
    })
}

#[test]
fn a_row_fires_when_and_only_when_the_shipment_lies_in_its_set() {
    let mut fired = 0;
    each(5_000..5_400, 6, 80, |world, rule_set, day, said, _, context| {
        let Some(shipment) = shipment(rule_set, day, said) else { return };
        let facts = advise(rule_set, shipment).facts;
        let known = world.best(day, said).unwrap().0;
        let mut expected: BTreeSet<String> = world.refusals(day, &known).into_keys().collect();
        expected.extend(world.inspections(day, &known).into_iter().map(|rule| rule.id));
        let lies = |one: &Condition| {
            lies_in(&one.within, &facts) && !one.unless.iter().any(|region| lies_in(region, &facts))
        };
        let rows = rule_set.rows().iter().map(|row| &row.rule);
        let inside: Vec<_> = rows.filter(|rule| lies(&rule.condition)).collect();
        let ids: BTreeSet<String> = inside.iter().map(|rule| rule.id.clone()).collect();
        assert_eq!(ids, expected, "{context}");
        for row in rule_set.rows() {
            let holds = row.rule.condition.holds(&facts);
            assert_eq!(holds, lies(&row.rule.condition), "{}: {context}", row.rule.id);
        }
        for (one, two) in inside.iter().zip(inside.iter().skip(1)) {
            let meet = one.condition.within.meets(&two.condition.within);
            assert!(meet, "{} and {}: {context}", one.id, two.id);
        }
        fired += inside.len();
    });
    assert!(fired > 3_000, "only {fired} rows fired");
}
