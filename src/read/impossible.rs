//! Impossibilities: facts that never meet, so that nobody has to say what would come of it.

use crate::model::Rule;
use crate::read::rules::RuleReader;
use crate::read::table::Section;
use crate::read::vocabulary::Lanes;

impl RuleReader<'_, '_> {
    /// `[impossible.NAME]`: a condition that no shipment meets, and why.
    pub(crate) fn read_impossibilities(&mut self, root: &mut Section<'_>) -> Vec<Rule> {
        let sections = root.sections(self.problems, "impossible", "impossibility").into_iter();
        let read = sections.map(|mut section| {
            let rule = self.rule(&mut section, Lanes::NotKnownYet);
            for key in ["when", "because"] {
                section.require(self.problems, key);
            }
            section.finish(self.problems);
            rule
        });
        read.collect()
    }
}
