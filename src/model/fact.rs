//! Facts: what can be known of a shipment, and how it is written.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::model::condition::{Condition, FactId, Facts};
use crate::model::ids::LaneId;
use crate::model::value::{Day, Interval, Value, ValueSet};
use crate::model::wording::{Wording, in_words};
use crate::source::Span;

/// One thing that can be known of a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fact {
    /// Its id, by which the rules file and the command line name it.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// What values it can have.
    pub kind: Kind,
    /// What is taken where nothing is said.
    pub default: Default,
    /// What that means, as a phrase of a few words.
    pub assumed: Option<Wording>,
    /// Where it is declared.
    pub span: Span,
}

/// What values a fact can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// A name from a list.
    Names(IndexMap<String, Name>),
    /// Yes or no.
    YesNo,
    /// A number with a unit.
    Number(Number),
    /// A day.
    Date,
}

/// What is taken for a fact of which nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Default {
    /// Nothing: it has to be given, or stays not given.
    None,
    /// Always the same.
    Value(Value),
    /// A value for each span of dates.
    ByDate(Vec<(Interval, Value)>),
    /// The value that belongs to the name of another fact, else a value of its own.
    ByName {
        /// The other fact, which stands earlier in the file.
        fact: FactId,
        /// The value for each name of it that has one.
        values: Vec<(Value, Value)>,
        /// What is taken for the rest.
        otherwise: Option<Value>,
    },
}

/// One entry of a list of names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Name {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Option<Wording>,
    /// A name of few words, for a line that runs on.
    pub short: Option<Wording>,
    /// What it means that this was taken where nothing was said, as a phrase of a few words.
    pub assumed: Option<Wording>,
    /// Other ids by which it may be given.
    pub aliases: Vec<String>,
    /// Whether the advisor may choose it by itself.
    pub offered: Offered,
    /// What the rules know of it.
    pub coverage: Coverage,
    /// The days on which it can be given at all; `None` for always.
    pub in_force: Option<ValueSet>,
    /// The name that took its place when it went out of force.
    pub successor: Option<Value>,
    /// The lane a category starts from.
    pub lane: Option<LaneId>,
    /// Prefixes of HS codes, digits only.
    pub hs: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// Whether the advisor may choose a name by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offered {
    /// It may.
    Always,
    /// It may not: another kind of business, which the trader has to ask for.
    Never,
    /// It may for some shipments.
    If {
        /// For which. It asks for nothing that is itself a choice.
        condition: Condition,
        /// Why not for the others, for people.
        because: Option<Wording>,
    },
}

impl Offered {
    /// Whether it may for a shipment with these facts.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::If { condition, .. } => condition.holds(facts),
        }
    }

    /// For which shipments, where that depends on them.
    #[must_use]
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::If { condition, .. } => Some(condition),
            Self::Always | Self::Never => None,
        }
    }
}

/// What the rules know of goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coverage {
    /// Some rule is about them, as far as the file says.
    Rules,
    /// They are ordinary: the file says that no rule of their own is meant.
    Ordinary,
    /// They stand for whatever no other entry matches.
    Rest,
}

/// A kind of number: its least and greatest value, its step and its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Number {
    /// The least value, in steps.
    pub least: i64,
    /// The greatest value, in steps.
    pub greatest: i64,
    /// How much one step is, in units of the last decimal place.
    pub step: i64,
    /// How many decimal places there are.
    pub places: u32,
    /// The unit.
    pub unit: Option<String>,
}

/// Why a text is no value of a number fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// It is not written as digits with at most one decimal point.
    Grammar,
    /// It is below the least or above the greatest value.
    OutOfRange,
    /// It lies between two steps.
    BetweenSteps,
}

/// A decimal number as it was written: digits, and how many of them stand behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecimalText {
    /// The digits as one whole number.
    pub digits: i128,
    /// How many of them stand behind the point.
    pub places: u32,
}

impl DecimalText {
    /// Reads digits with at most one point and one minus sign; no exponent, no separators.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        // Longer numbers fit no fact, and their digits would not fit the arithmetic below.
        if !all_digits(whole) || !all_digits(fraction) || whole.len() + fraction.len() > 30 {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let places = u32::try_from(fraction.len()).ok()?;
        Some(Self { digits: if negative { -digits } else { digits }, places })
    }

    /// The number in units of the decimal place `places`, rounded down, and whether that was exact.
    #[must_use]
    pub fn scaled(self, places: u32) -> (i128, bool) {
        if self.places <= places {
            let factor = 10_i128.saturating_pow(places - self.places);
            return (self.digits.saturating_mul(factor), true);
        }
        let divisor = 10_i128.saturating_pow(self.places - places);
        (self.digits.div_euclid(divisor), self.digits.rem_euclid(divisor) == 0)
    }
}

impl Number {
    /// The number in steps, rounded down, and whether that was exact.
    #[must_use]
    pub fn steps(&self, number: DecimalText) -> (i64, bool) {
        let (units, exact) = number.scaled(self.places);
        let step = i128::from(self.step.max(1));
        let steps = units.div_euclid(step);
        let bounded = steps.clamp(i128::from(i64::MIN / 2), i128::from(i64::MAX / 2));
        let steps = i64::try_from(bounded).unwrap_or(i64::MAX / 2);
        (steps, exact && units.rem_euclid(step) == 0)
    }

    /// Reads a value of this number.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(&self, text: &str) -> Result<Value, NumberError> {
        let digits = text.trim_start_matches('-').bytes().filter(u8::is_ascii_digit).count();
        let Some(number) = DecimalText::parse(text) else {
            let long = digits > 30 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-'));
            return Err(if long { NumberError::OutOfRange } else { NumberError::Grammar });
        };
        let (steps, exact) = self.steps(number);
        if steps < self.least || steps > self.greatest || (steps == self.greatest && !exact) {
            return Err(NumberError::OutOfRange);
        }
        if exact { Ok(Value(steps)) } else { Err(NumberError::BetweenSteps) }
    }

    /// Writes a value of this number, without its unit.
    #[must_use]
    pub fn show(&self, value: Value) -> String {
        let units = i128::from(value.0) * i128::from(self.step);
        let divisor = 10_i128.saturating_pow(self.places);
        let sign = if units < 0 { "-" } else { "" };
        let (whole, fraction) = (units.abs() / divisor, units.abs() % divisor);
        if fraction == 0 {
            return format!("{sign}{whole}");
        }
        let width = usize::try_from(self.places).unwrap_or(0);
        let fraction = format!("{fraction:0width$}");
        format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }

    /// The size of one step, as people write it.
    #[must_use]
    pub fn show_step(&self) -> String {
        self.show(Value(1))
    }
}

impl Fact {
    /// The names of its list; none for a fact of another kind.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &Name> {
        static NO_NAMES: std::sync::LazyLock<IndexMap<String, Name>> =
            std::sync::LazyLock::new(IndexMap::new);
        match &self.kind {
            Kind::Names(names) => names.values(),
            _ => NO_NAMES.values(),
        }
    }

    /// The name that a value stands for.
    #[must_use]
    pub fn name(&self, value: Value) -> Option<&Name> {
        match &self.kind {
            Kind::Names(names) => names.get_index(value.index()).map(|(_, name)| name),
            _ => None,
        }
    }

    /// The value of the name with this very id.
    #[must_use]
    pub fn value_of_id(&self, id: &str) -> Option<Value> {
        match &self.kind {
            Kind::Names(names) => names.get_index_of(id).map(Value::of_index),
            _ => None,
        }
    }

    /// Every value that the fact can have when it is given.
    #[must_use]
    pub fn domain(&self) -> Interval {
        match &self.kind {
            Kind::Names(names) => Interval::new(0, Value::of_index(names.len()).0 - 1),
            Kind::YesNo => Interval::new(0, 1),
            Kind::Number(number) => Interval::new(number.least, number.greatest),
            Kind::Date => Interval::new(i64::from(i32::MIN), i64::from(i32::MAX)),
        }
    }

    /// Writes a value as the command line takes it; empty for one that was not given.
    #[must_use]
    pub fn show(&self, value: Value) -> String {
        match &self.kind {
            _ if value == Value::NOT_GIVEN => String::new(),
            Kind::Names(_) => self.name(value).map(|name| name.id.clone()).unwrap_or_default(),
            Kind::YesNo if value == Value::NO => "no".to_owned(),
            Kind::YesNo => "yes".to_owned(),
            Kind::Number(number) => number.show(value),
            Kind::Date => Day::of(value).to_string(),
        }
    }

    /// What people call the fact: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }
}

impl Name {
    /// A name of which nothing but the id is known.
    #[must_use]
    pub fn bare(id: &str, span: Span) -> Self {
        Self {
            id: id.to_owned(),
            title: None,
            short: None,
            assumed: None,
            aliases: Vec::new(),
            offered: Offered::Always,
            coverage: Coverage::Rules,
            in_force: None,
            successor: None,
            lane: None,
            hs: Vec::new(),
            span,
        }
    }

    /// What people call it: its title, else its id in words.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.title.as_ref(), &self.id)
    }

    /// Its name in few words, else what people call it.
    #[must_use]
    pub fn short_words(&self) -> String {
        self.short.as_deref().map_or_else(|| self.words(), str::to_owned)
    }

    /// How it may be written, case aside: its id first, its aliases, and what it is called in the
    /// languages of the file beside the first.
    pub fn exact_spellings(&self) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.iter().map(String::as_str);
        let others = self.title.iter().flat_map(Wording::translations);
        std::iter::once(self.id.as_str()).chain(aliases).chain(others)
    }

    /// Whether it can be given on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Day) -> bool {
        self.in_force.as_ref().is_none_or(|days| days.contains(day.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, NumberError};
    use crate::model::value::Value;

    fn money() -> Number {
        Number { least: 0, greatest: 1_000_000, step: 1, places: 2, unit: None }
    }

    #[test]
    fn numbers_are_read_exactly_or_refused() {
        assert_eq!(money().parse("2500"), Ok(Value(250_000)));
        assert_eq!(money().parse("0.10"), Ok(Value(10)));
        assert_eq!(money().parse("007.5"), Ok(Value(750)));
        assert_eq!(money().parse("10000.00"), Ok(Value(1_000_000)));
        assert_eq!(money().parse("10000.001"), Err(NumberError::OutOfRange));
        assert_eq!(money().parse("2.675"), Err(NumberError::BetweenSteps));
        assert_eq!(money().parse("-0.01"), Err(NumberError::OutOfRange));
        assert_eq!(money().parse(&"9".repeat(400)), Err(NumberError::OutOfRange));
        for bad in
            ["", "1e3", "1_000", "+1", "1,000", ".5", "5.", "--1", "NaN", "inf", "1.2.3", "５"]
        {
            assert_eq!(money().parse(bad), Err(NumberError::Grammar), "{bad}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for text in ["0", "0.1", "0.01", "99.5", "10000"] {
            assert_eq!(money().parse(text).map(|value| money().show(value)).as_deref(), Ok(text));
        }
    }
}
