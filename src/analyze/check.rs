//! All findings of a rule set, at the levels that the file and the caller ask for.

use crate::analyze::blockers::{Blocked, Blocker, blockers};
use crate::analyze::exceptions::settle;
use crate::analyze::prove::{Budget, Extra, Ordered, Proofs, prove, refuses};
use crate::analyze::report::{Report, Shipments};
use crate::analyze::search::Answer;
use crate::analyze::slice::Cut;
use crate::analyze::tidy;
use crate::analyze::witness::{Question, witness};
use crate::codes::{Code, Level};
use crate::finding::{Finding, in_file_order};
use crate::lexicon::in_words;
use crate::model::condition::FactId;
use crate::model::value::Day;
use crate::model::{Rule, RuleKind, RuleSet};
use crate::source::SourceFile;
use crate::space;

/// How a file is to be checked.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the proofs may cost.
    pub budget: Budget,
    /// The fact to cut the rules along; the one that cuts them most where none is named.
    pub anchor: Option<FactId>,
    /// Is told how many slices of the rules are done, of how many; nobody where none is named.
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
pub fn check(rule_set: &RuleSet, source: &SourceFile, options: &Options) -> Report {
    let level = |code| level_of(rule_set, options, code);
    let cut = match options.anchor {
        Some(anchor) => Cut::along(rule_set, anchor, options.budget.total),
        None => Cut::new(rule_set, options.budget.total),
    };
    let extra = Extra { overlaps: level(Code::Overlap) != Level::Allow };
    let proofs = prove(&cut, extra, options.budget, options.progress);
    let mut teller = Teller { cut: &cut, budget: options.budget, found: Vec::new() };
    teller.rows(&proofs);
    teller.lists(&proofs);
    teller.names_and_lanes(&proofs);
    teller.rates(&proofs);
    let mut found = teller.found;
    found.extend(tidy::findings(rule_set, source, options.today));
    for finding in &mut found {
        finding.level = level(finding.code);
    }
    let mut findings = in_file_order(settle(rule_set, found, options.tell_settled));
    findings.retain(|finding| finding.level != Level::Allow);
    Report {
        findings,
        facts: rule_set.facts().count(),
        shipments: shipments(rule_set),
        rules: rule_set.rows().len() + rule_set.flows().len() + rule_set.taxes().len(),
    }
}

/// The level of a code: its own, changed by the file, then by the caller, word by word.
fn level_of(rule_set: &RuleSet, options: &Options, code: Code) -> Level {
    let file = rule_set.lint_levels().iter().find(|(named, _)| *named == code);
    let level = file.map_or(code.level(), |(_, level)| *level);
    options.levels.iter().fold(level, |level, (which, wanted)| match which {
        Which::Code(named) if *named == code => *wanted,
        Which::Warnings if level == Level::Warning => *wanted,
        Which::Code(_) | Which::Warnings => level,
    })
}

/// How many closed shipments there are, the dates aside.
fn shipments(rule_set: &RuleSet) -> Shipments {
    let mut exact = Some(1_u128);
    let (mut mantissa, mut exponent) = (1.0_f64, 0_u32);
    for (id, _) in rule_set.facts() {
        let domain = space::domain(rule_set, id);
        let sizes = domain.intervals().iter();
        let size: u128 = sizes
            .map(|part| u128::from(part.greatest.abs_diff(part.least)).saturating_add(1))
            .sum();
        exact = exact.and_then(|all| all.checked_mul(size));
        #[expect(clippy::cast_precision_loss, reason = "told as about so many")]
        let factor = size as f64;
        mantissa *= factor;
        while mantissa >= 10.0 {
            mantissa /= 10.0;
            exponent += 1;
        }
    }
    match exact {
        Some(exact) if exact < 1_000_000_000_000 => Shipments::Exactly(exact),
        _ => Shipments::About(mantissa, exponent),
    }
}

/// Turns what was proven into findings.
struct Teller<'c, 'r> {
    cut: &'c Cut<'r>,
    budget: Budget,
    found: Vec<Finding>,
}

impl Teller<'_, '_> {
    fn rows(&mut self, proofs: &Proofs) {
        let states = proofs.holds.iter().zip(&proofs.matters);
        for ((at, row), (holds, matters)) in self.cut.rule_set.rows().iter().enumerate().zip(states)
        {
            let word = match row.kind {
                RuleKind::Category => "category",
                RuleKind::Inspection => "inspection",
                RuleKind::Refusal => "refusal",
            };
            match holds.answer() {
                Answer::No if refuses(&row.effect) => self.impossible(&row.rule, word),
                Answer::No => self.dead(&row.rule, word, Blocked::Row(at)),
                Answer::Undecided => {
                    self.undecided(&row.rule, &format!("{word} `{}` ever holds", row.rule.id))
                }
                Answer::Yes if row.kind == RuleKind::Inspection => match matters.answer() {
                    Answer::No => self.redundant(&row.rule, at),
                    Answer::Undecided => {
                        self.undecided(
                            &row.rule,
                            &format!("inspection `{}` changes any answer", row.rule.id),
                        );
                    }
                    Answer::Yes => {}
                },
                Answer::Yes => {}
            }
        }
    }

    fn impossible(&mut self, rule: &Rule, word: &str) {
        let message =
            format!("{word} `{}` can never hold: its conditions exclude each other", rule.id);
        let finding = Finding::new(Code::DeadRule, rule.span, message).about(&rule.id);
        self.found.push(finding.help("remove it, or change its conditions or dates"));
    }

    fn dead(&mut self, rule: &Rule, word: &str, blocked: Blocked) {
        let Some(found) = blockers(self.cut, blocked, self.budget) else {
            let message = format!("{word} `{}` never decides anything", rule.id);
            let finding = Finding::new(Code::DeadRule, rule.span, message).about(&rule.id);
            let help = "remove it; a larger `--budget` may tell which rules are in its way";
            self.found.push(finding.help(help));
            return;
        };
        if found.set.is_empty() {
            return self.impossible(rule, word);
        }
        let rules: Vec<&Rule> =
            found.set.iter().filter_map(|one| self.blocker(blocked, *one)).collect();
        let names = in_words(rules.iter().map(|rule| rule.id.as_str()), "and");
        let message =
            format!("{word} `{}` never decides anything: {names} leave nothing for it", rule.id);
        let mut finding = Finding::new(Code::DeadRule, rule.span, message).about(&rule.id);
        finding.blockers = rules.iter().map(|rule| rule.id.clone()).collect();
        finding.more_blockers = found.another;
        for blocker in rules.iter().take(2) {
            finding = finding.other(blocker.span, "this takes what it is about");
        }
        let more = if found.another {
            "; other rules do the same, so that changing one of these is not enough"
        } else {
            ""
        };
        let question = match blocked {
            Blocked::Row(at) => Some(Question::HoldsDespite(at)),
            Blocked::Entry(..) => None,
        };
        let shipment = question.and_then(|question| witness(self.cut, question, self.budget));
        self.found
            .push(finding.witness(shipment).help(format!("remove it, or change {names}{more}")));
    }

    fn blocker(&self, blocked: Blocked, blocker: Blocker) -> Option<&Rule> {
        let rule_set = self.cut.rule_set;
        match (blocker, blocked) {
            (Blocker::Row(at), _) => rule_set.rows().get(at).map(|row| &row.rule),
            (Blocker::Entry(at), Blocked::Entry(Ordered::Taxes, _)) => {
                rule_set.taxes().get(at).map(|tax| &tax.rule)
            }
            (Blocker::Entry(at), _) => rule_set.flows().get(at).map(|flow| &flow.rule),
        }
    }

    fn redundant(&mut self, rule: &Rule, at: usize) {
        let message =
            format!("inspection `{}` changes no answer: others already ask for all of it", rule.id);
        let shipment = witness(self.cut, Question::Holds(at), self.budget);
        let finding = Finding::new(Code::RedundantRule, rule.span, message).about(&rule.id);
        let help = "remove it, or let it ask for what it was meant to";
        self.found.push(finding.witness(shipment).help(help));
    }

    fn undecided(&mut self, rule: &Rule, what: &str) {
        let message = format!("the budget did not tell whether {what}");
        let finding = Finding::new(Code::Undecided, rule.span, message).about(&rule.id);
        self.found.push(finding.help(self.more_budget()));
    }

    fn undecided_file(&mut self, subject: &str, what: &str) {
        let message = format!("the budget did not tell whether {what}");
        let finding = Finding::of_file(Code::Undecided, message).about(subject);
        self.found.push(finding.help(self.more_budget()));
    }

    /// What to do once a budget has run out.
    fn more_budget(&self) -> &'static str {
        if self.cut.steps_left.get() == 0 { "raise `--budget-total`" } else { "raise `--budget`" }
    }

    fn lists(&mut self, proofs: &Proofs) {
        let rule_set = self.cut.rule_set;
        let flows = rule_set.flows().iter().map(|flow| &flow.rule).zip(&proofs.flow_wins);
        let taxes = rule_set.taxes().iter().map(|tax| &tax.rule).zip(&proofs.tax_wins);
        let flows = flows.enumerate().map(|(at, one)| (Ordered::Flows, "flow", at, one));
        let taxes = taxes.enumerate().map(|(at, one)| (Ordered::Taxes, "tax", at, one));
        for (list, word, at, (rule, state)) in flows.chain(taxes) {
            match state.answer() {
                Answer::Yes => {}
                Answer::No => self.dead(rule, word, Blocked::Entry(list, at)),
                Answer::Undecided => {
                    self.undecided(rule, &format!("{word} `{}` is ever taken", rule.id))
                }
            }
        }
        match proofs.no_path.answer() {
            Answer::No => {}
            Answer::Undecided => self.undecided_file("flows", "every shipment has a path"),
            Answer::Yes => {
                let shipment = witness(self.cut, Question::NoPath, self.budget);
                let message = "some shipment is not refused, and no flow takes it".to_owned();
                let span = rule_set.flows().last().map(|flow| flow.rule.span).unwrap_or_default();
                let finding = Finding::new(Code::NoPath, span, message).about("flows");
                let help = "end `[flows]` with one that has no condition, or refuse the shipment";
                self.found.push(finding.witness(shipment).help(help));
            }
        }
        for (list, one, two, state) in &proofs.overlaps {
            let rules: Vec<&Rule> = match list {
                Ordered::Flows => rule_set.flows().iter().map(|flow| &flow.rule).collect(),
                Ordered::Taxes => rule_set.taxes().iter().map(|tax| &tax.rule).collect(),
            };
            let Some((first, second)) = rules.get(*one).zip(rules.get(*two)) else { continue };
            if state.answer() == Answer::Yes {
                let shipment = witness(self.cut, Question::Both(*list, *one, *two), self.budget);
                let message =
                    format!("`{}` and `{}` both hold for some shipments", first.id, second.id);
                let finding = Finding::new(Code::Overlap, second.span, message)
                    .about(format!("{}.{}", second.id, first.id))
                    .other(first.span, "this one is taken, as it comes first")
                    .help("keep their conditions apart, or leave the order as it is");
                self.found.push(finding.witness(shipment));
            }
        }
    }

    fn names_and_lanes(&mut self, proofs: &Proofs) {
        let rule_set = self.cut.rule_set;
        for (lane, state) in rule_set.lanes().iter().zip(&proofs.lane_reached) {
            let subject = format!("lane.{}", lane.id);
            match state.answer() {
                Answer::Yes => {}
                Answer::No => {
                    let message = format!("no shipment ever gets into lane `{}`", lane.id);
                    let finding = Finding::new(Code::UnreachableLane, lane.span, message);
                    let help = "remove the lane, or let a rule raise to it";
                    self.found.push(finding.about(subject).help(help));
                }
                Answer::Undecided => {
                    self.undecided_file(
                        &subject,
                        &format!("any shipment gets into lane `{}`", lane.id),
                    );
                }
            }
        }
        for (id, states) in &proofs.goes {
            let fact = &rule_set[*id];
            for (name, state) in fact.names().zip(states) {
                let subject = format!("{}.{}", fact.id, name.id);
                match state.answer() {
                    Answer::Yes => {}
                    Answer::No => {
                        let message =
                            format!("{} `{}` is refused whatever is chosen", fact.id, name.id);
                        let finding = Finding::new(Code::AlwaysRefused, name.span, message);
                        let help =
                            "if that is meant, say so: `allow = { always-refused = \"why\" }`";
                        self.found.push(finding.about(subject).help(help));
                    }
                    Answer::Undecided => {
                        self.undecided_file(
                            &subject,
                            &format!("{} `{}` ever goes", fact.id, name.id),
                        );
                    }
                }
            }
        }
    }

    fn rates(&mut self, proofs: &Proofs) {
        let rule_set = self.cut.rule_set;
        for (tax, table, state) in &proofs.rate_missing {
            let Some((rule, table_of)) =
                rule_set.taxes().get(*tax).map(|tax| &tax.rule).zip(rule_set.rates().get(*table))
            else {
                continue;
            };
            let subject = format!("rate.{}", table_of.id);
            match state.answer() {
                Answer::No => {}
                Answer::Undecided => {
                    self.undecided(rule, &format!("rate `{}` has a gap", table_of.id))
                }
                Answer::Yes => {
                    let shipment =
                        witness(self.cut, Question::RateMissing(*tax, *table), self.budget);
                    let message = format!(
                        "tax `{}` is due on days on which rate `{}` is not known, though it is on others",
                        rule.id, table_of.id,
                    );
                    let finding = Finding::new(Code::DateGap, table_of.span, message)
                        .about(subject)
                        .other(rule.span, "this tax uses the rate")
                        .help("add the rate of those days, or end the tax");
                    self.found.push(finding.witness(shipment));
                }
            }
        }
    }
}
