//! Mistakes in what was said, in the languages that the program speaks.

use crate::lexicon::in_words;
use crate::model::code::with_lost_zeros;
use crate::model::wording::Tongue;
use crate::shipment::input_error::InputError;

/// What is wrong, and the way out as far as the rules tell it.
#[must_use]
pub fn mistake_in(tongue: Tongue, error: &InputError) -> (String, Option<String>) {
    match tongue {
        Tongue::English => (error.message(), error.hint()),
        Tongue::Chinese => (message(error), hint(error)),
    }
}

fn message(error: &InputError) -> String {
    match error {
        InputError::NoDate { text } => format!("`{text}` 不是日期"),
        InputError::TooEarly { day, first } => format!("规则自 {first} 起，{day} 更早"),
        InputError::UnknownFact { text, .. } => format!("规则没有 `{text}` 这一项"),
        InputError::Empty { fact } => format!("`{fact}` 为空"),
        InputError::UnknownName { fact, text, .. } => format!("{fact} 没有 `{text}`"),
        InputError::NeitherYesNorNo { fact, text } => format!("`{fact}` 只能是或否，不是 `{text}`"),
        InputError::NoNumber { fact, text } => format!("`{fact}` 的 `{text}` 不是数字"),
        InputError::OutOfRange { fact, text, .. } | InputError::BetweenSteps { fact, text, .. } => {
            format!("`{fact}` 不能是 {text}")
        }
        InputError::NotInForce { fact, name, day, .. } => {
            format!("{fact} `{name}` 在 {day} 无效")
        }
        InputError::GivenTwice { fact } => format!("`{fact}` 给了两次"),
        InputError::OtherDays { fact, given, days, dates } => {
            format!("`{fact}` 不能是 {given}：{} 到货、{} 申报，应为 {days}", dates.0, dates.1)
        }
        InputError::DaysOutOfRange { fact, days, dates, .. } => {
            format!("`{fact}` 不能是 {days}：由 {} 到货、{} 申报得出", dates.0, dates.1)
        }
        InputError::NoMoment { text } => format!("`{text}` 不是日期，也不是日期和时间"),
        InputError::NoCode { words, text, .. } => format!("`{text}` 不是 {words}"),
        InputError::CodeTooShort { words, code, .. } => {
            format!("{words} {code} 太短，无法确定商品")
        }
        InputError::CodeToldApart { words, code, .. } => {
            format!("{words} {code} 太短：规则区分以它开头的编码")
        }
        InputError::UnknownCode { words, code } => format!("规则没有 {words} {code} 的商品"),
        InputError::Disagreement { words, list, code, of_code, given } => {
            format!("{list} 与 {words} 不符：{code} 是 `{of_code}`，不是 `{given}`")
        }
        InputError::WhichGoods { .. } => "是什么商品？".to_owned(),
        InputError::NotGiven { words, day, .. } => format!("规则在 {day} 没有{words}"),
        InputError::NothingOffered { words, .. } => format!("规则没有适合这批货的{words}"),
        InputError::Lines(error) => error.message(Tongue::Chinese),
        InputError::Impossible(one) => format!("没有这样的货物：{}", one.because),
    }
}

fn hint(error: &InputError) -> Option<String> {
    let listed = |names: &[String]| in_words(names.iter().map(String::as_str), "或");
    let some = |names: &[String], before: &str| {
        (!names.is_empty()).then(|| format!("{before}{}", listed(names)))
    };
    Some(match error {
        InputError::NoDate { .. } => "请写日历上的日期，如 2026-11-23".to_owned(),
        InputError::TooEarly { first, .. } => format!("请用 {first} 或更晚的日期"),
        InputError::UnknownFact { near, .. } => return some(near, "是否指 "),
        InputError::Empty { fact } => format!("请给出值，或省去 `{fact}`"),
        InputError::UnknownName { near, few, .. } => {
            return some(near, "是否指 ").or_else(|| some(few, "可选 "));
        }
        InputError::NeitherYesNorNo { .. } => "请写 `yes`（是）或 `no`（否）".to_owned(),
        InputError::NoNumber { .. } => "请写数字，最多一个小数点，如 2500 或 99.50".to_owned(),
        InputError::OutOfRange { least, greatest, .. } => format!("范围为 {least} 至 {greatest}"),
        InputError::BetweenSteps { step, .. } => format!("以 {step} 为一级"),
        InputError::NotInForce { successor: Some(name), .. } => format!("当日应为 `{name}`"),
        InputError::NotInForce { in_force, .. } => return some(in_force, "当日可选 "),
        InputError::GivenTwice { fact } => format!("`{fact}` 只给一次"),
        InputError::OtherDays { fact, .. } => format!("请省去 `{fact}`，或更正日期"),
        InputError::DaysOutOfRange { least, greatest, .. } => {
            format!("范围为 {least} 至 {greatest}：请更正日期")
        }
        InputError::NoMoment { .. } => "请写 2026-11-23 或 2026-11-23T08:30（当地时间）".to_owned(),
        InputError::NoCode { text, .. } if !with_lost_zeros(text).is_empty() => {
            format!("两端可能丢了零，如 {}", listed(&with_lost_zeros(text)))
        }
        InputError::NoCode { digits, .. } => {
            format!("请写至多 {digits} 位、双数位数字，可带点，如 0402.21")
        }
        InputError::CodeTooShort { goods, .. } => {
            format!("请多给几位，或说明商品：{}", listed(goods))
        }
        InputError::CodeToldApart { codes, .. } => {
            format!("请多给几位，如 {}", listed(codes))
        }
        InputError::UnknownCode { .. } => return None,
        InputError::Disagreement { .. } => "请只给其中之一，或更正另一个".to_owned(),
        InputError::WhichGoods { code: Some(code) } => format!("请给出商品名称或{}", code.words),
        InputError::WhichGoods { code: None } => "请给出商品名称".to_owned(),
        InputError::NotGiven { in_force, .. } if in_force.is_empty() => "请改换日期".to_owned(),
        InputError::NotGiven { fact, .. } => format!("请给出 `{fact}`，或改换日期"),
        InputError::NothingOffered { fact, in_force, .. } => {
            format!("请给出 `{fact}`：{}", listed(in_force))
        }
        InputError::Lines(error) => error.hint(Tongue::Chinese),
        InputError::Impossible(one) => return some(&one.given, "请更改 "),
    })
}
