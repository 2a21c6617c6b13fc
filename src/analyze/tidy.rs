//! Findings that need no proof: what nobody uses, what cites nothing, what is old or hidden.

use crate::codes::Code;
use crate::finding::Finding;
use crate::letters::is_hidden;
use crate::model::condition::{Condition, FactId};
use crate::model::fact::Default;
use crate::model::ids::numbered;
use crate::model::value::{Day, Value, ValueSet};
use crate::model::{DocumentId, Effect, RuleSet};
use crate::source::{Role, SourceFile, Sources, Span};

/// All of them.
pub(crate) fn findings(rule_set: &RuleSet, sources: &Sources, today: Day) -> Vec<Finding> {
    let mut found = Vec::new();
    without_source(rule_set, &mut found);
    unused(rule_set, &mut found);
    stale(rule_set, today, &mut found);
    sources.files().for_each(|source| hidden_characters(source, &mut found));
    gaps_between_regimes(rule_set, today, &mut found);
    found
}

fn without_source(rule_set: &RuleSet, found: &mut Vec<Finding>) {
    let entries =
        rule_set.rates().iter().flat_map(|table| table.entries.iter().map(move |one| (table, one)));
    let rates = entries.filter(|(_, entry)| entry.sources.is_empty());
    let rates = rates.map(|(table, entry)| (format!("rate.{}", table.id), entry.span));
    let due = rule_set.deadlines().iter().map(|deadline| &deadline.rule);
    let stated = rule_set.impossibilities();
    let cited = rule_set.rules().chain(stated).chain(due).filter(|rule| rule.sources.is_empty());
    for (subject, span) in cited.map(|rule| (rule.id.clone(), rule.span)).chain(rates) {
        let message = format!("`{subject}` cites no source");
        let finding = Finding::new(Code::NoSource, span, message).about(subject);
        found.push(finding.help("add `sources = [\"…\"]`"));
    }
}

fn unused(rule_set: &RuleSet, found: &mut Vec<Finding>) {
    let mut report = |kind: &str, id: &str, span: Span| {
        let message = format!("nothing uses {kind} `{id}`");
        let finding = Finding::new(Code::Unused, span, message).about(format!("{kind}.{id}"));
        found.push(finding.help("remove it, or use it where it was meant"));
    };
    // A table names all groups that there are, whether or not a rule does.
    let of_file = |span: Span| rule_set.place(span).role != Role::Table;
    for (id, span) in rule_set.unused_groups().iter().filter(|(_, span)| of_file(*span)) {
        report("group", id, *span);
    }
    let asked =
        |pick: &dyn Fn(&Effect) -> bool| rule_set.rows().iter().any(|row| pick(&row.effect));
    for (at, check) in numbered(rule_set.checks()) {
        let by_lane = rule_set.lanes().iter().any(|lane| lane.checks.contains(at));
        let by_rule = asked(
            &|effect| matches!(effect, Effect::Require { checks, .. } if checks.contains(at)),
        );
        if !by_lane && !by_rule {
            report("check", &check.id, check.span);
        }
    }
    for (at, document) in numbered(rule_set.documents()) {
        let asked_for = |id: DocumentId| {
            asked(
                &|effect| matches!(effect, Effect::Require { documents, .. } if documents.contains(id)),
            )
        };
        let one_of = numbered(rule_set.documents()).filter(|(_, one)| one.one_of.contains(&at));
        // What a law or a deadline alone names is no document of the file.
        let listed = document.one_of.is_empty();
        if listed && !asked_for(at) && !one_of.into_iter().any(|(id, _)| asked_for(id)) {
            report("document", &document.id, document.span);
        }
    }
    let tables = || rule_set.rates().iter().chain(rule_set.prices());
    let mut cited = vec![false; rule_set.sources().len()];
    let of_entries = tables().flat_map(|table| table.entries.iter().flat_map(|one| &one.sources));
    let laws = rule_set.laws().iter().map(|law| &law.rule);
    let due = rule_set.deadlines().iter().map(|deadline| &deadline.rule);
    let rules = rule_set.rules().chain(rule_set.impossibilities()).chain(laws).chain(due);
    for id in rules.flat_map(|rule| &rule.sources).chain(of_entries) {
        if let Some(cited) = usize::try_from(id.0).ok().and_then(|at| cited.get_mut(at)) {
            *cited = true;
        }
    }
    for (source, _) in rule_set.sources().iter().zip(cited).filter(|(_, cited)| !cited) {
        report("source", &source.id, source.span);
    }
    let used = used_facts(rule_set);
    // The trader chooses among the values of a choice, whether or not a rule looks at it.
    let offered = |id: &FactId| *id == rule_set.goods() || rule_set.choices().contains(id);
    for (id, fact) in rule_set.facts().filter(|(id, _)| !offered(id)) {
        if !used.contains(&id) {
            report("fact", &fact.id, fact.span);
        }
    }
}

/// Every fact that a condition, a formula or a default looks at.
fn used_facts(rule_set: &RuleSet) -> Vec<FactId> {
    let by_rules = rule_set.rules().flat_map(|rule| Condition::facts(&rule.condition));
    let by_tables =
        rule_set.table_regions().flat_map(|region| region.tests().iter().map(|(id, _)| *id));
    let by_formulas = rule_set.taxes().iter().filter_map(|tax| tax.formula.base());
    let prices = rule_set.prices().iter();
    let prices = prices.flat_map(|table| {
        table.entries.iter().chain(table.otherwise.as_ref().map(|one| &one.entry))
    });
    let by_prices = prices.filter_map(|entry| entry.per);
    let by_fee = rule_set.daily_fee().into_iter().flat_map(|fee| [fee.base, fee.days]);
    let by_defaults = rule_set.facts().filter_map(|(_, fact)| match &fact.default {
        Default::ByName { fact, .. } => Some(*fact),
        _ => None,
    });
    let names = rule_set.facts().flat_map(|(_, fact)| fact.names());
    let by_offers = names.filter_map(|name| name.offered.condition()).flat_map(Condition::facts);
    let cases = rule_set.steps().iter().flat_map(|step| &step.cases);
    let by_steps = cases.flat_map(|case| Condition::facts(&case.condition));
    let by_documents = rule_set.documents().iter().filter_map(|document| document.have);
    // A code tells what the goods are.
    let by_names = rule_set.coded_list().map(|(code, _)| code);
    let due = rule_set.deadlines().iter();
    let by_deadlines = due.flat_map(|deadline| Condition::facts(&deadline.rule.condition));
    by_rules
        .chain(by_names)
        .chain(by_documents)
        .chain(by_offers)
        .chain(by_steps)
        .chain(by_deadlines)
        .chain(by_tables)
        .chain(by_formulas)
        .chain(by_prices)
        .chain(by_fee)
        .chain(by_defaults)
        .collect()
}

fn stale(rule_set: &RuleSet, today: Day, found: &mut Vec<Finding>) {
    let Some(reviewed) = rule_set.reviewed().filter(|day| today.0.saturating_sub(day.0) > 365)
    else {
        return;
    };
    let message = format!("the file was last reviewed on {reviewed}");
    let finding = Finding::of_file(Code::Stale, message).about("reviewed");
    found.push(finding.help("read it against its sources, then set `reviewed`"));
}

fn hidden_characters(source: &SourceFile, found: &mut Vec<Finding>) {
    let is_mark = |at: usize, letter: char| at == 0 && letter == '\u{feff}';
    let letters = source.text().char_indices().filter(|(at, letter)| {
        is_hidden(*letter) && !matches!(letter, '\n' | '\r' | '\t') && !is_mark(*at, *letter)
    });
    for (at, letter) in letters.take(100) {
        let code = format!("U+{:04X}", u32::from(letter));
        let message = format!("the text holds the hidden character {code}");
        let span = source.span(at..at + letter.len_utf8());
        found.push(Finding::new(Code::TextDirection, span, message).about(code).help("remove it"));
    }
}

fn gaps_between_regimes(rule_set: &RuleSet, today: Day, found: &mut Vec<Finding>) {
    for (_, fact) in rule_set.facts() {
        let Default::ByDate(values) = &fact.default else { continue };
        let known = ValueSet::of_intervals(values.iter().map(|(days, _)| *days));
        let gaps = known.complement(rule_set.first_date().value().0, today.value().0);
        for gap in gaps.intervals() {
            let day = |value: i64| Day::of(Value(value));
            let message = format!(
                "no regime gives a {} from {} to {}",
                fact.id,
                day(gap.least),
                day(gap.greatest),
            );
            let finding = Finding::new(Code::DateGap, fact.span, message).about(format!(
                "{}.{}",
                fact.id,
                day(gap.least)
            ));
            found.push(finding.help("let the regimes follow each other without a gap"));
        }
    }
}
