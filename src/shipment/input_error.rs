//! What is wrong with what a caller said: as data, for whoever has words for it.

use std::fmt;

use crate::lexicon::in_words;
use crate::model::code::with_lost_zeros;
use crate::model::fact::Fact;
use crate::model::time::Moment;
use crate::model::value::Day;
use crate::model::wording::Tongue;
use crate::shipment::lines_error::LinesError;

/// A fact by whose codes something else is said as well.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeName {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub words: String,
}

impl CodeName {
    pub(super) fn of(fact: &Fact) -> Self {
        Self { id: fact.id.clone(), words: fact.words() }
    }
}

impl From<LinesError> for InputError {
    fn from(error: LinesError) -> Self {
        Self::Lines(error)
    }
}

/// One mistake in what was said of a shipment. Facts, names and texts are as the caller writes them.
///
/// Its words know the rules and no more: what can be typed is for whoever was called to say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the sentences below say what each holds")]
pub enum InputError {
    /// A text names no date.
    NoDate { text: String },
    /// The rules do not speak of so early a date.
    TooEarly { day: Day, first: Day },
    /// The rules know no such fact; these are near.
    UnknownFact { text: String, near: Vec<String> },
    /// The text of a fact is empty.
    Empty { fact: String },
    /// A fact has no such name; these are near or hold the text, or these are all if they are few;
    /// the last stands for whatever the file does not know.
    UnknownName {
        /// The fact.
        fact: String,
        /// The text.
        text: String,
        /// What may have been meant.
        near: Vec<String>,
        /// All names, if they are few.
        few: Vec<String>,
        /// The name for the rest, if there is one.
        rest: Option<Box<str>>,
        /// The code by which it may be said instead, if there is one.
        code: Option<Box<CodeName>>,
    },
    /// A fact is yes or no.
    NeitherYesNorNo { fact: String, text: String },
    /// A text is no number.
    NoNumber { fact: String, text: String },
    /// A number is too small or too large.
    OutOfRange { fact: String, text: String, least: String, greatest: String },
    /// A number goes in steps, and this lies between two.
    BetweenSteps { fact: String, text: String, step: String },
    /// A name is not in force that day; this took its place, or these are in force.
    NotInForce {
        fact: String,
        name: String,
        day: Day,
        successor: Option<String>,
        in_force: Vec<String>,
    },
    /// Something is said twice.
    GivenTwice { fact: String },
    /// A text is no code of so many digits at most.
    NoCode { words: String, text: String, digits: u32 },
    /// A code is too short to tell these goods.
    CodeTooShort { words: String, code: String, goods: Vec<String> },
    /// The rules tell apart codes that begin with one, such as these.
    CodeToldApart { words: String, code: String, codes: Vec<String> },
    /// No goods have such a code.
    UnknownCode { words: String, code: String },
    /// Goods and their code are said, and disagree.
    Disagreement { words: String, list: Box<str>, code: Box<str>, of_code: String, given: String },
    /// A number of days is said that the dates contradict.
    OtherDays { fact: String, given: String, days: String, dates: Box<(Moment, Day)> },
    /// A number of days that follows from the dates is too large.
    DaysOutOfRange {
        fact: String,
        days: String,
        least: String,
        greatest: String,
        dates: Box<(Moment, Day)>,
    },
    /// A text names no moment.
    NoMoment { text: String },
    /// Nothing says what the goods are.
    WhichGoods { code: Option<CodeName> },
    /// A fact that has to be said, or chosen from what is in force that day, which is this.
    NotGiven { fact: String, words: String, day: Day, in_force: Vec<String> },
    /// Nothing of a choice is offered; these could be given.
    NothingOffered { fact: String, words: String, in_force: Vec<String> },
    /// Something is wrong with several lines together.
    Lines(LinesError),
    /// The rules say that these facts never meet.
    Impossible(Box<Excluded>),
}

/// Facts that never meet, by what the rules say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excluded {
    /// The impossibility that says so.
    pub rule: String,
    /// Why.
    pub because: String,
    /// The file in which it stands.
    pub file: String,
    /// The line of the file, from 1.
    pub line: usize,
    /// The facts that it asks for: those that were said (`on` is the date) …
    pub given: Vec<String>,
    /// … those that were not, with what is taken for granted (nothing: not given) …
    pub assumed: Vec<(String, String)>,
    /// … and those that are left open, whatever is chosen.
    pub chosen: Vec<String>,
}

impl InputError {
    /// The mistake about a name, with the code by which it may be said instead.
    pub(super) fn or_by_code(mut self, fact: &Fact) -> Self {
        if let Self::UnknownName { code, .. } = &mut self {
            *code = Some(Box::new(CodeName::of(fact)));
        }
        self
    }

    /// What is wrong, in lower case and without a stop.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoDate { text } => format!("`{text}` is no date"),
            Self::TooEarly { day, first } => {
                format!("the rules begin on {first}, {day} is earlier")
            }
            Self::UnknownFact { text, .. } => format!("the rules know no fact `{text}`"),
            Self::Empty { fact } => format!("`{fact}` is empty"),
            Self::UnknownName { fact, text, .. } => format!("unknown {fact} `{text}`"),
            Self::NeitherYesNorNo { fact, text } => {
                format!("`{fact}` is yes or no, not `{text}`")
            }
            Self::NoNumber { fact, text } => format!("`{text}` is no number for `{fact}`"),
            Self::OutOfRange { fact, text, .. } | Self::BetweenSteps { fact, text, .. } => {
                format!("`{fact}` cannot be {text}")
            }
            Self::NotInForce { fact, name, day, .. } => {
                format!("{fact} `{name}` is not in force on {day}")
            }
            Self::GivenTwice { fact } => format!("`{fact}` is given twice"),
            Self::OtherDays { fact, given, days, dates } => format!(
                "`{fact}` cannot be {given}: with arrival on {} and declaration on {} it is {days}",
                dates.0, dates.1
            ),
            Self::DaysOutOfRange { fact, days, dates, .. } => format!(
                "`{fact}` cannot be {days}, as arrival on {} and declaration on {} make it",
                dates.0, dates.1
            ),
            Self::NoMoment { text } => format!("`{text}` is no date, nor a date and time"),
            Self::NoCode { words, text, .. } => format!("`{text}` is no {words}"),
            Self::CodeTooShort { words, code, .. } => {
                format!("{words} {code} is too short to tell the goods")
            }
            Self::CodeToldApart { words, code, .. } => {
                format!("{words} {code} is too short: the rules tell apart what begins with it")
            }
            Self::UnknownCode { words, code } => {
                format!("the rules know no goods with {words} {code}")
            }
            Self::Disagreement { words, list, code, of_code, given } => {
                format!("{list} and {words} disagree: {code} is `{of_code}`, not `{given}`")
            }
            Self::WhichGoods { .. } => "which goods is it?".to_owned(),
            Self::NotGiven { words, day, .. } => format!("the rules have no {words} for {day}"),
            Self::NothingOffered { words, .. } => {
                format!("the rules offer no {words} for this shipment")
            }
            Self::Lines(error) => error.message(Tongue::English),
            Self::Impossible(one) => format!("there is no such shipment: {}", one.because),
        }
    }

    /// The way out, as far as the rules tell it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let listed = |names: &[String]| in_words(names.iter().map(String::as_str), "or");
        let some = |names: &[String], before: &str, after: &str| {
            (!names.is_empty()).then(|| format!("{before}{}{after}", listed(names)))
        };
        let meant = |near: &[String]| some(near, "did you mean ", "?");
        Some(match self {
            Self::NoDate { .. } => "write a day of the calendar like 2026-11-23".to_owned(),
            Self::TooEarly { first, .. } => format!("take {first} or a later date"),
            Self::UnknownFact { near, .. } => return meant(near),
            Self::Empty { fact } => format!("give a value, or leave `{fact}` out"),
            Self::UnknownName { near, few, .. } => {
                return meant(near).or_else(|| some(few, "it is one of ", ""));
            }
            Self::NeitherYesNorNo { .. } => "write `yes` or `no`".to_owned(),
            Self::NoNumber { .. } => {
                "write plain digits with at most one decimal point, like 2500 or 99.50".to_owned()
            }
            Self::OutOfRange { least, greatest, .. } => {
                format!("it runs from {least} to {greatest}")
            }
            Self::BetweenSteps { step, .. } => format!("it goes in steps of {step}"),
            Self::NotInForce { successor: Some(name), .. } => format!("on that day it is `{name}`"),
            Self::NotInForce { in_force, .. } => {
                return some(in_force, "on that day it is one of ", "");
            }
            Self::GivenTwice { fact } => format!("say `{fact}` once"),
            Self::OtherDays { fact, .. } => format!("leave `{fact}` out, or correct a date"),
            Self::DaysOutOfRange { least, greatest, .. } => {
                format!("it runs from {least} to {greatest}: correct a date")
            }
            Self::NoMoment { .. } => MOMENT.to_owned(),
            Self::NoCode { text, .. } if !with_lost_zeros(text).is_empty() => {
                let whole = with_lost_zeros(text);
                format!("zeros may be lost at its ends, as of {}", listed(&whole))
            }
            Self::NoCode { digits, .. } => {
                format!("write {}, with dots or without, like 0402.21", counts(*digits))
            }
            Self::CodeTooShort { goods, .. } => {
                format!("give more digits, or say which goods: {}", listed(goods))
            }
            Self::CodeToldApart { codes, .. } => {
                format!("give more digits, as of {}", listed(codes))
            }
            Self::UnknownCode { .. } => return None,
            Self::Disagreement { .. } => "give one of the two, or correct the other".to_owned(),
            Self::WhichGoods { code: Some(code) } => format!("name them, or their {}", code.words),
            Self::WhichGoods { code: None } => "name them".to_owned(),
            Self::NotGiven { in_force, .. } if in_force.is_empty() => {
                "take another date".to_owned()
            }
            Self::NotGiven { fact, .. } => format!("give `{fact}`, or another date"),
            Self::NothingOffered { fact, in_force, .. } => {
                format!("give `{fact}`: {}", listed(in_force))
            }
            Self::Lines(error) => error.hint(Tongue::English),
            Self::Impossible(one) => one.way_out(),
        })
    }
}

impl Excluded {
    /// How to come to a shipment that there is, and what says that there is none.
    fn way_out(&self) -> String {
        let listed = |names: &[String]| in_words(names.iter().map(String::as_str), "or");
        let given = (!self.given.is_empty()).then(|| format!("change {}", listed(&self.given)));
        let assumed = self.assumed.iter().map(|(fact, value)| match value.as_str() {
            "" => format!("give `{fact}`"),
            value => format!("give `{fact}`, which is taken to be `{value}`"),
        });
        let ways: Vec<String> = given.into_iter().chain(assumed).collect();
        let ways = match (ways.as_slice(), self.chosen.as_slice()) {
            ([], chosen) => format!("that is so whatever {} is", listed(chosen)),
            (ways, []) => ways.join(", or "),
            (ways, chosen) => {
                format!("{}; no other {} helps", ways.join(", or "), listed(chosen))
            }
        };
        format!("{ways} (impossibility `{}`, {}:{})", self.rule, self.file, self.line)
    }
}

/// How a moment is written.
const MOMENT: &str = "write it like 2026-11-23 or 2026-11-23T08:30, by the clocks there";

/// How many digits a code may have.
fn counts(digits: u32) -> String {
    let all: Vec<String> = (1..digits / 2).map(|half| (half * 2).to_string()).collect();
    match all.is_empty() {
        true => format!("{digits} digits"),
        false => format!("{} or {digits} digits", all.join(", ")),
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message();
        f.write_str(&message)?;
        // A question needs no colon behind it.
        let colon = if message.ends_with('?') { "" } else { ":" };
        self.hint().iter().try_for_each(|hint| write!(f, "{colon} {hint}"))
    }
}

impl std::error::Error for InputError {}

/// All mistakes in what was said of a shipment, in the order in which they were made; never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputErrors(pub(crate) Vec<InputError>);

impl InputErrors {
    /// The mistakes.
    #[must_use]
    pub fn as_slice(&self) -> &[InputError] {
        &self.0
    }
}

impl From<InputError> for InputErrors {
    fn from(error: InputError) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for InputErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            let before = if at > 0 { "; " } else { "" };
            write!(f, "{before}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InputErrors {}
