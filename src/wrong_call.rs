//! Wrong calls in words: what is wrong, and the way out, with the verbs and flags of the program.

use std::fmt;
use std::path::Path;

use advisor::model::wording::Tongue;
use advisor::shipment::{InputError, InputErrors, mistake_in};
use advisor::witness::{FLAGS, quoted};

/// Something that a call says and that cannot be: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrongCall {
    /// What is wrong, in lower case and without a stop.
    pub(crate) message: String,
    /// The way out, where there is one to name.
    pub(crate) help: Option<Help>,
    /// The mistake in what was said of a shipment that it is, for other languages than English.
    pub(crate) mistake: Option<Box<InputError>>,
    /// The line of the shipment that it is about, of several.
    pub(crate) line: Option<usize>,
}

/// A way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Help {
    /// In these words.
    Words(String),
    /// In these words, with the command that prints a list of the rules between them.
    List(String, String, &'static str),
}

impl WrongCall {
    /// What is wrong, with the way out.
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: Some(Help::Words(help.into())),
            mistake: None,
            line: None,
        }
    }

    /// The same, of one line of several.
    pub(crate) fn in_line(self, number: usize) -> Self {
        Self { line: Some(number), ..self }
    }

    /// Lets the command that a help names ask the same rules.
    pub(crate) fn about(self, rules: &Path) -> Self {
        let help = self.help.map(|help| match help {
            Help::List(before, list, after) => {
                let rules = quoted(&rules.to_string_lossy());
                Help::List(before, format!("{list} --rules {rules}"), after)
            }
            words => words,
        });
        Self { help, ..self }
    }
}

impl WrongCall {
    fn said(error: InputError, said: Said) -> Self {
        let help = way_out(&error, said);
        Self { help, message: error.message(), mistake: Some(Box::new(error)), line: None }
    }

    /// What is wrong with what is said of all rows.
    pub(crate) fn of_all_rows(error: InputError) -> Self {
        Self::said(error, Said::Sets)
    }

    /// The same with the command that lists what there is as the way out.
    pub(crate) fn listing(message: impl Into<String>, help: Help) -> Self {
        Self { message: message.into(), help: Some(help), mistake: None, line: None }
    }

    /// What is wrong and the way out, in a language that the program speaks.
    pub(crate) fn in_tongue(&self, tongue: Tongue) -> (String, Option<String>) {
        let of_line = |message: String| match (self.line, tongue) {
            (None, _) => message,
            (Some(line), Tongue::English) => format!("line {line}: {message}"),
            (Some(line), Tongue::Chinese) => format!("第 {line} 项：{message}"),
        };
        match (&self.mistake, tongue) {
            (Some(mistake), Tongue::Chinese) => {
                let (message, hint) = mistake_in(tongue, mistake);
                let list = self.help.as_ref().and_then(|help| match help {
                    Help::List(_, list, _) => Some(format!("可运行 `advisor list {list}` 查看")),
                    Help::Words(_) => None,
                });
                (of_line(message), list.or(hint))
            }
            _ => (of_line(self.message.clone()), self.help.as_ref().map(Help::to_string)),
        }
    }
}

/// Where something is said of a shipment, and so where to mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// By the flags of a call.
    Flags,
    /// In the columns of a row.
    Columns,
    /// For all rows at once.
    Sets,
}

impl Said {
    /// The flag or the column that says a fact.
    fn by(self, fact: &str) -> String {
        match self {
            Self::Flags if FLAGS.contains(&fact) => format!("with `--{fact}`"),
            Self::Flags => format!("with `--fact {fact}=…`"),
            Self::Columns => format!("in a column `{fact}`"),
            Self::Sets => format!("with `--set {fact}=…`"),
        }
    }
}

impl From<InputError> for WrongCall {
    fn from(error: InputError) -> Self {
        Self::said(error, Said::Flags)
    }
}

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::List(before, list, after) => write!(f, "{before}`advisor list {list}`{after}"),
        }
    }
}

impl fmt::Display for WrongCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        // A question needs no colon behind it.
        let colon = if self.message.ends_with('?') { "" } else { ":" };
        self.help.iter().try_for_each(|help| write!(f, "{colon} {help}"))
    }
}

/// All that is wrong with what was said, each in its own words.
pub(crate) fn all(errors: &InputErrors) -> Vec<WrongCall> {
    errors.as_slice().iter().cloned().map(WrongCall::from).collect()
}

/// What is wrong with a row, in one cell.
pub(crate) fn in_a_cell(errors: &InputErrors) -> String {
    let told = errors.as_slice().iter().map(|error| {
        let help = way_out(error, Said::Columns);
        WrongCall { help, message: error.message(), mistake: None, line: None }.to_string()
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The way out of a mistake in what was said of a shipment: the command that lists what there is,
/// where the rules have nothing nearer to tell.
fn way_out(error: &InputError, said: Said) -> Option<Help> {
    let hint = error.hint();
    Some(match error {
        InputError::WhichGoods { .. } => Help::List(
            format!("{}; ", hint.unwrap_or_default()),
            "goods".to_owned(),
            " shows what the rules know",
        ),
        InputError::UnknownName { fact, rest: Some(rest), code, .. } => {
            let code =
                code.as_ref().map(|code| format!("give the {} {}", code.words, said.by(&code.id)));
            let take = format!("take `{rest}` for the general rules of all {fact}");
            let ways: Vec<String> = code.into_iter().chain([take]).collect();
            let ways = ways.join(", or ");
            Help::Words(hint.map_or(ways.clone(), |hint| format!("{hint} Else {ways}")))
        }
        _ if hint.is_some() => return hint.map(Help::Words),
        InputError::UnknownFact { .. } => {
            Help::List("run ".to_owned(), "facts".to_owned(), " for all of them")
        }
        InputError::UnknownName { fact, .. } => {
            Help::List("run ".to_owned(), fact.clone(), " for all of them")
        }
        InputError::UnknownCode { .. } => {
            Help::List("run ".to_owned(), "goods".to_owned(), " for what they know")
        }
        _ => return None,
    })
}
