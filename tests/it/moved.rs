//! Changes of many shipments: what each does to rows equals what the advisor answers row by row.

use advisor::advise::{Advice, advise};
use advisor::batch::{Batch, Column, Options};
use advisor::evaluate::Verdict;
use advisor::explain::{Moved, Single, Standing, To, is_charged, singles};
use advisor::model::condition::FactId;
use advisor::model::value::{Day, Value};
use advisor::shipment::Origin;
use advisor::{Engine, RuleSet};

use crate::harness::{file, run, run_with_input};
use crate::laws::{rules, shipment};
use crate::rng::Rng;
use crate::said::said;
use crate::world::World;

/// What is said of a shipment, and its day.
type Said = (String, std::collections::BTreeMap<String, String>);

fn standing(advice: &Advice<'_>, comparable: bool) -> Standing {
    let decision = &advice.decision;
    let goes = decision.verdict == Verdict::Clearable;
    let to_pay = advice.bill.to_pay().filter(|_| goes && comparable);
    Standing::new((decision.verdict, decision.lane, decision.release), to_pay)
}

/// The shipment with one fact otherwise; none where that is no change, or cannot be done.
fn changed(rule_set: &RuleSet, advice: &Advice<'_>, said: &Said, single: Single) -> Option<Said> {
    let (id, now) = (single.fact, advice.facts.get(single.fact));
    let (mut day, mut known) = said.clone();
    if id == FactId::DATE {
        let To::AtLeast(later) = single.to else { panic!("a date is waited for") };
        day = Day::of(later).to_string();
        return (later > now).then_some((day, known));
    }
    let is_said = !matches!(advice.shipment.origin(id), Origin::Assumed | Origin::NotGiven);
    let fact = &rule_set[id];
    let value = match single.to {
        To::Be(value) if value != now => value,
        To::AtMost(value) if now != Value::NOT_GIVEN && now > value => value,
        To::AtLeast(value) if now != Value::NOT_GIVEN && now < value => value,
        _ => return None,
    };
    let offered = fact.name(value).is_none_or(|name| {
        name.is_in_force(advice.shipment.day()) && name.offered.holds(&advice.facts)
    });
    known.insert(fact.id.clone(), fact.show(value));
    (is_said && offered).then_some((day, known))
}

#[test]
fn what_changes_do_to_rows_is_what_trying_each_with_each_row_finds() {
    let (mut helped, mut saved, mut worse, mut freed) = (0, 0, 0, 0);
    for seed in 31_000..31_700 {
        let world = World::generate(seed);
        let rule_set = &rules(seed, &world);
        let mut rng = Rng(!seed);
        let some: Vec<Said> = (0..6)
            .map(|_| said(&world, &mut rng, 70))
            .filter(|(day, known)| shipment(rule_set, day, known).is_some())
            .map(|(day, known)| (day.to_owned(), known.into_iter().collect()))
            .collect();
        let changes = singles(rule_set);
        let mut expected = vec![Moved::default(); changes.len()];
        for one in &some {
            let known = one.1.clone().into_iter().collect();
            let advice = advise(rule_set, shipment(rule_set, &one.0, &known).unwrap());
            for (single, moved) in changes.iter().zip(&mut expected) {
                let Some((day, known)) = changed(rule_set, &advice, one, *single) else { continue };
                let known = known.into_iter().collect();
                let Some(then) = shipment(rule_set, &day, &known) else { continue };
                let comparable = !is_charged(rule_set, single.fact);
                let then = standing(&advise(rule_set, then), comparable);
                moved.add(&standing(&advice, true), &then);
            }
        }
        let found = moved(rule_set, &world, &some);
        for ((single, found), expected) in changes.iter().zip(&found).zip(&expected) {
            assert_eq!(found, expected, "seed {seed}: {single:?} {some:?}\n{}", world.to_toml());
            helped += found.helped();
            saved += u64::from(!found.saved.is_zero());
            (worse, freed) = (worse + found.worse, freed + found.freed);
        }
    }
    let seen = [helped, saved, worse, freed];
    assert!(seen.iter().all(|seen| *seen > 20), "{seen:?}");
}

/// What a batch of these shipments counts.
fn moved(rule_set: &RuleSet, world: &World, some: &[Said]) -> Vec<Moved> {
    let names: Vec<&str> = world.facts.iter().map(|fact| fact.id.as_str()).collect();
    let mut csv = format!("on,{}\n", names.join(","));
    for (day, known) in some {
        let cells = names.iter().map(|name| known.get(*name).cloned().unwrap_or_default());
        csv.push_str(&format!("{day},{}\n", cells.collect::<Vec<_>>().join(",")));
    }
    let engine = Engine::new(rule_set);
    let mut options = Options::new(rule_set.first_date());
    options.columns = vec![Column::Change, Column::Error];
    let batch = Batch::open(&engine, &options, csv.as_bytes()).unwrap();
    let tally = batch.run(&mut std::io::sink()).unwrap();
    assert_eq!((tally.rows, tally.bad_rows), (some.len() as u64, 0), "{csv}");
    tally.moved().to_vec()
}

const ROWS: &str = "goods,port,mode,value,annual,declared,records
milk-powder,airport,9610,300,2000,in-advance,yes
milk-powder,airport,9610,5001,6000,in-advance,yes
apparel,airport,9610,700,900,on-arrival,no
cosmetics,airport-cbz,1210,800,27000,on-arrival,yes
weapons,,,,,,
";

#[test]
fn what_helps_many_is_told_as_json_that_fits_its_schema_and_does_what_it_says() {
    let schema = std::fs::read_to_string("tests/schemas/explain-shipments.json").unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let rows = file("moved.csv", ROWS);
    let out = rows.with_file_name("moved-out.csv");
    let (rows, out) = (rows.to_str().unwrap(), out.to_str().unwrap());
    let call = format!("explain --shipments {rows} --out {out} --on 2026-11-24 --format json");
    let told = run(&call);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    let json: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // The change of a row, made to the row, gives what was promised.
    let written = std::fs::read_to_string(out).unwrap();
    let header: Vec<&str> = written.lines().next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let mut helped = 0;
    for line in written.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let Some((fact, value)) = cells[at("change")].split_once('=') else { continue };
        let fact = fact.trim_end_matches(['<', '>']);
        let mut row: Vec<&str> = cells[..7].to_vec();
        row[at(fact)] = value;
        let csv = format!("{}\n{}\n", header[..7].join(","), row.join(","));
        let args = ["batch", "-", "--on", "2026-11-24", "--columns", "verdict,lane,release"];
        let then = run_with_input(&args, csv.as_bytes()).stdout;
        let promised = [cells[at("change_lane")], cells[at("change_release")]].join(",");
        assert_eq!(then.lines().nth(1), Some(&*format!("{},clearable,{promised}", row.join(","))));
        helped += 1;
    }
    assert_eq!(helped, 4, "{written}");
    // Threads and the way the rows come in make no difference.
    let again = run_with_input(
        &["explain", "--shipments", "-", "--on", "2026-11-24", "--format", "json"],
        ROWS.as_bytes(),
    );
    assert_eq!(again.stdout, told.stdout);
}
