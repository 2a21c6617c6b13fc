//! How HS codes are written, and what befalls them on the way.

/// Whether a code is digits, in parts or not.
pub(super) fn parts_are_digits(code: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    code.split(['.', ' ']).all(is_part)
}

/// Whether a code has lost a zero, as where a spreadsheet takes it for a number.
pub(super) fn has_lost_a_zero(code: &str) -> bool {
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    parts_are_digits(code) && matches!(digits, 3 | 5 | 7 | 9)
}
