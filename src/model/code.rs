//! Codes of a tree, such as those of a tariff: a prefix stands for every code that begins with it.
//!
//! A code is the number that its digits make, so that a prefix is an interval of numbers.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::model::ids::{FactId, SourceId};
use crate::model::value::{Interval, Value, ValueSet};
use crate::model::wording::Wording;

/// A kind of code: how many digits it has, what tells its codes apart, and what they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Codes {
    /// How many digits a whole code has; an even number.
    pub digits: u32,
    /// The list of names to which codes belong, where one carries prefixes.
    pub of: Option<FactId>,
    /// To which of its names: intervals that do not overlap, rising.
    pub owners: Vec<(Interval, Value)>,
    /// The codes with which something begins that a rule or a name tells apart, rising.
    pub cuts: Vec<i64>,
    /// What codes are called, in the order of the file.
    pub names: IndexMap<Interval, CodeName>,
}

/// What the codes that begin alike are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeName {
    /// The name itself.
    pub title: Wording,
    /// Who calls them so.
    pub sources: Vec<SourceId>,
}

/// The most digits that a code of a tariff has.
const USUAL_DIGITS: usize = 10;

/// Whether a text is digits, in parts or not.
#[must_use]
pub fn parts_are_digits(text: &str) -> bool {
    text.split(['.', ' ']).all(is_digits)
}

/// Whether a text is digits in pairs, however many pairs stand together. A point behind an odd
/// number of digits is that of a number, which has lost the zeros at its ends.
#[must_use]
pub fn is_in_pairs(text: &str) -> bool {
    text.split(['.', ' ']).all(|part| is_digits(part) && part.len().is_multiple_of(2))
}

fn is_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a code may have been before a spreadsheet took it for a number: with the zeros that are lost
/// at its ends; nothing, where none can be.
#[must_use]
pub fn with_lost_zeros(code: &str) -> Vec<String> {
    let parts: Vec<&str> = code.split(['.', ' ']).collect();
    let odd: Vec<usize> = (0..parts.len())
        .filter(|at| parts.get(*at).is_some_and(|part| !part.len().is_multiple_of(2)))
        .collect();
    let whole = match (odd.as_slice(), parts.len()) {
        ([_], 1) => vec![format!("0{code}"), format!("{code}0")],
        ([0], _) => vec![format!("0{code}")],
        ([last], count) if last + 1 == count => vec![format!("{code}0")],
        ([0, last], count) if last + 1 == count => vec![format!("0{code}0")],
        _ => Vec::new(),
    };
    let digits = |code: &String| code.bytes().filter(u8::is_ascii_digit).count();
    let is_usual = |code: &String| (4..=USUAL_DIGITS).contains(&digits(code));
    let digits_only = parts.iter().all(|part| is_digits(part));
    whole.into_iter().filter(|code| digits_only && is_usual(code)).collect()
}

/// Digits with the points that people write: four, then two by two.
#[must_use]
pub fn dotted(digits: &str) -> String {
    let mut dotted = String::with_capacity(digits.len() + digits.len() / 2);
    for (at, digit) in digits.chars().enumerate() {
        if at >= 4 && at % 2 == 0 {
            dotted.push('.');
        }
        dotted.push(digit);
    }
    dotted
}

impl Codes {
    /// The most digits a code may have.
    pub const MOST_DIGITS: u32 = 16;

    /// Codes of so many digits, of which nothing is known yet.
    #[must_use]
    pub fn new(digits: u32) -> Self {
        Self { digits, of: None, owners: Vec::new(), cuts: Vec::new(), names: IndexMap::new() }
    }

    /// All codes.
    #[must_use]
    pub fn domain(&self) -> Interval {
        Interval::new(0, ten(self.digits) - 1)
    }

    /// The codes that begin with these digits; of more digits than a code has, the first count.
    #[must_use]
    pub fn beginning_with(&self, digits: &str) -> Interval {
        let most = usize::try_from(self.digits).unwrap_or(usize::MAX);
        let first = digits.get(..digits.len().min(most)).unwrap_or(digits);
        let number: i64 = first.parse().unwrap_or(0);
        let left = self.digits - u32::try_from(first.len()).unwrap_or(self.digits);
        let least = number.saturating_mul(ten(left));
        Interval::new(least, least.saturating_add(ten(left) - 1))
    }

    /// The codes within a part at which something begins that is told apart from what is before.
    #[must_use]
    pub fn cuts_within(&self, part: Interval) -> &[i64] {
        let from = self.cuts.partition_point(|cut| *cut <= part.least);
        let to = self.cuts.partition_point(|cut| *cut <= part.greatest);
        self.cuts.get(from..to).unwrap_or_default()
    }

    /// To what a code belongs.
    #[must_use]
    pub fn owner(&self, code: Value) -> Option<Value> {
        let after = self.owners.partition_point(|(part, _)| part.least <= code.0);
        let last = after.checked_sub(1).and_then(|at| self.owners.get(at));
        last.filter(|(part, _)| part.contains(code)).map(|(_, owner)| *owner)
    }

    /// What a code is called: of the beginnings that have a name, by the longest. What was not given
    /// is called nothing.
    #[must_use]
    pub fn name(&self, code: Value) -> Option<&CodeName> {
        if !self.domain().contains(code) {
            return None;
        }
        let sizes = (0..self.digits).step_by(2).map(ten);
        let mut parts = sizes.map(|size| {
            let least = code.0 - code.0.rem_euclid(size);
            Interval::new(least, least.saturating_add(size - 1))
        });
        parts.find_map(|part| self.names.get(&part))
    }

    /// Whether all codes of a part belong to the same.
    #[must_use]
    pub fn has_one_owner(&self, part: Interval) -> bool {
        let after = self.owners.partition_point(|(own, _)| own.least <= part.least);
        let last = after.checked_sub(1).and_then(|at| self.owners.get(at));
        last.is_some_and(|(own, _)| part.greatest <= own.greatest)
    }

    /// All to which codes of a part belong, rising.
    #[must_use]
    pub fn owners_within(&self, part: Interval) -> Vec<Value> {
        let from = self.owners.partition_point(|(own, _)| own.greatest < part.least);
        let later = self.owners.iter().skip(from);
        let met = later.take_while(|(own, _)| own.least <= part.greatest);
        let mut owners: Vec<Value> = met.map(|(_, owner)| *owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    /// The codes of each of so many names.
    #[must_use]
    pub fn of_each(&self, count: usize) -> Vec<ValueSet> {
        let mut parts: Vec<Vec<Interval>> = vec![Vec::new(); count];
        for (part, owner) in &self.owners {
            parts.get_mut(owner.index()).into_iter().for_each(|own| own.push(*part));
        }
        parts.into_iter().map(ValueSet::of_intervals).collect()
    }

    /// The code as people write it: without zeros at its end, where nothing tells apart what they
    /// leave open.
    #[must_use]
    pub fn show(&self, code: Value) -> String {
        let width = usize::try_from(self.digits).unwrap_or(0);
        let whole = format!("{:0width$}", code.0);
        let mut shown = whole.as_str();
        while shown.len() > 2
            && let Some(shorter) = shown.strip_suffix("00")
            && self.cuts_within(self.beginning_with(shorter)).is_empty()
        {
            shown = shorter;
        }
        dotted(shown)
    }

    /// The shortest prefixes that together are a set, or its complement where those are fewer, as
    /// `true` says.
    #[must_use]
    pub fn listed(&self, set: &ValueSet) -> (bool, Vec<String>) {
        let domain = self.domain();
        let all = |set: &ValueSet| -> Vec<String> {
            set.intervals().iter().flat_map(|part| self.prefixes(*part)).collect()
        };
        let (own, others) = (all(set), all(&set.complement(domain.least, domain.greatest)));
        if others.is_empty() || own.len() <= others.len() { (false, own) } else { (true, others) }
    }

    /// The shortest prefixes that together are a part.
    #[must_use]
    pub fn prefixes(&self, part: Interval) -> Vec<String> {
        let mut prefixes = Vec::new();
        let mut from = part.least;
        while from <= part.greatest {
            // The largest power of a hundred that begins here and ends within.
            let fits = |left: &u32| {
                let size = ten(*left);
                from % size == 0 && from.saturating_add(size - 1) <= part.greatest
            };
            let left = (0..self.digits).rev().filter(|left| left % 2 == 0).find(fits);
            let left = left.unwrap_or(0);
            let width = usize::try_from(self.digits - left).unwrap_or(0);
            prefixes.push(dotted(&format!("{:0width$}", from / ten(left))));
            from = from.saturating_add(ten(left));
        }
        prefixes
    }
}

fn ten(power: u32) -> i64 {
    10_i64.saturating_pow(power)
}

#[cfg(test)]
mod tests {
    use super::{CodeName, Codes, is_in_pairs, with_lost_zeros};
    use crate::model::value::{Interval, Value};
    use crate::model::wording::{Tongue, Wording};

    #[test]
    fn a_prefix_stands_for_all_that_begins_with_it() {
        let codes = Codes::new(6);
        assert_eq!(codes.beginning_with("04"), Interval::new(40_000, 49_999));
        assert_eq!(codes.beginning_with("040110"), Interval::new(40_110, 40_110));
        assert_eq!(codes.beginning_with("0401101234"), Interval::new(40_110, 40_110));
        assert_eq!(codes.prefixes(codes.beginning_with("0401")), ["0401"]);
        assert_eq!(
            codes.prefixes(Interval::new(39_998, 50_000)),
            ["0399.98", "0399.99", "04", "0500.00"]
        );
    }

    #[test]
    fn a_number_that_was_a_code_is_no_code() {
        for code in ["04", "0402.21", "0402 21", "04.02.21", "040221.10", "0402211000"] {
            assert!(is_in_pairs(code) && with_lost_zeros(code).is_empty(), "{code}");
        }
        let lost: [(&str, &[&str]); 8] = [
            ("402.10", &["0402.10"]),
            ("402.1", &["0402.10"]),
            ("0402.1", &["0402.10"]),
            ("40210", &["040210", "402100"]),
            ("402 21 10", &["0402 21 10"]),
            ("402.1.10", &[]),
            ("12345678901", &[]),
            ("wine1", &[]),
        ];
        for (code, whole) in lost {
            assert!(!is_in_pairs(code), "{code}");
            assert_eq!(with_lost_zeros(code), whole, "{code}");
        }
    }

    #[test]
    fn a_code_is_shown_with_the_zeros_that_tell_something() {
        let mut codes = Codes::new(8);
        assert_eq!(codes.show(Value(4_022_100)), "0402.21");
        assert_eq!(codes.show(Value(4_022_110)), "0402.21.10");
        assert_eq!(codes.show(Value(0)), "00");
        codes.cuts = vec![4_022_110];
        assert_eq!(codes.show(Value(4_022_100)), "0402.21.00");
        assert_eq!(codes.show(Value(4_020_000)), "0402.00");
    }

    #[test]
    fn a_code_is_called_by_its_longest_beginning_that_has_a_name() {
        let mut codes = Codes::new(8);
        for (digits, name) in [("04", "dairy"), ("0402", "milk"), ("04022110", "milk powder")] {
            let title = Wording::new(Tongue::English.language(), name);
            codes.names.insert(codes.beginning_with(digits), CodeName { title, sources: vec![] });
        }
        let name = |code| codes.name(Value(code)).map(|name| name.title.to_string());
        assert_eq!(name(4_022_110).as_deref(), Some("milk powder"));
        assert_eq!(name(4_022_111).as_deref(), Some("milk"));
        assert_eq!(name(4_990_000).as_deref(), Some("dairy"));
        assert_eq!(name(5_000_000), None);
    }
}
