//! Parses and re-renders Markdown from documents, so that it is safe to emit.
//!
//! The text is parsed with rustdoc's parser and rendered again from its events. The result is a subset of Markdown: paragraphs,
//! lists, quotes, tables, code blocks (marked `text`, so never doctests), code spans, emphasis, and links with a scheme. HTML becomes
//! what Markdown has for it. Any other HTML, and anything that only looks like Markdown, such as `[Contact]`, becomes plain text.

mod blocks;
mod html;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::emit::prose::escape;
use crate::emit::prose::wrap::WIDTH;

/// Renders `text` as wrapped lines, without blank lines at either end.
pub(crate) fn blocks(text: &str) -> Vec<String> {
    let text = escape::clean(text);
    if text.len() > WIDTH || !is_plain(&text) {
        return blocks::render(&text);
    }
    let line = text.trim();
    Vec::from_iter((!line.is_empty()).then(|| line.to_owned()))
}

/// The first paragraph of `text` as one line; `None` if it has none.
pub(crate) fn paragraph(text: &str) -> Option<String> {
    let lines = blocks(text);
    let end = lines
        .iter()
        .position(String::is_empty)
        .unwrap_or(lines.len());
    let first = lines.get(..end)?;
    let is_item = |line: &str| line == "-" || line.starts_with("- ");
    let is_block =
        |line: &String| line.starts_with(['|', '>']) || is_item(line) || line.starts_with("```");
    if first.is_empty() || first.iter().any(is_block) {
        return None;
    }
    Some(joined(first))
}

/// The first sentence of `text` as one line.
pub(crate) fn sentence(text: &str) -> Option<String> {
    let mut sentence = paragraph(text)?;
    if let Some(end) = first_full_stop(&sentence) {
        sentence.truncate(end + 1);
    }
    Some(sentence)
}

/// The first full stop that ends a sentence: not one in parentheses, code, emphasis or a link.
fn first_full_stop(paragraph: &str) -> Option<usize> {
    let mut spans = spans(paragraph).peekable();
    let mut end_of_spans = 0;
    let mut depth = 0_usize;
    for (at, c) in paragraph.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                while let Some(span) = spans.next_if(|span| span.start <= at) {
                    end_of_spans = end_of_spans.max(span.end);
                }
                let (head, rest) = paragraph.split_at(at);
                let is_abbreviation = head.ends_with("e.g") || head.ends_with("i.e");
                if at >= end_of_spans && rest.starts_with(". ") && !is_abbreviation {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The ranges of code, emphasis and links.
fn spans(line: &str) -> impl Iterator<Item = Range<usize>> {
    let events = line
        .contains(['`', '*', '_', '['])
        .then(|| Parser::new(line).into_offset_iter());
    let is_span = |event: &Event<'_>| match event {
        Event::Code(_) => true,
        Event::Start(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. }),
        _ => false,
    };
    let events = events.into_iter().flatten();
    events.filter_map(move |(event, range)| is_span(&event).then_some(range))
}

/// `text` as one line of Markdown, with all blocks joined.
pub(crate) fn inline(text: &str) -> String {
    let lines = blocks(text);
    if lines.iter().any(|line| line.contains("```")) {
        return escape::plain(text);
    }
    joined(&lines)
}

/// The lines as one, without the backslashes of hard breaks.
fn joined(lines: &[String]) -> String {
    let lines = lines.iter().map(|line| {
        let backslashes = line.len() - line.trim_end_matches('\\').len();
        let is_break = backslashes % 2 == 1;
        line.get(..line.len() - usize::from(is_break))
    });
    lines.flatten().collect::<Vec<_>>().join(" ")
}

/// Whether `text` has what begins HTML or a code block, so that [`is_harmless`] has to parse it.
pub(crate) fn may_matter(text: &str) -> bool {
    let has_fence = |mark: char, fence: &str| text.contains(mark) && text.contains(fence);
    text.contains('<')
        || has_fence('`', "```")
        || has_fence('~', "~~~")
        || text.lines().any(|line| line.starts_with("    "))
}

/// Whether Markdown makes neither HTML nor code blocks of `text`, except code blocks marked `text`.
pub(crate) fn is_harmless(text: &str) -> bool {
    let is_harmless = |event: Event<'_>| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => &*info == "text",
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock) => false,
        Event::Html(_) | Event::InlineHtml(_) => false,
        _ => true,
    };
    !may_matter(text) || Parser::new_ext(text, Options::ENABLE_TABLES).all(is_harmless)
}

/// Whether `text` has no Markdown syntax.
fn is_plain(text: &str) -> bool {
    let harmless = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '.' | ',' | ';' | '\'' | '"' | '(' | ')' | '?' | '/' | '%'
            )
    };
    text.starts_with(|c: char| c.is_alphabetic())
        && !text.contains("  ")
        && text.chars().all(harmless)
}
