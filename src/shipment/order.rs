//! Shipments of several lines: what all lines share is said once, the rest of each.

use crate::model::RuleSet;
use crate::model::condition::FactId;
use crate::model::fact::{Kind, Lines};
use crate::model::value::Value;
use crate::shipment::input_error::{InputError, InputErrors};
use crate::shipment::known::{Origin, Shipment};
use crate::shipment::lines_error::LinesError;
use crate::shipment::query::Query;
use crate::shipment::values::{fact, value};
use crate::shipment::ways::{each_way, offered};

/// What is said of the lines of a shipment, and of all of them together.
#[derive(Debug, Clone)]
pub struct OrderQuery<'r> {
    common: Query<'r>,
    lines: Vec<Said>,
}

/// What is said of one line.
#[derive(Debug, Clone, Default)]
struct Said {
    given: Vec<(FactId, Value)>,
    mistakes: Vec<InputError>,
}

/// A shipment of one or more lines, each with what it shares with the others.
#[derive(Debug, Clone)]
pub struct Order<'r> {
    rule_set: &'r RuleSet,
    /// What was said of each, before anything is known of the others.
    queries: Vec<Query<'r>>,
    lines: Vec<Shipment>,
}

/// What is wrong with what was said of lines: of which, from 0, and what; of all where no line
/// stands there. Never none.
pub type OrderErrors = Vec<(Option<usize>, InputError)>;

impl<'r> OrderQuery<'r> {
    /// Begins with what is said of all lines.
    #[must_use]
    pub fn new(common: Query<'r>) -> Self {
        Self { common, lines: Vec::new() }
    }

    /// Begins another line.
    pub fn line(&mut self) {
        self.lines.push(Said::default());
    }

    /// Says that `fact` has the value that `text` names, of the line that was begun last; of all
    /// lines where none was. What all lines share may be said of any of them.
    pub fn give(&mut self, fact: &str, text: &str) {
        let rule_set = self.common.intake.rule_set;
        let Some(line) = self.lines.last_mut() else { return self.common.give(fact, text) };
        let found = self::fact(rule_set, fact);
        let found = found.and_then(|id| Ok((id, value(rule_set, id, text)?)));
        match found {
            Ok(one) if line.given.iter().any(|(id, _)| *id == one.0) => {
                line.mistakes.push(InputError::GivenTwice { fact: fact.to_owned() });
            }
            Ok(one) => line.given.push(one),
            Err(mistake) => line.mistakes.push(mistake),
        }
    }

    /// The shipment: what is shared settled, totals added up, choices left open.
    ///
    /// # Errors
    /// All that is wrong with what was said, of which line.
    pub fn order(mut self) -> Result<Order<'r>, OrderErrors> {
        let rule_set = self.common.intake.rule_set;
        if self.lines.is_empty() {
            self.line();
        }
        let mut errors = self.share();
        let common = std::mem::take(&mut self.common.said.mistakes);
        errors.extend(common.into_iter().map(|one| (None, one)));
        let several = self.lines.len() > 1;
        let total = |id: &FactId| rule_set[*id].lines == Lines::Total;
        let of_all = rule_set.facts().map(|(id, _)| id).filter(total);
        let of_all = of_all.filter(|id| several && self.common.said.is_given(*id));
        errors.extend(of_all.map(|id| (None, LinesError::total(&rule_set[id]).into())));
        let mut queries = Vec::with_capacity(self.lines.len());
        for (at, line) in self.lines.into_iter().enumerate() {
            let mut query = self.common.clone();
            for (id, value) in line.given {
                let shared = !matches!(rule_set[id].lines, Lines::Each | Lines::Total);
                if !shared {
                    query.said.give(&query.intake, id, Ok(value));
                }
            }
            let own = std::mem::take(&mut query.said.mistakes);
            let mistakes = line.mistakes.into_iter().chain(own);
            errors.extend(mistakes.map(|one| (Some(at).filter(|_| several), one)));
            queries.push(query);
        }
        if errors.is_empty() { Order::new(rule_set, queries) } else { Err(told_once(errors)) }
    }

    /// Says of all lines what they share and some of them say.
    fn share(&mut self) -> OrderErrors {
        let rule_set = self.common.intake.rule_set;
        let mut errors = Vec::new();
        let several = self.lines.len() > 1;
        if several && rule_set.facts().all(|(_, fact)| fact.lines == Lines::Same) {
            errors.push((None, InputError::Lines(LinesError::NoLines)));
        }
        for (at, line) in self.lines.iter().enumerate() {
            for (id, value) in &line.given {
                let fact = &rule_set[*id];
                if matches!(fact.lines, Lines::Each | Lines::Total) {
                    continue;
                }
                let said = &mut self.common.said;
                if !said.is_given(*id) {
                    said.give(&self.common.intake, *id, Ok(*value));
                } else if said.facts.get(*id) != *value {
                    let first = fact.show(said.facts.get(*id));
                    let error = LinesError::differs(fact, first, fact.show(*value));
                    errors.push((Some(at), error.into()));
                }
            }
        }
        errors
    }
}

impl<'r> Order<'r> {
    fn new(rule_set: &'r RuleSet, queries: Vec<Query<'r>>) -> Result<Self, OrderErrors> {
        let mut errors = Vec::new();
        let count = queries.len();
        let (sums, own) = totals(rule_set, &queries, &mut errors);
        let mut lines = Vec::with_capacity(count);
        for (at, (query, own)) in queries.iter().zip(own).enumerate() {
            let mut query = query.clone();
            let mut counted = Vec::new();
            for (id, sum) in &sums {
                query.said.facts.set(*id, *sum);
            }
            for (id, fact) in rule_set.facts().filter(|(_, fact)| fact.lines == Lines::One) {
                if count > 1 && !query.said.is_given(id) {
                    query.said.facts.set(id, Value::NO);
                    counted.push(id);
                } else if count > 1 && query.said.facts.get(id) == Value::YES {
                    errors.push((None, LinesError::not_one(fact, count).into()));
                }
            }
            // What a number counts may depend on the totals.
            counted.extend(query.counted());
            match query.settled(&counted) {
                Ok(shipment) => lines.push(Shipment { own, ..shipment }),
                Err(InputErrors(wrong)) => {
                    errors.extend(wrong.into_iter().map(|one| (Some(at), one)));
                }
            }
        }
        if errors.is_empty() && count > 1 {
            errors.extend(no_common_way(rule_set, &lines).map(|one| (None, one)));
        }
        if count == 1 {
            errors.iter_mut().for_each(|(line, _)| *line = None);
        }
        if errors.is_empty() {
            Ok(Self { rule_set, queries, lines })
        } else {
            Err(told_once(errors))
        }
    }

    /// The rules of which it was said.
    #[must_use]
    pub fn rule_set(&self) -> &'r RuleSet {
        self.rule_set
    }

    /// The lines, each a shipment of its own with the facts of the whole.
    #[must_use]
    pub fn lines(&self) -> &[Shipment] {
        &self.lines
    }

    /// A shipment of some of the lines alone, by their places; none if there is no such shipment.
    #[must_use]
    pub fn of(&self, places: &[usize]) -> Option<Self> {
        let queries: Option<Vec<Query<'r>>> =
            places.iter().map(|at| self.queries.get(*at).cloned()).collect();
        let queries = queries.filter(|queries| !queries.is_empty())?;
        Self::new(self.rule_set, queries).ok()
    }
}

/// Facts with their values.
type Values = Vec<(FactId, Value)>;

/// The totals of several lines, and what each of these has of them; not given where a line says
/// nothing of one.
fn totals(
    rule_set: &RuleSet,
    queries: &[Query<'_>],
    errors: &mut OrderErrors,
) -> (Values, Vec<Values>) {
    let mut own = vec![Vec::new(); queries.len()];
    let mut sums = Vec::new();
    if queries.len() < 2 {
        return (sums, own);
    }
    for (id, fact) in rule_set.facts().filter(|(_, fact)| fact.lines == Lines::Total) {
        let mut sum = Some(0_i64);
        for (query, own) in queries.iter().zip(&mut own) {
            let value = query.said.facts.get(id);
            own.push((id, value));
            let known = sum.filter(|_| value != Value::NOT_GIVEN);
            // A file's numbers are far from the ends, and so is any sum of lines that fit in memory.
            sum = known.map(|sum| sum.saturating_add(value.0));
        }
        let sum = sum.map_or(Value::NOT_GIVEN, Value);
        if let Kind::Number(number) = &fact.kind
            && sum != Value::NOT_GIVEN
            && !(number.least..=number.greatest).contains(&sum.0)
        {
            let unit = number.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            let error = InputError::OutOfRange {
                fact: fact.id.clone(),
                text: number.show(sum),
                least: number.show(Value(number.least)),
                greatest: number.show(Value(number.greatest)) + &unit,
            };
            errors.push((None, error));
        }
        sums.push((id, sum));
    }
    (sums, own)
}

/// What is wrong where each line can be, and all of them together cannot.
fn no_common_way(rule_set: &RuleSet, lines: &[Shipment]) -> Option<InputError> {
    let first = lines.first()?;
    let open = rule_set.choices().iter().filter(|id| first.origin(**id) == Origin::Chosen);
    let open: Vec<_> = open.map(|id| (*id, offered_to_all(rule_set, *id, lines))).collect();
    if let Some((id, _)) = open.iter().find(|(_, values)| values.is_empty()) {
        return Some(LinesError::nothing_offered(&rule_set[*id]).into());
    }
    if rule_set.impossibilities().is_empty() {
        return None;
    }
    let mut any = false;
    each_way(&open, &mut first.facts.clone(), |facts| {
        any |= lines.iter().all(|line| {
            let mut own = line.facts.clone();
            open.iter().for_each(|(id, _)| own.set(*id, facts.get(*id)));
            line.settle(rule_set, &mut own);
            rule_set.is_possible(&own)
        });
    });
    (!any).then_some(InputError::Lines(LinesError::NoCommonWay))
}

/// The values of a choice that are offered for every line, in the order of the file.
pub(crate) fn offered_to_all(rule_set: &RuleSet, id: FactId, lines: &[Shipment]) -> Vec<Value> {
    let mut lists = lines.iter().map(|line| offered(&rule_set[id], &line.facts));
    let first = lists.next().unwrap_or_default();
    lists.fold(first, |common, own| common.into_iter().filter(|one| own.contains(one)).collect())
}

/// What is wrong with several lines alike is told once.
fn told_once(errors: OrderErrors) -> OrderErrors {
    let mut told: OrderErrors = Vec::with_capacity(errors.len());
    for (line, error) in errors {
        match told.iter_mut().find(|(_, known)| *known == error) {
            Some((known, _)) if *known != line => *known = None,
            Some(_) => {}
            None => told.push((line, error)),
        }
    }
    told
}
