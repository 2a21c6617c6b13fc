//! The codes of everything that can be found in a rules file: one registry, with the manual.
//!
//! A code is stable and never used again for something else. Its page lies in `codes/` beside this
//! file: a first line that sums it up, what it means, and a small file that shows it.

use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// It is not reported.
    Allow,
    /// It is told, and nothing more.
    Note,
    /// It should be looked at.
    Warning,
    /// The file should not go out like this.
    Error,
}

/// What a code is found by, and so what may be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By reading: the file is not valid, whatever anyone says.
    Problem,
    /// By looking at a valid file: its level may be set, and exceptions be made.
    Finding,
}

macro_rules! codes {
    ($($variant:ident = $id:literal ($kind:ident, $level:ident),)*) => {
        /// What kind of thing was found.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $id, "`")] $variant,)*
        }

        impl Code {
            /// All codes, by name.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name, in kebab-case.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// What it is found by.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }

            /// Its level where nobody says otherwise.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Self::$variant => Level::$level,)* }
            }

            /// Its page of the manual, in Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("codes/", $id, ".md")),)* }
            }
        }
    };
}

codes! {
    AllImpossible = "all-impossible" (Finding, Error),
    AlwaysRefused = "always-refused" (Finding, Warning),
    BadChoice = "bad-choice" (Problem, Error),
    BadDate = "bad-date" (Problem, Error),
    BadDefault = "bad-default" (Problem, Error),
    BadInclude = "bad-include" (Problem, Error),
    BadName = "bad-name" (Problem, Error),
    BadPrefix = "bad-prefix" (Problem, Error),
    BadTable = "bad-table" (Problem, Error),
    BadTime = "bad-time" (Problem, Error),
    BadValue = "bad-value" (Problem, Error),
    CheckTwice = "check-twice" (Problem, Error),
    DateGap = "date-gap" (Finding, Warning),
    DeadRule = "dead-rule" (Finding, Error),
    Duplicate = "duplicate" (Problem, Error),
    EmptyCondition = "empty-condition" (Problem, Error),
    EmptyFile = "empty-file" (Problem, Error),
    EmptyList = "empty-list" (Problem, Error),
    EmptyText = "empty-text" (Problem, Error),
    ExpectsNothing = "expects-nothing" (Problem, Error),
    Format = "format" (Problem, Error),
    ImpossibleRange = "impossible-range" (Problem, Error),
    ImpossibleShipment = "impossible-shipment" (Problem, Error),
    LawBroken = "law-broken" (Finding, Error),
    MissingKey = "missing-key" (Problem, Error),
    NeverHolds = "never-holds" (Problem, Error),
    NoPath = "no-path" (Finding, Error),
    NoSource = "no-source" (Finding, Warning),
    NotUtf8 = "not-utf-8" (Problem, Error),
    Overlap = "overlap" (Finding, Allow),
    RateGap = "rate-gap" (Finding, Allow),
    RedundantRule = "redundant-rule" (Finding, Warning),
    Stale = "stale" (Finding, Warning),
    StepOrder = "step-order" (Problem, Error),
    Syntax = "syntax" (Problem, Error),
    TestFailed = "test-failed" (Problem, Error),
    TestsFile = "tests-file" (Problem, Error),
    TextDirection = "text-direction" (Finding, Error),
    TooLarge = "too-large" (Problem, Error),
    TooLong = "too-long" (Problem, Error),
    TooMany = "too-many" (Problem, Error),
    TwoInForce = "two-in-force" (Problem, Error),
    Undecided = "undecided" (Finding, Error),
    UnheldCheck = "unheld-check" (Problem, Error),
    UnheldDocument = "unheld-document" (Problem, Error),
    UnknownKey = "unknown-key" (Problem, Error),
    UnknownName = "unknown-name" (Problem, Error),
    UnreachableLane = "unreachable-lane" (Finding, Warning),
    Unreadable = "unreadable" (Problem, Error),
    Unused = "unused" (Finding, Warning),
    UnusedException = "unused-exception" (Finding, Warning),
    VacuousLaw = "vacuous-law" (Finding, Warning),
    WrongCallOnly = "wrong-call-only" (Problem, Error),
    WrongType = "wrong-type" (Problem, Error),
}

impl Code {
    /// The code with this name.
    #[must_use]
    pub fn called(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }

    /// All codes of what is found by looking at a valid file.
    pub fn findings() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|code| code.kind() == Kind::Finding)
    }

    /// All codes of what keeps a file from being valid.
    pub fn problems() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|code| code.kind() == Kind::Problem)
    }

    /// What it finds, in one line.
    #[must_use]
    pub fn summary(self) -> &'static str {
        self.page().lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// What it means and what to do, without the file that shows it.
    #[must_use]
    pub fn manual(self) -> &'static str {
        let (_, rest) = self.page().split_once('\n').unwrap_or_default();
        rest.split("\n```").next().unwrap_or_default().trim()
    }

    /// A small file that shows it, what is found there, and the file mended: each in a language of
    /// Markdown (`toml`, `console`, `diff`).
    pub fn example(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let fenced = self.page().split("\n```").skip(1).step_by(2);
        fenced.filter_map(|block| block.split_once('\n'))
    }
}

impl Level {
    /// The level as people write it in a file or a call.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn codes_are_sorted_unique_and_in_kebab_case() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].id() < pair[1].id()));
        for code in Code::ALL {
            let id = code.id();
            assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || b"-8".contains(&byte)));
            assert_eq!(format!("{code:?}").to_lowercase(), id.replace('-', ""));
            assert!(code.page().starts_with("# ") && !code.summary().ends_with('.'), "{id}");
            assert!(code.manual().ends_with('.'), "{id}");
        }
    }
}
