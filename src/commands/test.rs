//! `advisor test`: runs the tests of rules files and reports them, in the format of the caller.

mod accept;
pub(crate) mod load;

use std::sync::Arc;

use advisor::analyze::Budget;
use advisor::trial::{self, Outcome};

use crate::cli::{TestArgs, TestFormat};
use crate::commands::sink;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::test::load::Ready;
use crate::commands::{cores, date};
use crate::exit::Exit;
use crate::render;
use crate::results::{Covered, Failed, State, TestedFile, Totals};
use crate::wrong_call::WrongCall;

pub(crate) fn run(args: &TestArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let (mut files, covered) = tested(args)?;
    if args.accept && accept::accept(&files, args, terminal)? {
        (files, _) = tested(args)?;
    }
    if let Some(path) = &args.lcov {
        let mut lcov = Vec::new();
        render::test::lcov::lines(&covered, &mut lcov)?;
        sink::write_file(path, &lcov)?;
    }
    if let Some(path) = &args.html {
        let mut page = Vec::new();
        render::test::html::page(&covered, &mut page)?;
        sink::write_file(path, &page)?;
    }
    let totals = Totals::of(&files);
    report(args, &files, &totals, &covered, terminal)?;
    let least = args.min_coverage.unwrap_or(0);
    let too_low = covered.iter().filter(|one| !one.is_enough(least));
    let too_low: Vec<String> =
        too_low.map(|one| render::test::coverage::too_low(one, least)).collect();
    too_low.iter().for_each(|message| terminal.message(message));
    Ok(match totals.exit() {
        Exit::Clean if !too_low.is_empty() => Exit::No,
        exit => exit,
    })
}

/// Prints what came.
fn report(
    args: &TestArgs,
    files: &[TestedFile],
    totals: &Totals,
    covered: &[Covered],
    terminal: &mut Terminal,
) -> Result<(), Stop> {
    let mut answer = Vec::new();
    let out = &mut answer;
    match args.format {
        TestFormat::Human => {
            for message in files.iter().flat_map(render::test::human::messages) {
                terminal.message(&message);
            }
            for one in covered.iter().filter(|_| args.coverage) {
                render::test::coverage::table(one, out)?;
            }
            for one in covered.iter().filter(|_| args.missing) {
                render::test::coverage::missing(one, out)?;
            }
            let mut verdict = Vec::new();
            render::test::human::verdict(totals, &mut verdict)?;
            if args.missing {
                // What is printed is to be a file of tests.
                terminal.message(String::from_utf8_lossy(&verdict).trim_end());
            } else {
                out.extend(verdict);
            }
        }
        TestFormat::Json => render::test::json::report(files, totals, covered, out)?,
        TestFormat::Junit => render::test::junit::suites(files, out)?,
        TestFormat::Github => render::test::github::annotations(files, out)?,
    }
    terminal.answer(&answer)?;
    Ok(())
}

/// Every file with its tests, once they were run, and what they covered if that is asked for.
fn tested(args: &TestArgs) -> Result<(Vec<TestedFile>, Vec<Covered>), Stop> {
    let today = args.on.as_deref().map(date).transpose()?;
    let load::Loaded { mut files, ready } = load::files(args, today)?;
    if files.iter().all(|file| file.tests.is_empty() && file.problems.is_empty()) {
        return Err(no_test(args).into());
    }
    let outcomes = outcomes(args, &ready);
    let mut passed: Vec<&Ready> = Vec::new();
    for (ready, outcome) in ready.iter().zip(outcomes) {
        let Outcome { failure, deciders, .. } = outcome;
        let tested = files.get_mut(ready.file).and_then(|file| file.tests.get_mut(ready.place));
        let Some(tested) = tested else { continue };
        tested.state = match failure {
            None => {
                passed.push(ready);
                State::Passed
            }
            Some(failure) => {
                let command = ready.test.call(ready.rules.rule_set.file(), ready.today);
                State::Failed(Box::new(Failed { failure, deciders, command }))
            }
        };
    }
    let written = args.lcov.is_some() || args.html.is_some();
    let wanted = args.coverage || args.missing || args.min_coverage.is_some() || written;
    let covered = if wanted { coverage(args, &ready, &passed) } else { Vec::new() };
    Ok((files, covered))
}

/// What the tests that passed have covered of each rules file, and which tests are missing.
fn coverage(args: &TestArgs, ready: &[Ready], passed: &[&Ready]) -> Vec<Covered> {
    let mut covered: Vec<Covered> = Vec::new();
    let (budget, jobs) = (Budget::USUAL, args.jobs.map_or_else(cores, usize::from));
    for one in ready {
        if covered.iter().any(|known| Arc::ptr_eq(&known.rules, &one.rules)) {
            continue;
        }
        let of_it = || passed.iter().filter(|other| Arc::ptr_eq(&other.rules, &one.rules));
        let tests: Vec<_> = of_it().map(|one| &one.test).collect();
        let rule_set = &one.rules.rule_set;
        let goals = trial::coverage(rule_set, &tests, one.today, budget, jobs);
        let missing = if args.missing {
            let names = ready.iter().map(|one| one.test.name.as_str()).collect();
            trial::missing(rule_set, &goals, &names, one.today, budget, jobs)
        } else {
            Vec::new()
        };
        covered.push(Covered {
            rules: Arc::clone(&one.rules),
            goals,
            tests: tests.iter().map(|test| test.name.clone()).collect(),
            missing,
        });
    }
    covered
}

/// What becomes of the tests, in their order; fewer where the first that fails ends it.
fn outcomes(args: &TestArgs, ready: &[Ready]) -> Vec<Outcome> {
    let run = |one: &Ready| trial::run(&one.rules.rule_set, &one.test, one.today);
    if args.fail_fast {
        let mut outcomes = Vec::new();
        for one in ready {
            outcomes.push(run(one));
            if outcomes.last().is_some_and(|outcome| outcome.failure.is_some()) {
                break;
            }
        }
        return outcomes;
    }
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let share = ready.len().div_ceil(jobs).max(1);
    if share >= ready.len() {
        return ready.iter().map(run).collect();
    }
    std::thread::scope(|scope| {
        let threads: Vec<_> = ready
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(run).collect::<Vec<_>>()))
            .collect();
        let outcomes = threads.into_iter().map(|thread| match thread.join() {
            Ok(outcomes) => outcomes,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        outcomes.flatten().collect()
    })
}

/// A run without a test proves nothing: it is not to look like one that passed.
fn no_test(args: &TestArgs) -> WrongCall {
    match &args.filter {
        Some(text) => WrongCall::new(
            format!("no test has `{text}` in its name"),
            "leave `--filter` out, or give another text".to_owned(),
        ),
        None => WrongCall::new(
            "no test was found".to_owned(),
            "write `[[test]]` into the rules file, or into a file that begins with \
                 `tests-of = \"RULES.toml\"`"
                .to_owned(),
        ),
    }
}
