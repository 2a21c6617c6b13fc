//! Which shipments reach a goal: the goal as a question about all of them.

use crate::analyze::{
    Budget, Case, Entries, Fuel, Listed, Purse, Question, Refusals, Spent, Subject, TableId,
    tables, witness,
};
use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::ids::TaxId;
use crate::model::value::ValueSet;
use crate::space;
use crate::trial::goal::{Decides, Part, Priced, Reach, Side};

/// Whether some shipment reaches each goal; none where the budget is spent, or where a call that is
/// wrong may reach it.
pub(super) fn is_reachable(
    rule_set: &RuleSet,
    goals: &[Reach<'_>],
    budget: Budget,
    threads: usize,
) -> Vec<Option<bool>> {
    settle(rule_set, goals, budget, threads, |subject, goal, fuel| {
        let asked = asked(subject, goal);
        let necessary = asked.last().map_or(&[][..], Vec::as_slice);
        let found = subject.any(necessary, fuel)?.is_some();
        Ok(Some(found).filter(|found| *found || !may_be_a_wrong_call(goal)))
    })
}

/// A shipment that reaches each goal, the one that is easiest to read; none where there is none, or
/// the budget is spent.
pub(super) fn witnesses(
    rule_set: &RuleSet,
    goals: &[Reach<'_>],
    budget: Budget,
    threads: usize,
) -> Vec<Option<Facts>> {
    settle(rule_set, goals, budget, threads, |subject, goal, fuel| {
        for case in asked(subject, goal).into_iter().flatten() {
            let found = witness(subject, case, fuel)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    })
}

/// Puts a question about each goal.
fn settle<A: Send>(
    rule_set: &RuleSet,
    goals: &[Reach<'_>],
    budget: Budget,
    threads: usize,
    ask: impl Fn(&Subject<'_>, &Reach<'_>, &mut Fuel) -> Result<Option<A>, Spent> + Sync,
) -> Vec<Option<A>> {
    if goals.is_empty() {
        return Vec::new();
    }
    let impossible = space::impossible(rule_set);
    let subject = Subject::new(rule_set, &impossible, None);
    let mut purse = Purse::new(budget, threads, None);
    let found = purse.settle(goals, |goal, fuel| ask(&subject, goal, fuel));
    found.into_iter().map(|found| found.ok().flatten()).collect()
}

/// A name that is not in force makes the call wrong, and that is the other side of its dates.
fn may_be_a_wrong_call(goal: &Reach<'_>) -> bool {
    matches!(goal, Reach::Side { fact: FactId::DATE, decides: Decides::Nothing, .. })
}

/// What to ask for: cases that show the goal best first, those without which nothing reaches it last.
fn asked(subject: &Subject<'_>, goal: &Reach<'_>) -> Vec<Vec<Case>> {
    match goal {
        Reach::Holds(part, _) | Reach::Expected(part, _) => holds(subject, *part),
        Reach::Lane(lane) => vec![question(subject, Question::Reached(*lane))],
        Reach::Counts(priced) => counts(subject, *priced, &[]),
        Reach::Side { within, fact, value, decides } => {
            let others = within.tests().iter().filter(|(other, _)| other != fact);
            let mut held: Vec<(FactId, ValueSet)> = others.cloned().collect();
            held.push((*fact, side(subject.rule_set, *fact, *value)));
            match decides {
                Decides::Entry(priced) => counts(subject, *priced, &held),
                Decides::Nothing => sides(subject, held, None),
                Decides::Rule(part, _) => sides(subject, held, Some(*part)),
            }
        }
    }
}

fn question(subject: &Subject<'_>, question: Question) -> Vec<Case> {
    question.cases(subject.rule_set, &subject.catalog)
}

/// A rule leads to an answer.
fn holds(subject: &Subject<'_>, part: Part) -> Vec<Vec<Case>> {
    let asked = match part {
        Part::Row(row) => Question::Holds(row),
        Part::Flow(flow) => Question::Wins(Listed::Flow(flow)),
        Part::Tax(tax) => Question::Wins(Listed::Tax(tax)),
        Part::LateFee => Question::FeeDue,
    };
    vec![question(subject, asked)]
}

/// An entry counts in some tax, with what the goods are worth said before without.
fn counts(
    subject: &Subject<'_>,
    priced: Priced<'_>,
    held: &[(FactId, ValueSet)],
) -> Vec<Vec<Case>> {
    let rule_set = subject.rule_set;
    let nothing = ValueSet::of([]);
    let cases = |with_worth: bool| {
        let taxes = tables(rule_set).filter(|(_, used)| *used == priced.table);
        let of_tax = |(tax, table): (TaxId, TableId)| {
            let mut cases = match priced.place {
                Some(place) => question(subject, Question::Used(tax, table, place)),
                None => rest(subject, tax, table),
            };
            let worth = rule_set[tax].formula.base().filter(|_| with_worth);
            let worth = worth.map(|fact| (fact, side(rule_set, fact, Side::NotIn(&nothing))));
            for case in &mut cases {
                case.held.extend(held.iter().cloned().chain(worth.clone()));
                case.lanes |= held.iter().any(|(fact, _)| *fact == FactId::LANE);
            }
            cases
        };
        taxes.flat_map(of_tax).collect()
    };
    vec![cases(true), cases(false)]
}

/// A tax is due, and what a table has for all else is what holds.
fn rest(subject: &Subject<'_>, tax: TaxId, table: TableId) -> Vec<Case> {
    let place = table.place(subject.rule_set);
    let mut cases = question(subject, Question::Wins(Listed::Tax(tax)));
    for case in &mut cases {
        case.no_entry = Some((place, Entries::Never));
        case.none.extend(subject.catalog.unknown(place));
    }
    cases
}

/// Shipments whose facts lie in these sets, and for which a rule's condition holds: of those that
/// are not refused more can be seen.
fn sides(
    subject: &Subject<'_>,
    held: Vec<(FactId, ValueSet)>,
    rule: Option<Part>,
) -> Vec<Vec<Case>> {
    let catalog = &subject.catalog;
    let condition = rule.map(|part| match part {
        Part::Row(row) => catalog.row(row),
        Part::Flow(flow) => catalog.flow(flow),
        Part::Tax(tax) => catalog.tax(tax),
        Part::LateFee => catalog.fee(),
    });
    let lanes = held.iter().any(|(fact, _)| *fact == FactId::LANE)
        || condition.is_some_and(|condition| catalog.asks(condition, FactId::LANE));
    let all = condition.into_iter().collect();
    let goes = Case { held, all, lanes, ..Case::default() };
    // A refused shipment is in no lane, and no rule but its refusals leads to its answer.
    if lanes || rule.is_some_and(|part| !part.refuses(subject.rule_set)) {
        return vec![vec![goes]];
    }
    let whatever = Case { refusals: Refusals::Only(Vec::new()), ..goes.clone() };
    vec![vec![goes], vec![whatever]]
}

/// The values of one side.
fn side(rule_set: &RuleSet, fact: FactId, side: Side<'_>) -> ValueSet {
    match side {
        Side::At(value) => ValueSet::of([value]),
        Side::In(set) => set.clone(),
        Side::NotIn(set) => {
            let domain = rule_set[fact].domain();
            set.complement(domain.least, domain.greatest)
        }
    }
}
