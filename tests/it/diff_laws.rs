//! What `diff` says of pairs of small random worlds, held against every one of their shipments.

use std::collections::{BTreeMap, BTreeSet};

use advisor::analyze::Budget;
use advisor::charge::daily_fee;
use advisor::diff::{Change, Difference, Group, Options, Side, diff};
use advisor::evaluate::Verdict;
use advisor::model::condition::{FactId, Facts, Region};
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::{Day, Value};
use advisor::model::{Document, Flow, RuleSet};
use advisor::{Decision, SourceFile, decide, read};
use num_bigint::BigUint;

use crate::proofs::{is_closed, values};
use crate::rng::Rng;
use crate::world::World;

/// Pairs with more shipments than this are left to others.
const MOST_SHIPMENTS: usize = 4_000;

const OPTIONS: Options = Options { budget: Budget::USUAL, threads: 1, progress: None, on: None };

/// A value of a fact as people write it, empty for one that is not given, and how many it stands for.
type Text = (String, u64);

/// A fact of either side, with values that stand for all that both sides know.
struct Axis {
    id: String,
    values: Vec<Text>,
    is_name: bool,
}

/// A shipment that both sides know.
struct Point {
    /// By axis: the place of its value; the date is the first.
    at: Vec<usize>,
    facts: [Facts; 2],
    decisions: [Decision; 2],
}

fn text_of(fact: &Fact, value: Value) -> String {
    // A code is written short where nothing of its own side tells apart what that leaves open.
    let is_code = matches!(fact.kind, Kind::Code(_)) && value != Value::NOT_GIVEN;
    if is_code { value.0.to_string() } else { fact.show(value) }
}

fn value_of(fact: &Fact, text: &str) -> Option<Value> {
    match &fact.kind {
        _ if text.is_empty() => Some(Value::NOT_GIVEN),
        Kind::Names(_) => fact.value_of_id(text),
        Kind::YesNo => Value::of_yes_no(text),
        Kind::Number(number) => number.parse(text).ok(),
        Kind::Code(_) => text.parse().ok().map(Value),
        _ => Day::parse(text).map(Day::value),
    }
}

/// The axes of two rule sets; none where a number has other steps, or nothing is known to both.
fn axes(old: &RuleSet, new: &RuleSet) -> Option<Vec<Axis>> {
    let mut ids: Vec<&str> = new.facts().map(|(_, fact)| fact.id.as_str()).collect();
    ids.extend(old.facts().map(|(_, fact)| fact.id.as_str()));
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    let days = [old, new].map(|rule_set| (rule_set, FactId::DATE));
    let mut axes = vec![Axis { id: "date".to_owned(), values: axis(&days), is_name: false }];
    for id in ids {
        let known: Vec<(&RuleSet, FactId)> = [old, new]
            .into_iter()
            .filter_map(|rule_set| rule_set.fact_called(id).map(|(id, _)| (rule_set, id)))
            .collect();
        let kind = &known[0].0[known[0].1].kind;
        let is_name = matches!(kind, Kind::Names(_) | Kind::YesNo);
        axes.push(Axis { id: id.to_owned(), values: axis(&known), is_name });
    }
    axes.iter().all(|axis| !axis.values.is_empty()).then_some(axes)
}

fn axis(known: &[(&RuleSet, FactId)]) -> Vec<Text> {
    let fact = |(rule_set, id): &(&RuleSet, FactId)| rule_set[*id].clone();
    let first = fact(&known[0]);
    let texts = known.iter().flat_map(|one| {
        let fact = fact(one);
        values(one.0, one.1, false).into_iter().map(move |value| text_of(&fact, Value(value)))
    });
    let texts: BTreeSet<String> = texts.collect();
    let in_all = |text: &String| {
        known.iter().all(|one| {
            let value = value_of(&fact(one), text);
            let least =
                if one.1 == FactId::DATE { one.0.first_date().value() } else { Value(i64::MIN) };
            // Not given is a value only where no default takes its place.
            let absent =
                text.is_empty() && !values(one.0, one.1, false).contains(&Value::NOT_GIVEN.0);
            value.is_some_and(|value| value >= least) && !absent
        })
    };
    let mut values: Vec<Value> = texts
        .iter()
        .filter(|text| in_all(text))
        .filter_map(|text| value_of(&first, text))
        .collect();
    values.sort_unstable();
    let wide = matches!(first.kind, Kind::Number(_) | Kind::Code(_) | Kind::Date);
    // The greatest value of all sides, in the steps of the first.
    let greatest = known.iter().map(|one| {
        let fact = fact(one);
        value_of(&first, &text_of(&fact, Value(fact.domain().greatest)))
    });
    let greatest = greatest.map(|value| value.map_or(i64::MAX, |value| value.0)).min().unwrap();
    let all = values.iter().enumerate().map(|(at, value)| {
        let end = values.get(at + 1).map_or(greatest, |next| next.0 - 1);
        let width = if wide && *value != Value::NOT_GIVEN { end.abs_diff(value.0) + 1 } else { 1 };
        (text_of(&first, *value), width)
    });
    all.collect()
}

fn points(old: &RuleSet, new: &RuleSet, axes: &[Axis]) -> Option<Vec<Point>> {
    let count = axes.iter().try_fold(1_usize, |all, axis| all.checked_mul(axis.values.len()))?;
    if count > MOST_SHIPMENTS {
        return None;
    }
    let mut points = Vec::new();
    for number in 0..count {
        let mut rest = number;
        let at: Vec<usize> = axes
            .iter()
            .map(|axis| {
                let at = rest % axis.values.len();
                rest /= axis.values.len();
                at
            })
            .collect();
        let facts = [old, new].map(|rule_set| {
            let mut facts = Facts::unknown(rule_set.fact_count());
            for (axis, at) in axes.iter().zip(&at) {
                let id = if axis.id == "date" {
                    Some(FactId::DATE)
                } else {
                    rule_set.fact_called(&axis.id).map(|(id, _)| id)
                };
                let Some(id) = id else { continue };
                facts.set(id, value_of(&rule_set[id], &axis.values[*at].0).unwrap());
            }
            facts
        });
        let known = |rule_set: &RuleSet, facts: &Facts| {
            let in_force = rule_set.facts().all(|(id, fact)| {
                fact.name(facts.get(id)).is_none_or(|name| name.is_in_force(facts.day()))
            });
            in_force && is_closed(rule_set, facts) && rule_set.is_possible(facts)
        };
        if known(old, &facts[0]) && known(new, &facts[1]) {
            let [mut one, mut other] = facts;
            let decisions = [decide(old, &mut one), decide(new, &mut other)];
            points.push(Point { at, facts: [one, other], decisions });
        }
    }
    Some(points)
}

fn steps(rule_set: &RuleSet, flow: &Flow) -> Vec<String> {
    let steps = flow.steps.iter().map(|id| &rule_set[*id]);
    steps
        .map(|step| format!("{} {:?} {:?} {}", step.id, step.time, step.holds, step.optional))
        .collect()
}

fn handed_in(rule_set: &RuleSet, flow: &Flow, document: &Document) -> Option<String> {
    let step = document.steps.iter().find(|step| flow.steps.contains(step));
    step.map(|step| rule_set[*step].id.clone())
}

/// What changes for one shipment, each as a change of which words that are told for people are left
/// out.
fn changes(sides: [&RuleSet; 2], facts: &[Facts; 2], decisions: &[Decision; 2]) -> Vec<String> {
    let mut found: Vec<Change> = Vec::new();
    let refused = decisions.map(|one| one.verdict == Verdict::Refused);
    match refused {
        [false, true] => return vec![key(&Change::Refused)],
        [true, false] => return vec![key(&Change::Allowed)],
        [true, true] => return Vec::new(),
        [false, false] => {}
    }
    let [old, new] = sides;
    let [before, after] = decisions;
    let lanes = [&old[before.lane.unwrap()].id, &new[after.lane.unwrap()].id];
    if lanes[0] != lanes[1] {
        found.push(Change::Lane { old: lanes[0].clone(), new: lanes[1].clone() });
    }
    if let (Some(one), Some(other)) = (before.release, after.release)
        && one != other
    {
        found.push(Change::Release { old: one, new: other });
    }
    let checks = [0, 1].map(|at| {
        decisions[at].checks.iter().map(|id| sides[at][id].id.clone()).collect::<BTreeSet<_>>()
    });
    let documents = [0, 1].map(|at| {
        decisions[at].documents.iter().map(|id| sides[at][id].id.clone()).collect::<BTreeSet<_>>()
    });
    for (at, on) in [(0, Side::Old), (1, Side::New)] {
        let only = |sets: &[BTreeSet<String>; 2]| {
            sets[at].difference(&sets[1 - at]).cloned().collect::<Vec<_>>()
        };
        found.extend(only(&checks).into_iter().map(|id| Change::Check { id, on }));
        found.extend(only(&documents).into_iter().map(|id| Change::Document { id, on }));
    }
    let flows = [0, 1].map(|at| decisions[at].flow.map(|flow| &sides[at][flow]));
    match flows {
        [None, None] => {}
        [Some(flow), None] => found.push(Change::NoPath { flow: flow.rule.id.clone() }),
        [None, Some(flow)] => found.push(Change::Path { flow: flow.rule.id.clone() }),
        [Some(one), Some(other)] if one.rule.id != other.rule.id => {
            let [old, new] = [one, other].map(|flow| flow.rule.id.clone());
            found.push(Change::Flow { old, new });
        }
        [Some(one), Some(other)] => {
            if steps(old, one) != steps(new, other) {
                found.push(Change::Steps { flow: one.rule.id.clone() });
            }
            for id in documents[0].intersection(&documents[1]) {
                let place = |rule_set: &RuleSet, flow: &Flow| {
                    let document = rule_set.documents().iter().find(|one| one.id == *id);
                    handed_in(rule_set, flow, document.unwrap())
                };
                let steps = [place(old, one), place(new, other)];
                if steps[0] != steps[1] {
                    found.push(Change::HandedIn { document: id.clone(), steps });
                }
            }
        }
    }
    if let [Some(one), Some(other)] = flows
        && one.rule.id == other.rule.id
    {
        for id in checks[0].intersection(&checks[1]) {
            let kinds =
                sides.map(|one| one.checks().iter().find(|check| check.id == *id).unwrap().kind);
            let step = |at: usize, flow: &Flow| {
                let mut steps = flow.steps.iter().map(|step| &sides[at][*step]);
                steps.find(|step| step.holds.contains(&kinds[at])).map(|step| step.id.clone())
            };
            if kinds[0] != kinds[1] {
                let steps = [step(0, one), step(1, other)];
                found.push(Change::CheckedIn { check: id.clone(), steps });
            }
        }
    }
    charges(sides, facts, decisions, &mut found);
    found.iter().map(key).collect()
}

fn charges(
    sides: [&RuleSet; 2],
    facts: &[Facts; 2],
    decisions: &[Decision; 2],
    found: &mut Vec<Change>,
) {
    let taxes = [0, 1].map(|at| decisions[at].tax.map(|tax| &sides[at][tax]));
    let ids = taxes.map(|tax| tax.map(|tax| tax.rule.id.clone()));
    if ids[0] != ids[1] {
        let [old, new] = ids;
        found.push(Change::Regime { old, new });
    } else if let [Some(one), Some(other)] = taxes {
        // Tables and facts have the same places on both sides: they are never reordered.
        if (&one.formula, one.unit) != (&other.formula, other.unit) {
            let tax = one.rule.id.clone();
            found.push(Change::Formula { tax, formulas: [String::new(), String::new()] });
        }
        let tables = [one, other].map(|tax| {
            let rates = tax.formula.rates().map(|id| (false, id.index()));
            rates.chain(tax.formula.prices().map(|id| (true, id.index()))).collect::<BTreeSet<_>>()
        });
        for (is_price, at) in tables[0].intersection(&tables[1]) {
            let table = |rule_set: &'_ RuleSet| {
                let all = if *is_price { rule_set.prices() } else { rule_set.rates() };
                all[*at].clone()
            };
            let amounts = [0, 1].map(|side| {
                let table = table(sides[side]);
                let entry = table.entry(&facts[side]).cloned();
                entry.map(|entry| {
                    let per = entry.per.map(|id| format!(" per {}", sides[side][id].id));
                    format!("{}{}", entry.amount.normalize(), per.unwrap_or_default())
                })
            });
            if amounts[0] != amounts[1] {
                let table = table(sides[0]).id;
                found.push(Change::Rate { table, is_price: *is_price, amounts });
            }
        }
    }
    let fees = sides.map(RuleSet::daily_fee);
    let due = [0, 1]
        .map(|at| fees[at].is_some_and(|fee| daily_fee(sides[at], fee, &facts[at]).is_some()));
    match due {
        [true, false] => found.push(Change::Fee { on: Side::Old }),
        [false, true] => found.push(Change::Fee { on: Side::New }),
        [true, true] => {
            let constants = fees.map(|fee| {
                let fee = fee.unwrap();
                (fee.percent, fee.base, fee.days, fee.free_days, fee.unit, fee.floor)
            });
            if constants[0] != constants[1] {
                found.push(Change::FeeFormula { formulas: [String::new(), String::new()] });
            }
        }
        [false, false] => {}
    }
}

/// A change without the words that are told of it.
fn key(change: &Change) -> String {
    match change {
        Change::Formula { tax, .. } => format!("Formula {tax}"),
        Change::FeeFormula { .. } => "FeeFormula".to_owned(),
        change => format!("{change:?}"),
    }
}

/// Whether a shipment lies in some boxes, and in how many.
fn boxes_of(difference: &Difference, boxes: &[Region], axes: &[Axis], at: &[usize]) -> usize {
    let vocabulary = &difference.vocabulary;
    let value = |id: FactId| {
        let fact = vocabulary.fact(id);
        let place = if id == FactId::DATE {
            0
        } else {
            axes.iter().position(|one| one.id == fact.id).unwrap()
        };
        value_of(fact, &axes[place].values[at[place]].0).unwrap()
    };
    let values: BTreeMap<FactId, Value> = vocabulary.fact_ids().map(|id| (id, value(id))).collect();
    let holds = |one: &&Region| one.tests().iter().all(|(id, set)| set.contains(values[id]));
    boxes.iter().filter(holds).count()
}

/// How many shipments there are, dates aside, and how many combinations of names.
fn sizes(axes: &[Axis], points: &[&Point]) -> [BigUint; 2] {
    let undated: BTreeSet<&[usize]> = points.iter().map(|one| &one.at[1..]).collect();
    let shipments = undated.iter().map(|at| {
        let widths = at.iter().zip(&axes[1..]).map(|(at, axis)| axis.values[*at].1);
        widths.fold(BigUint::from(1_u8), |all, width| all * width)
    });
    let names: BTreeSet<Vec<usize>> = points
        .iter()
        .map(|one| {
            let named = one.at.iter().zip(axes).filter(|(_, axis)| axis.is_name);
            named.map(|(at, _)| *at).collect()
        })
        .collect();
    [shipments.sum(), BigUint::from(names.len())]
}

fn check_group(
    sides: [&RuleSet; 2],
    axes: &[Axis],
    points: &[Point],
    difference: &Difference,
    group: &Group,
    expected: &[&Point],
) {
    let what = key(&group.change);
    let among: BTreeSet<&Vec<usize>> = expected.iter().map(|one| &one.at).collect();
    for point in points {
        let wanted = among.contains(&point.at);
        let met = boxes_of(difference, &group.boxes, axes, &point.at);
        assert_eq!(met, usize::from(wanted), "{what} at {:?}", point.at);
        let told = boxes_of(difference, &group.told, axes, &point.at);
        let refused = point.decisions.iter().all(|one| one.verdict == Verdict::Refused);
        assert!(told == 1 && (wanted || refused) || told == 0 && !wanted, "{what}: {told}");
    }
    let [shipments, names] = sizes(axes, expected);
    assert_eq!(group.size.shipments.least, shipments, "{what}");
    assert_eq!(group.size.names.least, names, "{what}");
    assert!(group.size.shipments.is_exact && group.size.names.is_exact);
    let mut facts = group.witness.clone().unwrap();
    let decisions = [decide(sides[0], &mut facts[0]), decide(sides[1], &mut facts[1])];
    let shown = changes(sides, &facts, &decisions);
    let refusal = matches!(group.change, Change::RefusedAlso { .. } | Change::RefusedLess { .. });
    assert!(refusal || shown.contains(&what), "{what} is not shown by its witness: {shown:?}");
}

/// The refused shipments for which one more rule refuses, or one less.
fn refusals<'p>(
    sides: [&RuleSet; 2],
    points: &'p [Point],
    change: &Change,
) -> Option<Vec<&'p Point>> {
    let (side, rule) = match change {
        Change::RefusedAlso { rule } => (1, rule),
        Change::RefusedLess { rule } => (0, rule),
        _ => return None,
    };
    let fires = |at: usize, facts: &Facts| {
        let rows = sides[at].rows().iter().filter(|row| row.refuses() && row.rule.id == *rule);
        let fired: Vec<_> = rows.filter(|row| row.rule.condition.holds(facts)).collect();
        !fired.is_empty()
    };
    let found = points.iter().filter(|one| {
        one.decisions.iter().all(|one| one.verdict == Verdict::Refused)
            && fires(side, &one.facts[side])
            && !fires(1 - side, &one.facts[1 - side])
    });
    Some(found.collect())
}

/// Compares what is found with what there is; the number of changes that were met.
fn check_pair(old: &RuleSet, new: &RuleSet) -> Option<BTreeSet<&'static str>> {
    let axes = axes(old, new)?;
    let points = points(old, new, &axes)?;
    let sides = [old, new];
    let mut expected: BTreeMap<String, Vec<&Point>> = BTreeMap::new();
    for point in &points {
        for change in changes(sides, &point.facts, &point.decisions) {
            expected.entry(change).or_default().push(point);
        }
    }
    let difference = diff(old, new, &OPTIONS);
    assert_eq!(difference.undecided, None);
    let mut all: BTreeMap<&Vec<usize>, &Point> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    for group in &difference.groups {
        kinds.insert(group.change.kind());
        let by_refusals = refusals(sides, &points, &group.change);
        let found = match by_refusals {
            Some(found) => found,
            None => expected.remove(&key(&group.change)).unwrap_or_default(),
        };
        check_group(sides, &axes, &points, &difference, group, &found);
        all.extend(found.iter().map(|one| (&one.at, *one)));
    }
    assert!(expected.is_empty(), "not found: {:?}", expected.keys());
    let all: Vec<&Point> = all.into_values().collect();
    let [shipments, names] = sizes(&axes, &all);
    assert_eq!(difference.total.shipments.least, shipments);
    assert_eq!(difference.total.names.least, names);
    let mirrored = diff(new, old, &OPTIONS);
    let sizes = |difference: &Difference| {
        let mut sizes: Vec<String> = difference
            .groups
            .iter()
            .map(|one| format!("{} {:?}", one.change.kind(), one.size))
            .collect();
        sizes.sort_unstable();
        sizes
    };
    assert_eq!(sizes(&mirrored), sizes(&difference));
    assert_eq!(mirrored.total, difference.total);
    Some(kinds)
}

fn reading(world: &World) -> Option<RuleSet> {
    read(&SourceFile::new("world.toml", world.to_toml())).ok()
}

#[test]
fn every_count_and_every_box_of_a_difference_equals_enumeration() {
    let (mut met, mut pairs) = (BTreeMap::new(), 0);
    for seed in 0..700 {
        let world = World::generate(seed);
        let mut rng = Rng(seed ^ 0xd1ff);
        let Some(old) = reading(&world) else { continue };
        let itself = diff(&old, &old, &OPTIONS);
        assert!(itself.is_empty(), "seed {seed}: {itself:?}");
        let changed = world.changed(&mut rng);
        let Some(new) = reading(&changed) else { continue };
        let found = std::panic::catch_unwind(|| check_pair(&old, &new));
        let Ok(found) = found else {
            panic!("seed {seed}\n{}\n=====\n{}", world.to_toml(), changed.to_toml());
        };
        let Some(kinds) = found else { continue };
        pairs += 1;
        for kind in kinds {
            *met.entry(kind).or_insert(0) += 1;
        }
    }
    assert!(pairs > 300, "{pairs}");
    assert!(met.len() > 10, "{met:?}");
}
