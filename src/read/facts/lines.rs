//! How facts go with the lines of a shipment that has several.

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::condition::FactId;
use crate::model::fact::{Default, Fact, Kind, Lines};
use crate::model::ids::numbered;
use crate::read::lists::choose;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::Vocabulary;

/// Reads how a fact goes with several lines; all share it, where nothing is said.
pub(super) fn read_lines(
    problems: &mut Problems,
    settings: &mut Section<'_>,
    kind: &Kind,
) -> Lines {
    let Some(text) = settings.text(problems, "lines") else { return Lines::Same };
    let words = [("each", Lines::Each), ("total", Lines::Total), ("one", Lines::One)];
    let found = choose(problems, "lines", text, &words).unwrap_or_default();
    let (fits, help) = match found {
        Lines::Total => (matches!(kind, Kind::Number(_)), "only numbers add up: write \"each\""),
        Lines::One => {
            (matches!(kind, Kind::YesNo), "only a fact of yes or no says that there is one line")
        }
        Lines::Same | Lines::Each => (true, ""),
    };
    if !fits {
        let message = format!("`{text}` does not go with such a fact");
        problems.push(Finding::new(Code::WrongType, text.span, message).help(help));
        return Lines::Same;
    }
    found
}

/// Reports what lines share and what follows from something that each has of its own.
pub(crate) fn check_lines(problems: &mut Problems, vocabulary: &Vocabulary, choices: &[FactId]) {
    let lines = |id: FactId| vocabulary.fact(id).map(|fact| fact.lines);
    let mut report = |code: Code, fact: &Fact, message: String, help: &str| {
        problems.push(Finding::new(code, fact.span, message).help(help));
    };
    for id in choices.iter().filter(|id| matches!(lines(**id), Some(Lines::Each | Lines::Total))) {
        let Some(fact) = vocabulary.fact(*id) else { continue };
        let message = format!("`{}` is a choice, and each line has its own", fact.id);
        report(
            Code::BadChoice,
            fact,
            message,
            "choices are made once, for all lines: leave out `lines`",
        );
    }
    for (id, fact) in numbered::<FactId, _>(&vocabulary.facts) {
        // Of a choice nobody takes the default.
        if let Default::ByName { fact: of, .. } = &fact.default
            && !choices.contains(&id)
            && fact.lines != Lines::Each
            && (fact.lines != Lines::Same || lines(*of) == Some(Lines::Each))
        {
            let name = vocabulary.fact(*of).map_or("", |of| of.id.as_str());
            let message = format!("the default of `{}` follows `{name}`", fact.id);
            let help = match fact.lines {
                Lines::Same => "give the fact `lines = \"each\"`: each line has its own default",
                _ => "leave out `lines`, or the defaults that names give it",
            };
            report(Code::BadDefault, fact, message, help);
        }
        let Kind::Code(codes) = &fact.kind else { continue };
        let list = codes.of.and_then(|of| vocabulary.fact(of));
        if let Some(list) = list.filter(|list| list.lines != fact.lines) {
            let message = format!("`{}` and `{}` do not go together with lines", fact.id, list.id);
            report(Code::BadValue, fact, message, "give both `lines = \"each\"`, or neither");
        }
    }
}
