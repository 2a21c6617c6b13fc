//! What a number of days counts, so that it follows from the dates that are said.

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::condition::{Condition, FactId};
use crate::model::fact::{Counting, Fact, Kind};
use crate::model::time::Counts;
use crate::read::choices::unsettled;
use crate::read::item::Shape;
use crate::read::lists::choose;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::{Lanes, Vocabulary};

/// Reads `counts`: what it counts in words, or a table with `days` and when it does. Of such a table
/// the condition is left to be read once all facts are known.
pub(super) fn read<'a>(
    problems: &mut Problems,
    settings: &mut Section<'a>,
    fact: &mut Fact,
) -> Option<Section<'a>> {
    let item = settings.item("counts")?;
    let (days, left) = if item.as_table().is_some() {
        let mut table = settings.section(problems, "counts", "condition")?;
        table.require(problems, "days");
        let days = table.text(problems, "days");
        let words = Counts::WORDS.map(|(words, days)| (words.trim_start_matches("days "), days));
        (days.and_then(|text| choose(problems, "days", text, &words)), Some(table))
    } else if matches!(item.value, Shape::Text(_)) {
        let text = settings.text(problems, "counts");
        (text.and_then(|text| choose(problems, "counts", text, &Counts::WORDS)), None)
    } else {
        problems.wrong_type(item, "counts", "a text, or a table with `days` and `when`");
        return None;
    };
    if !matches!(&fact.kind, Kind::Number(number) if number.places == 0 && number.step == 1) {
        problems.push(
            Finding::new(Code::WrongType, item.span, "only whole numbers count days")
                .help("give the fact a `number` whose `step` is 1"),
        );
    }
    fact.counts = days.map(|days| Counting { days, condition: Condition::default() });
    left
}

/// Reads when numbers count, by facts that are known before choices are made.
pub(crate) fn read_conditions(
    problems: &mut Problems,
    vocabulary: &mut Vocabulary,
    left: Vec<(FactId, Section<'_>)>,
    choices: &[FactId],
) {
    let unsettled = unsettled(vocabulary, choices);
    for (id, mut table) in left {
        let span = table.name.span;
        if !["when", "unless", "from", "until"].iter().any(|key| table.has(key)) {
            problems.push(
                Finding::new(Code::EmptyCondition, span, "`counts` asks for nothing")
                    .help("add `when = { … }`, or write what it counts alone"),
            );
        }
        let condition = vocabulary.condition(problems, &mut table, Lanes::NotKnownYet);
        table.finish(problems);
        let counts = |id: FactId| vocabulary.fact(id).is_some_and(|fact| fact.counts.is_some());
        let unknown = condition.facts().find(|id| unsettled.contains(id) || counts(*id));
        if let Some(asked) = unknown.and_then(|id| vocabulary.fact(id)) {
            let message = format!("`counts` asks for `{}`, which is not known yet", asked.id);
            problems.push(Finding::new(Code::BadChoice, span, message).help(
                "ask for facts that are neither choices nor follow from other names or from dates",
            ));
        }
        let fact = vocabulary.facts.get_mut(id.index());
        if let Some(counting) = fact.and_then(|fact| fact.counts.as_mut()) {
            counting.condition = condition;
        }
    }
}
