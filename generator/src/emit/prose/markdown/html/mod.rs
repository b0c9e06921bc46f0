//! Replaces the HTML of a description by events of Markdown, so that the rest of the renderer sees no HTML.
//!
//! `tokens` splits HTML into tags and text, `nesting` puts these and the events of the parser into one well-formed sequence.
//! Only what [`elements`] lists is translated. Any other tag, such as `<branch>`, and a tag whose other half is missing are text.

mod capture;
mod code;
mod elements;
mod entities;
mod levels;
mod nesting;
mod tables;
mod tag;
#[cfg(test)]
mod tests;
mod tokens;

use tokens::Sourced;

/// Returns the events without HTML.
pub(super) fn translated<'a>(events: impl Iterator<Item = Sourced<'a>>) -> Vec<Sourced<'a>> {
    nesting::nested(tokens::tokens(events))
}
