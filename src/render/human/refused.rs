//! A no: why, what to do instead, and the call to type.

use std::io::{self, Write};

use advisor::advise::{Advice, Brief};

use crate::render::human::granted::{assumed, outline};
use crate::render::human::{change, flag, write_lines};
use crate::render::speech::Speech;
use crate::render::table;

/// So many ways out are named of each kind.
const WAYS: usize = 2;

pub(super) fn print(
    advice: &Advice<'_>,
    brief: &Brief<'_, '_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let mut rows = Vec::new();
    match advice.refusals.as_slice() {
        [one] => rows.push(vec![speech.words.instead().to_owned(), speech.sentence(one.remedy)]),
        several => {
            for (one, number) in several.iter().zip(1_u32..) {
                let because = speech.because(one.rule);
                let remedy = speech.sentence(one.remedy);
                rows.push(vec![number.to_string(), format!("{because}\n-> {remedy}")]);
            }
        }
    }
    for (title, offered) in [(speech.words.open(), true), (speech.words.only_if_asked(), false)] {
        let ways = brief.ways_out.iter().filter(|one| one.offered == offered).take(WAYS);
        rows.extend(ways.zip(0_usize..).map(|(one, at)| {
            let title = if at == 0 { title } else { "" };
            let way = change(advice.rule_set, &one.change);
            vec![title.to_owned(), speech.words.pair(&way, &outline(advice, one, speech))]
        }));
    }
    let lifting = brief.assumptions.iter().filter_map(|one| Some((one, one.lifting?)));
    rows.extend(lifting.map(|(one, value)| {
        let fact = &advice.rule_set[one.fact];
        let (flag, assumed) = (flag(fact, &fact.show(value)), assumed(advice, one.fact, speech));
        vec![speech.words.assumed().to_owned(), speech.words.lifts(&assumed, &flag)]
    }));
    write_lines(out, &table::lines(None, &rows, width))?;
    if brief.ways_out.is_empty() {
        let choices = advice.rule_set.choices().iter();
        let words: Vec<String> = choices.map(|id| speech.fact(&advice.rule_set[*id])).collect();
        if !words.is_empty() {
            writeln!(out, "  {}", speech.words.nothing_else_helps(&words))?;
        }
    }
    Ok(())
}
