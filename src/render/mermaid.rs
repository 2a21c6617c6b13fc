//! `mermaid`: the path as a flowchart, for wikis and pull requests.

use std::io::{self, Write};

use advisor::advise::Advice;
use advisor::evaluate::Verdict;
use advisor::model::StepTime;

use crate::render::text::{money, release_words, shown, time_words};

pub(crate) fn route(advice: &Advice<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart TD")?;
    let goods = advice.rule_set.goods();
    let name = advice.rule_set[goods].name(advice.facts.get(goods));
    let start = name.map(|name| name.words()).unwrap_or_default();
    let lane = advice.lane().map(|lane| format!(", lane {}", lane.id)).unwrap_or_default();
    writeln!(out, "    start([\"{}\"])", label(&format!("{start}{lane}")))?;
    let mut last = "start".to_owned();
    let mut released = false;
    for (at, one) in advice.path.iter().enumerate() {
        if one.step.time == StepTime::AfterRelease && !released {
            last = release(advice, &last, out)?;
            released = true;
        }
        let mut lines = vec![format!("{}: {}", time_words(one.step.time), one.title)];
        lines.extend(one.documents.iter().map(|document| format!("- {}", document.words())));
        lines.extend(one.checks.iter().map(|check| format!("customs: {}", check.words())));
        let lines: Vec<String> = lines.iter().map(|line| label(line)).collect();
        writeln!(out, "    step{at}[\"{}\"]", lines.join("<br/>"))?;
        writeln!(out, "    {last} --> step{at}")?;
        last = format!("step{at}");
    }
    if !released {
        last = release(advice, &last, out)?;
    }
    for (at, refusal) in advice.refusals.iter().enumerate() {
        let because = refusal.rule.because.as_deref().unwrap_or(&refusal.rule.id);
        let remedy = label(&format!("do: {}", refusal.remedy));
        writeln!(out, "    refused{at}{{{{\"refused: {}<br/>{remedy}\"}}}}", label(because))?;
        writeln!(out, "    {last} --> refused{at}")?;
    }
    if advice.decision.verdict == Verdict::NoPath {
        writeln!(out, "    hole{{{{\"no flow takes this shipment\"}}}}")?;
        writeln!(out, "    {last} --> hole")?;
    }
    Ok(())
}

/// The release, if there is one; returns the node that what follows hangs from.
fn release(advice: &Advice<'_>, last: &str, out: &mut dyn Write) -> io::Result<String> {
    let Some(release) = advice.decision.release else { return Ok(last.to_owned()) };
    let currency = advice.rule_set.currency().map(|currency| format!(" {currency}"));
    let currency = currency.unwrap_or_default();
    let charges = advice.bill.charges().map(|charge| {
        let title = charge.title.map_or(charge.rule.id.as_str(), |title| title);
        let amount = match charge.payable {
            Some(amount) if charge.waived => format!("{}{currency} is waived", money(amount)),
            Some(amount) => format!("{}{currency}", money(amount)),
            None => "not computed".to_owned(),
        };
        label(&format!("{title}: {amount}"))
    });
    let lines: Vec<String> =
        std::iter::once(release_words(release).to_owned()).chain(charges).collect();
    writeln!(out, "    released([\"{}\"])", lines.join("<br/>"))?;
    writeln!(out, "    {last} --> released")?;
    Ok("released".to_owned())
}

/// A text as a Mermaid label: its own marks are written as character codes.
fn label(text: &str) -> String {
    let mut label = String::new();
    for letter in shown(text).chars() {
        match letter {
            '"' | '#' | '<' | '>' | '&' | ';' | '`' => {
                label.push_str(&format!("#{};", u32::from(letter)));
            }
            _ => label.push(letter),
        }
    }
    label
}
