//! Why an answer is not another one, and what would cost most if it were wrong: random worlds, held
//! against every shipment that differs in what is asked.

use advisor::RuleSet;
use advisor::advise::{Advice, advise};
use advisor::evaluate::{Release, Verdict, decide};
use advisor::explain::{Tried, Wanted, WhyNot, why_not};
use advisor::model::condition::{FactId, Facts};
use advisor::model::fact::Default;
use advisor::model::ids::{FlowId, LaneId, numbered};
use advisor::model::value::Value;
use advisor::model::{Effect, Rule};
use advisor::shipment::Origin;

use crate::explained::{each, told};
use crate::laws::{rules, shipment};
use crate::proofs::values;
use crate::rng::Rng;
use crate::said::said;
use crate::world::World;

/// Everything that can be expected of an answer.
fn all_wanted(rule_set: &RuleSet) -> Vec<Wanted<'_>> {
    let verdicts = [Verdict::Clearable, Verdict::NoPath, Verdict::Refused].map(Wanted::Verdict);
    let releases = [Release::OnArrival, Release::AfterReview, Release::AfterInspection];
    let lanes = numbered::<LaneId, _>(rule_set.lanes()).map(|(id, _)| Wanted::Lane(id));
    let flows = numbered::<FlowId, _>(rule_set.flows()).map(|(id, _)| Wanted::Flow(id));
    let rules = rule_set.rows().iter().map(|row| Wanted::Rule(&row.rule));
    verdicts
        .into_iter()
        .chain(releases.map(Wanted::Release))
        .chain(lanes)
        .chain(flows)
        .chain(rules)
        .collect()
}

/// Whether a closed shipment gets it: by the rule alone, or by what is decided.
fn is_got(rule_set: &RuleSet, wanted: Wanted<'_>, facts: &Facts) -> bool {
    let decision = decide(rule_set, &mut facts.clone());
    match wanted {
        Wanted::Verdict(verdict) => decision.verdict == verdict,
        Wanted::Lane(lane) => decision.lane == Some(lane),
        Wanted::Flow(flow) => decision.flow == Some(flow),
        Wanted::Release(release) => decision.release == Some(release),
        Wanted::Rule(rule) => rule.condition.holds(facts),
    }
}

/// The facts on another day: what was assumed follows.
fn on_day(advice: &Advice<'_>, day: i64) -> Facts {
    let mut facts = advice.facts.clone();
    facts.set(FactId::DATE, Value(day));
    for (id, fact) in advice.rule_set.facts() {
        let follows = matches!(fact.default, Default::ByDate(_) | Default::ByName { .. });
        if follows && advice.shipment.origin(id) == Origin::Assumed {
            facts.set(id, advice.rule_set.default_of(fact, &facts));
        }
    }
    facts
}

fn is_possible(rule_set: &RuleSet, facts: &Facts) -> bool {
    let in_force = rule_set.facts().all(|(id, fact)| {
        fact.name(facts.get(id)).is_none_or(|name| name.is_in_force(facts.day()))
    });
    in_force && rule_set.is_possible(facts)
}

/// What holds of the rules that a why-not names, each put to the facts anew.
fn check_tried(tried: &Tried<'_>, facts: &Facts, context: &str) {
    assert_eq!(tried.tested.holds, tried.rule.condition.holds(facts), "{context}");
    for test in &tried.tested.tests {
        assert_eq!(test.value, facts.get(test.fact), "{context}");
        assert_eq!(test.holds, test.allowed.contains(facts.get(test.fact)), "{context}");
    }
    // Were what failed as it is asked, only an exception could keep the rule from holding.
    let mut mended = facts.clone();
    for test in tried.tested.failed() {
        mended.set(test.fact, test.allowed.least().expect("a test can be passed"));
    }
    assert!(tried.rule.condition.within.holds(&mended), "{tried:?} {context}");
    let own = tried.tested.failed().count();
    let excepted = tried.tested.exceptions.iter().any(|one| one.holds);
    assert_eq!(tried.tested.holds, own == 0 && !excepted, "{tried:?} {context}");
}

/// How much a rule lacks.
fn lacks(rule: &Rule, facts: &Facts) -> usize {
    let tests = rule.condition.within.tests().iter();
    let failed = tests.filter(|(id, allowed)| !allowed.contains(facts.get(*id))).count();
    failed + rule.condition.unless.iter().filter(|region| region.holds(facts)).count()
}

/// The ids of the rows that hold and do this.
fn holding(rule_set: &RuleSet, facts: &Facts, does: impl Fn(&Effect) -> bool) -> Vec<String> {
    let rows = rule_set.rows().iter().filter(|row| does(&row.effect));
    rows.filter(|row| row.rule.condition.holds(facts)).map(|row| row.rule.id.clone()).collect()
}

fn check_blockers(rule_set: &RuleSet, advice: &Advice<'_>, found: &WhyNot<'_>, context: &str) {
    let in_the_way: Vec<String> = found.in_the_way.iter().map(|one| one.rule.id.clone()).collect();
    let facts = &advice.facts;
    let refuses = |effect: &Effect| matches!(effect, Effect::Refuse { .. });
    let raises = |effect: &Effect, above: LaneId| matches!(effect, Effect::Require { lane: Some(lane), .. } if *lane > above);
    let refused = advice.decision.verdict == Verdict::Refused;
    let expected = match found.wanted {
        Wanted::Rule(_) => Vec::new(),
        _ if refused => holding(rule_set, facts, refuses),
        Wanted::Lane(wanted) => holding(rule_set, facts, |effect| raises(effect, wanted)),
        _ => return,
    };
    assert_eq!(in_the_way, expected, "{found:?} {context}");
    // Of what would bring it and does not hold, nothing lacks less than what is named.
    let brings = |effect: &Effect| match found.wanted {
        Wanted::Verdict(Verdict::Refused) => refuses(effect),
        Wanted::Lane(wanted) if !refused => {
            matches!(effect, Effect::Require { lane: Some(lane), .. } if *lane == wanted)
        }
        _ => false,
    };
    let most = found.lacking.iter().map(|one| lacks(one.rule, facts)).max();
    let named = |rule: &Rule| found.lacking.iter().any(|one| one.rule.id == rule.id);
    let others = rule_set.rows().iter().filter(|row| brings(&row.effect) && !named(&row.rule));
    for row in others.filter(|row| !row.rule.condition.holds(facts)) {
        let least = most.is_none_or(|most| lacks(&row.rule, facts) >= most);
        assert!(least, "{} {found:?} {context}", row.rule.id);
    }
}

#[test]
fn what_is_in_the_way_what_lacks_and_when_it_would_be_is_what_trying_finds() {
    let (mut so, mut blocked, mut lacking, mut days_on, mut days_off) = (0, 0, 0, 0, 0);
    let seen = each(24_000..24_300, |rule_set, advice, _, context| {
        let mut with_lane = advice.facts.clone();
        let lane = advice.decision.lane.map(|lane| Value(i64::from(lane.0)));
        with_lane.set(FactId::LANE, lane.unwrap_or(Value::NOT_GIVEN));
        for wanted in all_wanted(rule_set) {
            let found = why_not(advice, wanted);
            let context = format!("{wanted:?} {context}");
            assert_eq!(found.is_so, is_got(rule_set, wanted, &advice.facts), "{context}");
            for tried in found.in_the_way.iter().chain(&found.lacking) {
                check_tried(tried, &with_lane, &context);
            }
            assert!(found.in_the_way.iter().all(|one| one.tested.holds), "{context}");
            assert!(found.lacking.iter().all(|one| !one.tested.holds || one.effect.is_none()));
            if found.is_so {
                assert!(found.in_the_way.is_empty() && found.lacking.is_empty(), "{context}");
                so += 1;
            } else {
                check_blockers(rule_set, advice, &found, &context);
            }
            blocked += found.in_the_way.len();
            lacking += found.lacking.len();
            for day in values(rule_set, FactId::DATE, true) {
                let facts = on_day(advice, day);
                let got = is_possible(rule_set, &facts) && is_got(rule_set, wanted, &facts);
                assert_eq!(found.days.contains(Value(day)), got, "day {day} {context}");
                days_on += usize::from(got);
                days_off += usize::from(!got);
            }
        }
    });
    let told = [seen, so, blocked, lacking, days_on, days_off];
    assert!(told.iter().all(|count| *count > 300), "{told:?}");
}

#[test]
fn what_was_assumed_is_named_in_the_order_of_what_it_would_cost_if_wrong() {
    let (mut compared, mut apart) = (0, 0);
    for seed in 25_000..26_000 {
        let world = World::generate(seed);
        let rule_set = &rules(seed, &world);
        let (day, said) = said(&world, &mut Rng(!seed), 30);
        let Some(shipment) = shipment(rule_set, day, &said) else { continue };
        let advice = &advise(rule_set, shipment);
        let context = format!("seed {seed}, on {day} with {said:?}\n{}", world.to_toml());
        let rank = |facts: &Facts| {
            let decision = decide(rule_set, &mut facts.clone());
            (decision.verdict, decision.lane, decision.release)
        };
        let worst = |id: FactId| {
            let all = values(rule_set, id, true).into_iter().map(Value);
            let others = all.filter_map(|value| {
                let shipment = told(rule_set, advice, &[(id, value)])?;
                let mut facts = advice.facts.clone();
                rule_set.facts().for_each(|(id, _)| facts.set(id, shipment.get(id)));
                Some(rank(&facts))
            });
            others.chain([rank(&advice.facts)]).max()
        };
        let named: Vec<FactId> = advice.brief().assumptions.iter().map(|one| one.fact).collect();
        for pair in named.windows(2) {
            let (first, second) = (worst(pair[0]), worst(pair[1]));
            assert!(first >= second, "{pair:?} {first:?} {second:?} {context}");
            compared += 1;
            apart += usize::from(first > second);
        }
    }
    assert!(compared > 100 && apart > 20, "{compared} {apart}");
}
