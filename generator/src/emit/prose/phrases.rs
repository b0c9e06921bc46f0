//! Phrases that rustdoc and pages share.

use crate::emit::prose::escape;
use crate::ir::Records;

/// ``[`CREATE`](super::CREATE)``; without a target if it equals the label, since rustdoc warns about redundant targets.
pub(crate) fn item(label: &str, path: &str) -> String {
    if label == path {
        format!("[`{label}`]")
    } else {
        format!("[`{label}`]({path})")
    }
}

/// `<https://…>`, if the text is a URL.
pub(crate) fn link(url: &str) -> Option<String> {
    let is_address = url.starts_with("https://") || url.starts_with("http://");
    let harmless = !url
        .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\'));
    (is_address && harmless).then(|| format!("<{}>", escape::clean(url)))
}

/// Adds a full stop if there is none, as in summaries.
pub(crate) fn full_stop(text: &str) -> String {
    let ended = text.is_empty() || text.ends_with(['.', '!', '?', ':', ';', ',']);
    if ended {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// ``[`token`](ClientBuilder::token), …``: links to methods of a type.
pub(crate) fn methods(owner: &str, names: &[&str]) -> String {
    let links: Vec<String> = names
        .iter()
        .map(|name| format!("[`{name}`]({owner}::{name})"))
        .collect();
    links.join(", ")
}

/// `A, B and C`
pub(crate) fn enumeration(items: &[String]) -> String {
    joined(items, "and")
}

/// `A, B or C`
pub(crate) fn alternatives(items: &[String]) -> String {
    joined(items, "or")
}

fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// Lower-cases the first letter, for text after a colon.
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars
        .next()
        .map(|c| c.to_lowercase().to_string())
        .unwrap_or_default();
    first + chars.as_str()
}

/// What a stream consists of, as in names of methods: `events` or `lines`.
pub(crate) fn records(stream: &Records) -> &'static str {
    match stream.media.is_events() {
        true => "events",
        false => "lines",
    }
}
