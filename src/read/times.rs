//! How long things take, and the deadlines of a file.

use crate::codes::Code;
use crate::finding::Finding;
use crate::lexicon::in_words;
use crate::model::time::{Anchor, Offset, Takes};
use crate::model::{Deadline, Subject};
use crate::read::rules::RuleReader;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::Lanes;

impl Section<'_> {
    /// How long something takes.
    pub(crate) fn takes(&mut self, problems: &mut Problems) -> Option<Takes> {
        let text = self.text(problems, "takes")?;
        let takes = Takes::parse(text.text);
        if takes.is_none() && !text.text.trim().is_empty() {
            let message = format!("`{text}` is no length of time");
            problems.push(Finding::new(Code::BadTime, text.span, message).help(
                "write it like \"up to 2 days\", \"12 hours\" or \"1 to 2 weeks\", in whole \
                 minutes, hours, days, working days or weeks",
            ));
        }
        takes
    }

    /// A moment, counted from an anchor.
    fn offset(&mut self, problems: &mut Problems, key: &'static str) -> Option<Offset> {
        let text = self.text(problems, key)?;
        let offset = Offset::parse(text.text);
        if offset.is_none() && !text.text.trim().is_empty() {
            let anchors = in_words(Anchor::WORDS.iter().map(|(word, _)| *word), "or");
            let message = format!("`{text}` is no moment");
            problems.push(
                Finding::new(Code::BadTime, text.span, message).help(format!(
                    "write it like \"14 days after arrival\", counted from {anchors}"
                )),
            );
        }
        offset
    }
}

impl RuleReader<'_, '_> {
    pub(crate) fn read_deadlines(&mut self, root: &mut Section<'_>) -> Vec<Deadline> {
        let mut deadlines = Vec::new();
        for mut section in root.sections(self.problems, "deadlines", "deadline") {
            let rule = self.rule(&mut section, Lanes::NotKnownYet);
            let title = section.named(self.problems, "name");
            let not_before = section.offset(self.problems, "not-before");
            let by = section.offset(self.problems, "by");
            if !section.has("not-before") && !section.has("by") {
                section.missing_of(self.problems, "by", "add `by`, or `not-before`, or both");
            }
            let step = section.text(self.problems, "step");
            let document = section.text(self.problems, "document");
            let (problems, lists) = (&mut *self.problems, self.lists);
            let subject = match (step, document) {
                (Some(step), None) => lists.step_ids.find(problems, step).map(Subject::Step),
                (None, Some(one)) => lists.document(problems, one).map(Subject::Document),
                _ => {
                    section.missing_of(problems, "step", "add either `step` or `document`");
                    None
                }
            };
            section.finish(self.problems);
            let deadline = subject.map(|subject| Deadline { rule, title, subject, not_before, by });
            deadlines.extend(deadline);
        }
        deadlines
    }
}
