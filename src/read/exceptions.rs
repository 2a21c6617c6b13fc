//! What the owner of a file says of findings: their levels, and those that are accepted.

use crate::codes::{Code, Kind, Level};
use crate::finding::Finding;
use crate::lexicon;
use crate::model::Exception;
use crate::read::item::Text;
use crate::read::lists::choose;
use crate::read::rules::RuleReader;
use crate::read::table::Section;

impl RuleReader<'_, '_> {
    /// `[lints]`: a level for a code.
    pub(crate) fn read_lint_levels(&mut self, root: &mut Section<'_>) -> Vec<(Code, Level)> {
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
        for (name, item) in section.entries() {
            let word = self.problems.text(item, name.text);
            let level = word.and_then(|word| choose(self.problems, name.text, word, &words));
            levels.extend(self.code(name, level).zip(level));
        }
        levels
    }

    /// `allow = { code = "why" }` on a rule or a name.
    pub(crate) fn read_exceptions(&mut self, section: &mut Section<'_>, subject: &str) {
        let Some(allow) = section.section(self.problems, "allow", "exceptions") else { return };
        for (name, item) in allow.entries() {
            let reason = self.problems.text(item, name.text);
            let code = self.code(name, Some(Level::Allow));
            self.exceptions.extend(code.zip(reason).map(|(code, reason)| Exception {
                code,
                subject: subject.to_owned(),
                reason: reason.text.to_owned(),
                span: name.span,
            }));
        }
    }

    /// The code of a finding that may have this level, or a problem.
    fn code(&mut self, name: Text<'_>, level: Option<Level>) -> Option<Code> {
        let problem = match Code::called(name.text) {
            None => {
                let near = lexicon::did_you_mean(name.text, Code::findings().map(Code::id));
                let all = || "the manual of findings has all of them".to_owned();
                let message = format!("no finding is called `{name}`");
                Finding::new(Code::UnknownName, name.span, message).help(near.unwrap_or_else(all))
            }
            Some(code) if code.kind() == Kind::Problem => {
                let message = format!("`{}` keeps a file from being used", name.text);
                Finding::new(Code::BadValue, name.span, message)
                    .help("remove it: only findings of files that are valid have a level")
            }
            Some(Code::Undecided) if level == Some(Level::Allow) => {
                let message = format!("`{}` cannot be allowed: nothing would be proven", name.text);
                Finding::new(Code::BadValue, name.span, message)
                    .help("remove it, and give the check a larger budget")
            }
            Some(code) => return Some(code),
        };
        self.problems.push(problem);
        None
    }
}
