//! Markdown: made harmless for doc comments, and emitted as pages.

pub(crate) mod escape;
mod page;
pub(crate) mod safe;

pub(crate) use page::page;
