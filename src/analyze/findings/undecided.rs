//! `undecided`: a question that the budget did not cover.

use crate::analyze::budget::Short;
use crate::analyze::catalog::TableId;
use crate::analyze::findings::proven::{Proven, word};
use crate::analyze::prove::{Answer, ask};
use crate::analyze::question::{Listed, Question};
use crate::codes::Code;
use crate::finding::Finding;
use crate::model::ids::{TaxId, numbered};
use crate::model::{Rule, RuleKind};

pub(super) fn findings(proven: &Proven<'_>) -> Vec<Finding> {
    let mut told = rules(proven);
    told.extend(file(proven));
    told.extend(rates(proven));
    told.extend(overlaps(proven));
    told
}

fn short(proven: &Proven<'_>, question: Question) -> Option<Short> {
    match proven.proofs.answer(question) {
        Answer::Undecided(short) => Some(short),
        _ => None,
    }
}

fn told(finding: impl FnOnce(String) -> Finding, short: Short, what: &str) -> Finding {
    let message = format!("the budget did not tell whether {what}");
    finding(message).help(format!("raise `{}`", short.flag()))
}

fn of_rule(rule: &Rule, short: Short, what: &str) -> Finding {
    let finding = |message| Finding::new(Code::Undecided, rule.span, message).about(&rule.id);
    told(finding, short, what)
}

fn of_file(subject: &str, short: Short, what: &str) -> Finding {
    told(|message| Finding::of_file(Code::Undecided, message).about(subject), short, what)
}

fn rules(proven: &Proven<'_>) -> Vec<Finding> {
    let rows = numbered(proven.rule_set.rows()).filter_map(|(id, row)| {
        let (word, rule) = (word(row.kind), &row.rule);
        let inspects = row.kind == RuleKind::Inspection;
        let matters =
            if inspects { proven.proofs.answer(Question::Matters(id)) } else { Answer::No };
        if let Some(short) = short(proven, Question::Holds(id)).filter(|_| matters != Answer::Yes) {
            return Some(of_rule(rule, short, &format!("{word} `{}` ever holds", rule.id)));
        }
        match (matters, proven.proofs.answer(Question::Holds(id))) {
            (Answer::Undecided(short), Answer::Yes) => {
                Some(of_rule(rule, short, &format!("{word} `{}` changes any answer", rule.id)))
            }
            _ => None,
        }
    });
    let entries = Listed::all(proven.rule_set).filter_map(|entry| {
        let (word, rule) = proven.listed(entry);
        let short = short(proven, Question::Wins(entry))?;
        Some(of_rule(rule, short, &format!("{word} `{}` is ever taken", rule.id)))
    });
    let stated = proven.rule_set.impossibilities().iter().enumerate().filter_map(|(at, rule)| {
        let short = short(proven, Question::Excludes(at))?;
        Some(of_rule(rule, short, &format!("impossibility `{}` excludes anything", rule.id)))
    });
    rows.chain(entries).chain(stated).collect()
}

fn file(proven: &Proven<'_>) -> Vec<Finding> {
    let rule_set = proven.rule_set;
    let exists = proven.proofs.asked(Question::Exists);
    let exists = exists.and_then(|_| short(proven, Question::Exists));
    let exists = exists.map(|short| of_file("impossible", short, "there is a shipment at all"));
    let holes = short(proven, Question::NoPath);
    let holes = holes.map(|short| of_file("flows", short, "every shipment has a path"));
    let lanes = numbered(rule_set.lanes()).filter_map(|(id, lane)| {
        let what = format!("any shipment gets into lane `{}`", lane.id);
        Some(of_file(&format!("lane.{}", lane.id), short(proven, Question::Reached(id))?, &what))
    });
    let names = ask::goes(rule_set).filter_map(|(id, value)| {
        let short = short(proven, Question::Goes(id, value))?;
        let (fact, shown) = (&rule_set[id].id, rule_set[id].show(value));
        Some(of_file(&format!("{fact}.{shown}"), short, &format!("{fact} `{shown}` ever goes")))
    });
    exists.into_iter().chain(holes).chain(lanes).chain(names).collect()
}

fn rates(proven: &Proven<'_>) -> Vec<Finding> {
    let rule_set = proven.rule_set;
    let mut told: Vec<Finding> = Vec::new();
    for (tax, table) in ask::tables(rule_set) {
        let (rule, word, id) = (&rule_set[tax].rule, table.word(), &table.of(rule_set).id);
        let partial = table.of(rule_set).otherwise.is_none();
        let missing = ask::missing(tax, table, proven.extra.today);
        let missing = partial.then(|| short(proven, missing)).flatten();
        told.extend(missing.map(|s| of_rule(rule, s, &format!("{word} `{id}` has a gap"))));
        let mut entries = ask::entries(rule_set, table);
        let used = entries.find_map(|entry| proven.unused_short(tax, table, entry));
        let what = format!("all entries of {word} `{id}` are used");
        told.extend(used.map(|s| of_rule(rule, s, &what)));
    }
    if proven.extra.rate_gaps {
        let gap = ask::gaps(rule_set, proven.extra.today).find_map(|one| short(proven, one));
        told.extend(gap.map(|s| of_file("taxes", s, "every tax that is due can be computed")));
    }
    if let Some(fee) = rule_set.daily_fee() {
        let due = short(proven, Question::FeeDue);
        told.extend(
            due.map(|s| of_rule(&fee.rule, s, &format!("fee `{}` is ever due", fee.rule.id))),
        );
    }
    told.extend(proven.proofs.closed().filter_map(|(id, value, days)| {
        let (fact, shown) = (&rule_set[id].id, rule_set[id].show(value));
        let what = format!("{fact} `{shown}` is closed between two times");
        Some(of_file(&format!("{fact}.{shown}"), days.err()?, &what))
    }));
    told
}

impl Proven<'_> {
    /// Which budget ran out before it was known whether a tax looks at an entry.
    fn unused_short(&self, tax: TaxId, table: TableId, entry: u32) -> Option<Short> {
        let asked = self.proofs.asked(Question::Used(tax, table, entry))?;
        match asked {
            Answer::Undecided(short) => Some(short),
            Answer::Yes | Answer::No => None,
        }
    }
}

fn overlaps(proven: &Proven<'_>) -> Vec<Finding> {
    let pairs = ask::pairs(proven.rule_set).filter(|_| proven.extra.overlaps);
    let told = pairs.filter_map(|(later, earlier)| {
        let short = short(proven, Question::Both(later, earlier))?;
        let (first, second) = (proven.listed(earlier).1, proven.listed(later).1);
        let what = format!("`{}` and `{}` both hold for some shipment", first.id, second.id);
        Some(of_rule(second, short, &what))
    });
    told.collect()
}
