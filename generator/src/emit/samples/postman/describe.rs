//! Descriptions in a collection.

use serde_json::Value;

/// Adds a description, which is Markdown; none if there are no lines.
pub(super) fn describe(to: &mut Value, lines: Vec<String>) {
    if !lines.is_empty() {
        to["description"] = lines.join("\n").into();
    }
}
