//! What the owner of a file says of findings: their levels, and those that are accepted.

use crate::diagnostic::Diagnostic;
use crate::lexicon;
use crate::lints::{ALL, Level, Lint, UNDECIDED};
use crate::model::Exception;
use crate::read::lists::choose;
use crate::read::rules::RuleReader;
use crate::read::table::{Section, Text};

impl RuleReader<'_, '_> {
    /// `[lints]`: a level for a code.
    pub(crate) fn read_lint_levels(&mut self, root: &mut Section<'_>) -> Vec<(String, Level)> {
        let words = [
            ("allow", Level::Allow),
            ("note", Level::Note),
            ("warn", Level::Warning),
            ("deny", Level::Error),
        ];
        let Some(section) = root.section(self.problems, "lints", "lints") else {
            return Vec::new();
        };
        let mut levels = Vec::new();
        for (code, item) in section.entries() {
            let word = self.problems.text(item, code.text);
            let level = word.and_then(|word| choose(self.problems, code.text, word, &words));
            if self.is_code(code) && (level != Some(Level::Allow) || self.may_be_allowed(code)) {
                levels.extend(level.map(|level| (code.text.to_owned(), level)));
            }
        }
        levels
    }

    /// `allow = { code = "why" }` on a rule or a name.
    pub(crate) fn read_exceptions(&mut self, section: &mut Section<'_>, subject: &str) {
        let Some(allow) = section.section(self.problems, "allow", "exceptions") else { return };
        for (code, item) in allow.entries() {
            let reason = self.problems.text(item, code.text);
            if self.is_code(code) && self.may_be_allowed(code) {
                self.exceptions.extend(reason.map(|reason| Exception {
                    code: code.text.to_owned(),
                    subject: subject.to_owned(),
                    reason: reason.text.to_owned(),
                    span: code.span,
                }));
            }
        }
    }

    fn may_be_allowed(&mut self, code: Text<'_>) -> bool {
        let may = code.text != UNDECIDED;
        if !may {
            let message = format!("`{UNDECIDED}` cannot be allowed: nothing would be proven");
            self.problems.push(
                Diagnostic::new("bad-value", code.span, message)
                    .help("remove it, and raise `--budget` or `--budget-total` of the check"),
            );
        }
        may
    }

    fn is_code(&mut self, code: Text<'_>) -> bool {
        let known = Lint::called(code.text).is_some();
        if !known {
            let near = lexicon::did_you_mean(code.text, ALL.iter().map(|lint| lint.code));
            self.problems.push(
                Diagnostic::new(
                    "unknown-name",
                    code.span,
                    format!("no finding is called `{}`", code.text),
                )
                .help(
                    near.unwrap_or_else(|| "`advisor check --list` shows all of them".to_owned()),
                ),
            );
        }
        known
    }
}
