//! What `check` proves of small random worlds, held against every one of their shipments.

use std::collections::{BTreeMap, BTreeSet};

use advisor::Finding;
use advisor::analyze::{Budget, Listed, Options, Question, Which, check, count};
use advisor::codes::{Code, Level};
use advisor::evaluate::{Verdict, decide_without};
use advisor::model::condition::{FactId, Facts};
use advisor::model::fact::{Default, Fact, Kind};
use advisor::model::ids::Id;
use advisor::model::value::{Day, Value};
use advisor::model::{Effect, FlowId, LaneId, RowId, RuleKind};
use advisor::{Decision, RuleSet, SourceFile, decide, read};

use num_bigint::BigUint;

use crate::proofs_of_charges::{expect, first_day_due, today};
use crate::proofs_of_impossible::{assert_stated, impossibilities};
use crate::world::World;

/// Worlds with more shipments than this are left to others.
const MOST_SHIPMENTS: usize = 3_000;

/// A shipment of a world, and what is decided of it.
pub(crate) struct Closed {
    pub(crate) facts: Facts,
    /// How many shipments it stands for.
    weight: BigUint,
    /// By fact: how many values of it.
    pub(crate) widths: Vec<u64>,
    pub(crate) decision: Decision,
    /// The rows that hold for it.
    pub(crate) fired: Vec<usize>,
}

/// The values of a fact that stand for all of them: those at the edges of what conditions ask for,
/// and the default.
pub(crate) fn values(rule_set: &RuleSet, id: FactId, both_sides: bool) -> Vec<i64> {
    let fact = &rule_set[id];
    let mut domain = fact.domain();
    if id == FactId::DATE {
        domain.least = rule_set.first_date().value().0;
    }
    let mut values: BTreeSet<i64> = BTreeSet::from([domain.least]);
    if matches!(fact.kind, Kind::Names(_) | Kind::YesNo) {
        values.extend(domain.least..=domain.greatest);
    }
    if id == FactId::DATE {
        values.extend([today().0, today().0 + 1].map(i64::from));
    }
    if let Some(fee) = rule_set.daily_fee().filter(|fee| fee.days == id) {
        values.insert(first_day_due(rule_set, fee).clamp(domain.least, domain.greatest));
    }
    let days = rule_set.facts().flat_map(|(_, fact)| fact.names());
    let days = days.filter_map(|name| name.in_force.as_ref()).filter(|_| id == FactId::DATE);
    let stated = rule_set.impossibilities().iter().flat_map(|one| one.condition.regions());
    let laws = rule_set.laws().iter().flat_map(|one| one.rule.condition.regions());
    let regions = rule_set.regions().chain(stated).chain(laws);
    for set in regions.filter_map(|region| region.allowed(id)).chain(days) {
        for part in set.intervals() {
            let edges = [Some(part.least), part.greatest.checked_add(1)];
            // The last day of all is beyond the calendar.
            let is_day = |last: &i64| id != FactId::DATE || *last < i64::from(i32::MAX);
            let last = Some(part.greatest).filter(is_day);
            let inner = [part.least.checked_sub(1), last];
            let edges = edges.into_iter().chain(inner.into_iter().filter(|_| both_sides));
            values.extend(edges.flatten().filter(|edge| domain.contains(Value(*edge))));
        }
    }
    if let Kind::Code(codes) = &fact.kind {
        if !rule_set.asks_for(id) {
            return vec![Value::NOT_GIVEN.0];
        }
        let edges = codes.owners.iter().flat_map(|(part, _)| [part.least, part.greatest + 1]);
        values.extend(edges.filter(|edge| domain.contains(Value(*edge))));
    }
    let absent = fact.may_be_absent().then_some(Value::NOT_GIVEN.0);
    match &fact.default {
        Default::Value(value) => values.extend([value.0]),
        Default::None => values.extend(absent),
        Default::ByName { values: named, otherwise, .. } => {
            values.extend(named.iter().map(|(_, value)| value.0));
            values.extend(otherwise.map(|value| value.0).or(absent));
        }
        Default::ByDate(_) => {}
    }
    values.into_iter().collect()
}

/// How many values the value at `at` stands for: all up to the next one.
fn width(rule_set: &RuleSet, id: FactId, values: &[i64], at: usize) -> u64 {
    if values[at] == Value::NOT_GIVEN.0 {
        return 1;
    }
    let greatest = rule_set[id].domain().greatest;
    let end = values.get(at + 1).map_or(greatest, |next| next - 1);
    end.abs_diff(values[at]) + 1
}

/// Whether no number is left open that has a default, and goods have no code of others.
pub(crate) fn is_closed(rule_set: &RuleSet, facts: &Facts) -> bool {
    rule_set.facts().all(|(id, fact)| {
        if let Kind::Code(codes) = &fact.kind
            && let Some(list) = codes.of
            && facts.get(id) != Value::NOT_GIVEN
            && rule_set.asks_for(id)
            && codes.owner(facts.get(id)) != Some(facts.get(list))
        {
            return false;
        }
        facts.get(id) != Value::NOT_GIVEN || rule_set.default_of(fact, facts) == Value::NOT_GIVEN
    })
}

/// Every shipment of a world; none if there are too many. On request with the last value of each
/// interval beside the first.
pub(crate) fn shipments(rule_set: &RuleSet, both_sides: bool) -> Option<Vec<Closed>> {
    let mut all = with_excluded(rule_set, both_sides)?;
    all.retain(|one| rule_set.is_possible(&one.facts));
    Some(all)
}

/// The same with those that the impossibilities of the file exclude.
fn with_excluded(rule_set: &RuleSet, both_sides: bool) -> Option<Vec<Closed>> {
    let ids: Vec<FactId> =
        std::iter::once(FactId::DATE).chain(rule_set.facts().map(|(id, _)| id)).collect();
    let values: Vec<Vec<i64>> = ids.iter().map(|id| values(rule_set, *id, both_sides)).collect();
    let count = values.iter().try_fold(1_usize, |all, one| all.checked_mul(one.len()))?;
    if count > MOST_SHIPMENTS {
        return None;
    }
    let mut all = Vec::new();
    for number in 0..count {
        let mut facts = Facts::unknown(rule_set.fact_count());
        let mut rest = number;
        let mut weight = BigUint::from(1_u8);
        let mut widths = vec![1_u64; rule_set.fact_count()];
        for (id, values) in ids.iter().zip(&values) {
            let at = rest % values.len();
            facts.set(*id, Value(values[at]));
            widths[id.index()] = width(rule_set, *id, values, at);
            weight *= widths[id.index()];
            rest /= values.len();
        }
        let day = Day(i32::try_from(facts.get(FactId::DATE).0).unwrap());
        let in_force = |(id, fact): (FactId, &advisor::model::fact::Fact)| {
            fact.name(facts.get(id)).is_none_or(|name| name.is_in_force(day))
        };
        if !rule_set.facts().all(in_force) || !is_closed(rule_set, &facts) {
            continue;
        }
        let rows = rule_set.rows().iter().enumerate();
        let fired = rows.filter(|(_, row)| row.rule.condition.holds(&facts)).map(|(at, _)| at);
        let fired = fired.collect();
        let decision = decide(rule_set, &mut facts);
        facts.set(FactId::LANE, Value::NOT_GIVEN);
        all.push(Closed { facts, weight, widths, decision, fired });
    }
    Some(all)
}

/// What brute force finds: code and subject of each finding, with the shipments that show it.
pub(crate) type Expected<'c> = BTreeMap<(&'static str, String), Vec<&'c Closed>>;

fn expected<'c>(rule_set: &RuleSet, all: &'c [Closed]) -> Expected<'c> {
    let mut found = Expected::new();
    let goes: Vec<&Closed> =
        all.iter().filter(|one| one.decision.verdict != Verdict::Refused).collect();
    for (at, row) in rule_set.rows().iter().enumerate() {
        let refuses = matches!(row.effect, Effect::Refuse { .. });
        let holds = |one: &&&Closed| one.fired.contains(&at);
        let among: Vec<&Closed> = if refuses { all.iter().collect() } else { goes.clone() };
        let held: Vec<&Closed> = among.iter().filter(holds).copied().collect();
        if held.is_empty() {
            let about = all.iter().filter(|one| one.fired.contains(&at)).collect();
            found.insert(("dead-rule", row.rule.id.clone()), about);
        } else if row.kind == RuleKind::Inspection {
            let matters = held.iter().any(|one| {
                decide_without(rule_set, RowId::at(at).unwrap(), &mut one.facts.clone())
                    != one.decision
            });
            if !matters {
                found.insert(("redundant-rule", row.rule.id.clone()), held);
            }
        }
    }
    for (at, flow) in rule_set.flows().iter().enumerate() {
        if !goes.iter().any(|one| one.decision.flow.map(FlowId::index) == Some(at)) {
            found.insert(("dead-rule", flow.rule.id.clone()), Vec::new());
        }
        for earlier in rule_set.flows().iter().take(at) {
            let both = goes.iter().filter(|one| {
                let mut facts = one.facts.clone();
                facts.set(FactId::LANE, Value(i64::from(one.decision.lane.unwrap().0)));
                flow.rule.condition.holds(&facts) && earlier.rule.condition.holds(&facts)
            });
            let both: Vec<&Closed> = both.copied().collect();
            if !both.is_empty() {
                let subject = format!("{}.{}", flow.rule.id, earlier.rule.id);
                found.insert(("overlap", subject), both);
            }
        }
    }
    let holes: Vec<&Closed> =
        goes.iter().filter(|one| one.decision.verdict == Verdict::NoPath).copied().collect();
    if !holes.is_empty() {
        found.insert(("no-path", "flows".to_owned()), holes);
    }
    for (at, lane) in rule_set.lanes().iter().enumerate() {
        if !goes.iter().any(|one| one.decision.lane.map(|lane| usize::from(lane.0)) == Some(at)) {
            found.insert(("unreachable-lane", format!("lane.{}", lane.id)), Vec::new());
        }
    }
    for (id, fact) in rule_set.facts() {
        if id != rule_set.goods() && !rule_set.choices().contains(&id) {
            continue;
        }
        let yes_or_no = if fact.kind == Kind::YesNo { 2 } else { 0 };
        for value in (0..fact.names().len() + yes_or_no).map(Value::of_index) {
            if !goes.iter().any(|one| one.facts.get(id) == value) {
                let subject = format!("{}.{}", fact.id, fact.show(value));
                found.insert(("always-refused", subject), Vec::new());
            }
        }
    }
    expect(rule_set, all, &mut found);
    found
}

/// The shipment that is easiest to read, by the rule that witnesses follow.
fn easiest(rule_set: &RuleSet, mut left: Vec<&Closed>) -> Facts {
    for (id, fact) in rule_set.facts() {
        let preferred = |one: &&&Closed| {
            if id == rule_set.goods() || rule_set.choices().contains(&id) {
                return one.facts.get(id) == Value(fact.domain().least);
            }
            rule_set.default_of(fact, &one.facts) == one.facts.get(id)
        };
        let best: Vec<&Closed> = left.iter().filter(preferred).copied().collect();
        if best.is_empty() {
            let lowest = left.iter().map(|one| one.facts.get(id)).min().unwrap();
            left.retain(|one| one.facts.get(id) == lowest);
        } else {
            left = best;
        }
    }
    left.into_iter().map(|one| &one.facts).min_by_key(|one| one.get(FactId::DATE)).unwrap().clone()
}

/// Holds the count of every question against the shipments that answer it.
fn assert_counts(rule_set: &RuleSet, all: &[Closed], context: &str) -> usize {
    let goes = |one: &Closed| one.decision.verdict != Verdict::Refused;
    let lane = |one: &Closed| one.decision.lane.map(|lane| lane.index());
    let mut asked = 0;
    let mut assert = |question: Question, answers: &dyn Fn(&Closed) -> bool| {
        let expected: BigUint =
            all.iter().filter(|one| answers(one)).map(|one| one.weight.clone()).sum();
        let counted = count(rule_set, question, Budget::USUAL);
        assert_eq!(counted, Some(expected), "{question:?} of {context}");
        asked += 1;
    };
    for (at, row) in rule_set.rows().iter().enumerate() {
        let id = RowId::at(at).unwrap();
        let refuses = row.refuses();
        assert(Question::HoldsDespite(id), &|one| one.fired.contains(&at));
        assert(Question::Holds(id), &|one| one.fired.contains(&at) && (refuses || goes(one)));
        if row.kind == RuleKind::Inspection {
            assert(Question::Matters(id), &|one| {
                goes(one) && decide_without(rule_set, id, &mut one.facts.clone()) != one.decision
            });
        }
    }
    let holds = |flow: FlowId, one: &Closed| {
        let mut facts = one.facts.clone();
        facts.set(
            FactId::LANE,
            one.decision.lane.map_or(Value::NOT_GIVEN, |lane| Value::of_index(lane.index())),
        );
        rule_set[flow].rule.condition.holds(&facts)
    };
    for flow in (0..rule_set.flows().len()).filter_map(FlowId::at) {
        assert(Question::Wins(Listed::Flow(flow)), &|one| one.decision.flow == Some(flow));
        for earlier in (0..flow.index()).filter_map(FlowId::at) {
            let both = Question::Both(Listed::Flow(flow), Listed::Flow(earlier));
            assert(both, &|one| goes(one) && holds(flow, one) && holds(earlier, one));
        }
    }
    for id in (0..rule_set.lanes().len()).filter_map(LaneId::at) {
        assert(Question::Reached(id), &|one| lane(one) == Some(id.index()));
    }
    for (id, fact) in rule_set.facts() {
        for value in (0..fact.names().len()).map(Value::of_index) {
            assert(Question::Goes(id, value), &|one| goes(one) && one.facts.get(id) == value);
        }
    }
    assert(Question::NoPath, &|one| one.decision.verdict == Verdict::NoPath);
    asked
}

fn options(anchor: Option<FactId>) -> Options {
    let levels = [Code::Overlap, Code::RateGap].map(|code| (Which::Code(code), Level::Note));
    // Who works does not matter, either: the other cuts are proven by several threads.
    let threads = if anchor.is_some() { 3 } else { 1 };
    Options {
        budget: Budget::USUAL,
        anchor,
        threads,
        progress: None,
        today: today(),
        levels: levels.to_vec(),
        tell_settled: true,
    }
}

/// The findings that need a proof.
fn proven(rule_set: &RuleSet, source: &SourceFile, anchor: Option<FactId>) -> Vec<Finding> {
    let report = check(rule_set, &source.clone().into(), &options(anchor));
    let of_table = |one: &Finding| {
        one.subject.as_ref().is_some_and(|of| of.starts_with("rate.") || of.starts_with("price."))
    };
    let proven = report.findings.into_iter().filter(|one| match one.code {
        Code::NoSource | Code::Stale => false,
        Code::Unused => of_table(one),
        Code::DateGap => !one.message.starts_with("no regime"),
        _ => true,
    });
    proven.collect()
}

/// Holds the blockers of a dead rule against every shipment.
fn assert_blockers(rule_set: &RuleSet, all: &[Closed], finding: &Finding, context: &str) {
    if finding.code != Code::DeadRule {
        return;
    }
    let subject = finding.subject.as_deref().unwrap();
    let rows = rule_set.rows();
    let Some(dead) = rows.iter().position(|row| row.rule.id == subject) else { return };
    let about: Vec<&Closed> = all.iter().filter(|one| one.fired.contains(&dead)).collect();
    if matches!(rows[dead].effect, Effect::Refuse { .. }) || about.is_empty() {
        assert!(finding.blockers.is_empty(), "{}: {context}", subject);
        return;
    }
    let row_of = |id: &String| rows.iter().position(|row| row.rule.id == *id).unwrap();
    let set: Vec<usize> = finding.blockers.iter().map(row_of).collect();
    let covered =
        |set: &[usize]| about.iter().all(|one| one.fired.iter().any(|at| set.contains(at)));
    assert!(covered(&set), "{} is not covered: {context}", subject);
    let all_refusals: Vec<usize> =
        (0..rows.len()).filter(|at| matches!(rows[*at].effect, Effect::Refuse { .. })).collect();
    let without = |set: &[usize], one: usize| -> Vec<usize> {
        set.iter().copied().filter(|at| *at != one).collect()
    };
    for one in &set {
        assert!(!covered(&without(&set, *one)), "{} has one too many: {context}", subject);
    }
    let another = set.iter().any(|one| covered(&without(&all_refusals, *one)));
    assert_eq!(another, finding.more_blockers, "{}: {context}", subject);
}

/// Checks one world; false if it has too many shipments.
fn holds_in(seed: u64, seen: &mut BTreeMap<&'static str, usize>) -> bool {
    // With charges a world has more shipments, and is sooner too large.
    let world = match seed % 2 {
        0 => World::plain(seed, &[0, 2, 5, 10, 20, 40]),
        _ => World::generate(seed),
    };
    let toml = world.to_toml();
    let source = SourceFile::new("world.toml", toml);
    let rule_set = read(&source).unwrap();
    let Some(every) = with_excluded(&rule_set, false) else { return false };
    let coded =
        |(id, fact): (FactId, &Fact)| matches!(fact.kind, Kind::Code(_)) && rule_set.asks_for(id);
    *seen.entry("codes").or_default() += usize::from(rule_set.facts().any(coded));
    let context = format!("seed {seed}\n{}", source.text());
    let (all, excluded): (Vec<Closed>, Vec<Closed>) =
        every.into_iter().partition(|one| rule_set.is_possible(&one.facts));
    let mut expected = expected(&rule_set, &all);
    impossibilities(&rule_set, &all, &excluded, &mut expected);
    let found = proven(&rule_set, &source, None);
    let codes = |one: &Finding| (one.code.id(), one.subject.clone().unwrap());
    let told: BTreeSet<_> = found.iter().map(codes).collect();
    let wanted: BTreeSet<_> = expected.keys().cloned().collect();
    let wrong: Vec<_> = told.symmetric_difference(&wanted).collect();
    assert!(wrong.is_empty(), "told or wanted, but not both: {wrong:?}\n{context}");
    for finding in &found {
        *seen.entry(finding.code.id()).or_default() += 1;
        let shown = &expected[&codes(finding)];
        if let Some(witness) = &finding.witness {
            let best = easiest(&rule_set, shown.clone());
            // Two taxes may use one table, and a gap is shown of its first goods.
            let one_of_many = [Code::DateGap, Code::RateGap].contains(&finding.code);
            if one_of_many && shown.iter().any(|one| one.facts == *witness) {
                continue;
            }
            assert_eq!(*witness, best, "{} of {context}", finding.message);
            *seen.entry("witness").or_default() += 1;
        } else {
            let told = ["no-path", "redundant-rule", "overlap"];
            assert!(
                !told.contains(&finding.code.id()),
                "{} shows none: {context}",
                finding.message
            );
        }
        let finding = &assert_stated(&rule_set, (&all, &excluded), finding, &context);
        assert_blockers(&rule_set, &all, finding, &context);
        *seen.entry("blockers").or_default() += finding.blockers.len();
    }
    // Matters and the like are unions, so that their counts cost more than an answer.
    if seed.is_multiple_of(5) {
        *seen.entry("counts").or_default() += assert_counts(&rule_set, &all, &context);
    }
    for (id, _) in rule_set.facts().filter(|(_, fact)| fact.names().len() > 0) {
        let again = proven(&rule_set, &source, Some(id));
        let same = again.iter().map(codes).eq(found.iter().map(codes))
            && again.iter().map(|one| &one.witness).eq(found.iter().map(|one| &one.witness));
        assert!(same, "cut along another fact, the findings differ: {context}");
    }
    true
}

#[test]
fn every_finding_and_every_silence_equals_brute_force() {
    // More worlds for a soak: ADVISOR_SOAK=300000 cargo test --release every_finding
    let soak = std::env::var("ADVISOR_SOAK").ok().and_then(|worlds| worlds.parse().ok());
    let worlds = soak.unwrap_or(4_000);
    let mut seen = BTreeMap::new();
    let small = (0..worlds).filter(|seed| holds_in(*seed + 1_000_000, &mut seen)).count();
    assert!(small > 1_000, "only {small} of {worlds} worlds were small enough");
    let codes =
        ["dead-rule", "redundant-rule", "no-path", "unreachable-lane", "always-refused", "overlap"];
    let of_charges = ["date-gap", "rate-gap", "unused"];
    for code in codes.iter().chain(&of_charges).chain(&["witness", "blockers", "counts", "codes"]) {
        assert!(seen.get(code).is_some_and(|count| *count > 50), "{code} in {small}: {seen:?}");
    }
}
