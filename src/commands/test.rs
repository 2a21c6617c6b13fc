//! `advisor test`: runs the tests of rules files and reports them, in the format of the caller.

mod accept;
pub(crate) mod load;

use std::sync::Arc;

use crate::wrong_call::WrongCall;
use advisor::model::value::Day;
use advisor::trial::{self, Outcome, Test};

use crate::cli::{TestArgs, TestFormat};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::{cores, date};
use crate::exit::Exit;
use crate::render;
use crate::results::{Failed, State, TestedFile, TestedRules, Totals};

pub(crate) fn run(args: &TestArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let mut files = tested(args)?;
    if args.accept && accept::accept(&files, args, terminal)? {
        files = tested(args)?;
    }
    let totals = Totals::of(&files);
    let mut answer = Vec::new();
    let out = &mut answer;
    match args.format {
        TestFormat::Human => {
            for message in files.iter().flat_map(render::test::human::messages) {
                terminal.message(&message);
            }
            render::test::human::verdict(&totals, out)?;
        }
        TestFormat::Json => render::test::json::report(&files, &totals, out)?,
        TestFormat::Junit => render::test::junit::suites(&files, out)?,
        TestFormat::Github => render::test::github::annotations(&files, out)?,
    }
    terminal.answer(&answer)?;
    Ok(totals.exit())
}

/// A test that can be run, and where it belongs.
struct Ready {
    file: usize,
    /// Its place among the tests of the file.
    place: usize,
    test: Test,
    rules: Arc<TestedRules>,
    today: Day,
}

/// Every file with its tests, once they were run.
fn tested(args: &TestArgs) -> Result<Vec<TestedFile>, Stop> {
    let today = args.on.as_deref().map(date).transpose()?;
    let load::Loaded { mut files, ready } = load::files(args, today)?;
    if files.iter().all(|file| file.tests.is_empty() && file.problems.is_empty()) {
        return Err(no_test(args).into());
    }
    let outcomes = outcomes(args, &ready);
    for (ready, outcome) in ready.iter().zip(outcomes) {
        let Outcome { failure, deciders, .. } = outcome;
        let tested = files.get_mut(ready.file).and_then(|file| file.tests.get_mut(ready.place));
        let Some(tested) = tested else { continue };
        tested.state = match failure {
            None => State::Passed,
            Some(failure) => {
                let command = ready.test.call(ready.rules.source.name(), ready.today);
                State::Failed(Box::new(Failed { failure, deciders, command }))
            }
        };
    }
    Ok(files)
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
