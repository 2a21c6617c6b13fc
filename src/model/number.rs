//! Numbers with a least and a greatest value, a step and a unit, and how they are written.

use serde::{Deserialize, Serialize};

use crate::model::value::Value;

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
