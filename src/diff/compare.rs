//! The comparison: what two rule sets answer otherwise, with counts, regions, rules and witnesses.

use std::sync::Arc;

use num_bigint::BigUint;
use rust_decimal::Decimal;

use crate::analyze::Budget;
use crate::analyze::boxes::Spent;
use crate::analyze::budget::{Purse, Short};
use crate::analyze::subject::Fuel;
use crate::diff::change::{Change, Direction};
use crate::diff::clauses::Clauses;
use crate::diff::levels::Levels;
use crate::diff::measure::{Count, Size, size};
use crate::diff::merge::merged;
use crate::diff::outcomes::Outcomes;
use crate::diff::pair::{Pair, RuleId};
use crate::diff::rules::{self, RuleAt, RuleChange};
use crate::diff::said::{self, Said};
use crate::diff::search::{Depth, Search};
use crate::diff::shown;
use crate::diff::times::times;
use crate::diff::version::{Side, Version};
use crate::diff::vocabulary::Vocabulary;
use crate::diff::witness::witness;
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts, Region};
use crate::model::value::{Day, ValueSet};

/// So many boxes of a change are told one by one.
pub const MOST_TOLD: usize = 20;
/// So many parts that were given up are looked into for what they hold at least.
const MOST_SAMPLED: usize = 64;
/// How far each of them is looked into, in steps.
const SAMPLE: Fuel = Fuel { slice: 100_000, left: 400_000 };

/// How two rule sets are to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// What the search may cost.
    pub budget: Budget,
    /// How many threads may work; what is found is the same for any number.
    pub threads: usize,
    /// Is told how many parts are searched, of how many; nobody where none is named.
    pub progress: Option<fn(done: usize, all: usize)>,
    /// The one day on which each is looked at; all days where none are named.
    pub on: Option<[Day; 2]>,
}

/// What changes from one rule set to another.
#[derive(Debug)]
#[non_exhaustive]
pub struct Difference {
    /// The facts and values of both, in which boxes are told.
    pub vocabulary: Vocabulary,
    /// What happens to shipments, what hurts most first.
    pub groups: Vec<Group>,
    /// All shipments for which anything changes.
    pub total: Size,
    /// Words that only one of them knows: the shipments that need them are not compared.
    pub words: Vec<Said>,
    /// What a call means that leaves something out.
    pub calls: Vec<Said>,
    /// When things are due, and how long they take.
    pub times: Vec<Said>,
    /// The rules that are not the same.
    pub rules: Vec<RuleChange>,
    /// Texts that decide nothing.
    pub texts: Vec<Said>,
    /// The budget that ran out before all was searched, if one did.
    pub undecided: Option<&'static str>,
}

/// Shipments for which the same changes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Group {
    /// What does.
    pub change: Change,
    /// Whether that is for the worse.
    pub direction: Direction,
    /// Boxes that do not overlap and together are all of them.
    pub boxes: Vec<Region>,
    /// The same in few words: boxes that do not overlap, the largest first. Of what lies in them,
    /// these shipments are all that can be and that no rule refuses that does so on both sides.
    pub told: Vec<Region>,
    /// How many they are.
    pub size: Size,
    /// How many of them lie in none of the first [`MOST_TOLD`] that are told.
    pub left: Size,
    /// The days on which it changes for some of them.
    pub days: ValueSet,
    /// By side: the rules by which it is so.
    pub by: [Vec<RuleAt>; 2],
    /// One of them, as each side knows it; where money changes, one that says what the goods are
    /// worth, if there is such.
    pub witness: Option<[Facts; 2]>,
    /// Where money changes: what is to pay for the witness on each side, as far as it is known.
    pub to_pay: Option<[Option<Decimal>; 2]>,
}

impl Difference {
    /// Whether any shipment gets another answer, or has one on one side only, or any call means
    /// something else.
    #[must_use]
    pub fn has_effect(&self) -> bool {
        let said = [&self.words, &self.calls, &self.times];
        !(self.groups.is_empty() && said.iter().all(|all| all.is_empty()))
    }

    /// Whether the two say the same, word for word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_effect() && self.rules.is_empty() && self.texts.is_empty()
    }
}

/// Compares two rule sets over all shipments of which both speak.
#[must_use]
pub fn diff(old: &RuleSet, new: &RuleSet, options: &Options) -> Difference {
    let days = options.on.map_or([None, None], |days| days.map(Some));
    let versions = [Version { rule_set: old, on: days[0] }, Version { rule_set: new, on: days[1] }];
    let pair = Pair::new(versions);
    let mut outcomes = Outcomes::new(&pair);
    outcomes.verdicts();
    outcomes.lanes();
    outcomes.checks();
    outcomes.documents();
    outcomes.flows();
    outcomes.taxes();
    outcomes.fees();
    let refusals = Arc::clone(&outcomes.refusals);
    let mut asked: Vec<(Change, Direction, Vec<Clauses>)> = outcomes
        .asked
        .into_iter()
        .map(|(change, (direction, parts))| (change, direction, parts))
        .collect();
    asked.sort_by_key(|(change, direction, _)| (*direction, change.weight()));
    let (found, undecided) = search(&pair, &refusals, &asked, options);
    let mut purse = Purse::new(options.budget, options.threads, None);
    let made = asked.iter().zip(&found).filter(|(_, parts)| !parts.boxes.is_empty());
    let made: Vec<_> = made.collect();
    let groups = purse.settle(&made, |((change, direction, _), parts), fuel| {
        Ok(group(&pair, change.clone(), *direction, parts, fuel))
    });
    let groups: Vec<Group> = groups.into_iter().flatten().collect();
    let everything = groups.iter().flat_map(|group| group.boxes.iter().cloned()).collect();
    let total = purse.settle(&[everything], |boxes: &Vec<Region>, fuel| {
        Ok(size(&pair.vocabulary, boxes, undecided.is_none(), fuel))
    });
    let total = total.into_iter().flatten().next().unwrap_or_else(unknown);
    Difference {
        groups,
        total,
        words: said::words(versions),
        calls: said::calls(versions),
        times: times(versions),
        rules: rules::changes(&pair),
        texts: said::texts(old, new),
        undecided: undecided.map(Short::flag),
        vocabulary: pair.vocabulary,
    }
}

fn unknown() -> Size {
    let none = || Count { least: BigUint::ZERO, is_exact: false };
    Size { names: none(), shipments: none() }
}

/// What was found of one change.
struct Parts {
    boxes: Vec<Region>,
    told: Vec<Region>,
    by: [Vec<RuleId>; 2],
    is_whole: bool,
}

/// Searches all parts of all changes.
fn search(
    pair: &Pair<'_>,
    refusals: &Arc<Levels>,
    asked: &[(Change, Direction, Vec<Clauses>)],
    options: &Options,
) -> (Vec<Parts>, Option<Short>) {
    let search = Search::new(pair, Arc::clone(refusals));
    let parts = asked.iter().enumerate();
    let parts: Vec<(usize, &Clauses)> =
        parts.flat_map(|(at, (_, _, parts))| parts.iter().map(move |part| (at, part))).collect();
    let mut purse = Purse::new(options.budget, options.threads, options.progress);
    let boxes = purse.settle(&parts, |(_, part), fuel| {
        let boxes = search.boxes(part, Depth::Exact, fuel)?;
        // What nothing is found of need not be told; what takes too long is told in full.
        let told =
            if boxes.is_empty() { Ok(Vec::new()) } else { search.boxes(part, Depth::Told, fuel) };
        let told = told.unwrap_or_else(|Spent| boxes.clone());
        Ok((boxes, told))
    });
    let nothing = || Parts {
        boxes: Vec::new(),
        told: Vec::new(),
        by: [Vec::new(), Vec::new()],
        is_whole: true,
    };
    let mut found: Vec<Parts> = asked.iter().map(|_| nothing()).collect();
    let (mut undecided, mut sampled) = (None, 0);
    for ((at, part), boxes) in parts.into_iter().zip(boxes) {
        let Some(found) = found.get_mut(at) else { continue };
        let (boxes, told) = boxes.unwrap_or_else(|short| {
            undecided = undecided.or(Some(short));
            found.is_whole = false;
            sampled += 1;
            if sampled > MOST_SAMPLED {
                return (Vec::new(), Vec::new());
            }
            let boxes = search.some_boxes(part, &mut SAMPLE.clone());
            (boxes.clone(), boxes)
        });
        if !boxes.is_empty() {
            for (own, more) in found.by.iter_mut().zip(&part.by) {
                own.extend(more);
            }
            found.boxes.extend(boxes);
            found.told.extend(told);
        }
    }
    (found, undecided)
}

/// Makes what was found of one change into what is told.
fn group(
    pair: &Pair<'_>,
    change: Change,
    direction: Direction,
    parts: &Parts,
    fuel: &mut Fuel,
) -> Group {
    let vocabulary = &pair.vocabulary;
    let boxes = merged(vocabulary, parts.boxes.clone());
    let mut told = merged(vocabulary, parts.told.clone());
    told.retain(|one| boxes.iter().any(|other| other.meets(one)));
    told.sort_by_cached_key(|one| std::cmp::Reverse(room(vocabulary, one)));
    let whole = size(vocabulary, &boxes, parts.is_whole, fuel);
    let left = left(vocabulary, &boxes, &told, &whole, fuel);
    let days = boxes.iter().map(|one| one.allowed(FactId::DATE));
    let days = days.map(|set| set.unwrap_or(vocabulary.domain(FactId::DATE)));
    let days = ValueSet::of_intervals(days.flat_map(ValueSet::intervals).copied());
    let is_money = change.is_money();
    let worth = if is_money { shown::worth(pair, &parts.by) } else { Vec::new() };
    let witness = witness(vocabulary, pair.versions, &boxes, &worth).map(|facts| {
        Side::BOTH.map(|side| vocabulary.facts_of(&facts, *side.of(&pair.versions), side))
    });
    let mut by = parts.by.clone();
    if let (Some(witness), Change::Lane { .. } | Change::Release { .. }) = (&witness, &change) {
        shown::lane_deciders(pair, witness, &mut by);
    }
    let by = responsible(pair, &by);
    let to_pay = witness.as_ref().filter(|_| is_money).map(|facts| shown::to_pay(pair, facts));
    Group { change, direction, boxes, told, size: whole, left, days, by, witness, to_pay }
}

/// How many shipments a box holds, each on each of its days: only for the order of boxes.
fn room(vocabulary: &Vocabulary, one: &Region) -> BigUint {
    let ids = vocabulary.fact_ids().filter(|id| *id != FactId::DATE);
    let sizes = ids.map(|id| one.allowed(id).unwrap_or(vocabulary.domain(id)).size());
    sizes.fold(BigUint::from(1_u8), |all, size| all * size)
}

/// How many shipments lie in none of the boxes that are told first.
fn left(
    vocabulary: &Vocabulary,
    boxes: &[Region],
    told: &[Region],
    whole: &Size,
    fuel: &mut Fuel,
) -> Size {
    let told = match told.get(..MOST_TOLD).filter(|first| first.len() < told.len()) {
        Some(first) => {
            let met = boxes.iter().flat_map(|one| {
                first.iter().filter(|told| told.meets(one)).map(|told| {
                    Region::new(one.tests().iter().chain(told.tests()).cloned().collect())
                })
            });
            &size(vocabulary, &met.collect::<Vec<_>>(), true, fuel)
        }
        None => whole,
    };
    Size {
        names: less(&whole.names, &told.names),
        shipments: less(&whole.shipments, &told.shipments),
    }
}

fn less(whole: &Count, part: &Count) -> Count {
    let is_exact = whole.is_exact && part.is_exact;
    let least = if whole.least > part.least { &whole.least - &part.least } else { BigUint::ZERO };
    Count { least, is_exact }
}

/// Where the rules stand that make a change, and what the other side has under their ids.
fn responsible(pair: &Pair<'_>, by: &[Vec<RuleId>; 2]) -> [Vec<RuleAt>; 2] {
    let mut found = Side::BOTH.map(|side| {
        let own = side.of(by).iter();
        own.filter_map(|id| rules::rule_at(pair, side, *id)).collect::<Vec<RuleAt>>()
    });
    for side in Side::BOTH {
        let rows = side.of(by).iter().filter(|id| matches!(id, RuleId::Row(_)));
        let other = side.other();
        let mut twins = Vec::new();
        for id in rows {
            let Some(own) = rules::rule_at(pair, side, *id) else { continue };
            let rows = pair.rules(other).called.get(&own.id).into_iter().flatten();
            twins.extend(rows.filter_map(|row| rules::rule_at(pair, other, RuleId::Row(*row))));
        }
        other.of_mut(&mut found).extend(twins);
    }
    for rules in &mut found {
        rules.sort_unstable();
        rules.dedup();
    }
    found
}
