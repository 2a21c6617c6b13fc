//! The answer for a shipment of several lines: one path, and what each line brings to it.

use crate::advise::alternatives::{Comparison, goodness};
use crate::advise::path::{PathStep, members, path_of};
use crate::advise::reason::{Reason, ReasonKind, Refusal, reasons, refusals};
use crate::advise::warning::{self, Warning};
use crate::charge::{Charge, LinesBill, Missing};
use crate::choose::{LinesOutcome, LinesSearch, Prefer};
use crate::evaluate::{Decision, Verdict};
use crate::model::condition::{FactId, Facts};
use crate::model::fact::Lines;
use crate::model::value::Value;
use crate::model::{Check, Document, Flow, Lane, Row, RuleSet};
use crate::shipment::{Order, Shipment};

/// More lines than these are not tried in other groups.
const MOST_TO_SPLIT: usize = 40;

/// The answer for a shipment of several lines.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LinesAdvice<'r> {
    /// The rules it comes from.
    pub rule_set: &'r RuleSet,
    /// What was said of the lines.
    pub order: Order<'r>,
    /// What the rules say of the whole.
    pub decision: Decision,
    /// What each line brings, in order.
    pub lines: Vec<LineAdvice<'r>>,
    /// The steps, from filing to release and after; none without a flow.
    pub path: Vec<PathStep<'r>>,
    /// What it costs.
    pub bill: LinesBill<'r>,
    /// Where the answer may mislead, whatever the line.
    pub warnings: Vec<Warning<'r>>,
    /// What else could be done, the better ways first.
    pub alternatives: Vec<LinesAlternative<'r>>,
    /// For a refused shipment, shipments of some of its lines that are not.
    pub split: Option<Split>,
}

/// What one line brings to the answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LineAdvice<'r> {
    /// What is known of it; totals are those of the whole.
    pub shipment: Shipment,
    /// Every fact with the value it was decided with.
    pub facts: Facts,
    /// The same, with what the line itself has of each total.
    pub own: Facts,
    /// Its own lane, and the checks and documents that it brings.
    pub decision: Decision,
    /// The rules that refuse it.
    pub refusals: Vec<Refusal<'r>>,
    /// The rules that led here; for a refused line the refusals alone.
    pub reasons: Vec<Reason<'r>>,
    /// Where the answer may mislead for its sake.
    pub warnings: Vec<Warning<'r>>,
}

/// Another way to go for all lines.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LinesAlternative<'r> {
    /// The choices that are different, the one it is an alternative to first.
    pub change: Vec<(FactId, Value)>,
    /// Whether the advisor would choose it by itself.
    pub offered: bool,
    /// What the rules say of the whole.
    pub decision: Decision,
    /// What it costs.
    pub bill: LinesBill<'r>,
    /// How it compares with what was taken.
    pub compared: Comparison,
}

/// Fewer refusals: shipments that clear, and the lines that are refused even alone. Lines are told by
/// their places, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Split {
    /// The lines that clear together; never none.
    pub shipments: Vec<Vec<usize>>,
    /// The lines that nothing clears.
    pub refused: Vec<usize>,
}

/// Finds the best path of a shipment of several lines; none if there is no such shipment, which an
/// [`Order`] rules out.
#[must_use]
pub fn advise_lines(order: Order<'_>, prefer: Prefer) -> Option<LinesAdvice<'_>> {
    let rule_set = order.rule_set();
    let search = LinesSearch::new(rule_set, order.lines(), prefer);
    let taken = search.best()?;
    let bill = bill(rule_set, &search, &taken);
    let alternatives = alternatives(rule_set, &search, (&taken, &bill));
    let decision = taken.decided.whole;
    let flow = decision.flow.map(|flow| &rule_set[flow]);
    let facts: Vec<&Facts> = taken.facts.iter().collect();
    let path = flow.map(|flow| path_of(rule_set, flow, &decision, &facts)).unwrap_or_default();
    let split =
        (decision.verdict == Verdict::Refused).then(|| split(rule_set, &order, &taken, prefer));
    let lines = lines(rule_set, &order, &search, &taken, &bill);
    let day = order.lines().first()?.day();
    let warnings = warning::stale(rule_set, day).into_iter().collect();
    let split = split.flatten();
    drop(search);
    Some(LinesAdvice {
        rule_set,
        decision,
        lines,
        path,
        bill,
        warnings,
        alternatives,
        split,
        order,
    })
}

fn bill<'r>(
    rule_set: &'r RuleSet,
    search: &LinesSearch<'r, '_>,
    outcome: &LinesOutcome,
) -> LinesBill<'r> {
    let own = search.own(&outcome.facts);
    LinesBill::new(rule_set, &outcome.decided, &outcome.facts, &own)
}

fn lines<'r>(
    rule_set: &'r RuleSet,
    order: &Order<'r>,
    search: &LinesSearch<'r, '_>,
    taken: &LinesOutcome,
    bill: &LinesBill<'r>,
) -> Vec<LineAdvice<'r>> {
    let own = search.own(&taken.facts);
    let all = order.lines().iter().zip(search.each()).zip(&taken.facts).zip(own);
    let all = all.zip(&taken.decided.lines).zip(&bill.taxes);
    let lines = all.map(|(((((shipment, search), facts), own), decision), tax)| {
        let fired: Vec<&'r Row> = search.fired(facts);
        let verdict = taken.decided.whole.verdict;
        let flow = decision.flow.map(|flow| &rule_set[flow]);
        let mut reasons = reasons(rule_set, &fired, flow, verdict);
        reasons.extend(tax.iter().map(|tax| Reason {
            rule: tax.rule,
            kind: ReasonKind::Tax,
            lane: None,
            effect: format!("tax {}", tax.rule.id),
        }));
        let refusals = refusals(&fired);
        LineAdvice {
            shipment: shipment.clone(),
            facts: facts.clone(),
            own,
            decision: *decision,
            refusals,
            reasons,
            warnings: warning::of_line(rule_set, facts, tax.as_ref()),
        }
    });
    lines.collect()
}

/// The other values that are not refused: better ones first, then by what they cost.
fn alternatives<'r>(
    rule_set: &'r RuleSet,
    search: &LinesSearch<'r, '_>,
    (taken, now): (&LinesOutcome, &LinesBill<'r>),
) -> Vec<LinesAlternative<'r>> {
    let others = search.others(taken).into_iter();
    let open = others.filter(|one| one.outcome.decided.whole.verdict != Verdict::Refused);
    let mut alternatives: Vec<LinesAlternative<'r>> = open
        .map(|other| {
            let bill = bill(rule_set, search, &other.outcome);
            let decision = other.outcome.decided.whole;
            let name = other.change.first().and_then(|(id, value)| rule_set[*id].name(*value));
            let suits = |facts: &Facts| name.is_none_or(|name| name.offered.holds(facts));
            let offered = other.outcome.facts.iter().all(suits);
            let compared = compared((&decision, &bill), (&taken.decided.whole, now));
            LinesAlternative { change: other.change, offered, decision, bill, compared }
        })
        .collect();
    alternatives.sort_by_key(|one| {
        let to_pay = one.bill.to_pay();
        (goodness(&one.decision), to_pay.is_none(), to_pay)
    });
    alternatives
}

fn compared(
    (decision, bill): (&Decision, &LinesBill<'_>),
    (taken, now): (&Decision, &LinesBill<'_>),
) -> Comparison {
    match goodness(decision).cmp(&goodness(taken)) {
        std::cmp::Ordering::Less => Comparison::Better,
        std::cmp::Ordering::Greater => Comparison::Worse,
        std::cmp::Ordering::Equal => {
            let same = decision.checks == taken.checks && decision.documents == taken.documents;
            let known = bill.to_pay().is_some() || now.to_pay().is_some();
            let as_dear = if known { bill.to_pay() == now.to_pay() } else { bill == now };
            if same && as_dear { Comparison::Same } else { Comparison::Different }
        }
    }
}

/// The verdict of some lines alone, with what is chosen for them.
fn verdict_of(rule_set: &RuleSet, order: &Order<'_>, places: &[usize], prefer: Prefer) -> Verdict {
    let part = order.of(places);
    let part = part.as_ref().map(|part| LinesSearch::new(rule_set, part.lines(), prefer));
    let best = part.and_then(|search| search.best());
    best.map_or(Verdict::Refused, |best| best.decided.whole.verdict)
}

/// Shipments of some of the lines that clear: first all that are not refused, else as many in each
/// as will go together, in their order. None where no line clears.
fn split(
    rule_set: &RuleSet,
    order: &Order<'_>,
    taken: &LinesOutcome,
    prefer: Prefer,
) -> Option<Split> {
    let clears = |places: &[usize]| {
        !places.is_empty() && verdict_of(rule_set, order, places, prefer) == Verdict::Clearable
    };
    let refuses = |at: &usize| taken.decided.lines.get(*at).is_some_and(|one| one.refusals > 0);
    let all: Vec<usize> = (0..order.lines().len()).collect();
    let (refused, left): (Vec<usize>, Vec<usize>) = all.iter().partition(|at| refuses(at));
    if clears(&left) {
        // What is refused beside others may clear without them.
        let (own, refused) = refused.into_iter().partition(|at| clears(&[*at]));
        let own: Vec<usize> = own;
        let shipments = std::iter::once(left).chain(own.into_iter().map(|at| vec![at]));
        return Some(Split { shipments: shipments.collect(), refused });
    }
    if all.len() > MOST_TO_SPLIT {
        return None;
    }
    let (mut shipments, mut refused): (Vec<Vec<usize>>, Vec<usize>) = (Vec::new(), Vec::new());
    for at in all {
        let joined = shipments.iter_mut().find_map(|shipment| {
            let with: Vec<usize> = shipment.iter().copied().chain([at]).collect();
            clears(&with).then_some((shipment, with))
        });
        match joined {
            Some((shipment, with)) => *shipment = with,
            None if clears(&[at]) => shipments.push(vec![at]),
            None => refused.push(at),
        }
    }
    (!shipments.is_empty()).then_some(Split { shipments, refused })
}

impl<'r> LinesAdvice<'r> {
    /// The lane of the shipment; none for a refused one.
    #[must_use]
    pub fn lane(&self) -> Option<&'r Lane> {
        self.decision.lane.map(|lane| &self.rule_set[lane])
    }

    /// The flow it takes.
    #[must_use]
    pub fn flow(&self) -> Option<&'r Flow> {
        self.decision.flow.map(|flow| &self.rule_set[flow])
    }

    /// All checks, in the order of the rules file.
    pub fn checks(&self) -> impl Iterator<Item = &'r Check> {
        members(self.rule_set.checks(), self.decision.checks)
    }

    /// All documents, in the order of the rules file.
    pub fn documents(&self) -> impl Iterator<Item = &'r Document> {
        members(self.rule_set.documents(), self.decision.documents)
    }

    /// The documents that some line needs and that are not at hand for it.
    pub fn missing_documents(&self) -> impl Iterator<Item = &'r Document> {
        let missing = |document: &&'r Document| {
            self.lines.iter().any(|line| {
                let needs = members(self.rule_set.documents(), line.decision.documents)
                    .any(|one| one.id == document.id);
                needs && self.rule_set.is_at_hand(document, &line.facts) == Some(false)
            })
        };
        self.documents().filter(missing)
    }

    /// The value of a fact, where it is the same for all lines; of a total, that of the whole.
    #[must_use]
    pub fn value(&self, id: FactId) -> Option<Value> {
        let mut values = self.lines.iter().map(|line| line.facts.get(id));
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    }

    /// The facts that each line has of its own.
    pub fn own_facts(&self) -> impl Iterator<Item = FactId> {
        let own = |lines: Lines| matches!(lines, Lines::Each | Lines::Total);
        self.rule_set.facts().filter(move |(_, fact)| own(fact.lines)).map(|(id, _)| id)
    }

    /// The rules that led here, each once, with the lines of which they speak, from 0; the late fee
    /// is of all lines and names none.
    #[must_use]
    pub fn reasons(&self) -> Vec<(Reason<'r>, Vec<usize>)> {
        let mut all: Vec<(Reason<'r>, Vec<usize>)> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            for reason in &line.reasons {
                match all.iter_mut().find(|(known, _)| known.rule.id == reason.rule.id) {
                    Some((_, lines)) => lines.push(at),
                    None => all.push((reason.clone(), vec![at])),
                }
            }
        }
        // What is said of a later line alone stands where the file has it.
        let places: Vec<&str> = self.rule_set.rules().map(|rule| rule.id.as_str()).collect();
        all.sort_by_cached_key(|(reason, _)| places.iter().position(|id| *id == reason.rule.id));
        let fee = self.bill.late_fee.as_ref().map(|fee| fee.rule);
        all.extend(fee.map(|rule| {
            let effect = format!("late fee {}", rule.id);
            (Reason { rule, kind: ReasonKind::Tax, lane: None, effect }, Vec::new())
        }));
        all
    }

    /// The rules that refuse, each once, with the lines that it refuses, from 0.
    #[must_use]
    pub fn refusals(&self) -> Vec<(Refusal<'r>, Vec<usize>)> {
        let mut all: Vec<(Refusal<'r>, Vec<usize>)> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            for refusal in &line.refusals {
                match all.iter_mut().find(|(known, _)| known.rule.id == refusal.rule.id) {
                    Some((_, lines)) => lines.push(at),
                    None => all.push((*refusal, vec![at])),
                }
            }
        }
        all
    }

    /// The number facts that were not said and that an amount cannot be computed without.
    #[must_use]
    pub fn amounts_missing(&self) -> Vec<FactId> {
        let missing = self.bill.charges().flat_map(|charge: &Charge<'r>| &charge.missing);
        let missing = missing.filter_map(|missing| match missing {
            Missing::Fact(id) => Some(*id),
            Missing::Entry(_) | Missing::Size => None,
        });
        let mut missing: Vec<FactId> = missing.collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }
}
