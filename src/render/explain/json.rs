//! `json`: `advisor.explain/1`, with every key always there.

use std::io::{self, Write};

use advisor::evaluate::Release;
use advisor::explain::{
    Deciding, Exception, Explanation, Forced, Reach, Subject, Test, Tried, Wanted, WhyNot, Within,
};
use advisor::model::fact::Kind;
use advisor::model::value::{Day, Value, ValueSet};
use advisor::model::{Effect, RuleSet};
use advisor::shipment::Origin;
use advisor::source::Place;
use indexmap::IndexMap;
use serde::Serialize;

use crate::render::condition;
use crate::render::explain::Explained;
use crate::render::explain::json_changes::{ChangesOut, changes};
use crate::render::explain::json_questions::{QuestionsOut, questions};
use crate::render::explain::json_value::value;
use crate::render::json::{Rules, confidence_id, print};
use crate::render::list::from_until;

#[derive(Serialize)]
struct Out<'a> {
    schema: &'static str,
    rules: Rules<'a>,
    shipment: IndexMap<&'a str, serde_json::Value>,
    given: Vec<&'a str>,
    assumed: Vec<&'a str>,
    chosen: Vec<&'a str>,
    verdict: &'static str,
    lane: Option<&'a str>,
    flow: Option<&'a str>,
    release: Option<&'static str>,
    parts: Vec<PartOut<'a>>,
    fired: Vec<RuleOut<'a>>,
    forcing: Option<ForcingOut<'a>>,
    reach: Option<Vec<WithinOut<'a>>>,
    why_not: Vec<WhyNotOut<'a>>,
    changes: Option<ChangesOut<'a>>,
    questions: Option<QuestionsOut<'a>>,
    undecided: Vec<&'static str>,
}

/// `days` are those on which it would have been so, all else being the same.
#[derive(Serialize)]
struct WhyNotOut<'a> {
    wanted: &'static str,
    id: &'a str,
    is_so: bool,
    in_the_way: Vec<TriedOut<'a>>,
    lane_in_the_way: bool,
    lacking: Vec<TriedOut<'a>>,
    days: Vec<Days>,
}

#[derive(Serialize)]
struct TriedOut<'a> {
    rule: &'a str,
    because: Option<&'a str>,
    holds: bool,
    conditions: Vec<TestOut<'a>>,
    exceptions: Vec<ExceptionOut<'a>>,
    file: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct Days {
    from: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct PartOut<'a> {
    part: &'static str,
    id: Option<&'a str>,
    rules: Vec<&'a str>,
    by_lane: bool,
}

#[derive(Serialize)]
struct RuleOut<'a> {
    rule: &'a str,
    kind: &'static str,
    because: Option<&'a str>,
    remedy: Option<&'a str>,
    decides: bool,
    conditions: Vec<TestOut<'a>>,
    exceptions: Vec<ExceptionOut<'a>>,
    file: &'a str,
    line: usize,
    sources: Vec<&'a str>,
    confidence: &'static str,
}

#[derive(Serialize)]
struct ExceptionOut<'a> {
    holds: bool,
    conditions: Vec<TestOut<'a>>,
}

/// `allowed` is in the words of `advisor list rule`; `from` and `until` are those of the date.
#[derive(Serialize)]
struct TestOut<'a> {
    fact: &'a str,
    value: serde_json::Value,
    holds: bool,
    allowed: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct ForcingOut<'a> {
    forces: &'static str,
    facts: Vec<&'a str>,
}

/// `least` and `greatest` are those of numbers and dates, null where nothing bounds them; `values`
/// those of names, and of yes or no.
#[derive(Serialize)]
struct WithinOut<'a> {
    fact: &'a str,
    all: bool,
    not_given: bool,
    least: serde_json::Value,
    greatest: serde_json::Value,
    values: Vec<serde_json::Value>,
}

/// The explanation as one JSON object.
pub(crate) fn json(explained: &Explained<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let (advice, explanation) = (explained.advice, explained.explanation);
    let rule_set = advice.rule_set;
    let with_origin = |origin: Origin| {
        let facts = rule_set.facts();
        let of_origin = facts.filter(move |(id, _)| advice.shipment.origin(*id) == origin);
        of_origin.map(|(_, fact)| fact.id.as_str()).collect()
    };
    let facts = rule_set
        .facts()
        .map(|(id, fact)| (fact.id.as_str(), value(rule_set, id, advice.facts.get(id))));
    let why = &explanation.why;
    let parts = why.parts.iter().map(|part| {
        let (name, id) = subject(rule_set, part.subject);
        let rules = part.rules.iter().filter_map(|at| why.rules.get(*at));
        let rules = rules.map(|rule| rule.rule.id.as_str()).collect();
        PartOut { part: name, id, rules, by_lane: part.by_lane }
    });
    let forcing = explanation.forcing.as_ref().ok().map(|facts| ForcingOut {
        forces: match explanation.forced {
            Forced::Refusal => "refusal",
            Forced::Lane => "lane",
            Forced::Answer => "answer",
        },
        facts: facts.iter().map(|id| rule_set[*id].id.as_str()).collect(),
    });
    let told = Out {
        schema: "advisor.explain/1",
        rules: Rules::new(rule_set, Some(advice.shipment.day())),
        shipment: facts.collect(),
        given: with_origin(Origin::Given),
        assumed: with_origin(Origin::Assumed),
        chosen: with_origin(Origin::Chosen),
        verdict: advice.decision.verdict.id(),
        lane: advice.lane().map(|lane| lane.id.as_str()),
        flow: advice.flow().map(|flow| flow.rule.id.as_str()),
        release: advice.decision.release.map(Release::id),
        parts: parts.collect(),
        fired: why.rules.iter().map(|one| rule(rule_set, one)).collect(),
        forcing,
        reach: explanation.reach.as_ref().ok().map(|reach| self::reach(rule_set, reach)),
        why_not: explanation.why_not.iter().map(|one| why_not(rule_set, one)).collect(),
        changes: explanation
            .changes
            .as_ref()
            .and_then(|changes| changes.as_ref().ok())
            .map(|one| changes(rule_set, one)),
        questions: explanation
            .questions
            .as_ref()
            .and_then(|questions| questions.as_ref().ok())
            .map(|one| questions(rule_set, one)),
        undecided: undecided(explanation),
    };
    print(&told, out)
}

/// The keys whose question was given up.
fn undecided(explanation: &Explanation<'_>) -> Vec<&'static str> {
    let given_up = [
        ("forcing", explanation.forcing.is_err()),
        ("reach", explanation.reach.is_err()),
        ("changes", matches!(explanation.changes, Some(Err(_)))),
        ("questions", matches!(explanation.questions, Some(Err(_)))),
    ];
    given_up.into_iter().filter(|(_, given_up)| *given_up).map(|(key, _)| key).collect()
}

fn subject(rule_set: &RuleSet, subject: Subject) -> (&'static str, Option<&str>) {
    match subject {
        Subject::Verdict(verdict) => ("verdict", Some(verdict.id())),
        Subject::Lane(lane) => ("lane", Some(&rule_set[lane].id)),
        Subject::Flow(flow) => ("flow", Some(&rule_set[flow].rule.id)),
        Subject::Release(release) => ("release", Some(release.id())),
        Subject::Check(check) => ("check", Some(&rule_set[check].id)),
        Subject::Document(document) => ("document", Some(&rule_set[document].id)),
        Subject::Tax => ("tax", None),
        Subject::LateFee => ("late-fee", None),
    }
}

fn rule<'a>(rule_set: &'a RuleSet, one: &'a Deciding<'a>) -> RuleOut<'a> {
    let Place { file, line, .. } = rule_set.place(one.rule.span);
    RuleOut {
        rule: &one.rule.id,
        kind: one.kind.id(),
        because: one.rule.because.as_deref(),
        remedy: match one.effect {
            Some(Effect::Refuse { remedy }) => Some(remedy),
            _ => None,
        },
        decides: one.decides,
        conditions: tests(rule_set, &one.tested.tests),
        exceptions: exceptions(rule_set, &one.tested.exceptions),
        file,
        line,
        sources: rule_set.sources_of(one.rule).map(|source| source.id.as_str()).collect(),
        confidence: confidence_id(one.rule.confidence),
    }
}

fn tests<'a>(rule_set: &'a RuleSet, tests: &[Test<'a>]) -> Vec<TestOut<'a>> {
    tests.iter().map(|one| test(rule_set, one)).collect()
}

fn exceptions<'a>(rule_set: &'a RuleSet, all: &[Exception<'a>]) -> Vec<ExceptionOut<'a>> {
    let told = all
        .iter()
        .map(|one| ExceptionOut { holds: one.holds, conditions: tests(rule_set, &one.tests) });
    told.collect()
}

fn why_not<'a>(rule_set: &'a RuleSet, one: &'a WhyNot<'a>) -> WhyNotOut<'a> {
    let (wanted, id) = match &one.wanted {
        Wanted::Verdict(verdict) => ("verdict", verdict.id()),
        Wanted::Lane(lane) => ("lane", rule_set[*lane].id.as_str()),
        Wanted::Flow(flow) => ("flow", rule_set[*flow].rule.id.as_str()),
        Wanted::Release(release) => ("release", release.id()),
        Wanted::Rule(rule) => ("rule", rule.id.as_str()),
    };
    let days = one.days.intervals().iter().map(|part| {
        let (from, until) = from_until(&ValueSet::interval(part.least, part.greatest));
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        Days { from: day(from), until: day(until) }
    });
    WhyNotOut {
        wanted,
        id,
        is_so: one.is_so,
        in_the_way: one.in_the_way.iter().map(|one| tried(rule_set, one)).collect(),
        lane_in_the_way: one.lane_in_the_way,
        lacking: one.lacking.iter().map(|one| tried(rule_set, one)).collect(),
        days: days.collect(),
    }
}

fn tried<'a>(rule_set: &'a RuleSet, one: &Tried<'a>) -> TriedOut<'a> {
    let Place { file, line, .. } = rule_set.place(one.rule.span);
    TriedOut {
        rule: &one.rule.id,
        because: one.rule.because.as_deref(),
        holds: one.tested.holds,
        conditions: tests(rule_set, &one.tested.tests),
        exceptions: exceptions(rule_set, &one.tested.exceptions),
        file,
        line,
    }
}

fn test<'a>(rule_set: &'a RuleSet, test: &Test<'a>) -> TestOut<'a> {
    let fact = &rule_set[test.fact];
    let (from, until) = match &fact.kind {
        Kind::Date => from_until(test.allowed),
        _ => (None, None),
    };
    let allowed = !matches!(fact.kind, Kind::Date);
    TestOut {
        fact: &fact.id,
        value: value(rule_set, test.fact, test.value),
        holds: test.holds,
        allowed: allowed.then(|| condition::values(fact, test.allowed)),
        from: from.map(|day| day.to_string()),
        until: until.map(|day| day.to_string()),
    }
}

fn reach<'a>(rule_set: &'a RuleSet, reach: &Reach) -> Vec<WithinOut<'a>> {
    reach.within.iter().map(|one| within(rule_set, one)).collect()
}

fn within<'a>(rule_set: &'a RuleSet, one: &Within) -> WithinOut<'a> {
    let fact = &rule_set[one.fact];
    let domain = fact.domain();
    let given = ValueSet::of_intervals(
        one.values.intervals().iter().copied().filter(|part| part.greatest > Value::NOT_GIVEN.0),
    );
    let show = |id: i64| value(rule_set, one.fact, Value(id));
    let null = serde_json::Value::Null;
    let (least, greatest, values) = match &fact.kind {
        Kind::Number(_) | Kind::Date => {
            let least = given.least().map(|least| least.0).filter(|least| *least > domain.least);
            let greatest = given.intervals().last().map(|part| part.greatest);
            let greatest = greatest.filter(|greatest| *greatest < domain.greatest);
            (least.map_or(null.clone(), show), greatest.map_or(null, show), Vec::new())
        }
        Kind::Code(codes) => {
            let prefixes = given.intervals().iter().flat_map(|part| codes.prefixes(*part));
            (null.clone(), null, prefixes.map(serde_json::Value::String).collect())
        }
        Kind::Names(_) | Kind::YesNo => {
            (null.clone(), null, given.iter().map(|value| show(value.0)).collect())
        }
    };
    let not_given = one.values.contains(Value::NOT_GIVEN);
    WithinOut { fact: &fact.id, all: one.all, not_given, least, greatest, values }
}
