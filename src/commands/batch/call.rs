//! What a call of `advisor batch` asks for, and what is said where that cannot be.

use advisor::batch::{Column, Options};
use advisor::lexicon;
use advisor::model::RuleSet;
use advisor::model::value::Day;

use crate::cli::BatchArgs;
use crate::commands::rows;
use crate::wrong_call::WrongCall;

/// What a call asks for, or all that is wrong with it.
pub(crate) fn options(
    args: &BatchArgs,
    rule_set: &RuleSet,
    day: Day,
) -> Result<Options, Vec<WrongCall>> {
    let (mut options, mut wrong) = rows::call::options(&args.rows, &args.file, day);
    options.output = args.output_format.map(rows::call::format_of);
    options.prefix.clone_from(&args.prefix);
    options.csv_safe = args.csv_safe;
    options.strict = args.strict;
    wrong.extend(rows::call::problems(&options, rule_set));
    match columns(args) {
        Ok(columns) => options.columns = columns,
        Err(call) => wrong.push(call),
    }
    if wrong.is_empty() { Ok(options) } else { Err(wrong) }
}

fn columns(args: &BatchArgs) -> Result<Vec<Column>, WrongCall> {
    let mut columns: Vec<Column> = Vec::new();
    let named = args.columns.iter().map(|name| name.trim());
    for name in if args.columns.is_empty() { vec!["default"] } else { named.collect() } {
        let asked: Vec<Column> = match name {
            "default" => Column::defaults().collect(),
            _ => Column::called(name).into_iter().collect(),
        };
        if asked.is_empty() {
            let help = lexicon::in_words(Column::names(), "or");
            let help = format!("it is one of {help}, or `default` for the first nine");
            return Err(WrongCall::new(format!("there is no column `{name}` to add"), help));
        }
        if asked.iter().any(|column| columns.contains(column)) {
            return Err(WrongCall::new(
                format!("`--columns` names `{name}` twice"),
                "name it once",
            ));
        }
        columns.extend(asked);
    }
    Ok(columns)
}

/// A summary on standard output would stand among the rows.
pub(crate) fn summary_among_rows() -> WrongCall {
    WrongCall::new("`--summary -` is no file", "leave it out to have the summary on standard error")
}
