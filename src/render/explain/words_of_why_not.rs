//! Why an answer is not what was expected, as rows: what is told, and its lines.

use advisor::explain::{Tried, WhyNot};

use crate::render::explain::{Explained, words, words_of_rules};
use crate::render::text::shown;

/// The rules in the way, those that lack something, and the days on which it would be so.
pub(crate) fn rows(
    explained: &Explained<'_, '_>,
    one: &WhyNot<'_>,
) -> Vec<(&'static str, Vec<String>)> {
    let words = explained.speech.words;
    let named = |tried: &Tried<'_>| {
        words.aside(&words::because(explained, tried.rule), &shown(&tried.rule.id))
    };
    let mut rows = Vec::new();
    for tried in &one.in_the_way {
        let asks = words.when(&words_of_rules::conditions(explained, &tried.tested));
        rows.push((words.in_the_way(), vec![named(tried), asks]));
    }
    if one.lane_in_the_way {
        rows.push((words.in_the_way(), vec![words.checks_of_the_lane().to_owned()]));
    }
    for tried in &one.lacking {
        let lacks = words_of_rules::failures(explained, &tried.tested);
        rows.push((words.lacking(), vec![named(tried), lacks]));
    }
    rows.push((words.would_be(), vec![words_of_rules::would_be(&one.days, explained.speech)]));
    rows
}
