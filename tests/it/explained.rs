//! Explanations of small random worlds, held against every one of their shipments.

use std::collections::{BTreeSet, HashMap};

use advisor::advise::{Advice, advise};
use advisor::charge::Bill;
use advisor::choose::Prefer;
use advisor::evaluate::Verdict;
use advisor::explain::{Forced, Goal, Reach, Steps, changes, forcing, questions, reach, unsaid};
use advisor::model::condition::{FactId, Facts};
use advisor::model::fact::{Default, Fact, Kind};
use advisor::model::value::Value;
use advisor::shipment::{Origin, Query};
use advisor::{RuleSet, Shipment, decide};

use crate::harness::run;
use crate::laws::{rules, shipment};
use crate::proofs::{Closed, shipments};
use crate::rng::Rng;
use crate::said::said;
use crate::world::World;

/// An answer as text, but for its amounts: two are the same if it is.
pub(crate) fn answer(rule_set: &RuleSet, facts: &Facts) -> String {
    let mut facts = facts.clone();
    let decision = decide(rule_set, &mut facts);
    if decision.verdict == Verdict::Refused {
        return "refused".to_owned();
    }
    let bill = Bill::new(rule_set, &decision, &facts);
    let rates = bill.tax.map(|tax| {
        // A base may give the price of what has none of its own.
        let entries = tax.entries.iter().map(|entry| (entry.amount.normalize(), entry.per));
        let missing = tax.missing.iter().filter_map(|one| one.table()).map(|table| &table.id);
        (entries.collect::<Vec<_>>(), missing.cloned().collect::<Vec<_>>())
    });
    format!("{decision:?} {rates:?} {}", bill.late_fee.is_some())
}

/// Some shipments of small worlds, with all the shipments there are in them.
pub(crate) fn each(
    seeds: std::ops::Range<u64>,
    mut law: impl FnMut(&RuleSet, &Advice<'_>, &[Closed], &str),
) -> usize {
    let mut seen = 0;
    for seed in seeds {
        let world = World::generate(seed);
        let rule_set = rules(seed, &world);
        let Some(all) = shipments(&rule_set, false) else { continue };
        let mut rng = Rng(!seed);
        for _ in 0..3 {
            let (day, said) = said(&world, &mut rng, 60);
            let Some(shipment) = shipment(&rule_set, day, &said) else { continue };
            let advice = advise(&rule_set, shipment);
            let context = format!("seed {seed}, on {day} with {said:?}\n{}", world.to_toml());
            law(&rule_set, &advice, &all, &context);
            seen += 1;
        }
    }
    seen
}

const STEPS: Steps = Steps(Steps::USUAL);

#[test]
fn a_set_that_forces_an_answer_does_and_none_of_it_can_be_left_out() {
    let mut held = 0;
    let seen = each(20_000..20_400, |rule_set, advice, all, context| {
        let now = answer(rule_set, &advice.facts);
        // The value that stands for the one that a fact has.
        let mut base = advice.facts.clone();
        for id in rule_set.facts().map(|(id, _)| id).chain([FactId::DATE]) {
            let values = crate::proofs::values(rule_set, id, false);
            let below = values.iter().rfind(|value| **value <= base.get(id).0);
            base.set(id, Value(*below.unwrap()));
        }
        let forces = |forced: Forced, facts: &[FactId]| {
            let alike = |one: &&Closed| facts.iter().all(|id| one.facts.get(*id) == base.get(*id));
            all.iter().filter(alike).all(|one| match forced {
                Forced::Answer => answer(rule_set, &one.facts) == now,
                Forced::Refusal => one.decision.verdict == Verdict::Refused,
                Forced::Lane => {
                    let refused = one.decision.verdict == Verdict::Refused;
                    refused || one.decision.lane == advice.decision.lane
                }
            })
        };
        let questions: &[Forced] = match advice.decision.verdict {
            Verdict::Refused => &[Forced::Refusal, Forced::Answer],
            _ => &[Forced::Lane, Forced::Answer],
        };
        for forced in questions {
            let facts = forcing(rule_set, &advice.shipment, &advice.facts, *forced, &mut { STEPS })
                .unwrap();
            assert!(forces(*forced, &facts), "{forced:?} {facts:?}: {context}");
            for left_out in &facts {
                let rest: Vec<FactId> =
                    facts.iter().copied().filter(|one| one != left_out).collect();
                assert!(!forces(*forced, &rest), "{forced:?} {facts:?} {left_out:?}: {context}");
            }
            held += facts.len();
        }
    });
    assert!(seen > 300 && held > 500, "{seen} answers, {held} facts");
}

/// Whether a shipment lies in the box of an answer: what varies within it, what follows as it
/// follows, all else as it is.
fn lies_in(
    rule_set: &RuleSet,
    shipment: &Shipment,
    base: &Facts,
    reach: &Reach,
    facts: &Facts,
) -> bool {
    rule_set.facts().map(|(id, _)| id).chain([FactId::DATE]).all(|id| {
        let fact = &rule_set[id];
        let follows = matches!(fact.default, Default::ByDate(_) | Default::ByName { .. });
        match reach.of(id) {
            Some(within) => within.values.contains(facts.get(id)),
            None if follows && shipment.origin(id) == Origin::Assumed => {
                facts.get(id) == rule_set.default_of(fact, facts)
            }
            None => facts.get(id) == base.get(id),
        }
    })
}

#[test]
fn every_shipment_of_a_reach_answers_alike_and_one_step_beyond_some_do_not() {
    let (mut inside, mut edges) = (0, 0);
    let seen = each(21_000..21_400, |rule_set, advice, all, context| {
        let (shipment, base) = (&advice.shipment, &advice.facts);
        let now = answer(rule_set, base);
        let reach = reach(rule_set, shipment, base, &mut { STEPS }).unwrap();
        for one in all.iter().filter(|one| lies_in(rule_set, shipment, base, &reach, &one.facts)) {
            assert_eq!(answer(rule_set, &one.facts), now, "{reach:?}: {context}");
            inside += 1;
        }
        for within in reach.within.iter().filter(|within| !within.all) {
            let (id, ordered) =
                (within.fact, !matches!(rule_set[within.fact].kind, Kind::Names(_) | Kind::YesNo));
            let domain = advisor::space::domain(rule_set, id);
            let beyond: Vec<Value> = if ordered {
                let parts = within.values.intervals();
                let below = parts[0].least.checked_sub(1);
                let above = parts[parts.len() - 1].greatest.checked_add(1);
                // Between not given and the least number there is nothing.
                let given = domain.intervals().last().map(|part| Value(part.least));
                let above = above.map(Value).map(|value| match domain.contains(value) {
                    true => value,
                    false => given.filter(|least| *least > value).unwrap_or(value),
                });
                let below = below.map(Value).map(|value| match domain.contains(value) {
                    true => value,
                    false => Value::NOT_GIVEN,
                });
                let own =
                    |value: &Value| domain.contains(*value) && !within.values.contains(*value);
                below.into_iter().chain(above).filter(own).collect()
            } else {
                domain.iter().filter(|value| !within.values.contains(*value)).collect()
            };
            for value in beyond {
                // Of a box one step larger some shipment is another, or cannot be.
                let mut larger = reach.clone();
                let place = larger.within.iter().position(|one| one.fact == id).unwrap();
                larger.within[place].values = advisor::model::value::ValueSet::of([value]);
                let (mut others, mut possible) = (0, 0);
                for facts in corners(rule_set, shipment, base, &larger) {
                    match is_possible(rule_set, &facts) {
                        true => possible += usize::from(answer(rule_set, &facts) == now),
                        false => others += 1,
                    }
                    others += usize::from(answer(rule_set, &facts) != now);
                }
                assert!(others > 0, "{id:?} {value:?} {possible} {reach:?}: {context}");
                edges += 1;
            }
        }
    });
    assert!(seen > 300 && inside > 2_000 && edges > 500, "{seen}, {inside}, {edges}");
}

/// Whether every name is in force on the day of a shipment, and its facts go together.
fn is_possible(rule_set: &RuleSet, facts: &Facts) -> bool {
    let in_force = |(id, fact): (FactId, &Fact)| {
        fact.name(facts.get(id)).is_none_or(|name| name.is_in_force(facts.day()))
    };
    rule_set.facts().all(in_force)
        && crate::proofs::is_closed(rule_set, facts)
        && rule_set.is_possible(facts)
}

/// Shipments of a box: of each fact all values of which conditions tell one from the next.
fn corners(rule_set: &RuleSet, shipment: &Shipment, base: &Facts, reach: &Reach) -> Vec<Facts> {
    let mut all = vec![base.clone()];
    for within in &reach.within {
        let values = crate::proofs::values(rule_set, within.fact, false);
        let inside =
            values.iter().map(|value| Value(*value)).filter(|value| within.values.contains(*value));
        let least = within.values.intervals().iter().map(|part| Value(part.least));
        let mut values: Vec<Value> = inside.chain(least).collect();
        values.sort_unstable();
        values.dedup();
        all = all
            .iter()
            .flat_map(|facts| {
                values.iter().map(|value| {
                    let mut facts = facts.clone();
                    facts.set(within.fact, *value);
                    facts
                })
            })
            .collect();
    }
    for facts in &mut all {
        for (id, fact) in rule_set.facts() {
            let follows = matches!(fact.default, Default::ByDate(_) | Default::ByName { .. });
            if follows && shipment.origin(id) == Origin::Assumed {
                facts.set(id, rule_set.default_of(fact, facts));
            }
        }
    }
    all
}

#[test]
fn what_is_printed_as_json_fits_its_schema() {
    let schema = std::fs::read_to_string("tests/schemas/explain.json").unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let calls = [
        "milk-powder airport",
        "milk-powder airport --budget 10",
        "wine airport --mode 9610 --value 6000 --fact single-item=no",
        "apparel nansha --value 300 --fact days-since-entry=20",
        "weapons airport",
        "apparel airport --mode 9610 --unknown value --unknown single-item --unknown weight-kg",
        "apparel airport --lane green --rule order-limit-2019 --want lane=green",
    ];
    for call in calls {
        let run = run(&format!("explain {call} --on 2026-11-24 --format json"));
        let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{call}: {errors:#?}");
        let undecided = call.contains("--budget");
        assert_eq!(run.code, Some(if undecided { 5 } else { 0 }), "{call}");
    }
}

#[test]
fn the_cheapest_changes_are_those_that_trying_all_finds() {
    let (mut helped, mut proven, mut options) = (0, 0, 0);
    let seen = each(22_000..22_500, |rule_set, advice, all, context| {
        let Some(goal) = Goal::better_than(advice) else { return };
        // The shipments that stand for all know nothing of the limits of what is offered.
        let mut names = rule_set.facts().flat_map(|(_, fact)| fact.names());
        let limits = |id: FactId| matches!(rule_set[id].kind, Kind::Number(_) | Kind::Date);
        if names.any(|name| name.offered.condition().is_some_and(|one| one.facts().any(limits))) {
            return;
        }
        let found = changes(advice, Prefer::Lightest, goal, &mut { STEPS }).unwrap();
        let better = |facts: &Facts| {
            let decision = decide(rule_set, &mut facts.clone());
            let (now, then) = (&advice.decision, &decision);
            then.verdict == Verdict::Clearable
                && (now.verdict != Verdict::Clearable
                    || (then.lane, then.release) < (now.lane, now.release))
        };
        // Of every shipment that can be changed into what it costs, and what is changed.
        let cheapest = all
            .iter()
            .filter_map(|one| Some((price(rule_set, advice, &one.facts)?, one)))
            .filter(|(_, one)| better(&one.facts))
            .map(|(price, _)| price)
            .min();
        assert_eq!(found.options.first().map(|one| one.cost), cheapest, "{found:?} {context}");
        proven += usize::from(cheapest.is_none());
        helped += usize::from(cheapest.is_some());
        for (at, one) in found.options.iter().enumerate() {
            assert!(better(&one.advice.facts), "{context}");
            let price = price(rule_set, advice, &one.advice.facts);
            assert!(at == 0 || one.cost >= found.options[at - 1].cost, "{context}");
            // What is chosen anew may cost more than the change that it goes with.
            assert!(price.is_some_and(|price| price >= one.cost), "{price:?} {one:?} {context}");
            for other in found.options.iter().enumerate().filter(|(place, _)| *place != at) {
                let contains = other.1.way.change.iter().all(|part| one.way.change.contains(part));
                assert!(!contains, "{context}");
            }
            options += 1;
        }
    });
    assert!(
        seen > 300 && helped > 60 && proven > 60 && options > 100,
        "{helped} {proven} {options}"
    );
}

/// What it costs to make a shipment another one; none if that cannot be done.
fn price(rule_set: &RuleSet, advice: &Advice<'_>, facts: &Facts) -> Option<u32> {
    let mut cost = 0;
    for (id, fact) in rule_set.facts() {
        let (now, then) = (advice.facts.get(id), facts.get(id));
        let origin = advice.shipment.origin(id);
        let follows = matches!(fact.default, Default::ByDate(_) | Default::ByName { .. });
        if origin == Origin::Assumed && follows {
            if then != rule_set.default_of(fact, facts) {
                return None;
            }
            continue;
        }
        let is_choice = rule_set.choices().contains(&id);
        if same_to_rules(rule_set, id, now, then) {
            continue;
        }
        let name = fact.name(then);
        let names = matches!(fact.kind, Kind::Names(_) | Kind::Code(_));
        if id == rule_set.goods() || names && !is_choice || then == Value::NOT_GIVEN {
            return None;
        }
        if is_choice && name.is_some_and(|name| !name.offered.holds(facts)) {
            return None;
        }
        cost += u32::from(!is_choice || rule_set.by_preference().contains(&id));
    }
    let (now, then) = (advice.facts.day(), facts.day());
    if same_to_rules(rule_set, FactId::DATE, now.value(), then.value()) {
        return Some(cost);
    }
    (then > now).then_some(cost + 2)
}

/// Whether two values lie between the same edges.
fn same_to_rules(rule_set: &RuleSet, id: FactId, one: Value, other: Value) -> bool {
    if matches!(rule_set[id].kind, Kind::Names(_) | Kind::YesNo) {
        return one == other;
    }
    let values = crate::proofs::values(rule_set, id, false);
    let place = |value: Value| values.iter().rposition(|edge| *edge <= value.0);
    place(one) == place(other)
}

#[test]
fn the_date_of_a_batch_is_the_one_that_is_explained() {
    let rows = [
        (
            "apparel,airport,,2018-12-31,2500",
            "--goods apparel --port airport --on 2018-12-31 --value 2500",
        ),
        (
            "apparel,airport,general,2026-03-01,",
            "--goods apparel --port airport --category general --on 2026-03-01",
        ),
        (
            "milk-powder,airport,,2014-11-15,300",
            "--goods milk-powder --port airport --on 2014-11-15 --value 300",
        ),
        ("weapons,airport,,2026-03-01,", "--goods weapons --port airport --on 2026-03-01"),
    ];
    let lines: Vec<&str> = rows.iter().map(|row| row.0).collect();
    let csv = format!("goods,port,category,on,value\n{}\n", lines.join("\n"));
    let args = ["batch", "-", "--columns", "until"];
    let answers = crate::harness::run_with_input(&args, csv.as_bytes()).stdout;
    for (line, (row, call)) in answers.lines().skip(1).zip(rows) {
        let told = run(&format!("explain {call} --format json")).stdout;
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let last = told["reach"][0]["greatest"].as_str().unwrap_or_default().to_owned();
        assert_eq!(line, format!("{row},{last}"), "{call}");
    }
    assert_eq!(answers.lines().count(), 5, "{answers}");
}

/// A shipment as it was answered, with more said of it.
pub(crate) fn told(
    rule_set: &RuleSet,
    advice: &Advice<'_>,
    more: &[(FactId, Value)],
) -> Option<Shipment> {
    let mut query = Query::new(rule_set, advice.shipment.day());
    for (id, fact) in rule_set.facts() {
        let known = matches!(advice.shipment.origin(id), Origin::Given | Origin::Chosen);
        let said = more.iter().find(|(told, _)| *told == id).map(|(_, value)| *value);
        if let Some(value) = said.or(known.then(|| advice.facts.get(id))) {
            query.give(&fact.id, &fact.show(value));
        }
    }
    query.shipment().ok()
}

#[test]
fn what_is_open_and_what_cannot_matter_is_what_trying_all_finds() {
    let (mut open, mut settled, mut asked) = (0, 0, 0);
    each(23_000..23_400, |rule_set, advice, all, context| {
        let unknown = unsaid(rule_set, &advice.shipment);
        let base = advice.facts.clone();
        let found = questions(rule_set, &advice.shipment, &base, &unknown, &mut { STEPS }).unwrap();
        let known: Vec<FactId> = rule_set
            .facts()
            .map(|(id, _)| id)
            .chain([FactId::DATE])
            .filter(|id| !unknown.contains(id))
            .collect();
        let agrees = |one: &&Closed| {
            known.iter().all(|id| same_to_rules(rule_set, *id, base.get(*id), one.facts.get(*id)))
        };
        let possible: Vec<&Closed> = all.iter().filter(agrees).collect();
        let expected: BTreeSet<String> =
            possible.iter().map(|one| answer(rule_set, &one.facts)).collect();
        let answers: BTreeSet<String> =
            found.answers.iter().map(|(_, facts)| answer(rule_set, facts)).collect();
        assert_eq!(answers, expected, "{context}");
        for id in &unknown {
            let mut seen: HashMap<Facts, BTreeSet<String>> = HashMap::new();
            for one in &possible {
                let mut others = one.facts.clone();
                others.set(*id, Value::NOT_GIVEN);
                seen.entry(others).or_default().insert(answer(rule_set, &one.facts));
            }
            let matters = seen.values().any(|answers| answers.len() > 1);
            assert_eq!(matters, !found.cannot_matter.contains(id), "{id:?} {found:?}: {context}");
            settled += usize::from(!matters);
        }
        assert_eq!(found.next.is_none(), expected.len() < 2, "{context}");
        open += usize::from(found.next.is_some());
        // Whoever answers what is asked is done within the bound.
        for one in possible.iter().take(6) {
            let (mut more, mut left) = (Vec::new(), unknown.clone());
            let mut next = found.next;
            while let Some(fact) = next.filter(|id| one.facts.get(*id) != Value::NOT_GIVEN) {
                more.push((fact, one.facts.get(fact)));
                left.retain(|id| *id != fact);
                let Some(shipment) = told(rule_set, advice, &more) else { break };
                let mut facts = base.clone();
                more.iter().for_each(|(id, value)| facts.set(*id, *value));
                asked += 1;
                next = questions(rule_set, &shipment, &facts, &left, &mut { STEPS }).unwrap().next;
            }
            assert!(more.len() <= found.at_most, "{more:?} {found:?}: {context}");
        }
    });
    assert!(open > 60 && settled > 100 && asked > 150, "{open} {settled} {asked}");
}
