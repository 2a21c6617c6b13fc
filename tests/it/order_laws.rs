//! Shipments of several lines: the second evaluator comes to the same answers, and one line is the
//! same as none.

use std::collections::{BTreeMap, BTreeSet};

use advisor::advise::{LinesAdvice, advise_lines};
use advisor::choose::Prefer;
use advisor::model::RuleSet;
use advisor::shipment::{OrderQuery, Query};
use advisor::{Advice, advise};

use crate::laws::rules;
use crate::rng::Rng;
use crate::second_evaluator::{Known, Ruling};
use crate::words::{answer_of, due_of, known, ruling_of, shown};
use crate::world::World;
use crate::world_charges::Due;
use crate::world_lines::{SaidOfLines, said_of_lines};

/// The query that says this; what all lines share is said of the first, now and then.
fn query<'r>(rule_set: &'r RuleSet, said: &SaidOfLines, rng: &mut Rng) -> OrderQuery<'r> {
    let (mut common, mut first) = (Query::on(rule_set, said.day), Vec::new());
    for (fact, value) in &said.common {
        match rng.chance(20) {
            true => first.push((fact, value)),
            false => common.give(fact, value),
        }
    }
    let mut query = OrderQuery::new(common);
    for line in &said.lines {
        query.line();
        line.iter().for_each(|(fact, value)| query.give(fact, value));
        first.drain(..).for_each(|(fact, value)| query.give(fact, value));
    }
    query
}

/// What is known of the lines and decided of them, in the words of the second evaluator.
#[derive(Debug, PartialEq)]
struct Told {
    facts: Vec<Known>,
    ruling: Ruling,
    taxes: Vec<Option<Due>>,
    late_fee: Option<Due>,
    /// The lane, the checks and the documents of each line.
    lines: Vec<(Option<String>, BTreeSet<String>, BTreeSet<String>)>,
    others: Vec<(Vec<(String, String)>, Ruling)>,
}

fn told(advice: &LinesAdvice<'_>) -> Told {
    let rule_set = advice.rule_set;
    let lines = advice.lines.iter().map(|line| {
        let Ruling { lane, checks, documents, .. } = ruling_of(rule_set, &line.decision);
        (lane, checks.into_iter().collect(), documents.into_iter().collect())
    });
    let others = advice.alternatives.iter().map(|one| {
        let change = one.change.iter().map(|(id, value)| shown(rule_set, *id, *value));
        (change.collect(), ruling_of(rule_set, &one.decision))
    });
    let mut others: Vec<(Vec<(String, String)>, Ruling)> = others.collect();
    others.sort_by(|one, other| one.0.cmp(&other.0));
    Told {
        facts: advice.lines.iter().map(|line| known(rule_set, &line.facts)).collect(),
        ruling: ruling_of(rule_set, &advice.decision),
        taxes: advice.bill.taxes.iter().map(|tax| tax.as_ref().map(due_of)).collect(),
        late_fee: advice.bill.late_fee.as_ref().map(due_of),
        lines: lines.collect(),
        others,
    }
}

impl World {
    /// The same by the second evaluator; none if this cannot be said on that day.
    fn told(&self, day: &str, lines: &[Known]) -> Option<Told> {
        let (known, ruling) = self.best_of_lines(day, lines)?;
        let (taxes, late_fee) = self.charges_of_lines(day, &known);
        let each = known.iter().map(|line| self.brought(day, line, &ruling)).collect();
        let mut others = Vec::new();
        for choice in &self.choices {
            for value in self.values(choice, day)? {
                if known[0][choice] == value {
                    continue;
                }
                let mut other = lines.to_vec();
                other.iter_mut().for_each(|one| drop(one.insert(choice.clone(), value.clone())));
                let Some((then, ruling)) = self.best_of_lines(day, &other) else { continue };
                if ruling.verdict == "refused" {
                    continue;
                }
                let mut change = vec![(choice.clone(), value)];
                let anew = self.choices.iter().filter(|one| !other[0].contains_key(*one));
                let anew = anew.filter(|one| then[0][*one] != known[0][*one]);
                change.extend(anew.map(|one| (one.clone(), then[0][one].clone())));
                others.push((change, ruling));
            }
        }
        others.sort_by(|one, other| one.0.cmp(&other.0));
        let mut facts = known;
        for line in &mut facts {
            line.retain(|fact, _| !fact.starts_with("own:"));
        }
        Some(Told { facts, ruling, taxes, late_fee, lines: each, others })
    }

    /// The lane of a line, and the checks and documents that it brings.
    fn brought(
        &self,
        day: &str,
        line: &Known,
        whole: &Ruling,
    ) -> (Option<String>, BTreeSet<String>, BTreeSet<String>) {
        if whole.verdict == "refused" {
            return <_>::default();
        }
        let inspections = self.inspections(day, line);
        let raises = |id: &String| inspections.iter().any(|rule| rule.lane.as_ref() == Some(id));
        let lane = self.lanes.iter().rfind(|lane| raises(&lane.0)).unwrap_or(&self.lanes[0]);
        let mut checks: BTreeSet<String> =
            inspections.iter().flat_map(|rule| rule.checks.clone()).collect();
        if Some(&lane.0) == whole.lane.as_ref() {
            checks.extend(lane.1.clone());
        }
        let documents = inspections.iter().flat_map(|rule| rule.documents.clone()).collect();
        (Some(lane.0.clone()), checks, documents)
    }
}

#[test]
fn a_second_evaluator_comes_to_the_same_answers_for_several_lines() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 60_000..62_500 {
        let world = World::with_lines(seed);
        let rule_set = rules(seed, &world);
        let mut rng = Rng(!seed);
        for _ in 0..16 {
            let said = said_of_lines(&world, &mut rng);
            let context = || format!("seed {seed}, {said:?}\n{}", world.to_toml());
            let joined = said
                .lines
                .iter()
                .map(|line| said.common.clone().into_iter().chain(line.clone()).collect::<Known>());
            let expected = world.told(said.day, &joined.collect::<Vec<_>>());
            let order = query(&rule_set, &said, &mut rng).order();
            let found =
                order.as_ref().ok().and_then(|order| advise_lines(order.clone(), Prefer::Lightest));
            assert_eq!(found.as_ref().map(told), expected, "{:?}\n{}", order.err(), context());
            let mut met = |what: &str| *seen.entry(what.to_owned()).or_default() += 1;
            let Some(found) = found else {
                met("wrong call");
                continue;
            };
            if said.lines.len() > 1 {
                let told = told(&found);
                met(told.ruling.verdict);
                let lanes: BTreeSet<_> = told.lines.iter().map(|line| &line.0).collect();
                if lanes.len() > 1 {
                    met("different lanes");
                }
                if told.taxes.iter().flatten().filter(|tax| tax.amount.is_some()).count() > 1 {
                    met("several taxes");
                }
                if told.late_fee.is_some_and(|fee| fee.amount.is_some()) {
                    met("late fee");
                }
                if found.split.is_some() {
                    met("split");
                }
                if !told.others.is_empty() {
                    met("alternatives");
                }
            }
        }
    }
    for (what, least) in [
        ("wrong call", 1_000),
        ("clearable", 1_500),
        ("no-path", 100),
        ("refused", 1_500),
        ("different lanes", 300),
        ("several taxes", 300),
        ("late fee", 20),
        ("split", 300),
        ("alternatives", 1_000),
    ] {
        assert!(seen.get(what) >= Some(&least), "{what}: {seen:#?}");
    }
}

/// What a split promises: every shipment of it clears, and what it calls refused is refused alone.
#[test]
fn a_split_clears_and_leaves_out_what_is_refused_alone() {
    let mut splits = 0;
    for seed in 63_000..63_800 {
        let world = World::with_lines(seed);
        let rule_set = rules(seed, &world);
        let mut rng = Rng(!seed);
        for _ in 0..5 {
            let said = said_of_lines(&world, &mut rng);
            let Ok(order) = query(&rule_set, &said, &mut rng).order() else { continue };
            let advice = advise_lines(order.clone(), Prefer::Lightest).unwrap();
            let Some(split) = &advice.split else { continue };
            splits += 1;
            let joined: Vec<Known> = said
                .lines
                .iter()
                .map(|line| said.common.clone().into_iter().chain(line.clone()).collect())
                .collect();
            let verdict = |places: &[usize]| {
                let lines: Vec<Known> = places.iter().map(|at| joined[*at].clone()).collect();
                world.best_of_lines(said.day, &lines).map(|(_, ruling)| ruling.verdict)
            };
            let context = || format!("seed {seed}, {said:?}, {split:?}\n{}", world.to_toml());
            for shipment in &split.shipments {
                assert_eq!(verdict(shipment), Some("clearable"), "{}", context());
            }
            for at in &split.refused {
                assert_ne!(verdict(&[*at]), Some("clearable"), "{}", context());
            }
            let mut all: Vec<usize> = split.shipments.concat();
            all.extend(&split.refused);
            all.sort_unstable();
            assert!(all.into_iter().eq(0..said.lines.len()), "{}", context());
        }
    }
    assert!(splits > 100, "{splits}");
}

#[test]
fn one_line_is_the_same_as_none() {
    let mut seen = 0;
    for seed in 64_000..64_400 {
        let world = World::with_lines(seed);
        let rule_set = rules(seed, &world);
        let mut rng = Rng(!seed);
        for _ in 0..3 {
            let mut said = said_of_lines(&world, &mut rng);
            said.lines.truncate(1);
            let mut plain = Query::on(&rule_set, said.day);
            let texts = said.common.iter().chain(&said.lines[0]);
            texts.for_each(|(fact, value)| plain.give(fact, value));
            let order = query(&rule_set, &said, &mut rng).order();
            let answer = |shipment: &advisor::Shipment| -> Advice<'_> {
                advise(&rule_set, shipment.clone())
            };
            match (plain.shipment(), order) {
                (Ok(plain), Ok(order)) => {
                    let [line] = order.lines() else { panic!("one line") };
                    assert_eq!(*line, plain, "seed {seed}");
                    assert_eq!(answer_of(&answer(line)), answer_of(&answer(&plain)));
                    seen += 1;
                }
                (Err(_), Err(_)) => {}
                (plain, order) => panic!("seed {seed}: {plain:?}, {:?}", order.err()),
            }
        }
    }
    assert!(seen > 500, "{seen}");
}
