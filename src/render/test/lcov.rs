//! LCOV: the lines of a rules file with how many tests reach them, as every viewer of coverage reads.
//!
//! A line counts as executed as often as its rule holds; every other goal of the line is a branch.

use std::collections::BTreeMap;
use std::io::{self, Write};

use advisor::trial::{Goal, GoalKind};
use indexmap::IndexMap;

use crate::files::Position;
use crate::results::Covered;

/// A record for each rules file, and one for each that it names and that has goals.
pub(crate) fn lines(covered: &[Covered], out: &mut dyn Write) -> io::Result<()> {
    for one in covered {
        let mut files: IndexMap<&str, Lines<'_>> = IndexMap::new();
        files.insert(one.rules.files.path(), Lines::new());
        for goal in one.goals.iter().filter(|goal| !goal.is_out_of_reach) {
            let Position { path, line, .. } = one.position(goal);
            files.entry(path).or_default().entry(line).or_default().push(goal);
        }
        files.iter().try_for_each(|(path, lines)| record(path, lines, out))?;
    }
    Ok(())
}

/// The goals of each line.
type Lines<'g> = BTreeMap<usize, Vec<&'g Goal>>;

fn record(path: &str, lines: &Lines<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TN:\nSF:{path}")?;
    let (mut branches, mut taken) = (0, 0);
    for (line, goals) in lines {
        for (number, goal) in goals.iter().filter(|goal| !is_line(goal)).enumerate() {
            writeln!(out, "BRDA:{line},0,{number},{}", goal.hits)?;
            branches += 1;
            taken += usize::from(goal.hits > 0);
        }
    }
    writeln!(out, "BRF:{branches}\nBRH:{taken}")?;
    let mut executed = 0;
    for (line, goals) in lines {
        let own = goals.iter().filter(|goal| is_line(goal)).map(|goal| goal.hits).max();
        let hits = own.or_else(|| goals.iter().map(|goal| goal.hits).max()).unwrap_or(0);
        executed += usize::from(hits > 0);
        writeln!(out, "DA:{line},{hits}")?;
    }
    writeln!(out, "LF:{}\nLH:{executed}\nend_of_record", lines.len())
}

/// Whether a goal says that its line is executed.
fn is_line(goal: &Goal) -> bool {
    matches!(goal.kind, GoalKind::Rule | GoalKind::Lane | GoalKind::Amount)
}
