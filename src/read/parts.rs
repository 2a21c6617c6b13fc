//! The files that a rules file names: brought, parsed, and put together with it.
//!
//! Files are named by others, but never looked for here: whoever reads brings them.

use std::collections::HashMap;

use crate::codes::Code;
use crate::finding::Finding;
use crate::read::file_kind::{INCLUDE, STATEMENTS, TEST, TESTS_OF, not_rules};
use crate::read::graft::{graft, join_values};
use crate::read::header::check_format;
use crate::read::item::{Item, Table, Text};
use crate::read::names::report_repetitions;
use crate::read::sheets::{self, Asked, Rows};
use crate::read::syntax;
use crate::read::table::{Problems, Section};
use crate::source::{Role, SourceFile, Sources, Span};

/// A file that another names.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Named<'a> {
    /// What it is called there: a path from the folder of the other.
    pub path: &'a str,
    /// The name of the other.
    pub by: &'a str,
}

/// Brings a file that another names, always by the same name; or says, without a place, why it
/// cannot be had.
pub type Load<'l> = dyn FnMut(&Named<'_>) -> Result<SourceFile, Box<Finding>> + 'l;

/// Brings nothing.
pub(crate) fn nothing_else(named: &Named<'_>) -> Result<SourceFile, Box<Finding>> {
    let message = format!("`{}` cannot be had: this file is read alone", named.path);
    Err(Box::new(Finding::of_file(Code::Unreadable, message)))
}

/// The files that a rules file says it includes, as it names them.
#[must_use]
pub fn includes(source: &SourceFile) -> Vec<String> {
    if !source.text().contains(INCLUDE) {
        return Vec::new();
    }
    let table = syntax::parse(source).table;
    let listed = Section::root(&table, "rules file").texts(&mut Problems::default(), INCLUDE);
    listed.into_iter().map(|one| one.text.to_owned()).collect()
}

/// The files of a rules file while they are put together.
pub(crate) struct Parts<'s, 'l> {
    sources: &'s mut Sources,
    load: &'s mut Load<'l>,
    torn: Torn,
}

/// What is wrong with the files themselves.
#[derive(Default)]
pub(crate) struct Torn {
    pub(crate) errors: Vec<Finding>,
    /// The parts in which an error may have swallowed something, one behind the other.
    pub(crate) torn: Vec<Span>,
    /// Whether a whole file is missing.
    pub(crate) missing: bool,
}

impl<'s, 'l> Parts<'s, 'l> {
    pub(crate) fn new(sources: &'s mut Sources, load: &'s mut Load<'l>) -> Self {
        Self { sources, load, torn: Torn::default() }
    }

    pub(crate) fn into_torn(self) -> Torn {
        self.torn
    }

    /// What of a file is TOML.
    pub(crate) fn parse<'a>(&mut self, file: &'a SourceFile) -> Table<'a> {
        let syntax::Parsed { table, errors, torn } = syntax::parse(file);
        self.torn.errors.extend(errors);
        self.torn.torn.extend(torn);
        table
    }

    /// Brings the files that the main one includes.
    pub(crate) fn load_included(
        &mut self,
        main: &SourceFile,
        table: &Table<'_>,
    ) -> Vec<SourceFile> {
        let mut problems = Problems::default();
        let listed = Section::root(table, "rules file").texts(&mut problems, INCLUDE);
        report_repetitions(&mut problems, &listed);
        let mut firsts: HashMap<String, Span> = HashMap::new();
        let mut files = Vec::with_capacity(listed.len());
        for (at, name) in listed.iter().enumerate() {
            if listed.iter().take(at).any(|other| other.text == name.text) {
                continue;
            }
            let Some(file) = self.bring(*name, main) else { continue };
            let first = firsts.insert(file.name().to_owned(), name.span);
            let problem = if file.name() == main.name() {
                Some(bad(*name, "the file includes itself").help("leave it out"))
            } else {
                let twice = || bad(*name, format!("`{}` is included twice", file.name()));
                first.map(|first| twice().other(first, "first here").help("keep one of the two"))
            };
            match problem {
                Some(problem) => problems.push(problem),
                None => files.extend(self.place_included(*name, file)),
            }
        }
        self.torn.errors.extend(problems.into_vec());
        files
    }

    /// Brings a file, or says why not.
    fn bring(&mut self, name: Text<'_>, by: &SourceFile) -> Option<SourceFile> {
        let loaded = (self.load)(&Named { path: name.text, by: by.name() });
        loaded.map_err(|problem| self.lacks(name, *problem)).ok()
    }

    /// Says why a file cannot be taken.
    fn lacks(&mut self, name: Text<'_>, problem: Finding) {
        self.torn.errors.push(Finding { span: Some(name.span), ..problem });
        self.torn.missing = true;
    }

    /// Gives a file its place, if it is one to be included.
    fn place_included(&mut self, name: Text<'_>, file: SourceFile) -> Option<SourceFile> {
        if let Some(problem) = not_rules(&file) {
            let message = format!("`{}`: {}", file.name(), problem.message);
            self.lacks(name, Finding { message, help: None, ..problem });
            return None;
        }
        self.place(name, file, Role::Included)
    }

    fn place(&mut self, name: Text<'_>, file: SourceFile, role: Role) -> Option<SourceFile> {
        let file = self.sources.add(file, role);
        if file.is_beyond_spans() {
            let message = "all files together are larger than 4 GiB";
            self.lacks(name, Finding::of_file(Code::TooLarge, message));
            return None;
        }
        Some(file)
    }

    /// Gives files of tests their places.
    pub(crate) fn place_tests(&mut self, tests: &[SourceFile]) -> Vec<SourceFile> {
        tests.iter().map(|file| self.sources.add(file.clone(), Role::Tests)).collect()
    }

    /// The values of an included file; none where they may mean anything, as of a newer format.
    pub(crate) fn parse_included<'a>(&mut self, file: &'a SourceFile) -> Table<'a> {
        let table = self.parse(file);
        let mut problems = Problems::default();
        let mut root = Section::root(&table, "included file");
        root.name.span = file.span(0..0);
        let newer = check_format(&mut problems, &mut root);
        self.torn.missing |= newer;
        self.torn.errors.extend(problems.into_vec());
        if newer { Table::default() } else { table }
    }

    /// Brings the tables that a file names, each once.
    pub(crate) fn load_tables<'a>(
        &mut self,
        by: &SourceFile,
        tables: Option<Item<'a>>,
    ) -> Vec<(Asked<'a>, SourceFile)> {
        let mut problems = Problems::default();
        let asked = tables.map(|item| sheets::asked(&mut problems, item)).unwrap_or_default();
        self.torn.missing |= problems.is_any();
        self.torn.errors.extend(problems.into_vec());
        let mut tables = Vec::with_capacity(asked.len());
        for one in asked {
            let Some(file) = self.bring(one.file, by) else { continue };
            let is_known = |other: &&SourceFile| other.name() == file.name();
            let known = self.sources.files().find(is_known).cloned();
            let file = known.or_else(|| self.place(one.file, file, Role::Table));
            tables.extend(file.map(|file| (one, file)));
        }
        tables
    }

    /// Puts the rows of tables into the values of the file that names them; words are for later, as
    /// they may be of what stands in any file.
    pub(crate) fn graft<'a>(
        &mut self,
        root: &mut Table<'a>,
        tables: &'a [(Asked<'a>, SourceFile)],
    ) {
        let entries = tables.iter().filter(|(asked, _)| asked.rows != Rows::Words);
        self.graft_some(root, entries);
    }

    /// Adds the words of tables to what stands in all files together.
    pub(crate) fn add_words<'a>(
        &mut self,
        whole: &mut Table<'a>,
        tables: &'a [(Asked<'a>, SourceFile)],
    ) {
        let words = tables.iter().filter(|(asked, _)| asked.rows == Rows::Words);
        self.graft_some(whole, words);
    }

    fn graft_some<'a>(
        &mut self,
        root: &mut Table<'a>,
        tables: impl Iterator<Item = &'a (Asked<'a>, SourceFile)>,
    ) {
        let mut problems = Problems::default();
        for (asked, file) in tables {
            let (rows, torn) = sheets::rows(&mut problems, asked, file);
            self.torn.torn.extend(torn);
            graft(&mut problems, root, asked, rows);
        }
        self.torn.errors.extend(problems.into_vec());
    }

    /// Puts what an included file holds behind what there is.
    pub(crate) fn join<'a>(&mut self, whole: &mut Table<'a>, part: Table<'a>) {
        let mut problems = Problems::default();
        join_files(&mut problems, whole, part);
        self.torn.errors.extend(problems.into_vec());
    }
}

/// What a file of tests states of the rules; nothing where an error may have swallowed a part.
pub(crate) fn statements(file: &SourceFile) -> Table<'_> {
    let syntax::Parsed { mut table, errors, .. } = syntax::parse(file);
    table.entries_mut().retain(|(key, _)| errors.is_empty() && STATEMENTS.contains(&&*key.text));
    table
}

fn bad(name: Text<'_>, message: impl Into<String>) -> Finding {
    Finding::new(Code::BadInclude, name.span, message)
}

/// What an included file cannot hold, and why.
const NOT_INCLUDED: [(&str, &str, &str); 3] = [
    (INCLUDE, "an included file includes no others", "include them where this one is included"),
    (TEST, "an included file holds no tests", "keep them in a file that begins with `tests-of`"),
    (TESTS_OF, "an included file holds no tests", "keep them in a file of their own"),
];

/// Puts the values of an included file behind those of another: lists of names are put together,
/// and nothing is there twice.
fn join_files<'a>(problems: &mut Problems, whole: &mut Table<'a>, part: Table<'a>) {
    for (key, node) in part.into_entries() {
        if key.text == "format" {
            continue;
        }
        if let Some((_, message, help)) = NOT_INCLUDED.iter().find(|(one, ..)| *one == key.text) {
            problems.push(Finding::new(Code::BadInclude, key.span, *message).help(*help));
            continue;
        }
        let depth = match &*key.text {
            "late-fee" => 0,
            "groups" => 2,
            _ => 1,
        };
        let known = whole.entries_mut().iter_mut().find(|(other, _)| other.text == key.text);
        match known {
            None => whole.entries_mut().push((key, node)),
            Some(known) => join_values(problems, known, (key, node), depth),
        }
    }
}
