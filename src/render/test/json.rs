//! JSON: output structs of its own, with every key always there.

use std::io::{self, Write};

use advisor::analyze::ProvenLaw;
use advisor::trial::{DecidingRule, GoalKind, Miss, MutantState};
use indexmap::IndexMap;
use serde::Serialize;

use crate::files::Position;
use crate::render::json::print;
use crate::results::{Covered, LawState, Mutated, Results, State, Tested, TestedFile, Totals};

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    summary: Summary,
    files: Vec<FileOut<'a>>,
    coverage: Option<Vec<CoverageOut<'a>>>,
    mutants: Option<Vec<MutatedOut<'a>>>,
}

/// The mistakes that were made in a rules file; `smallest` are tests that notice as many.
#[derive(Serialize)]
struct MutatedOut<'a> {
    rules: &'a str,
    noticed: usize,
    unnoticed: usize,
    no_effect: usize,
    undecided: usize,
    smallest: Option<Vec<&'a str>>,
    items: Vec<MutantOut<'a>>,
}

/// `by` are tests that notice it, `law` is one that does where no test does; `before`, `after`, `command` and `test` are there where none does.
#[derive(Serialize)]
struct MutantOut<'a> {
    subject: &'a str,
    what: &'a str,
    file: &'a str,
    line: usize,
    state: &'static str,
    by: Vec<&'a str>,
    law: Option<&'a str>,
    before: &'a [String],
    after: &'a [String],
    command: Option<String>,
    test: Option<&'a str>,
}

/// What the tests that pass have tried of a rules file.
#[derive(Serialize)]
struct CoverageOut<'a> {
    rules: &'a str,
    goals: usize,
    covered: usize,
    out_of_reach: usize,
    kinds: IndexMap<&'static str, CountsOut>,
    items: Vec<GoalOut<'a>>,
    missing: Vec<MissingOut<'a>>,
}

/// `test` is the entry of a file of tests; `items` are the places of what it tries first.
#[derive(Serialize)]
struct MissingOut<'a> {
    test: &'a str,
    items: &'a [usize],
}

#[derive(Serialize)]
struct CountsOut {
    goals: usize,
    covered: usize,
}

/// `by` is the first test that reaches it; no shipment does what is out of reach.
#[derive(Serialize)]
struct GoalOut<'a> {
    kind: &'static str,
    subject: &'a str,
    what: &'a str,
    file: &'a str,
    line: usize,
    hits: usize,
    by: Option<&'a str>,
    out_of_reach: bool,
}

#[derive(Serialize)]
struct Summary {
    exit: u8,
    files: usize,
    unreadable: usize,
    files_not_valid: usize,
    tests: usize,
    passed: usize,
    failed: usize,
    not_valid: usize,
    not_run: usize,
    laws: usize,
    laws_broken: usize,
    laws_undecided: usize,
}

#[derive(Serialize)]
struct FileOut<'a> {
    file: &'a str,
    rules: Option<&'a str>,
    readable: bool,
    problems: Vec<Problem<'a>>,
    tests: Vec<TestOut<'a>>,
    laws: Vec<LawOut<'a>>,
}

/// A law of the rules; `message` says what was found of it.
#[derive(Serialize)]
struct LawOut<'a> {
    law: &'a str,
    state: &'static str,
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<Place<'a>>,
}

/// Lines and columns count from 1, columns in characters; offsets are in bytes of the file.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: u32,
    end_offset: u32,
    label: Option<&'a str>,
}

#[derive(Serialize)]
struct TestOut<'a> {
    name: &'a str,
    line: usize,
    state: &'static str,
    misses: Vec<MissOut<'a>>,
    rules: Vec<RuleOut<'a>>,
    command: Option<&'a str>,
}

/// `expected` and `came` are as a file of tests writes them.
#[derive(Serialize)]
struct MissOut<'a> {
    key: &'static str,
    expected: &'a str,
    came: &'a str,
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct RuleOut<'a> {
    rule: &'a str,
    kind: &'static str,
    file: &'a str,
    line: usize,
}

/// One JSON object.
pub(crate) fn report(results: &Results, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
    let Results { files, covered, mutated } = results;
    let summary = Summary {
        exit: totals.exit().code(),
        files: totals.files,
        unreadable: totals.unreadable,
        files_not_valid: totals.files_not_valid,
        tests: totals.tests,
        passed: totals.passed,
        failed: totals.failed,
        not_valid: totals.not_valid,
        not_run: totals.not_run,
        laws: totals.laws,
        laws_broken: totals.laws_broken,
        laws_undecided: totals.laws_undecided,
    };
    let files = files.iter().map(file_out).collect();
    let coverage = (!covered.is_empty()).then(|| covered.iter().map(coverage_out).collect());
    let mutants = (!mutated.is_empty()).then(|| mutated.iter().map(mutated_out).collect());
    print(&Report { schema: "advisor.test/1", summary, files, coverage, mutants }, out)
}

fn mutated_out(mutated: &Mutated) -> MutatedOut<'_> {
    let [noticed, unnoticed, no_effect, undecided] = mutated.counts();
    let test = |place: &usize| mutated.tests.get(*place).map(String::as_str);
    let items = mutated.mutants.iter().map(|mutant| {
        let (state, by, law, shown): (_, &[usize], _, _) = match &mutant.state {
            MutantState::Noticed(by) => ("noticed", by, None, None),
            MutantState::Broken(law) => ("noticed", &[], Some(law.as_str()), None),
            MutantState::NoEffect => ("no-effect", &[], None, None),
            MutantState::Unnoticed(shown) => ("unnoticed", &[], None, Some(shown)),
            _ => ("undecided", &[], None, None),
        };
        let Position { name: file, line, .. } = mutated.position(mutant);
        MutantOut {
            subject: &mutant.subject,
            what: &mutant.what,
            file,
            line,
            state,
            by: by.iter().filter_map(test).collect(),
            law,
            before: shown.map_or(&[], |shown| &shown.before),
            after: shown.map_or(&[], |shown| &shown.after),
            command: shown.map(|shown| mutated.command(shown)),
            test: shown.map(|shown| shown.test.as_str()),
        }
    });
    MutatedOut {
        rules: mutated.rules.files.name(),
        noticed,
        unnoticed,
        no_effect,
        undecided,
        smallest: mutated.smallest.as_ref().map(|few| few.iter().filter_map(test).collect()),
        items: items.collect(),
    }
}

fn coverage_out(covered: &Covered) -> CoverageOut<'_> {
    let (reached, all) = covered.counts(None);
    let kinds = GoalKind::ALL.into_iter().map(|kind| {
        let (covered, goals) = covered.counts(Some(kind));
        (kind.id(), CountsOut { goals, covered })
    });
    let items = covered.goals.iter().map(|goal| {
        let Position { name: file, line, .. } = covered.position(goal);
        GoalOut {
            kind: goal.kind.id(),
            subject: &goal.subject,
            what: &goal.what,
            file,
            line,
            hits: goal.hits,
            by: goal.by.and_then(|place| covered.tests.get(place)).map(String::as_str),
            out_of_reach: goal.is_out_of_reach,
        }
    });
    let missing = covered.missing.iter();
    let missing = missing.map(|one| MissingOut { test: &one.text, items: &one.goals });
    CoverageOut {
        rules: covered.rules.files.name(),
        goals: all,
        covered: reached,
        out_of_reach: covered.out_of_reach().count(),
        kinds: kinds.collect(),
        items: items.collect(),
        missing: missing.collect(),
    }
}

fn file_out(file: &TestedFile) -> FileOut<'_> {
    let problems = file.problems.iter().map(|problem| Problem {
        code: problem.code.id(),
        message: &problem.message,
        help: problem.help.as_deref(),
        place: problem.span.map(|at| place(file.files.position(at), problem.label.as_deref())),
    });
    FileOut {
        file: file.files.name(),
        rules: file.rules.as_ref().map(|rules| rules.files.name()),
        readable: file.readable,
        problems: problems.collect(),
        laws: file.laws.iter().map(law_out).collect(),
        tests: file.tests.iter().map(|test| test_out(file, test)).collect(),
    }
}

fn law_out(law: &ProvenLaw) -> LawOut<'_> {
    let message = law.findings.first().map(|one| one.message.as_str());
    LawOut { law: &law.id, state: LawState::of(law).id(), message }
}

fn test_out<'a>(file: &'a TestedFile, test: &'a Tested) -> TestOut<'a> {
    let (state, failed) = match &test.state {
        State::Passed => ("passed", None),
        State::Failed(failed) => ("failed", Some(failed)),
        State::NotValid => ("not-valid", None),
        State::NotRun => ("not-run", None),
    };
    let misses = failed.iter().flat_map(|failed| &failed.failure.misses);
    let deciders = failed.iter().flat_map(|failed| &failed.deciders);
    TestOut {
        name: &test.name,
        line: file.line(test.span),
        state,
        misses: misses.map(|miss| miss_out(file, miss)).collect(),
        rules: deciders.map(|rule| rule_out(file, rule)).collect(),
        command: failed.map(|failed| failed.command.as_str()),
    }
}

fn miss_out<'a>(file: &'a TestedFile, miss: &'a Miss) -> MissOut<'a> {
    let mark = |(span, words)| place(file.files.position(span), Some(words));
    let places = miss.marks.iter().map(|(span, words)| mark((*span, words)));
    MissOut {
        key: miss.key,
        expected: file.source().slice(miss.span),
        came: &miss.came,
        places: places.collect(),
    }
}

fn rule_out<'a>(tested: &'a TestedFile, rule: &'a DecidingRule) -> RuleOut<'a> {
    let Position { name: file, line, .. } = tested.files.position(rule.span);
    RuleOut { rule: &rule.id, kind: rule.kind, file, line }
}

fn place<'a>(position: Position<'a>, label: Option<&'a str>) -> Place<'a> {
    let Position { name: file, line, column, end_line, end_column, .. } = position;
    let Position { offset, end_offset, .. } = position;
    Place { file, line, column, end_line, end_column, offset, end_offset, label }
}
