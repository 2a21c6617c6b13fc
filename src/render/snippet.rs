//! Diagnostics with the lines of the file they speak of: the only place that knows the snippet crate.

use advisor::diagnostic::Diagnostic;
use advisor::source::{SourceFile, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::render::style;
use crate::render::text::shown;

/// How many problems of a file are printed.
const MOST_PRINTED: usize = 50;

/// Problems of one file, the first ones in full, with the number of the rest.
pub(crate) fn problems(source: &SourceFile, problems: &[Diagnostic]) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut parts: Vec<String> =
        problems.iter().take(MOST_PRINTED).map(|problem| one(&renderer, source, problem)).collect();
    if let Some(more) = problems.len().checked_sub(MOST_PRINTED).filter(|more| *more > 0) {
        parts.push(format!("{}: {more} more problems are not shown", style::help("note")));
    }
    parts.join("\n\n")
}

fn one(renderer: &Renderer, source: &SourceFile, problem: &Diagnostic) -> String {
    let message = shown(&problem.message).into_owned();
    let title = Level::ERROR.primary_title(message).id(problem.code);
    let name = shown(source.name()).into_owned();
    let mut group = match problem.span {
        None => title.element(Origin::path(name)),
        Some(span) => {
            let mut group = Group::with_title(title);
            for snippet in snippets(source, problem, span, &name) {
                group = group.element(snippet);
            }
            group
        }
    };
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(shown(help).into_owned()));
    }
    renderer.render(&[group])
}

/// The lines that a problem speaks of: one window, or two where they are far apart.
fn snippets<'s>(
    source: &'s SourceFile,
    problem: &Diagnostic,
    span: Span,
    name: &str,
) -> Vec<Snippet<'s, annotate_snippets::Annotation<'s>>> {
    let primary = AnnotationKind::Primary;
    let label = problem.label.as_ref().map(|label| shown(label).into_owned());
    let mut found = Vec::new();
    if let Some((other, words)) = &problem.other {
        let words = shown(words).into_owned();
        let both = window(source, *other, span);
        if let Some((start, line, text)) = both {
            let at = |span: Span| relative(span, start, text);
            found.push(
                Snippet::source(text)
                    .path(name.to_owned())
                    .line_start(line)
                    .annotation(primary.span(at(span)).label(label))
                    .annotation(AnnotationKind::Context.span(at(*other)).label(words)),
            );
            return found;
        }
        found.push(lines(source, span, name, primary, label));
        found.push(lines(source, *other, name, AnnotationKind::Context, Some(words)));
        return found;
    }
    found.push(lines(source, span, name, primary, label));
    found
}

/// The lines of one span as a snippet of its own.
fn lines<'s>(
    source: &'s SourceFile,
    span: Span,
    name: &str,
    kind: AnnotationKind,
    label: Option<String>,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let (start, line, text) = window(source, span, span).unwrap_or((0, 1, ""));
    Snippet::source(text)
        .path(name.to_owned())
        .line_start(line)
        .annotation(kind.span(relative(span, start, text)).label(label))
}

/// The whole lines from one span to another, unless they are far apart.
///
/// Drawing from the whole text would take time in proportion to the file, for every problem.
fn window(source: &SourceFile, one: Span, two: Span) -> Option<(u32, usize, &str)> {
    let lines = source.lines();
    let (first, last) = (lines.line(one.start.min(two.start)), lines.line(one.end.max(two.end)));
    if one != two && last - first > 12 {
        return None;
    }
    // A span of many lines, such as a text in triple quotes, is shown by its beginning.
    let last = last.min(first + 12);
    let start = lines.start_of(first);
    let end = match lines.start_of(last + 1) {
        0 => source.text().len(),
        next => next as usize,
    };
    let text = source.text().get(start as usize..end)?;
    Some((start, first, text.trim_end_matches(['\n', '\r'])))
}

/// The span within its window.
fn relative(span: Span, start: u32, text: &str) -> std::ops::Range<usize> {
    let cut = |at: u32| {
        let mut at = (at.saturating_sub(start) as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    cut(span.start)..cut(span.end.max(span.start))
}
