//! What `advisor` alone shows: what to type.

use advisor::RuleSet;

use crate::render::speech::Speech;
use crate::render::style;

/// The screen, with calls about goods that the rules know.
pub(crate) fn screen(rule_set: &RuleSet, example: &[String], speech: Speech) -> String {
    let words = speech.words;
    let rows = words.calls(&example.join(" "));
    let longest = rows.iter().map(|(call, _)| call.len()).max().unwrap_or(0);
    let mut screen = format!("{}\n\n", style::heading(words.start()));
    for (call, what) in rows {
        screen.push_str(&format!("  {call:<longest$}  {}\n", style::quiet(what)));
    }
    screen.push_str(&format!("\n{}\n", words.rules_of_your_own()));
    let title = speech.sentence(rule_set.title());
    let reviewed = rule_set.reviewed().map(|day| day.to_string());
    let file = Some(rule_set.file()).filter(|file| *file != advisor::builtin::NAME);
    let file = file.map(crate::render::text::shown);
    let notice = words.advice(&title, reviewed.as_deref(), file.as_deref());
    screen.push_str(&format!("{}\n", style::quiet(&notice)));
    screen
}
