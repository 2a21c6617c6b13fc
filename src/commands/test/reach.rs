//! How far tests reach: what they try of the rules, and which mistakes in them they notice.

use std::sync::Arc;

use advisor::analyze::{self, Budget};
use advisor::model::value::Day;
use advisor::trial;

use crate::cli::TestArgs;
use crate::commands::test::load::Ready;
use crate::commands::threads;
use crate::results::{Covered, Mutated, TestedFile, TestedRules};

/// What the tests that passed try of each rules file, and which tests are missing.
pub(super) fn coverage(args: &TestArgs, ready: &[Ready], passed: &[&Ready]) -> Vec<Covered> {
    let (budget, jobs) = (Budget::USUAL, threads(args.jobs));
    let covered = of_each(ready).map(|one| {
        let tests: Vec<_> = of(one, passed).map(|one| &one.test).collect();
        let rule_set = one.rules.proven();
        let goals = trial::coverage(rule_set, &tests, one.today, budget, jobs);
        let missing = if args.missing {
            let names = ready.iter().map(|one| one.test.name.as_str()).collect();
            trial::missing(rule_set, &goals, &names, one.today, budget, jobs)
        } else {
            Vec::new()
        };
        let tests = tests.iter().map(|test| test.name.clone()).collect();
        Covered { rules: Arc::clone(&one.rules), goals, tests, missing }
    });
    covered.collect()
}

/// Which mistakes in each rules file the tests that passed notice.
pub(super) fn mutated(args: &TestArgs, ready: &[Ready], passed: &[&Ready]) -> Vec<Mutated> {
    let jobs = threads(args.jobs);
    of_each(ready)
        .map(|one| {
            let tests: Vec<_> = of(one, passed).map(|one| &one.test).collect();
            let rule_set = one.rules.proven();
            let mutants =
                trial::mutants(rule_set, &tests, one.today, Budget::USUAL, jobs, args.smallest);
            let smallest = args.smallest.then(|| trial::smallest(&mutants, tests.len()));
            let tests = tests.iter().map(|test| test.name.clone()).collect();
            Mutated { rules: Arc::clone(&one.rules), mutants, tests, smallest }
        })
        .collect()
}

/// One test of each rules file.
fn of_each(ready: &[Ready]) -> impl Iterator<Item = &Ready> {
    let is_first = |(at, one): &(usize, &Ready)| {
        !ready.iter().take(*at).any(|known| Arc::ptr_eq(&known.rules, &one.rules))
    };
    ready.iter().enumerate().filter(is_first).map(|(_, one)| one)
}

/// The tests that passed of the rules of one.
fn of<'p>(one: &'p Ready, passed: &'p [&'p Ready]) -> impl Iterator<Item = &'p Ready> {
    passed.iter().copied().filter(|other| Arc::ptr_eq(&other.rules, &one.rules))
}

/// Proves the laws of each rules file once, unless only some tests are to be run.
pub(super) fn prove_laws(args: &TestArgs, files: &mut [TestedFile], today: Option<Day>) {
    if args.filter.is_some() {
        return;
    }
    let mut proven: Vec<Arc<TestedRules>> = Vec::new();
    let jobs = threads(args.jobs);
    for at in 0..files.len() {
        let Some(rules) = files.get(at).and_then(|file| file.rules.clone()) else { continue };
        if proven.iter().any(|known| Arc::ptr_eq(known, &rules)) {
            continue;
        }
        let today = today.unwrap_or_else(|| rules.rule_set.today());
        for law in analyze::laws(rules.proven(), Budget::USUAL, jobs, today) {
            // Those that a file of tests states are its own; others stand with the first file.
            let name = rules.files.position(law.span).name;
            let own = files.iter().position(|file| file.files.name() == name);
            let Some(file) = files.get_mut(own.unwrap_or(at)) else { continue };
            file.laws.push(law);
        }
        proven.push(rules);
    }
}
