//! The texts of a rules file and of what it names: where things stand in them.
//!
//! Knows nothing of TOML or rules.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A range of bytes in the texts of a rules file, which stand one behind the other: the place of a
/// span tells its file.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of a byte range; positions past 4 GiB are cut off there.
    #[must_use]
    pub fn new(range: Range<usize>) -> Self {
        Self { start: cut(range.start), end: cut(range.end) }
    }

    /// The span so many bytes further on.
    #[must_use]
    pub fn after(self, bytes: u32) -> Self {
        let Self { start, end } = self;
        Self { start: start.saturating_add(bytes), end: end.saturating_add(bytes) }
    }
}

fn cut(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Where each line of a text begins, so that an offset can be told as line and column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(after_breaks.map(|(at, _)| cut(at + 1))).collect();
        Self { starts }
    }

    /// The 1-based line that `offset` lies in.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// The offset at which the 1-based `line` begins; the first byte for a line that is not there.
    #[must_use]
    pub fn start_of(&self, line: usize) -> u32 {
        line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0)
    }

    /// How many lines there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// The name and the text of a file, with its lines and its place among the others.
#[derive(Debug, Clone)]
pub struct SourceFile {
    content: Arc<Content>,
    role: Role,
    start: u32,
}

/// What a file is among those that are read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Role {
    /// The file that is read.
    Main,
    /// A file that others may include as well.
    Included,
    /// A table that a rules file names.
    Table,
    /// A file of tests that states something of the rules.
    Tests,
}

#[derive(Debug)]
struct Content {
    name: String,
    text: String,
    lines: LineIndex,
}

impl SourceFile {
    /// Takes a text and the name by which messages speak of it; it stands before all others.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        let lines = LineIndex::new(&text);
        Self { content: Arc::new(Content { name, text, lines }), role: Role::Main, start: 0 }
    }

    /// The same file, with its spans behind those of another.
    #[must_use]
    pub fn behind(self, other: &Self) -> Self {
        // One byte between them: the end of a file is no place of the next.
        Self { start: other.end().saturating_add(1), ..self }
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.content.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.content.text
    }

    /// The lines of the text, by their offsets within it.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.content.lines
    }

    /// What the file is among those that are read with it.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Where the spans of the file begin.
    #[must_use]
    pub fn start(&self) -> u32 {
        self.start
    }

    /// The end of the file among all spans.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.start.saturating_add(cut(self.text().len()))
    }

    /// Whether its spans reach as far as spans can.
    #[must_use]
    pub fn is_beyond_spans(&self) -> bool {
        self.end() == u32::MAX
    }

    /// The span of a range of bytes of the text.
    #[must_use]
    pub fn span(&self, within: Range<usize>) -> Span {
        Span::new(within).after(self.start)
    }

    /// The bytes of the text that a span of the file is about.
    #[must_use]
    pub fn range(&self, span: Span) -> Range<usize> {
        self.offset(span.start) as usize..self.offset(span.end) as usize
    }

    /// The offset within the text of a place among all spans.
    #[must_use]
    pub fn offset(&self, place: u32) -> u32 {
        place.saturating_sub(self.start)
    }

    /// What stands at a span of the file; nothing, if the span is none of it.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(self.range(span)).unwrap_or_default()
    }

    /// The 1-based line of a place among all spans.
    #[must_use]
    pub fn line(&self, place: u32) -> usize {
        self.lines().line(self.offset(place))
    }

    /// The 1-based line and column (in characters) of a place among all spans.
    #[must_use]
    pub fn line_column(&self, place: u32) -> (usize, usize) {
        let offset = self.offset(place);
        let line = self.lines().line(offset);
        let start = self.lines().start_of(line) as usize;
        let before = self.text().get(start..offset as usize).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// A file with all that it names or speaks of, one behind the other.
#[derive(Debug, Clone)]
pub struct Sources {
    main: SourceFile,
    others: Vec<SourceFile>,
}

impl From<SourceFile> for Sources {
    fn from(main: SourceFile) -> Self {
        Self { main, others: Vec::new() }
    }
}

impl Sources {
    /// The file itself.
    #[must_use]
    pub fn main(&self) -> &SourceFile {
        &self.main
    }

    /// All files, the main one first.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        std::iter::once(&self.main).chain(&self.others)
    }

    /// A file with its spans behind those of all others.
    fn behind_all(&self, file: SourceFile) -> SourceFile {
        let last = self
            .others
            .iter()
            .fold(&self.main, |last, file| if file.start > last.start { file } else { last });
        file.behind(last)
    }

    /// Adds a file that the main one names; returns it where it stands.
    pub fn add(&mut self, file: SourceFile, role: Role) -> SourceFile {
        let file = SourceFile { role, ..self.behind_all(file) };
        self.others.push(file.clone());
        file
    }

    /// The files beneath another that speaks of them, as tests do of rules: that is the main one.
    #[must_use]
    pub fn beneath(mut self, file: SourceFile) -> Self {
        let main = self.behind_all(file);
        self.others.insert(0, self.main);
        Self { main, others: self.others }
    }

    /// The same files led by another of them; as they are, where none has the name.
    #[must_use]
    pub fn led_by(mut self, name: &str) -> Self {
        if let Some(file) = self.others.iter_mut().find(|file| file.name() == name) {
            std::mem::swap(&mut self.main, file);
        }
        self
    }

    /// The file that a span lies in.
    #[must_use]
    pub fn of(&self, span: Span) -> &SourceFile {
        holder(&self.main, &self.others, span, |file| file.start)
    }

    /// The names and the lines of the files, without their texts.
    #[must_use]
    pub fn places(&self) -> Places {
        let lines = |file: &SourceFile| FileLines {
            name: file.name().to_owned(),
            role: file.role,
            start: file.start,
            lines: file.lines().clone(),
        };
        Places { main: lines(&self.main), others: self.others.iter().map(lines).collect() }
    }
}

/// The last that begins no later than a span, of what stands one behind the other.
fn holder<'f, T>(main: &'f T, others: &'f [T], span: Span, start: impl Fn(&T) -> u32) -> &'f T {
    let begun = |file: &&T| start(file) <= span.start;
    others.iter().filter(begun).fold(main, |last, file| {
        if start(file) > start(last) || !begun(&last) { file } else { last }
    })
}

/// The files of a rule set and their lines, so that a span can be told without the texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    main: FileLines,
    others: Vec<FileLines>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileLines {
    name: String,
    role: Role,
    start: u32,
    lines: LineIndex,
}

/// Where a span begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// What the file is.
    pub role: Role,
    /// The 1-based line.
    pub line: usize,
}

impl Places {
    /// The name of the rules file itself.
    #[must_use]
    pub fn main(&self) -> &str {
        &self.main.name
    }

    /// The names of all files, that of the rules file first.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.main).chain(&self.others).map(|file| file.name.as_str())
    }

    /// The file and the line on which a span begins.
    #[must_use]
    pub fn of(&self, span: Span) -> Place<'_> {
        let file = holder(&self.main, &self.others, span, |file| file.start);
        let line = file.lines.line(span.start.saturating_sub(file.start));
        Place { file: &file.name, role: file.role, line }
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, SourceFile, Sources};

    #[test]
    fn columns_count_characters() {
        let source = SourceFile::new("x", "a\n奶粉 = 1\n");
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(2), (2, 1));
        assert_eq!(source.line_column(8), (2, 3));
        assert_eq!(source.line_column(13), (3, 1));
    }

    #[test]
    fn a_span_tells_its_file_from_its_first_byte_to_its_end() {
        let texts = ["", "one\ntwo", "奶\n", ""];
        let mut sources = Sources::from(SourceFile::new("main", "a\nb\n"));
        for (at, text) in texts.iter().enumerate() {
            sources.add(SourceFile::new(at.to_string(), *text), Role::Included);
        }
        assert_eq!(sources.places().main(), "main");
        let sources = sources.beneath(SourceFile::new("tests", "c\n"));
        let places = sources.places();
        assert_eq!((places.main(), sources.files().count()), ("tests", 6));
        for file in sources.files() {
            for (at, _) in file.text().char_indices().chain([(file.text().len(), ' ')]) {
                let span = file.span(at..file.text().len());
                let found = sources.of(span);
                assert_eq!((found.name(), found.start()), (file.name(), file.start()));
                let (before, rest) = file.text().split_at(at);
                assert_eq!(found.slice(span), rest);
                let place = places.of(span);
                assert_eq!(place.file, file.name());
                assert_eq!(place.line, file.line_column(span.start).0);
                assert_eq!(place.line, before.matches('\n').count() + 1);
            }
        }
    }
}
