//! The files that findings point into, with their names in reports; knows no format.

use advisor::finding::Finding;
use advisor::source::{SourceFile, Sources, Span};

/// A file and what it names, as messages and as reports speak of them.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    sources: Sources,
    /// As reports name them: relative to where the reports are read, if they lie there.
    paths: Vec<String>,
}

/// Where something stands: lines and columns count from 1, columns in characters; offsets count
/// bytes of the file from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position<'a> {
    /// The file as messages speak of it.
    pub(crate) name: &'a str,
    /// The file as reports name it.
    pub(crate) path: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_line: usize,
    /// The column behind the last character.
    pub(crate) end_column: usize,
    pub(crate) offset: u32,
    pub(crate) end_offset: u32,
}

impl Files {
    /// Files of which `path` says how reports name them.
    pub(crate) fn new(sources: Sources, path: impl Fn(&str) -> String) -> Self {
        let paths = sources.files().map(|file| path(file.name())).collect();
        Self { sources, paths }
    }

    /// A file that has no text, as it could not be read.
    pub(crate) fn without_text(name: &str, path: impl Fn(&str) -> String) -> Self {
        Self::new(SourceFile::new(name, "").into(), path)
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The main file as messages speak of it.
    pub(crate) fn name(&self) -> &str {
        self.sources.main().name()
    }

    /// The main file as reports name it.
    pub(crate) fn path(&self) -> &str {
        self.path_of(self.sources.main())
    }

    fn path_of<'f>(&'f self, file: &'f SourceFile) -> &'f str {
        let mut all = self.sources.files().zip(&self.paths);
        let own = all.find(|(other, _)| other.start() == file.start());
        own.map_or(file.name(), |(_, path)| path)
    }

    /// Where a span lies.
    pub(crate) fn position(&self, span: Span) -> Position<'_> {
        let file = self.sources.of(span);
        let end = span.end.max(span.start);
        let (line, column) = file.line_column(span.start);
        let (end_line, end_column) = file.line_column(end);
        let (offset, end_offset) = (file.offset(span.start), file.offset(end));
        let (name, path) = (file.name(), self.path_of(file));
        Position { name, path, line, column, end_line, end_column, offset, end_offset }
    }

    /// Where a finding lies; the beginning of the main file for what is about all of it.
    pub(crate) fn position_of(&self, finding: &Finding) -> Position<'_> {
        let beginning = self.sources.main().span(0..0);
        self.position(finding.span.unwrap_or(beginning))
    }
}
