//! What changes, for a person: the sum first, then each change with its shipments and its rules.

use std::io::{self, Write};

use advisor::diff::{Fate, Group, MOST_TOLD, RuleChange, Said, Side, Size};

use crate::render::diff::words;
use crate::render::diff::{Compared, placed};
use crate::render::style;
use crate::render::text::{shown, wrapped};

/// So many of what is only listed are listed.
const MOST_LISTED: usize = 10;

/// The whole report.
pub(crate) fn report(compared: &Compared<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let difference = compared.difference;
    writeln!(out, "{}", style::heading(wrapped(&verdict(compared), width).trim_end()))?;
    let mut last: Option<&Group> = None;
    for group in &difference.groups {
        let is_same = last.is_some_and(|last| last.told == group.told && last.size == group.size);
        told(compared, group, is_same, width, out)?;
        last = Some(group);
    }
    said("Only one side has words for this; it is not compared", &difference.words, width, out)?;
    said("A call that leaves it out means something else", &difference.calls, width, out)?;
    rules(compared, width, out)?;
    said("Texts that decide nothing", &difference.texts, width, out)
}

/// The sum in a sentence.
pub(crate) fn verdict(compared: &Compared<'_>) -> String {
    let difference = compared.difference;
    let given_up = difference.undecided.map(|flag| format!("; {flag} gives the search more"));
    let given_up = given_up.unwrap_or_default();
    if !difference.groups.is_empty() {
        let whole = if difference.undecided.is_some() { " (not all was searched" } else { "" };
        let end = if whole.is_empty() { "" } else { ")" };
        return format!("{} otherwise{whole}{given_up}{end}.", size(&difference.total, true));
    }
    if difference.undecided.is_some() {
        return format!("Undecided: no shipment was found that is answered otherwise{given_up}.");
    }
    let alike = "No shipment of which both files speak is answered otherwise";
    if difference.is_empty() {
        "The two files say the same.".to_owned()
    } else if difference.has_effect() {
        format!("{alike}.")
    } else {
        format!(
            "No effect: {}{}.",
            alike.get(..1).unwrap_or("").to_lowercase(),
            alike.get(1..).unwrap_or("")
        )
    }
}

/// How many shipments there are.
pub(crate) fn size(size: &Size, as_sentence: bool) -> String {
    let (names, shipments) = (words::count(&size.names), words::count(&size.shipments));
    let one = size.names.least == 1_u8.into();
    let noun = if one { "combination" } else { "combinations" };
    let verb = match (as_sentence, one) {
        (false, _) => "",
        (true, true) => " is answered",
        (true, false) => " are answered",
    };
    if names == shipments {
        return format!("{names} {noun} of names{verb}");
    }
    format!("{names} {noun} of names ({shipments} with every number){verb}")
}

fn told(
    compared: &Compared<'_>,
    group: &Group,
    is_same: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let vocabulary = &compared.difference.vocabulary;
    writeln!(out)?;
    writeln!(out, "{}", style::heading(&shown(&words::heading(&group.change, group.direction))))?;
    if is_same {
        return indented("for the same shipments", 2, width, out);
    }
    let sum = format!("{}, {}", size(&group.size, false), words::days(vocabulary, &group.days));
    indented(&sum, 2, width, out)?;
    for side in Side::BOTH {
        let rules: Vec<String> = side.of(&group.by).iter().map(placed).collect();
        if !rules.is_empty() {
            let word = if side == Side::Old { "before by" } else { "now by" };
            let more = rules.len().saturating_sub(MOST_LISTED);
            let told = rules.into_iter().take(MOST_LISTED).collect::<Vec<_>>().join(", ");
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            indented(&format!("{word} {told}{more}"), 2, width, out)?;
        }
    }
    for one in group.told.iter().take(MOST_TOLD) {
        indented(&format!("- {}", words::region(vocabulary, one)), 2, width, out)?;
    }
    if group.told.len() > MOST_TOLD {
        let more = group.told.len() - MOST_TOLD;
        let left = size(&group.left, false);
        indented(&format!("- and {more} more such lines: {left}"), 2, width, out)?;
    }
    if let Some([before, after]) = compared.commands(group) {
        // A command is to be copied: it is not broken.
        writeln!(out, "  {}", style::quiet(&shown(&before)))?;
        writeln!(out, "  {}", style::quiet(&shown(&after)))?;
    }
    Ok(())
}

fn indented(text: &str, by: usize, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let indent = " ".repeat(by);
    for (at, line) in wrapped(&shown(text), width.saturating_sub(by + 2)).lines().enumerate() {
        let hang = if at > 0 { "  " } else { "" };
        writeln!(out, "{indent}{hang}{line}")?;
    }
    Ok(())
}

fn said(heading: &str, all: &[Said], width: usize, out: &mut dyn Write) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading(heading))?;
    for one in all.iter().take(MOST_LISTED) {
        let or_nothing = |text: &str| if text.is_empty() { "nothing" } else { text }.to_owned();
        let sides = [&one.old, &one.new].map(|text| text.as_deref().map(or_nothing));
        let text = match sides {
            [Some(old), Some(new)] => format!("{}: {old} → {new}", one.subject),
            [Some(old), None] => format!("{}: only before{}", one.subject, bracketed(&old)),
            [None, Some(new)] => format!("{}: only now{}", one.subject, bracketed(&new)),
            [None, None] => one.subject.clone(),
        };
        indented(&text, 2, width, out)?;
    }
    if all.len() > MOST_LISTED {
        writeln!(out, "  and {} more", all.len() - MOST_LISTED)?;
    }
    Ok(())
}

/// What more there is to say of a word that only one side knows.
fn bracketed(text: &str) -> String {
    if text == advisor::diff::KNOWN { String::new() } else { format!(" ({text})") }
}

/// The rules that are not the same, by what became of them.
fn rules(compared: &Compared<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let all = &compared.difference.rules;
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading("Rules"))?;
    let fates =
        [Fate::Added, Fate::Removed, Fate::Edited, Fate::Renamed, Fate::Moved, Fate::Reworded];
    for fate in fates {
        let these: Vec<&RuleChange> = all.iter().filter(|one| one.fate == fate).collect();
        if these.is_empty() {
            continue;
        }
        let named = these.iter().take(MOST_LISTED).map(|one| match &one.at {
            [Some(old), Some(new)] if old.id != new.id => format!("{} → {}", old.id, new.id),
            [_, Some(rule)] | [Some(rule), None] => rule.id.clone(),
            [None, None] => String::new(),
        });
        let named = named.collect::<Vec<_>>().join(", ");
        let more = these.len().saturating_sub(MOST_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        indented(&format!("{} {}: {named}{more}", these.len(), fate.id()), 2, width, out)?;
    }
    Ok(())
}
