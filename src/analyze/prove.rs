//! Puts every question about a rule set, and keeps what they came to.

use std::collections::HashMap;

use crate::analyze::blockers::{Blocked, Blocker, Blockers, blockers};
use crate::analyze::boxes::Spent;
use crate::analyze::budget::{Purse, Short};
use crate::analyze::catalog::TableId;
use crate::analyze::days::closed_between;
use crate::analyze::prove_laws::{LawProof, prove_laws};
use crate::analyze::question::{Case, Listed, Question};
use crate::analyze::subject::{Fuel, Subject};
use crate::analyze::why::why;
use crate::analyze::witness::witness;
use crate::model::condition::Facts;
use crate::model::fact::Kind;
use crate::model::ids::{FactId, RowId, TaxId, numbered};
use crate::model::value::{Day, Value, ValueSet};
use crate::model::{RuleKind, RuleSet};

/// What a question came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// There is such a shipment.
    Yes,
    /// There is none.
    No,
    /// The budget was spent before it was known.
    Undecided(Short),
}

impl Answer {
    fn of(found: Result<bool, Short>) -> Self {
        match found {
            Ok(true) => Self::Yes,
            Ok(false) => Self::No,
            Err(short) => Self::Undecided(short),
        }
    }
}

/// What explains an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Explanation {
    pub(crate) witness: Option<Facts>,
    pub(crate) blockers: Option<Blockers>,
}

/// What all questions came to.
#[derive(Debug)]
pub(crate) struct Proofs {
    answers: HashMap<Question, Answer>,
    explanations: HashMap<Question, Result<Explanation, Short>>,
    /// By value of a choice: the days on which it is closed between two times.
    closed: Vec<((FactId, Value), Result<ValueSet, Short>)>,
    /// What was asked of the laws.
    pub(crate) laws: Vec<LawProof>,
}

/// Which questions are to be asked beside those that always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) overlaps: bool,
    pub(crate) rate_gaps: bool,
    pub(crate) today: Day,
}

/// The questions of each kind that `check` asks.
pub(crate) mod ask {
    use std::collections::BTreeSet;

    use super::{Day, FactId, Kind, Listed, Question, RuleSet, TableId, TaxId, Value, numbered};

    /// For goods and each choice: whether a shipment with a value of it ever goes.
    pub(crate) fn goes(rule_set: &RuleSet) -> impl Iterator<Item = (FactId, Value)> + '_ {
        let ids = rule_set
            .facts()
            .filter(|(id, _)| *id == rule_set.goods() || rule_set.choices().contains(id));
        ids.flat_map(|(id, fact)| {
            let count = match fact.kind {
                Kind::Names(_) => fact.names().len(),
                Kind::YesNo => 2,
                Kind::Number(_) | Kind::Code(_) | Kind::Date => 0,
            };
            (0..count).map(move |at| (id, Value::of_index(at)))
        })
    }

    /// Pairs of flows, and of taxes, the later one first.
    pub(crate) fn pairs(rule_set: &RuleSet) -> impl Iterator<Item = (Listed, Listed)> + '_ {
        Listed::all(rule_set)
            .flat_map(|later| later.earlier().into_iter().map(move |one| (later, one)))
    }

    /// Each tax with each table that it uses.
    pub(crate) fn tables(rule_set: &RuleSet) -> impl Iterator<Item = (TaxId, TableId)> + '_ {
        numbered(rule_set.taxes()).flat_map(|(id, tax)| {
            let rates = tax.formula.rates().map(TableId::Rate);
            // A formula may use one table twice.
            let tables: BTreeSet<TableId> =
                rates.chain(tax.formula.prices().map(TableId::Price)).collect();
            tables.into_iter().map(move |table| (id, table))
        })
    }

    /// The entries of a table.
    pub(crate) fn entries(rule_set: &RuleSet, table: TableId) -> impl Iterator<Item = u32> + use<> {
        let count = table.of(rule_set).entries.len();
        (0..u32::MAX).take(count)
    }

    /// Each tax with each table that it uses and that may have no entry for a shipment.
    pub(crate) fn partial(rule_set: &RuleSet) -> impl Iterator<Item = (TaxId, TableId)> + '_ {
        tables(rule_set).filter(|(_, table)| table.of(rule_set).otherwise.is_none())
    }

    /// For each tax, each table that it uses and each of the goods: whether a rate is not known.
    pub(crate) fn gaps(rule_set: &RuleSet, today: Day) -> impl Iterator<Item = Question> + '_ {
        let goods = rule_set.goods();
        partial(rule_set).flat_map(move |(tax, table)| {
            let names = (0..rule_set[goods].names().len()).map(Value::of_index);
            let day = today.max(rule_set.first_date()).0;
            names.map(move |value| Question::RateGap(tax, table, day, goods, value))
        })
    }

    /// Whether a rate of a tax is missing on some day.
    pub(crate) fn missing(tax: TaxId, table: TableId, today: Day) -> Question {
        Question::RateMissing(tax, table, today.0)
    }
}

/// Asks everything: first what a file must not get wrong, last what only explains.
pub(crate) fn prove(subject: &Subject<'_>, extra: Extra, purse: &mut Purse) -> Proofs {
    let rule_set = subject.rule_set;
    let mut proofs = Proofs {
        answers: HashMap::new(),
        explanations: HashMap::new(),
        closed: Vec::new(),
        laws: Vec::new(),
    };
    proofs.ask_impossible(subject, purse);
    if proofs.asked(Question::Exists) == Some(Answer::No) {
        proofs.explain_nothing(subject, purse);
        return proofs;
    }
    let lanes = numbered(rule_set.lanes()).map(|(id, _)| Question::Reached(id));
    let wins = Listed::all(rule_set).map(Question::Wins);
    proofs.ask(subject, purse, [Question::NoPath].into_iter().chain(lanes).chain(wins).collect());
    proofs.ask_names(subject, purse);
    proofs.ask_refused_names(subject, purse);
    let inspects = |id: &RowId| rule_set[*id].kind == RuleKind::Inspection;
    let rows = || numbered(rule_set.rows()).map(|(id, _)| id);
    // What matters holds: one question for both, mostly.
    let first =
        rows().map(|id| if inspects(&id) { Question::Matters(id) } else { Question::Holds(id) });
    proofs.ask(subject, purse, first.collect());
    let idle = |id: &RowId| proofs.answer(Question::Matters(*id)) != Answer::Yes;
    let second: Vec<RowId> = rows().filter(inspects).filter(idle).collect();
    proofs.ask(subject, purse, second.into_iter().map(Question::Holds).collect());
    let missing = ask::partial(rule_set).map(|(tax, table)| ask::missing(tax, table, extra.today));
    proofs.ask(subject, purse, missing.collect());
    proofs.ask_charges(subject, purse, extra);
    proofs.ask_days(subject, purse, extra.today);
    if extra.overlaps {
        let pairs = ask::pairs(rule_set).map(|(later, one)| Question::Both(later, one));
        proofs.ask(subject, purse, pairs.collect());
    }
    proofs.laws = prove_laws(subject, extra.today, purse);
    proofs.explain(subject, purse, extra);
    proofs
}

impl Proofs {
    /// What a question came to; a question that was not put is undecided.
    pub(crate) fn answer(&self, question: Question) -> Answer {
        self.answers.get(&question).copied().unwrap_or(Answer::Undecided(Short::Total))
    }

    /// What a question came to, if it was put.
    pub(crate) fn asked(&self, question: Question) -> Option<Answer> {
        self.answers.get(&question).copied()
    }

    /// What explains an answer, as far as the budget reached.
    pub(crate) fn explanation(&self, question: Question) -> Result<&Explanation, Short> {
        match self.explanations.get(&question) {
            Some(Ok(explanation)) => Ok(explanation),
            Some(Err(short)) => Err(*short),
            None => Err(Short::Total),
        }
    }

    /// Asks what the impossibilities of the file leave, and whether each of them takes something away.
    fn ask_impossible(&mut self, subject: &Subject<'_>, purse: &mut Purse) {
        let count = subject.catalog.stated_count();
        if count > 0 {
            let excludes = (0..count).map(Question::Excludes);
            self.ask(subject, purse, [Question::Exists].into_iter().chain(excludes).collect());
        }
    }

    /// Looks for the impossibilities that leave no shipment at all.
    fn explain_nothing(&mut self, subject: &Subject<'_>, purse: &mut Purse) {
        let question = Question::Exists;
        let explained =
            purse.settle(&[question], |question, fuel| explain(subject, *question, fuel));
        self.explanations = [question].into_iter().zip(explained).collect();
    }

    fn ask(&mut self, subject: &Subject<'_>, purse: &mut Purse, questions: Vec<Question>) {
        let answers = purse.settle(&questions, |question, fuel| {
            let cases = question.cases(subject.rule_set, &subject.catalog);
            Ok(subject.any(&cases, fuel)?.is_some())
        });
        for (question, answer) in questions.into_iter().zip(answers) {
            self.answers.insert(question, Answer::of(answer));
        }
    }

    /// Values of one group are alike: it is enough to ask for one of them. What they have in common
    /// is asked once.
    fn ask_names(&mut self, subject: &Subject<'_>, purse: &mut Purse) {
        let cut = &subject.cut;
        let (anchors, others): (Vec<_>, Vec<_>) =
            ask::goes(subject.rule_set).partition(|(fact, _)| *fact == cut.anchor);
        let others = others.into_iter().map(|(fact, value)| Question::Goes(fact, value));
        self.ask(subject, purse, others.collect());
        if anchors.is_empty() {
            return;
        }
        let goes = Case::default();
        let pool = purse.settle(&[()], |(), fuel| subject.pool(&goes, fuel)).pop();
        let pool = pool.and_then(Result::ok).unwrap_or_default();
        let firsts: Vec<Value> = cut.groups.iter().filter_map(|g| g.first().copied()).collect();
        let answers = purse.settle(&firsts, |value, fuel| {
            Ok(subject.first_of_pool(&goes, &pool, *value, fuel)?.is_some())
        });
        let answers: Vec<Answer> = answers.into_iter().map(Answer::of).collect();
        for (fact, value) in anchors {
            if let Some(answer) = answers.get(cut.group_of(value)) {
                self.answers.insert(Question::Goes(fact, value), *answer);
            }
        }
    }

    /// Asks of the names that never go whether there are shipments with them.
    fn ask_refused_names(&mut self, subject: &Subject<'_>, purse: &mut Purse) {
        let stated = subject.catalog.stated_count() > 0;
        let never = |(fact, value): &(FactId, Value)| {
            let name = subject.rule_set[*fact].name(*value);
            let may_not_be = stated || name.is_some_and(|name| name.in_force.is_some());
            may_not_be && self.asked(Question::Goes(*fact, *value)) == Some(Answer::No)
        };
        let refused = ask::goes(subject.rule_set).filter(never);
        let questions = refused.map(|(fact, value)| Question::Has(fact, value)).collect();
        self.ask(subject, purse, questions);
    }

    /// Asks whether the fee is ever due, entries of tables are used, and tax is not computed.
    fn ask_charges(&mut self, subject: &Subject<'_>, purse: &mut Purse, extra: Extra) {
        let rule_set = subject.rule_set;
        let fee = rule_set.daily_fee().map(|_| Question::FeeDue);
        self.ask(subject, purse, fee.into_iter().collect());
        // One tax after the other: what an earlier one uses is not asked of a later.
        for (tax, table) in ask::tables(rule_set) {
            let open = |entry: &u32| !self.is_used(rule_set, table, *entry);
            let entries = ask::entries(rule_set, table).filter(open);
            let questions = entries.map(|entry| Question::Used(tax, table, entry)).collect();
            self.ask(subject, purse, questions);
        }
        if extra.rate_gaps {
            self.ask(subject, purse, ask::gaps(rule_set, extra.today).collect());
        }
    }

    /// Whether an entry of a table is known to be used by some tax.
    fn is_used(&self, rule_set: &RuleSet, table: TableId, entry: u32) -> bool {
        let mut taxes = ask::tables(rule_set).filter(|(_, used)| *used == table);
        taxes.any(|(tax, _)| self.asked(Question::Used(tax, table, entry)) == Some(Answer::Yes))
    }

    fn ask_days(&mut self, subject: &Subject<'_>, purse: &mut Purse, today: Day) {
        let rule_set = subject.rule_set;
        let days = ValueSet::interval(rule_set.first_date().value().0, today.value().0);
        let values = ask::goes(rule_set).filter(|(fact, _)| *fact != rule_set.goods());
        let values: Vec<(FactId, Value)> = values.collect();
        let closed = purse.settle(&values, |(fact, value), fuel| {
            closed_between(subject, *fact, *value, &days, fuel)
        });
        self.closed = values.into_iter().zip(closed).collect();
    }

    /// By value of a choice: the days on which it is closed between two times.
    pub(crate) fn closed(&self) -> impl Iterator<Item = (FactId, Value, Result<&ValueSet, Short>)> {
        let all = self.closed.iter();
        all.map(|((fact, value), days)| (*fact, *value, days.as_ref().map_err(|short| *short)))
    }

    /// Looks for witnesses and blockers of all that is told.
    fn explain(&mut self, subject: &Subject<'_>, purse: &mut Purse, extra: Extra) {
        let rule_set = subject.rule_set;
        let told = |question: Question, answer: Answer| {
            (self.answers.get(&question) == Some(&answer)).then_some(question)
        };
        let mut questions: Vec<Question> =
            told(Question::NoPath, Answer::Yes).into_iter().collect();
        for entry in Listed::all(rule_set) {
            questions.extend(told(Question::Wins(entry), Answer::No));
        }
        for (id, row) in numbered(rule_set.rows()) {
            questions.extend(told(Question::Holds(id), Answer::No));
            if row.kind == RuleKind::Inspection
                && self.answers.get(&Question::Holds(id)) == Some(&Answer::Yes)
            {
                questions.extend(told(Question::Matters(id), Answer::No));
            }
        }
        for (fact, value) in ask::goes(rule_set) {
            questions.extend(told(Question::Has(fact, value), Answer::No));
        }
        for (tax, table) in ask::tables(rule_set) {
            questions.extend(told(ask::missing(tax, table, extra.today), Answer::Yes));
        }
        if extra.rate_gaps {
            let shown = |(tax, table): (TaxId, TableId)| {
                let gap = |question: &Question| {
                    matches!(question, Question::RateGap(of, used, ..) if (*of, *used) == (tax, table))
                        && self.answers.get(question) == Some(&Answer::Yes)
                };
                ask::gaps(rule_set, extra.today).find(gap)
            };
            questions.extend(ask::tables(rule_set).filter_map(shown));
        }
        if extra.overlaps {
            for (later, one) in ask::pairs(rule_set) {
                questions.extend(told(Question::Both(later, one), Answer::Yes));
            }
        }
        let explained =
            purse.settle(&questions, |question, fuel| explain(subject, *question, fuel));
        self.explanations = questions.into_iter().zip(explained).collect();
    }
}

/// What explains the answer to a question that is told.
fn explain(
    subject: &Subject<'_>,
    question: Question,
    fuel: &mut Fuel,
) -> Result<Explanation, Spent> {
    let shown = |question: Question, fuel: &mut Fuel| {
        let cases = question.cases(subject.rule_set, &subject.catalog);
        cases.into_iter().next().map_or(Ok(None), |case| witness(subject, case, fuel))
    };
    match question {
        Question::Holds(row) if !subject.rule_set[row].refuses() => {
            let found = blockers(subject, Blocked::Row(row), fuel)?;
            let blocks = found.set.iter().any(|one| matches!(one, Blocker::Row(_)));
            let despite = Question::HoldsDespite(row);
            let witness = if blocks { shown(despite, fuel)? } else { None };
            Ok(Explanation { witness, blockers: Some(found) })
        }
        Question::Wins(entry) => {
            let found = blockers(subject, Blocked::Entry(entry), fuel)?;
            Ok(Explanation { witness: None, blockers: Some(found) })
        }
        // No rule is in the way of what is asked for whatever refuses it.
        Question::Exists | Question::Has(..) | Question::Holds(_) => {
            let cases = question.cases(subject.rule_set, &subject.catalog);
            let mut whys = cases.iter().map(|case| why(subject, case, fuel));
            let why = whys.next().transpose()?.unwrap_or_default();
            let blockers = Blockers { set: Vec::new(), another: false, why };
            Ok(Explanation { witness: None, blockers: Some(blockers) })
        }
        // It changes nothing: that it holds is what there is to see.
        Question::Matters(row) => {
            Ok(Explanation { witness: shown(Question::Holds(row), fuel)?, blockers: None })
        }
        _ => Ok(Explanation { witness: shown(question, fuel)?, blockers: None }),
    }
}
