//! The sentences of an explanation, put together from the words of a language and the names of the file.

use advisor::advise::Alternative;
use advisor::evaluate::Verdict;
use advisor::explain::{Deciding, Goal, Subject, Wanted, WhyNot};
use advisor::model::condition::FactId;
use advisor::model::fact::{Fact, Kind, Name};
use advisor::model::value::{Value, ValueSet};
use advisor::model::wording::Tongue;
use advisor::model::{Confidence, Effect, Rule};
use advisor::shipment::Origin;

use crate::render::explain::Explained;
use crate::render::human::{difference, outline};
use crate::render::reach::{self, amount};
use crate::render::speech::Speech;
use crate::render::text::{shown, with_capital};
use crate::render::words::About;

/// So many names are told of those that a fact may have.
const MOST_NAMES: usize = 3;

/// What a rule says, for people: if it says nothing, the name it is about, else its id.
pub(crate) fn because(explained: &Explained<'_, '_>, rule: &Rule) -> String {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let named = || {
        let mut tests = rule.condition.within.tests().iter();
        tests.find_map(|(id, set)| {
            let fact = &rule_set[*id];
            let name = fact.name(set.least().filter(|_| set.size() == 1)?)?;
            Some(speech.words.pair(&speech.fact(fact), &full_name(name, speech)))
        })
    };
    let because = rule.because.as_ref().map(|because| speech.sentence(because)).or_else(named);
    let because = because.unwrap_or_else(|| shown(&rule.id).into_owned());
    match rule.confidence {
        Confidence::Indicative => speech.words.aside(&because, speech.words.indicative()),
        Confidence::Stated => because,
    }
}

/// A name as it is called, not in few words.
fn full_name(name: &Name, speech: Speech) -> String {
    speech.name(name.title.as_ref(), &name.id)
}

/// Why the answer is that one, in a sentence for each rule that decided it.
pub(crate) fn reasons(explained: &Explained<'_, '_>) -> Vec<String> {
    let why = &explained.explanation.why;
    let lane = why.parts.iter().find(|part| matches!(part.subject, Subject::Lane(_)));
    let verdict = why.parts.first();
    let part = lane.filter(|part| !part.rules.is_empty()).or(verdict);
    let rules = part.into_iter().flat_map(|part| &part.rules);
    let mut rules: Vec<&Deciding<'_>> = rules.filter_map(|at| why.rules.get(*at)).collect();
    rules.sort_by_key(|rule| rule.kind.id() == "category");
    let words = explained.speech.words;
    rules.iter().map(|rule| words.full_stop(&because(explained, rule.rule))).collect()
}

/// Which facts force the answer, in a sentence.
pub(crate) fn forcing(explained: &Explained<'_, '_>) -> String {
    let (explanation, words) = (explained.explanation, explained.speech.words);
    let Ok(facts) = &explanation.forcing else { return words.not_decided(About::Forcing) };
    let facts: Vec<String> =
        facts.iter().map(|id| is(explained, *id, explained.advice.facts.get(*id))).collect();
    words.forces(explanation.forced, &facts)
}

/// A fact with its value, within a sentence.
fn is(explained: &Explained<'_, '_>, id: FactId, value: Value) -> String {
    let (fact, speech) = (&explained.advice.rule_set[id], explained.speech);
    let (words, called) = (speech.words, reach::called(fact, speech));
    match (&fact.kind, fact.name(value)) {
        _ if value == Value::NOT_GIVEN => words.is(&called, words.not_given()),
        (Kind::YesNo, _) if value == Value::YES => called,
        (Kind::YesNo, _) => words.is_no(&called),
        (Kind::Number(_), _) => words.is(&called, &amount(fact, value.0)),
        // What is short enough says which fact it is about.
        (_, Some(name)) if name.short.is_some() => speech.value(name),
        (_, Some(name)) => words.is(&called, &speech.value(name)),
        _ => words.is(&called, &fact.show(value)),
    }
}

/// How far the answer reaches, in a sentence.
pub(crate) fn reach(explained: &Explained<'_, '_>) -> String {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let Ok(reach) = &explained.explanation.reach else {
        return speech.words.not_decided(About::Reach);
    };
    let refused = explained.advice.decision.verdict == Verdict::Refused;
    let date = reach.of(FactId::DATE).map(|one| reach::days(&one.values, speech));
    let others = || reach.within.iter().filter(|one| !one.all && one.fact != FactId::DATE);
    let numbers =
        others().filter_map(|one| reach::number(&rule_set[one.fact], &one.values, speech));
    let names = others().filter_map(|one| {
        also(&rule_set[one.fact], &one.values, explained.advice.facts.get(one.fact), speech)
    });
    let (numbers, names): (Vec<String>, Vec<String>) = (numbers.collect(), names.collect());
    speech.words.stays(refused, &date.unwrap_or_default(), &numbers, &names)
}

/// The other names that a fact may have.
fn also(fact: &Fact, values: &ValueSet, now: Value, speech: Speech) -> Option<String> {
    if !matches!(fact.kind, Kind::Names(_)) {
        return None;
    }
    let others = values.iter().filter(|value| *value != now).filter_map(|value| fact.name(value));
    let mut names: Vec<String> = others.map(|name| speech.value(name)).collect();
    let called = reach::called(fact, speech);
    if names.len() > MOST_NAMES {
        let more = names.len() + 1 - MOST_NAMES;
        names.truncate(MOST_NAMES - 1);
        names.push(speech.words.so_many_more(more));
        return Some(speech.words.is(&called, &speech.words.together(&names)));
    }
    (!names.is_empty()).then(|| speech.words.is(&called, &alternatives(&names, speech)))
}

/// Several things of which each will do.
fn alternatives(names: &[String], speech: Speech) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => {
            speech.words.either(&[speech.words.listed(first), last.clone()])
        }
        names => speech.words.listed(names),
    }
}

/// What was expected.
fn wanted(explained: &Explained<'_, '_>, wanted: &Wanted<'_>) -> String {
    match wanted {
        Wanted::Verdict(verdict) => subject(explained, Subject::Verdict(*verdict)),
        Wanted::Lane(lane) => subject(explained, Subject::Lane(*lane)),
        Wanted::Flow(flow) => subject(explained, Subject::Flow(*flow)),
        Wanted::Release(release) => subject(explained, Subject::Release(*release)),
        Wanted::Rule(rule) => explained.speech.words.of_rule(&shown(&rule.id)),
    }
}

/// The heading of an answer to why it is not what was expected.
pub(crate) fn why_not(explained: &Explained<'_, '_>, one: &WhyNot<'_>) -> String {
    let is_rule = matches!(one.wanted, Wanted::Rule(_));
    explained.speech.words.why_not(&wanted(explained, &one.wanted), one.is_so, is_rule)
}

/// The heading of what would be better.
pub(crate) fn goal(explained: &Explained<'_, '_>, goal: Goal) -> String {
    let (rule_set, words) = (explained.advice.rule_set, explained.speech.words);
    match goal {
        Goal::Clearable => words.would_let_it_go().to_owned(),
        Goal::Better(..) => words.would_be_better().to_owned(),
        Goal::Lane(lane) => words.would_bring(&words.of_lane(&shown(&rule_set[lane].id), &[])),
        Goal::Release(release) => words.would_bring(words.release_short(release)),
        Goal::Flow(flow) => words.would_bring(&words.of_flow(&shown(&rule_set[flow].rule.id))),
    }
}

/// What a change brings: what is different then, or all of it, if nothing came of it before.
pub(crate) fn brings(explained: &Explained<'_, '_>, way: &Alternative<'_>) -> String {
    match explained.advice.decision.verdict {
        Verdict::Clearable => difference(explained.advice, way, explained.speech),
        Verdict::NoPath | Verdict::Refused => outline(explained.advice, way, explained.speech),
    }
}

/// A change, as what to do.
pub(crate) fn changed(explained: &Explained<'_, '_>, change: &[(FactId, Value)]) -> String {
    let (advice, speech) = (explained.advice, explained.speech);
    let words = speech.words;
    let parts = change.iter().map(|(id, value)| {
        let fact = &advice.rule_set[*id];
        let (to, now) = (fact.show(*value), advice.facts.get(*id));
        // The call that makes the change says the fact by its id.
        let name = match speech.tongue {
            Tongue::English => shown(&fact.id).into_owned(),
            Tongue::Chinese => reach::called(fact, speech),
        };
        let part = match &fact.kind {
            Kind::Date => words.declare_from(&to),
            Kind::Number(_) if now == Value::NOT_GIVEN => words.is(&name, &amount(fact, value.0)),
            Kind::Number(_) if *value < now => words.keep_at_most(&name, &amount(fact, value.0)),
            Kind::Number(_) => words.at_least(&name, &amount(fact, value.0)),
            Kind::YesNo => words.pair(&name, &to),
            Kind::Names(_) | Kind::Code(_) => words.is(&name, &shown(&to)),
        };
        match advice.shipment.origin(*id) {
            Origin::Assumed | Origin::NotGiven if *id != FactId::DATE => words.find_out(&part),
            _ => part,
        }
    });
    with_capital(&words.together(&parts.collect::<Vec<_>>()))
}

/// What a part of an answer is about.
pub(crate) fn subject(explained: &Explained<'_, '_>, subject: Subject) -> String {
    let (rule_set, speech) = (explained.advice.rule_set, explained.speech);
    let words = speech.words;
    match subject {
        Subject::Verdict(verdict) => words.verdict(verdict).to_owned(),
        Subject::Lane(lane) => {
            let lane = &rule_set[lane];
            let checks: Vec<String> =
                lane.checks.iter().map(|id| speech.check(&rule_set[id])).collect();
            words.of_lane(&shown(&lane.id), &checks)
        }
        Subject::Flow(flow) => words.of_flow(&shown(&rule_set[flow].rule.id)),
        Subject::Release(release) => words.release_short(release).to_owned(),
        Subject::Check(check) => speech.check(&rule_set[check]),
        Subject::Document(document) => speech.document(&rule_set[document]),
        Subject::Tax => words.tax().to_lowercase(),
        Subject::LateFee => words.late_fee().to_lowercase(),
    }
}

/// What else to do, for a rule that refuses.
pub(crate) fn remedy(rule: &Deciding<'_>, speech: Speech) -> Option<String> {
    match rule.effect {
        Some(Effect::Refuse { remedy }) => Some(speech.sentence(remedy)),
        _ => None,
    }
}
