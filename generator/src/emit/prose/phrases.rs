//! Phrases that rustdoc and pages share.

use crate::emit::prose::escape;
use crate::ir::Provenance;

/// The note on an item whose type is not documented.
pub(crate) fn inferred_type(item: &str) -> String {
    format!("The data type of the {item} is inferred from its name.")
}

/// The note on an item that no current page documents. `item` is what the item is: `field`.
pub(crate) fn provenance(provenance: Provenance, item: &str) -> Option<String> {
    match provenance {
        Provenance::Documented => None,
        Provenance::Older => Some(format!(
            "Only an older page of the vendor's documentation lists the {item} here."
        )),
        Provenance::Inferred => Some(format!(
            "The name of the {item} is inferred: the vendor's page describes the {}, but does not name it.",
            item.split(' ').next().unwrap_or(item)
        )),
        Provenance::Object => Some(format!(
            "The vendor documents the {item} for the resource, but not for this request."
        )),
    }
}

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
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
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
