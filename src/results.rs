//! What `test` found in each file, counted, before any format sees it; knows no format.

use std::sync::Arc;

use advisor::analyze::ProvenLaw;
use advisor::codes::Code;
use advisor::finding::Finding;
use advisor::model::RuleSet;
use advisor::source::{SourceFile, Span};
use advisor::trial::{
    DecidingRule, Failure, Goal, GoalKind, MissingTest, Mutant, MutantState, Shown,
};
use advisor::witness::witness_command;

use crate::exit::Exit;
use crate::files::{Files, Position};

/// A file of tests, or a rules file with what keeps its tests from being run.
#[derive(Debug)]
pub(crate) struct TestedFile {
    /// The file, with the rules that it tests.
    pub(crate) files: Files,
    /// The rules that it tests; none where they could not be had.
    pub(crate) rules: Option<Arc<TestedRules>>,
    /// Whether it could be read at all.
    pub(crate) readable: bool,
    /// What is wrong with the file, in its order.
    pub(crate) problems: Vec<Finding>,
    /// Its tests, in its order.
    pub(crate) tests: Vec<Tested>,
    /// The laws of its rules, where no file before it has the same.
    pub(crate) laws: Vec<ProvenLaw>,
}

/// The rules that tests are about.
#[derive(Debug)]
pub(crate) struct TestedRules {
    /// As the rules file has them: what tests are run with.
    pub(crate) rule_set: RuleSet,
    /// The same with what files of tests state of them, where one does: what proofs are about.
    pub(crate) stated: Option<RuleSet>,
    /// What is wrong with these statements, by the places that they have in the files.
    pub(crate) misstated: Vec<Finding>,
    pub(crate) files: Files,
}

impl TestedRules {
    /// What proofs are about.
    pub(crate) fn proven(&self) -> &RuleSet {
        self.stated.as_ref().unwrap_or(&self.rule_set)
    }
}

/// A test, and what became of it.
#[derive(Debug)]
pub(crate) struct Tested {
    pub(crate) name: String,
    /// Where its name stands.
    pub(crate) span: Span,
    pub(crate) state: State,
}

#[derive(Debug)]
pub(crate) enum State {
    Passed,
    Failed(Box<Failed>),
    /// It says something that cannot be; the problems of the file tell what.
    NotValid,
    /// Another failed before.
    NotRun,
}

/// Why a test failed.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) failure: Failure,
    /// The rules that decided.
    pub(crate) deciders: Vec<DecidingRule>,
    /// The call that shows the answer.
    pub(crate) command: String,
}

/// The goals of a rules file, and the tests that reached them.
#[derive(Debug)]
pub(crate) struct Covered {
    pub(crate) rules: Arc<TestedRules>,
    pub(crate) goals: Vec<Goal>,
    /// The names of the tests, as goals number them.
    pub(crate) tests: Vec<String>,
    /// The tests that are missing; empty where nobody asked for them.
    pub(crate) missing: Vec<MissingTest>,
}

impl Covered {
    /// How many goals of a kind, or of all kinds, were reached, and how many some shipment reaches.
    pub(crate) fn counts(&self, kind: Option<GoalKind>) -> (usize, usize) {
        let of_kind = |goal: &&Goal| kind.is_none_or(|kind| goal.kind == kind);
        let goals = || self.goals.iter().filter(of_kind).filter(|goal| !goal.is_out_of_reach);
        (goals().filter(|goal| goal.hits > 0).count(), goals().count())
    }

    /// The goals that are proven to be out of reach.
    pub(crate) fn out_of_reach(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(|goal| goal.is_out_of_reach)
    }

    /// Whether at least so many of a hundred goals were reached.
    pub(crate) fn is_enough(&self, percent: u8) -> bool {
        let (covered, all) = self.counts(None);
        covered * 100 >= all * usize::from(percent)
    }

    /// Where the rules have what a goal is about.
    pub(crate) fn position(&self, goal: &Goal) -> Position<'_> {
        self.rules.files.position(goal.span)
    }
}

/// The mistakes that were made in a rules file, and the tests that notice them.
#[derive(Debug)]
pub(crate) struct Mutated {
    pub(crate) rules: Arc<TestedRules>,
    pub(crate) mutants: Vec<Mutant>,
    /// The names of the tests, as mutants number them.
    pub(crate) tests: Vec<String>,
    /// The tests that together notice as many; none where nobody asked.
    pub(crate) smallest: Option<Vec<usize>>,
}

impl Mutated {
    /// How many a test or a law notices, and how many nothing does, have no effect, are undecided.
    pub(crate) fn counts(&self) -> [usize; 4] {
        let count = |is: fn(&MutantState) -> bool| {
            self.mutants.iter().filter(|mutant| is(&mutant.state)).count()
        };
        [
            count(|state| matches!(state, MutantState::Noticed(_) | MutantState::Broken(_))),
            count(|state| matches!(state, MutantState::Unnoticed(_))),
            count(|state| matches!(state, MutantState::NoEffect)),
            count(|state| matches!(state, MutantState::Undecided)),
        ]
    }

    /// How many no test notices, but a law does.
    pub(crate) fn by_law(&self) -> usize {
        let is_broken = |mutant: &&Mutant| matches!(mutant.state, MutantState::Broken(_));
        self.mutants.iter().filter(is_broken).count()
    }

    /// Whether a mistake that changes an answer is not noticed.
    pub(crate) fn has_unnoticed(&self) -> bool {
        self.counts()[1] > 0
    }

    /// Whether it is not known of some mistake that no test notices if it changes an answer.
    pub(crate) fn has_undecided(&self) -> bool {
        self.counts()[3] > 0
    }

    /// Where the rules have what a mistake is about.
    pub(crate) fn position(&self, mutant: &Mutant) -> Position<'_> {
        self.rules.files.position(mutant.span)
    }

    /// The call that shows a mistake.
    pub(crate) fn command(&self, shown: &Shown) -> String {
        witness_command(self.rules.proven(), &shown.facts, self.rules.files.name())
    }
}

/// All that a run came to.
#[derive(Debug)]
pub(crate) struct Results {
    pub(crate) files: Vec<TestedFile>,
    /// Empty where nobody asked.
    pub(crate) covered: Vec<Covered>,
    /// Empty where nobody asked.
    pub(crate) mutated: Vec<Mutated>,
}

/// How much was found; the same whatever the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    pub(crate) files: usize,
    pub(crate) unreadable: usize,
    /// Files with a problem.
    pub(crate) files_not_valid: usize,
    pub(crate) tests: usize,
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) not_valid: usize,
    pub(crate) not_run: usize,
    pub(crate) laws: usize,
    pub(crate) laws_broken: usize,
    pub(crate) laws_undecided: usize,
}

/// What a law came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LawState {
    Holds,
    Broken,
    Undecided,
}

impl LawState {
    pub(crate) fn of(law: &ProvenLaw) -> Self {
        let has = |code: Code| law.findings.iter().any(|one| one.code == code);
        if has(Code::LawBroken) {
            Self::Broken
        } else if has(Code::Undecided) {
            Self::Undecided
        } else {
            Self::Holds
        }
    }

    /// How machine formats call it.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Broken => "broken",
            Self::Undecided => "undecided",
        }
    }
}

impl TestedFile {
    /// A file of which only this is known.
    pub(crate) fn new(files: Files) -> Self {
        Self {
            files,
            rules: None,
            readable: true,
            problems: Vec::new(),
            tests: Vec::new(),
            laws: Vec::new(),
        }
    }

    /// A file that could not be read.
    pub(crate) fn unreadable(files: Files, message: String) -> Self {
        Self {
            readable: false,
            problems: vec![Finding::of_file(Code::Unreadable, message)],
            ..Self::new(files)
        }
    }

    /// The text of the file itself.
    pub(crate) fn source(&self) -> &SourceFile {
        self.files.sources().main()
    }

    /// The line of the file on which a span of it begins.
    pub(crate) fn line(&self, span: Span) -> usize {
        self.source().line(span.start)
    }

    /// The tests that failed, each with why.
    pub(crate) fn failed(&self) -> impl Iterator<Item = (&Tested, &Failed)> {
        self.tests.iter().filter_map(|test| match &test.state {
            State::Failed(failed) => Some((test, &**failed)),
            State::Passed | State::NotValid | State::NotRun => None,
        })
    }

    /// A failed test as a finding: its name, and what is wrong where.
    pub(crate) fn finding(&self, test: &Tested, failed: &Failed) -> Finding {
        let mut marks = failed.failure.misses.iter().flat_map(|miss| miss.marks.iter().cloned());
        let (span, label) = marks.next().unwrap_or((test.span, String::new()));
        let finding = Finding::new(Code::TestFailed, span, test.name.clone()).label(label);
        marks.fold(finding, |finding, (span, label)| finding.other(span, label))
    }
}

impl Totals {
    /// Counts what was found.
    pub(crate) fn of(files: &[TestedFile]) -> Self {
        let mut totals = Self { files: files.len(), ..Self::default() };
        for file in files {
            totals.unreadable += usize::from(!file.readable);
            totals.files_not_valid += usize::from(file.readable && !file.problems.is_empty());
            totals.tests += file.tests.len();
            totals.laws += file.laws.len();
            for law in &file.laws {
                match LawState::of(law) {
                    LawState::Holds => {}
                    LawState::Broken => totals.laws_broken += 1,
                    LawState::Undecided => totals.laws_undecided += 1,
                }
            }
            for test in &file.tests {
                match test.state {
                    State::Passed => totals.passed += 1,
                    State::Failed(_) => totals.failed += 1,
                    State::NotValid => totals.not_valid += 1,
                    State::NotRun => totals.not_run += 1,
                }
            }
        }
        totals
    }

    /// How the run ends.
    pub(crate) fn exit(&self) -> Exit {
        if self.unreadable > 0 {
            Exit::Failed
        } else if self.files_not_valid > 0 {
            Exit::NotValid
        } else if self.failed + self.laws_broken > 0 {
            Exit::No
        } else if self.laws_undecided > 0 {
            Exit::Undecided
        } else {
            Exit::Clean
        }
    }
}
