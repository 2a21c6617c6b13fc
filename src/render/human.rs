//! `human`: the answer for a person, the verdict first.

use std::io::{self, Write};

use advisor::advise::{Advice, Alternative, Closed, Comparison, Reason, ReasonKind};
use advisor::charge::{Charge, Missing};
use advisor::evaluate::{Release, Verdict};
use advisor::model::condition::FactId;
use advisor::model::fact::{Fact, Kind};
use advisor::model::value::Value;
use advisor::model::{Confidence, Rule, RuleSet, Source};
use advisor::shipment::Origin;

use crate::render::text::{money, percent, shown, time_words, titled};
use crate::render::{style, table};

/// The whole answer, no line longer than `width`.
pub(crate) fn route(
    advice: &Advice<'_>,
    file: &str,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut cited = Cited::default();
    headline(advice, width, out)?;
    passed_over(advice, width, out)?;
    match advice.decision.verdict {
        Verdict::Clearable => {
            path(advice, width, out)?;
            reasons(advice, &mut cited, width, out)?;
        }
        Verdict::NoPath => {
            let hole = "Nothing refuses this shipment, but no flow of the rules takes it: a hole in \
                        the rules. Tell their owner.";
            writeln!(out)?;
            paragraph(out, width, hole)?;
            reasons(advice, &mut cited, width, out)?;
        }
        Verdict::Refused => refusals(advice, &mut cited, width, out)?,
    }
    assumptions(advice, width, out)?;
    alternatives(advice, width, out)?;
    for warning in &advice.warnings {
        writeln!(out)?;
        paragraph(out, width, &format!("Warning: {}", shown(warning)))?;
    }
    cited.print(width, out)?;
    writeln!(out)?;
    let notice =
        format!("From {} ({}). Advice, not law.", shown(advice.rule_set.title()), shown(file));
    let lines = table::lines(None, &[vec![notice]], width);
    lines.iter().try_for_each(|line| writeln!(out, "{}", style::quiet(line.trim_start())))
}

/// The sources that an answer cites, each with its number.
#[derive(Default)]
struct Cited<'r> {
    sources: Vec<&'r Source>,
}

impl<'r> Cited<'r> {
    /// A rule by its name, with the numbers of its sources.
    fn rule(&mut self, rule_set: &'r RuleSet, rule: &'r Rule) -> String {
        let mut words = format!("({}", shown(&rule.id));
        if rule.confidence == Confidence::Indicative {
            words.push_str(", indicative");
        }
        words.push(')');
        for source in rule_set.sources_of(rule) {
            let known = self.sources.iter().position(|known| known.id == source.id);
            let at = known.unwrap_or_else(|| {
                self.sources.push(source);
                self.sources.len() - 1
            });
            words.push_str(&format!(" [{}]", at + 1));
        }
        words
    }

    fn print(&self, width: usize, out: &mut dyn Write) -> io::Result<()> {
        if self.sources.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", style::heading("Sources"))?;
        let rows = self.sources.iter().zip(1_u32..).map(|(source, number)| {
            let url = source.url.as_ref().map(|url| format!(" {}", shown(url))).unwrap_or_default();
            vec![format!("[{number}]"), format!("{}{url}", shown(&source.title))]
        });
        write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
    }
}

fn headline(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let words = match advice.decision.verdict {
        Verdict::Refused => match advice.refusals.len() {
            1 => "REFUSED".to_owned(),
            count => format!("REFUSED for {count} reasons"),
        },
        Verdict::NoPath => "NO PATH".to_owned(),
        Verdict::Clearable => {
            let lane = advice.lane().map(|lane| {
                let title = lane.title.as_ref().map(|title| titled(title, lane.zh.as_deref()));
                let title = title.map(|title| format!(" ({title})")).unwrap_or_default();
                format!(" in lane {}{title}", shown(&lane.id))
            });
            let release =
                advice.decision.release.map(|at| format!(", released {}", release_words(at)));
            format!("CLEARABLE{}{}", lane.unwrap_or_default(), release.unwrap_or_default())
        }
    };
    let strictness = advice.decision.lane.map(|lane| usize::from(lane.0));
    let strictness = strictness.map(|lane| (lane, advice.rule_set.lanes().len()));
    for line in table::lines(None, &[vec![words]], width) {
        let line = line.trim_start();
        writeln!(out, "{}", style::headline(advice.decision.verdict, strictness, line))?;
    }
    writeln!(out)?;
    let named = advice.rule_set.facts().filter(|(id, _)| {
        advice.shipment.origin(*id) == Origin::Given || advice.rule_set.choices().contains(id)
    });
    let mut rows: Vec<Vec<String>> = named
        .map(|(id, fact)| vec![shown(&fact.words()).into_owned(), said(fact, advice.facts.get(id))])
        .collect();
    rows.push(vec!["date".to_owned(), advice.shipment.day().to_string()]);
    if let Some(flow) = advice.flow() {
        let title = flow.title.as_deref().unwrap_or(&flow.rule.id);
        let title = titled(title, flow.zh.as_deref());
        rows.push(vec!["flow".to_owned(), format!("{title} ({})", shown(&flow.rule.id))]);
    }
    let charges = [("tax", &advice.bill.tax), ("fee", &advice.bill.late_fee)];
    rows.extend(charges.into_iter().filter_map(|(word, charge)| {
        Some(vec![word.to_owned(), charged(advice.rule_set, charge.as_ref()?)])
    }));
    write_lines(out, &table::lines(None, &rows, width))
}

/// Why what would have come first was not taken.
fn passed_over(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let lines = advice.passed_over.iter().map(|passed| {
        let value = advice.rule_set[passed.fact].show(passed.value);
        let why = match &passed.closed {
            Closed::Refused(refusals) => {
                let because = refusals.iter().map(|one| {
                    shown(one.rule.because.as_deref().unwrap_or(&one.rule.id)).into_owned()
                });
                because.collect::<Vec<_>>().join("; ")
            }
            Closed::NoPath => "no flow takes it".to_owned(),
            Closed::NotOffered(because) => {
                shown(because.unwrap_or("not offered for such a shipment")).into_owned()
            }
        };
        format!("not {}: {why}", shown(&value))
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    write_lines(out, &table::lines(None, &[vec![lines.join("\n")]], width))
}

/// A value as a trader would say it, with the id by which to give it.
fn said(fact: &Fact, value: Value) -> String {
    let Some(name) = fact.name(value) else {
        let unit = match &fact.kind {
            Kind::Number(number) => number.unit.as_deref(),
            _ => None,
        };
        let unit = unit.map(|unit| format!(" {}", shown(unit))).unwrap_or_default();
        return format!("{}{unit}", fact.show(value));
    };
    let words = titled(&name.words(), name.zh.as_deref());
    if name.words() == name.id.replace('-', " ") {
        return words;
    }
    format!("{words} ({})", shown(&name.id))
}

fn release_words(release: Release) -> &'static str {
    match release {
        Release::OnArrival => "on arrival",
        Release::AfterReview => "after a document review at arrival",
        Release::AfterInspection => "after an inspection at arrival",
    }
}

/// What a charge comes to, and of what.
fn charged(rule_set: &RuleSet, charge: &Charge<'_>) -> String {
    let title = titled(charge.title.unwrap_or(&charge.rule.id), charge.zh);
    let currency = rule_set.currency().map(|currency| format!(" {}", shown(currency)));
    let currency = currency.unwrap_or_default();
    let amount = match charge.payable {
        Some(amount) if charge.waived => format!("nothing: {}{currency} is waived", money(amount)),
        Some(amount) => format!("{}{currency}", money(amount)),
        None => format!("not computed{}", needs(rule_set, charge)),
    };
    let parts = charge.items.iter().map(|item| {
        let name = titled(&item.table.words(), item.table.zh.as_deref());
        let priced = item
            .priced
            .map(|(units, price)| format!("{} × {}{currency} ", units.normalize(), money(price)));
        let priced = priced.unwrap_or_default();
        format!("\n{name}: {priced}at {}: {}{currency}", percent(item.rate), money(item.amount))
    });
    format!("{title}: {amount}{}", parts.collect::<String>())
}

/// The facts that would have to be given.
fn needs(rule_set: &RuleSet, charge: &Charge<'_>) -> String {
    let facts = charge.missing.iter().filter_map(|missing| match missing {
        Missing::Fact(id) => Some(shown(&rule_set[*id].id).into_owned()),
        Missing::Entry(_) | Missing::Size => None,
    });
    let facts = facts.collect::<Vec<_>>().join(" and ");
    if facts.is_empty() { facts } else { format!(" without the {facts}") }
}

fn path(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading("What to do"))?;
    let mut last = None;
    for (one, number) in advice.path.iter().zip(1_u32..) {
        if last.replace(one.step.time) != Some(one.step.time) {
            writeln!(out, " {}", time_words(one.step.time))?;
        }
        let mut lines = vec![titled(&one.step.title, one.step.zh.as_deref())];
        lines.extend(one.step.takes.as_ref().map(|takes| format!("(takes {})", shown(takes))));
        lines.extend(
            one.documents
                .iter()
                .map(|document| format!("- {}", titled(&document.words(), document.zh.as_deref()))),
        );
        lines.extend(
            one.checks
                .iter()
                .map(|check| format!("* customs: {}", titled(&check.words(), check.zh.as_deref()))),
        );
        let row = vec![format!("{number:>3}."), lines.join("\n")];
        write_lines(out, &table::lines(None, &[row], width))?;
    }
    Ok(())
}

fn refusals<'r>(
    advice: &Advice<'r>,
    cited: &mut Cited<'r>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading("Why, and what to do instead"))?;
    let rows = advice.refusals.iter().zip(1_u32..).map(|(refusal, number)| {
        let because = refusal.rule.because.as_deref().unwrap_or(&refusal.rule.id);
        let rule = cited.rule(advice.rule_set, refusal.rule);
        let text = format!("{} {rule}\n-> {}", shown(because), shown(refusal.remedy));
        vec![format!("{number:>3}."), text]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
}

fn reasons<'r>(
    advice: &Advice<'r>,
    cited: &mut Cited<'r>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", style::heading("Why"))?;
    let rows = advice.reasons.iter().map(|reason| {
        let (subject, words) = subject(advice, reason);
        let words = words.map(|words| format!("{words} ")).unwrap_or_default();
        let rule = cited.rule(advice.rule_set, reason.rule);
        vec![format!("{subject}:"), format!("{words}{rule}\n=> {}", shown(&reason.effect))]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
}

/// What a reason speaks of, and what it says.
fn subject(advice: &Advice<'_>, reason: &Reason<'_>) -> (String, Option<String>) {
    let because = reason.rule.because.as_deref().map(|because| shown(because).into_owned());
    let word = match reason.kind {
        ReasonKind::Category => {
            let category = advice.rule_set.fact_called("category");
            let name = category.and_then(|(id, fact)| fact.name(advice.facts.get(id)));
            let Some(name) = name else { return ("category".to_owned(), because) };
            let words = because.unwrap_or_else(|| titled(&name.words(), name.zh.as_deref()));
            return (shown(&name.id).into_owned(), Some(words));
        }
        ReasonKind::Inspection => "rule",
        ReasonKind::Flow => "flow",
        ReasonKind::Tax => "charge",
        ReasonKind::Refusal => "refusal",
    };
    (word.to_owned(), because)
}

fn assumptions(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let facts = |origin: Origin, ids: &[FactId]| {
        let of_origin = ids.iter().filter(|id| advice.shipment.origin(**id) == origin);
        let named = of_origin.map(|id| {
            let fact = &advice.rule_set[*id];
            let (id, value) = (shown(&fact.id), fact.show(advice.facts.get(*id)));
            let value = if value.is_empty() { value } else { format!("={}", shown(&value)) };
            let words = shown(&fact.words()).into_owned();
            let same = words.replace(' ', "-") == fact.id;
            if same { format!("{id}{value}") } else { format!("{words} ({id}{value})") }
        });
        named.collect::<Vec<_>>().join("; ")
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
    for (title, facts) in lines.iter().filter(|(_, facts)| !facts.is_empty()) {
        writeln!(out, "\n{}", style::heading(title))?;
        write_lines(out, &table::lines(None, &[vec![facts.clone()]], width))?;
    }
    Ok(())
}

fn alternatives(advice: &Advice<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if advice.alternatives.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading("What else could be done"))?;
    let rows: Vec<Vec<String>> =
        advice.alternatives.iter().map(|one| alternative(advice, one)).collect();
    let header = ["change", "lane", "released", "flow", "compared"];
    write_lines(out, &table::lines(Some(&header), &rows, width))
}

fn alternative(advice: &Advice<'_>, alternative: &Alternative) -> Vec<String> {
    let rule_set = advice.rule_set;
    let decision = alternative.decision;
    let compared = match alternative.compared {
        Comparison::Better => "better",
        Comparison::Same => "the same",
        Comparison::Different => "the same lane",
        Comparison::Worse => "worse",
    };
    let changes = alternative.change.iter().map(|(id, value)| {
        let fact = &rule_set[*id];
        format!("{}={}", shown(&fact.id), shown(&fact.show(*value)))
    });
    let lane = decision.lane.map(|lane| rule_set[lane].id.clone());
    let flow = decision.flow.map(|flow| &rule_set[flow]);
    let release = match decision.release {
        Some(Release::OnArrival) => "on arrival",
        Some(Release::AfterReview) => "after review",
        Some(Release::AfterInspection) => "after inspection",
        None => "no path",
    };
    vec![
        changes.collect::<Vec<_>>().join(", "),
        lane.unwrap_or_default(),
        release.to_owned(),
        flow.map(|flow| flow.rule.id.clone()).unwrap_or_default(),
        compared.to_owned(),
    ]
}

fn paragraph(out: &mut dyn Write, width: usize, text: &str) -> io::Result<()> {
    let lines = table::lines(None, &[vec![text.to_owned()]], width);
    lines.iter().try_for_each(|line| writeln!(out, "{}", line.trim()))
}

fn write_lines(out: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}
