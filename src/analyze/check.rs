//! All findings of a rule set, at the levels that the file and the caller ask for.

use num_bigint::BigUint;

use crate::analyze::budget::{Budget, Purse};
use crate::analyze::catalog::Impossible;
use crate::analyze::exceptions::settle;
use crate::analyze::findings::{self, Proven};
use crate::analyze::prove::{Extra, prove};
use crate::analyze::prove_laws::prove_laws;
use crate::analyze::question::{Case, Question, Refusals, disjoint};
use crate::analyze::report::{Report, Shipments};
use crate::analyze::subject::{Fuel, Subject};
use crate::analyze::tidy;
use crate::codes::{Code, Level};
use crate::finding::{Finding, in_file_order};
use crate::model::RuleSet;
use crate::model::condition::FactId;
use crate::model::value::{Day, ValueSet};
use crate::source::{Role, Sources, Span};
use crate::space;

/// How a file is to be checked.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the proofs may cost.
    pub budget: Budget,
    /// The fact to cut the rules along; the one that cuts them most where none is named.
    pub anchor: Option<FactId>,
    /// How many threads may work; what is found is the same for any number.
    pub threads: usize,
    /// Is told how many questions of a kind are answered, of how many; nobody where none is named.
    pub progress: Option<fn(done: usize, all: usize)>,
    /// What counts as today.
    pub today: Day,
    /// Levels, one after the other, over those of the file.
    pub levels: Vec<(Which, Level)>,
    /// Whether what the file settles is told, as a note, where it would be left out.
    pub tell_settled: bool,
}

/// Which findings are given a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those with this code.
    Code(Code),
    /// Those that are warnings so far.
    Warnings,
}

/// Proves what can be proven of a rule set, and says what cannot.
#[must_use]
pub fn check(rule_set: &RuleSet, sources: &Sources, options: &Options) -> Report {
    let level = |code: Code| level_of(rule_set, options, code, code.level());
    let impossible = space::impossible(rule_set);
    let subject = Subject::new(rule_set, &impossible, options.anchor);
    let overlaps = level(Code::Overlap) != Level::Allow;
    let rate_gaps = level(Code::RateGap) != Level::Allow;
    let extra = Extra { overlaps, rate_gaps, today: options.today };
    let mut purse = Purse::new(options.budget, options.threads, options.progress);
    let proofs = prove(&subject, extra, &mut purse);
    let mut found = findings::findings(&Proven { rule_set, proofs: &proofs, extra });
    found.extend(tidy::findings(rule_set, sources, options.today));
    for finding in &mut found {
        let place = finding.span.map(|span| rule_set.place(span));
        let shared = place.is_some_and(|place| place.role == Role::Included);
        let own = if shared { level_where_shared(finding.code) } else { finding.code.level() };
        finding.level = level_of(rule_set, options, finding.code, own);
    }
    let mut findings = in_file_order(settle(rule_set, found, options.tell_settled));
    findings.retain(|finding| finding.level != Level::Allow);
    Report {
        findings,
        facts: rule_set.facts().count(),
        shipments: possible_shipments(&subject, options).unwrap_or_else(|| shipments(rule_set)),
        laws: rule_set.laws().len(),
        rules: rule_set.rows().len() + rule_set.flows().len() + rule_set.taxes().len(),
    }
}

/// A law, and what was found of it: nothing, if it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProvenLaw {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub span: Span,
    /// That it is broken, says nothing, or was not decided.
    pub findings: Vec<Finding>,
}

/// Proves the laws of a rule set, and nothing else, on a day that counts as today.
#[must_use]
pub fn laws(rule_set: &RuleSet, budget: Budget, threads: usize, today: Day) -> Vec<ProvenLaw> {
    if rule_set.laws().is_empty() {
        return Vec::new();
    }
    let impossible = space::impossible(rule_set);
    let subject = Subject::new(rule_set, &impossible, None);
    let mut purse = Purse::new(budget, threads, None);
    let found = findings::of_laws(rule_set, &prove_laws(&subject, today, &mut purse));
    let laws = rule_set.laws().iter().map(|law| &law.rule).map(|rule| {
        let own = found.iter().filter(|one| one.subject.as_ref() == Some(&rule.id));
        ProvenLaw { id: rule.id.clone(), span: rule.span, findings: own.cloned().collect() }
    });
    laws.collect()
}

/// How many closed shipments answer a question, each day counted; none where the budget is spent.
#[must_use]
pub fn count(rule_set: &RuleSet, question: Question, budget: Budget) -> Option<BigUint> {
    let impossible = space::impossible(rule_set);
    let subject = Subject::new(rule_set, &impossible, None);
    let cases = disjoint(question.cases(rule_set, &subject.catalog));
    let mut fuel = Fuel { slice: budget.question, left: budget.total };
    subject.count(&cases, &mut fuel).ok()
}

/// The own level of a code in a file that others may include as well: what one of them does not
/// need, another does.
fn level_where_shared(code: Code) -> Level {
    match code {
        Code::Unused | Code::UnusedException | Code::UnreachableLane => Level::Allow,
        Code::DeadRule | Code::RedundantRule | Code::AlwaysRefused => Level::Note,
        other => other.level(),
    }
}

/// The level of a code: its own, changed by the file, then by the caller, word by word.
fn level_of(rule_set: &RuleSet, options: &Options, code: Code, own: Level) -> Level {
    let file = rule_set.lint_levels().iter().find(|(named, _)| *named == code);
    let level = file.map_or(own, |(_, level)| *level);
    options.levels.iter().fold(level, |level, (which, wanted)| match which {
        Which::Code(named) if *named == code => *wanted,
        Which::Warnings if level == Level::Warning => *wanted,
        Which::Code(_) | Which::Warnings => level,
    })
}

/// How many there are of them by the impossibilities of the file; none where it states none, or where
/// the budget does not reach.
fn possible_shipments(subject: &Subject<'_>, options: &Options) -> Option<Shipments> {
    let rule_set = subject.rule_set;
    if rule_set.impossibilities().is_empty() {
        return None;
    }
    let today = options.today.max(rule_set.first_date()).value();
    let case = Case {
        held: vec![(FactId::DATE, ValueSet::of([today]))],
        refusals: Refusals::Only(Vec::new()),
        allowed: vec![Impossible::ByFacts],
        ..Case::default()
    };
    let Budget { question, total } = options.budget;
    let mut fuel = Fuel { slice: question, left: total / 10 };
    Some(Shipments::of(&subject.count(&[case], &mut fuel).ok()?))
}

/// How many closed shipments there are, the dates aside.
fn shipments(rule_set: &RuleSet) -> Shipments {
    let sizes = rule_set.facts().map(|(id, _)| {
        let domain = space::domain(rule_set, id);
        let parts = domain.intervals().iter();
        let sizes = parts.map(|part| u128::from(part.greatest.abs_diff(part.least)) + 1);
        sizes.sum::<u128>()
    });
    Shipments::of(&sizes.fold(BigUint::from(1_u8), |all, size| all * size))
}
