//! Mistakes made in random rules, held against every one of their shipments.

use std::collections::HashSet;

use advisor::analyze::Budget;
use advisor::charge::Bill;
use advisor::evaluate::Verdict;
use advisor::model::condition::Facts;
use advisor::trial::{self, MutantState, Test, coverage, missing, mutants, smallest, with_mistake};
use advisor::{RuleSet, SourceFile, decide, read};

use crate::harness::run;
use crate::proofs::shipments;
use crate::proofs_of_charges::today;
use crate::world::World;

/// All of an answer that a mistake may change.
fn answer(rule_set: &RuleSet, facts: &Facts) -> String {
    let mut facts = facts.clone();
    let decision = decide(rule_set, &mut facts);
    let refused = decision.verdict == Verdict::Refused;
    let rows =
        rule_set.rows().iter().filter(|row| row.refuses() && row.rule.condition.holds(&facts));
    let refusals: Vec<&str> = rows.map(|row| row.rule.id.as_str()).collect();
    let lane = decision.lane.map(|lane| &rule_set[lane].id);
    let flow = decision.flow.map(|flow| &rule_set[flow].rule.id);
    let (checks, documents) = (decision.checks, decision.documents);
    let bill = Bill::new(rule_set, &decision, &facts);
    let charges: Vec<_> = if refused {
        Vec::new()
    } else {
        bill.charges().map(|charge| (charge.rule.id.clone(), charge.payable)).collect()
    };
    format!(
        "{:?} {refusals:?} {lane:?} {flow:?} {:?} {checks:?} {documents:?} {charges:?}",
        decision.verdict, decision.release
    )
}

/// The tests that are missing of half of what there is to try.
fn some_tests(rule_set: &RuleSet, seed: u64) -> Vec<Test> {
    let goals = coverage(rule_set, &[], today(), Budget::USUAL, 1);
    let written = missing(rule_set, &goals, &HashSet::new(), today(), Budget::USUAL, 1);
    let kept = written.iter().enumerate().filter(|(at, _)| (*at as u64 + seed).is_multiple_of(2));
    let text: String = kept.map(|(_, test)| test.text.as_str()).collect();
    trial::read(&SourceFile::new("tests.toml", text), rule_set, today()).tests
}

#[test]
fn what_becomes_of_a_mistake_equals_brute_force() {
    let (mut noticed, mut without_effect, mut unnoticed) = (0, 0, 0);
    for seed in 0..400 {
        let world = World::plain(seed, &[1, 2, 3]);
        let rule_set = read(&SourceFile::new("world.toml", world.to_toml())).unwrap();
        let Some(all) = shipments(&rule_set, true) else { continue };
        let tests = some_tests(&rule_set, seed);
        let tests: Vec<&Test> = tests.iter().collect();
        let made = mutants(&rule_set, &tests, today(), Budget::USUAL, 1, true, None);
        assert_eq!(mutants(&rule_set, &tests, today(), Budget::USUAL, 3, true, None), made);
        for (at, mutant) in made.iter().enumerate() {
            let wrong = with_mistake(&rule_set, at).unwrap();
            let told = || format!("seed {seed}: {mutant:?}\n{}", world.to_toml());
            let fails = |test: &Test| trial::run(&wrong, test, today()).failure.is_some();
            let failing: Vec<usize> = (0..tests.len()).filter(|at| fails(tests[*at])).collect();
            match &mutant.state {
                MutantState::Noticed(by) => {
                    assert_eq!(*by, failing, "{}", told());
                    noticed += 1;
                }
                MutantState::NoEffect => {
                    assert!(failing.is_empty(), "{}", told());
                    for one in &all {
                        let answers = [&rule_set, &wrong].map(|rules| answer(rules, &one.facts));
                        assert_eq!(answers[0], answers[1], "{:?} {}", one.facts, told());
                    }
                    without_effect += 1;
                }
                MutantState::Unnoticed(shown) => {
                    assert!(failing.is_empty(), "{}", told());
                    let answers = [&rule_set, &wrong].map(|rules| answer(rules, &shown.facts));
                    assert_ne!(answers[0], answers[1], "{}", told());
                    unnoticed += 1;
                }
                state => panic!("{state:?}: {}", told()),
            }
        }
        let few = smallest(&made, tests.len());
        let is_kept = |state: &MutantState| match state {
            MutantState::Noticed(by) => by.iter().any(|place| few.contains(place)),
            _ => true,
        };
        assert!(made.iter().all(|mutant| is_kept(&mutant.state)), "seed {seed}");
    }
    let enough = noticed > 1_000 && without_effect > 300 && unnoticed > 300;
    assert!(enough, "{noticed} {without_effect} {unnoticed}");
}

#[test]
fn no_mistake_in_the_rules_of_guangzhou_goes_unnoticed() {
    let run = run("test --mutants --on 2026-11-23");
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("noticed ") && run.stdout.contains("100.0%"));
}
