//! The tests that are missing: together they reach all that some shipment reaches.

use std::collections::HashSet;

use advisor::analyze::Budget;
use advisor::trial::{self, Goal, GoalKind, Sheet, Test, coverage, missing};
use advisor::witness::witness_test;
use advisor::{RuleSet, SourceFile, read};

use crate::proofs::shipments;
use crate::proofs_of_charges::today;
use crate::world::World;

fn covered(rule_set: &RuleSet, tests: &[Test]) -> Vec<Goal> {
    coverage(rule_set, &tests.iter().collect::<Vec<_>>(), today(), Budget::USUAL, 1)
}

fn sheet(rule_set: &RuleSet, text: &str) -> Sheet {
    trial::read(&SourceFile::new("tests.toml", text), rule_set, today())
}

#[test]
fn the_missing_tests_pass_and_leave_nothing_open() {
    let (mut reached, mut out_of_reach, mut fewer) = (0, 0, 0);
    for seed in 0..150 {
        let world = World::generate(seed);
        let rule_set = read(&SourceFile::new("world.toml", world.to_toml())).unwrap();
        let goals = covered(&rule_set, &[]);
        let written = missing(&rule_set, &goals, &HashSet::new(), today(), Budget::USUAL, 1);
        let text: String = written.iter().map(|test| test.text.as_str()).collect();
        let sheet = sheet(&rule_set, &text);
        assert!(sheet.problems.is_empty(), "seed {seed}: {:?}\n{text}", sheet.problems);
        for test in &sheet.tests {
            let outcome = trial::run(&rule_set, test, today());
            assert_eq!(outcome.failure, None, "seed {seed}: {}\n{text}", test.name);
        }
        let after = covered(&rule_set, &sheet.tests);
        let open: Vec<&Goal> = after.iter().filter(|goal| goal.is_open()).collect();
        // What only a wrong call may reach is not proven to be out of reach.
        let dates = |goal: &&Goal| goal.kind == GoalKind::Date;
        assert!(open.iter().all(dates), "seed {seed}: {open:?}\n{}\n{text}", world.to_toml());
        reached += after.iter().filter(|goal| goal.hits > 0).count();
        out_of_reach += after.iter().filter(|goal| goal.is_out_of_reach).count();
        fewer += usize::from(written.len() < goals.iter().filter(|goal| goal.is_open()).count());
    }
    assert!(
        reached > 5_000 && out_of_reach > 300 && fewer > 140,
        "{reached} {out_of_reach} {fewer}"
    );
}

#[test]
fn what_is_out_of_reach_is_reached_by_no_shipment() {
    let (mut beyond, mut reached) = (0, 0);
    for seed in 0..400 {
        let world = World::plain(seed, &[2, 2, 3]);
        let rule_set = read(&SourceFile::new("world.toml", world.to_toml())).unwrap();
        let Some(all) = shipments(&rule_set, true) else { continue };
        let tests = all.iter().enumerate();
        let tests = tests.map(|(at, one)| witness_test(&rule_set, &one.facts, &at.to_string()));
        let text: String = tests.collect();
        let sheet = sheet(&rule_set, &text);
        assert!(sheet.problems.is_empty(), "seed {seed}: {:?}\n{text}", sheet.problems[0]);
        let alone = covered(&rule_set, &[]);
        let with_all = covered(&rule_set, &sheet.tests);
        for (before, after) in alone.iter().zip(&with_all) {
            // Whether a rule or an amount is expected is up to the test.
            let by_test = matches!(before.kind, GoalKind::Expected | GoalKind::Amount);
            let wrong_call = before.kind == GoalKind::Date && !before.is_out_of_reach;
            if !by_test && !wrong_call {
                assert_eq!(
                    before.is_out_of_reach,
                    after.hits == 0,
                    "seed {seed}: {after:?}\n{}\n{text}",
                    world.to_toml()
                );
            }
            beyond += usize::from(before.is_out_of_reach);
            reached += usize::from(after.hits > 0);
        }
    }
    assert!(beyond > 300 && reached > 3_000, "{beyond} {reached}");
}
