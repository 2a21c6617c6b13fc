//! What `check` proves of laws, held against every shipment of small random worlds by the second
//! evaluator: a law holds if and only if no shipment breaks it, and as many do as are counted.

use std::collections::BTreeMap;

use advisor::analyze::{Budget, Options, check};
use advisor::codes::Code;
use advisor::model::condition::{FactId, Facts};
use advisor::model::value::{Day, Value};
use advisor::source::Sources;
use advisor::{Finding, RuleSet, SourceFile, read};
use num_bigint::BigUint;

use crate::proofs::{Closed, shipments};
use crate::proofs_of_charges::today;
use crate::rng::Rng;
use crate::second_evaluator::{Known, RELEASES, Ruling, VERDICTS};
use crate::words::known;
use crate::world::{Rule, World};

/// What a law says, in the words of the second evaluator.
enum Says {
    /// Always or never: a key, its words in the file, and the answers that it names.
    Part { always: bool, key: &'static str, named: Vec<String>, at_least: bool },
    /// Never worse along these values of a fact; all numbers rising or falling where there are none.
    Order { fact: String, values: Vec<String>, rising: bool, measure: &'static str },
}

struct Law {
    rule: Rule,
    says: Says,
}

fn draw(world: &World, rng: &mut Rng, at: usize) -> Law {
    let tests = rng.below(3);
    let rule = world.rule(rng, "laws", format!("law-{at}"), tests);
    let texts = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    if rng.chance(45) {
        let fact = rng.pick(&world.facts);
        let mut values =
            if fact.number.is_none() && fact.digits.is_none() { fact.ends() } else { Vec::new() };
        rng.shuffle(&mut values);
        if fact.digits.is_none() && (fact.number.is_some() || values.len() > 1) {
            let measure = rng.pick(&["verdict", "lane", "release"]);
            let says =
                Says::Order { fact: fact.id.clone(), values, rising: rng.chance(50), measure };
            return Law { rule, says };
        }
    }
    let lanes: Vec<String> = world.lanes.iter().map(|lane| lane.0.clone()).collect();
    let lists: Vec<(&'static str, Vec<String>)> = vec![
        ("verdict", texts(&VERDICTS)),
        ("lane", lanes),
        ("release", texts(&RELEASES)),
        ("flow", world.flows.iter().map(|flow| flow.id.clone()).collect()),
        ("checks", world.checks.iter().map(|check| check.0.clone()).collect()),
        ("documents", world.documents.iter().map(|one| one.0.clone()).collect()),
    ];
    let (key, all) = rng.pick(&lists);
    let mut named = rng.some(&all, if ["checks", "documents"].contains(&key) { 1 } else { 2 });
    named.dedup();
    if named.is_empty() {
        return draw(world, rng, at);
    }
    let at_least = ["lane", "release"].contains(&key) && rng.chance(40);
    named.truncate(if at_least { 1 } else { 2 });
    Law { rule, says: Says::Part { always: rng.chance(50), key, named, at_least } }
}

impl Law {
    fn to_toml(&self) -> String {
        let says = match &self.says {
            Says::Part { always, key, named, at_least } => {
                let word = if *always { "always" } else { "never" };
                let named = match at_least {
                    true => format!("{{ at-least = {:?} }}", named[0]),
                    false => format!("{named:?}"),
                };
                format!("{word} = {{ {key} = {named} }}\n")
            }
            Says::Order { fact, values, rising, measure } => {
                let along = match (values.is_empty(), values.iter().any(|one| one == "yes")) {
                    (true, _) => format!("{:?}", if *rising { "rising" } else { "falling" }),
                    (_, true) => format!("[{}, {}]", values[0] == "yes", values[1] == "yes"),
                    _ => format!("{values:?}"),
                };
                format!("along = {{ {fact} = {along} }}\nnever-worse = [{measure:?}]\n")
            }
        };
        self.rule.to_toml() + &says
    }
}

/// Whether an answer is otherwise than a part of a law wants it.
fn breaks(world: &World, says: &Says, ruling: &Ruling) -> bool {
    let Says::Part { always, key, named, at_least } = says else { panic!("another law") };
    let goes = ruling.verdict != "refused";
    let place = |list: &[&str], one: &str| list.iter().position(|name| *name == one);
    let lanes: Vec<&str> = world.lanes.iter().map(|lane| lane.0.as_str()).collect();
    let meets = |list: &[&str], came: &str| match at_least {
        true => place(list, came) >= place(list, &named[0]),
        false => named.iter().any(|name| name == came),
    };
    let is = match *key {
        "verdict" => return meets(&VERDICTS, ruling.verdict) != *always,
        "lane" => ruling.lane.as_deref().is_some_and(|lane| meets(&lanes, lane)),
        "release" => match ruling.release {
            Some(release) => meets(&RELEASES, release),
            // What is never released is released before nothing.
            None => *always && *at_least,
        },
        "flow" => ruling.flow.as_ref().is_some_and(|flow| named.contains(flow)),
        "checks" => ruling.checks.contains(&named[0]),
        _ => ruling.documents.contains(&named[0]),
    };
    goes && is != *always
}

/// How bad an answer is by a measure; none where it says nothing.
fn measured(world: &World, measure: &str, ruling: &Ruling) -> Option<usize> {
    match measure {
        "verdict" => VERDICTS.iter().position(|one| *one == ruling.verdict),
        "lane" => world.lanes.iter().position(|one| Some(&one.0) == ruling.lane.as_ref()),
        _ => RELEASES.iter().position(|one| Some(*one) == ruling.release),
    }
}

/// A closed shipment, its facts and its ruling in the words of the second evaluator, and its day.
type Shipment = (Closed, Known, Ruling, String);

struct Seen<'w> {
    world: &'w World,
    rule_set: &'w RuleSet,
    all: Vec<Shipment>,
}

impl Seen<'_> {
    /// The shipments, or the pairs of them, that break a law: with how many they are on one day.
    fn broken(&self, law: &Law) -> Vec<(Day, BigUint)> {
        let of_day = |one: &Closed| -> BigUint {
            let widths = one.widths.iter().enumerate();
            widths.filter(|(at, _)| *at != FactId::DATE.index()).map(|(_, width)| *width).product()
        };
        let spoken =
            self.all.iter().filter(|(_, known, _, day)| self.world.holds(&law.rule, day, known));
        let spoken: Vec<_> = spoken.collect();
        let Says::Order { fact, measure, .. } = &law.says else {
            let broken =
                spoken.iter().filter(|(_, _, ruling, _)| breaks(self.world, &law.says, ruling));
            return broken.map(|(one, ..)| (one.facts.day(), of_day(one))).collect();
        };
        let (id, _) = self.rule_set.fact_called(fact).unwrap();
        let mut alike: BTreeMap<Vec<i64>, Vec<&Shipment>> = BTreeMap::new();
        for one in spoken {
            let rest = self.rule_set.fact_ids().filter(|other| *other != id);
            alike.entry(rest.map(|fact| one.0.facts.get(fact).0).collect()).or_default().push(one);
        }
        let mut found = Vec::new();
        for group in alike.values() {
            for (one, _, ruling, _) in group {
                for (other, _, worse, _) in group {
                    let [first, second] =
                        [one, other].map(|one| self.place(law, one.facts.get(id)));
                    let later = first.zip(second).is_some_and(|(first, second)| first < second);
                    let [before, after] =
                        [ruling, worse].map(|ruling| measured(self.world, measure, ruling));
                    if later && before.zip(after).is_some_and(|(before, after)| before < after) {
                        let count = of_day(one) * other.widths[id.index()];
                        found.push((one.facts.day(), count));
                    }
                }
            }
        }
        found
    }

    /// Where a value stands in an order.
    fn place(&self, law: &Law, value: Value) -> Option<i64> {
        let Says::Order { fact, values, rising, .. } = &law.says else { panic!("another law") };
        let (_, fact) = self.rule_set.fact_called(fact).unwrap();
        if value == Value::NOT_GIVEN {
            return None;
        }
        if values.is_empty() {
            return Some(if *rising { value.0 } else { -value.0 });
        }
        let shown = fact.show(value);
        values.iter().position(|one| *one == shown).map(|place| i64::try_from(place).unwrap())
    }

    fn ruling(&self, facts: &Facts) -> (Known, String, Ruling) {
        let (known, day) = (known(self.rule_set, facts), facts.day().to_string());
        let ruling = self.world.ruling(&day, &known);
        (known, day, ruling)
    }

    /// Holds a finding against what breaks the law.
    fn assert_finding(
        &self,
        law: &Law,
        finding: &Finding,
        broken: &[(Day, BigUint)],
        context: &str,
    ) {
        let context = format!("{}: {}\n{context}", finding.message, law.to_toml());
        let witness = finding.witness.as_ref().expect("a witness");
        let breach = finding.breach.as_ref().expect("a breach");
        let (known, day, ruling) = self.ruling(witness);
        let possible = |day: &str, known: &Known| {
            self.world.is_possible(day, known)
                && self.world.closed(day, known).as_ref() == Some(known)
        };
        assert!(possible(&day, &known) && self.world.holds(&law.rule, &day, &known), "{context}");
        match (&law.says, &breach.worse) {
            (Says::Order { fact, measure, .. }, Some(worse)) => {
                let (other, _, worse_ruling) = self.ruling(worse);
                assert!(
                    possible(&day, &other) && self.world.holds(&law.rule, &day, &other),
                    "{context}"
                );
                let (id, _) = self.rule_set.fact_called(fact).unwrap();
                let differ =
                    self.rule_set.fact_ids().filter(|id| witness.get(*id) != worse.get(*id));
                assert_eq!(differ.collect::<Vec<_>>(), [id], "{context}");
                assert!(
                    self.place(law, witness.get(id)) < self.place(law, worse.get(id)),
                    "{context}"
                );
                let [before, after] =
                    [&ruling, &worse_ruling].map(|ruling| measured(self.world, measure, ruling));
                assert!(before.unwrap() < after.unwrap(), "{context}");
            }
            (Says::Part { .. }, None) => {
                assert!(breaks(self.world, &law.says, &ruling), "{context}")
            }
            _ => panic!("one shipment or two: {context}"),
        }
        // The days of the enumeration are those on which something begins or ends.
        let begin = |day: Day| {
            let days = crate::proofs::values(self.rule_set, FactId::DATE, false);
            Day::of(Value(*days.iter().rfind(|one| **one <= i64::from(day.0)).unwrap()))
        };
        let (on, count) = breach.shipments.as_ref().expect("a count");
        let counted: BigUint =
            broken.iter().filter(|(day, _)| *day == begin(*on)).map(|(_, count)| count).sum();
        assert_eq!(counted.to_string(), *count, "{context}");
        let is_broken = |day: Day| broken.iter().any(|(on, _)| *on == begin(day));
        let first = self.rule_set.first_date();
        let (from, until) = breach.days.expect("the days");
        assert!(from <= *on && until.is_none_or(|until| *on < until), "{context}");
        assert!(is_broken(from) && (from == first || !is_broken(from.previous())), "{context}");
        assert!(
            until.is_none_or(|until| !is_broken(until) && is_broken(until.previous())),
            "{context}"
        );
        let earliest = broken.iter().map(|(day, _)| *day).min().unwrap();
        let expected = if is_broken(today()) { today() } else { earliest };
        assert_eq!(*on, expected, "{context}");
    }
}

fn options() -> Options {
    let (budget, levels) = (Budget::USUAL, Vec::new());
    let (anchor, progress) = (None, None);
    Options { budget, anchor, threads: 2, progress, today: today(), levels, tell_settled: false }
}

/// Proves some laws of one world; false if it has too many shipments.
fn holds_in(seed: u64, seen: &mut BTreeMap<String, usize>) -> bool {
    let world = World::plain(seed, &[0, 2, 5, 10, 20]);
    let mut rng = Rng(seed ^ 0x1a35);
    let laws: Vec<Law> = (0..6).map(|at| draw(&world, &mut rng, at)).collect();
    let toml = world.to_toml() + &laws.iter().map(Law::to_toml).collect::<String>();
    let source = SourceFile::new("world.toml", toml.as_str());
    let rule_set =
        read(&source).unwrap_or_else(|problems| panic!("seed {seed}: {problems:#?}\n{toml}"));
    let Some(all) = shipments(&rule_set, false) else { return false };
    let all = all.into_iter().map(|one| {
        let (known, day) = (known(&rule_set, &one.facts), one.facts.day().to_string());
        let ruling = world.ruling(&day, &known);
        (one, known, ruling, day)
    });
    let world = Seen { world: &world, rule_set: &rule_set, all: all.collect() };
    let report = check(&rule_set, &Sources::from(source), &options());
    for law in &laws {
        let of_law = |code: Code| {
            let found = report.findings.iter();
            found
                .filter(|one| one.code == code && one.subject.as_ref() == Some(&law.rule.id))
                .collect::<Vec<_>>()
        };
        let context = format!("seed {seed}\n{toml}");
        if report.findings.iter().any(|one| one.code == Code::AllImpossible) {
            continue;
        }
        let broken = world.broken(law);
        let told = of_law(Code::LawBroken);
        assert_eq!(told.len(), usize::from(!broken.is_empty()), "{}\n{context}", law.to_toml());
        for finding in told {
            world.assert_finding(law, finding, &broken, &context);
        }
        let speaks =
            world.all.iter().filter(|(_, known, _, day)| world.world.holds(&law.rule, day, known));
        let vacuous = match &law.says {
            Says::Part { key: "verdict", .. } => Some(speaks.count() == 0),
            Says::Part { .. } => Some(speaks.filter(|one| one.2.verdict != "refused").count() == 0),
            Says::Order { .. } => None,
        };
        let told = !of_law(Code::VacuousLaw).is_empty();
        assert!(vacuous.is_none_or(|vacuous| vacuous == told), "{}\n{context}", law.to_toml());
        let kind = match &law.says {
            Says::Part { key, always, .. } => format!("{key} {always}"),
            Says::Order { measure, .. } => format!("order {measure}"),
        };
        let what = if told {
            "vacuous"
        } else if broken.is_empty() {
            "holds"
        } else {
            "broken"
        };
        *seen.entry(format!("{kind} {what}")).or_default() += 1;
    }
    true
}

#[test]
fn a_law_holds_if_and_only_if_no_shipment_breaks_it_and_as_many_do_as_are_counted() {
    let soak = std::env::var("ADVISOR_SOAK").ok().and_then(|worlds| worlds.parse().ok());
    let worlds = soak.unwrap_or(1_500);
    let mut seen = BTreeMap::new();
    let small = (0..worlds).filter(|seed| holds_in(*seed + 3_000_000, &mut seen)).count();
    assert!(small > 300, "only {small} of {worlds} worlds were small enough");
    let met = |what: &str| {
        seen.iter().filter(|(one, _)| one.contains(what)).map(|(_, count)| count).sum()
    };
    for what in ["verdict", "lane", "release", "flow", "checks", "documents", "order"] {
        for end in ["broken", "holds"] {
            let count: usize = seen
                .iter()
                .filter(|(one, _)| one.contains(what) && one.ends_with(end))
                .map(|(_, count)| count)
                .sum();
            assert!(count > 20, "{what} {end}: {seen:#?}");
        }
    }
    let vacuous: usize = met("vacuous");
    assert!(vacuous > 20, "{seen:#?}");
}
