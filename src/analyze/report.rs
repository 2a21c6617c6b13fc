//! What was proven of a rules file: findings, and how much was looked at.

use num_bigint::BigUint;

use crate::finding::Finding;

/// What was proven of a rules file, and what was found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// The findings that are not allowed, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many facts the proofs range over, the date aside.
    pub facts: usize,
    /// How many shipments there are, the dates aside: as a number of digits where it is large.
    pub shipments: Shipments,
    /// How many rules were looked at.
    pub rules: usize,
    /// How many laws were proven or not.
    pub laws: usize,
}

/// How many closed shipments there are, dates aside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shipments {
    /// Exactly so many.
    Exactly(u128),
    /// About so many times a power of ten.
    About(f64, u32),
}

impl Shipments {
    /// So many, by their digits where there are many.
    pub(crate) fn of(count: &BigUint) -> Self {
        if let Some(exact) = u128::try_from(count).ok().filter(|all| *all < 1_000_000_000_000) {
            return Self::Exactly(exact);
        }
        let digits = count.to_string();
        let (first, rest) = digits.split_at(1);
        let mantissa = format!("{first}.{}", rest.get(..15).unwrap_or(rest)).parse();
        Self::About(mantissa.unwrap_or(1.0), u32::try_from(rest.len()).unwrap_or(u32::MAX))
    }
}
