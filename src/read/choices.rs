//! Which facts a trader may still decide, and that every other is known.

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::condition::FactId;
use crate::model::fact::{Default, Kind};
use crate::model::ids::numbered;
use crate::read::names::report_repetitions;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::{Lanes, Vocabulary};

/// The most combinations of choices that are tried for one shipment.
const MOST_COMBINATIONS: i64 = 100_000;

pub(crate) fn read_choices(
    problems: &mut Problems,
    root: &mut Section<'_>,
    vocabulary: &Vocabulary,
) -> Vec<FactId> {
    let listed = root.texts(problems, "choices");
    let mut choices = Vec::new();
    report_repetitions(problems, &listed);
    for name in &listed {
        let found = vocabulary.find(problems, *name, Lanes::NotKnownYet);
        let Some((id, fact)) = found else { continue };
        if !matches!(fact.kind, Kind::Names(_) | Kind::YesNo) || fact.id == "goods" {
            problems.push(
                Finding::new(
                    Code::BadChoice,
                    name.span,
                    format!("`{}` cannot be a choice", fact.id),
                )
                .help("a choice is a list of names, or yes or no, and not the goods"),
            );
            continue;
        }
        choices.push(id);
    }
    let combinations =
        choices.iter().filter_map(|id| vocabulary.fact(*id)).try_fold(1_i64, |all, fact| {
            let domain = fact.domain();
            all.checked_mul((domain.greatest - domain.least + 1).max(1))
        });
    if combinations.is_none_or(|all| all > MOST_COMBINATIONS) {
        problems.push(
            Finding::new(
                Code::TooMany,
                root.key_span("choices"),
                format!("the choices have more than {MOST_COMBINATIONS} combinations"),
            )
            .help("every combination is tried for every shipment: leave fewer choices open"),
        );
    }
    choices
}

/// The choices of which the first value that is not refused is taken.
pub(crate) fn read_by_preference(
    problems: &mut Problems,
    root: &mut Section<'_>,
    vocabulary: &Vocabulary,
    choices: &[FactId],
) -> Vec<FactId> {
    let listed = root.texts(problems, "by-preference");
    let mut preferred = Vec::new();
    report_repetitions(problems, &listed);
    for name in &listed {
        let found = vocabulary.find(problems, *name, Lanes::NotKnownYet);
        let Some((id, fact)) = found else { continue };
        if choices.contains(&id) {
            preferred.push(id);
            continue;
        }
        problems.push(
            Finding::new(Code::BadChoice, name.span, format!("`{}` is no choice", fact.id))
                .help("list it under `choices`, too"),
        );
    }
    preferred
}

/// The facts that may still be open when a choice is made: choices, and what follows from names.
pub(crate) fn unsettled(vocabulary: &Vocabulary, choices: &[FactId]) -> Vec<FactId> {
    let ids = (0..u16::MAX).map(FactId);
    let follows = ids
        .zip(&vocabulary.facts)
        .filter(|(_, fact)| matches!(fact.default, Default::ByName { .. }));
    choices.iter().copied().chain(follows.map(|(id, _)| id)).collect()
}

/// Reports facts of which a shipment would know nothing.
pub(crate) fn report_no_default(
    problems: &mut Problems,
    vocabulary: &Vocabulary,
    choices: &[FactId],
) {
    for (id, fact) in numbered(&vocabulary.facts).skip(FactId::LANE.index() + 1) {
        let may_be_open = choices.contains(&id)
            || fact.id == "goods"
            || fact.may_be_absent()
            || fact.kind == Kind::Date;
        // A fact without any type has been reported as that.
        let has_type = fact.kind != Kind::YesNo;
        let has_default = match &fact.default {
            Default::None => false,
            Default::ByName { fact: of, values, otherwise } => {
                let names = vocabulary.fact(*of).map_or(0, |fact| fact.names().len());
                otherwise.is_some() || values.len() >= names
            }
            Default::Value(_) | Default::ByDate(_) => true,
        };
        if !has_default && has_type && !may_be_open {
            problems.push(
                Finding::new(
                    Code::MissingKey,
                    fact.span,
                    format!("fact `{}` has no default", fact.id),
                )
                .help(format!(
                    "give it a `default` under `[facts.{}]`, or list it under `choices`",
                    fact.id
                )),
            );
        }
    }
}
