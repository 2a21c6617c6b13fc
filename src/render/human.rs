//! `human`: the answer for a person, the verdict first.

use std::io::{self, Write};

use advisor::advise::{Advice, Reason, ReasonKind};
use advisor::charge::{Charge, Missing};
use advisor::choose::Alternative;
use advisor::evaluate::{Decision, Verdict};
use advisor::model::condition::FactId;
use advisor::model::fact::Fact;
use advisor::model::value::Value;
use advisor::model::{Confidence, Rule, RuleSet};
use advisor::shipment::Origin;

use crate::render::text::{money, percent, release_words, shown, time_words, titled};
use crate::render::{style, table};

/// The whole answer, no line longer than `width`.
pub(crate) fn route(
    advice: &Advice<'_>,
    file: &str,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    headline(advice, width, out)?;
    match advice.decision.verdict {
        Verdict::Clearable => path(advice, width, out)?,
        Verdict::Refused => refusals(advice, width, out)?,
        Verdict::NoPath => paragraph(
            out,
            width,
            "Nothing refuses this shipment, but no flow of the rules takes it: a hole in the rules. \
             Tell their owner.",
        )?,
    }
    charges(advice, width, out)?;
    if advice.decision.verdict != Verdict::Refused {
        reasons(advice, width, out)?;
    }
    assumptions(advice, width, out)?;
    alternatives(advice, width, out)?;
    for warning in &advice.warnings {
        writeln!(out)?;
        paragraph(out, width, &format!("Warning: {}", shown(warning)))?;
    }
    writeln!(out)?;
    let notice =
        format!("From {} ({}). Advice, not law.", shown(advice.rule_set.title()), shown(file));
    for line in table::lines(None, &[vec![notice]], width) {
        writeln!(out, "{}", style::quiet(line.trim_start()))?;
    }
    Ok(())
}

fn headline(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let lane = advice.lane();
    let words = match (advice.decision.verdict, lane) {
        (Verdict::Refused, _) => match advice.refusals.len() {
            1 => "REFUSED".to_owned(),
            count => format!("REFUSED for {count} reasons"),
        },
        (Verdict::NoPath, _) => "NO PATH".to_owned(),
        (Verdict::Clearable, lane) => {
            let lane = lane.map(|lane| {
                let title = lane.title.as_ref().map(|title| titled(title, lane.zh.as_deref()));
                let title = title.map(|title| format!(" ({title})")).unwrap_or_default();
                format!(" in lane {}{title}", shown(&lane.id))
            });
            format!("CLEARABLE{}", lane.unwrap_or_default())
        }
    };
    let strictness = advice.decision.lane.map(|lane| usize::from(lane.0));
    let strictness = strictness.map(|lane| (lane, advice.rule_set.lanes().len()));
    for line in table::lines(None, &[vec![words]], width) {
        let line = line.trim_start();
        writeln!(out, "{}", style::headline(advice.decision.verdict, strictness, line))?;
    }
    let mut facts = vec![];
    for (id, fact) in advice.rule_set.facts() {
        let said = advice.shipment.origin(id) == Origin::Given || id == advice.rule_set.goods();
        let named = said || advice.rule_set.choices().contains(&id);
        if named {
            facts.push(said_of(fact, advice.facts.get(id)));
        }
    }
    facts.push(format!("on {}", advice.shipment.day()));
    paragraph(out, width, &facts.join(" · "))?;
    if let (Some(flow), Some(release)) = (advice.flow(), advice.decision.release) {
        let title = flow.title.as_deref().unwrap_or(&flow.rule.id);
        let flow = titled(title, flow.zh.as_deref());
        paragraph(out, width, &format!("Flow: {flow}; {}", release_words(release)))?;
    }
    Ok(())
}

/// A fact and its value, as a trader would say it.
fn said_of(fact: &Fact, value: Value) -> String {
    let Some(name) = fact.name(value) else {
        let unit = match &fact.kind {
            advisor::model::fact::Kind::Number(number) => number.unit.as_deref(),
            _ => None,
        };
        let unit = unit.map(|unit| format!(" {}", shown(unit))).unwrap_or_default();
        return format!("{} {}{unit}", shown(&fact.words()), fact.show(value));
    };
    let words = titled(&name.words(), name.zh.as_deref());
    if name.words() == name.id.replace('-', " ") {
        return words;
    }
    format!("{words} ({})", shown(&name.id))
}

fn path(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading("What to do"))?;
    let rows = advice.path.iter().zip(1_u32..).map(|(one, number)| {
        let mut step = titled(&one.step.title, one.step.zh.as_deref());
        if let Some(takes) = &one.step.takes {
            step.push_str(&format!(" [takes {}]", shown(takes)));
        }
        let checks = one
            .checks
            .iter()
            .map(|check| titled(check.title.as_deref().unwrap_or(&check.id), check.zh.as_deref()));
        let documents = one.documents.iter().map(|document| {
            titled(document.title.as_deref().unwrap_or(&document.id), document.zh.as_deref())
        });
        vec![
            number.to_string(),
            time_words(one.step.time).to_owned(),
            step,
            checks.collect::<Vec<_>>().join("\n"),
            documents.collect::<Vec<_>>().join("\n"),
        ]
    });
    let header = ["", "when", "step", "customs checks", "have ready"];
    let rows: Vec<Vec<String>> = rows.collect();
    let kept: Vec<usize> = (0..header.len())
        .filter(|column| {
            rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()))
        })
        .collect();
    let header: Vec<&str> = kept.iter().filter_map(|column| header.get(*column).copied()).collect();
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| kept.iter().filter_map(|column| row.get(*column).cloned()).collect())
        .collect();
    write_lines(out, &table::lines(Some(&header), &rows, width))
}

fn charges(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let charges = [("Tax", &advice.tax), ("Late fee", &advice.late_fee)];
    let charges = charges.into_iter().filter_map(|(word, one)| Some((word, one.as_ref()?)));
    for (at, (word, charge)) in charges.enumerate() {
        if at == 0 {
            writeln!(out)?;
        }
        let title = titled(charge.title.unwrap_or(&charge.rule.id), charge.zh);
        let currency = advice.rule_set.currency().map(|currency| format!("{} ", shown(currency)));
        let currency = currency.unwrap_or_default();
        let amount = match charge.payable {
            Some(amount) if charge.waived => {
                format!("nothing: {currency}{} is waived", money(amount))
            }
            Some(amount) => format!("{currency}{}", money(amount)),
            None => format!("not computed{}", needs(advice.rule_set, charge)),
        };
        let parts = charge.items.iter().map(|item| {
            let name = titled(&item.table.words(), item.table.zh.as_deref());
            format!("{name} {} {}", percent(item.rate), money(item.amount))
        });
        let parts = parts.collect::<Vec<_>>().join(", ");
        let parts = if parts.is_empty() { parts } else { format!(" = {parts}") };
        paragraph(out, width, &format!("{word}: {amount}{parts} ({title})"))?;
    }
    Ok(())
}

/// The facts that would have to be given.
fn needs(rule_set: &RuleSet, charge: &Charge<'_>) -> String {
    let facts = charge.missing.iter().filter_map(|missing| match missing {
        Missing::Fact(id) => rule_set.fact(*id).map(|fact| shown(&fact.id).into_owned()),
        Missing::Entry(_) | Missing::Size => None,
    });
    let facts = facts.collect::<Vec<_>>().join(" and ");
    if facts.is_empty() { facts } else { format!(" without {facts}") }
}

fn refusals(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for (refusal, number) in advice.refusals.iter().zip(1_u32..) {
        let because = refusal.rule.because.as_deref().unwrap_or(&refusal.rule.id);
        let cited = cited(advice.rule_set, refusal.rule);
        let text = format!("{}\nWhat to do: {}\n{cited}", shown(because), shown(refusal.remedy));
        rows.push(vec![format!("{number}."), text]);
    }
    writeln!(out)?;
    write_lines(out, &table::lines(None, &rows, width))
}

fn reasons(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading("Why"))?;
    let rows = advice.reasons.iter().map(|reason| {
        let because = reason.rule.because.as_ref().map(|because| format!("{}\n", shown(because)));
        let cited = cited(advice.rule_set, reason.rule);
        vec![
            format!("{}:", subject(advice, reason)),
            format!("{}{}\n{cited}", because.unwrap_or_default(), shown(&reason.effect)),
        ]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
}

/// What a reason speaks of.
fn subject(advice: &Advice<'_>, reason: &Reason<'_>) -> String {
    match reason.kind {
        ReasonKind::Category => {
            let category = advice.rule_set.fact_called("category");
            let name = category.and_then(|(id, fact)| fact.name(advice.facts.get(id)));
            name.map_or_else(
                || "category".to_owned(),
                |name| format!("category {}", shown(&name.id)),
            )
        }
        ReasonKind::Inspection => "inspection".to_owned(),
        ReasonKind::Flow => "flow".to_owned(),
        ReasonKind::Tax => "charge".to_owned(),
        ReasonKind::Refusal => "refusal".to_owned(),
    }
}

/// The rule by name, with its sources.
fn cited(rule_set: &RuleSet, rule: &Rule) -> String {
    let titles: Vec<String> =
        rule_set.sources_of(rule).map(|source| shown(&source.title).into_owned()).collect();
    let indicative = match rule.confidence {
        Confidence::Indicative => "; indicative",
        Confidence::Stated => "",
    };
    let source = if titles.is_empty() { "no source".to_owned() } else { titles.join("; ") };
    format!("[{}: {source}{indicative}]", shown(&rule.id))
}

fn assumptions(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let facts = |origin: Origin, ids: &[FactId]| {
        let of_origin = ids.iter().filter(|id| advice.shipment.origin(**id) == origin);
        let shown_facts = of_origin.filter_map(|id| {
            let fact = advice.rule_set.fact(*id)?;
            let value = fact.show(advice.facts.get(*id));
            let words = shown(&fact.words()).into_owned();
            Some(if value.is_empty() { words } else { format!("{words}: {}", shown(&value)) })
        });
        shown_facts.collect::<Vec<_>>().join("; ")
    };
    let mut decisive = advice.decisive_assumptions();
    decisive.extend(advice.amounts_missing());
    decisive.sort_unstable();
    decisive.dedup();
    let lines = [
        ("Chosen for you", facts(Origin::Chosen, advice.rule_set.choices())),
        ("Assumed, and could change the answer", facts(Origin::Assumed, &decisive)),
        ("Not said, and could change the answer", facts(Origin::NotGiven, &decisive)),
    ];
    if lines.iter().any(|(_, facts)| !facts.is_empty()) {
        writeln!(out)?;
    }
    for (title, facts) in lines.iter().filter(|(_, facts)| !facts.is_empty()) {
        paragraph(out, width, &format!("{title}: {facts}"))?;
    }
    Ok(())
}

fn alternatives(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if advice.alternatives.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading("What else could be done"))?;
    let rows: Vec<Vec<String>> =
        advice.alternatives.iter().map(|one| alternative(advice.rule_set, one)).collect();
    write_lines(out, &table::lines(Some(&["change", "lane", "then", "flow"]), &rows, width))
}

fn alternative(rule_set: &RuleSet, alternative: &Alternative) -> Vec<String> {
    let Decision { verdict, lane, flow, release, .. } = alternative.decision;
    let changes = alternative.change.iter().filter_map(|(id, value)| {
        let fact = rule_set.fact(*id)?;
        Some(format!("{}: {}", shown(&fact.words()), shown(&fact.show(*value))))
    });
    let lane = lane.and_then(|lane| rule_set.lane(lane)).map(|lane| lane.id.clone());
    let flow = flow.and_then(|flow| rule_set.flows().get(usize::from(flow)));
    vec![
        changes.collect::<Vec<_>>().join(", "),
        lane.unwrap_or_default(),
        match (verdict, release) {
            (Verdict::NoPath, _) => "no path".to_owned(),
            (_, release) => release.map(release_words).unwrap_or_default().to_owned(),
        },
        flow.map(|flow| flow.rule.id.clone()).unwrap_or_default(),
    ]
}

fn paragraph(out: &mut dyn Write, width: usize, text: &str) -> io::Result<()> {
    let lines = table::lines(None, &[vec![text.to_owned()]], width);
    lines.iter().try_for_each(|line| writeln!(out, "{}", line.trim()))
}

fn write_lines(out: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}
