//! Exact numbers: decimals of any length, so that no product is cut before it is rounded.

use num_bigint::{BigInt, Sign};
use rust_decimal::Decimal;

/// A decimal of any length: whole digits, and how many of them stand behind the point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exact {
    digits: BigInt,
    places: u32,
}

impl From<Decimal> for Exact {
    fn from(number: Decimal) -> Self {
        Self { digits: BigInt::from(number.mantissa()), places: number.scale() }
    }
}

impl Exact {
    /// Nothing.
    pub(super) fn zero() -> Self {
        Self { digits: BigInt::ZERO, places: 0 }
    }

    /// The product.
    pub(super) fn times(&self, other: impl Into<Self>) -> Self {
        let other = other.into();
        Self { digits: &self.digits * other.digits, places: self.places + other.places }
    }

    /// The sum.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let places = self.places.max(other.places);
        Self { digits: self.at(places) + other.at(places), places }
    }

    /// Whether it is less than another.
    pub(super) fn is_below(&self, other: &Self) -> bool {
        let places = self.places.max(other.places);
        self.at(places) < other.at(places)
    }

    /// The digits with so many places behind the point, which are at least as many as there are.
    fn at(&self, places: u32) -> BigInt {
        &self.digits * BigInt::from(10).pow(places.saturating_sub(self.places))
    }

    /// Itself as a whole number and the number of its places, where it fits.
    pub(crate) fn parts(&self) -> Option<(i128, u32)> {
        Some((i128::try_from(&self.digits).ok()?, self.places))
    }

    /// The quotient as a multiple of a unit; none where a decimal cannot hold it.
    pub(super) fn over(&self, divisor: &Self, unit: Decimal, round: Round) -> Option<Decimal> {
        let divisor = divisor.times(unit);
        let places = self.places.max(divisor.places);
        let (top, bottom) = (self.at(places), divisor.at(places));
        if bottom.sign() == Sign::NoSign {
            return None;
        }
        let (whole, rest) = (&top / &bottom, &top % &bottom);
        let negative = (top.sign() == Sign::Minus) != (bottom.sign() == Sign::Minus);
        let away = match round {
            Round::HalfAway => rest.magnitude() * 2_u8 >= *bottom.magnitude(),
            Round::Down => negative && rest.sign() != Sign::NoSign,
        };
        let units = match (away, negative) {
            (false, _) => whole,
            (true, false) => whole + 1,
            (true, true) => whole - 1,
        };
        let digits = i128::try_from(units * BigInt::from(unit.mantissa())).ok()?;
        Decimal::try_from_i128_with_scale(digits, unit.scale()).ok()
    }
}

/// How a quotient becomes whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    /// To the nearest, half away from zero.
    HalfAway,
    /// Down.
    Down,
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Exact, Round};

    #[test]
    fn quotients_are_rounded_once() {
        let cent = Decimal::new(1, 2);
        let over = |top: i64, bottom: i64, round| {
            let top = Exact::from(Decimal::new(top, 3));
            top.over(&Exact::from(Decimal::from(bottom)), cent, round).map(|one| one.to_string())
        };
        assert_eq!(over(1_005, 1, Round::HalfAway).as_deref(), Some("1.01"));
        assert_eq!(over(-1_005, 1, Round::HalfAway).as_deref(), Some("-1.01"));
        assert_eq!(over(1_009, 1, Round::Down).as_deref(), Some("1.00"));
        assert_eq!(over(-1_001, 1, Round::Down).as_deref(), Some("-1.01"));
        assert_eq!(over(2_000, 3, Round::HalfAway).as_deref(), Some("0.67"));
        assert_eq!(over(1, 0, Round::HalfAway), None);
    }

    #[test]
    fn products_are_exact_beyond_what_a_decimal_holds() {
        let large = Exact::from(Decimal::MAX).times(Decimal::MAX);
        let back = large.over(&Exact::from(Decimal::MAX), Decimal::ONE, Round::HalfAway);
        assert_eq!(back, Some(Decimal::MAX));
        assert_eq!(large.over(&Exact::from(Decimal::ONE), Decimal::ONE, Round::Down), None);
    }
}
