//! A no: why, what to do instead, and the call to type.

use std::io::{self, Write};

use advisor::advise::{Advice, Brief};

use crate::render::human::granted::{assumed, outline};
use crate::render::human::{change, flag, write_lines};
use crate::render::table;
use crate::render::text::shown;

/// So many ways out are named of each kind.
const WAYS: usize = 2;

pub(super) fn print(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let mut rows = Vec::new();
    match advice.refusals.as_slice() {
        [one] => rows.push(vec!["Instead".to_owned(), shown(one.remedy).into_owned()]),
        several => {
            for (one, number) in several.iter().zip(1_u32..) {
                let because = shown(one.rule.because.as_deref().unwrap_or(&one.rule.id));
                rows.push(vec![number.to_string(), format!("{because}\n-> {}", shown(one.remedy))]);
            }
        }
    }
    for (title, offered) in [("Open", true), ("Only if asked", false)] {
        let ways = brief.ways_out.iter().filter(|one| one.offered == offered).take(WAYS);
        rows.extend(ways.zip(0_usize..).map(|(one, at)| {
            let title = if at == 0 { title } else { "" };
            let way = change(advice.rule_set, &one.change);
            vec![title.to_owned(), format!("{way}: {}", outline(advice, one))]
        }));
    }
    let lifting = brief.assumptions.iter().filter_map(|one| Some((one, one.lifting?)));
    rows.extend(lifting.map(|(one, value)| {
        let fact = &advice.rule_set[one.fact];
        let (flag, assumed) = (flag(fact, &fact.show(value)), assumed(advice, one.fact));
        vec!["Assumed".to_owned(), format!("{assumed}; if that is wrong, {flag} lifts this")]
    }));
    write_lines(out, &table::lines(None, &rows, width))?;
    if brief.ways_out.is_empty() {
        let choices = advice.rule_set.choices().iter();
        let words: Vec<String> =
            choices.map(|id| shown(&advice.rule_set[*id].words()).into_owned()).collect();
        if !words.is_empty() {
            writeln!(out, "  No other {} alone would help.", words.join(" or "))?;
        }
    }
    Ok(())
}
