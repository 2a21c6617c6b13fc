//! `human` about several lines: one verdict, what each line brings, and one path.

use std::io::{self, Write};

use advisor::advise::{Comparison, LineAdvice, LinesAdvice, ReasonKind};
use advisor::builtin;
use advisor::evaluate::Verdict;
use advisor::model::FactId;
use advisor::model::value::Value;
use advisor::shipment::Origin;

use crate::render::human::{
    Cited, Depth, change, cost, flag, paragraph, said, steps, wrapped, write_lines,
};
use crate::render::speech::Speech;
use crate::render::text::{grouped_money, shown};
use crate::render::{style, table};

/// So many other ways are named in the short answer.
const WAYS: usize = 3;

/// The answer, no line longer than `width`.
pub(crate) fn route(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in wrapped(&verdict(advice, speech), width) {
        writeln!(out, "{}", style::headline(advice.decision.verdict, false, &line))?;
    }
    paragraph(out, width, &shared(advice, speech))?;
    warnings(advice, speech, width, out)?;
    lines(advice, speech, width, out)?;
    match advice.decision.verdict {
        Verdict::Clearable => {
            facts(advice, speech, width, out)?;
            better(advice, speech, depth, width, out)?;
            steps::print((advice.rule_set, &advice.path), speech, depth, width, out)?;
        }
        Verdict::NoPath => {
            writeln!(out)?;
            paragraph(out, width, speech.words.no_common_path())?;
        }
        Verdict::Refused => refused(advice, speech, width, out)?,
    }
    if depth >= Depth::Why {
        why(advice, speech, width, out)?;
    }
    footer(advice, speech, depth, width, out)
}

fn verdict(advice: &LinesAdvice<'_>, speech: Speech) -> String {
    let words = speech.words;
    let lane = advice.lane().map(|lane| {
        let title = lane.title.as_ref().map(|title| speech.text(title));
        words.lane(&shown(&lane.id), title.as_deref())
    });
    let lane = lane.unwrap_or_default();
    match advice.decision.verdict {
        Verdict::Refused => match advice.refusals().as_slice() {
            [(one, _)] => words.refused(&speech.because(one.rule)),
            several => words.refused_for(several.len()),
        },
        Verdict::NoPath => words.no_path(&lane),
        Verdict::Clearable => words.clears(&lane, advice.decision.release),
    }
}

/// What all lines share and was said or chosen, with the totals.
fn shared(advice: &LinesAdvice<'_>, speech: Speech) -> String {
    let rule_set = advice.rule_set;
    let mut words = vec![speech.words.count_lines(advice.lines.len())];
    let clears = advice.decision.verdict != Verdict::Refused;
    let named = rule_set.facts().filter(|(id, _)| {
        let origins = advice.lines.iter().map(|line| line.shipment.origin(*id));
        let chosen = clears && rule_set.choices().contains(id);
        origins.clone().all(|origin| origin == Origin::Given) && origins.count() > 0 || chosen
    });
    words.extend(named.filter_map(|(id, fact)| {
        let value = advice.value(id).filter(|value| *value != Value::NOT_GIVEN)?;
        Some(said(fact, value, speech))
    }));
    let day = advice.lines.first().map(|line| line.shipment.day().to_string());
    words.extend(day);
    speech.words.listed(&words)
}

fn warnings(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut told: Vec<String> = Vec::new();
    for warning in advice.warnings.iter().chain(advice.lines.iter().flat_map(|one| &one.warnings)) {
        let text = speech.words.warning(&shown(&warning.in_tongue(speech.tongue)));
        if told.contains(&text) {
            continue;
        }
        for line in wrapped(&text, width) {
            writeln!(out, "{}", style::warning(&line))?;
        }
        told.push(text);
    }
    Ok(())
}

/// What each line is, and what it brings.
fn lines(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let taxes = advice.bill.taxes.iter().map(Some).chain(std::iter::repeat(None));
    let rows = advice.lines.iter().zip(taxes).zip(1_usize..).map(|((line, tax), number)| {
        let lane = line.decision.lane.map(|lane| shown(&advice.rule_set[lane].id).into_owned());
        let outcome = match line.refusals.first() {
            Some(refusal) => speech.words.refused(&speech.because(refusal.rule)),
            None => lane.unwrap_or_default(),
        };
        let tax = tax.and_then(Option::as_ref).map(|tax| cost(advice.rule_set, tax, speech));
        vec![number.to_string(), own(advice, line, speech), outcome, tax.unwrap_or_default()]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))
}

/// What a line has of its own, as far as it was said, and differs from other lines.
fn own(advice: &LinesAdvice<'_>, line: &LineAdvice<'_>, speech: Speech) -> String {
    let goods = advice.rule_set.goods();
    let tells = |id: &FactId| {
        *id == goods
            || line.shipment.origin(*id) == Origin::Given && line.own.get(*id) != Value::NOT_GIVEN
    };
    let words = advice.own_facts().filter(tells);
    let words = words.map(|id| said(&advice.rule_set[id], line.own.get(id), speech));
    speech.words.listed(&words.collect::<Vec<_>>())
}

/// When the goods are released, what it costs, and how many papers it takes.
fn facts(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let (rule_set, words) = (advice.rule_set, speech.words);
    let mut rows = Vec::new();
    if let Some(release) = advice.decision.release {
        rows.push(vec![words.release().to_owned(), words.released(release, None)]);
    }
    let currency = rule_set.currency().map(|one| format!("{} ", shown(one))).unwrap_or_default();
    let asked: Vec<String> =
        advice.amounts_missing().iter().map(|id| flag(&rule_set[*id], "N")).collect();
    let tax = match (advice.bill.taxes.iter().flatten().count(), advice.bill.tax()) {
        (0, _) => words.none().to_owned(),
        (_, Some(tax)) => format!("{currency}{}", grouped_money(tax)),
        (_, None) if asked.is_empty() => words.not_known().to_owned(),
        (_, None) => words.also(words.not_known(), &words.add(&asked)),
    };
    rows.push(vec![words.tax().to_owned(), tax]);
    if let Some(fee) = &advice.bill.late_fee {
        rows.push(vec![words.late_fee().to_owned(), cost(rule_set, fee, speech)]);
    }
    let papers = advice.documents().count();
    rows.push(vec![words.papers().to_owned(), words.papers_until_and_after(papers, 0)]);
    let missing: Vec<String> = advice.missing_documents().map(|one| speech.document(one)).collect();
    rows.extend(
        (!missing.is_empty())
            .then(|| vec![words.missing_papers().to_owned(), words.listed(&missing)]),
    );
    write_lines(out, &table::lines(None, &rows, width))
}

/// The ways that would be sooner or lighter.
fn better(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let most = if depth == Depth::All { usize::MAX } else { WAYS };
    let preferred = |id: &FactId| advice.rule_set.by_preference().contains(id);
    let ways = advice.alternatives.iter().filter(|one| {
        let same_business = !one.change.iter().any(|(id, _)| preferred(id));
        one.offered && one.compared == Comparison::Better && same_business
    });
    let rows: Vec<Vec<String>> = ways
        .take(most)
        .map(|one| {
            let lane = one.decision.lane.map(|lane| shown(&advice.rule_set[lane].id).into_owned());
            let release =
                one.decision.release.map(|one| speech.words.release_short(one).to_owned());
            let parts: Vec<String> = lane.into_iter().chain(release).collect();
            vec![change(advice.rule_set, &one.change), speech.words.listed(&parts)]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style::heading(speech.words.sooner()))?;
    write_lines(out, &table::lines(None, &rows, width))
}

/// What to do instead of each refusal, and what some of the lines can do without the others.
fn refused(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let rows = advice.refusals().into_iter().map(|(refusal, lines)| {
        let remedy = speech.sentence(refusal.remedy);
        vec![speech.words.these_lines(&numbers(&lines)), remedy]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))?;
    let Some(split) = &advice.split else { return Ok(()) };
    writeln!(out)?;
    let shipments: Vec<Vec<String>> = split.shipments.iter().map(|one| numbers(one)).collect();
    paragraph(out, width, &speech.words.split(&numbers(&split.refused), &shipments))
}

/// Lines are counted from 1.
fn numbers(places: &[usize]) -> Vec<String> {
    places.iter().map(|at| (at + 1).to_string()).collect()
}

/// The rules with what they did and to which lines, and the sources that they cite.
fn why(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut cited = Cited::default();
    writeln!(out, "\n{}", style::heading(speech.words.why()))?;
    let rows = advice.reasons().into_iter().map(|(reason, lines)| {
        let because = reason.rule.because.as_ref().map(|because| speech.sentence(because));
        let because = because.map(|because| format!("{because} ")).unwrap_or_default();
        let rule = cited.rule(advice.rule_set, reason.rule, speech);
        let all = lines.is_empty() || lines.len() == advice.lines.len();
        let of_lines = (!all).then(|| speech.words.these_lines(&numbers(&lines)));
        let effect = shown(&reason.effect).into_owned();
        let effect = of_lines.map_or(effect.clone(), |lines| speech.words.pair(&lines, &effect));
        let subject = match reason.kind {
            ReasonKind::Category => speech.words.reason(ReasonKind::Inspection),
            kind => speech.words.reason(kind),
        };
        vec![
            speech.words.pair(subject, "").trim_end().to_owned(),
            format!("{because}{rule}\n=> {effect}"),
        ]
    });
    write_lines(out, &table::lines(None, &rows.collect::<Vec<_>>(), width))?;
    cited.print(speech, width, out)
}

fn footer(
    advice: &LinesAdvice<'_>,
    speech: Speech,
    depth: Depth,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rule_set = advice.rule_set;
    writeln!(out)?;
    if depth == Depth::Short {
        let more = speech.words.more(advice.reasons().len());
        writeln!(out, "{}", style::quiet(&more))?;
    }
    let reviewed = rule_set.reviewed().map(|day| day.to_string());
    let title = speech.sentence(rule_set.title());
    let file = Some(rule_set.file()).filter(|file| *file != builtin::NAME).map(shown);
    let notice = speech.words.advice(&title, reviewed.as_deref(), file.as_deref());
    for line in wrapped(&notice, width) {
        writeln!(out, "{}", style::quiet(&line))?;
    }
    Ok(())
}
