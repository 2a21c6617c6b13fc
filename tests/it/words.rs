//! Answers of the library in the words of the second evaluator.

use advisor::advise::{Advice, Closed, Comparison};
use advisor::charge::{Charge, Missing};
use advisor::engine::{self, Payable};
use advisor::evaluate::{Decision, Release, Verdict};
use advisor::model::charge::{Entry, Table};
use advisor::model::condition::{FactId, Facts};
use advisor::model::fact::Kind;
use advisor::model::value::Value;
use advisor::model::{Rule, RuleSet};
use rust_decimal::Decimal;

use crate::second_evaluator::{Answer, Brief, Known, Other, Ruling};
use crate::world_charges::{Bill, Due};

/// A decision of the library in the words of the second evaluator.
pub(crate) fn ruling_of(rule_set: &RuleSet, decision: &Decision) -> Ruling {
    Ruling {
        verdict: match decision.verdict {
            Verdict::Clearable => "clearable",
            Verdict::NoPath => "no-path",
            Verdict::Refused => "refused",
        },
        lane: decision.lane.map(|lane| rule_set[lane].id.clone()),
        flow: decision.flow.map(|flow| rule_set[flow].rule.id.clone()),
        release: decision.release.map(|release| match release {
            Release::OnArrival => "on-arrival",
            Release::AfterReview => "after-review",
            Release::AfterInspection => "after-inspection",
        }),
        checks: decision.checks.iter().map(|at| rule_set[at].id.clone()).collect(),
        documents: decision.documents.iter().map(|at| rule_set[at].id.clone()).collect(),
        tax: decision.tax.map(|tax| rule_set[tax].rule.id.clone()),
        refusals: decision.refusals as usize,
    }
}

fn amount_of(amount: Option<Decimal>) -> Option<String> {
    amount.map(|amount| amount.normalize().to_string())
}

/// A charge of the library in the words of the second evaluator.
pub(crate) fn due_of(charge: &Charge<'_>) -> Due {
    let (amount, waived) = (amount_of(charge.payable), charge.waived);
    Due { rule: charge.rule.id.clone(), amount, waived }
}

fn bill_of(rule_set: &RuleSet, bill: &advisor::charge::Bill<'_>) -> Bill {
    let due = due_of;
    let entry = |entry: &&Entry| {
        let mut tables = rule_set.rates().iter().chain(rule_set.prices());
        let place = |table: &Table| {
            let rest = table.otherwise.as_ref().is_some_and(|rest| rest.entry == **entry);
            let place = table.entries.iter().position(|one| one == *entry);
            place.map(|at| at.to_string()).or(rest.then(|| "otherwise".to_owned()))
        };
        let found = tables.find_map(|table| Some(format!("{} {}", table.id, place(table)?)));
        found.expect("an entry stands in a table")
    };
    let missing = |missing: &Missing<'_>| match missing {
        Missing::Fact(id) => format!("no {}", rule_set[*id].id),
        Missing::Entry(table) => format!("no {}", table.id),
        Missing::Size => "too large".to_owned(),
    };
    let by = bill.charges().flat_map(|charge| {
        charge.entries.iter().map(entry).chain(charge.missing.iter().map(missing))
    });
    let mut by: Vec<String> = by.collect();
    by.sort();
    Bill { tax: bill.tax.as_ref().map(due), late_fee: bill.late_fee.as_ref().map(due), by }
}

pub(crate) fn shown(rule_set: &RuleSet, id: FactId, value: Value) -> (String, String) {
    let fact = &rule_set[id];
    let text = match &fact.kind {
        // The second evaluator knows whole codes alone.
        Kind::Code(codes) => format!("{:0width$}", value.0, width = codes.digits as usize),
        _ => fact.show(value),
    };
    (fact.id.clone(), text)
}

pub(crate) fn known(rule_set: &RuleSet, facts: &Facts) -> Known {
    let values = rule_set.facts().map(|(id, _)| (id, facts.get(id)));
    let given = values.filter(|one| one.1 != Value::NOT_GIVEN);
    given.map(|(id, value)| shown(rule_set, id, value)).collect()
}

/// An answer of the engine in the words of the second evaluator.
pub(crate) fn brief_of(rule_set: &RuleSet, answer: &engine::Answer<'_, '_>) -> Brief {
    let due = |rule: &Rule, payable: Payable| {
        let amount = amount_of(payable.amount);
        Due { rule: rule.id.clone(), amount, waived: payable.waived }
    };
    let tax = answer.decision().tax.map(|tax| &rule_set[tax].rule);
    Brief {
        facts: known(rule_set, answer.facts()),
        ruling: ruling_of(rule_set, answer.decision()),
        reasons: answer.rules().chain(answer.late_fee_rule()).map(|one| one.id.clone()).collect(),
        tax: answer.tax().map(|payable| due(tax.unwrap(), payable)),
        late_fee: answer.late_fee().map(|payable| due(answer.late_fee_rule().unwrap(), payable)),
    }
}

/// An answer of the library in the words of the second evaluator.
pub(crate) fn answer_of(advice: &Advice<'_>) -> Answer {
    let rule_set = advice.rule_set;
    let shown = |(id, value)| shown(rule_set, id, value);
    let remedy = |remedy: &str| remedy.starts_with("instead of").then(|| remedy.to_owned());
    let path = advice.path.iter().map(|one| {
        let checks = one.checks.iter().map(|check| check.id.clone()).collect();
        let documents = one.documents.iter().map(|document| document.id.clone()).collect();
        (one.step.id.clone(), checks, documents)
    });
    let passed_over = advice.passed_over.iter().map(|one| {
        let (fact, value) = shown((one.fact, one.value));
        let closed = match &one.closed {
            Closed::Refused(refusals) => {
                assert!(!refusals.is_empty(), "{one:?}");
                "refused"
            }
            Closed::NoPath => "no-path",
            Closed::NotOffered(_) => "not-offered",
        };
        (fact, value, closed)
    });
    let alternatives = advice.alternatives.iter().map(|one| Other {
        change: one.change.iter().copied().map(shown).collect(),
        offered: one.offered,
        ruling: ruling_of(rule_set, &one.decision),
        bill: bill_of(rule_set, &one.bill),
        compared: match one.compared {
            Comparison::Better => "better",
            Comparison::Same => "same",
            Comparison::Different => "different",
            Comparison::Worse => "worse",
        },
    });
    let bill = bill_of(rule_set, &advice.bill);
    let refusals = advice.refusals.iter().map(|one| (one.rule.id.clone(), remedy(one.remedy)));
    Answer {
        brief: Brief {
            facts: known(rule_set, &advice.facts),
            ruling: ruling_of(rule_set, &advice.decision),
            reasons: advice.reasons.iter().map(|reason| reason.rule.id.clone()).collect(),
            tax: bill.tax,
            late_fee: bill.late_fee,
        },
        by: bill.by,
        refusals: refusals.collect(),
        path: path.collect(),
        passed_over: passed_over.collect(),
        alternatives: alternatives.collect(),
    }
}
