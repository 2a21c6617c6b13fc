//! Findings with the lines of the file they speak of: the only place that knows the snippet crate.

use advisor::codes::Level;
use advisor::finding::Finding;
use advisor::source::{SourceFile, Sources, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet,
};

use crate::render::style;
use crate::render::text::{pictured, shown};

/// How many problems of a file are printed.
pub(crate) const MOST_PRINTED: usize = 50;

/// How many other parties of a problem are pointed at.
const MOST_OTHERS: usize = 6;

/// Findings of one rules file, the first ones in full, with the number of the rest.
pub(crate) fn findings(sources: &Sources, findings: &[Finding]) -> String {
    let printed = findings.iter().take(MOST_PRINTED).map(|finding| one(sources, finding));
    printed.chain(not_shown(findings.len())).collect::<Vec<_>>().join("\n\n")
}

/// A line that says how many of `count` problems are not printed, if any.
pub(crate) fn not_shown(count: usize) -> Option<String> {
    let more = count.checked_sub(MOST_PRINTED).filter(|more| *more > 0)?;
    let s = if more == 1 { " is" } else { "s are" };
    Some(format!("{}: {more} more problem{s} not shown", style::help("note")))
}

/// One finding with its lines.
pub(crate) fn one(sources: &Sources, finding: &Finding) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let level = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note | Level::Allow => Title::NOTE,
    };
    let title = level.primary_title(shown(&finding.message).into_owned()).id(finding.code.id());
    let mut group = match finding.span {
        None => title.element(Origin::path(shown(sources.main().name()).into_owned())),
        Some(_) => Group::with_title(title),
    };
    for snippet in snippets(sources, finding) {
        group = group.element(snippet);
    }
    if let Some(more) = finding.others.len().checked_sub(MOST_OTHERS).filter(|more| *more > 0) {
        group = group.element(Title::NOTE.message(format!("and {more} more like these")));
    }
    if let Some(help) = &finding.help {
        group = group.element(Title::HELP.message(shown(help).into_owned()));
    }
    renderer.render(&[group])
}

/// The lines that are spoken of: one window, or one for each place where they are far apart.
fn snippets<'s>(sources: &'s Sources, finding: &Finding) -> Vec<Snippet<'s, Annotation<'s>>> {
    let label = finding.label.as_ref().map(|label| shown(label).into_owned());
    let primary = finding.span.map(|span| (span, AnnotationKind::Primary, label));
    let others = finding.others.iter().take(MOST_OTHERS).map(|(span, words)| {
        let words = shown(words).into_owned();
        (*span, AnnotationKind::Context, Some(words))
    });
    let marks: Vec<_> = primary.into_iter().chain(others).collect();
    let spans: Vec<Span> = marks.iter().map(|(span, ..)| *span).collect();
    if let Some(window) = window(sources, &spans) {
        let snippet = snippet(&window);
        return vec![marks.into_iter().fold(snippet, |snippet, (span, kind, label)| {
            snippet.annotation(kind.span(relative(span, &window)).label(label))
        })];
    }
    let alone = marks.into_iter().map(|(span, kind, label)| {
        let file = sources.of(span);
        let beginning = Window { file, start: file.start(), line: 1, text: "" };
        let window = window(sources, &[span]).unwrap_or(beginning);
        snippet(&window).annotation(kind.span(relative(span, &window)).label(label))
    });
    alone.collect()
}

/// Whole lines of a file.
struct Window<'s> {
    file: &'s SourceFile,
    /// Where they begin among all spans.
    start: u32,
    line: usize,
    text: &'s str,
}

fn snippet<'s>(window: &Window<'s>) -> Snippet<'s, Annotation<'s>> {
    let name = shown(window.file.name()).into_owned();
    Snippet::source(pictured(window.text)).path(name).line_start(window.line)
}

/// The whole lines from the first span to the last, unless they are far apart or in two files.
///
/// Drawing from the whole text would take time in proportion to the file, for every problem.
fn window<'s>(sources: &'s Sources, spans: &[Span]) -> Option<Window<'s>> {
    let file = sources.of(*spans.first()?);
    if spans.iter().any(|span| sources.of(*span).start() != file.start()) {
        return None;
    }
    let lines = file.lines();
    let first = spans.iter().map(|span| file.line(span.start)).min()?;
    let last = spans.iter().map(|span| file.line(span.end)).max()?;
    if spans.len() > 1 && last - first > 12 {
        return None;
    }
    // A span of many lines, such as a text in triple quotes, is shown by its beginning.
    let last = last.min(first + 12);
    let start = lines.start_of(first);
    let end = match lines.start_of(last + 1) {
        0 => file.text().len(),
        next => next as usize,
    };
    let text = file.text().get(start as usize..end)?.trim_end_matches(['\n', '\r']);
    Some(Window { file, start: file.start().saturating_add(start), line: first, text })
}

/// The span within its window, as the window is drawn.
fn relative(span: Span, window: &Window<'_>) -> std::ops::Range<usize> {
    let cut = |at: u32| {
        let mut at = (at.saturating_sub(window.start) as usize).min(window.text.len());
        while !window.text.is_char_boundary(at) {
            at -= 1;
        }
        // Hidden letters are drawn as others, which may be longer or shorter.
        window.text.get(..at).map_or(0, |before| pictured(before).len())
    };
    cut(span.start)..cut(span.end.max(span.start))
}
