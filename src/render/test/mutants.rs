//! Mistakes that no test notices, for people: how many, and each with a shipment that shows it.

use std::collections::HashSet;
use std::io::{self, Write};

use advisor::trial::{Mutant, MutantState, Shown};

use crate::files::Position;
use crate::render::style;
use crate::render::test::coverage::percent;
use crate::render::text::shown;
use crate::results::Mutated;

/// How many mistakes that no test notices are shown.
const MOST_SHOWN: usize = 20;

/// The counts, then what is not noticed.
pub(crate) fn table(mutated: &Mutated, out: &mut dyn Write) -> io::Result<()> {
    let name = shown(mutated.rules.files.name());
    writeln!(out, "{}", style::heading(&format!("mistakes made in {name}")))?;
    let [noticed, unnoticed, no_effect, undecided] = mutated.counts();
    let score = percent(noticed, noticed + unnoticed);
    writeln!(out, "  {:28} {:>5} of {:>5}  {score:>6}", "noticed", noticed, noticed + unnoticed)?;
    let by_law = mutated.by_law();
    if by_law > 0 {
        writeln!(out, "  {:28} {by_law:>5}", "  by a law alone")?;
    }
    writeln!(out, "  {:28} {no_effect:>5}", "proven to change nothing")?;
    if undecided > 0 {
        writeln!(out, "  {:28} {undecided:>5}", "undecided")?;
    }
    let mut more = 0;
    for mutant in &mutated.mutants {
        match &mutant.state {
            MutantState::Unnoticed(_) if more >= MOST_SHOWN => more += 1,
            MutantState::Unnoticed(shown) => {
                more += 1;
                one(mutated, mutant, shown, out)?;
            }
            _ => {}
        }
    }
    if more > MOST_SHOWN {
        writeln!(out, "  and {} more: `--format json` has them all", more - MOST_SHOWN)?;
    }
    if let Some(smallest) = &mutated.smallest {
        let (few, all) = (smallest.len(), mutated.tests.len());
        writeln!(out, "{}", style::heading(&format!("{few} of {all} tests notice as many")))?;
        for name in smallest.iter().filter_map(|place| mutated.tests.get(*place)) {
            writeln!(out, "  {}", shown(name))?;
        }
    }
    writeln!(out)
}

/// The tests that would notice what none does, as a file of tests holds them.
pub(crate) fn missing(mutated: &Mutated, out: &mut dyn Write) -> io::Result<()> {
    let mut shipments = HashSet::new();
    for mutant in &mutated.mutants {
        let MutantState::Unnoticed(shipment) = &mutant.state else { continue };
        let Position { name, line, .. } = mutated.position(mutant);
        let (subject, what) = (shown(&mutant.subject), shown(&mutant.what));
        // One answer notices all that would change it.
        if shipments.insert(&shipment.facts) {
            writeln!(out, "\n# {}:{line}: not {subject}: {what}", shown(name))?;
            out.write_all(shipment.test.as_bytes())?;
        }
    }
    Ok(())
}

fn one(
    mutated: &Mutated,
    mutant: &Mutant,
    shipment: &Shown,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Position { name, line, .. } = mutated.position(mutant);
    let (subject, what) = (shown(&mutant.subject), shown(&mutant.what));
    writeln!(out, "  no test: {}:{line}: {subject}: {what}", shown(name))?;
    let verdict = shipment.before.iter().any(|line| line.starts_with("verdict"));
    let telling = |line: &&String| match verdict {
        true => ["verdict", "refusals"].iter().any(|key| line.starts_with(key)),
        false => !line.starts_with("rules"),
    };
    for (label, lines) in [("is", &shipment.before), ("would be", &shipment.after)] {
        for line in lines.iter().filter(telling) {
            writeln!(out, "    {label:8} {}", shown(line))?;
        }
    }
    writeln!(out, "    {}", shown(&mutated.command(shipment)))
}
