//! Codes as people write them: what is wrong with one, and what befalls them on the way.

use crate::model::RuleSet;
use crate::model::code::{Codes, is_in_pairs};
use crate::model::fact::{Fact, Kind};
use crate::model::value::{Interval, Value};
use crate::shipment::input_error::InputError;

/// So much of a text is enough to know it by.
const SHOWN: usize = 40;
/// Codes of tariffs have up to so many digits.
const USUAL_DIGITS: u32 = 10;
/// So many longer codes are told where one is too short.
const TOLD: usize = 3;

/// The value of a fact of codes that a text spells: with fewer digits than a whole code has, the
/// first of those that begin with it, where nothing tells them apart.
pub(super) fn code_value(
    rule_set: &RuleSet,
    fact: &Fact,
    codes: &Codes,
    text: &str,
) -> Result<Value, InputError> {
    let mut buffer = [0_u8; 24];
    let no_code = || InputError::NoCode {
        words: fact.words(),
        text: text.chars().take(SHOWN).collect(),
        digits: codes.digits,
    };
    // A longer code than the rules tell apart is one all the same.
    let most = usize::try_from(codes.digits.max(USUAL_DIGITS)).unwrap_or(0);
    let digits = plain_digits(text, most, &mut buffer).ok_or_else(no_code)?;
    let part = codes.beginning_with(digits);
    let code = || text.to_owned();
    if let Some(list) = codes.of {
        let owners = codes.owners_within(part);
        if owners.is_empty() {
            return Err(InputError::UnknownCode { words: fact.words(), code: code() });
        }
        if !codes.has_one_owner(part) {
            let goods = owners.into_iter().map(|owner| rule_set[list].show(owner)).collect();
            return Err(InputError::CodeTooShort { words: fact.words(), code: code(), goods });
        }
    }
    let cuts = codes.cuts_within(part);
    if !cuts.is_empty() {
        let codes = told(codes, part, cuts);
        return Err(InputError::CodeToldApart { words: fact.words(), code: code(), codes });
    }
    Ok(Value(part.least))
}

/// The digits of a code, without what stands between its pairs.
fn plain_digits<'b>(text: &str, most: usize, buffer: &'b mut [u8; 24]) -> Option<&'b str> {
    if !is_in_pairs(text) {
        return None;
    }
    let mut count = 0;
    for digit in text.bytes().filter(u8::is_ascii_digit) {
        *buffer.get_mut(count)? = digit;
        count += 1;
    }
    let digits = std::str::from_utf8(buffer.get(..count)?).ok()?;
    (digits.len() <= most).then_some(digits)
}

/// Some longer codes that are told apart.
fn told(codes: &Codes, part: Interval, cuts: &[i64]) -> Vec<String> {
    let begins = std::iter::once(&part.least).chain(cuts).take(TOLD);
    begins.map(|code| codes.show(Value(*code))).collect()
}

/// To what of its list a code belongs.
pub(super) fn owner(fact: &Fact, code: Value) -> Option<Value> {
    match &fact.kind {
        Kind::Code(codes) => codes.owner(code),
        _ => None,
    }
}
