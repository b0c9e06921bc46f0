//! Explains the syntax errors of the YAML parser.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::source::{FileId, Origin};

/// Reports a syntax error at `at`. `message` is the message of the parser.
pub(super) fn error(file: FileId, text: &str, at: usize, message: &str) -> Diagnostic {
    let known = SYNTAX.iter().find(|(part, ..)| message.contains(part));
    let (what, help) = known.map_or((message, ANYWHERE), |(_, what, help)| (what, help));
    let message = format!("{INVALID}: {what}");
    Diagnostic::error(Origin::new(file, shown(text, at)), message).help(help)
}

/// What the messages about syntax begin with.
const INVALID: &str = "not valid YAML";

/// Turns the first error of the strict parser into a warning, since the tolerant one can read the document.
pub(super) fn tolerated(error: Diagnostic) -> Diagnostic {
    let what = error.message.strip_prefix(INVALID).unwrap_or_default();
    let message = format!("{INVALID}, but accepted here and on later lines{what}");
    let origin = error.origin.unwrap_or_default();
    let help = match error.help {
        Some(help) if help != ANYWHERE => help,
        _ => "indent continued lines and closing brackets more than the key before them".to_owned(),
    };
    Diagnostic::warning(origin, message).help(help)
}

/// Moves a location on an empty line to the end of the text before it.
fn shown(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let is_empty = line.is_none_or(|line| line.trim().is_empty());
    let last = before.trim_end().char_indices().next_back();
    match last.filter(|_| is_empty) {
        Some((start, character)) => start..start + character.len_utf8(),
        None => at..at,
    }
}

const ANYWHERE: &str = "correct the syntax here or just before this location";

/// The most frequent messages of the parser, or parts of them, each with an explanation and a help message.
const SYNTAX: &[(&str, &str, &str)] = &[
    (
        "unclosed bracket",
        "this bracket is not closed",
        "write the closing bracket",
    ),
    (
        "illegal placement of ':'",
        "expected `,` or a closing bracket",
        ANYWHERE,
    ),
    (
        "tabs disallowed",
        "a tab is not allowed as indentation",
        "write spaces",
    ),
    (
        "did not find expected node content",
        "a value is missing, or a bracket is not closed",
        "write the value or the bracket here or just before this location",
    ),
    (
        "block mapping, did not find expected key",
        "expected a key with the same indentation as the keys above",
        ANYWHERE,
    ),
    (
        "simple key expect",
        "this key has no `:`",
        "write `:` after the key",
    ),
    (
        "did not find expected '-' indicator",
        "expected `-` with the same indentation as the items above",
        ANYWHERE,
    ),
    (
        "did not find expected ',' or '}'",
        "expected `,` or a closing bracket",
        ANYWHERE,
    ),
    (
        "expected ',' or ']'",
        "expected `,` or a closing bracket",
        ANYWHERE,
    ),
    (
        "invalid trailing content after",
        "unexpected text after a quoted string",
        "remove it, or write what is missing before it, such as `,`",
    ),
    (
        "mapping values are not allowed",
        "`:` is not allowed here",
        "quote a string that contains `: `, or correct the indentation",
    ),
    (
        "misplaced bracket",
        "this bracket has no opening bracket",
        "remove it, or write the opening bracket",
    ),
    (
        "unclosed quote",
        "a string has no closing quote",
        "write the quote",
    ),
    (
        "found unknown anchor",
        "the alias refers to an anchor that is not defined before it",
        "correct the name, or define the anchor before the alias",
    ),
];
