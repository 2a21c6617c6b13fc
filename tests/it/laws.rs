//! Laws that hold for every rule set: random worlds, read and decided by the library and again by
//! the second evaluator below, which shares no code with it.

use std::collections::{BTreeMap, BTreeSet};

use advisor::advise::{Advice, advise};
use advisor::evaluate::{Decision, Release, Verdict, decide};
use advisor::model::RuleSet;
use advisor::model::condition::{Condition, FactId, Facts, Region};
use advisor::model::value::{Day, Value};
use advisor::read::read;
use advisor::shipment::{Origin, Query, Shipment};
use advisor::source::SourceFile;

use crate::harness;
use crate::world::{Area, DAYS, Dates, Entry, Fact, Regime, Rng, Rule, STEPS, TIMES, World};

const VERDICTS: [&str; 3] = ["clearable", "no-path", "refused"];
const RELEASES: [&str; 3] = ["on-arrival", "after-review", "after-inspection"];

/// Facts with their values as texts; a fact that is not there was not given.
type Known = BTreeMap<String, String>;

/// What is decided of a closed shipment.
#[derive(Debug, Clone, PartialEq)]
struct Ruling {
    verdict: &'static str,
    lane: Option<String>,
    flow: Option<String>,
    release: Option<&'static str>,
    checks: Vec<String>,
    documents: Vec<String>,
    refusals: usize,
}

/// What is answered for a shipment.
#[derive(Debug, PartialEq)]
struct Answer {
    facts: Known,
    ruling: Ruling,
    reasons: BTreeSet<String>,
    /// What refuses, with the remedies whose words the file gives.
    refusals: BTreeMap<String, Option<String>>,
    path: Vec<(String, Vec<String>, Vec<String>)>,
    alternatives: Vec<(Vec<(String, String)>, Ruling)>,
}

fn in_force(dates: Dates, day: &str) -> bool {
    dates.from.is_none_or(|from| from <= day) && dates.until.is_none_or(|until| day < until)
}

/// The second evaluator: slow, and as near to the words of the rules format as can be.
impl World {
    fn covers(&self, area: &Area, day: &str, known: &Known) -> bool {
        in_force(area.dates, day)
            && area.tests.iter().all(|(fact, test)| {
                known.get(fact).is_some_and(|value| self.passes(fact, test, value))
            })
    }

    fn holds(&self, rule: &Rule, day: &str, known: &Known) -> bool {
        in_force(rule.dates, day)
            && self.covers(&rule.when, day, known)
            && !rule.unless.iter().any(|area| self.covers(area, day, known))
    }

    /// All rules that refuse, with their remedies; none where the words are the program's own.
    fn refusals(&self, day: &str, known: &Known) -> BTreeMap<String, Option<String>> {
        let mut found = BTreeMap::new();
        for fact in &self.facts {
            for entry in &fact.entries {
                if known.get(&fact.id) != Some(&entry.id) {
                    continue;
                }
                if !in_force(entry.dates, day) {
                    found.insert(format!("{}.{}.dates", fact.id, entry.id), None);
                }
                for (other, test) in &entry.only {
                    if known.get(other).is_some_and(|value| !self.passes(other, test, value)) {
                        let id = format!("{}.{}.{other}", fact.id, entry.id);
                        found.insert(id, Some(format!("instead of {}", entry.id)));
                    }
                }
            }
        }
        for rule in self.rules.iter().filter(|rule| rule.section == "refusals") {
            if self.holds(rule, day, known) {
                found.insert(rule.id.clone(), Some(format!("instead of {}", rule.id)));
            }
        }
        found
    }

    /// The inspections that hold, the category's own lane among them.
    fn inspections(&self, day: &str, known: &Known) -> Vec<Rule> {
        let inspections = self.rules.iter().filter(|rule| rule.section == "inspections");
        let mut found: Vec<Rule> =
            inspections.filter(|rule| self.holds(rule, day, known)).cloned().collect();
        let Some(category) = known.get("category") else { return found };
        let lane = |fact: &Fact| {
            fact.entries.iter().find(|entry| entry.id == *category).and_then(|one| one.lane.clone())
        };
        let lane = self.fact("category").and_then(lane);
        let id = self.regime(day).map_or("category", |regime| regime.id.as_str());
        found.push(Rule { id: format!("{id}.{category}"), lane, ..Rule::default() });
        found
    }

    fn ruling(&self, day: &str, known: &Known) -> Ruling {
        let refusals = self.refusals(day, known).len();
        let (verdict, lane, flow, release) = ("refused", None, None, None);
        let (checks, documents) = (Vec::new(), Vec::new());
        let refused = Ruling { verdict, lane, flow, release, checks, documents, refusals };
        if refusals > 0 {
            return refused;
        }
        let inspections = self.inspections(day, known);
        let raises = |id: &String| inspections.iter().any(|rule| rule.lane.as_ref() == Some(id));
        let lane = self.lanes.iter().rfind(|lane| raises(&lane.0)).unwrap_or(&self.lanes[0]);
        let checked = |id: &String| {
            lane.1.contains(id) || inspections.iter().any(|rule| rule.checks.contains(id))
        };
        let asked = |id: &String| inspections.iter().any(|rule| rule.documents.contains(id));
        let mut with_lane = known.clone();
        with_lane.insert("lane".to_owned(), lane.0.clone());
        let flow = self.flows.iter().find(|flow| self.holds(flow, day, &with_lane));
        let checks: Vec<&(String, &str)> =
            self.checks.iter().filter(|check| checked(&check.0)).collect();
        let left = |flow: &Rule, kind: &str| {
            let at_arrival = STEPS.iter().any(|(id, time, holds)| {
                flow.steps.iter().any(|step| step == id)
                    && TIMES[*time] == "at-arrival"
                    && holds.contains(&kind)
            });
            at_arrival && checks.iter().any(|check| check.1 == kind)
        };
        let release = flow.map(|flow| match (left(flow, "site"), left(flow, "review")) {
            (true, _) => "after-inspection",
            (_, true) => "after-review",
            _ => "on-arrival",
        });
        Ruling {
            verdict: if flow.is_some() { "clearable" } else { "no-path" },
            lane: Some(lane.0.clone()),
            flow: flow.map(|flow| flow.id.clone()),
            release,
            checks: checks.iter().map(|check| check.0.clone()).collect(),
            documents: self.documents.iter().map(|one| one.0.clone()).filter(asked).collect(),
            refusals,
        }
    }

    /// The regime of a day, for a world that has regimes.
    fn regime(&self, day: &str) -> Option<&Regime> {
        self.regimes.iter().find(|regime| in_force(regime.dates, day))
    }

    /// Whether a fact can have a value on a day at all: categories have their time.
    fn lawful(&self, fact: &str, value: &String, day: &str) -> bool {
        fact != "category"
            || self.regimes.is_empty()
            || self.regime(day).is_some_and(|regime| regime.categories.contains(value))
    }

    /// The values that a fact can have on a day; none for a number with too many.
    fn values(&self, fact: &str, day: &str) -> Option<Vec<String>> {
        let values = self.fact(fact)?.values()?.into_iter();
        Some(values.filter(|value| self.lawful(fact, value, day)).collect())
    }

    /// What is known of a shipment of which this is said; choices that are not said stay open.
    /// None if that cannot be said on that day.
    fn closed(&self, day: &str, said: &Known) -> Option<Known> {
        let mut known = said.clone();
        for fact in &self.facts {
            if known.get(&fact.id).is_some_and(|value| !self.lawful(&fact.id, value, day)) {
                return None;
            }
            if known.contains_key(&fact.id) || self.choices.contains(&fact.id) {
                continue;
            }
            let mut default = fact.default.clone();
            if fact.id == "category" && !self.regimes.is_empty() {
                default = Some(self.regime(day)?.default.clone());
            }
            for other in &self.facts {
                let taken = |entry: &&Entry| known.get(&other.id) == Some(&entry.id);
                let defaults = other.entries.iter().filter(taken).flat_map(|one| &one.defaults);
                let mut own = defaults.filter(|own| own.0 == fact.id);
                default = own.next().map(|own| own.1.clone()).or(default);
            }
            known.extend(default.map(|default| (fact.id.clone(), default)));
        }
        Some(known)
    }

    /// How good an outcome is: the least is the best.
    fn rank(&self, ruling: &Ruling, known: &Known) -> [Option<usize>; 6] {
        let not_offered = |choice: &&String| {
            let entries = self.fact(choice).into_iter().flat_map(|fact| &fact.entries);
            entries.into_iter().any(|one| one.not_offered && known.get(*choice) == Some(&one.id))
        };
        let (lane, flow) = (ruling.lane.as_ref(), ruling.flow.as_ref());
        [
            VERDICTS.iter().position(|verdict| *verdict == ruling.verdict),
            Some(ruling.refusals),
            Some(self.choices.iter().filter(not_offered).count()),
            self.lanes.iter().position(|one| Some(&one.0) == lane),
            RELEASES.iter().position(|release| Some(*release) == ruling.release),
            self.flows.iter().position(|one| Some(&one.id) == flow),
        ]
    }

    /// The best way with this said: the first of the best, the first choice changing most slowly.
    fn best(&self, day: &str, said: &Known) -> Option<(Known, Ruling)> {
        let Some(open) = self.choices.iter().find(|choice| !said.contains_key(*choice)) else {
            let known = self.closed(day, said)?;
            let ruling = self.ruling(day, &known);
            return Some((known, ruling));
        };
        let mut best: Option<(Known, Ruling)> = None;
        for value in self.values(open, day)? {
            let mut said = said.clone();
            said.insert(open.clone(), value);
            let next = self.best(day, &said)?;
            let rank = |one: &(Known, Ruling)| self.rank(&one.1, &one.0);
            if best.as_ref().is_none_or(|best| rank(&next) < rank(best)) {
                best = Some(next);
            }
        }
        best
    }

    /// The answer; none if this cannot be said on that day.
    fn answer(&self, day: &str, said: &Known) -> Option<Answer> {
        let (facts, ruling) = self.best(day, said)?;
        let refusals = self.refusals(day, &facts);
        let mut reasons: BTreeSet<String> = refusals.keys().cloned().collect();
        if refusals.is_empty() {
            reasons.extend(self.inspections(day, &facts).into_iter().map(|rule| rule.id));
            reasons.extend(ruling.flow.clone());
        }
        let mut alternatives = Vec::new();
        for choice in &self.choices {
            let mut others = Vec::new();
            for value in self.values(choice, day)? {
                let mut said = said.clone();
                said.insert(choice.clone(), value.clone());
                let (known, other) = self.best(day, &said)?;
                if facts[choice] == value || other.verdict == "refused" {
                    continue;
                }
                let mut change = vec![(choice.clone(), value)];
                let anew = self.choices.iter().filter(|one| !said.contains_key(*one));
                let anew = anew.filter(|one| known[*one] != facts[*one]);
                change.extend(anew.map(|one| (one.clone(), known[one].clone())));
                others.push((self.rank(&other, &known), change, other));
            }
            others.sort_by_key(|one| one.0);
            others.truncate(5);
            alternatives.extend(others.into_iter().map(|(_, change, other)| (change, other)));
        }
        let path = self.path(&ruling);
        Some(Answer { path, reasons, refusals, alternatives, facts, ruling })
    }

    fn path(&self, ruling: &Ruling) -> Vec<(String, Vec<String>, Vec<String>)> {
        let flow = self.flows.iter().find(|flow| Some(&flow.id) == ruling.flow.as_ref());
        let mut path = Vec::new();
        for id in flow.into_iter().flat_map(|flow| &flow.steps) {
            let (_, _, holds) = STEPS.iter().find(|step| step.0 == id).unwrap();
            let held = |check: &&(String, &str)| {
                holds.contains(&check.1) && ruling.checks.contains(&check.0)
            };
            let taken = |document: &&(String, Vec<String>)| {
                let first = document.1.iter().find(|step| flow.unwrap().steps.contains(step));
                first == Some(id) && ruling.documents.contains(&document.0)
            };
            let checks: Vec<String> =
                self.checks.iter().filter(held).map(|one| one.0.clone()).collect();
            let documents: Vec<String> =
                self.documents.iter().filter(taken).map(|one| one.0.clone()).collect();
            let stays = holds.is_empty() || self.always.contains(&id.as_str());
            if stays || !checks.is_empty() || !documents.is_empty() {
                path.push((id.clone(), checks, documents));
            }
        }
        path
    }
}

/// A decision of the library in the words of the second evaluator.
fn ruling_of(rule_set: &RuleSet, decision: &Decision) -> Ruling {
    Ruling {
        verdict: match decision.verdict {
            Verdict::Clearable => "clearable",
            Verdict::NoPath => "no-path",
            Verdict::Refused => "refused",
        },
        lane: decision.lane.map(|lane| rule_set.lane(lane).unwrap().id.clone()),
        flow: decision.flow.map(|flow| rule_set.flows()[usize::from(flow)].rule.id.clone()),
        release: decision.release.map(|release| match release {
            Release::OnArrival => "on-arrival",
            Release::AfterReview => "after-review",
            Release::AfterInspection => "after-inspection",
        }),
        checks: decision.checks.iter().map(|at| rule_set.checks()[at].id.clone()).collect(),
        documents: decision
            .documents
            .iter()
            .map(|at| rule_set.documents()[at].id.clone())
            .collect(),
        refusals: decision.refusals as usize,
    }
}

/// An answer of the library in the words of the second evaluator.
fn answer_of(advice: &Advice<'_>) -> Answer {
    let rule_set = advice.rule_set;
    let shown = |(id, value): (FactId, Value)| {
        let fact = rule_set.fact(id).unwrap();
        (fact.id.clone(), fact.show(value))
    };
    let facts = rule_set.facts().map(|(id, _)| (id, advice.facts.get(id)));
    let remedy = |remedy: &str| remedy.starts_with("instead of").then(|| remedy.to_owned());
    let path = advice.path.iter().map(|one| {
        let checks = one.checks.iter().map(|check| check.id.clone()).collect();
        let documents = one.documents.iter().map(|document| document.id.clone()).collect();
        (one.step.id.clone(), checks, documents)
    });
    let alternatives = advice.alternatives.iter().map(|one| {
        let change = one.change.iter().copied().map(shown).collect();
        (change, ruling_of(rule_set, &one.decision))
    });
    let refusals = advice.refusals.iter().map(|one| (one.rule.id.clone(), remedy(one.remedy)));
    Answer {
        facts: facts.filter(|one| one.1 != Value::NOT_GIVEN).map(shown).collect(),
        ruling: ruling_of(rule_set, &advice.decision),
        reasons: advice.reasons.iter().map(|reason| reason.rule.id.clone()).collect(),
        refusals: refusals.collect(),
        path: path.collect(),
        alternatives: alternatives.collect(),
    }
}

fn rules(seed: u64, world: &World) -> RuleSet {
    let toml = world.to_toml();
    read(&SourceFile::new("world.toml", toml.as_str()))
        .unwrap_or_else(|problems| panic!("seed {seed}: {problems:#?}\n{toml}"))
}

/// A day, and what is said of a shipment on it: each fact with this chance.
fn said(world: &World, rng: &mut Rng, percent: usize) -> (&'static str, Known) {
    let days = ["2014-11-30", "2016-04-07", "2026-11-22", "2030-01-01", "9999-12-31"];
    let day = rng.pick(&[&DAYS[..], &days].concat());
    let facts = world.facts.iter().filter(|fact| fact.id == "goods" || rng.chance(percent));
    let facts: Vec<&Fact> = facts.collect();
    (day, facts.into_iter().map(|fact| (fact.id.clone(), fact.value(rng))).collect())
}

fn shipment(rule_set: &RuleSet, day: &str, said: &Known) -> Option<Shipment> {
    let mut query = Query::new(rule_set, Day::parse(day)?).ok()?;
    said.iter().try_for_each(|(fact, value)| query.give(fact, value)).ok()?;
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
fn a_second_evaluator_comes_to_the_same_answers() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    each(0..700, 5, 50, |world, rule_set, day, said, _, context| {
        let expected = world.answer(day, said);
        let advice = shipment(rule_set, day, said).map(|shipment| advise(rule_set, shipment));
        let found = advice.as_ref().map(answer_of);
        assert_eq!(found, expected, "{context}");
        let Some((advice, answer)) = advice.zip(found) else {
            *seen.entry("wrong call".to_owned()).or_default() += 1;
            return;
        };
        assert_eq!(advice.reasons.len(), answer.reasons.len(), "{context}");
        if answer.ruling.flow.is_some() {
            let mut checks: Vec<_> = answer.path.iter().flat_map(|step| &step.1).collect();
            let mut documents: Vec<_> = answer.path.iter().flat_map(|step| &step.2).collect();
            checks.sort();
            documents.sort();
            assert!(checks.into_iter().eq(&answer.ruling.checks), "{context}");
            assert!(documents.into_iter().eq(&answer.ruling.documents), "{context}");
        }
        *seen.entry(answer.ruling.verdict.to_owned()).or_default() += 1;
        *seen.entry(format!("{:?}", advice.decision.release)).or_default() += 1;
        *seen.entry("alternatives".to_owned()).or_default() += answer.alternatives.len();
    });
    // A law that met nothing would hold, too.
    for (what, least) in
        [("clearable", 900), ("no-path", 100), ("refused", 700), ("wrong call", 50)]
    {
        assert!(seen.get(what) >= Some(&least), "{what}: {seen:?}");
    }
    for (what, least) in
        [("Some(AfterInspection)", 90), ("Some(AfterReview)", 50), ("alternatives", 1500)]
    {
        assert!(seen.get(what) >= Some(&least), "{what}: {seen:?}");
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
        let last = Query::new(rule_set, Day(i32::MAX)).unwrap();
        let last = said
            .iter()
            .try_fold(last, |mut query, (fact, value)| query.give(fact, value).map(|()| query));
        let last = last.and_then(Query::shipment).ok();
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
        let mut fixed = said.clone();
        fixed.extend(world.choices.iter().map(|one| (one.clone(), answer.facts[one].clone())));
        for fact in world.facts.iter().filter(|fact| !fixed.contains_key(&fact.id)) {
            let few = world.values(&fact.id, day);
            let all = few.is_some();
            let values = few.unwrap_or_else(|| (0..20).map(|_| fact.value(rng)).collect());
            let decisive = values.into_iter().any(|value| {
                let mut said = fixed.clone();
                said.insert(fact.id.clone(), value);
                world.closed(day, &said).is_none_or(|known| {
                    let refusing: BTreeSet<String> =
                        world.refusals(day, &known).into_keys().collect();
                    let now: BTreeSet<String> =
                        advice.refusals.iter().map(|one| one.rule.id.clone()).collect();
                    world.ruling(day, &known) != answer.ruling || refusing != now
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
