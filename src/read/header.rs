//! What stands at the top of a rules file: its format, its title, its dates.

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::value::Day;
use crate::model::wording::Wording;
use crate::read::table::{Problems, Section};
use crate::read::wordings::read_languages;

/// The newest format of rules files that this program reads.
pub const FORMAT: i64 = 1;

/// Checks that the file is of a format that can be read; true if it is a newer one.
pub(crate) fn check_format(problems: &mut Problems, root: &mut Section<'_>) -> bool {
    let Some(item) = root.item("format") else {
        root.missing(problems, "format");
        return false;
    };
    let span = item.span;
    let format = item.as_number().and_then(|number| number.parse::<i64>().ok());
    match format {
        Some(FORMAT) => return false,
        Some(newer) if newer > FORMAT => problems.push(
            Finding::new(
                Code::Format,
                span,
                format!("format {newer} is newer than this program, which reads format {FORMAT}"),
            )
            .help("use a newer release of the program"),
        ),
        _ => problems.push(
            Finding::new(Code::Format, span, "this is no format of rules files")
                .help(format!("write `format = {FORMAT}`")),
        ),
    }
    format.is_some_and(|format| format > FORMAT)
}

/// What stands at the top of the file.
pub(crate) struct Header {
    pub(crate) title: Wording,
    pub(crate) first_date: Option<Day>,
    pub(crate) reviewed: Option<Day>,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) currency: Option<String>,
}

pub(crate) fn read_header(problems: &mut Problems, root: &mut Section<'_>) -> Header {
    read_languages(problems, root);
    let title = root.required_named(problems, "title");
    root.require(problems, "first-date");
    Header {
        title,
        first_date: root.date(problems, "first-date"),
        reviewed: root.date(problems, "reviewed"),
        utc_offset_minutes: read_offset(problems, root),
        currency: root.string(problems, "currency"),
    }
}

fn read_offset(problems: &mut Problems, root: &mut Section<'_>) -> i32 {
    let Some(text) = root.text(problems, "utc-offset") else { return 0 };
    let minutes = || {
        let (sign, rest) = match text.text.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let two = |part: &str| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<i32>().ok()).flatten()
        };
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
    };
    minutes().unwrap_or_else(|| {
        problems.push(
            Finding::new(Code::BadDate, text.span, "`utc-offset` is not an offset from UTC")
                .help("write it like \"+08:00\""),
        );
        0
    })
}
