//! HS codes as goods: those with the longest prefix.

use crate::model::RuleSet;
use crate::model::fact::Coverage;
use crate::model::value::Value;
use crate::shipment::code::parts_are_digits;
use crate::shipment::input_error::InputError;

/// So much of a text is enough to know it by.
const SHOWN: usize = 40;

/// The goods to which an HS code belongs: those with the longest prefix of it.
///
/// # Errors
/// It is no code, is too short to tell the goods, or belongs to none.
pub fn goods_of_code(rule_set: &RuleSet, code: &str) -> Result<Value, InputError> {
    let goods = &rule_set[rule_set.goods()];
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    if !parts_are_digits(code) || !matches!(digits.len(), 2 | 4 | 6 | 8 | 10) {
        return Err(InputError::NoCode { text: code.chars().take(SHOWN).collect() });
    }
    let prefixes = rule_set.hs_prefixes();
    let from = prefixes.partition_point(|(prefix, _)| *prefix < digits);
    let longer: Vec<Value> = prefixes
        .iter()
        .skip(from)
        .take_while(|(prefix, _)| prefix.starts_with(&digits))
        .filter(|(prefix, _)| prefix.len() > digits.len())
        .map(|(_, value)| *value)
        .collect();
    let shorter = longest_prefix(prefixes, &digits);
    if !longer.is_empty() {
        let mut possible: Vec<Value> = longer.into_iter().chain(shorter).collect();
        possible.sort_unstable();
        possible.dedup();
        let goods = possible.into_iter().map(|value| goods.show(value)).collect();
        return Err(InputError::CodeTooShort { code: code.to_owned(), goods });
    }
    let rest = goods.names().position(|name| name.coverage == Coverage::Rest).map(Value::of_index);
    shorter.or(rest).ok_or_else(|| InputError::UnknownCode { code: code.to_owned() })
}

/// The goods with the longest prefix of a code.
fn longest_prefix(prefixes: &[(String, Value)], digits: &str) -> Option<Value> {
    (1..=digits.len()).rev().find_map(|length| {
        let beginning = digits.get(..length)?;
        let found = prefixes.binary_search_by(|(prefix, _)| prefix.as_str().cmp(beginning));
        found.ok().and_then(|at| prefixes.get(at)).map(|(_, value)| *value)
    })
}
