//! `advisor test`: runs the tests of rules files and reports them, in the format of the caller.

mod accept;
pub(crate) mod load;
mod reach;

use std::io;

use advisor::parallel;
use advisor::trial::{self, Outcome};

use crate::cli::{TestArgs, TestFormat};
use crate::commands::sink;
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::test::load::Ready;
use crate::commands::{date, threads};
use crate::exit::Exit;
use crate::render;
use crate::results::{Failed, Mutated, Results, State, TestedFile, Totals};
use crate::wrong_call::WrongCall;

pub(crate) fn run(args: &TestArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let mut results = tested(args, terminal)?;
    if args.accept && accept::accept(&results.files, args, terminal)? {
        results = tested(args, terminal)?;
    }
    if let Some(path) = &args.lcov {
        let mut lcov = Vec::new();
        render::test::lcov::lines(&results.covered, &mut lcov)?;
        sink::write_file(path, &lcov)?;
    }
    if let Some(path) = &args.html {
        let mut page = Vec::new();
        render::test::html::page(&results.covered, &mut page)?;
        sink::write_file(path, &page)?;
    }
    let totals = Totals::of(&results.files);
    report(args, &results, &totals, terminal)?;
    let least = args.min_coverage.unwrap_or(0);
    let too_low = results.covered.iter().filter(|one| !one.is_enough(least));
    let too_low: Vec<String> =
        too_low.map(|one| render::test::coverage::too_low(one, least)).collect();
    too_low.iter().for_each(|message| terminal.message(message));
    let is_blind = results.mutated.iter().any(Mutated::has_unnoticed);
    let is_short = results.mutated.iter().any(Mutated::has_undecided);
    Ok(match totals.exit() {
        Exit::Clean if is_blind || !too_low.is_empty() => Exit::No,
        Exit::Clean if is_short => Exit::Undecided,
        exit => exit,
    })
}

/// Prints what came.
fn report(
    args: &TestArgs,
    results: &Results,
    totals: &Totals,
    terminal: &mut Terminal,
) -> Result<(), Stop> {
    let mut answer = Vec::new();
    let out = &mut answer;
    match args.format {
        TestFormat::Human => {
            for message in results.files.iter().flat_map(render::test::human::messages) {
                terminal.message(&message);
            }
            human(args, results, out)?;
            let mut verdict = Vec::new();
            render::test::human::verdict(totals, &mut verdict)?;
            if args.missing {
                // What is printed is to be a file of tests.
                terminal.message(String::from_utf8_lossy(&verdict).trim_end());
            } else {
                out.extend(verdict);
            }
        }
        TestFormat::Json => render::test::json::report(results, totals, out)?,
        TestFormat::Junit => render::test::junit::suites(&results.files, out)?,
        TestFormat::Github => render::test::github::annotations(&results.files, totals, out)?,
    }
    terminal.answer(&answer)?;
    Ok(())
}

/// How far the tests reach, as far as that is asked for.
fn human(args: &TestArgs, results: &Results, out: &mut Vec<u8>) -> io::Result<()> {
    for one in results.covered.iter().filter(|_| args.coverage) {
        render::test::coverage::table(one, out)?;
    }
    for one in results.covered.iter().filter(|_| args.missing) {
        render::test::coverage::missing(one, out)?;
    }
    results.mutated.iter().try_for_each(|one| match args.missing {
        true => render::test::mutants::missing(one, out),
        false => render::test::mutants::table(one, out),
    })
}

/// Every file with its tests, once they were run, and how far they reach if that is asked for.
fn tested(args: &TestArgs, terminal: &mut Terminal) -> Result<Results, Stop> {
    let today = args.on.as_deref().map(date).transpose()?;
    let load::Loaded { mut files, ready } = load::files(args, today)?;
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
    reach::prove_laws(args, &mut files, today);
    let is_empty = |file: &TestedFile| {
        file.tests.is_empty() && file.problems.is_empty() && file.laws.is_empty()
    };
    if files.iter().all(is_empty) {
        return Err(no_test(args).into());
    }
    let written = args.lcov.is_some() || args.html.is_some();
    let wanted = args.coverage || args.missing || args.min_coverage.is_some() || written;
    let covered = if wanted { reach::coverage(args, &ready, &passed) } else { Vec::new() };
    let mutated = match args.mutants {
        true => reach::mutated(args, &ready, &passed, terminal)?,
        false => Vec::new(),
    };
    Ok(Results { files, covered, mutated })
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
    let jobs = threads(args.jobs);
    parallel::in_order(jobs, ready, || (), |(), one| run(one), |_| ())
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
