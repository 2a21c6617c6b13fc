//! `law-broken` and `vacuous-law`: what the owner says must hold, and does not or says nothing.

use crate::analyze::budget::Short;
use crate::analyze::findings::proven::{Proven, more};
use crate::analyze::law::Asked;
use crate::analyze::prove_laws::{self, LawProof};
use crate::codes::Code;
use crate::evaluate::{Decision, decide};
use crate::finding::{Breach, Finding};
use crate::model::condition::Facts;
use crate::model::ids::FlowId;
use crate::model::law::{Law, Measure, Wanted};
use crate::model::value::{Day, Value};
use crate::model::{Effect, Rule, RuleSet};

/// So many rules are pointed at.
const POINTED_AT: usize = 3;

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    of_laws(proven.rule_set, &proven.proofs.laws)
}

/// What the proofs of laws came to.
pub(crate) fn of_laws(rule_set: &RuleSet, proofs: &[LawProof]) -> Vec<Finding> {
    let told = proofs.iter().filter_map(|proof| {
        let law = rule_set.laws().get(proof.law)?;
        match (proof.asked, proof.found) {
            (_, Err(short)) => Some(undecided(law, short)),
            (Asked::Speaks, Ok(false)) => {
                let message = format!("law `{}` speaks of no shipment", law.rule.id);
                let finding = Finding::new(Code::VacuousLaw, law.rule.span, message);
                Some(finding.about(&law.rule.id).help("change its conditions, or remove it"))
            }
            (Asked::Speaks, Ok(true)) | (_, Ok(false)) => None,
            (_, Ok(true)) => broken(rule_set, law, proof),
        }
    });
    told.collect()
}

fn undecided(law: &Law, short: Short) -> Finding {
    let message = format!("the budget did not tell whether law `{}` holds", law.rule.id);
    let finding = Finding::new(Code::Undecided, law.rule.span, message).about(&law.rule.id);
    finding.help(format!("raise `{}`", short.flag()))
}

fn broken(rule_set: &RuleSet, law: &Law, proof: &LawProof) -> Option<Finding> {
    let found = proof.breach.as_ref()?;
    let shown = found.shown.as_ref().ok().and_then(Option::as_ref);
    let outcome =
        shown.map(|(facts, worse)| Outcome::of(rule_set, worse.as_ref().unwrap_or(facts)));
    let better = shown.filter(|(_, worse)| worse.is_some());
    let better = better.map(|(facts, _)| Outcome::of(rule_set, facts));
    let (span, what, rules) = match proof.asked {
        Asked::Speaks => return None,
        Asked::Breaks(place) => {
            let demand = law.demands.get(place)?;
            let came = outcome.as_ref().map(|outcome| outcome.against(&demand.wanted));
            let (words, rules) =
                came.unwrap_or_else(|| ("a shipment breaks it".to_owned(), Vec::new()));
            (demand.span, words, rules)
        }
        Asked::Worsens(place) => {
            let order = law.order.as_ref()?;
            let (measure, span) = order.measures.get(place)?;
            let fact = &rule_set[order.fact];
            let values = shown.and_then(|(one, other)| {
                Some([one.get(order.fact), other.as_ref()?.get(order.fact)])
            });
            let values = values.map(|values| values.map(|value| fact.show(value)));
            let came = better
                .as_ref()
                .zip(outcome.as_ref())
                .map(|(better, worse)| (better.measured(*measure), worse.measured(*measure)));
            let words = match values.zip(came) {
                Some(([from, to], (before, after))) => format!(
                    "from {} `{from}` to `{to}` the {} goes from `{before}` to `{after}`",
                    fact.id,
                    measure.id(),
                ),
                None => format!("the {} gets worse", measure.id()),
            };
            let new = outcome.as_ref().zip(better.as_ref()).map(|(one, other)| one.but(other));
            (*span, words, new.unwrap_or_default())
        }
    };
    let pairs = proof.asked != Asked::Speaks && law.order.is_some() && better.is_some();
    let message = format!("law `{}` does not hold: {what}", law.rule.id);
    let mut finding = Finding::new(Code::LawBroken, span, message).about(&law.rule.id);
    finding.label = Some(extent(found, pairs)).filter(|extent| !extent.is_empty());
    for rule in rules.iter().take(POINTED_AT) {
        finding = finding.other(rule.span, "this decides there");
    }
    finding.witness = shown.map(|(facts, _)| facts.clone());
    finding.breach = Some(Box::new(Breach {
        worse: shown.and_then(|(_, worse)| worse.clone()),
        rules: rules.iter().map(|rule| rule.id.clone()).collect(),
        shipments: found.count.as_ref().ok().map(|(day, count)| (*day, count.to_string())),
        days: days(found),
    }));
    let help = "correct the rules, or the law";
    Some(match found.shown {
        Ok(_) => finding.help(help),
        Err(short) => finding.help(format!("{help}; {}", more(short, "show a shipment"))),
    })
}

/// The days in a row on which it is broken: those about the day of the count.
fn days(found: &prove_laws::Breach) -> Option<(Day, Option<Day>)> {
    let days = found.days.as_ref().ok()?;
    let counted = found.count.as_ref().ok().map(|(day, _)| day.value());
    let about = |value: Value| days.intervals().iter().find(|part| part.contains(value)).copied();
    let part = counted.and_then(about).or_else(|| days.intervals().first().copied())?;
    let until = part.greatest.checked_add(1).filter(|next| *next < i64::from(i32::MAX));
    Some((Day::of(Value(part.least)), until.map(|next| Day::of(Value(next)))))
}

/// How many shipments, and since when.
fn extent(found: &prove_laws::Breach, pairs: bool) -> String {
    let count = found.count.as_ref().ok().map(|(day, count)| {
        let what = if pairs { "pair" } else { "shipment" };
        let digits = count.to_string();
        let s = if digits == "1" { "" } else { "s" };
        let of_pairs = if pairs { " of shipments" } else { "" };
        format!("{} {what}{s}{of_pairs} on {day}", about(&digits))
    });
    let since = days(found).map(|(from, until)| match until {
        Some(until) => format!("from {from} to {}", until.previous()),
        None => format!("since {from}"),
    });
    count.into_iter().chain(since).collect::<Vec<_>>().join(", ")
}

/// A number as people read it: with what is small told exactly.
fn about(digits: &str) -> String {
    if digits.len() <= 12 {
        let mut grouped = String::new();
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        return grouped;
    }
    let (first, rest) = digits.split_at(1);
    format!("{first}.{}e{}", rest.get(..1).unwrap_or("0"), rest.len())
}

/// What came of a shipment, and by which rules.
struct Outcome<'r> {
    rule_set: &'r RuleSet,
    decision: Decision,
    fired: Vec<(&'r Rule, &'r Effect)>,
}

impl<'r> Outcome<'r> {
    fn of(rule_set: &'r RuleSet, facts: &Facts) -> Self {
        let fired = rule_set.rows().iter().filter(|row| row.rule.condition.holds(facts));
        let fired = fired.map(|row| (&row.rule, &row.effect)).collect();
        let decision = decide(rule_set, &mut facts.clone());
        Self { rule_set, decision, fired }
    }

    fn by(&self, does: impl Fn(&Effect) -> bool) -> Vec<&'r Rule> {
        self.fired.iter().filter(|(_, effect)| does(effect)).map(|(rule, _)| *rule).collect()
    }

    fn refusing(&self) -> Vec<&'r Rule> {
        self.by(|effect| matches!(effect, Effect::Refuse { .. }))
    }

    fn raising(&self) -> Vec<&'r Rule> {
        let lane = self.decision.lane;
        self.by(|effect| matches!(effect, Effect::Require { lane: own, .. } if own.is_some() && *own == lane))
    }

    fn flow(&self) -> Option<&'r Rule> {
        self.decision.flow.map(|flow: FlowId| &self.rule_set[flow].rule)
    }

    fn lane(&self) -> &'r str {
        self.decision.lane.map_or("none", |lane| self.rule_set[lane].id.as_str())
    }

    fn measured(&self, measure: Measure) -> &'r str {
        match measure {
            Measure::Verdict => self.decision.verdict.id(),
            Measure::Lane => self.lane(),
            Measure::Release => self.decision.release.map_or("none", |release| release.id()),
        }
    }

    /// The rules that decide here, and not there.
    fn but(&self, other: &Self) -> Vec<&'r Rule> {
        let known = |rule: &&Rule| other.fired.iter().any(|(one, _)| std::ptr::eq(*one, *rule));
        let refused = self.decision.refusals > 0;
        let rows = self.by(|effect| matches!(effect, Effect::Refuse { .. }) == refused);
        let mut rules: Vec<&Rule> = rows.into_iter().filter(|rule| !known(rule)).collect();
        let flow = self.flow().filter(|_| self.decision.flow != other.decision.flow);
        rules.extend(flow);
        rules
    }

    /// How it is otherwise than wanted, and which rules make it so.
    fn against(&self, wanted: &Wanted) -> (String, Vec<&'r Rule>) {
        let rule_set = self.rule_set;
        let no_flow = || ("no flow takes a shipment".to_owned(), Vec::new());
        match wanted {
            Wanted::Verdict(_) => {
                let words = format!("a shipment is `{}`", self.decision.verdict.id());
                let refusing = self.refusing();
                let rules =
                    if refusing.is_empty() { self.flow().into_iter().collect() } else { refusing };
                (words, rules)
            }
            Wanted::Lane(_) => {
                (format!("a shipment goes in lane `{}`", self.lane()), self.raising())
            }
            Wanted::Release(_) => match self.decision.release {
                Some(release) => {
                    let words = format!("a shipment is released `{}`", release.id());
                    (words, self.flow().into_iter().collect())
                }
                None => no_flow(),
            },
            Wanted::Flow(_) => match self.flow() {
                Some(rule) => (format!("a shipment takes flow `{}`", rule.id), vec![rule]),
                None => no_flow(),
            },
            Wanted::Tax(_) => match self.decision.tax.map(|tax| &rule_set[tax].rule) {
                Some(rule) => (format!("a shipment pays `{}`", rule.id), vec![rule]),
                None => ("a shipment pays no tax".to_owned(), Vec::new()),
            },
            Wanted::Check(check, always) => {
                let has = if *always { "no check" } else { "check" };
                let rules = self.by(|effect| {
                    matches!(effect, Effect::Require { checks, .. } if checks.contains(*check))
                });
                let rules = if rules.is_empty() && !always { self.raising() } else { rules };
                (format!("a shipment has {has} `{}`", rule_set[*check].id), rules)
            }
            Wanted::Document(document, always) => {
                let has = if *always { "no document" } else { "document" };
                let rules = self.by(|effect| {
                    matches!(effect, Effect::Require { documents, .. } if documents.contains(*document))
                });
                (format!("a shipment needs {has} `{}`", rule_set[*document].id), rules)
            }
        }
    }
}
