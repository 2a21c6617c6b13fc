//! What is wrong with several lines together.

use crate::model::fact::Fact;
use crate::model::wording::Tongue;

/// One mistake in what was said of several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the sentences below say what each holds")]
pub enum LinesError {
    /// The rules mark nothing as each line's own.
    NoLines,
    /// Something is the same for all lines, and two of them say different things.
    Differs { fact: String, first: String, other: String },
    /// A total is said of the whole, and each line has its own.
    Total { fact: String },
    /// Something holds of one line alone, and there are more.
    NotOne { fact: String, lines: usize },
    /// Nothing of a choice is offered for every line.
    NothingOffered { words: String },
    /// Whatever is chosen, one of the lines is impossible.
    NoCommonWay,
}

impl LinesError {
    pub(super) fn differs(fact: &Fact, first: String, other: String) -> Self {
        Self::Differs { fact: fact.id.clone(), first, other }
    }

    pub(super) fn total(fact: &Fact) -> Self {
        Self::Total { fact: fact.id.clone() }
    }

    pub(super) fn not_one(fact: &Fact, lines: usize) -> Self {
        Self::NotOne { fact: fact.id.clone(), lines }
    }

    pub(super) fn nothing_offered(fact: &Fact) -> Self {
        Self::NothingOffered { words: fact.words() }
    }

    /// What is wrong, in lower case and without a stop.
    pub(super) fn message(&self, tongue: Tongue) -> String {
        match (tongue, self) {
            (Tongue::English, Self::NoLines) => {
                "the rules know shipments of one line alone".to_owned()
            }
            (Tongue::Chinese, Self::NoLines) => "规则只认单项货物".to_owned(),
            (Tongue::English, Self::Differs { fact, first, other }) => {
                format!("`{fact}` is the same for all lines, and here `{first}` and `{other}`")
            }
            (Tongue::Chinese, Self::Differs { fact, first, other }) => {
                format!("`{fact}` 各项相同，这里却有 `{first}` 和 `{other}`")
            }
            (Tongue::English, Self::Total { fact }) => {
                format!("`{fact}` is said of all lines, where each has its own")
            }
            (Tongue::Chinese, Self::Total { fact }) => format!("`{fact}` 应逐项给出"),
            (Tongue::English, Self::NotOne { fact, lines }) => {
                format!("`{fact}` cannot be yes: there are {lines} lines")
            }
            (Tongue::Chinese, Self::NotOne { fact, lines }) => {
                format!("`{fact}` 不能为是：共 {lines} 项")
            }
            (Tongue::English, Self::NothingOffered { words }) => {
                format!("no {words} is offered for all lines")
            }
            (Tongue::Chinese, Self::NothingOffered { words }) => {
                format!("规则没有适合各项的{words}")
            }
            (Tongue::English, Self::NoCommonWay) => {
                "no choice suits every line: the rules say that some of this never meets".to_owned()
            }
            (Tongue::Chinese, Self::NoCommonWay) => "没有适合各项的选择".to_owned(),
        }
    }

    /// The way out.
    pub(super) fn hint(&self, tongue: Tongue) -> String {
        match (tongue, self) {
            (Tongue::English, Self::NoLines) => {
                "ask for each line alone; the owner of the rules marks facts with `lines`"
                    .to_owned()
            }
            (Tongue::Chinese, Self::NoLines) => "请逐项询问".to_owned(),
            (Tongue::English, Self::Differs { fact, .. }) => format!("give `{fact}` once"),
            (Tongue::Chinese, Self::Differs { fact, .. }) => format!("`{fact}` 只给一次"),
            (Tongue::English, Self::Total { fact }) => format!("give `{fact}` with each line"),
            (Tongue::Chinese, Self::Total { fact }) => format!("请随每项给出 `{fact}`"),
            (Tongue::English, Self::NotOne { fact, .. }) => format!("leave `{fact}` out"),
            (Tongue::Chinese, Self::NotOne { fact, .. }) => format!("请省去 `{fact}`"),
            (Tongue::English, Self::NothingOffered { .. } | Self::NoCommonWay) => {
                "ask for the lines in several shipments".to_owned()
            }
            (Tongue::Chinese, Self::NothingOffered { .. } | Self::NoCommonWay) => {
                "请分票询问".to_owned()
            }
        }
    }
}
