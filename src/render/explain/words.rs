//! The program's own sentences about an explanation: all of them stand here.

use advisor::RuleSet;
use advisor::advise::Alternative;
use advisor::evaluate::Verdict;
use advisor::explain::{Deciding, Explanation, Forced, Goal, Subject, Wanted, WhyNot};
use advisor::model::condition::FactId;
use advisor::model::fact::{Fact, Kind, Name};
use advisor::model::value::{Value, ValueSet};
use advisor::model::wording::Tongue;
use advisor::model::{Confidence, Effect, Rule};
use advisor::shipment::Origin;

use crate::render::explain::Explained;
use crate::render::explain::words_of_rules::listed;
use crate::render::human::{difference, outline};
use crate::render::reach::{self, amount};
use crate::render::speech::Speech;
use crate::render::text::{release_short, shown, with_capital};

/// What is said where a budget ran out.
pub(crate) const UNDECIDED: &str = "not decided within the budget; a larger one may: --budget";

/// Headings.
pub(crate) const DECIDED: &str = "What decided it";
pub(crate) const BESIDES: &str = "Held too, and changed nothing";

/// So many names are told of those that a fact may have.
const MOST_NAMES: usize = 3;

/// What a rule says, for people: if it says nothing, the name it is about, else its id.
pub(crate) fn because(rule_set: &RuleSet, rule: &Rule) -> String {
    let named = || {
        let mut tests = rule.condition.within.tests().iter();
        tests.find_map(|(id, set)| {
            let fact = &rule_set[*id];
            let name = fact.name(set.least().filter(|_| set.size() == 1)?)?;
            Some(format!("{}: {}", fact.words(), name.words()))
        })
    };
    let because = rule.because.as_deref().map(str::to_owned).or_else(named);
    let because = because.unwrap_or_else(|| rule.id.clone());
    let because = shown(&because);
    match rule.confidence {
        Confidence::Indicative => format!("{because} (indicative)"),
        Confidence::Stated => because.into_owned(),
    }
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
    rules
        .iter()
        .map(|rule| format!("{}.", with_capital(&because(explained.advice.rule_set, rule.rule))))
        .collect()
}

/// Which facts force the answer, in a sentence.
pub(crate) fn forcing(rule_set: &RuleSet, explained: &Explained<'_, '_>) -> String {
    let Explanation { forced, forcing, .. } = explained.explanation;
    let Ok(facts) = forcing else { return format!("What forces it: {UNDECIDED}.") };
    let facts: Vec<String> =
        facts.iter().map(|id| is(rule_set, *id, explained.advice.facts.get(*id))).collect();
    let what = match forced {
        Forced::Refusal => "the refusal",
        Forced::Lane => "the lane, unless something else refuses the shipment",
        Forced::Answer => "the answer",
    };
    match facts.as_slice() {
        [] => format!("Every shipment gets it: nothing has to be known to force {what}."),
        [one] => format!("One fact alone forces {what}: {one}."),
        facts => format!("These facts alone force {what}: {}.", listed(facts, "and")),
    }
}

/// A fact with its value, as the headline of an answer has it.
pub(crate) fn is(rule_set: &RuleSet, id: FactId, value: Value) -> String {
    let fact = &rule_set[id];
    let id_of = shown(&fact.id);
    match (&fact.kind, fact.name(value)) {
        _ if value == Value::NOT_GIVEN => format!("{id_of} not given"),
        (Kind::Date, _) => format!("the date {}", fact.show(value)),
        (Kind::Number(_), _) => format!("{id_of} {}", amount(fact, value.0)),
        (_, Some(Name { short: Some(short), .. })) => shown(short).into_owned(),
        (_, Some(name)) => format!("{id_of} {}", shown(&name.words())),
        _ => format!("{id_of} {}", fact.show(value)),
    }
}

/// How far the answer reaches, in a sentence.
pub(crate) fn reach(explained: &Explained<'_, '_>) -> String {
    let (rule_set, Ok(reach)) = (explained.advice.rule_set, &explained.explanation.reach) else {
        return format!("How far it reaches: {UNDECIDED}.");
    };
    let stays = match explained.advice.decision.verdict {
        Verdict::Refused => "It stays refused",
        Verdict::Clearable | Verdict::NoPath => "The answer holds",
    };
    let date = reach.of(FactId::DATE).map(|one| reach::days(&one.values)).unwrap_or_default();
    let others = || reach.within.iter().filter(|one| !one.all && one.fact != FactId::DATE);
    let numbers: Vec<String> =
        others().filter_map(|one| reach::number(&rule_set[one.fact], &one.values)).collect();
    let names: Vec<String> = others()
        .filter_map(|one| {
            also(&rule_set[one.fact], &one.values, explained.advice.facts.get(one.fact))
        })
        .collect();
    let numbers = match numbers.as_slice() {
        [] => String::new(),
        numbers => format!(", with {}", listed(numbers, "and")),
    };
    let names = match names.as_slice() {
        [] => String::new(),
        names => format!("; also with {}", names.join("; ")),
    };
    format!("{stays} {date}{numbers}{names}.")
}

/// The other names that a fact may have.
fn also(fact: &Fact, values: &ValueSet, now: Value) -> Option<String> {
    if !matches!(fact.kind, Kind::Names(_)) {
        return None;
    }
    let others = values.iter().filter(|value| *value != now).filter_map(|value| fact.name(value));
    let mut names: Vec<String> =
        others.map(|name| shown(&name.short_words()).into_owned()).collect();
    if names.len() > MOST_NAMES {
        let more = names.len() + 1 - MOST_NAMES;
        names.truncate(MOST_NAMES - 1);
        names.push(format!("{more} more"));
        return Some(format!("{} {}", shown(&fact.id), listed(&names, "and")));
    }
    (!names.is_empty()).then(|| format!("{} {}", shown(&fact.id), listed(&names, "or")))
}

/// What was expected.
pub(crate) fn wanted(explained: &Explained<'_, '_>, wanted: &Wanted<'_>) -> String {
    match wanted {
        Wanted::Verdict(verdict) => subject(explained, Subject::Verdict(*verdict)),
        Wanted::Lane(lane) => subject(explained, Subject::Lane(*lane)),
        Wanted::Flow(flow) => subject(explained, Subject::Flow(*flow)),
        Wanted::Release(release) => subject(explained, Subject::Release(*release)),
        Wanted::Rule(rule) => format!("rule {}", shown(&rule.id)),
    }
}

/// The heading of an answer to why it is not what was expected.
pub(crate) fn why_not(explained: &Explained<'_, '_>, one: &WhyNot<'_>) -> String {
    let wanted = wanted(explained, &one.wanted);
    match (one.is_so, &one.wanted) {
        (true, Wanted::Rule(_)) => format!("{wanted} holds"),
        (true, _) => format!("It is: {wanted}"),
        (false, Wanted::Rule(_)) => format!("Why {wanted} does not hold"),
        (false, _) => format!("Why not {wanted}"),
    }
}

/// What stands in the way where no rule does.
pub(crate) const LANE_IN_THE_WAY: &str = "the checks of the lane";

/// The heading of what would be better.
pub(crate) fn goal(explained: &Explained<'_, '_>, goal: Goal) -> String {
    match goal {
        Goal::Clearable => "What would let it go".to_owned(),
        Goal::Better(..) => "What would be better".to_owned(),
        Goal::Lane(lane) => {
            format!("What would bring lane {}", shown(&explained.advice.rule_set[lane].id))
        }
        Goal::Release(release) => format!("What would bring it: {}", release_short(release)),
        Goal::Flow(flow) => {
            let flow = &explained.advice.rule_set[flow];
            format!("What would bring flow {}", shown(&flow.rule.id))
        }
    }
}

/// What is said where the answer is what is wanted.
pub(crate) const IS_SO: &str = "It is so already.";
/// What is said where no change helps.
pub(crate) const NOTHING_HELPS: &str = "Nothing that you can change helps: all of it was tried.";
/// What is said where there are more changes than are told.
pub(crate) const MORE_CHANGES: &str = "There are more; these are the cheapest.";

/// What a change brings: what is different then, or all of it, if nothing came of it before.
pub(crate) fn brings(explained: &Explained<'_, '_>, way: &Alternative<'_>) -> String {
    match explained.advice.decision.verdict {
        Verdict::Clearable => difference(explained.advice, way, Speech::new(Tongue::English)),
        Verdict::NoPath | Verdict::Refused => {
            outline(explained.advice, way, Speech::new(Tongue::English))
        }
    }
}

/// A change, as what to do.
pub(crate) fn changed(explained: &Explained<'_, '_>, change: &[(FactId, Value)]) -> String {
    let advice = explained.advice;
    let parts = change.iter().map(|(id, value)| {
        let fact = &advice.rule_set[*id];
        let (words, to) = (shown(&fact.id), fact.show(*value));
        let now = advice.facts.get(*id);
        let part = match &fact.kind {
            Kind::Date => format!("declare on {to} or later"),
            Kind::Number(_) if now == Value::NOT_GIVEN => {
                format!("{words} {}", amount(fact, value.0))
            }
            Kind::Number(_) if *value < now => {
                format!("keep {words} at or below {}", amount(fact, value.0))
            }
            Kind::Number(_) => format!("{words} at least {}", amount(fact, value.0)),
            Kind::YesNo => format!("{words}: {to}"),
            Kind::Names(_) | Kind::Code(_) => format!("{words} {}", shown(&to)),
        };
        match advice.shipment.origin(*id) {
            Origin::Assumed | Origin::NotGiven if *id != FactId::DATE => {
                format!("find out whether {part}")
            }
            _ => part,
        }
    });
    with_capital(&listed(&parts.collect::<Vec<_>>(), "and"))
}

/// What a part of an answer is about.
pub(crate) fn subject(explained: &Explained<'_, '_>, subject: Subject) -> String {
    let rule_set = explained.advice.rule_set;
    match subject {
        Subject::Verdict(verdict) => verdict.id().to_owned(),
        Subject::Lane(lane) => {
            let lane = &rule_set[lane];
            let checks =
                lane.checks.iter().map(|id| shown(&rule_set[id].short_words()).into_owned());
            let checks: Vec<String> = checks.collect();
            let checks = match checks.as_slice() {
                [] => String::new(),
                checks => format!(" ({})", checks.join(", ")),
            };
            format!("lane {}{checks}", shown(&lane.id))
        }
        Subject::Flow(flow) => format!("flow {}", shown(&rule_set[flow].rule.id)),
        Subject::Release(release) => release_short(release).to_owned(),
        Subject::Check(check) => shown(&rule_set[check].short_words()).into_owned(),
        Subject::Document(document) => shown(&rule_set[document].short_words()).into_owned(),
        Subject::Tax => "tax".to_owned(),
        Subject::LateFee => "late fee".to_owned(),
    }
}

/// What else to do, for a rule that refuses.
pub(crate) fn remedy<'r>(rule: &Deciding<'r>) -> Option<&'r str> {
    match rule.effect {
        Some(Effect::Refuse { remedy }) => Some(remedy),
        _ => None,
    }
}
