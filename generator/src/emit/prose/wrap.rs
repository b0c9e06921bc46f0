//! Wraps the lines of Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::emit::prose::escape;

/// The width at which Markdown is wrapped, in bytes.
pub(crate) const WIDTH: usize = 92;

/// Wraps a line of the generator's own Markdown. Continuation lines of a list item are indented.
///
/// A code span stays on one line: if it were broken, the rest of it could begin a list or a quote, which ends the span.
pub(crate) fn wrap(line: &str, width: usize) -> Vec<String> {
    if line.len() <= width {
        return vec![line.to_owned()];
    }
    let words = line.trim_start();
    let indent = " ".repeat(line.len() - line.trim_start_matches([' ', '-']).len());
    let mut lines = Vec::new();
    let mut current = " ".repeat(line.len() - words.len());
    let mut begins = true;
    for piece in pieces(words) {
        let is_full = current.len() + 1 + piece.len() > width && !begins;
        if is_full && escape::line_start(piece).is_none() {
            lines.push(std::mem::replace(&mut current, indent.clone()));
            begins = true;
        }
        if !begins {
            current.push(' ');
        }
        current.push_str(piece);
        begins = false;
    }
    lines.push(current);
    lines
}

/// Splits Markdown at its spaces, except those in code spans.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut spans = code_spans(line).peekable();
    for (at, _) in line.match_indices(' ') {
        while spans.next_if(|span| span.end <= at).is_some() {}
        if spans.peek().is_none_or(|span| at < span.start) {
            pieces.extend(line.get(from..at));
            from = at + 1;
        }
    }
    pieces.extend(line.get(from..));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn code_spans(line: &str) -> impl Iterator<Item = Range<usize>> {
    let events = line
        .contains('`')
        .then(|| Parser::new(line).into_offset_iter());
    let events = events.into_iter().flatten();
    events.filter_map(|(event, range)| matches!(event, Event::Code(_)).then_some(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_at_spaces() {
        assert_eq!(wrap("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrap("- one two", 6), ["- one", "  two"]);
        assert_eq!(wrap("  - one two", 8), ["  - one", "    two"]);
        assert_eq!(wrap("0123456789", 8), ["0123456789"]);
    }

    #[test]
    fn a_line_does_not_begin_with_what_would_begin_a_block() {
        assert_eq!(wrap("one two - three", 8), ["one two -", "three"]);
        assert_eq!(wrap("one two 1. three", 8), ["one two 1.", "three"]);
    }

    #[test]
    fn code_spans_stay_on_one_line() {
        let line = "Default: `[a](javascript:x)  - y`, or ``> ` z``.";
        let expected = ["Default:", "`[a](javascript:x)  - y`,", "or", "``> ` z``."];
        assert_eq!(wrap(line, 8), expected);
        // These backticks are not code.
        assert_eq!(wrap(r"\`one two` three", 8), [r"\`one", "two`", "three"]);
    }
}
