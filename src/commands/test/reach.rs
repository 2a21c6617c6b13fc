//! How far tests reach: what they try of the rules, and which mistakes in them they notice.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use advisor::analyze::{self, Budget};
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::source::Span;
use advisor::{builtin, diff, trial};
use anyhow::Context;

use crate::cli::TestArgs;
use crate::commands::git::Revision;
use crate::commands::load;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::test::load::Ready;
use crate::commands::threads;
use crate::results::{Covered, Mutated, TestedFile, TestedRules};
use crate::wrong_call::WrongCall;

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
pub(super) fn mutated(
    args: &TestArgs,
    ready: &[Ready],
    passed: &[&Ready],
    terminal: &mut Terminal,
) -> Result<Vec<Mutated>, Stop> {
    let jobs = threads(args.jobs);
    of_each(ready)
        .map(|one| {
            let touched = touched(args, one.rules.proven(), terminal)?;
            let tests: Vec<_> = of(one, passed).map(|one| &one.test).collect();
            let rule_set = one.rules.proven();
            let mutants = trial::mutants(
                rule_set,
                &tests,
                one.today,
                Budget::USUAL,
                jobs,
                args.smallest,
                touched.as_ref(),
            );
            let smallest = args.smallest.then(|| trial::smallest(&mutants, tests.len()));
            let tests = tests.iter().map(|test| test.name.clone()).collect();
            Ok(Mutated { rules: Arc::clone(&one.rules), mutants, tests, smallest })
        })
        .collect()
}

/// Where the rules have changed since the revision that the call names; everywhere, where it names
/// none or that has no such file.
fn touched(
    args: &TestArgs,
    rule_set: &RuleSet,
    terminal: &mut Terminal,
) -> Result<Option<HashSet<Span>>, Stop> {
    let Some(rev) = &args.since else { return Ok(None) };
    let file = Path::new(rule_set.file());
    if file == Path::new(builtin::NAME) {
        return Err(WrongCall::new(
            "the built-in rules have no revisions",
            "name a rules file, or leave out `--since`",
        )
        .into());
    }
    let failed = || format!("could not read `{}` at `{rev}`", file.display());
    let before = Revision::of_file(rev, file).with_context(failed)?;
    let is_there = match Revision::named(&before) {
        Some(revision) => revision.is_there().with_context(failed)?,
        None => true,
    };
    if !is_there {
        return Ok(None);
    }
    let old = load::named(&before, args.limit.rules_limit, terminal)?;
    Ok(Some(diff::touched(&old, rule_set)))
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
