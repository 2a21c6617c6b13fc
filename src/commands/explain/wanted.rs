//! What a call expects of an answer, from texts.

use advisor::RuleSet;
use advisor::evaluate::{Release, Verdict};
use advisor::explain::{Goal, Wanted, unsaid};
use advisor::lexicon;
use advisor::model::condition::FactId;
use advisor::model::ids::numbered;
use advisor::shipment::{Origin, Shipment, fact};

use crate::cli::ExplainArgs;
use crate::wrong_call::{Help, WrongCall};

const VERDICTS: [Verdict; 3] = [Verdict::Clearable, Verdict::NoPath, Verdict::Refused];
const RELEASES: [Release; 3] = [Release::OnArrival, Release::AfterReview, Release::AfterInspection];

/// Everything that the call asks why it is not so.
pub(super) fn expected<'r>(
    rule_set: &'r RuleSet,
    args: &ExplainArgs,
) -> Result<Vec<Wanted<'r>>, Vec<WrongCall>> {
    let flags = [
        ("verdict", &args.verdict),
        ("lane", &args.lane),
        ("flow", &args.flow),
        ("release", &args.release),
        ("rule", &args.rule),
    ];
    let given = flags.into_iter().filter_map(|(what, text)| Some((what, text.as_deref()?)));
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (what, text) in given {
        match wanted(rule_set, what, text.trim()) {
            Ok(wanted) => found.push(wanted),
            Err(call) => wrong.push(call),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// The facts that the call says are not known.
pub(super) fn not_known(
    rule_set: &RuleSet,
    shipment: &Shipment,
    args: &ExplainArgs,
) -> Result<Vec<FactId>, Vec<WrongCall>> {
    let mut found = if args.strict { unsaid(rule_set, shipment) } else { Vec::new() };
    let mut wrong = Vec::new();
    for text in &args.unknown {
        match fact(rule_set, &text.trim().to_lowercase()) {
            Ok(id) if shipment.origin(id) == Origin::Given => wrong.push(WrongCall::new(
                format!("`{text}` is given and not known at once"),
                "leave one of the two out",
            )),
            Ok(id) => found.push(id),
            Err(mistake) => wrong.push(mistake.into()),
        }
    }
    found.sort_unstable();
    found.dedup();
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// What the call wants of a change.
pub(super) fn goal(rule_set: &RuleSet, args: &ExplainArgs) -> Result<Option<Goal>, WrongCall> {
    let Some(text) = &args.want else { return Ok(None) };
    let unknown = || {
        let help = "write it like lane=green, release=on-arrival, flow=ID or verdict=clearable";
        WrongCall::new(format!("`--want {text}` says nothing that can be wanted"), help)
    };
    let (what, id) = text.split_once('=').ok_or_else(unknown)?;
    if !["lane", "release", "flow", "verdict"].contains(&what.trim()) {
        return Err(unknown());
    }
    Ok(Some(match wanted(rule_set, what.trim(), id.trim())? {
        Wanted::Verdict(Verdict::Clearable) => Goal::Clearable,
        Wanted::Lane(lane) => Goal::Lane(lane),
        Wanted::Release(release) => Goal::Release(release),
        Wanted::Flow(flow) => Goal::Flow(flow),
        Wanted::Verdict(_) | Wanted::Rule(_) => return Err(unknown()),
    }))
}

/// One thing that is wanted of an answer.
fn wanted<'r>(rule_set: &'r RuleSet, what: &str, text: &str) -> Result<Wanted<'r>, WrongCall> {
    let found = match what {
        "verdict" => VERDICTS.into_iter().find(|one| one.id() == text).map(Wanted::Verdict),
        "lane" => numbered(rule_set.lanes())
            .find(|(_, lane)| lane.id == text)
            .map(|(id, _)| Wanted::Lane(id)),
        "flow" => numbered(rule_set.flows())
            .find(|(_, flow)| flow.rule.id == text)
            .map(|(id, _)| Wanted::Flow(id)),
        "release" => RELEASES.into_iter().find(|one| one.id() == text).map(Wanted::Release),
        _ => rule_set.rules().find(|rule| rule.id == text).map(Wanted::Rule),
    };
    found.ok_or_else(|| unknown(rule_set, what, text))
}

fn unknown(rule_set: &RuleSet, what: &str, text: &str) -> WrongCall {
    let known: Vec<&str> = match what {
        "verdict" => VERDICTS.iter().map(|one| one.id()).collect(),
        "lane" => rule_set.lanes().iter().map(|lane| lane.id.as_str()).collect(),
        "flow" => rule_set.flows().iter().map(|flow| flow.rule.id.as_str()).collect(),
        "release" => RELEASES.iter().map(|one| one.id()).collect(),
        _ => rule_set.rules().map(|rule| rule.id.as_str()).collect(),
    };
    let near = lexicon::did_you_mean(text, known.iter().copied());
    let help = near.map(Help::Words).unwrap_or_else(|| match what {
        "rule" | "flow" => Help::List("run ".to_owned(), format!("{what}s"), " for all of them"),
        _ => Help::Words(format!("it is one of {}", lexicon::in_words(known, "or"))),
    });
    WrongCall::listing(format!("unknown {what} `{text}`"), help)
}
