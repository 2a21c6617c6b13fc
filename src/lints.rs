//! The findings that `check` knows: one registry of codes, default levels and manual pages.
//!
//! A code is stable and never used again for something else.

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
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

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lint {
    /// Its name, in kebab-case.
    pub code: &'static str,
    /// Its level where nobody says otherwise.
    pub level: Level,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// What it means and what to do: the page of the manual.
    pub manual: &'static str,
}

const fn lint(
    code: &'static str,
    level: Level,
    summary: &'static str,
    manual: &'static str,
) -> Lint {
    Lint { code, level, summary, manual }
}

/// All findings, by name.
pub const ALL: &[Lint] = &[
    lint(
        "always-refused",
        Level::Warning,
        "goods, or a value of a choice, that no shipment can go with",
        "Whatever else is said and chosen, some rule refuses every shipment with this name, on every \
         day. If that is meant, as for banned goods, say so with `allow = { always-refused = \"why\" }` \
         on the entry: the finding is then a note. If not, look at the refusals that the answer to \
         such a shipment lists.",
    ),
    lint(
        "date-gap",
        Level::Warning,
        "a date between the file's first and today on which something is missing",
        "Between two dates on which the file knows something, or before or after them, there are \
         days on which it does not: no regime of categories is in force, a rate of a tax that is due \
         is not known, or a port or mode is closed between two times in which it is open. Close the \
         gap with `from` and `until`, or begin the file later with `first-date`.",
    ),
    lint(
        "dead-rule",
        Level::Error,
        "a rule that never decides anything",
        "No shipment that goes can meet the rule: its own conditions exclude each other, or the \
         refusals named here take every shipment that it is about; for a flow or a tax, the entries \
         before it may take them. A refusal is dead only if no shipment at all meets it. The rules \
         named are a set of which none can be left out. Remove the rule, or change one of them.",
    ),
    lint(
        "no-path",
        Level::Error,
        "a shipment that nothing refuses and no flow takes",
        "The rules leave a hole: the shipment that is shown is not refused, and no flow takes it. Add \
         a flow without a condition at the end of `[flows]`, widen one, or refuse the shipment.",
    ),
    lint(
        "no-source",
        Level::Warning,
        "a rule that cites no source",
        "Whoever reads an answer should be able to look up why. Cite an entry of `[sources]`; for \
         common knowledge, make an entry that says so and mark the rule `confidence = \
         \"indicative\"`.",
    ),
    lint(
        "overlap",
        Level::Allow,
        "two flows or taxes that both hold for a shipment",
        "Flows and taxes are ordered: the first that holds is taken. Where two hold at once, their \
         order decides, and moving one changes answers. That is often meant, so that this finding is \
         off unless asked for.",
    ),
    lint(
        "redundant-rule",
        Level::Warning,
        "an inspection whose removal would change no answer",
        "For every shipment that meets the inspection, others already raise the lane as far and ask \
         for the same checks and documents. Remove it, or let it ask for what it was meant to.",
    ),
    lint(
        "stale",
        Level::Warning,
        "a file that was not reviewed for a year",
        "Rules age. Read the file against its sources, then set `reviewed` to the day on which you \
         did.",
    ),
    lint(
        "text-direction",
        Level::Error,
        "hidden characters that change how a text reads",
        "The text holds a character that nobody sees: a control character, or one that changes the \
         direction of writing, has no width or is drawn as nothing. What people see is not what the \
         program reads. Remove it.",
    ),
    lint(
        "undecided",
        Level::Error,
        "a question that the budget did not cover",
        "The search for a proof or a counterexample was given up. Nothing is known, either way. Raise \
         `--budget`, or split conditions that overlap in many facts.",
    ),
    lint(
        "unreachable-lane",
        Level::Warning,
        "a lane that no shipment can get",
        "No shipment that goes comes out in this lane: no category starts from it and no inspection \
         raises to it, or something else always does more. Remove the lane, or the rule that hides \
         it.",
    ),
    lint(
        "unused",
        Level::Warning,
        "a group, check, document, source or fact that nothing uses",
        "The entry is declared, and no rule speaks of it. Remove it, or use it where it was meant.",
    ),
    lint(
        "unused-exception",
        Level::Warning,
        "an exception that silences nothing",
        "The rule says `allow` for a finding that it does not have. Remove the exception: it would \
         hide the finding if it came back.",
    ),
];

/// The finding that says that nothing was found out. It cannot be allowed away: what a proof does
/// not reach would pass for proven.
pub const UNDECIDED: &str = "undecided";

impl Lint {
    /// The lint with this code.
    #[must_use]
    pub fn called(code: &str) -> Option<&'static Self> {
        ALL.iter().find(|lint| lint.code == code)
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
    use super::ALL;

    #[test]
    fn codes_are_sorted_unique_and_in_kebab_case() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        for lint in ALL {
            assert!(lint.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
            assert!(!lint.summary.ends_with('.') && lint.manual.ends_with('.'), "{}", lint.code);
        }
    }
}
