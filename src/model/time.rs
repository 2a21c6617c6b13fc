//! How long things take, when they are due, and moments of the calendar.
//!
//! Days are days of the calendar. Working days are told apart, and never turned into dates: no file
//! says which days are holidays.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::value::Day;

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// A day, with the time of the day where it is known, by the clocks of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Minutes since midnight.
    pub minute: Option<u16>,
}

/// Which way a part of a day goes where only days are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the earlier day.
    Earlier,
    /// To the later day.
    Later,
}

/// How long something takes: from the least to the greatest number of minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Takes {
    /// At least so many minutes.
    pub least: u32,
    /// At most so many minutes.
    pub greatest: u32,
    /// Whether the days are working days.
    pub working: bool,
}

/// What lengths of time are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of the calendar.
    Days,
    /// Days on which the place works.
    WorkingDays,
    /// Seven days of the calendar.
    Weeks,
    /// Months, each as long as it is.
    Months,
    /// Years.
    Years,
}

/// What a due date is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Anchor {
    /// The transport leaves.
    Departure,
    /// The goods arrive where they clear customs.
    Arrival,
    /// They are declared.
    Declaration,
    /// They are loaded, to leave.
    Loading,
    /// Customs lets them go.
    Release,
}

/// A moment, counted from an anchor: `14 days after arrival`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Offset {
    /// How many; negative before the anchor.
    pub amount: i32,
    /// Of what.
    pub unit: Unit,
    /// From when on.
    pub anchor: Anchor,
}

/// What a number of days counts, so that it follows from dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Counts {
    /// Days from the arrival to the declaration.
    DaysAfterArrival,
    /// Days from the declaration to the arrival.
    DaysBeforeArrival,
}

impl Moment {
    /// A day of which no time is known.
    #[must_use]
    pub fn of_day(day: Day) -> Self {
        Self { day, minute: None }
    }

    /// The moment that `text` names: 2026-11-23, or 2026-11-23T08:30.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some((day, time)) = text.split_once(['T', ' ']) else {
            return Day::parse(text).map(Self::of_day);
        };
        let (hours, minutes) = time.split_once(':')?;
        let two = |part: &str, below: u16| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten().filter(|number| *number < below)
        };
        let minute = two(hours, 24)? * 60 + two(minutes, 60)?;
        Some(Self { day: Day::parse(day)?, minute: Some(minute) })
    }

    /// The moment so many minutes later; of whole days, or from a day alone, the day.
    #[must_use]
    pub fn later(self, minutes: i64, rounding: Rounding) -> Self {
        let day = i64::from(DAY);
        let to_day = |days: i64| {
            let days = i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX });
            Self::of_day(Day(self.day.0.saturating_add(days)))
        };
        match self.minute {
            _ if minutes == 0 => self,
            _ if minutes % day == 0 => to_day(minutes / day),
            None if rounding == Rounding::Earlier => to_day(minutes.div_euclid(day)),
            None => to_day(-(-minutes).div_euclid(day)),
            Some(minute) => {
                let all = i64::from(minute) + minutes;
                let minute = u16::try_from(all.rem_euclid(day)).ok();
                Self { minute, ..to_day(all.div_euclid(day)) }
            }
        }
    }

    /// The moment of an offset, for a known anchor; none where it counts working days.
    #[must_use]
    pub fn offset(self, offset: Offset, rounding: Rounding) -> Option<Self> {
        let amount = i64::from(offset.amount);
        let of_months =
            |months: i64| Some(Self::of_day(self.day.months_later(i32::try_from(months).ok()?)?));
        match offset.unit {
            Unit::Minutes => Some(self.later(amount, rounding)),
            Unit::Hours => Some(self.later(amount * i64::from(HOUR), rounding)),
            Unit::Days => Some(self.later(amount * i64::from(DAY), rounding)),
            Unit::Weeks => Some(self.later(amount * 7 * i64::from(DAY), rounding)),
            Unit::Months => of_months(amount),
            Unit::Years => of_months(amount * 12),
            Unit::WorkingDays if amount == 0 => Some(self),
            Unit::WorkingDays => None,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        match self.minute {
            Some(minute) => write!(f, "T{:02}:{:02}", minute / 60, minute % 60),
            None => Ok(()),
        }
    }
}

impl Unit {
    const WORDS: [(&str, Self); 7] = [
        ("minute", Self::Minutes),
        ("hour", Self::Hours),
        ("day", Self::Days),
        ("working day", Self::WorkingDays),
        ("week", Self::Weeks),
        ("month", Self::Months),
        ("year", Self::Years),
    ];

    fn parse(words: &[&str]) -> Option<Self> {
        let text = words.join(" ");
        let one = text.strip_suffix('s').unwrap_or(&text);
        Self::WORDS.iter().find(|(word, _)| *word == one).map(|(_, unit)| *unit)
    }

    /// What a file calls one.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, unit)| *unit == self).map_or("", |(word, _)| word)
    }

    /// How many minutes one is; none for those of no fixed length.
    fn minutes(self) -> Option<u32> {
        match self {
            Self::Minutes => Some(1),
            Self::Hours => Some(HOUR),
            Self::Days | Self::WorkingDays => Some(DAY),
            Self::Weeks => Some(7 * DAY),
            Self::Months | Self::Years => None,
        }
    }
}

impl Anchor {
    /// All of them, with the words by which a file speaks of them.
    pub const WORDS: [(&str, Self); 5] = [
        ("departure", Self::Departure),
        ("arrival", Self::Arrival),
        ("declaration", Self::Declaration),
        ("loading", Self::Loading),
        ("release", Self::Release),
    ];
}

impl Takes {
    /// Reads `2 days`, `up to 2 days` or `1 to 2 weeks`; in minutes, hours, days, working days, weeks.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (least, greatest, unit) = match words.as_slice() {
            ["up", "to", greatest, unit @ ..] => (0, whole(greatest)?, unit),
            [least, "to", greatest, unit @ ..] => (whole(least)?, whole(greatest)?, unit),
            [both, unit @ ..] => (whole(both)?, whole(both)?, unit),
            [] => return None,
        };
        let unit = Unit::parse(unit)?;
        let minutes = unit.minutes()?;
        let (least, greatest) = (least.checked_mul(minutes)?, greatest.checked_mul(minutes)?);
        let working = unit == Unit::WorkingDays;
        (least <= greatest).then_some(Self { least, greatest, working })
    }

    /// How long both take, one after the other.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        Self {
            least: self.least.saturating_add(other.least),
            greatest: self.greatest.saturating_add(other.greatest),
            working: self.working || other.working,
        }
    }

    /// How long both take, side by side.
    #[must_use]
    pub fn beside(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            greatest: self.greatest.max(other.greatest),
            working: self.working || other.working,
        }
    }

    /// The largest unit of which both ends are whole numbers, with those numbers.
    #[must_use]
    pub fn in_units(self) -> (u32, u32, Unit) {
        let units = match self.working {
            true => [Unit::WorkingDays, Unit::Hours, Unit::Minutes].as_slice(),
            false => [Unit::Weeks, Unit::Days, Unit::Hours, Unit::Minutes].as_slice(),
        };
        let fits = |unit: &&Unit| {
            let minutes = unit.minutes().unwrap_or(1);
            self.least.is_multiple_of(minutes) && self.greatest.is_multiple_of(minutes)
        };
        let unit = units.iter().find(fits).copied().unwrap_or(Unit::Minutes);
        let minutes = unit.minutes().unwrap_or(1);
        (self.least / minutes, self.greatest / minutes, unit)
    }
}

/// As a file says it.
impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, greatest, unit) = self.in_units();
        match least {
            0 => write!(f, "up to ")?,
            least if least == greatest => {}
            least => write!(f, "{least} to ")?,
        }
        write!(f, "{greatest} {}{}", unit.word(), if greatest == 1 { "" } else { "s" })
    }
}

impl Offset {
    /// Reads `arrival`, `3 days before arrival` or `24 hours after arrival`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (anchor, rest) = words.split_last()?;
        let (_, anchor) = Anchor::WORDS.iter().find(|(word, _)| word == anchor)?;
        let anchor = *anchor;
        let (side, length) = match rest.split_last() {
            None => return Some(Self { amount: 0, unit: Unit::Days, anchor }),
            Some((&"before", length)) => (-1, length),
            Some((&"after", length)) => (1, length),
            Some(_) => return None,
        };
        let (amount, unit) = length.split_first()?;
        let amount = i32::try_from(whole(amount)?).ok()?;
        Some(Self { amount: side * amount, unit: Unit::parse(unit)?, anchor })
    }
}

impl Counts {
    /// All of them, with the words by which a file speaks of them.
    pub const WORDS: [(&str, Self); 2] = [
        ("days after arrival", Self::DaysAfterArrival),
        ("days before arrival", Self::DaysBeforeArrival),
    ];

    /// How many days that are.
    #[must_use]
    pub fn days(self, arrival: Day, declared: Day) -> i64 {
        let after = i64::from(declared.0) - i64::from(arrival.0);
        match self {
            Self::DaysAfterArrival => after.max(0),
            Self::DaysBeforeArrival => (-after).max(0),
        }
    }
}

/// A whole number that no calendar is too short for.
fn whole(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|number| *number <= 10_000)
}

#[cfg(test)]
mod tests {
    use super::{Moment, Offset, Rounding, Takes, Unit};

    fn takes(text: &str) -> Takes {
        Takes::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn lengths_are_read_or_refused() {
        assert_eq!(takes("up to 2 days").in_units(), (0, 2, Unit::Days));
        assert_eq!(takes("1 to 2 weeks").in_units(), (1, 2, Unit::Weeks));
        assert_eq!(takes("36 hours").in_units(), (36, 36, Unit::Hours));
        assert_eq!(takes("5 working days").in_units(), (5, 5, Unit::WorkingDays));
        for text in ["up to 1 day", "1 to 2 weeks", "36 hours", "5 working days"] {
            assert_eq!(takes(text).to_string(), text);
        }
        for bad in
            ["", "2", "days", "half a day", "2 to 1 days", "1 month", "-1 days", "99999 days"]
        {
            assert_eq!(Takes::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn lengths_add_up() {
        let sum = takes("up to 1 day").then(takes("1 to 2 weeks"));
        assert_eq!(sum.in_units(), (7, 15, Unit::Days));
        assert_eq!(takes("up to 2 days").beside(takes("1 to 2 weeks")), takes("1 to 2 weeks"));
        assert!(sum.then(takes("3 working days")).working);
    }

    #[test]
    fn offsets_become_moments() {
        let by = |from: &str, offset: &str, rounding| {
            let offset = Offset::parse(offset).unwrap_or_else(|| panic!("{offset}"));
            Moment::parse(from)
                .and_then(|from| from.offset(offset, rounding))
                .map(|at| at.to_string())
        };
        let (earlier, later) = (Rounding::Earlier, Rounding::Later);
        let told = |text: &str| Some(text.to_owned());
        assert_eq!(by("2026-12-01", "14 days after arrival", earlier), told("2026-12-15"));
        assert_eq!(by("2026-12-01T08:30", "14 days after arrival", earlier), told("2026-12-15"));
        assert_eq!(by("2026-12-01T08:30", "24 hours before arrival", earlier), told("2026-11-30"));
        assert_eq!(
            by("2026-12-01T08:30", "4 hours before arrival", earlier),
            told("2026-12-01T04:30")
        );
        assert_eq!(by("2026-12-01", "4 hours before arrival", earlier), told("2026-11-30"));
        assert_eq!(by("2026-12-01", "4 hours before arrival", later), told("2026-12-01"));
        assert_eq!(by("2026-12-31", "2 months after release", earlier), told("2027-02-28"));
        assert_eq!(by("2026-12-01", "20 working days after release", earlier), None);
        for bad in ["", "14 days", "14 days arrival", "days after arrival", "3 days after noon"] {
            assert_eq!(Offset::parse(bad), None, "{bad}");
        }
        for bad in ["2026-12-01T8:30", "2026-12-01T24:00", "2026-12-01T08:30Z", "2026-12-1"] {
            assert_eq!(Moment::parse(bad), None, "{bad}");
        }
    }
}
