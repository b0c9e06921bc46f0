//! Names and descriptions in a collection.

use serde_json::Value;

use crate::emit::prose::escape;

/// Adds a description, which is Markdown; none if there are no lines.
pub(super) fn describe(to: &mut Value, lines: Vec<String>) {
    if !lines.is_empty() {
        to["description"] = lines.join("\n").into();
    }
}

/// Returns the text on one line, or `other` if it is empty.
pub(super) fn one_line(text: &str, other: &str) -> String {
    let text = escape::clean(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.is_empty() {
        true => other.to_owned(),
        false => words.join(" "),
    }
}
