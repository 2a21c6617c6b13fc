//! Values of facts as whole numbers, and sets of them.
//!
//! A name is its place in its list, yes is 1 and no is 0, a number counts its steps, a date its
//! days. Knows nothing of facts or rules.

use serde::{Deserialize, Serialize};

/// The value of one fact, as a whole number whose meaning the fact knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Value(pub i64);

impl Value {
    /// A number that was not given: no set of values holds it.
    pub const NOT_GIVEN: Self = Self(i64::MIN);
    /// The value of a fact that does not hold.
    pub const NO: Self = Self(0);
    /// The value of a fact that holds.
    pub const YES: Self = Self(1);

    /// The value of the name at `index` of its list.
    #[must_use]
    pub fn of_index(index: usize) -> Self {
        Self(i64::try_from(index).unwrap_or(i64::MAX))
    }

    /// Yes or no, as people and programs write it.
    #[must_use]
    pub fn of_yes_no(text: &str) -> Option<Self> {
        match text {
            "yes" | "true" | "y" | "1" | "是" => Some(Self::YES),
            "no" | "false" | "n" | "0" | "否" => Some(Self::NO),
            _ if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                Self::of_yes_no(&text.to_ascii_lowercase())
            }
            _ => None,
        }
    }

    /// The place in its list, for the value of a list of names.
    #[must_use]
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// A day of the calendar, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

const EPOCH: jiff::civil::Date = jiff::civil::Date::constant(1970, 1, 1);

impl Day {
    /// The day of a calendar date.
    #[must_use]
    pub fn new(date: jiff::civil::Date) -> Self {
        // The calendar of jiff spans less than four million days.
        Self(date.since(EPOCH).map_or(0, |span| span.get_days()))
    }

    /// The day of `text`, which has to be written as 2026-11-23.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let of_form = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        of_form.then(|| text.parse().ok().map(Self::new)).flatten()
    }

    /// Today in a place whose clocks are `utc_offset_minutes` ahead of UTC.
    #[must_use]
    pub fn today(utc_offset_minutes: i32) -> Self {
        let now = jiff::Timestamp::now().as_second() + i64::from(utc_offset_minutes) * 60;
        Self(i32::try_from(now.div_euclid(86_400)).unwrap_or(i32::MAX))
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The day so many months later, the last of its month where that is shorter; none beyond the
    /// calendar.
    #[must_use]
    pub fn months_later(self, months: i32) -> Option<Self> {
        let date = EPOCH.checked_add(jiff::Span::new().try_days(self.0).ok()?).ok()?;
        let date = date.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
        Some(Self::new(date))
    }

    /// The day as a value of the date fact.
    #[must_use]
    pub fn value(self) -> Value {
        Value(i64::from(self.0))
    }

    /// The day that a value of a date stands for; for one beyond all days, the first or the last.
    #[must_use]
    pub fn of(value: Value) -> Self {
        let beyond = if value.0 < 0 { i32::MIN } else { i32::MAX };
        Self(i32::try_from(value.0).unwrap_or(beyond))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = jiff::Span::new().try_days(self.0).and_then(|days| EPOCH.checked_add(days));
        match date {
            Ok(date) => write!(f, "{date}"),
            // No calendar reaches there, but a caller of the library can.
            Err(_) => write!(f, "day {}", self.0),
        }
    }
}

/// All values from `least` to `greatest`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// The least value.
    pub least: i64,
    /// The greatest value.
    pub greatest: i64,
}

impl Interval {
    /// All values from `least` to `greatest`; none if they are crossed.
    #[must_use]
    pub fn new(least: i64, greatest: i64) -> Self {
        Self { least, greatest }
    }

    /// Whether the interval holds `value`.
    #[must_use]
    pub fn contains(self, value: Value) -> bool {
        self.least <= value.0 && value.0 <= self.greatest
    }
}

/// A set of values: intervals in rising order that neither overlap nor touch.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ValueSet(Parts);

// Nearly every set is one interval; keeping it inline saves an allocation for each test of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Parts {
    One(Interval),
    Many(Box<[Interval]>),
}

impl ValueSet {
    /// The set of one interval; the empty set if it holds nothing.
    #[must_use]
    pub fn interval(least: i64, greatest: i64) -> Self {
        if least > greatest {
            return Self(Parts::Many(Box::default()));
        }
        Self(Parts::One(Interval::new(least, greatest)))
    }

    /// The set of these values.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = Value>) -> Self {
        Self::of_intervals(values.into_iter().map(|value| Interval::new(value.0, value.0)))
    }

    /// The set of all values of these intervals.
    #[must_use]
    pub fn of_intervals(intervals: impl IntoIterator<Item = Interval>) -> Self {
        let mut sorted: Vec<Interval> =
            intervals.into_iter().filter(|one| one.least <= one.greatest).collect();
        sorted.sort_unstable_by_key(|one| one.least);
        let mut merged: Vec<Interval> = Vec::with_capacity(sorted.len());
        for next in sorted {
            match merged.last_mut() {
                Some(last) if next.least <= last.greatest.saturating_add(1) => {
                    last.greatest = last.greatest.max(next.greatest);
                }
                _ => merged.push(next),
            }
        }
        match merged.as_slice() {
            [one] => Self(Parts::One(*one)),
            _ => Self(Parts::Many(merged.into_boxed_slice())),
        }
    }

    /// The values from `least` to `greatest` that are not in the set.
    #[must_use]
    pub fn complement(&self, least: i64, greatest: i64) -> Self {
        let mut gaps = Vec::new();
        let mut from = Some(least);
        for part in self.intervals() {
            if let Some(from) = from {
                gaps.push(Interval::new(from, part.least.saturating_sub(1).min(greatest)));
            }
            from = part.greatest.checked_add(1);
        }
        gaps.extend(from.map(|from| Interval::new(from, greatest)));
        Self::of_intervals(gaps)
    }

    /// The values that are in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self::of_intervals(self.intervals().iter().flat_map(|a| {
            other
                .intervals()
                .iter()
                .map(|b| Interval::new(a.least.max(b.least), a.greatest.min(b.greatest)))
        }))
    }

    /// The values that are in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::of_intervals(self.intervals().iter().chain(other.intervals()).copied())
    }

    /// The intervals, in rising order.
    #[must_use]
    pub fn intervals(&self) -> &[Interval] {
        match &self.0 {
            Parts::One(one) => std::slice::from_ref(one),
            Parts::Many(many) => many,
        }
    }

    /// Whether the set holds `value`.
    #[must_use]
    pub fn contains(&self, value: Value) -> bool {
        match &self.0 {
            Parts::One(one) => one.contains(value),
            Parts::Many(many) => {
                let after = many.partition_point(|part| part.least <= value.0);
                after.checked_sub(1).and_then(|at| many.get(at)).is_some_and(|p| p.contains(value))
            }
        }
    }

    /// Whether some value is in both sets.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let mut others = other.intervals().iter().peekable();
        self.intervals().iter().any(|part| {
            while others.next_if(|other| other.greatest < part.least).is_some() {}
            others.peek().is_some_and(|other| other.least <= part.greatest)
        })
    }

    /// Whether every value of the other set is in this one.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let mut parts = self.intervals().iter().peekable();
        other.intervals().iter().all(|inner| {
            while parts.next_if(|part| part.greatest < inner.least).is_some() {}
            let part = parts.peek();
            part.is_some_and(|part| part.least <= inner.least && inner.greatest <= part.greatest)
        })
    }

    /// How many values there are; as many as can be counted, if there are more.
    #[must_use]
    pub fn size(&self) -> u64 {
        let sizes = self.intervals().iter();
        let sizes = sizes.map(|part| part.greatest.abs_diff(part.least).saturating_add(1));
        sizes.fold(0, u64::saturating_add)
    }

    /// The values, rising.
    pub fn iter(&self) -> impl Iterator<Item = Value> + '_ {
        self.intervals().iter().flat_map(|part| part.least..=part.greatest).map(Value)
    }

    /// From the least to the greatest value; none where there is none.
    #[must_use]
    pub fn hull(&self) -> Option<Interval> {
        let ends = self.intervals().first().zip(self.intervals().last());
        ends.map(|(first, last)| Interval::new(first.least, last.greatest))
    }

    /// Whether the set holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.intervals().is_empty()
    }

    /// The least value of the set.
    #[must_use]
    pub fn least(&self) -> Option<Value> {
        self.intervals().first().map(|part| Value(part.least))
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Interval, Value, ValueSet};

    #[test]
    fn sets_agree_with_lists_of_their_members() {
        // Every pair of subsets of 0..6, as bits.
        let members = |bits: u32| (0..6).filter(move |at| bits >> at & 1 == 1);
        let set = |bits: u32| ValueSet::of(members(bits).map(Value));
        for a in 0..64 {
            let complement = set(a).complement(0, 5);
            assert_eq!(complement, set(!a & 63));
            assert_eq!(
                set(a).iter().collect::<Vec<_>>(),
                members(a).map(Value).collect::<Vec<_>>()
            );
            assert_eq!(set(a).size(), u64::from(a.count_ones()));
            for b in 0..64 {
                assert_eq!(set(a).intersection(&set(b)), set(a & b));
                assert_eq!(set(a).union(&set(b)), set(a | b));
                assert_eq!(set(a).meets(&set(b)), a & b != 0);
                assert_eq!(set(a).covers(&set(b)), b & !a == 0);
            }
            for at in -1..7 {
                let within = (0..6).contains(&at) && a >> at & 1 == 1;
                assert_eq!(set(a).contains(Value(at)), within);
            }
        }
    }

    #[test]
    fn no_set_holds_a_value_that_was_not_given() {
        let all = ValueSet::of_intervals([Interval::new(i64::MIN + 1, i64::MAX)]);
        assert!(!all.contains(Value::NOT_GIVEN));
    }

    #[test]
    fn days_are_written_in_one_way() {
        let day = |text| Day::parse(text).map(|day| day.to_string());
        assert_eq!(day("2026-11-23").as_deref(), Some("2026-11-23"));
        assert_eq!(day("1969-12-31").as_deref(), Some("1969-12-31"));
        for bad in ["2026-2-1", "20260201", "2026-02-29", "+002026-02-01", "2026-02-01T00:00", ""] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }
}
