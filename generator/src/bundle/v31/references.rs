//! `$ref` next to other keywords.

use crate::load::{Entries, Entry, NodeContent, Tree};

const TEXTS: &[&str] = &[
    "title",
    "description",
    "summary",
    "example",
    "default",
    "deprecated",
];

/// Moves a `$ref` with other keywords next to it into `allOf`, unless `within` is a keyword whose elements have no texts.
pub(super) fn siblings(schema: &mut Entries, within: &str) {
    let reference = schema.get("$ref");
    if reference.is_none_or(|entry| entry.value.as_str().is_none()) {
        return;
    }
    schema.retain(|name, _| !matches!(name.as_str(), "$comment" | "$schema" | "$id"));
    let is_type = |name: &str| matches!(name, "type" | "nullable" | "$ref");
    // The type of the target is that of the reference.
    if schema.keys().all(|name| is_text(name) || is_type(name)) {
        schema.shift_remove("type");
    }
    let is_element = matches!(within, "allOf" | "anyOf" | "oneOf");
    if schema.len() > 1 && !(is_element && has_only_texts(schema)) {
        wrap(schema);
    }
}

/// Whether only texts are next to a `$ref`.
pub(super) fn has_only_texts(schema: &Entries) -> bool {
    schema.contains_key("$ref") && schema.keys().all(|name| name == "$ref" || is_text(name))
}

/// Whether a keyword describes a schema and not its values.
pub(super) fn is_text(name: &str) -> bool {
    TEXTS.contains(&name)
}

fn wrap(schema: &mut Entries) {
    let Some(reference) = schema.shift_remove("$ref") else {
        return;
    };
    let (key, origin) = (reference.key, reference.value.origin);
    let entries = Entries::from_iter([("$ref".to_owned(), reference)]);
    let element = Tree::new(origin, NodeContent::Map(entries));
    let all_of = schema.entry("allOf".to_owned()).or_insert_with(|| Entry {
        key,
        value: Tree::list(origin, Vec::new()),
    });
    if let Some(elements) = all_of.value.as_list_mut() {
        elements.push(element);
    }
}
