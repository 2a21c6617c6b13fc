//! What `check` proves of impossibilities, held against every shipment, the excluded ones among them.

use advisor::model::RuleSet;
use advisor::{Finding, codes::Code};

use crate::proofs::{Closed, Expected};

/// The findings about the impossibilities themselves.
pub(crate) fn impossibilities<'c>(
    rule_set: &RuleSet,
    all: &[Closed],
    excluded: &[Closed],
    found: &mut Expected<'c>,
) {
    if all.is_empty() && !excluded.is_empty() {
        // Of no shipment all is true: nothing else is told.
        found.clear();
        found.insert(("all-impossible", "impossible".to_owned()), Vec::new());
        return;
    }
    for rule in rule_set.impossibilities() {
        if !excluded.iter().any(|one| rule.condition.holds(&one.facts)) {
            found.insert(("dead-rule", rule.id.clone()), Vec::new());
        }
    }
}

/// Holds the impossibilities that are named in a finding against every shipment: with them there is
/// none, and without any one of them there is one. Gives the finding without them.
pub(crate) fn assert_stated(
    rule_set: &RuleSet,
    (all, excluded): (&[Closed], &[Closed]),
    finding: &Finding,
    context: &str,
) -> Finding {
    let stated = rule_set.impossibilities();
    let is_stated = |id: &String| stated.iter().any(|one| one.id == *id);
    let (named, others): (Vec<String>, Vec<String>) =
        finding.blockers.iter().cloned().partition(is_stated);
    let mut without = finding.clone();
    without.blockers.clone_from(&others);
    let subject = finding.subject.as_deref().unwrap();
    let rows = rule_set.rows();
    let place = |id: &str| rows.iter().position(|row| row.rule.id == id);
    let about: Box<dyn Fn(&Closed) -> bool> = match finding.code {
        Code::AllImpossible => Box::new(|_| true),
        Code::AlwaysRefused => {
            let (fact, value) = subject.split_once('.').unwrap();
            let (id, fact) = rule_set.fact_called(fact).unwrap();
            let value = value.to_owned();
            Box::new(move |one| fact.show(one.facts.get(id)) == value)
        }
        _ => match place(subject) {
            Some(row) => Box::new(move |one| one.fired.contains(&row)),
            None => return without,
        },
    };
    let refusing: Vec<usize> = others.iter().filter_map(|id| place(id)).collect();
    let blocked = |one: &Closed| one.fired.iter().any(|at| refusing.contains(at));
    let open = |without: Option<&String>| {
        let kept =
            stated.iter().filter(|rule| named.contains(&rule.id) && Some(&rule.id) != without);
        let kept: Vec<_> = kept.collect();
        let left = all.iter().chain(excluded).filter(|one| about(one) && !blocked(one));
        left.filter(|one| !kept.iter().any(|rule| rule.condition.holds(&one.facts))).count()
    };
    let told = [Code::AllImpossible, Code::DeadRule].contains(&finding.code) || !named.is_empty();
    if told {
        assert_eq!(open(None), 0, "{}: {context}", finding.message);
    }
    for one in &named {
        assert!(open(Some(one)) > 0, "{}: {one} is one too many: {context}", finding.message);
    }
    without
}
