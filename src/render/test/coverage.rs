//! Coverage for people: how much of each kind was tried, and what was not.

use std::io::{self, Write};

use advisor::trial::GoalKind;

use crate::files::Position;
use crate::render::style;
use crate::render::text::shown;
use crate::results::Covered;

/// How many goals that no test reached are named.
const MOST_NAMED: usize = 50;

/// A line for each kind of goal, and one for each goal that no test reached.
pub(crate) fn table(covered: &Covered, out: &mut dyn Write) -> io::Result<()> {
    let name = shown(covered.rules.files.name());
    writeln!(out, "{}", style::heading(&format!("coverage of {name}")))?;
    let kinds = GoalKind::ALL.into_iter().map(|kind| (words(kind), Some(kind)));
    for (words, kind) in kinds.chain([("all", None)]) {
        let (reached, all) = covered.counts(kind);
        if all > 0 {
            writeln!(out, "  {words:28} {reached:>5} of {all:>5}  {:>6}", percent(reached, all))?;
        }
    }
    let open: Vec<_> = covered.goals.iter().filter(|goal| goal.is_open()).collect();
    let beyond: Vec<_> = covered.out_of_reach().collect();
    for (label, goals) in [("no test", open), ("no shipment", beyond)] {
        for goal in goals.iter().take(MOST_NAMED) {
            let Position { name, line, .. } = covered.position(goal);
            let (name, subject, what) = (shown(name), shown(&goal.subject), shown(&goal.what));
            writeln!(out, "  {label}: {name}:{line}: {subject}: {what}")?;
        }
        let more = goals.len().saturating_sub(MOST_NAMED);
        if more > 0 {
            writeln!(out, "  and {more} more: `--format json` has them all")?;
        }
    }
    writeln!(out)
}

/// The tests that are missing, as a file of tests holds them.
pub(crate) fn missing(covered: &Covered, out: &mut dyn Write) -> io::Result<()> {
    let open = covered.goals.iter().filter(|goal| goal.is_open()).count();
    let reached: usize = covered.missing.iter().map(|test| test.goals.len()).sum();
    let name = shown(covered.rules.files.name());
    if open == 0 {
        return writeln!(out, "# Tests of {name} try all that a shipment can try.");
    }
    writeln!(out, "# {reached} of the {open} things that no test of {name} tries.")?;
    writeln!(
        out,
        "# Each test expects what the rules answer today: confirm it, or mend the rules."
    )?;
    for test in &covered.missing {
        writeln!(out)?;
        for goal in test.goals.iter().filter_map(|place| covered.goals.get(*place)) {
            let Position { name, line, .. } = covered.position(goal);
            let (name, subject, what) = (shown(name), shown(&goal.subject), shown(&goal.what));
            writeln!(out, "# {name}:{line}: {subject}: {what}")?;
        }
        out.write_all(test.text.as_bytes())?;
    }
    Ok(())
}

/// Says that less was reached than was asked for.
pub(crate) fn too_low(covered: &Covered, least: u8) -> String {
    let (reached, all) = covered.counts(None);
    let name = shown(covered.rules.files.name());
    format!(
        "{}: coverage of {name} is {}, less than {least}%",
        style::error("error"),
        percent(reached, all)
    )
}

/// A share with one place behind the point, never rounded up to all.
pub(crate) fn percent(reached: usize, all: usize) -> String {
    let permille = (reached * 1000).checked_div(all).unwrap_or(1000);
    format!("{}.{}%", permille / 10, permille % 10)
}

fn words(kind: GoalKind) -> &'static str {
    match kind {
        GoalKind::Rule => "rules that hold",
        GoalKind::Expected => "rules expected by name",
        GoalKind::Lane => "lanes",
        GoalKind::Amount => "rates and prices",
        GoalKind::Number => "sides of limits",
        GoalKind::Date => "sides of dates",
        GoalKind::List => "sides of lists",
        _ => kind.id(),
    }
}
