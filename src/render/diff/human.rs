//! What changes, for a person: the sum first, then each change with its shipments and its rules.

use std::io::{self, Write};

use advisor::diff::{Change, Fate, Group, MOST_TOLD, RuleChange, Said, Side};
use advisor::model::wording::Tongue;

use crate::render::diff::page::{MOST_LISTED, Page};
use crate::render::diff::words::{Words, words};
use crate::render::diff::{Compared, placed, region, rows};

/// The whole report.
pub(crate) fn report(
    compared: &Compared<'_>,
    tongue: Tongue,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { words: words(tongue), tongue, width, out };
    let difference = compared.difference;
    page.heading(&verdict(compared, page.words))?;
    let mut last: Option<&Group> = None;
    for group in &difference.groups {
        let is_same = last.is_some_and(|last| last.told == group.told && last.size == group.size);
        told(compared, group, is_same, &mut page)?;
        last = Some(group);
    }
    if let Some(replayed) = &compared.replayed {
        rows::told(replayed, &mut page)?;
    }
    let words = page.words;
    said(words.not_compared(), &difference.words, &mut page)?;
    said(words.calls(), &difference.calls, &mut page)?;
    said(words.times(), &difference.times, &mut page)?;
    rules(compared, &mut page)?;
    said(words.texts(), &difference.texts, &mut page)
}

/// The sum in a sentence.
pub(crate) fn verdict(compared: &Compared<'_>, words: &dyn Words) -> String {
    let difference = compared.difference;
    let sum = match (difference.groups.is_empty(), difference.undecided) {
        (false, flag) => {
            let size = region::size(&difference.total, words);
            words.otherwise(&size, difference.total.names.least == 1_u8.into(), flag)
        }
        (true, Some(flag)) => words.undecided(flag),
        (true, None) if difference.is_empty() => words.the_same().to_owned(),
        (true, None) if difference.has_effect() => words.alike().to_owned(),
        (true, None) => words.no_effect().to_owned(),
    };
    let rows = compared.replayed.as_ref().map(|replayed| rows::sum(replayed, words));
    words.sentence(&std::iter::once(sum).chain(rows).collect::<Vec<_>>())
}

fn told(
    compared: &Compared<'_>,
    group: &Group,
    is_same: bool,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let vocabulary = &compared.difference.vocabulary;
    let words = page.words;
    page.gap()?;
    page.heading(&words.heading(&group.change, group.direction))?;
    let rows = compared.replayed.as_ref().map(|one| rows::of_change(one, &group.change, words));
    if is_same {
        let same = words.for_the_same().to_owned();
        page.indented(&rows.map_or(same.clone(), |rows| words.also(&same, &rows)))?;
        return computed(&group.change, page);
    }
    let days = region::days(vocabulary, &group.days, words);
    let mut sum = words.also(&region::size(&group.size, words), &days);
    if let Some(rows) = rows {
        sum = words.also(&sum, &rows);
    }
    page.indented(&sum)?;
    computed(&group.change, page)?;
    for side in Side::BOTH {
        let rules: Vec<String> = side.of(&group.by).iter().map(placed).collect();
        if !rules.is_empty() {
            page.indented(&words.by(side, &page.listed(rules)))?;
        }
    }
    for one in group.told.iter().take(MOST_TOLD) {
        page.indented(&format!("- {}", region::region(vocabulary, one, words)))?;
    }
    if group.told.len() > MOST_TOLD {
        let more = group.told.len() - MOST_TOLD;
        let left = region::size(&group.left, words);
        page.indented(&format!("- {}", words.more_lines(more, &left)))?;
    }
    if let Some(sides) = group.to_pay {
        let currency = Side::New.of(&compared.rule_sets).currency();
        page.indented(&rows::paid(sides, currency, words))?;
    }
    if let Some([before, after]) = compared.commands(group) {
        // A command is to be copied: it is not broken.
        page.quiet(&before)?;
        page.quiet(&after)?;
    }
    Ok(())
}

/// How money is computed on each side, where that is what changes.
fn computed(change: &Change, page: &mut Page<'_>) -> io::Result<()> {
    let (Change::Formula { formulas, .. } | Change::FeeFormula { formulas }) = change else {
        return Ok(());
    };
    for side in Side::BOTH {
        let formula: &String = side.of(formulas);
        page.indented(&page.words.computed(side, formula))?;
    }
    Ok(())
}

fn said(heading: &str, all: &[Said], page: &mut Page<'_>) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    page.title(heading)?;
    let words = page.words;
    for one in all.iter().take(MOST_LISTED) {
        let or_nothing =
            |text: &str| if text.is_empty() { words.nothing() } else { text }.to_owned();
        let sides = [&one.old, &one.new].map(|text| text.as_deref().map(or_nothing));
        // What more there is to say of a word that only one side knows.
        let more = |text: &str| (text != advisor::diff::KNOWN).then(|| text.to_owned());
        let text = match sides {
            [Some(old), Some(new)] => format!("{}: {old} → {new}", one.subject),
            [Some(old), None] => words.only(Side::Old, &one.subject, more(&old).as_deref()),
            [None, Some(new)] => words.only(Side::New, &one.subject, more(&new).as_deref()),
            [None, None] => one.subject.clone(),
        };
        page.indented(&text)?;
    }
    if all.len() > MOST_LISTED {
        page.indented(&words.more(all.len() - MOST_LISTED))?;
    }
    Ok(())
}

/// The rules that are not the same, by what became of them.
fn rules(compared: &Compared<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let all = &compared.difference.rules;
    if all.is_empty() {
        return Ok(());
    }
    page.title(page.words.rules())?;
    let fates =
        [Fate::Added, Fate::Removed, Fate::Edited, Fate::Renamed, Fate::Moved, Fate::Reworded];
    for fate in fates {
        let these: Vec<&RuleChange> = all.iter().filter(|one| one.fate == fate).collect();
        if these.is_empty() {
            continue;
        }
        let named = these.iter().map(|one| match &one.at {
            [Some(old), Some(new)] if old.id != new.id => format!("{} → {}", old.id, new.id),
            [_, Some(rule)] | [Some(rule), None] => rule.id.clone(),
            [None, None] => String::new(),
        });
        let named = page.listed(named.collect());
        page.indented(&page.words.fate(fate, these.len(), &named))?;
    }
    Ok(())
}
