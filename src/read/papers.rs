//! Documents: papers that are at hand or not, one of several, and where more is said of them.

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::fact::Kind;
use crate::model::id_set::DocumentSet;
use crate::model::ids::Id;
use crate::model::vocabulary::Reference;
use crate::model::wording::{Language, Tongue, Wording};
use crate::model::{Document, DocumentId, StepId};
use crate::read::item::Text;
use crate::read::lists::{Lists, report_too_many};
use crate::read::names::report_repetitions;
use crate::read::table::{Problems, Section};
use crate::read::vocabulary::{Lanes, Vocabulary};

/// What stands between documents of which one will do.
const OR: char = '|';

impl Section<'_> {
    /// Where more is said of something.
    pub(crate) fn reference(&mut self, problems: &mut Problems) -> Reference {
        Reference { form: self.string(problems, "form"), url: self.string(problems, "url") }
    }
}

impl<'a> Lists<'a> {
    pub(crate) fn read_documents(&mut self, problems: &mut Problems, root: &mut Section<'a>) {
        for mut section in root.sections(problems, "documents", "document") {
            self.document_ids.add(problems, section.name);
            section.require(problems, "step");
            let steps = self.step_ids.listed(problems, &mut section, "step");
            let have = section.text(problems, "have");
            self.haves.extend(have.map(|fact| (self.documents.len(), fact)));
            self.documents.push(Document {
                id: section.name.text.to_owned(),
                title: section.named(problems, "name"),
                short: section.wording(problems, "short"),
                steps,
                have: None,
                one_of: Vec::new(),
                reference: section.reference(problems),
                span: section.name.span,
            });
            section.finish(problems);
        }
    }

    /// What a section lists under `documents`.
    pub(crate) fn document_set(
        &self,
        problems: &mut Problems,
        section: &mut Section<'_>,
    ) -> DocumentSet {
        let listed = section.texts(problems, "documents");
        self.find_documents(problems, &listed).into_iter().collect()
    }

    /// The documents of `listed`, or problems.
    pub(crate) fn find_documents(
        &self,
        problems: &mut Problems,
        listed: &[Text<'_>],
    ) -> Vec<DocumentId> {
        report_repetitions(problems, listed);
        listed.iter().filter_map(|name| self.document(problems, *name)).collect()
    }

    /// The document called `name`, or one of several, or a problem.
    pub(crate) fn document(&self, problems: &mut Problems, name: Text<'_>) -> Option<DocumentId> {
        if !name.text.contains(OR) {
            return self.document_ids.find(problems, name);
        }
        let parts: Vec<Text<'_>> =
            name.text.split(OR).map(|text| Text { text: text.trim(), span: name.span }).collect();
        if parts.iter().any(|part| part.text.is_empty()) {
            problems.push(
                Finding::new(Code::EmptyText, name.span, "nothing stands beside a `|`")
                    .help("write documents of which one will do like `one | two`"),
            );
            return None;
        }
        report_repetitions(problems, &parts);
        let found = parts.iter().map(|part| self.document_ids.find(problems, *part));
        let found: Vec<Option<DocumentId>> = found.collect();
        let mut members: Vec<DocumentId> = found.into_iter().collect::<Option<_>>()?;
        members.sort_unstable();
        members.dedup();
        self.one_of(problems, members, name)
    }

    /// The entry for one of several documents, whatever the order in which they are named.
    fn one_of(
        &self,
        problems: &Problems,
        members: Vec<DocumentId>,
        name: Text<'_>,
    ) -> Option<DocumentId> {
        let mut known = self.one_of.borrow_mut();
        let place = known.iter().position(|one| one.one_of == members);
        let at = place.unwrap_or(known.len());
        if place.is_none() {
            let entries: Vec<&Document> =
                members.iter().filter_map(|id| self.documents.get(id.index())).collect();
            let mut steps: Vec<StepId> = Vec::new();
            for step in entries.iter().flat_map(|one| &one.steps) {
                if !steps.contains(step) {
                    steps.push(*step);
                }
            }
            let ids: Vec<&str> = entries.iter().map(|one| one.id.as_str()).collect();
            let short = |one: &&Document| one.short.as_ref().or(one.title.as_ref()).cloned();
            let any_short = entries.iter().any(|one| one.short.is_some());
            known.push(Document {
                id: ids.join("|"),
                title: either(&problems.languages, &entries, |one| one.title.clone()),
                short: either(&problems.languages, &entries, |one| short(&one))
                    .filter(|_| any_short),
                steps,
                have: None,
                one_of: members,
                reference: Reference::default(),
                span: name.span,
            });
        }
        // A place beyond all ids is told once all are known.
        DocumentId::at(self.documents.len() + at)
    }

    /// All documents, those first that the file lists.
    pub(crate) fn join_documents(&mut self, problems: &mut Problems, root: &Section<'_>) {
        self.documents.append(&mut self.one_of.borrow_mut());
        report_too_many::<DocumentId>(problems, root, "documents", self.documents.len());
    }

    /// Reads which facts say that a document is at hand, once the facts are known.
    pub(crate) fn read_haves(&mut self, problems: &mut Problems, vocabulary: &Vocabulary) {
        for (document, name) in std::mem::take(&mut self.haves) {
            let found = vocabulary.find(problems, name, Lanes::NotKnownYet);
            let Some((id, fact)) = found else { continue };
            if !matches!(fact.kind, Kind::YesNo) {
                let message = format!("`{name}` is not yes or no");
                problems.push(Finding::new(Code::WrongType, name.span, message).help(
                    "name a fact that says whether the document is at hand: one with a `default` \
                     of true or false",
                ));
                continue;
            }
            if let Some(document) = self.documents.get_mut(document) {
                document.have = Some(id);
            }
        }
    }
}

/// One name or another, in the languages of the file in which all of them are said.
fn either(
    languages: &[Language],
    entries: &[&Document],
    text: impl Fn(&Document) -> Option<Wording>,
) -> Option<Wording> {
    let first = languages.first()?;
    let in_language = |language: Language| {
        let own = entries.iter().map(|one| {
            let text = text(one);
            let said = text.as_ref().and_then(|text| text.in_language(language));
            let words = || (language == *first).then(|| one.id.replace('-', " "));
            said.map(str::to_owned).or_else(words)
        });
        let own: Option<Vec<String>> = own.collect();
        Some(own?.join(or(language)))
    };
    let plain = Wording::new(*first, in_language(*first)?);
    let others = languages.iter().skip(1).filter_map(|one| Some((*one, in_language(*one)?)));
    Some(others.fold(plain, |all, (language, text)| all.and(language, text)))
}

/// What stands between two of which one will do; a stroke where the program has no word.
fn or(language: Language) -> &'static str {
    let tongue = Tongue::ALL.into_iter().find(|tongue| tongue.language() == language);
    match tongue {
        Some(Tongue::English) => " or ",
        Some(Tongue::Chinese) => "或",
        None => " / ",
    }
}
