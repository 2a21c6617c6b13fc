//! What is said of the shipments of a random world: texts, and what they mean.

use crate::rng::Rng;
use crate::second_evaluator::Known;
use crate::world::{DAYS, Fact, World};

/// One row of many: a day, texts in any order, and what they mean if they mean anything.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) day: &'static str,
    pub(crate) texts: Vec<(String, String)>,
    pub(crate) known: Option<Known>,
}

/// A day, and what is said of a shipment on it: each fact with this chance.
pub(crate) fn said(world: &World, rng: &mut Rng, percent: usize) -> (&'static str, Known) {
    let day = day(rng);
    let facts = world.facts.iter().filter(|fact| fact.id == "goods" || rng.chance(percent));
    let facts: Vec<&Fact> = facts.collect();
    let mut known: Known =
        facts.into_iter().map(|fact| (fact.id.clone(), fact.value(rng))).collect();
    // Most codes are those of the goods that are said.
    if let Some(code) = known.get("hs").filter(|_| world.owned() && rng.chance(90)) {
        match world.goods_of_code(code) {
            Some(goods) => drop(known.insert("goods".to_owned(), goods)),
            None => drop(known.remove("hs")),
        }
    }
    (day, known)
}

fn day(rng: &mut Rng) -> &'static str {
    let days = ["2014-11-30", "2016-04-07", "2026-11-22", "2030-01-01", "9999-12-31"];
    rng.pick(&[&DAYS[..], &days].concat())
}

/// Some rows, each with others that differ from it in one fact, or in the day alone.
pub(crate) fn rows(world: &World, rng: &mut Rng, count: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for _ in 0..count {
        let (on, known) = said(world, rng, 50);
        rows.push(row(world, rng, on, known.clone()));
        for fact in &world.facts {
            let mut known = known.clone();
            if fact.id == "goods" || known.remove(&fact.id).is_none() {
                known.insert(fact.id.clone(), fact.value(rng));
            }
            rows.push(row(world, rng, on, known));
        }
        let other_day = day(rng);
        rows.push(row(world, rng, other_day, known));
    }
    rows
}

/// One row that says this, with a mistake now and then.
fn row(world: &World, rng: &mut Rng, day: &'static str, said: Known) -> Row {
    let mut texts: Vec<(String, String)> = said
        .iter()
        .map(|(id, value)| (id.clone(), spelled(rng, world.fact(id).unwrap(), value)))
        .collect();
    let mut known = Some(said);
    if world.fact("hs").is_some() && rng.chance(30) {
        let code = rng.pick(&["01", "0102", "010203", "0103", "0104", "0203", "020304", "99"]);
        let whole = world.whole_code(code);
        let of_code = whole.as_ref().and_then(|whole| world.goods_of_code(whole));
        texts.retain(|(fact, _)| fact != "hs");
        known.as_mut().unwrap().remove("hs");
        if world.owned() && rng.chance(60) {
            texts.retain(|(fact, _)| fact != "goods");
            known.as_mut().unwrap().remove("goods");
        }
        known = whole.and_then(|whole| {
            let mut known = known?;
            known.insert("hs".to_owned(), whole);
            if let Some(goods) = of_code.filter(|_| world.owned()) {
                known.entry("goods".to_owned()).or_insert(goods);
            }
            Some(known)
        });
        texts.push(("hs".to_owned(), code.to_owned()));
    }
    if rng.chance(5) {
        let mut wrong = rng.pick(&texts);
        if rng.chance(50) {
            texts.retain(|text| *text != wrong);
            wrong.1 = rng.pick(&["", "no-such-value", "1e3", "中"]).to_owned();
        }
        texts.push(wrong);
        known = None;
    }
    rng.shuffle(&mut texts);
    Row { day, texts, known }
}

/// One of the ways in which a value can be written.
fn spelled(rng: &mut Rng, fact: &Fact, value: &str) -> String {
    let entry = fact.entries.iter().find(|entry| entry.id == value);
    let mut all = vec![value.to_owned(), value.to_owned(), value.to_uppercase()];
    let others = entry.into_iter().flat_map(|entry| [&entry.alias, &entry.zh]);
    all.extend(others.flatten().cloned());
    rng.pick(&all)
}
